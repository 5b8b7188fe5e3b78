"""What all pages have in common: their layout, headers, forms and errors.

Reach for `Frame` to make a page:

    return frame.page("sign_in.html", title="Sign in", next=where)

A template stands in `templates/` and extends `layout.html`. Beside its own values it has `key` (the
`Key` of who signed in, or None), `csrf` (what a form sends along), `here` (the path of the page),
`back` (the same with its query string, for whoever comes back from signing in), and `asset` (the
URL of a file in `static/`).

A POST reaches its view only if the form that sent it is one of ours: the browser says that it came
from this origin, and of who is signed in it carries the token of the session. Its fields are
`g.form` then, those of a list beside (`takes_list`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from flask import Flask, Response, g, request
from jinja2 import Environment, PackageLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

from resolver.access import Scope
from resolver.errors import (
    BadRequest,
    FormStale,
    KeyNeeded,
    ResolverError,
    ScopeMissing,
    UnknownJob,
)
from resolver.explaining.naming import spoken
from resolver.settings import Settings
from resolver.web import problems
from resolver.web.access import session_of
from resolver.web.bodies import read_body
from resolver.web.guard import OWN_HEADERS
from resolver.web.origins import check_origin
from resolver.web.page_routes import DOCS, SEND_KEY, SIGN_IN, SIGN_OUT
from resolver.web.pages.assets import Assets
from resolver.web.pages.kept import Kept, kept_form, page_of
from resolver.web.pages.wording import said_of, sentence, sentences
from resolver.web.requests import url_pairs
from resolver.web.route import Route
from resolver.web.routes import route_of

HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),  # with none, a browser would hide where a form comes from
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
)
"""The headers of every page."""

CSRF: Final = "csrf"
"""The name of the field, or of the parameter of a list's form, that has the token of a session."""

NAVIGATION: Final[Sequence[tuple[str, str, Scope | None]]] = (
    ("/lists", "Lists", None),
    ("/texts", "Texts", None),
    ("/decide", "Decide", "review"),
    ("/operate", "Operate", "admin"),
    (DOCS.path, "For programs", None),
)
"""The pages that every page leads to, beside the first: path, words, the scope that they need."""

_HARMLESS: Final = (SEND_KEY, SIGN_OUT)
"""Where forms are sent that need no token: they may be from before somebody signed in or out."""

_TITLES: Final = {401: "You are not signed in", 403: "You may not do this", 404: "Not found"}
"""What pages of errors are called by their status, beside those that did not work."""

_FIELDS: Final = "resolver.fields"
"""The key of the WSGI environment that has the fields of the form that was sent."""

_HTML: Final = "text/html; charset=utf-8"


