"""What a request asks: queries from a URL or a body, by the table of options.

A GET carries the options of `resolver.model.OPTIONS` as parameters, the text as `q`; a POST carries
them as JSON fields. Both may say `explain`. Only options that are `repeatable` may be repeated.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from resolver.web.route import Route

MAX_QUERIES: Final = 1000
"""Queries that a batch has at most."""

MAX_CHARACTERS: Final = 500_000
"""Characters that the texts of a batch have at most together: names, contexts, property values."""

EXPLAIN: Final = Option("explain", "switch", "Whether to return the evidence.", False)
"""What a request may say beside its query."""

PARAMETERS: Final = {
    "q" if option.name == "text" else option.name: option for option in (*OPTIONS, EXPLAIN)
}
"""The options by their names in a URL."""

MAX_KEPT_BYTES: Final = 256
"""Bytes of a query string beyond which its request is not kept."""

KEPT_URLS: Final = 2_000
"""Requests that are kept: 1 MB of common ones, and 10 MB where each is of the dearest sort."""

_BODY_REMEDY: Final = 'send {"text": "NAME"}'


class ResolveRequest(NamedTuple):
    """A query, and whether the answer is to carry its evidence."""

    query: Query
    explain: bool


class Batch(NamedTuple):
    """The queries of a body.

    Args:
        requests: The good ones, in order.
        errors: What is wrong with each of the others, by its place among all, from 0.
        is_single: Whether the body is one query, not a list: its answer then stands alone.
    """

    requests: Sequence[ResolveRequest]
    errors: Mapping[int, ResolverError]
    is_single: bool = False

    def in_order(
        self, answers: Iterable[bytes], problem: Callable[[ResolverError], bytes]
    ) -> list[bytes]:
        """The answers to `requests` with a problem in the place of each bad query."""
        rest = iter(answers)
        return [
            problem(self.errors[place]) if place in self.errors else next(rest)
            for place in range(len(self.requests) + len(self.errors))
        ]


def from_url(query_string: bytes) -> ResolveRequest:
    """The request in the query string of a URL; the same bytes are parsed once, if they are few.

    Raises:
        InvalidInput: A parameter is unknown, repeated, or wrong.
    """
    return (_parsed_once if len(query_string) <= MAX_KEPT_BYTES else _parsed)(query_string)


def _parsed(query_string: bytes) -> ResolveRequest:
    given = _given(query_string, PARAMETERS)
    explain = given.pop("explain", False)
    if "text" not in given:
        raise BadValue("q is missing", "add ?q=NAME", field="q")
    return ResolveRequest(Query(**given), explain)


def _given(query_string: bytes, options: Mapping[str, Option]) -> dict[str, Any]:
    """The values in a query string, by the fields of its options."""
    given: dict[str, Any] = {}
    for name, text in url_pairs(query_string):
        option = options.get(name)
        if option is None:
            known = ", ".join(options) or "none"
            raise BadValue(f"unknown parameter {name!r}", f"there are {known}", field=name)
        if option.repeatable:
            given[option.field] = (*given.get(option.field, ()), option.parse(text))
        elif option.field in given:
            raise BadValue(f"{name} is given twice", "give it once", field=name)
        else:
            given[option.field] = option.parse(text)
    return given


def url_options(query_string: bytes, route: Route) -> dict[str, Any]:
    """The values of a route's options in a query string, checked, and all other defaults.

    Raises:
        InvalidInput: A parameter is unknown, repeated, or wrong.
    """
    options = {name: each for name, each in route.parameters.items() if isinstance(each, Option)}
    given = _given(query_string, options)
    return {
        option.field: option.check(given[option.field]) if option.field in given else option.default
        for option in options.values()
    }


_parsed_once: Final = lru_cache(KEPT_URLS)(_parsed)


def from_body(body: bytes) -> Batch:
    """The queries in a body: one query, or a list of which a bad one spoils no other.

    Raises:
        BadJson: The body is not a JSON object.
        TooManyQueries: The list is longer than `MAX_QUERIES`, or its texts than `MAX_CHARACTERS`.
        InvalidInput: A field of the body is unknown or wrong.
    """
    value = json_object(body, "the body", _BODY_REMEDY)
    if "queries" not in value:
        return Batch([_request(value)], {}, is_single=True)
    queries = value.pop("queries")
    for name in value:
        raise BadValue(
            f"unknown field {name!r} beside queries", "give it in each query", field=name
        )
    if not isinstance(queries, list):
        raise BadValue(
            "queries is not a list", 'send {"queries": [{"text": "NAME"}]}', field="queries"
        )
    if len(queries) > MAX_QUERIES:
        raise TooManyQueries(
            f"{len(queries):,} queries are more than {MAX_QUERIES:,}", "send several requests"
        )
    return _batch(queries)


def _batch(queries: list[object]) -> Batch:
    requests: list[ResolveRequest] = []
    errors: dict[int, ResolverError] = {}
    for place, each in enumerate(queries):
        try:
            requests.append(_request(each))
        except InvalidInput as error:
            errors[place] = error
    check_characters([each.query for each in requests])
    return Batch(requests, errors)


def check_characters(queries: Iterable[Query]) -> None:
    """Refuse queries whose texts have more than `MAX_CHARACTERS` together."""
    characters = sum(map(_characters, queries))
    if characters > MAX_CHARACTERS:
        raise TooManyQueries(
            f"the texts of queries have {characters:,} characters, more than {MAX_CHARACTERS:,}",
            "send several requests",
        )


def _characters(query: Query) -> int:
    values = [value for _, values in query.property_values for value in values]
    return len(query.text) + len(query.context or "") + sum(map(len, values))


def _request(value: object) -> ResolveRequest:
    if not isinstance(value, dict):
        raise BadValue("a query is not a JSON object", 'write {"text": "NAME"}')
    _refuse_ambiguous(value, *value.values())
    explain = value.pop("explain", None)
    explain = explain is not None and EXPLAIN.check(explain)
    given = {name: each for name, each in value.items() if each is not None or name == "text"}
    return ResolveRequest(Query.from_dict(given), explain)


def url_pairs(query_string: bytes) -> list[tuple[str, str]]:
    """The parameters of a query string, in order.

    Raises:
        UnreadableText: They are not UTF-8.
        BadValue: They are more than 100.
    """
    try:
        return parse_qsl(
            query_string.decode(),
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


def json_object(text: bytes, what: str, remedy: str) -> dict[str, Any]:
    """A JSON object that has each key once.

    Args:
        text: It.
        what: What to call it in errors.
        remedy: What to send instead.

    Raises:
        BadJson: It is none.
        BadValue: It has a key twice.
    """
    value = _json(text, what, remedy)
    if not isinstance(value, dict):
        raise BadJson(f"{what} is not a JSON object", remedy)
    _refuse_ambiguous(value)
    return value


def _json(text: bytes, what: str, remedy: str) -> Any:
    try:
        return json.loads(
            text.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_each_key_once
        )
    except UnicodeDecodeError:
        raise BadJson(f"{what} is not valid UTF-8", "send JSON in UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}"
        why = f"{what} is not valid JSON at {where}: {error.msg.lower()}"
        raise BadJson(why, remedy) from None
    except (ValueError, RecursionError):
        raise BadJson("JSON is nested too deeply or has a number too large", remedy) from None


class _Ambiguous(dict[str, Any]):
    """An object of JSON that has a key twice: of the two values none is the right one."""

    twice = ""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, marked where it has a key twice."""
    value = dict(pairs)
    if len(value) < len(pairs):
        value = _Ambiguous(value)
        ((value.twice, _),) = Counter(key for key, _ in pairs).most_common(1)
    return value


def _refuse_ambiguous(*values: object) -> None:
    for value in values:
        if isinstance(value, _Ambiguous):
            raise BadValue(f"the key {value.twice!r} is given twice", "give each key once")


def check_once(value: object) -> None:
    """Refuse JSON that has a key twice, however deep in it."""
    inside = [value]
    while inside:
        value = inside.pop()
        _refuse_ambiguous(value)
        if isinstance(value, dict | list):
            inside += value.values() if isinstance(value, dict) else value


def _no_constant(name: str) -> NoReturn:
    raise BadJson(
        f"the body is not valid JSON: {name} is not a number in JSON",
        "send a number, or leave the field out",
    )
