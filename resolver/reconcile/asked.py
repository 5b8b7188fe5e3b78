"""What a client asks of a batch: each query of the specification → a `Query`, and what is filtered.

Clients say the same in many ways, and more than is known here. What is not known is left out; what
is wrong in a query is an error of that query alone. Source: Reconciliation Service API 0.2,
section 4.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from resolver.engine import Resolver
from resolver.errors import BadValue, EmptyText, InvalidInput, UnknownEntity, UnknownType
from resolver.model import TYPES, Query
from resolver.packs.columns.country_cells import UNKNOWN_COUNTRY, countries_of
from resolver.reconcile.columns import ids_named, is_linked
from resolver.reconcile.properties import COUNTRY, find, same_word
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import types_of

MAX_LIMIT: Final = 200
"""Candidates of a query at most: a higher limit is this one."""

DEFAULT_LIMIT: Final = 5
"""Candidates of a query that says no limit."""

WIDE_LIMIT: Final = 200
"""Candidates that are asked for where some are left out after."""

OF_OTHER_TYPES: Final = 10
"""Candidates beyond the limit where the engine keeps the type itself, and those of none."""

STRICT: Final = ("any", "all", "should")
"""What `type_strict` may say: one of the types, all of them, or rather one of them."""

_NOBODYS: Final = "\x1fnobody has it"
"""A property that no table has: its name is none that a file or a form can give."""

_ID_PROPERTIES: Final = ("id", "identifier")
"""Properties that have the ID of the entity itself, beside those of the table."""

_TEXT_PROPERTIES: Final = ("name", "label")
"""Properties that have its name, for a query without a text."""


class Asked(NamedTuple):
    """A query of a batch.

    Args:
        query: What the engine is asked; None where nothing but an ID was given.
        limit: How many candidates the client wants.
        types: The types to which candidates are narrowed; None for any.
        entity_id: The ID of the entity that was asked for by its ID, if one was.
        is_text: Whether that ID is the text itself, which may be meant as a name.
        preferred: Of the eight types those that are preferred, where they are several.
    """

    query: Query | None
    limit: int
    types: frozenset[str] | None = None
    entity_id: str | None = None
    is_text: bool = False
    preferred: tuple[str, ...] = ()

    @property
    def queries(self) -> list[Query]:
        """What the engine is asked: the query, or one for each of several types."""
        if self.query is None:
            return []
        query = self.query
        typed = [replace(query, type=each, type_strict=False) for each in self.preferred]
        return typed or [query]


class _Types(NamedTuple):
    allowed: frozenset[str] | None
    of_query: str | None
    is_strict: bool
    preferred: tuple[str, ...]


def read(value: object, scope: Scope, resolver: Resolver) -> Asked:
    """A query of a batch.

    Args:
        value: It, as JSON has it.
        scope: The service that is asked.
        resolver: On the index that answers.

    Raises:
        InvalidInput: It cannot be answered; the error's `field` says which key is wrong.
    """
    if not isinstance(value, Mapping):
        raise BadValue("a query is not a JSON object", 'write {"query": "NAME"}')
    given = list(_pairs(value.get("properties")))
    text = _text(value.get("query")) or _named(given, _TEXT_PROPERTIES)
    stated_id = _survivor(_named(given, _ID_PROPERTIES), resolver)
    entity_id = stated_id or _survivor(text, resolver)
    limit = _limit(value.get("limit"))
    types = _types(value, scope, resolver)
    if not text:
        if entity_id is None:
            raise _no_name(given)
        return Asked(None, limit, types.allowed, entity_id)
    query = _query(
        text=text,
        type=types.of_query,
        type_strict=types.is_strict,
        limit=_asked_limit(limit, types, scope),
        **_facts(given, scope, resolver),
    )
    is_text = entity_id is not None and stated_id is None
    return Asked(query, limit, types.allowed, entity_id, is_text, types.preferred)


def _no_name(given: list[tuple[str, list[object]]]) -> EmptyText:
    """What is wrong with a query that has neither a name nor an ID."""
    if not given:
        remedy = "give a name as query, or an ID of the table"
        return EmptyText("query is empty", remedy, field="query")
    return EmptyText(
        "query is empty: properties alone say of nobody who is meant",
        "give the name as query or as the property name, or an ID of the table as the property id",
        field="query",
    )


def beyond(query: Query) -> Query:
    """The same question, not ended by the one entity that bears the name.

    The engine searches on where it is told a fact, and this one speaks for or against nobody.
    """
    return replace(query, properties={**dict(query.property_values), _NOBODYS: ("1",)})


def _asked_limit(limit: int, types: _Types, scope: Scope) -> int:
    """How many candidates the engine is asked for, so that enough are left."""
    if scope.source is None and types.allowed is None:
        return limit
    if scope.source is None and types.of_query is not None:
        return min(limit + OF_OTHER_TYPES, MAX_LIMIT)
    return WIDE_LIMIT


def _query(**given: Any) -> Query:
    """A query whose errors name the keys of the client."""
    try:
        return Query(**given)
    except InvalidInput as error:
        if error.field != "text":
            raise
        raise type(error)(
            error.what.replace("text ", "query ", 1), error.remedy, field="query"
        ) from None


def _text(value: object) -> str:
    """The name that is asked; a number is one as it is written, as spreadsheets make them."""
    if value is None:
        return ""
    found = _written(value)
    if found is None:
        raise BadValue("query is not a text", "give a text in quotes", field="query")
    return found.strip()


def _written(value: object) -> str | None:
    """A text, number or boolean as a text; None for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, int) and abs(value) > 10**300:
        return None
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return str(value) if is_number else None


