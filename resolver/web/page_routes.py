"""The rows of the table of routes that are pages for people.

Reach for this module to add a page, or what a form of one is sent to. A row that changes something
is a POST of a form whose fields `resolver.web.pages.frame` has checked before the view runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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


def _file(path: str, summary: str) -> Route:
    """A row for a file that a page leads to."""
    return replace(page_route("GET", path, summary), content=Content("*/*"))


# Look up, and why
LOOK_UP: Final = page_route("GET", "/", "Looks a name up: who or what it means.")
ANSWER: Final = page_route("GET", "/answer", "The answer alone, while somebody types.")
WHY: Final = page_route("GET", "/why", "Why a candidate has its score, beside another one.")

# An entity
ENTITY_PAGE: Final = page_route("GET", "/entity/{id}", "All that is known of an entity.")

# Correct
ALIAS_FORM: Final = page_route("GET", "/correct/alias/{id}", "A form for another alias.", "write")
SEND_ALIAS: Final = page_route("POST", ALIAS_FORM.path, "Adds an alias.", "write")
REMOVAL_FORM: Final = page_route(
    "GET", "/correct/remove/{id}", "A form that asks whether an alias goes.", "write"
)
SEND_REMOVAL: Final = page_route("POST", REMOVAL_FORM.path, "Removes an alias.", "write")
FIELDS_FORM: Final = page_route(
    "GET", "/correct/fields/{id}", "A form with the fields of an entity.", "write"
)
SEND_FIELDS: Final = page_route("POST", FIELDS_FORM.path, "Changes fields of an entity.", "write")
MERGE_FORM: Final = page_route(
    "GET", "/correct/merge/{id}", "Finds another entity, and says what merging does.", "write"
)
SEND_MERGE: Final = page_route("POST", MERGE_FORM.path, "Merges two entities.", "write")
SPLIT_FORM: Final = page_route(
    "GET", "/correct/split/{id}", "A form for what comes out of an entity again.", "write"
)
SEND_SPLIT: Final = page_route("POST", SPLIT_FORM.path, "Splits an entity.", "write")
UNDO_FORM: Final = page_route(
    "GET", "/correct/undo/{id}", "A form that asks whether a change is taken back.", "write"
)
SEND_UNDO: Final = page_route("POST", UNDO_FORM.path, "Takes a change back.", "write")

# Lists
LISTS: Final = page_route("GET", "/lists", "Takes a list, and shows those of who signed in.")
SEND_LIST: Final = replace(
    page_route("POST", "/lists", "Takes a list as a file."), body=None, takes_list=True
)
PASTE_LIST: Final = page_route(
    "POST", "/paste", "Takes a list as text.", max_bytes=4 * MAX_BODY_BYTES
)
LIST: Final = page_route("GET", "/lists/{job}", "A list: its columns, how far it is, its result.")
LIST_PROGRESS: Final = page_route("GET", "/lists/{job}/progress", "How far a list is, alone.")
START_LIST: Final = page_route("POST", "/lists/{job}/start", "Has a list resolved.")
LIST_COLUMNS: Final = page_route(
    "POST", "/lists/{job}/columns", "Has the columns of a list chosen once more."
)
DECIDED_FILE: Final = replace(
    page_route("POST", "/lists/{job}/decided", "Takes names decided in a spreadsheet.", "review"),
    body=None,
    takes_list=True,
)
LIST_AGAIN: Final = page_route("POST", "/lists/{job}/again", "Has a list resolved once more.")
REMOVE_LIST: Final = page_route("POST", "/lists/{job}/remove", "Cancels a list, and removes it.")
LIST_RESULT: Final = _file("/lists/{job}/result", "The list with its answers.")
LIST_REPORT: Final = _file("/lists/{job}/report", "The report on a list as a file.")
LIST_REVIEW: Final = _file("/lists/{job}/review", "The ambiguous names of a list as a file.")

# Decide
DECIDE: Final = page_route("GET", "/decide", "The next name that somebody has to decide.", "review")
DECIDE_NEXT: Final = page_route("GET", "/decide/next", "The names behind one, alone.", "review")
SEND_DECISION: Final = page_route("POST", "/decide", "Takes a decision.", "review")
UNDO_DECISION: Final = page_route("POST", "/decide/undo", "Takes a decision back.", "review")

# Texts
TEXTS: Final = page_route("GET", "/texts", "Takes a text to find the names in it.")
READ_TEXT: Final = page_route(
    "POST", "/texts", "A text with its names, and who each means.", max_bytes=_TEXT_BYTES
)
TEXT_FILE: Final = page_route(
    "POST", "/texts/file", "The names of a text as a file.", max_bytes=_TEXT_BYTES
)
TEXT_AGAIN: Final = page_route(
    "GET", "/texts/decide", "Leads who comes back to a decided text to the page of texts."
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
    ALIAS_FORM,
    SEND_ALIAS,
    REMOVAL_FORM,
    SEND_REMOVAL,
    FIELDS_FORM,
    SEND_FIELDS,
    MERGE_FORM,
    SEND_MERGE,
    SPLIT_FORM,
    SEND_SPLIT,
    UNDO_FORM,
    SEND_UNDO,
    LISTS,
    SEND_LIST,
    PASTE_LIST,
    LIST,
    LIST_PROGRESS,
    START_LIST,
    LIST_COLUMNS,
    DECIDED_FILE,
    LIST_AGAIN,
    REMOVE_LIST,
    LIST_RESULT,
    LIST_REPORT,
    LIST_REVIEW,
    DECIDE,
    DECIDE_NEXT,
    SEND_DECISION,
    UNDO_DECISION,
    TEXTS,
    READ_TEXT,
    TEXT_FILE,
    TEXT_AGAIN,
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
