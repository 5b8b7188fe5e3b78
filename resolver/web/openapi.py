"""The OpenAPI 3.1 document, made from the tables of routes and errors."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import metadata
from typing import Any, Final

from resolver.access import SCOPES
from resolver.bulk.options import BulkOption
from resolver.errors import (
    BadRequest,
    EntityChanged,
    KeyNeeded,
    KeyReused,
    KeysDamaged,
    ResolverError,
    ScopeMissing,
    TooManyRequests,
    UnknownKey,
    WrongHost,
    WrongMethod,
    WrongRange,
)
from resolver.model import Option
from resolver.web.annotate_schemas import annotate_schemas
from resolver.web.edit_requests import IF_MATCH, IF_NONE_MATCH
from resolver.web.edit_schemas import edit_schemas
from resolver.web.idempotency import KEY_PARAMETER
from resolver.web.problems import MEDIA_TYPE
from resolver.web.reconcile_schemas import reconcile_schemas
from resolver.web.review_schemas import review_schemas
from resolver.web.route import Content, RequestBody, Route
from resolver.web.routes import FORM, LIST_TYPES, ROUTES
from resolver.web.schemas import (
    PATH_PARAMETERS,
    bulk_option_schema,
    option_schema,
    ref,
    schemas,
)
from resolver.web.through import THROUGH, THROUGH_PARAMETER

_EVERY_ROUTE: Final[tuple[type[ResolverError], ...]] = (
    BadRequest,
    WrongMethod,
    WrongHost,
    ResolverError,
)
"""What may go wrong on every route."""

_OF_KEYS: Final = (KeyNeeded, UnknownKey, ScopeMissing, TooManyRequests, KeysDamaged)
"""What may go wrong on every route that has a scope."""

_KEY: Final = "key"
"""The name of the security scheme of keys."""


def document() -> dict[str, Any]:
    """The document, as JSON values."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        if route.content is not None and not route.is_page:
            operation = _operation(route, route.content)
            paths.setdefault(route.path, {})[route.method.lower()] = operation
    about = metadata("alias-resolver")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "alias-resolver",
            "version": about["Version"],
            "summary": "Turns a name as somebody wrote it into a canonical ID.",
            "license": {
                "name": about["License-Expression"],
                "identifier": about["License-Expression"],
            },
        },
        "paths": paths,
        "components": {
            "schemas": schemas()
            | annotate_schemas()
            | edit_schemas()
            | review_schemas()
            | reconcile_schemas(),
            "securitySchemes": {
                _KEY: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The secret of a key, which `resolver key add` makes. Each of "
                    f"its scopes includes those before it: {', '.join(SCOPES)}.",
                }
            },
        },
    }


def _operation(route: Route, content: Content) -> dict[str, Any]:
    parameters = [PATH_PARAMETERS[name] for name in route.path_parameters]
    parameters += [_parameter(name, option) for name, option in route.parameters.items()]
    parameters += [THROUGH_PARAMETER] if route.of_index else []
    parameters += [IF_MATCH] if EntityChanged in route.errors else []
    parameters += [IF_NONE_MATCH] if route.method == "PUT" else []
    parameters += [KEY_PARAMETER] if route.may_come_again else []
    body = _list_body() if route.takes_list else _request_body(route.body) if route.body else None
    return {
        **({"operationId": route.operation_id} if route.operation_id else {}),
        "summary": route.summary,
        **({"parameters": parameters} if parameters else {}),
        **({"requestBody": body} if body else {}),
        **({"security": _security(route)} if route.scope else {}),
        "responses": _responses(route, content),
    }


def _security(route: Route) -> list[dict[str, Any]]:
    """The scope that a route needs; where reading may be open, no key will do, too."""
    needed: list[dict[str, Any]] = [{_KEY: [route.scope]}]
    return [*needed, {}] if route.scope == "read" and not route.is_personal else needed


def _parameter(name: str, option: Option | BulkOption) -> dict[str, Any]:
    schema_of: Callable[[Any], dict[str, Any]] = (
        bulk_option_schema if isinstance(option, BulkOption) else option_schema
    )
    schema = schema_of(option)
    return {
        "name": name,
        "in": "query",
        "required": name == "q",
        "description": option.help,
        "schema": {"type": "array", "items": schema, "maxItems": 10}
        if option.repeatable
        else schema,
        **({"style": "form", "explode": True} if option.repeatable else {}),
    }


def _request_body(body: RequestBody) -> dict[str, Any]:
    content = {"schema": _one_of(body.schemas)}
    return {"required": body.is_required, "content": dict.fromkeys(body.media_types, content)}


def _list_body() -> dict[str, Any]:
    """The bodies of a route that takes a list: a form, or the list itself."""
    plain: dict[str, Any] = {media_type: {"schema": {}} for media_type in LIST_TYPES}
    return {"required": True, "content": {FORM: {"schema": ref("ListForm")}, **plain}}


def _responses(route: Route, content: Content) -> dict[str, Any]:
    schema = _one_of(content.schemas) if content.schemas else {"type": content.json_type}
    good: dict[str, Any] = {"description": route.description}
    if content.media_type:
        good["content"] = {content.media_type: {"schema": schema}}
        good["content"] |= {each: {} for each in content.other_types}
    headers = _headers(route, content)
    if headers:
        good["headers"] = headers
    responses: dict[str, Any] = {str(route.status): good}
    if route.created is not None:
        responses["201"] = {**good, "description": route.created}
    if "201" in responses and "Written" in content.schemas:
        location = {"schema": {"type": "string", "format": "uri-reference"}}
        tag = {"schema": {"type": "string"}}
        responses["201"] = responses["201"] | {"headers": {"ETag": tag, "Location": location}}
    if content.has_etag:
        responses["304"] = {"description": "The client has it already."}
    if WrongRange in route.errors:
        responses["206"] = {**good, "description": "The range of it that was asked for."}
    if route.moved is not None:
        location = {"schema": {"type": "string", "format": "uri-reference"}}
        responses["308"] = {"description": route.moved, "headers": {"Location": location}}
    return responses | _failures(route)


def _headers(route: Route, content: Content) -> dict[str, Any]:
    """The headers of a good answer that a client may use."""
    headers: dict[str, Any] = {}
    if content.has_etag or content.schemas == ("Written",):
        headers["ETag"] = {"schema": {"type": "string"}}
    if route.of_index:
        headers[THROUGH] = {
            "description": "The number of the last change that the answer has.",
            "schema": {"type": "integer", "minimum": 0},
        }
    return headers


def _failures(route: Route) -> dict[str, Any]:
    """What may go wrong on a route, by status."""
    by_status: dict[int, list[str]] = {}
    of_keys = _OF_KEYS if route.scope else ()
    again = (KeyReused,) if route.may_come_again else ()
    of_pages: dict[int, dict[str, Any]] = {
        error.status: {"text/html": {"schema": {"type": "string"}}}
        for error in route.errors_as_pages
    }
    for error in dict.fromkeys((*_EVERY_ROUTE, *of_keys, *route.errors, *again)):
        by_status.setdefault(error.status, []).append((error.__doc__ or "").splitlines()[0])
    return {
        str(status): {
            "description": " ".join(lines),
            "content": {MEDIA_TYPE: {"schema": ref("Problem")}} | of_pages.get(status, {}),
        }
        for status, lines in sorted(by_status.items())
    }


def _one_of(names: tuple[str, ...]) -> dict[str, Any]:
    return ref(names[0]) if len(names) == 1 else {"oneOf": [ref(name) for name in names]}
