"""What a reconciliation service suggests for what somebody types: entities, types, properties.

Entities whose names begin as typed come first, then those that the engine finds for it as a name:
what is typed may be a whole cell with its mistakes. Source: Reconciliation Service API 0.2,
section 5.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from resolver.engine import Resolver
from resolver.errors import BadValue, InvalidInput, UnknownEntity
from resolver.model import Query
from resolver.model.checks import TEXT_LIMIT
from resolver.reconcile.answering import Ask
from resolver.reconcile.labels import description, label
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import Named, named_type
from resolver.text.fold import fold

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

    def page(self, found: Iterator[dict[str, Any]]) -> dict[str, Any]:
        """The answer: those that are wanted of what was found, and `cursor` where there are more.

        Args:
            found: All of it, lazily.
        """
        end = self.cursor + self.limit
        wanted = [*itertools.islice(found, self.cursor, end + 1)]
        more = {"cursor": end} if len(wanted) > self.limit and end <= MAX_CURSOR else {}
        return {"result": wanted[: self.limit], **more}


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

    def shown() -> Iterator[dict[str, Any]]:
        seen = set[str]()
        for record in _found(typed.prefix, scope, resolver, ask):
            is_there = scope.type in (None, record["type"]) and (
                scope.source is None or scope.source in record["sources"]
            )
            if is_there and record["id"] not in seen:
                seen.add(record["id"])
                yield _suggested(record, scope)

    return typed.page(shown())


def _found(prefix: str, scope: Scope, resolver: Resolver, ask: Ask) -> Iterator[dict[str, Any]]:
    """The records of entities, the likeliest first; some more than once."""
    if not prefix:
        return
    yield from _record_of(prefix, resolver)
    yield from resolver.begun_by(prefix, scope.type)
    if len(fold(prefix) or "") >= MIN_ALIKE:
        query = Query(text=prefix, type=scope.type, type_strict=scope.type is not None, limit=ALIKE)
        for candidate in ask([query])[0]["candidates"]:
            yield from _record_of(candidate["id"], resolver)


def _record_of(entity_id: str, resolver: Resolver) -> Iterator[dict[str, Any]]:
    """The record of the entity with an ID, where there is one."""
    try:
        yield resolver.record(entity_id)
    except (InvalidInput, UnknownEntity):  # what was typed is no ID, or it is gone meanwhile
        return


def _suggested(record: dict[str, Any], scope: Scope) -> dict[str, Any]:
    return {
        "id": record["id"],
        "name": label(record, scope.languages),
        "description": description(record, languages=scope.languages),
        "notable": [named_type(record["type"])],
    }


def named(typed: Typed, known: Sequence[Named]) -> dict[str, Any]:
    """The types or properties that are suggested: those that begin as typed, then that have it.

    Args:
        typed: What somebody typed; nothing for all.
        known: All of them.
    """
    wanted = fold(typed.prefix.replace("_", " ").replace("-", " ")) or ""
    placed = [(_place(each, wanted), each) for each in known]
    found = sorted((pair for pair in placed if pair[0] is not None), key=lambda pair: pair[0] or 0)
    return typed.page({"id": each["id"], "name": each["name"]} for _, each in found)


def _place(each: Named, wanted: str) -> int | None:
    """0 where a name begins as typed, 1 where it has that inside, None where it does not."""
    name = fold(each["name"]) or ""
    if name.startswith(wanted):
        return 0
    return 1 if wanted in name else None
