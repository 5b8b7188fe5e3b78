"""Batches of reconciliation as clients send them: forms, JSON, and what says that it is a form.

    fields = batch_fields(request, read_body(request, RECONCILE))

Some clients do not encode the form, some declare nothing, some send the JSON alone.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

from flask import Request
from werkzeug.formparser import parse_form_data

from resolver.errors import BadJson, TooManyQueries
from resolver.web.reconcile_routes import MAX_BATCH_BYTES
from resolver.web.requests import MAX_QUERIES, json_object, url_pairs
from resolver.web.route import JSON

FIELDS: Final[tuple[str, ...]] = ("queries", "extend")
"""What a form has: one of these, each JSON."""

_REMEDY: Final = 'send queries={"q0": {"query": "NAME"}} as a form'

_REMEDIES: Final = {
    "queries": _REMEDY,
    "extend": 'send extend={"ids": ["ID"], "properties": [{"id": "PROPERTY"}]} as a form',
}
"""What to send instead of a field that is wrong."""


def batch_fields(request: Request, body: bytes) -> dict[str, Any]:
    """The fields of a batch, each as JSON objects: `queries` or `extend`.

    Args:
        request: Its query string counts, too, where the body has neither.
        body: Of the request; empty for none.

    Raises:
        BadJson: What is given is no JSON object, or there is nothing.
        UnreadableText: A form is not UTF-8.
    """
    given: dict[str, Any] = _of_body(request, body) or {
        name: request.args[name] for name in FIELDS if name in request.args
    }
    if not given:
        raise BadJson("there are neither queries nor extend", _REMEDY)
    return {name: _object(value, name) for name, value in given.items()}


def check_size(queries: Mapping[str, object]) -> None:
    """Refuse a batch with more queries than the limit."""
    if len(queries) > MAX_QUERIES:
        raise TooManyQueries(
            f"{len(queries):,} queries are more than {MAX_QUERIES:,}", "send several requests"
        )


def _of_body(request: Request, body: bytes) -> dict[str, Any]:
    """The fields of a body, whatever it is declared as."""
    if request.mimetype == "multipart/form-data":
        return _of_form(request, body)
    start = body.lstrip()
    if start.startswith(b"{") or request.mimetype == JSON:
        return _of_json(body)
    for name in FIELDS:
        # A client that does not encode its form: no encoded one has a brace.
        raw = start.removeprefix(f"{name}=".encode())
        if raw != start and raw.lstrip().startswith(b"{"):
            return {name: raw}
    return {name: value for name, value in url_pairs(body) if name in FIELDS}


def _of_json(body: bytes) -> dict[str, Any]:
    """The fields of a JSON body; a batch itself is one, too."""
    value = json_object(body, "the body", _REMEDY)
    given = {name: value[name] for name in FIELDS if name in value}
    return given or {"queries": value}


def _of_form(request: Request, body: bytes) -> dict[str, Any]:
    environ = {**request.environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    _, form, files = parse_form_data(environ, max_form_memory_size=MAX_BATCH_BYTES)
    sent: dict[str, Any] = {}
    for name, each in files.items():
        sent[name] = each.read()
        each.close()
    return {name: value for name, value in {**sent, **form}.items() if name in FIELDS}


def _object(value: object, name: str) -> dict[str, Any]:
    """A field: JSON in a text, or the object itself where the body is JSON."""
    if isinstance(value, dict):
        return value
    if isinstance(value, str):
        return json_object(value.encode("utf-8", "surrogatepass"), name, _REMEDIES[name])
    if isinstance(value, bytes):
        return json_object(value, name, _REMEDIES[name])
    raise BadJson(f"{name} is not a JSON object", _REMEDIES[name])
