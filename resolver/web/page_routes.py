"""The rows of the table of routes that are pages for people.

Reach for this module to add a page, or what a form of one is sent to. A row that changes something
is a POST of a form whose fields `resolver.web.pages.frame` has checked before the view runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from resolver.access import Scope
from resolver.errors import InvalidInput
from resolver.model import Option
from resolver.web.route import FIELDS, MAX_BODY_BYTES, Content, RequestBody, Route

_TEXT_BYTES: Final = 3 * MAX_BODY_BYTES
"""Bytes of a form with a text: a form writes a letter beyond ASCII in up to twelve."""

_PAGE: Final = Content("text/html", json_type="string")


def page_route(
    method: Literal["GET", "POST"],
    path: str,
    summary: str,
    scope: Scope | None = "read",
    *,
    parameters: Mapping[str, Option] | None = None,
    max_bytes: int = MAX_BODY_BYTES,
) -> Route:
    """A row for a page, or for a form of one.

    Args:
        method: GET of a page, POST of a form.
        path: Its path.
        summary: One sentence of what it shows or does.
        scope: What the key has to allow; None where nobody is asked for a key.
        parameters: The options that its query string may carry, where it checks them.
        max_bytes: How long the fields of a form may be together.
    """
    return Route(
        method,
        path,
        summary,
        _PAGE,
        parameters=parameters or {},
        body=RequestBody((), (FIELDS,), max_bytes) if method == "POST" else None,
        errors=(InvalidInput,),
        scope=scope,
        is_page=True,
    )


# Look up, and why
LOOK_UP: Final = page_route("GET", "/", "Looks a name up: who or what it means.")
ANSWER: Final = page_route("GET", "/answer", "The answer alone, while somebody types.")
WHY: Final = page_route("GET", "/why", "Why a candidate has its score, beside another one.")

# An entity
ENTITY_PAGE: Final = page_route("GET", "/entity/{id}", "All that is known of an entity.")

# Texts
TEXTS: Final = page_route("GET", "/texts", "Takes a text to find the names in it.")
READ_TEXT: Final = page_route(
    "POST", "/texts", "A text with its names, and who each means.", max_bytes=_TEXT_BYTES
)
TEXT_FILE: Final = page_route(
    "POST", "/texts/file", "The names of a text as a file.", max_bytes=_TEXT_BYTES
)
DECIDE_IN_TEXT: Final = page_route(
    "POST", "/texts/decide", "Decides what a name of a text means.", "review", max_bytes=_TEXT_BYTES
)

# Operate
OPERATE: Final = page_route("GET", "/operate", "How the service is.", "admin")
OPERATE_NOW: Final = page_route("GET", "/operate/now", "The figures alone.", "admin")

# Who signed in
SIGN_IN: Final = page_route("GET", "/sign-in", "Signs in with a key.", None)
SEND_KEY: Final = page_route("POST", "/sign-in", "Takes the key that somebody signs in with.", None)
SIGN_OUT: Final = page_route("POST", "/sign-out", "Signs out.", None)

# What pages are made of
ASSET: Final = Route(
    "GET",
    "/page/{file}",
    "The style, scripts and pictures of the pages.",
    Content("*/*"),
    is_page=True,
)
DOCS: Final = page_route(
    "GET", "/docs", "Every route for programs, with a form that tries it.", None
)

PAGE_ROUTES: Final = (
    LOOK_UP,
    ANSWER,
    WHY,
    ENTITY_PAGE,
    TEXTS,
    READ_TEXT,
    TEXT_FILE,
    DECIDE_IN_TEXT,
    OPERATE,
    OPERATE_NOW,
    SIGN_IN,
    SEND_KEY,
    SIGN_OUT,
    ASSET,
    DOCS,
)
"""The pages."""
