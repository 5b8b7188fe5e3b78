"""A store → an index: whole, or what changed since the last whole one as an overlay on it.

Reach for it with an open store; `homes.compile_home` does the same with a home. An overlay is small
and quickly made: it holds the changed entities, tombstones for those of the base that it replaces,
and all that people decided. When it has grown to a tenth of its base the next one is whole again. A
small table is always compiled whole: that takes a second or two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from resolver.curate.fields import FieldSample
from resolver.curate.redirects import survivors
from resolver.errors import HomeFormat, IndexDamaged, IndexMissing
from resolver.home import Home
from resolver.index import Index
from resolver.index.builder import Builder
from resolver.index.decided import write_decided
from resolver.index.draft import Draft
from resolver.index.manifest import Contents, FieldEntry, Inputs
from resolver.index.segment import Segment
from resolver.learn.self_calibration import calibrate_own, questions_for
from resolver.match.score.weights import Weights
from resolver.model import FieldKind, Source
from resolver.progress import Progress, no_progress
from resolver.store import Store, empty_store
from resolver.text import fold
from resolver.text.sound import Encoder, encoder_of
from resolver.text.words import load_words

MIN_BASE_ENTITIES: Final = 10_000
"""Entities below which a table is always compiled whole."""

_MAX_OVERLAY_SHARE: Final = 0.1
"""Share of the base's entities that an overlay may change."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What was compiled.

    Args:
        fingerprint: The index's name.
        entities: How many entities it has.
        aliases: How many names they have, aliases included.
        changed: How many entities an overlay adds, changes or takes away; None for a whole index.
        set_aside: Where the home's weights are now, if they were of another version.
    """

    fingerprint: str
    entities: int
    aliases: int
    changed: int | None = None
    set_aside: Path | None = None


def compile_index(
    store: Store,
    home: Path,
    weights: Weights,
    progress: Progress = no_progress,
) -> Compiled:
    """Compile what the store holds into the home's current index.

    The caller holds the home's lock.

    Args:
        store: The store of the home.
        home: Where the index goes.
        weights: The numbers that the index answers with.
        progress: For a whole index: "read" in entities, "write" in names, "place" in distinct
            names, "calibrate" in questions (not where the home has weights of its own).

    Raises:
        StoreEmpty: There is no entity.
        DiskFull: No space is left; the index there was still answers.
    """
    if not store.count():
        raise empty_store(home)
    encoder = encoder_of(home)
    inputs: Inputs = {
        "fold": fold.VERSION,
        "encoder": {"digest": encoder.digest, "dim": encoder.dim},
        "weights": weights.to_dict(),
        "sources": [_as_listed(source) for source in store.sources()],
    }
    declared = dict(pair for source in store.sources() for pair in source.fields)
    base = _base(home, inputs, declared)
    changed = None if base is None else store.changed_since(base.fingerprint)
    if base is None or changed is None or len(changed) > _MAX_OVERLAY_SHARE * base.entities:
        done = _whole(store, home, encoder, inputs, declared, progress)
        store.mark_compiled(done.fingerprint)
        return done
    same = not changed and base.manifest["sources"] == inputs["sources"]
    if same and Index.current(home) == base.fingerprint:
        return Compiled(base.fingerprint, base.entities, base.manifest["aliases"])
    return _overlay(store, home, encoder, inputs, base, changed)


def _base(home: Path, inputs: Inputs, declared: Mapping[str, FieldKind]) -> Index | None:
    """The whole index that an overlay can stand on, if there is one."""
    try:
        base = Index.open_base(home)
    except (IndexMissing, IndexDamaged, HomeFormat):
        return None
    same = (
        base.manifest["base"] is None
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


def _whole(
    store: Store,
    home: Path,
    encoder: Encoder,
    inputs: Inputs,
    declared: Mapping[str, FieldKind],
    progress: Progress,
) -> Compiled:
    sample, words = FieldSample(), load_words()
    with Draft(home) as draft:
        table = Builder(draft, encoder, words)
        with progress("read", store.count()) as advance:
            for entity, sources in store.entities():
                table.add(entity, sources)
                sample.add(entity)
                advance(1)
        with progress("write", table.aliases) as advance:
            table.finish(advance)
        with progress("place", table.forms) as advance:
            table.place(advance)
        write_decided(draft, store.reviews(), survivors(store))
        fields = sample.entries(table, declared, words)
        contents = _contents(inputs, table, table.entities, table.aliases, fields, None)
        if not Home(home).weights.exists():  # those were fitted on questions to this very table
            with progress("calibrate", questions_for(table.entities)) as advance:
                snapshot = draft.snapshot(contents)
                index = Index(home, snapshot.manifest, (Segment(*snapshot),), encoder)
                weights = Weights.from_dict(inputs["weights"])
                contents["calibration"] = calibrate_own(index, weights, words, advance)
        return Compiled(draft.commit(contents), table.entities, table.aliases)


def _overlay(
    store: Store,
    home: Path,
    encoder: Encoder,
    inputs: Inputs,
    base: Index,
    changed: tuple[str, ...],
) -> Compiled:
    (segment,) = base.segments
    found = [base.find_id(entity_id) for entity_id in changed]
    tombstones = np.array(sorted(row for row in found if row is not None), np.uint32)
    known = ~np.isnan(segment.entity_prominence)
    known[tombstones] = False
    prominences = {
        name: segment.entity_prominence[known & (segment.entity_type == number)]
        for number, name in enumerate(segment.types)
    }
    with Draft(home) as draft:
        table = Builder(draft, encoder, load_words(), prominences)
        for entity, sources in store.entities_of(changed):
            table.add(entity, sources)
        table.finish()
        table.place()
        write_decided(draft, store.reviews(), survivors(store))
        draft.put("tombstones", tombstones)
        lost = np.isin(segment.alias_entity, tombstones).sum() if len(tombstones) else 0
        entities = base.entities - len(tombstones) + table.entities
        aliases = len(segment.alias_entity) - int(lost) + table.aliases
        fields = base.manifest["fields"]
        contents = _contents(inputs, table, entities, aliases, fields, base.fingerprint)
        contents["calibration"] = base.manifest["calibration"]
        return Compiled(draft.commit(contents), entities, aliases, len(changed))


def _as_listed(source: Source) -> dict[str, Any]:
    """A source as an index names it: the kinds of its properties are among the index's fields."""
    return {name: value for name, value in asdict(source).items() if name != "fields"}


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
