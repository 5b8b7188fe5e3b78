"""The page for people: it tries a name and describes every route.

It is made from the table of routes and the OpenAPI document, which is served beside it, and needs
nothing from elsewhere.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final

from flask import Flask, Response

from resolver.model import REASONS
from resolver.model.checks import TEXT_LIMIT
from resolver.model.wire import render
from resolver.web import openapi
from resolver.web.lists import FILE, OPTIONS
from resolver.web.page_routes import DOCS
from resolver.web.problems import MEDIA_TYPE
from resolver.web.responses import body_response
from resolver.web.route import JSON, Route
from resolver.web.routes import (
    ANNOTATE,
    CREATE_JOB,
    FORM,
    LIST_TYPES,
    OPENAPI,
    RESOLVE,
    RESOLVE_MANY,
    ROUTES,
)

_STYLE: Final = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 22%, transparent) }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 58rem; margin: 2.5rem auto;
padding: 0 1.25rem }
h1 { font-size: 1.7rem; margin-bottom: .2rem } h2 { font-size: 1.15rem; margin-top: 2.2rem }
code, pre { font: .92em ui-monospace, monospace } pre { padding: .8rem 1rem; overflow-x: auto }
pre, table, form { border: 1px solid var(--line); border-radius: 6px }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; vertical-align: top;
padding: .4rem .7rem; border-top: 1px solid var(--line) } tr:first-child > * { border-top: 0 }
form { padding: .9rem 1rem; display: flex; flex-wrap: wrap; gap: .7rem; align-items: center }
input, select, button { font: inherit; padding: .35rem .6rem } input[name=q] { flex: 1 1 18rem }
.method { font-weight: 600 }
"""


_SENDING: Final = f"""<p>Send a form (<code>{FORM}</code>) with the list in its field
<code>{FILE}</code>, or the list as the body, declared as one of
{", ".join(f"<code>{each}</code>" for each in LIST_TYPES)}. Options stand in the URL; of a form
also in fields of their names, or as JSON in the field <code>{OPTIONS}</code>.</p>
<pre>curl -i -F {FILE}=@cities.csv -F column=name localhost:8000{CREATE_JOB.path}
curl -i --data-binary @cities.csv -H 'Content-Type: text/csv' \\
  'localhost:8000{CREATE_JOB.path}?column=name'</pre>"""
"""How a list is sent."""


def register(app: Flask) -> None:
    """Serve the document and the page."""
    description = openapi.document()
    document = render(description)
    page = docs_page(description).encode()

    @OPENAPI.serve(app)
    def openapi_document() -> Response:
        return body_response(document)

    @DOCS.serve(app)
    def documentation() -> Response:
        return Response(page, content_type="text/html; charset=utf-8")


def docs_page(document: dict[str, Any]) -> str:
    """The page that describes an OpenAPI document, as HTML."""
    info = document["info"]
    routes = "".join(_section(route, document["paths"]) for route in ROUTES)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(info["title"])}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(info["title"])}</h1>
<p>{escape(info["summary"])} Version {escape(info["version"])}.
For programs: <a href="{OPENAPI.path}">{OPENAPI.path}</a>.</p>
<form action="{RESOLVE.path}">
<input name="q" required maxlength="{TEXT_LIMIT}" aria-label="Name"
placeholder="A name as somebody wrote it">
{_type_choice(document)}
<label><input type="checkbox" name="explain" value="true"> with the evidence</label>
<button>Resolve</button>
</form>
<h2>Ask</h2>
<pre>curl --get localhost:8000{RESOLVE.path} --data-urlencode 'q=Ali Reza Zahdi' -d type=person
curl localhost:8000{RESOLVE_MANY.path} -H 'Content-Type: {JSON}' \\
  -d '{{"queries": [{{"text": "Babil"}}, {{"text": "Twitter", "type": "organization"}}]}}'
curl localhost:8000{ANNOTATE.path} -H 'Content-Type: {JSON}' \\
  -d '{{"text": "Gen. Zahedi flew to Damascus."}}'</pre>
{routes}
<h2>Answers</h2>
<p>Each has a <code>verdict</code>, and a <code>reason</code> for it in one word:</p>
{_reasons()}
<h2>Keys</h2>
<p>Send <code>Authorization: Bearer SECRET</code>. Reading may need a key, too; it has the scope
<code>read</code> then.</p>
<h2>Errors</h2>
<p>Every error is <code>{MEDIA_TYPE}</code> with <code>title</code>, <code>status</code>,
<code>code</code>, a remedy in <code>detail</code> and, where one is meant, its
<code>field</code>.</p>
</body>
</html>
"""


def _reasons() -> str:
    rows = (
        f"<tr><th><code>{word}</code></th><td>{escape(says)}</td></tr>"
        for word, says in REASONS.items()
    )
    return f"<table>{''.join(rows)}</table>"


def _type_choice(document: dict[str, Any]) -> str:
    parameters = document["paths"][RESOLVE.path][RESOLVE.method.lower()]["parameters"]
    types = next(each["schema"]["enum"] for each in parameters if each["name"] == "type")
    options = "".join(f"<option>{escape(name)}</option>" for name in types if name)
    anything = '<option value="">any type</option>'
    return f'<select name="type" aria-label="Type">{anything}{options}</select>'


def _section(route: Route, paths: dict[str, Any]) -> str:
    """What the page says of a route; a redirection stands in no document, and has no parameters."""
    operation = paths.get(route.path, {}).get(route.method.lower(), {})
    rows = "".join(_row(each) for each in operation.get("parameters", ()))
    table = f"<table>{rows}</table>" if rows else ""
    name = f'<span class="method">{route.method}</span> <code>{escape(route.path)}</code>'
    sending = _SENDING if route.takes_list else ""
    return f"<h2>{name}</h2><p>{escape(route.summary)}</p>{_key(route)}{sending}{table}"


def _key(route: Route) -> str:
    """Which key a route needs, where it always needs one."""
    is_needed = route.is_personal or route.scope not in (None, "read")
    return f"<p>Needs a key with the scope <code>{route.scope}</code>.</p>" if is_needed else ""


def _row(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    notes = [parameter["description"]]
    if parameter["required"]:
        notes.append("Required.")
    if "default" in schema:
        notes.append(f"Default: {str(schema['default']).lower()}.")
    if schema["type"] == "array":
        notes.append("May be repeated.")
    name, text = escape(parameter["name"]), escape(" ".join(notes))
    return f"<tr><th><code>{name}</code></th><td>{text}</td></tr>"
