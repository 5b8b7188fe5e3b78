"""What was decided last, by whom, and which of it somebody may take back.

Reach for `last_decisions` beside a name that is to be decided.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from resolver.engine import Resolver
from resolver.errors import UnknownEntity

if TYPE_CHECKING:
    from resolver.model.edit import Change
    from resolver.store import Store

SHOWN: Final = 8
"""Decisions that are shown."""

_READ: Final = 500
"""Changes of the journal that are read; what was decided before them is not counted."""


class LastDecision(NamedTuple):
    """A decision that holds.

    Args:
        change: Its number.
        text: The name.
        means: Whom it means, by name; None for nobody.
        by: Who decided it.
        at: When.
        may_undo: Whether whoever asks may take it back.
    """

    change: int
    text: str
    means: str | None
    by: str
    at: str
    may_undo: bool


class LastDecisions(NamedTuple):
    """The last decisions.

    Args:
        shown: The last ones, the newest first.
        today: How many were made today (UTC).
        own: How many of those by whoever asks.
        undo: The last one of whoever asks, if it is among them.
    """

    shown: list[LastDecision]
    today: int
    own: int
    undo: LastDecision | None


def last_decisions(
    store: Store, resolver: Resolver, *, by: str, may_undo_all: bool
) -> LastDecisions:
    """The last decisions that hold.

    Args:
        store: The store of the home.
        resolver: What knows the names of entities.
        by: Who asks.
        may_undo_all: Whether they may take back what others decided.
    """
    holding = _holding(store)
    day = datetime.now(UTC).date().isoformat()
    today = [each for each in holding if each.at.startswith(day)]
    found = [
        _decision(each, resolver, may_undo=may_undo_all or each.by == by)
        for each in holding[:SHOWN]
    ]
    undo = next((each for each in found if each.by == by), None)
    return LastDecisions(found, len(today), sum(each.by == by for each in today), undo)


def _holding(store: Store) -> list[Change]:
    """The last reviews that are not undone, the newest first."""
    from resolver.journal.rows import undone  # SQLAlchemy with it

    changes = store.journal.changes(limit=_READ, newest=True)[::-1]
    gone = undone((each.number, each.undoes) for each in changes if each.undoes is not None)
    return [each for each in changes if each.kind == "review" and each.number not in gone]


def _decision(change: Change, resolver: Resolver, *, may_undo: bool) -> LastDecision:
    said = change.after or {}
    text, means = str(said.get("text", "")), change.entity
    name = None if means is None else _name(resolver, means)
    return LastDecision(change.number, text, name, change.by, change.at, may_undo)


def _name(resolver: Resolver, entity_id: str) -> str:
    """The name of an entity; its ID where the index has it no more, or not yet."""
    try:
        return str(resolver.record(entity_id)["name"])
    except UnknownEntity:
        return entity_id