def _limit(value: object) -> int:
    """How many candidates are wanted."""
    if value is None or value == "":
        return DEFAULT_LIMIT
    written = _written(value) or ""
    if not (written.isascii() and written.isdigit()) or int(written[:9]) < 1:
        raise BadValue(
            f"limit {str(value)[:40]!r} is not a whole number from 1 on",
            f"give a number such as 5, {MAX_LIMIT} at most",
            field="limit",
        )
    return min(int(written[:9]), MAX_LIMIT)


def _pairs(properties: object) -> Iterator[tuple[str, list[object]]]:
    """The properties of a query: what each is called, and its values."""
    if properties is None:
        return
    if not isinstance(properties, list):
        raise BadValue(
            "properties is not a list",
            'write [{"pid": "country", "v": "IR"}]',
            field="properties",
        )
    for each in properties:
        if not isinstance(each, Mapping):
            raise BadValue(
                "a property is not a JSON object",
                'write {"pid": "country", "v": "IR"}',
                field="properties",
            )
        called = next((each[key] for key in ("pid", "id", "p") if each.get(key)), None)
        value = each.get("v")
        if isinstance(called, Mapping):
            called = called.get("id")
        if isinstance(called, str):
            yield called, value if isinstance(value, list) else [value]


def _texts(values: Iterable[object]) -> list[str]:
    """The texts of values: of an entity its ID and its name, of what is none of JSON's nothing."""
    found: list[str] = []
    for each in values:
        parts = [each.get("id"), each.get("name")] if isinstance(each, Mapping) else [each]
        found += [text.strip() for text in map(_written, parts) if text and text.strip()]
    return list(dict.fromkeys(found))


def _named(given: list[tuple[str, list[object]]], names: tuple[str, ...]) -> str:
    """The first value of the properties of some names."""
    for called, values in given:
        if same_word(called) in names:
            for text in _texts(values):
                return text
    return ""


def _survivor(written: str, resolver: Resolver) -> str | None:
    """The entity that a text is the ID of, or that it became; None where it is none."""
    try:
        return resolver.survivor(written)
    except (InvalidInput, UnknownEntity):
        return None


def _facts(
    given: list[tuple[str, list[object]]], scope: Scope, resolver: Resolver
) -> dict[str, Any]:
    """Countries and properties that the table has; all others are left out."""
    found: dict[str, list[str]] = {}
    for called, values in given:
        property_id = find(resolver, scope, called)
        if property_id is not None:
            found.setdefault(property_id, []).extend(_texts(values))
    countries = found.pop(COUNTRY, [])
    codes = dict.fromkeys(code for each in countries for code in _codes(each, resolver))
    unknown = [] if codes else [text for each in countries for text in countries_of(each).unknown]
    if unknown and find(resolver, scope, UNKNOWN_COUNTRY) is not None:
        found.setdefault(UNKNOWN_COUNTRY, []).extend(unknown)
    for property_id, texts in found.items():
        if is_linked(resolver, property_id):
            texts += [each for text in texts for each in ids_named(resolver, text)]
    return {"country": tuple(codes), "properties": found}


def _codes(written: str, resolver: Resolver) -> list[str]:
    """The codes of the countries that a cell names; of what is no country none."""
    known = countries_of(written).codes
    if known:
        return list(known)
    try:
        return list(resolver.record(written).get("country", ()))
    except (InvalidInput, UnknownEntity):
        return []


def _types(value: Mapping[str, Any], scope: Scope, resolver: Resolver) -> _Types:
    """To which types candidates are narrowed, and which one the engine is asked for."""
    strict = value.get("type_strict") or "any"
    if strict not in STRICT:
        raise BadValue(
            f"type_strict {str(strict)[:40]!r} is none that there is",
            f"it is one of {', '.join(STRICT)}",
            field="type_strict",
        )
    called = _called(value.get("type"))
    known = {same_word(each): each for each in types_of(resolver)}
    found = frozenset(known[same_word(each)] for each in called if same_word(each) in known)
    allowed = None if scope.type is None else frozenset((scope.type,))
    if called and strict != "should":
        if not found:
            raise UnknownType(
                f"type {called[0][:64]!r} is none of the table's",
                f"use one of {', '.join(list(known.values())[:20])}",
                field="type",
            )
        if strict == "all" and len({same_word(each) for each in called}) > 1:
            found = frozenset()  # an entity has one type
        allowed = found if allowed is None else allowed & found
    one = found if allowed is None else allowed
    of_query = next((each for each in one if len(one) == 1 and each in TYPES), None)
    preferred = [each for each in TYPES if each in found] if allowed is None else []
    several = tuple(preferred) if len(preferred) > 1 else ()
    return _Types(allowed, of_query, allowed is not None or of_query is None, several)


def _called(value: object) -> list[str]:
    """The types that a query names: a text, a text with commas, an object, or a list of these."""
    if value is None:
        return []
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    if isinstance(value, Mapping):
        return _called(value.get("id"))
    if isinstance(value, list):
        return [word for each in value for word in _called(each)]
    raise BadValue("type is not a text", 'write "place" or ["place", "organization"]', field="type")
