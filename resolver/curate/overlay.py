"""What changed since a snapshot → an overlay on it, and a snapshot made current that has its name.

Reach for `laid` to make an overlay, small or large, on any index that can be opened. It holds the
entities that changed as they are now, tombstones for those below that it replaces, and what people
decided since. What is worked out once for all overlays on an index is its `Ground`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from resolver.errors import HomeError
from resolver.home import Home
from resolver.index import Index
from resolver.index.builder import Builder
from resolver.index.current import make_current
from resolver.index.decided import IndexedReview, write_decided
from resolver.index.draft import Draft
from resolver.index.entities import EntityBlock
from resolver.index.format import current_snapshot, read_manifest
from resolver.index.manifest import Contents, Inputs
from resolver.index.segment import Texts
from resolver.journal import Reading
from resolver.journal.questions import key_of_form, parts_of
from resolver.model import Source
from resolver.model.edit import EDITS, EDITS_TITLE
from resolver.processes import in_blocks
from resolver.store import Looked, Store, StoredEntity
from resolver.store.reviewed import review_of
from resolver.text.words import load_words

Array = npt.NDArray[Any]

MAX_TOP: Final = 200
"""IDs of an overlay up to which it is made anew with each change; larger ones are stood upon."""

LOCK_WAIT_S: Final = 60.0
"""Seconds to wait for the lock of the index, which others hold for moments."""

ENTITIES_PER_BLOCK: Final = 2_000
"""Entities that are worked on at once."""


class Covers(NamedTuple):
    """What an overlay is about.

    Args:
        ids: IDs of entities that are or lead where they do since, or are no more.
        questions: Keys of questions of which something was decided.
    """

    ids: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()

    @classmethod
    def since(cls, reading: Reading, after: int) -> Self:
        """What changed after a change."""
        through = reading.through
        return cls(
            frozenset(reading.touched(after, through)),
            frozenset(reading.questions(after, through)),
        )

    @classmethod
    def of_top(cls, index: Index) -> Self:
        """What the topmost overlay of an index is about."""
        top = index.segments[-1]
        held = map(index.of_entity, top.tombstones.tolist())
        ids = {segment.entity_id[row] for segment, row in held}
        ids.update(_all(top.entity_id), _all(top.redirect_old))
        reviews = map(IndexedReview.from_json, _all(top.review_record))
        questions = {key_of_form(each.form, each.type, each.country) for each in reviews}
        return cls(frozenset(ids), frozenset(questions))

    def with_all(self, other: Covers) -> Covers:
        """What either is about."""
        return Covers(self.ids | other.ids, self.questions | other.questions)


class Ground:
    """An index on which overlays are laid.

    Args:
        index: The index.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.home = Home.of_snapshot(index.folder).folder
        self.through = index.manifest["through"]
        """The number of the last change that it has."""
        self.sources = index.manifest["sources"]
        """What overlays on it list where entities come from, beside what their own come from."""

    @classmethod
    def read(cls, home: Path, fingerprint: str, opened: Index | None = None) -> Self:
        """That of a snapshot; raises as `Index.read`."""
        return cls(Index.read(Home(home).snapshots / fingerprint, opened))

    def prominences_without(self, entities: Array) -> Mapping[str, Array]:
        """By type, the known prominences of its entities but for some, sorted (f8)."""
        gone: dict[str, list[float]] = defaultdict(list)
        for number in entities.tolist():
            segment, row = self.index.of_entity(number)
            prominence = segment.entity_prominence.item(row)
            if prominence == prominence:  # it is known
                gone[segment.type_of(row)].append(prominence)
        return {
            name: _without(each, np.sort(gone[name])) if name in gone else each
            for name, each in self._prominences.items()
        }

    @cached_property
    def _prominences(self) -> Mapping[str, Array]:
        found: dict[str, list[Array]] = defaultdict(list)
        for segment in self.index.segments:
            known = ~np.isnan(segment.entity_prominence)
            if segment.tombstoned is not None:
                known &= ~segment.tombstoned
            for number, name in enumerate(segment.types):
                of_type = known & (segment.entity_type == number)
                found[name].append(segment.entity_prominence[of_type])
        return {name: np.sort(np.concatenate(each)) for name, each in found.items()}


class Laid(NamedTuple):
    """An overlay that has its name.

    Args:
        fingerprint: The name.
        entities: How many entities there are with what is below.
        aliases: How many names they have, aliases included.
    """

    fingerprint: str
    entities: int
    aliases: int


