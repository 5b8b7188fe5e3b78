"""What people change of a table: operations, and the numbered changes that are made of them.

Reach for this module to add a kind of change. An `Operation` says what becomes of one entity, or of
one question that is reviewed; a `Change` is one row of the journal. What an operation does to an
entity stands in `resolver.store.edited`.

    action     of                    value
    create     an entity             its wire form without the ID
    set        an entity             fields of the wire form to their values, null for none;
                                     `properties` likewise, by name
    add        an entity             an alias in its wire form
    suppress   an entity             `text`, and `language` where only the alias in it is meant;
                                     null: in none
    retire     an entity             nothing
    merge      the ID that goes      `into`: the ID that it leads to
    split      the ID that comes out `from`: the ID that it led to; `apart` where it takes more than
                                     that nobody merged them: sources say that they are one
    same       an ID                 `as`: another ID of the same thing
    different  an ID                 `from`: another ID, of another thing
    review     a question's key      a review, as `resolver.model.Review` has it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, get_args

Action = Literal[
    "create", "set", "add", "suppress", "retire", "merge", "split", "same", "different", "review"
]
"""What an operation does."""

ChangeKind = Literal[
    "create",
    "set",
    "alias",
    "unalias",
    "retire",
    "merge",
    "split",
    "undo",
    "review",
    "same",
    "different",
    "erased",
]
"""What somebody did; one that is `erased` says no more than its number and time."""

CHANGE_KINDS: Final[tuple[ChangeKind, ...]] = get_args(ChangeKind)

MAX_CHANGES: Final = 1_000
"""Changes that are read of the journal at once at most."""

EDITS: Final = "edits"
"""What is named as the source of all that people changed; no source may have the name."""

EDITS_TITLE: Final = "What people changed in this home"

OTHER_ID: Final[Mapping[Action, str]] = {
    "merge": "into",
    "split": "from",
    "same": "as",
    "different": "from",
}
"""The key under which the value of an operation has another ID."""


class Operation(NamedTuple):
    """What becomes of one entity or question.

    Args:
        target: The ID of the entity; of a review the key of its question.
        action: What is done.
        value: With what, in JSON's types.
    """

    target: str
    action: Action
    value: Mapping[str, Any]

    @property
    def other(self) -> str | None:
        """The other ID that it speaks of, if it does."""
        key = OTHER_ID.get(self.action)
        return None if key is None else self.value[key]


class Effect(NamedTuple):
    """An operation that holds: that of a change that is not undone.

    Args:
        number: Of the change.
        operation: What it does.
    """

    number: int
    operation: Operation


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the journal.

    Args:
        number: From 1, without gaps, in the order in which changes were acknowledged.
        at: When, in UTC: `2026-03-01T12:00:00Z`.
        by: Who: the name of a key, or of the system's user.
        kind: What was done.
        entity: The ID of the entity that it is about; None for a review of nobody.
        before: What it took the place of: the parts of the record that differ, or the review.
        after: What holds since, likewise.
        reason: Why, in the words of who did it.
        undoes: The number of the change that it undoes.
        operations: What it does.
    """

    number: int
    at: str
    by: str
    kind: ChangeKind
    entity: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str | None = None
    undoes: int | None = None
    operations: tuple[Operation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The wire form: every field but the operations."""
        return {
            "number": self.number,
            "at": self.at,
            "by": self.by,
            "kind": self.kind,
            "entity": self.entity,
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
            "undoes": self.undoes,
        }
