"""What an entity says in a column: each of its properties, and what else is known of it.

A property of the table goes before a column that has the same ID. Values that are IDs of the table
are entities, but not in a column where most are none: a code of two letters is an ID by accident.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypedDict, cast
from weakref import WeakKeyDictionary

from resolver.engine import Resolver
from resolver.errors import InvalidInput, UnknownEntity
from resolver.model import FieldKind
from resolver.reconcile.labels import label
from resolver.reconcile.properties import named_property, same_word
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import Named
from resolver.text.fold import fold

Cell = dict[str, Any]
"""One value: an object with `str`, `int`, `float` or `date`; or an entity, with `id` and `name`."""

MAX_EXACT: Final = 2**53
"""Whole numbers below it are the same in every client."""

SAMPLE: Final = 1000
"""Entities of a table over which is counted what a column holds, at most."""

MAX_NAMESAKES: Final = 5
"""Entities of one name that a value may mean."""

_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Wanted(TypedDict, total=False):
    """Which values of a column are wanted.

    `limit` is how many at most, 0 for all; `language` and `kind` are of aliases, "" for any.
    """

    limit: int
    language: str
    kind: str


def _aliases(record: Mapping[str, Any], wanted: Wanted) -> list[str]:
    language, kind = wanted.get("language", "").lower(), wanted.get("kind", "")
    return [
        each["text"]
        for each in record.get("aliases", ())
        if kind in ("", each.get("kind", "name"))
        and (not language or f"{each.get('language', '')}-".lower().startswith(f"{language}-"))
    ]


_OWN: Final[dict[str, Callable[[Mapping[str, Any], Wanted], list[Any]]]] = {
    "aliases": _aliases,
    "country": lambda record, _: record.get("country", []),
    "description": lambda record, _: _one(record.get("description")),
    "prominence": lambda record, _: _one(record.get("prominence")),
    "source": lambda record, _: record["sources"],
    "redirects": lambda record, _: [each["id"] for each in record.get("other_ids", ())],
}
"""The columns that every table has, but for the licence, which is of its sources."""

OWN: Final = (*_OWN, "licence")
"""The IDs of the columns that every table has."""


def column_ids(resolver: Resolver) -> list[str]:
    """The IDs of all columns: the properties of a table by name, then what every table has."""
    properties = [key[1:] for key in resolver.fields if key.startswith(".")]
    return [*dict.fromkeys((*sorted(properties), *OWN))]


def named_column(column_id: str) -> Named:
    """A column: its name is its ID as people write it."""
    return named_property(column_id)


def find_column(resolver: Resolver, id_or_name: str) -> str | None:
    """The ID of the column that somebody calls by its ID or its name; None where there is none."""
    ids = column_ids(resolver)
    if id_or_name in ids:
        return id_or_name
    wanted = same_word(id_or_name)
    return next((each for each in ids if same_word(each) == wanted), None)


class Columns:
    """Reads what entities say in columns.

    Args:
        resolver: On the index that answers.
        scope: The service that is asked.
    """

    def __init__(self, resolver: Resolver, scope: Scope) -> None:
        self._resolver = resolver
        self._scope = scope
        self._licences = {
            each["name"]: each["licence"] for each in resolver.sources if each.get("licence")
        }

    def cells(self, record: Mapping[str, Any], column_id: str, wanted: Wanted) -> list[Cell]:
        """The values of an entity in a column, each once; none where nothing is known.

        Args:
            record: Of the entity.
            column_id: Of the column; one that no column has is empty.
            wanted: Which values.
        """
        values = list(dict.fromkeys(self.values(record, column_id, wanted)))
        values = values[: wanted.get("limit") or None]
        kind = kind_of(self._resolver, column_id)
        linked = is_linked(self._resolver, column_id)
        return [self._cell(each, kind, linked=linked) for each in values]

    def values(self, record: Mapping[str, Any], column_id: str, wanted: Wanted) -> list[Any]:
        """The same as the record has them."""
        own = record.get("properties", {}).get(column_id)
        if own is not None:
            return list(own)
        if column_id == "licence":
            return [self._licences[name] for name in record["sources"] if name in self._licences]
        return _OWN[column_id](record, wanted) if column_id in _OWN else []

    def _cell(self, value: object, kind: str, *, linked: bool) -> Cell:
        if not isinstance(value, str):
            return number_cell(str(value))
        if kind == "number":
            return number_cell(value)
        if kind == "date":
            return date_cell(value)
        record = _entity(self._resolver, value) if linked else None
        if record is None:
            return {"str": value}
        return {"id": record["id"], "name": label(record, self._scope.languages)}


_UNLINKED: Final[WeakKeyDictionary[Resolver, frozenset[str]]] = WeakKeyDictionary()
"""By open index, the columns of whose values most are no IDs of the table."""


def _unlinked(resolver: Resolver) -> frozenset[str]:
    """These columns, counted once for each open index."""
    found = _UNLINKED.get(resolver)
    if found is None:
        found = _UNLINKED[resolver] = _count_unlinked(resolver)
    return found


def _count_unlinked(resolver: Resolver) -> frozenset[str]:
    columns = Columns(resolver, Scope("", ""))
    ids = [each for each in column_ids(resolver) if _may_link(each, kind_of(resolver, each))]
    balance: Counter[str] = Counter()
    for record in resolver.sample(SAMPLE):
        for each in ids:
            for value in columns.values(record, each, {}):
                balance[each] += 1 if _entity(resolver, value) is None else -1
    return frozenset(each for each in ids if balance[each] > 0)


def kind_of(resolver: Resolver, column_id: str) -> FieldKind:
    """What the index says of the values of a column."""
    entry = resolver.fields.get("country" if column_id == "country" else f".{column_id}")
    return "text" if entry is None else cast("FieldKind", entry["kind"])


def is_linked(resolver: Resolver, column_id: str) -> bool:
    """Whether the values of a column are IDs of the table."""
    may_be = _may_link(column_id, kind_of(resolver, column_id))
    return may_be and column_id not in _unlinked(resolver)


def ids_named(resolver: Resolver, name: str) -> list[str]:
    """The IDs of some entities that bear a name, as values of a column that is linked."""
    wanted = fold(name) or name
    found = []
    for record in itertools.islice(resolver.begun_by(name), MAX_NAMESAKES):
        names = [record["name"], *(each["text"] for each in record.get("aliases", ()))]
        if wanted in map(fold, names):
            found.append(record["id"])
    return found


def _may_link(column_id: str, kind: str) -> bool:
    """Whether the values of a column may be IDs."""
    return kind not in ("number", "date") and (column_id not in OWN or column_id == "country")


def _entity(resolver: Resolver, value: str) -> dict[str, Any] | None:
    """The record of the entity that a value is the ID of, or was."""
    try:
        return resolver.record(value)
    except (InvalidInput, UnknownEntity):
        return None


def number_cell(text: str) -> Cell:
    """A number; a text where a client would lose some of it, such as the zeros of `004`."""
    if _INTEGER.fullmatch(text) and len(text) < 20 and abs(int(text)) < MAX_EXACT:
        return {"int": int(text)}
    if _DECIMAL.fullmatch(text) and math.isfinite(float(text)):
        return {"float": float(text)}
    return {"str": text}


def date_cell(text: str) -> Cell:
    """A day as the moment at which it begins, which clients want; a year or month is a text."""
    return {"date": f"{text}T00:00:00Z"} if _DAY.fullmatch(text) else {"str": text}


def _one(value: object) -> list[Any]:
    return [] if value is None else [value]


def filled(resolver: Resolver, records: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many of some entities have a value in each column, by its ID."""
    columns = Columns(resolver, Scope("", ""))
    ids = column_ids(resolver)
    counts = dict.fromkeys(ids, 0)
    for record in records:
        for each in ids:
            counts[each] += bool(columns.values(record, each, {}))
    return counts