@contextmanager
def laid(
    store: Store,
    reading: Reading,
    ground: Ground,
    covers: Covers,
    *,
    sources: list[dict[str, Any]] | None = None,
    sync: bool = True,
) -> Iterator[Laid]:
    """An overlay that is not current yet; nobody removes it while the block lasts.

    Args:
        store: The store of the home.
        reading: Its journal.
        ground: On what it is laid.
        covers: What it is about; everything else is as it is below.
        sources: Where entities come from, as the index lists them; those of the ground, and what
            its entities come from, where none are given.
        sync: As of `Draft`.
    """
    index = ground.index
    around = store.around(covers.ids, reading)
    looked = store.look(around)
    found = (index.find_id(each) for each in around.ids)
    tombstones = np.array(sorted(each for each in found if each is not None), np.uint32)
    with Draft(ground.home, sync=sync) as draft:
        prominences = ground.prominences_without(tombstones)
        table = Builder(draft, index.encoder, load_words(), prominences=prominences)
        stored = [looked.entities[each] for each in sorted(looked.entities)]
        for some in in_blocks(stored, ENTITIES_PER_BLOCK):
            table.add(EntityBlock.of((each.entity, each.record()) for each in some))
        table.finish()
        table.place()
        reviews = _decided(reading, covers.questions)
        write_decided(draft, reviews, _redirects(index, looked, around.ids))
        draft.put("tombstones", tombstones)
        lost = sum(_aliases_of(index, each) for each in tombstones.tolist())
        below = index.manifest
        contents: Contents = {
            "fold": below["fold"],
            "encoder": below["encoder"],
            "weights": below["weights"],
            "calibration": below["calibration"],
            "fields": below["fields"],
            "base": index.fingerprint,
            "through": reading.through,
            "sources": _listed(store, ground.sources, stored) if sources is None else sources,
            "types": table.types,
            "languages": table.languages,
            "entities": index.entities - len(tombstones) + table.entities,
            "aliases": below["aliases"] - lost + table.aliases,
        }
        note_when(contents, reading.made_at(reading.through))
        yield Laid(draft.named(contents), contents["entities"], contents["aliases"])


def settle(
    store: Store, home: Path, fingerprint: str, fits: Callable[[], bool] = lambda: True
) -> None:
    """Make a snapshot current; what the one that is current has beyond it is laid over it.

    Where the journal is an older copy what is current has changes that are none any more: they are
    let go.

    The caller holds the snapshot, and nobody else makes one of what sources say.

    Args:
        store: The store of the home.
        home: The home.
        fingerprint: The name that it has already.
        fits: Whether it may still become current; asked when nothing can change any more.
    """
    ground: Ground | None = None
    through = read_manifest(Home(home).snapshots / fingerprint)["through"]
    with ExitStack() as held:
        while True:
            with Home(home).locked(wait_s=LOCK_WAIT_S, file=Home(home).index_lock):
                if not fits():
                    return
                if not through < current_through(home) <= store.journal.through:
                    make_current(home, fingerprint)
                    return
                if ground is not None:
                    with store.journal.reading() as reading:
                        covers = Covers.since(reading, ground.through)
                        top = held.enter_context(laid(store, reading, ground, covers))
                    make_current(home, top.fingerprint)
                    return
            ground = held.enter_context(_caught_up(store, Ground.read(home, fingerprint)))


def current_through(home: Path) -> int:
    """The number of the last change that the current index has; 0 where none can be read."""
    try:
        return read_manifest(current_snapshot(home))["through"]
    except HomeError:
        return 0


def is_of(manifest: Inputs, reading: Reading) -> bool:
    """Whether the last change that a snapshot has is one of the journal.

    It is none where the journal is an older copy, though that may have one of its number since.
    """
    return reading.has(manifest["through"], manifest.get("changed_at"))


def note_when(inputs: Inputs, changed_at: str | None) -> None:
    """Have a snapshot say when the last change that it has was made, if there is one."""
    if changed_at is not None:
        inputs["changed_at"] = changed_at


def listed(source: Source) -> dict[str, Any]:
    """A source as an index names it: the kinds of its properties are among the index's fields."""
    left_out = ("fields", "schemes")
    return {name: value for name, value in asdict(source).items() if name not in left_out}


def edits_source() -> Source:
    """What people edited, as a source."""
    return Source(EDITS, "", title=EDITS_TITLE)


@contextmanager
def _caught_up(store: Store, ground: Ground) -> Iterator[Ground]:
    """The ground with what changed since laid over it, where that is much."""
    with store.journal.reading() as reading:
        covers = Covers.since(reading, ground.through)
        if len(covers.ids) <= MAX_TOP or len(ground.index.segments) > 1:
            yield ground
            return
        with laid(store, reading, ground, covers) as middle:
            yield Ground.read(ground.home, middle.fingerprint, ground.index)


def _listed(
    store: Store, sources: list[dict[str, Any]], stored: Iterable[StoredEntity]
) -> list[dict[str, Any]]:
    """Some sources, and those beyond from which something comes."""
    there = {each["name"] for each in sources}
    used = {name for each in stored for name in each.sources} - there
    if not used:
        return sources
    more = [each for each in (*store.sources(), edits_source()) if each.name in used]
    return [*sources, *map(listed, more)]


def _redirects(index: Index, looked: Looked, ids: Iterable[str]) -> dict[str, str]:
    """Where IDs lead that lead elsewhere than below."""
    now = {each: looked.joined.survivors.get(each, "") for each in ids}
    return {each: into for each, into in now.items() if into != (index.redirected(each) or "")}


def _decided(reading: Reading, questions: Iterable[str]) -> Iterator[IndexedReview]:
    """What holds of some questions; of one of which nothing holds any more, that."""
    edits = reading.edits(questions)
    for question in questions:
        review = review_of(edits.of(question))
        yield (IndexedReview(*parts_of(question)) if review is None else IndexedReview.of(review))


def _aliases_of(index: Index, entity: int) -> int:
    segment, row = index.of_entity(entity)
    return len(segment.aliases_of(row))


def _without(numbers: Array, gone: Array) -> Array:
    """Sorted numbers without some of them, sorted too; equal ones are taken out one by one."""
    _, first, counts = np.unique(gone, return_index=True, return_counts=True)
    again = np.arange(len(gone)) - first.repeat(counts)
    return np.delete(numbers, numbers.searchsorted(gone) + again)


def _all(texts: Texts) -> Iterator[str]:
    return (texts[row] for row in range(len(texts)))
