"""The pages of reconciliation: of the service itself, and of entities, small and whole.

The small page may stand in a frame of any page, runs no script, and takes nothing from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from flask import Flask, Response, request

from resolver.engine import Resolver
from resolver.errors import BadValue, ResolverError, UnknownEntity
from resolver.reconcile import showing
from resolver.reconcile.features import FEATURES
from resolver.reconcile.labels import label
from resolver.reconcile.manifest import license_line, title_of
from resolver.reconcile.scope import Scope
from resolver.web.asked_ids import known_of
from resolver.web.guard import OWN_HEADERS
from resolver.web.reconcile_routes import HTML, PREVIEW, PREVIEW_V1, ROOT, VIEW, VIEW_V1
from resolver.web.reconciling import Reconciling

_NAMED: Final = 8
"""Types and sources that the page of the service names at most."""

_COMMON: Final = """
:root { color-scheme: light dark } h1 { font-size: 1.5em; line-height: 1.25; margin: 0 }
p { margin: .2em 0 } table { border-collapse: collapse; margin: .4em 0 }
th { text-align: left; font-weight: 400; white-space: nowrap; max-width: 14em; overflow: hidden;
text-overflow: ellipsis } td { padding-left: .8em }
th, td { vertical-align: top } th, small, footer, figcaption, code { opacity: .7 }
small, footer, figcaption { font-size: .85em } footer { margin-top: .6em }
figure { float: right; margin: 0 0 .4em 1em; text-align: center }
"""

_SMALL_STYLE: Final = (
    _COMMON
    + """
body { font: 12px/1.35 system-ui, sans-serif; margin: 6px; overflow-wrap: anywhere }
h1, td { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4;
overflow: hidden } figure { margin-left: .6em }
"""
)

_STYLE: Final = (
    _COMMON
    + """
body { font: 16px/1.55 system-ui, sans-serif; max-width: 48rem; margin: 2.5rem auto;
padding: 0 1.25rem; overflow-wrap: anywhere } li { margin: .3em 0 }
input { font: 1rem ui-monospace, monospace; width: 100%; box-sizing: border-box; padding: .5rem }
"""
)


def _headers(style: str, ancestors: str) -> tuple[tuple[str, str], ...]:
    """The headers of a page with that style and nothing else, in frames of those alone."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; base-uri 'none'; "
        f"frame-ancestors {ancestors}"
    )
    return (
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Content-Security-Policy", policy),
    )


_SMALL_HEADERS: Final = _headers(_SMALL_STYLE, "*")
_HEADERS: Final = (*_headers(_STYLE, "'none'"), ("X-Frame-Options", "DENY"))


def register(app: Flask, reconciling: Reconciling) -> None:
    """Serve the pages of entities, at both versions of the service."""

    def answer(*, is_small: bool) -> Response:
        scope, resolver = reconciling.scope(), reconciling.resolver
        try:
            record = known_of(request.environ["QUERY_STRING"], resolver.entity)
        except (BadValue, UnknownEntity) as error:
            return _response(*_problem(error), error.status, is_small=is_small)
        body = (showing.small_page if is_small else showing.whole_page)(record, scope)
        return _response(label(record, scope.languages), body, is_small=is_small)

    for route in (PREVIEW, PREVIEW_V1):
        route.serve(app)(lambda: answer(is_small=True))
    for route in (VIEW, VIEW_V1):
        route.serve(app)(lambda: answer(is_small=False))


def _problem(error: ResolverError) -> tuple[str, str]:
    """The title and the page of an error."""
    title = HTTPStatus(error.status).phrase
    said = f"{error.what} — {error.remedy}" if error.remedy else error.what
    return title, f"<h1>{title}</h1><p>{escape(said)}</p>"


def _response(title: str, body: str, status: int = 200, *, is_small: bool) -> Response:
    request.environ[OWN_HEADERS] = _SMALL_HEADERS if is_small else _HEADERS
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
    body = _front(title, scope, reconciling.resolver)
    response = _response(title, body, is_small=False)
    response.headers["Vary"] = "Accept"
    return response


def _front(title: str, scope: Scope, resolver: Resolver) -> str:
    licences = license_line(resolver)
    return f"""<h1>{escape(title)}</h1>
<p>This is a reconciliation service: it finds who or what the names in a list mean.</p>
<p><input readonly aria-label="URL of the service" value="{escape(scope.base_url)}"></p>
<ol>
<li>In OpenRefine open the menu of a column with names: Reconcile, Start reconciling.</li>
<li>Choose Add standard service, paste the URL above, and add it.</li>
<li>Choose a type, or none, and start. Then judge what was not matched, and add columns from the
reconciled values.</li>
</ol>
{_parts(scope, resolver)}
{_FEATURES}
<p>Clients of the draft 1.0 take <code>{escape(scope.base_url)}/v1</code>. For programs:
<a href="{escape(scope.root_url)}/docs">all routes</a>.</p>
<footer>{f"<p>Licences: {escape(licences)}</p>" if licences else ""}</footer>"""


_FEATURES: Final = "<p>Features of candidates, to facet on:</p><ul>{}</ul>".format(
    "".join(
        f'<li id="{escape(each)}"><code>{escape(each)}</code><br>{escape(what)}</li>'
        for each, what in FEATURES.items()
    )
)
"""What features say; the manifest leads here, with the ID of one behind a `#`."""


def _parts(scope: Scope, resolver: Resolver) -> str:
    """How the service may be narrowed further, with the first types and sources of the table."""
    types, sources = sorted(resolver.types), [each["name"] for each in resolver.sources]
    narrowed = scope.base_url.removeprefix(scope.root_url + ROOT).split("/")[1::2]
    lines = "".join(
        f"<li><code>{escape(f'{scope.base_url}/{key}/{quote(value)}')}</code><br>{escape(what)}</li>"
        for key, value, what in (
            ("types", types[0] if types else "", f"entities of one type: {_few(types)}"),
            ("sources", sources[0] if sources else "", f"entities of one source: {_few(sources)}"),
            ("lang", "fa", "names in one language, where the table has them"),
            ("key", "KEY", "with a key, where reading needs one"),
        )
        if value and key not in narrowed
    )
    return f"<p>Parts of the table are services, too:</p><ul>{lines}</ul>" if lines else ""


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if names[_NAMED:] else "")
