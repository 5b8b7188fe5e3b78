"""A store → an index: whole, or what changed since the last whole one as an overlay on it.

Reach for it with an open store; `homes.compile_home` does the same with a home. An overlay is small
and quickly made (`resolver.curate.overlay`). When it has grown to a tenth of its base the next one
is whole again. A small table is always compiled whole: that takes a second or two.

All is made of one moment of the store and the journal. What people change meanwhile is published by
others, and laid over the new index before that answers: an index never goes back in time.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from resolver.curate.fields import FieldSample
from resolver.curate.overlay import (
    ENTITIES_PER_BLOCK,
    Covers,
    Ground,
    edits_source,
    is_of,
    laid,
    listed,
    note_when,
    settle,
)
from resolver.errors import HomeFormat, IndexDamaged, IndexMissing, InvalidInput
from resolver.home import Home
from resolver.index import Index
from resolver.index.builder import Builder
from resolver.index.current import make_current
from resolver.index.decided import IndexedReview, write_decided
from resolver.index.draft import Draft, read_draft
from resolver.index.entities import EntityBlock
from resolver.index.manifest import Contents, FieldEntry, Inputs
from resolver.index.segment import Segment
from resolver.journal import Edits
from resolver.learn.questions import own_question
from resolver.learn.self_calibration import Outcome, learnt_of, observe, questions_for
from resolver.match.score.weights import Weights
from resolver.model import FieldKind, Review, Source
from resolver.processes import Processes, in_blocks, processors
from resolver.progress import Advance, Progress, no_progress
from resolver.store import Store, StoredEntity, UnreadEntity, empty_store
from resolver.text import fold
from resolver.text.sound import Encoder, encoder_of
from resolver.text.words import load_words

MIN_BASE_ENTITIES: Final = 10_000
"""Entities below which a table is always compiled whole."""

_MAX_OVERLAY_SHARE: Final = 0.1
"""Share of the base's entities that an overlay may change."""


MIN_SHARED_ENTITIES: Final = 20_000
"""Entities from which on other processes share the work; they take a third of a second to start."""

_QUESTIONS_PER_BLOCK: Final = 50
"""Own questions that are asked at once."""


class Table(NamedTuple):
    """What is compiled whole.

    Args:
        sources: Where its entities come from, by name.
        entities: How many they are.
        blocks: Starts to read them, ordered by ID; processes may be given work.
        reviews: What people decided.
        survivors: By each ID that leads to another one's entity, that one.
        through: The number of the last change that it has.
        changed_at: When that was made; None where there is none.
    """

    sources: tuple[Source, ...]
    entities: int
    blocks: Callable[[Processes], Iterator[EntityBlock]]
    reviews: Iterable[Review] = ()
    survivors: Mapping[str, str] = MappingProxyType({})
    through: int = 0
    changed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """What was compiled.

    Args:
        fingerprint: The index's name.
        entities: How many entities it has.
        aliases: How many names they have, aliases included.
        changed: How many entities an overlay adds, changes or takes away; None for a whole index.
        set_aside: Where the home's weights are now, if they were of another version.
        left_aside: Pairs of IDs that were not taken as one, though a source declares them the same:
            two entities of one source would have become one.
    """

    fingerprint: str
    entities: int
    aliases: int
    changed: int | None = None
    set_aside: Path | None = None
    left_aside: tuple[tuple[str, str], ...] = ()


def compile_index(
    store: Store,
    home: Path,
    weights: Weights,
    progress: Progress = no_progress,
    *,
    whole: bool = False,
) -> Compiled:
    """Compile what the store holds into the home's current index.

    The caller holds the home's lock.

    Args:
        store: The store of the home.
        home: Where the index goes.
        weights: The numbers that the index answers with.
        progress: For a whole index: "read" in entities, "write" in names, "place" in distinct
            names, "calibrate" in questions (not where the home has weights of its own).
        whole: Whether it is no overlay, however little changed.

    Raises:
        StoreEmpty: There is no entity.
        DiskFull: No space is left; the index there was still answers.
    """
    if not store.count():
        raise empty_store(home)
    encoder = encoder_of(home)
    sources = store.sources()
    edits = store.edits()
    through, changed_at = edits.through, _changed_at(store, edits)
    inputs = _inputs(_with_edits(sources, edits), encoder, weights, through, changed_at)
    base = None if whole else _base(store, home, inputs, _declared(sources))
    through = 0 if base is None else base.manifest["through"]
    changed = None if base is None else store.changed_since(base.fingerprint, through)
    if base is None or changed is None or len(changed) > _MAX_OVERLAY_SHARE * base.entities:
        done = compile_whole(_stored(store, edits), home, weights, progress, partial(settle, store))
        store.mark_compiled(done.fingerprint)
        return done
    same = (
        not changed
        and base.manifest["sources"] == inputs["sources"]
        and base.manifest["through"] == inputs["through"]
    )
    if same and Index.current(home) == base.fingerprint:
        return Compiled(base.fingerprint, base.entities, base.manifest["aliases"])
    with store.journal.reading() as reading:
        covers = Covers.since(reading, through).with_all(Covers(frozenset(changed)))
        with laid(store, reading, Ground(base), covers, sources=inputs["sources"]) as over:
            settle(store, home, over.fingerprint)
            return Compiled(*over, len(covers.ids))


