"""The pages of reconciliation: of the service itself, and of entities, small and whole.

The small page may stand in a frame of any page, runs no script, and takes nothing from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import Final

from flask import Flask, Response, request

from resolver.errors import BadValue, ResolverError, UnknownEntity
from resolver.reconcile import showing
from resolver.reconcile.labels import label
from resolver.reconcile.manifest import license_line, title_of
from resolver.reconcile.scope import Scope
from resolver.web.asked_ids import known_of
from resolver.web.guard import HEADERS, OWN_HEADERS
from resolver.web.reconcile_routes import HTML, PREVIEW, PREVIEW_V1, VIEW, VIEW_V1
from resolver.web.reconciling import Reconciling

_COMMON: Final = """
:root { color-scheme: light dark } svg { float: right; margin: 0 0 .4rem .6rem }
p { margin: .2rem 0 } ul { padding-left: 1.2rem; opacity: .75 } table { border-collapse: collapse }
th { text-align: left; font-weight: 600; padding-right: .8rem } th, td { vertical-align: top }
"""

_SMALL_STYLE: Final = (
    _COMMON
    + """
body { font: 12px/1.35 system-ui, sans-serif; margin: 6px; overflow-wrap: anywhere }
h1 { font-size: 15px; margin: 0 } ul { margin: .3rem 0; font-size: 11px }
"""
)

_STYLE: Final = (
    _COMMON
    + """
body { font: 16px/1.55 system-ui, sans-serif; max-width: 48rem; margin: 2.5rem auto;
padding: 0 1.25rem; overflow-wrap: anywhere } h1 { font-size: 1.7rem; margin: 0 }
input { font: 1rem ui-monospace, monospace; width: 100%; box-sizing: border-box; padding: .5rem }
"""
)

_HASH: Final = base64.b64encode(hashlib.sha256(_SMALL_STYLE.encode()).digest()).decode()

FRAME_HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Content-Security-Policy",
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors *",
    ),
)
"""The headers of a page that may stand in a frame."""


def register(app: Flask, reconciling: Reconciling) -> None:
    """Serve the pages of entities, at both versions of the service."""

    def answer(*, is_small: bool) -> Response:
        scope, resolver = reconciling.scope(), reconciling.resolver
        try:
            record = known_of(request.environ["QUERY_STRING"], resolver.entity)
        except (BadValue, UnknownEntity) as error:
            return _response(*_problem(error), error.status, is_small=is_small)
        body = showing.entity(record, scope, is_small=is_small)
        return _response(label(record, scope.languages), body, is_small=is_small)

    for route in (PREVIEW, PREVIEW_V1):
        route.serve(app)(lambda: answer(is_small=True))
    for route in (VIEW, VIEW_V1):
        route.serve(app)(lambda: answer(is_small=False))


def _problem(error: ResolverError) -> tuple[str, str]:
    """The title and the page of an error."""
    return "Not found", f"<h1>{escape(error.what)}</h1><p>{escape(error.remedy or '')}</p>"


def _response(title: str, body: str, status: int = 200, *, is_small: bool) -> Response:
    request.environ[OWN_HEADERS] = FRAME_HEADERS if is_small else HEADERS
    page = _page(title, body, _SMALL_STYLE if is_small else _STYLE)
    response = Response(page, status, content_type=f"{HTML}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language"
    return response


def _page(title: str, body: str, style: str) -> str:
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><style>{style}</style></head>
<body>{body}</body></html>
"""


def wants_page() -> bool:
    """Whether the request names HTML among what it accepts, as browsers do, and asks nothing."""
    names_html = any(kind == HTML and quality > 0 for kind, quality in request.accept_mimetypes)
    return names_html and not request.args


def front_page(reconciling: Reconciling) -> Response:
    """The page of the service itself: what to paste where."""
    scope, about = reconciling.scope(), reconciling.about
    title = title_of(scope, about)
    body = _front(title, scope, license_line(reconciling.resolver))
    response = _response(title, body, is_small=False)
    response.headers["Vary"] = "Accept"
    return response


def _front(title: str, scope: Scope, licences: str) -> str:
    url = escape(scope.base_url)
    narrowed = "".join(
        f"<li><code>{url}{path}</code> {what}</li>"
        for path, what in (
            ("/types/TYPE", "entities of one type"),
            ("/sources/NAME", "entities of one source"),
            ("/lang/fa", "names in a language"),
            ("/key/SECRET", "with a key, where one is needed"),
        )
    )
    return f"""<h1>{escape(title)}</h1>
<p>This is a reconciliation service: it finds who or what the names in a table mean.</p>
<p><input readonly aria-label="URL of the service" value="{url}"></p>
<ol>
<li>In OpenRefine open the menu of a column with names: Reconcile, Start reconciling.</li>
<li>Choose Add standard service, paste the URL above, and add it.</li>
<li>Choose a type, or none, and start. Then judge what was not matched, and add columns from the
reconciled values.</li>
</ol>
<p>Parts of the table are services, too:</p><ul>{narrowed}</ul>
<p>Clients of the draft 1.0 take <code>{escape(scope.base_url)}/v1</code>. For programs:
<a href="{escape(scope.root_url)}/docs">all routes</a>.</p>
<p>{f"Licences: {escape(licences)}" if licences else ""}</p>"""
