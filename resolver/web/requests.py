"""What a request asks: queries from a URL or a body, by the table of options.

A GET carries the options of `resolver.model.OPTIONS` as parameters, the text as `q`; a POST carries
them as JSON fields. Both may say `explain`. Only options that are `repeatable` may be repeated.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final, NamedTuple, NoReturn
from urllib.parse import parse_qsl

from resolver.errors import (
    BadJson,
    BadValue,
    InvalidInput,
    ResolverError,
    TooManyQueries,
    UnreadableText,
)
from resolver.model import OPTIONS, Option, Query

MAX_QUERIES: Final = 1000
"""Queries that a batch has at most."""

EXPLAIN: Final = Option("explain", "switch", "Whether to return the evidence.", False)
"""What a request may say beside its query."""

PARAMETERS: Final = {
    "q" if option.name == "text" else option.name: option for option in (*OPTIONS, EXPLAIN)
}
"""The options by their names in a URL."""


_BODY_REMEDY: Final = 'send {"text": "NAME"}'


class ResolveRequest(NamedTuple):
    """A query, and whether the answer is to carry its evidence."""

    query: Query
    explain: bool


@lru_cache(maxsize=20_000)
def from_url(query_string: bytes) -> ResolveRequest:
    """The request in the query string of a URL; the same bytes are parsed once.

    Raises:
        InvalidInput: A parameter is unknown, repeated, or wrong.
    """
    given: dict[str, Any] = {}
    for name, text in _pairs(query_string):
        option = PARAMETERS.get(name)
        if option is None:
            known = ", ".join(PARAMETERS)
            raise BadValue(f"unknown parameter {name!r}", f"there are {known}", field=name)
        if option.repeatable:
            given[option.field] = (*given.get(option.field, ()), option.parse(text))
        elif option.field in given:
            raise BadValue(f"{name} is given twice", "give it once", field=name)
        else:
            given[option.field] = option.parse(text)
    explain = given.pop("explain", False)
    if "text" not in given:
        raise BadValue("q is missing", "add ?q=NAME", field="q")
    return ResolveRequest(Query(**given), explain)


def from_body(body: bytes) -> ResolveRequest | list[ResolveRequest | ResolverError]:
    """The request in a body, or the requests of a batch, a bad one as its error.

    Raises:
        BadJson: The body is not a JSON object.
        TooManyQueries: The batch is longer than `MAX_QUERIES`.
        InvalidInput: A field is unknown or wrong.
    """
    value = _json(body)
    if not isinstance(value, dict):
        raise BadJson("the body is not a JSON object", _BODY_REMEDY)
    if "queries" not in value:
        return _request(value)
    batch = value.pop("queries")
    for name in value:
        raise BadValue(
            f"unknown field {name!r} beside queries", "give it in each query", field=name
        )
    if not isinstance(batch, list):
        raise BadValue(
            "queries is not a list", 'send {"queries": [{"text": "NAME"}]}', field="queries"
        )
    if len(batch) > MAX_QUERIES:
        raise TooManyQueries(
            f"{len(batch):,} queries are more than {MAX_QUERIES:,}", "send several requests"
        )
    return [_request_or_error(each) for each in batch]


def _request_or_error(value: object) -> ResolveRequest | ResolverError:
    try:
        if not isinstance(value, dict):
            raise BadValue("a query is not a JSON object", 'write {"text": "NAME"}')
        return _request(value)
    except InvalidInput as error:
        return error


def _request(value: dict[str, Any]) -> ResolveRequest:
    explain = value.pop("explain", None)
    explain = explain is not None and EXPLAIN.check(explain)
    given = {name: each for name, each in value.items() if each is not None or name == "text"}
    return ResolveRequest(Query.from_dict(given), explain)


def _pairs(query_string: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=100,
        )
    except UnicodeDecodeError:
        raise UnreadableText(
            "the query string has bytes that are not valid UTF-8", "percent-encode it as UTF-8"
        ) from None
    except ValueError:
        raise BadValue(
            "the query string has more than 100 parameters", "send the query as JSON by POST"
        ) from None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadJson("the body is not valid UTF-8", "send JSON in UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}"
        what = f"the body is not valid JSON at {where}: {error.msg.lower()}"
        raise BadJson(what, _BODY_REMEDY) from None
    except (ValueError, RecursionError):
        raise BadJson("JSON is nested too deeply or has a number too large", _BODY_REMEDY) from None


def _no_constant(name: str) -> NoReturn:
    raise BadJson(
        f"the body is not valid JSON: {name} is not a number in JSON",
        "send a number, or leave the field out",
    )
