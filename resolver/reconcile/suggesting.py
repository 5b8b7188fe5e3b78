"""What a reconciliation service suggests for what somebody types: entities, types, properties.

Entities whose names begin as typed come first, then those that the engine finds for it as a name:
what is typed may be a whole cell with its mistakes. Source: Reconciliation Service API 0.2,
section 5.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from resolver.engine import Resolver
from resolver.errors import BadValue, InvalidInput, UnknownEntity
from resolver.model import Query
from resolver.model.checks import TEXT_LIMIT
from resolver.reconcile.answering import Ask
from resolver.reconcile.labels import description, label
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import Named, named_type
from resolver.text.fold import fold, latin

T = TypeVar("T")

LIMIT: Final = 10
"""Suggestions at once where a client says no number."""

MAX_LIMIT: Final = 100
"""Suggestions at once at most: a higher number is this one."""

MAX_CURSOR: Final = 10_000
"""Suggestions that a client may skip at most."""

ALIKE: Final = 50
"""Entities at most that are suggested because a name is alike."""

MIN_ALIKE: Final = 3
"""Letters from which on names that are alike are looked for."""


LOOKED_THROUGH: Final = 2_000
"""Entities at most of which it is seen whether they come from the source of a service."""


class Suggested(NamedTuple):
    """An entity that is suggested.

    Args:
        record: Of it.
        alias: Its alias that is alike; None where that did not find it.
    """

    record: dict[str, Any]
    alias: str | None = None


class Typed(NamedTuple):
    """What somebody typed, and which of the suggestions are wanted.

    Args:
        prefix: It.
        cursor: How many suggestions are skipped.
        limit: How many are wanted.
    """

    prefix: str
    cursor: int = 0
    limit: int = LIMIT

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Typed:
        """What the parameters of a URL say.

        Raises:
            BadValue: The prefix is too long, or a number is none.
        """
        prefix = given.get("prefix", "").strip()
        if len(prefix) > TEXT_LIMIT:
            raise BadValue(
                f"prefix has more than {TEXT_LIMIT:,} characters", "shorten it", field="prefix"
            )
        cursor = _number(given, "cursor", 0)
        if cursor > MAX_CURSOR:
            raise BadValue(
                f"cursor {cursor} is more than {MAX_CURSOR:,}",
                "type more of the name",
                field="cursor",
            )
        limit = min(max(_number(given, "limit", LIMIT), 1), MAX_LIMIT)
        return cls(prefix, cursor, limit)

    def page(self, found: Iterable[T], show: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
        """The answer: those that are wanted of what was found, and `cursor` where there are more.

        Args:
            found: All of it; no more is taken than is needed.
            show: What is said of one of them.
        """
        end = self.cursor + self.limit
        wanted = [*itertools.islice(found, self.cursor, end + 1)]
        more = {"cursor": end} if len(wanted) > self.limit and end <= MAX_CURSOR else {}
        return {"result": [show(each) for each in wanted[: self.limit]], **more}


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadValue(f"{name} is not a whole number", f"give one such as {LIMIT}", field=name)
    return int(text)


def entities(typed: Typed, scope: Scope, resolver: Resolver, ask: Ask) -> dict[str, Any]:
    """The entities that are suggested, in the form of 0.2.

    Args:
        typed: What somebody typed: the beginning of a name, a whole one with mistakes, or an ID.
        scope: The service that is asked.
        resolver: On the index that answers.
        ask: What answers questions; what it raises goes to the caller.
    """

    found = _once(_found(typed.prefix, scope, resolver, ask), scope)
    return typed.page(found, lambda each: _suggested(each, typed.prefix, scope))


def _once(found: Iterable[Suggested], scope: Scope) -> Iterator[Suggested]:
    """Those that the service has, each once."""
    seen = set[str]()
    for each in found:
        record = each.record
        is_there = scope.type in (None, record["type"]) and (
            scope.source is None or scope.source in record["sources"]
        )
        if is_there and record["id"] not in seen:
            seen.add(record["id"])
            yield each


def _found(prefix: str, scope: Scope, resolver: Resolver, ask: Ask) -> Iterator[Suggested]:
    """Entities, the likeliest first; some more than once."""
    if not prefix:
        return
    yield from _with_id(prefix, resolver)
    most = None if scope.source is None else LOOKED_THROUGH
    begun = resolver.begun_by(prefix, scope.type)
    yield from map(Suggested, itertools.islice(begun, most))
    if len(fold(prefix) or "") >= MIN_ALIKE:
        query = Query(text=prefix, type=scope.type, type_strict=scope.type is not None, limit=ALIKE)
        for candidate in ask([query])[0]["candidates"]:
            yield from _with_id(candidate["id"], resolver, candidate["alias"]["text"])


def _with_id(entity_id: str, resolver: Resolver, alias: str | None = None) -> Iterator[Suggested]:
    """The entity with an ID, where there is one."""
    try:
        yield Suggested(resolver.record(entity_id), alias)
    except (InvalidInput, UnknownEntity):  # what was typed is no ID, or it is gone meanwhile
        return


def _suggested(found: Suggested, prefix: str, scope: Scope) -> dict[str, Any]:
    record, languages = found.record, scope.languages
    alias = found.alias or _begun(record, prefix, languages)
    return {
        "id": record["id"],
        "name": label(record, languages),
        "description": description(record, alias, languages),
        "notable": [named_type(record["type"])],
    }


def _begun(record: Mapping[str, Any], prefix: str, languages: Sequence[str]) -> str | None:
    """The first of an entity's names with a word that begins as typed, the one shown before all."""
    aliases = (str(each["text"]) for each in record.get("aliases", ()))
    names = itertools.chain((label(record, languages), record["name"]), aliases)
    wanted = f" {latin(fold(prefix) or '')}"
    return next((each for each in names if wanted in f" {latin(fold(each) or '')}"), None)


def named(typed: Typed, known: Sequence[Named]) -> dict[str, Any]:
    """The types or properties that are suggested: those that begin as typed, then that have it.

    Args:
        typed: What somebody typed; nothing for all.
        known: All of them.
    """
    wanted = fold(typed.prefix.replace("_", " ").replace("-", " ")) or ""
    placed = [(_place(each, wanted), each) for each in known]
    found = sorted((pair for pair in placed if pair[0] is not None), key=lambda pair: pair[0] or 0)
    return typed.page(found, lambda pair: {"id": pair[1]["id"], "name": pair[1]["name"]})


def _place(each: Named, wanted: str) -> int | None:
    """0 where a name begins as typed, 1 where it has that inside, None where it does not."""
    name = fold(each["name"]) or ""
    if name.startswith(wanted):
        return 0
    return 1 if wanted in name else None
