"""One change taken back, whatever came after it. Reach for `undo`.

The change itself stays in the journal; what it did no longer holds. All later changes stay, each as
if the one that is undone had never been.
"""

from __future__ import annotations

from typing import Final

from resolver.errors import BadValue, Unchanged
from resolver.journal import Edits, Pair
from resolver.journal.rows import subjects_of
from resolver.model.edit import Change, ChangeKind
from resolver.store import Store
from resolver.table.editing import Done, Editing
from resolver.table.records import difference, gained

_OF_WORDS: Final[tuple[ChangeKind, ...]] = ("review", "same", "different")
"""Changes of which the journal says what was said, and not what became of an entity."""


def undo(store: Store, number: int, *, by: str, reason: str | None) -> Done:
    """As `resolver.table.Table.undo`."""
    with Editing.begun(store, by=by, reason=reason) as editing:
        writing = editing.writing
        change = writing.change(number)
        _refuse_undone(change, writing.undone_by(number))
        first = writing.first_of(change)
        around, before = editing.around(subjects_of(first.operations))
        tried = (
            around.edits.without(first.number)
            if writing.undone_by(first.number, besides=number) is not None
            else around.edits.after(first.number, first.operations)
        )
        _refuse_cycle(tried, number)
        after = store.look(around._replace(edits=tried))
        entity_id = change.entity or ""
        old, new = change.after, change.before
        if first.kind not in _OF_WORDS:
            old, new = difference(before.entity(entity_id), after.entity(entity_id))
        written = writing.undo(
            change,
            by=editing.by,
            before=old,
            after=new,
            reason=editing.reason,
            touched_ids=around.ids,
        )
        writing.put_names(gained(before, after))
        return Done(written, entity_id, after.entity(entity_id))


def _refuse_undone(change: Change, undone_by: int | None) -> None:
    if change.kind == "erased":
        raise BadValue(
            f"change {change.number} was erased", "nothing is left of it", field="change"
        )
    if undone_by is not None:
        raise Unchanged(
            f"change {change.number} is undone already, by change {undone_by}",
            f"to have it again, undo change {undone_by}",
            field="change",
        )


def _refuse_cycle(edits: Edits, number: int) -> None:
    """Refuse that merges lead round in a circle."""
    circle = circle_of(edits)
    if circle is not None:
        raise BadValue(
            f"without change {number}, {circle[0]!r} and {circle[1]!r} would each be merged into "
            "the other",
            "split one of them first",
            field="change",
        )


def circle_of(edits: Edits) -> Pair | None:
    """Two IDs that are merged each into the other, over any number of steps."""
    for first in edits.merges:
        seen, entity_id = {first}, edits.merges[first]
        while entity_id in edits.merges and entity_id not in seen:
            seen.add(entity_id)
            entity_id = edits.merges[entity_id]
        if entity_id in seen:
            return entity_id, edits.merges[entity_id]
    return None
