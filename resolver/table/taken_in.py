"""Changes out of a file into the journal of a home, each once. Reach for `take_in` to do it.

A change that the journal has already is passed over, also where it was undone since: what the home
decided later stays. Who made it, when and why stay as the file says; the number is the next one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.errors import BadSource
from resolver.home import Home
from resolver.journal import Writing
from resolver.journal.blanking import without
from resolver.journal.sought import Erased
from resolver.model.edit import Change
from resolver.packs.lines import line_blocks, numbered
from resolver.packs.looking import head_of
from resolver.packs.rejects import Rejects
from resolver.processes import in_blocks
from resolver.store import Store, open_store
from resolver.store.reviewed import review_of, review_value
from resolver.table.edit_lines import every_change, holding, read_line, to_line
from resolver.table.editing import Editing, Said
from resolver.table.undoing import circle_of

_BLOCK: Final = 50
"""Changes that are written at once: others wait for a fraction of a second."""

_NOTE: Final = "taken in from"
"""Before the name of a file, under which the journal notes the numbers of what was in it."""

_BEGIN: Final = re.compile(rb'\s*\{\s*"at"\s*:')
"""How a file of changes begins; no entity has such a key."""


class TakenIn(NamedTuple):
    """What taking in a file did.

    Args:
        added: How many changes are new in the journal.
        there: How many it had already.
        erased: How many are left out, for they say nothing but what was erased from the home.
        waiting: How many of those that are new are about entities that nobody brings yet.
        gone: The numbers of changes that hold here, were in the file when it was last taken in,
            and are not any more.
    """

    added: int
    there: int
    erased: int = 0
    waiting: int = 0
    gone: tuple[int, ...] = ()


class _Line(NamedTuple):
    """A change, and the line that it is of, from 1."""

    number: int
    change: Change


def is_edit_file(path: Path) -> bool:
    """Whether a file has changes, by how it begins; it may be packed."""
    return _BEGIN.match(head_of(path)) is not None


def take_in(home: Path, path: Path, *, wait_s: float) -> TakenIn:
    """Make the journal of a home have the changes of a file; the home is made where there is none.

    Of a file in which something is wrong nothing is taken in. Where it ends early, what is missing
    comes with the next time.

    Args:
        home: The directory.
        path: The file, as `resolver.table.edit_lines` writes it.
        wait_s: Seconds to wait for another writer.

    Raises:
        BadSource: Something in the file is wrong; names the line.
        HomeError: The home is busy, damaged, of a later version or may not be written.
    """
    lines = _read(path)
    Home(home).make()
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        with store.journal.reading() as reading:
            left = _without_erased(lines, Erased.read(reading))
        known = {_said(each) for each in every_change(store.journal) if each.operations}
        new = {_said(each.change): each for each in left}
        new = {said: each for said, each in new.items() if said not in known}
        for block in in_blocks(new.values(), _BLOCK):
            with store.journal.writing() as writing:
                for line in block:
                    _put(store, writing, path, line)
        waiting = _waiting(store, [each.change for each in new.values()])
        gone = _gone(store, path, {_said(each.change) for each in left})
    return TakenIn(len(new), len(left) - len(new), len(lines) - len(left), waiting, gone)


def _read(path: Path) -> list[_Line]:
    """The changes of a file."""
    rejects, found = Rejects(), list[_Line]()
    for block in line_blocks(path, rejects):
        for number, line in numbered(rejects, block.rows):
            with rejects.row(path, number, line):
                found.append(_Line(number, read_line(line)))
    return found


def _without_erased(lines: list[_Line], erased: Erased) -> list[_Line]:
    """Lines without what was erased; those of which nothing is left are not among them."""
    if not erased:
        return lines
    left = [line._replace(change=without(line.change, erased)) for line in lines]
    return [line for line in left if line.change.kind != "erased"]


def _said(change: Change) -> str:
    """All that a change says but its number: the same of the same change in two homes."""
    said = json.loads(to_line(change))
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _gone(store: Store, path: Path, said: set[str]) -> tuple[int, ...]:
    """What was in a file before, is not any more, and holds; notes what is in it now."""
    note = f"{_NOTE} {path.name}"
    with store.journal.reading() as reading:
        before = frozenset(json.loads(reading.note(note) or "[]"))
    held = list(holding(store.journal))
    now = {each.number for each in held if _said(each) in said}
    gone = sorted(each.number for each in held if each.number in before - now)
    if before != now | {*gone}:
        with store.journal.writing() as writing:
            writing.put_note(note, json.dumps(sorted([*now, *gone])))
    return tuple(gone)


def _waiting(store: Store, changes: list[Change]) -> int:
    """How many changes say something of an entity of which nothing is known otherwise."""
    ids = {change.entity for change in changes if change.kind != "review" and change.entity}
    with store.journal.reading() as reading:
        around = store.around(ids, reading)
        looked = store.look(around)
    missing = {
        each for each in ids if looked.entity(each) is None and each not in around.edits.retired
    }
    return sum(change.kind != "review" and change.entity in missing for change in changes)


def _put(store: Store, writing: Writing, path: Path, line: _Line) -> None:
    """Add a change to the journal."""
    change = line.change
    if change.entity is None or change.kind == "review":  # which may be of nobody
        _put_review(writing, change)
        return
    editing = Editing(store, writing, Said(change.by, change.reason, change.at))
    named = {each.target for each in change.operations}
    around = store.around(named | {*filter(None, _others(change))}, writing)
    circle = circle_of(around.edits.after(writing.through + 1, change.operations))
    if circle is not None:
        raise BadSource(
            path,
            f"{circle[0]!r} and {circle[1]!r} would each be merged into the other",
            "split one of them first, or take the line away",
            line=line.number,
        )
    editing.put(change.kind, change.operations, change.entity, _more(change))


def _put_review(writing: Writing, change: Change) -> None:
    operation = change.operations[0]
    earlier = review_of(writing.edits([operation.target]).of(operation.target))
    writing.append(
        "review",
        change.operations,
        by=change.by,
        at=change.at,
        entity=change.entity,
        before=None if earlier is None else review_value(earlier),
        after=operation.value,
        reason=change.reason,
    )


def _others(change: Change) -> Iterable[str | None]:
    """The other IDs of which a change speaks."""
    return [each.other for each in change.operations]


def _more(change: Change) -> dict[str, Any] | None:
    """What the journal says of a merge or split beside the parts of the record that differ."""
    if change.kind == "merge":
        return {"merged": [each.target for each in change.operations]}
    if change.kind == "split":
        first = change.operations[0]
        return {"from": first.other or first.target}
    if change.kind in ("same", "different"):
        return dict(change.operations[0].value)
    return None
