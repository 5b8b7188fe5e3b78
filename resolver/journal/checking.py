"""Whether a journal agrees with itself: what is kept beside its changes follows from them.

Reach for `disagreements` after a crash, or when a file may be damaged. Nothing is mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sql

from resolver.journal.reading import Reading
from resolver.journal.rows import change_of, effect_rows, spoken_of, subjects_of, undone
from resolver.journal.schema import changes as table_of_changes
from resolver.journal.schema import effects, subjects, touched
from resolver.model.edit import Change


def disagreements(reading: Reading) -> list[str]:
    """What is wrong with a journal, a sentence each; raises StoreDamaged where it cannot be read.

    Numbers have no gaps, a change undoes an earlier one that held, and what holds and who is spoken
    of are those that the changes say.
    """
    rows = reading.execute(sql.select(table_of_changes).order_by(table_of_changes.c.number))
    changes = [*map(change_of, rows)]
    return [
        *_misnumbered(changes),
        *_wrongly_undone(changes),
        *_differing("effects", _rows(reading, effects), _effects_of(changes)),
        *_differing("subjects", _rows(reading, subjects), _subjects_of(changes)),
        *_unknown(reading, changes),
    ]


def _misnumbered(changes: Sequence[Change]) -> Iterator[str]:
    for expected, change in enumerate(changes, 1):
        if change.number != expected:
            yield f"change {expected} is missing"
            return


def _wrongly_undone(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        if change.undoes is not None and not 0 < change.undoes < change.number:
            yield f"change {change.number} undoes {change.undoes}, which does not come before it"
        if (change.kind == "undo") != (change.undoes is not None) and change.kind != "erased":
            yield f"change {change.number} is of kind {change.kind} and undoes {change.undoes}"


def _effects_of(changes: Sequence[Change]) -> set[tuple[Any, ...]]:
    by_number = [(each.number, each.undoes) for each in reversed(changes)]
    gone = undone((number, undoes) for number, undoes in by_number if undoes is not None)
    return {
        _frozen(row.values())
        for change in changes
        if change.number not in gone
        for row in effect_rows(change)
    }


def _subjects_of(changes: Sequence[Change]) -> set[tuple[Any, ...]]:
    by_number = {each.number: each for each in changes}
    found = set[tuple[Any, ...]]()
    for change in changes:
        first = change
        while first.undoes is not None and first.undoes in by_number:
            first = by_number[first.undoes]
        found.update((each, change.number) for each in spoken_of(first.operations))
    return found


def _rows(reading: Reading, table: sql.Table) -> set[tuple[Any, ...]]:
    return {_frozen(row) for row in reading.execute(sql.select(table))}


def _frozen(values: Any) -> tuple[Any, ...]:
    return tuple([repr(each) if isinstance(each, dict) else each for each in values])


def _differing(
    what: str, there: set[tuple[Any, ...]], expected: set[tuple[Any, ...]]
) -> Iterator[str]:
    yield from (f"{what} has not {row}" for row in sorted(expected - there, key=repr))
    yield from (f"{what} has {row}, of no change" for row in sorted(there - expected, key=repr))


def _unknown(reading: Reading, changes: Sequence[Change]) -> Iterator[str]:
    """What is noted of changes that there are not, or not noted of those that there are."""
    noted = sql.select(touched.c.number).distinct()
    numbers = {*reading.execute(noted).scalars()}
    known = {each.number for each in changes}
    yield from (
        f"touched has change {number}, of which nothing is there" for number in numbers - known
    )
    for change in changes:
        if subjects_of(change.operations) and change.number not in numbers:
            yield f"touched has nothing of change {change.number}"
