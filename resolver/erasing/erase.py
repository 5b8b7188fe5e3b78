"""IDs and texts out of all that a home keeps. Reach for `erase`, with what is sought.

What could bring something back goes last: as long as a run was not whole, the next one finds it
again. An index is compiled whole at the end, and all others are removed; a service that has one of
them open lets go of it as it takes up the new one.
"""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from resolver.curate.homes import compile_home
from resolver.erasing.files import erase_jobs, erase_rejects
from resolver.errors import StoreEmpty, UnknownEntity
from resolver.home import Home
from resolver.index.format import snapshots
from resolver.journal.blanking import blank
from resolver.journal.sought import ERASED, Erased, Sought
from resolver.model import checks
from resolver.progress import Progress, no_progress
from resolver.store import expect_store, open_store


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased where.

    Args:
        rows: Rows of the store that are gone or say less.
        changes: Changes of the journal that say less, or no more than their number and time.
        asked: Other rows of the journal, such as questions that wait for a decision.
        jobs: Lists that were sent to the service, with all that was made of them.
        rejected: Rows that imports had left out.
        indexes: Indexes that are removed.
    """

    rows: int
    changes: int
    asked: int
    jobs: int
    rejected: int
    indexes: int

    def __bool__(self) -> bool:
        return any(dataclasses.astuple(self))


def sought_entity(home: Path, entity_id: str) -> Sought:
    """An entity with every ID that leads to it, and the names that nobody else has.

    Args:
        home: The directory.
        entity_id: Its ID.

    Raises:
        UnknownEntity: No entity has that ID, and nothing of one was erased.
        HomeError: There is no home or nothing in it, or it cannot be read.
    """
    entity_id = checks.entity_id("id", entity_id)
    expect_store(home)
    with open_store(home) as store, store.journal.reading() as reading:
        found = store.look(store.around([entity_id], reading)).entity(entity_id)
        if found is None:
            known = Erased.read(reading).is_id(entity_id)
            known = known or bool(store.journal.changes(entity=entity_id, limit=1))
            if not known and not store.own_names([entity_id], ()):
                raise UnknownEntity(f"no entity has the id {entity_id!r}", "look it up by its name")
            ids, names = frozenset([entity_id]), tuple[str, ...]()
        else:
            ids = frozenset([entity_id, found.entity.id, *(each.id for each in found.other_ids)])
            names = tuple([each.text for each in found.entity.names])
        return Sought(ids=ids, beside=frozenset(store.own_names(ids, names)))


def sought_text(text: str) -> Sought:
    """A name, whoever has it, and all that fold as it does."""
    return Sought(names=frozenset([checks.text("text", text)]))


def erase(
    home: Path, sought: Sought, *, wait_s: float, progress: Progress = no_progress
) -> Erasure:
    """Take IDs and texts out of a home for good.

    Args:
        home: The directory.
        sought: What goes.
        wait_s: Seconds to wait for another writer.
        progress: As `compile_home` reports it.

    Raises:
        HomeError: There is no home or nothing in it, it is busy, or cannot be written. What was
            not erased by then is by the next run.
    """
    expect_store(home)
    done, is_known = _erased(home, sought, wait_s)
    if not done and not is_known:
        return done
    return replace(done, indexes=_compile_anew(home, wait_s, progress))


def _erased(home: Path, sought: Sought, wait_s: float) -> tuple[Erasure, bool]:
    """What was erased from all but the indexes, and whether the home knew of it before.

    Of what is nowhere, and never was, nothing is kept.
    """
    place = Home(home)
    with place.locked(wait_s=wait_s), open_store(home) as store:
        jobs, rejected = erase_jobs(place, sought), erase_rejects(place, sought)
        with store.journal.writing() as writing:
            before = Erased.read(writing)
            since = before.with_(sought)
            writing.put_note(ERASED, since.to_note())
            blanked = blank(writing, sought)
        done = Erasure(store.erase(sought), blanked.changes, blanked.rows, jobs, rejected, 0)
        is_known = since == before or bool(sought.ids)
        if not done and not is_known:
            with store.journal.writing() as writing:
                writing.put_note(ERASED, before.to_note())
        else:
            store.compact()
            store.journal.compact()
    return done, is_known


def _compile_anew(home: Path, wait_s: float, progress: Progress) -> int:
    """Compile a home whole, where it was compiled, and remove all indexes of before; how many."""
    before = snapshots(home)
    if not before:
        return 0
    try:
        current = compile_home(home, wait_s=wait_s, progress=progress, whole=True).fingerprint
    except StoreEmpty:  # nothing is left that could answer
        current = None
        Home(home).current.unlink(missing_ok=True)
    gone = [folder for folder in before if folder.name != current]
    for folder in filter(Path.exists, gone):  # the compile removed some
        shutil.rmtree(folder)
    return len(gone)
