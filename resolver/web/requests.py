"""What is asked, from a URL or a body. The option table says what may be there.

A GET carries the options of `resolver.model.OPTIONS` as parameters, the text as `q`; a POST carries
them as JSON fields. Both may say `explain`. Only `country` and `property` may be repeated.
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

MOST_QUERIES: Final = 1000
EXPLAIN: Final = Option("explain", "switch", "Whether to return the evidence.", False)
PARAMETERS: Final = {
    "q" if option.name == "text" else option.name: option for option in (*OPTIONS, EXPLAIN)
}
MANY: Final = ("country", "property")


class Asked(NamedTuple):
    """A question, and whether its reasons are wanted."""

    query: Query
    explain: bool


@lru_cache(maxsize=20_000)
def from_url(query_string: bytes) -> Asked:
    """The question in the query string of a URL; the same bytes are parsed once.

    Raises:
        InvalidInput: A parameter is unknown, repeated, or wrong.
    """
    given: dict[str, Any] = {}
    for name, written in _pairs(query_string):
        option = PARAMETERS.get(name)
        if option is None:
            known = ", ".join(PARAMETERS)
            raise BadValue(f"unknown parameter {name!r}", f"there are {known}", field=name)
        field = "properties" if name == "property" else option.name
        if name in MANY:
            given[field] = (*given.get(field, ()), option.parse(written))
        elif field in given:
            raise BadValue(f"{name} is given twice", "give it once", field=name)
        else:
            given[field] = option.parse(written)
    explain = given.pop("explain", False)
    if "text" not in given:
        raise BadValue("q is missing", "ask with ?q=NAME", field="q")
    return Asked(Query(**given), explain)


def from_body(body: bytes) -> Asked | list[Asked | ResolverError]:
    """The question in a body, or the questions of a batch, a bad one as its error.

    Raises:
        BadJson: The body is not a JSON object.
        TooManyQueries: The batch is longer than `MOST_QUERIES`.
        InvalidInput: A field is unknown or wrong.
    """
    value = _json(body)
    if not isinstance(value, dict):
        raise BadJson("the body is not a JSON object", 'send {"text": "NAME"}')
    if "queries" not in value:
        return _asked(value)
    batch = value.pop("queries")
    for name in value:
        raise BadValue(f"unknown field {name!r} beside queries", field=name)
    if not isinstance(batch, list):
        raise BadValue("queries is not a list", field="queries")
    if len(batch) > MOST_QUERIES:
        raise TooManyQueries(
            f"{len(batch):,} queries are more than {MOST_QUERIES:,}", "send several requests"
        )
    return [_asked_or_error(each) for each in batch]


def _asked_or_error(value: object) -> Asked | ResolverError:
    try:
        if not isinstance(value, dict):
            raise BadValue("a query is not a JSON object", 'write {"text": "NAME"}')
        return _asked(value)
    except InvalidInput as error:
        return error


def _asked(value: dict[str, Any]) -> Asked:
    explain = value.pop("explain", None)
    explain = explain is not None and EXPLAIN.check(explain)
    given = {name: each for name, each in value.items() if each is not None or name == "text"}
    return Asked(Query.from_dict(given), explain)


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
        raise BadValue("the query string has more than 100 parameters") from None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadJson("the body is not valid UTF-8", "send JSON in UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}"
        raise BadJson(f"the body is not valid JSON at {where}: {error.msg.lower()}") from None
    except (ValueError, RecursionError):  # a number too long, brackets too deep
        raise BadJson("the body is JSON beyond any question") from None


def _no_constant(name: str) -> NoReturn:
    raise BadJson(f"the body is not valid JSON: {name} is no number")
