"""What is added to a row: `columns_of` names the columns, `values_of` fills them.

Reach for it to add a column to what lists are answered with.

- `resolver_verdict`: empty where the row asks nothing, `error` where it cannot be asked, `created`
  where it was nobody, and an entity was created.
- `resolver_id`: for a `match` alone. Name, type, score and alias are those of the first candidate,
  for `match` and `ambiguous`.
- `resolver_reason`: one of `resolver.model.REASONS`, `BY_ID` or `NO_TYPE`.
- `resolver_error`: what is wrong with the row.

Where more than one candidate is asked for, each has columns of its own with its number:
`resolver_id_1`, `resolver_name_1`, …; those are filled whatever the verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from resolver.lists.writing import Value
from resolver.model import Candidate, Decision

BY_ID: Final = "by_id"
"""The reason of a row whose ID was followed instead of asking."""

NO_TYPE: Final = "no_type"
"""The reason of a row for which no entity is created, because nobody said of which type."""

_OF_FIRST: Final = ("verdict", "id", "name", "type", "score", "margin", "reason", "alias", "index")
_OF_EACH: Final = ("id", "name", "type", "score", "alias")

NUMBERS: Final = frozenset(("score", "margin"))
"""The last words of columns that hold numbers; all others hold texts."""


def columns_of(top: int = 1) -> tuple[str, ...]:
    """The columns that are added, for so many candidates."""
    numbered = [f"{name}_{n}" for n in range(1, top + 1) for name in _OF_EACH] if top > 1 else []
    return tuple(f"resolver_{name}" for name in (*_OF_FIRST, *numbered, "error"))


def is_number(column: str) -> bool:
    """Whether a column that is added holds numbers."""
    return not NUMBERS.isdisjoint(column.split("_"))


def values_of(
    decision: Decision, top: int = 1, error: str | None = None, *, reason: str | None = None
) -> tuple[Value, ...]:
    """The values that are added to a row, one for each of `columns_of`.

    Args:
        decision: What was decided.
        top: For how many candidates there are columns.
        error: What is wrong with the row.
        reason: The reason, where it is not that of the decision.
    """
    first = decision.candidates[0] if decision.candidates else None
    if decision.verdict == "no_match" or first is None:
        own: tuple[Value, ...] = (None,) * 5
        alias = None
    else:
        own = (decision.id, first.name, first.type, first.score, decision.margin)
        alias = first.alias.text
    head = (decision.verdict, *own, reason or decision.reason, alias, decision.index)
    return (*head, *_of_each(decision.candidates, top), error)


def values_of_new(
    verdict: str, entity: tuple[str | None, str, str], decision: Decision, top: int = 1
) -> tuple[Value, ...]:
    """The values of a row whose name is nobody's in the index, and that an entity has since.

    Args:
        verdict: `created`, or `ambiguous` where several have it.
        entity: ID, name and type of that entity; of several no ID.
        decision: What the index says.
        top: For how many candidates there are columns.
    """
    head = (verdict, *entity, None, None, decision.reason, None, decision.index)
    return (*head, *_of_each(decision.candidates, top), None)


def values_without(
    verdict: str | None, error: str | None = None, top: int = 1
) -> tuple[Value, ...]:
    """The values of a row about which nothing was decided."""
    return (verdict, *(None,) * (len(columns_of(top)) - 2), error)


def values_by_id(
    entity: tuple[str, str, str] | None, asked: str, index: str, top: int = 1
) -> tuple[Value, ...]:
    """The values of a row that has an ID already.

    Args:
        entity: ID, name and type of the entity that it is now; None where there is none.
        asked: The ID that the row has.
        index: Fingerprint of the index in which it was looked up.
        top: For how many candidates there are columns.
    """
    rest = (None,) * (len(columns_of(top)) - 10)
    if entity is None:
        error = f"no entity has the id {asked!r}"
        return ("no_match", *(None,) * 5, BY_ID, None, index, *rest, error)
    return ("match", *entity, None, None, BY_ID, None, index, *rest, None)


def _of_each(candidates: Sequence[Candidate], top: int) -> list[Value]:
    if top == 1:
        return []
    values: list[Value] = []
    for each in candidates[:top]:
        values += (each.id, each.name, each.type, each.score, each.alias.text)
    return values + [None] * (len(_OF_EACH) * top - len(values))