class Frame:
    """The layout of pages.

    Args:
        settings: The origins that may ask.
        assets: The files that pages are made of.
    """

    def __init__(self, settings: Settings, assets: Assets) -> None:
        self._settings = settings
        self._templates = Environment(
            loader=PackageLoader("resolver.web.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {"asset": assets.url, "pages": NAVIGATION}
        self._templates.filters["spoken"] = lambda tag: spoken(tag) or None
        self._templates.filters["count"] = lambda number: f"{number:,}"
        self._templates.filters["moment"] = moment
        self._templates.filters["sentence"] = sentence
        self._templates.filters["sentences"] = sentences

    def page(self, template: str, *, title: str, status: int = 200, **values: Any) -> Response:
        """A page.

        Args:
            template: The name of its template.
            title: What the browser calls it.
            status: Its status.
            values: What the template shows.
        """
        return self._response(self.text(template, title=title, **values), status)

    def part(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A part of a page, for a script that puts it there; arguments as of `page`."""
        return self._response(self.text(template, **values), status)

    def text(self, template: str, **values: Any) -> str:
        """What a template says."""
        given = {
            "key": g.get("key"),
            "csrf": token(),
            "here": request.path,
            "back": _asked(),
            **values,
        }
        return self._templates.get_template(template).render(given)

    def register(self, app: Flask) -> None:
        """Have errors of pages be pages, and let no form through that is not one of ours.

        It is registered before what decides who may ask, whose errors are pages, too.
        """

        @app.before_request
        def _errors_as_pages() -> None:
            if _is_for_page():
                request.environ[problems.AS_PAGE] = self._error
                request.environ[OWN_HEADERS] = HEADERS

        @app.after_request
        def _kept_nowhere(response: Response) -> Response:
            if request.environ.get(OWN_HEADERS) is HEADERS:
                response.headers.setdefault("Cache-Control", "no-store")
            return response

    def register_forms(self, app: Flask) -> None:
        """Check what forms send; it is registered behind what decides who may ask."""

        @app.before_request
        def _check_form() -> None:
            route = route_of(request.method, request.path)
            if route is None or not route.is_page or route.method != "POST":
                return
            check_origin(request.environ, self._settings)
            g.form = _fields(route)
            if route in _HARMLESS:
                return
            sent = request.args.get(CSRF, "") if route.takes_list else g.form.get(CSRF, "")
            if not hmac.compare_digest(sent.encode(), token().encode()):
                raise FormStale(
                    "the form was made before you signed in or out", "open its page anew"
                )

    def _error(self, error: ResolverError) -> Response:
        """An error as a page; where a key is missing, the way to sign in."""
        if request.method == "POST" and isinstance(error, KeyNeeded | FormStale):
            kept = None if is_script() else self._kept()
            if kept is not None:
                return self._once_more(error, kept)
        may_sign_in = isinstance(error, KeyNeeded) and not isinstance(error, ScopeMissing)
        if may_sign_in and request.method in ("GET", "HEAD") and not is_script():
            where = f"{SIGN_IN.path}?next={quote(_asked(), safe='')}"
            return Response(b"", 303, [("Location", where)])
        what, remedy = said_of(error)
        values = {"what": sentence(what), "remedy": sentence(remedy)}
        if is_script():
            return self.part("error_part.html", status=error.status, **values)
        title = _TITLES.get(error.status, "That did not work")
        is_missing_key = isinstance(error, KeyNeeded | UnknownJob)
        return self.page(
            "error.html", title=title, status=error.status, offers_key=is_missing_key, **values
        )

    def send_again(self, kept: Kept, what: str, *, status: int = 200, **values: Any) -> Response:
        """The page with what somebody wrote, and a button that sends it again."""
        given = {"may_send": True, "problem": "", "back": page_of(kept.path), **values}
        title = "Send it once more" if given["may_send"] else "Sign in"
        return self.page(
            "send_again.html", title=title, status=status, kept=kept, what=what, **given
        )

    def _kept(self) -> Kept | None:
        """The form that was sent; None where it cannot be kept, or is not one of ours."""
        route = route_of("POST", request.path)
        if route is None or route.takes_list:
            return None
        try:
            check_origin(request.environ, self._settings)
            fields = _fields(route)
        except BadRequest:  # what is wrong with it is not why it was refused
            return None
        return kept_form(request.path, fields.items(multi=True), without=CSRF)

    def _once_more(self, error: ResolverError, kept: Kept) -> Response:
        """What was sent, to be sent again: at once, or by who has signed in."""
        what = sentence(said_of(error)[0])
        may_send = isinstance(error, FormStale)
        return self.send_again(kept, what, status=error.status, may_send=may_send)

    def _response(self, text: str, status: int) -> Response:
        response = Response(text, status, content_type=_HTML)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Cookie, Sec-Fetch-Dest"
        return response


def token() -> str:
    """What a form of who is signed in sends along; "" where nobody is."""
    session = session_of(request.environ)
    return "" if not session or g.get("key") is None else token_of(session)


def token_of(session: str) -> str:
    """What the forms of a session send along."""
    return hashlib.sha256(f"csrf {session}".encode()).hexdigest()


def path_of(route: Route, entity_id: str) -> str:
    """The path of an entity on a route with an ID in its path."""
    return route.path.replace("{id}", quote(entity_id, safe=""))


def field_of(name: str) -> str:
    """A field of the form that was sent, without spaces around it; "" where it was left empty."""
    return str(g.form.get(name, "")).strip()


def moment(written: str) -> str:
    """A time as people read it: `2026-03-01T12:05:00Z` → 1 Mar 2026, 12:05 UTC."""
    at = datetime.fromisoformat(written)
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def is_script() -> bool:
    """Whether a script of a page asks, not somebody who goes to it (Fetch Metadata)."""
    return request.headers.get("Sec-Fetch-Dest") == "empty"


def _asked() -> str:
    """The page that a request asks for, with its query string; of a form the one it stands on."""
    if request.method == "POST":
        return page_of(request.path)
    query = request.query_string.decode("utf-8", "replace")
    return f"{quote(request.path)}?{query}".removesuffix("?")


def _fields(route: Route) -> MultiDict[str, str]:
    if route.takes_list:
        return MultiDict()
    fields: MultiDict[str, str] | None = request.environ.get(_FIELDS)
    if fields is None:  # else the request waited, and its body is read already
        fields = request.environ[_FIELDS] = MultiDict(url_pairs(read_body(request, route)))
    return fields


def _is_for_page() -> bool:
    """Whether a request is for a page: of a route that is one, or by a person who mistyped it."""
    route = route_of(request.method, request.path)
    if route is not None:
        return route.is_page
    accepted: Sequence[tuple[str, float]] = request.accept_mimetypes
    is_by_browser = any(kind == "text/html" for kind, _ in accepted)
    return is_by_browser and not request.path.startswith(("/v1/", "/reconcile"))