def _base(
    store: Store, home: Path, inputs: Inputs, declared: Mapping[str, FieldKind]
) -> Index | None:
    """The whole index that an overlay can stand on, if there is one."""
    try:
        base = Index.open_base(home)
    except (IndexMissing, IndexDamaged, HomeFormat):
        return None
    with store.journal.reading() as reading:
        is_of_journal = is_of(base.manifest, reading)
    same = (
        base.manifest["base"] is None
        and is_of_journal
        and base.manifest["fold"] == inputs["fold"]
        and base.manifest["encoder"] == inputs["encoder"]
        and base.manifest["weights"] == inputs["weights"]
        and all(
            entry["kind"] == declared.get(key.removeprefix("."), entry["kind"])
            for key, entry in base.manifest["fields"].items()
            if key != "country"
        )
    )
    return base if same and base.entities >= MIN_BASE_ENTITIES else None


def compile_whole(
    table: Table,
    home: Path,
    weights: Weights,
    progress: Progress = no_progress,
    publish: Callable[[Path, str], None] = make_current,
) -> Compiled:
    """Compile all of a table into the home's current index.

    Args:
        table: What is compiled.
        home: Where the index goes; the caller holds its lock.
        weights: The numbers that the index answers with.
        progress: As for `compile_index`.
        publish: Makes a snapshot of a home current that has its name.

    Raises:
        DiskFull: No space is left; the index there was still answers.
    """
    encoder = encoder_of(home)
    inputs = _inputs(table.sources, encoder, weights, table.through, table.changed_at)
    sample, words = FieldSample(), load_words()
    count = processors() if table.entities >= MIN_SHARED_ENTITIES else 1
    with Draft(home) as draft, Processes(count) as processes:
        columns = Builder(draft, encoder, words, processes)
        with progress("read", table.entities) as advance:
            for block in table.blocks(processes):
                columns.add(block)
                for facts in block.facts:
                    sample.add(facts)
                advance(len(block.facts))
        with progress("write", columns.aliases) as advance:
            columns.finish(advance)
        with progress("place", columns.forms) as advance:
            columns.place(advance)
        write_decided(draft, map(IndexedReview.of, table.reviews), table.survivors)
        fields = sample.entries(columns, _declared(table.sources), words)
        contents = _contents(inputs, columns, columns.entities, columns.aliases, fields, None)
        if not Home(home).weights.exists():  # those were fitted on questions to this very table
            count = questions_for(columns.entities)
            with progress("calibrate", count) as advance:
                work = partial(_outcomes, home, draft.folder, draft.finish(contents))
                numbers = in_blocks(range(count), _QUESTIONS_PER_BLOCK)
                contents["calibration"] = learnt_of(_asked(processes.map(work, numbers), advance))
        fingerprint = draft.named(contents)
        publish(home, fingerprint)
        return Compiled(fingerprint, columns.entities, columns.aliases)


def _asked(outcomes: Iterable[list[Outcome | None]], advance: Advance) -> Iterator[Outcome | None]:
    try:
        for some in outcomes:
            yield from some
            advance(len(some))
    finally:
        _drafted.cache_clear()


def _outcomes(home: Path, folder: Path, manifest: str, numbers: list[int]) -> list[Outcome | None]:
    """How a drafted index answers some of its own questions, in any process."""
    index, words = _drafted(home, folder, manifest), load_words()
    weights = Weights.from_dict(index.manifest["weights"])
    return [observe(own_question(index, each, words), index, weights, words) for each in numbers]


@functools.lru_cache(maxsize=1)
def _drafted(home: Path, folder: Path, manifest: str) -> Index:
    snapshot = read_draft(folder, manifest)
    return Index(home, snapshot.manifest, (Segment(*snapshot),), encoder_of(home))


def _stored(store: Store, edits: Edits) -> Table:
    """All that a store holds."""
    return Table(
        _with_edits(store.sources(), edits),
        store.count(),
        partial(_stored_blocks, store, edits),
        store.reviews(edits),
        store.joined(edits).survivors,
        edits.through,
        _changed_at(store, edits),
    )


def _changed_at(store: Store, edits: Edits) -> str | None:
    """When the last change was made."""
    with store.journal.reading() as reading:
        return reading.made_at(edits.through)


def _stored_blocks(store: Store, edits: Edits, processes: Processes) -> Iterator[EntityBlock]:
    unread = in_blocks(store.unread(edits), ENTITIES_PER_BLOCK)
    try:
        yield from processes.map(_read, unread)
    except (ValueError, InvalidInput) as error:
        raise store.damaged() from error


def _read(unread: list[UnreadEntity]) -> EntityBlock:
    return _block(each.read() for each in unread)


def _block(stored: Iterable[StoredEntity]) -> EntityBlock:
    return EntityBlock.of((each.entity, each.record()) for each in stored)


def _with_edits(sources: Iterable[Source], edits: Edits) -> tuple[Source, ...]:
    """Sources, and what people edited as one more, where they did."""
    return (*sources, *([edits_source()] if edits.effects else ()))


def _inputs(
    sources: Iterable[Source],
    encoder: Encoder,
    weights: Weights,
    through: int,
    changed_at: str | None,
) -> Inputs:
    inputs: Inputs = {
        "fold": fold.VERSION,
        "encoder": {"digest": encoder.digest, "dim": encoder.dim},
        "weights": weights.to_dict(),
        "sources": [listed(source) for source in sources],
        "through": through,
    }
    note_when(inputs, changed_at)
    return inputs


def _declared(sources: Iterable[Source]) -> dict[str, FieldKind]:
    """The kinds of properties that sources say."""
    return dict(pair for source in sources for pair in source.fields)


def _contents(
    inputs: Inputs,
    table: Builder,
    entities: int,
    aliases: int,
    fields: dict[str, FieldEntry],
    base: str | None,
) -> Contents:
    return {
        **inputs,
        "base": base,
        "types": table.types,
        "languages": table.languages,
        "entities": entities,
        "aliases": aliases,
        "calibration": {},
        "fields": fields,
    }
