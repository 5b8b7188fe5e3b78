"""The store → an index: whole, or what changed since the last whole one as an overlay on it.

An overlay is small and quickly made; it holds the changed entities, and tombstones for those of the
base that it replaces. When it has grown to a tenth of its base the next one is whole again. A small
table is always compiled whole: that takes a second or two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.errors import HomeFormat, IndexDamaged, IndexMissing, StoreEmpty
from resolver.index import Index
from resolver.index.builder import Builder
from resolver.index.draft import Draft
from resolver.index.format import Contents, Inputs
from resolver.match.score.weights import Weights
from resolver.model import Entity
from resolver.store import Store
from resolver.text import fold
from resolver.text.sound import Sound, sound_of

Array = npt.NDArray[Any]

SMALL: Final = 10_000
"""Entities below which a table is always compiled whole."""

_SHARE: Final = 0.1
"""Share of the base that an overlay may hold."""


Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@contextmanager
def _untold(_what: str, _total: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


@dataclass(frozen=True, slots=True)
class Compiled:
    """What was compiled.

    Args:
        fingerprint: The index's name.
        entities: How many entities it has.
        aliases: How many texts of entities, names included.
        changed: How many entities an overlay holds or takes away; None for a whole index.
    """

    fingerprint: str
    entities: int
    aliases: int
    changed: int | None = None


def compile_index(
    store: Store,
    home: Path,
    weights: Weights,
    progress: Progress = _untold,
) -> Compiled:
    """Compile what the store holds into the home's current index.

    The caller holds the home's lock.

    Args:
        store: The store of the home.
        home: Where the index goes.
        weights: The numbers that the index answers with.
        progress: Shows how far each stage is: given its name and size, it yields what is told
            how much more was done.

    Raises:
        StoreEmpty: There is no entity.
        DiskFull: No space is left; the index there was still answers.
    """
    if not store.count():
        raise StoreEmpty(f"{home} holds no entity yet", "run: resolver import SOURCE")
    sound = sound_of(home)
    inputs: Inputs = {
        "fold": fold.VERSION,
        "sound": {"digest": sound.digest, "dim": sound.dim},
        "weights": weights.to_dict(),
        "sources": [asdict(source) for source in store.sources()],
    }
    base = _base(home, inputs)
    changed = None if base is None else store.changed_since(base.fingerprint)
    if base is None or changed is None or len(changed) > _SHARE * base.entities:
        done = _whole(store, home, sound, inputs, progress)
        store.compiled(done.fingerprint)
        return done
    if not changed and base.manifest["sources"] == inputs["sources"]:
        return Compiled(base.fingerprint, base.entities, base.manifest["aliases"])
    return _overlay(store, home, sound, inputs, base, changed)


def _base(home: Path, inputs: Inputs) -> Index | None:
    """The index on which an overlay can be laid, if there is one."""
    try:
        base = Index.open_base(home)
    except (IndexMissing, IndexDamaged, HomeFormat):
        return None
    same = (
        base.manifest["fold"] == inputs["fold"]
        and base.manifest["sound"] == inputs["sound"]
        and base.manifest["weights"] == inputs["weights"]
    )
    return base if same and base.entities >= SMALL else None


def _whole(store: Store, home: Path, sound: Sound, inputs: Inputs, progress: Progress) -> Compiled:
    with Draft(home) as draft:
        table = Builder(draft, sound)
        with progress("read", store.count()) as tell:
            _fill(table, store.entities(), tell)
        with progress("write", table.aliases) as tell:
            table.finish(tell)
        with progress("place", table.forms) as tell:
            table.place(tell)
        contents = _contents(inputs, table, table.entities, table.aliases, None)
        return Compiled(draft.commit(contents), table.entities, table.aliases)


def _overlay(
    store: Store,
    home: Path,
    sound: Sound,
    inputs: Inputs,
    base: Index,
    changed: tuple[str, ...],
) -> Compiled:
    (below,) = base.segments
    found = [base.find_id(entity_id) for entity_id in changed]
    tombstones = np.array(sorted(row for row in found if row is not None), np.uint32)
    known = ~np.isnan(below.entity_prominence)
    known[tombstones] = False
    prominences = {
        name: below.entity_prominence[known & (below.entity_type == number)]
        for number, name in enumerate(below.types)
    }
    with Draft(home) as draft:
        table = Builder(draft, sound, prominences)
        _fill(table, store.entities_of(changed), lambda _: None)
        table.finish()
        table.place()
        draft.put("tombstones", tombstones)
        lost = np.isin(below.alias_entity, tombstones).sum() if len(tombstones) else 0
        entities = base.entities - len(tombstones) + table.entities
        aliases = len(below.alias_entity) - int(lost) + table.aliases
        contents = _contents(inputs, table, entities, aliases, base.fingerprint)
        return Compiled(draft.commit(contents), entities, aliases, len(changed))


def _fill(
    table: Builder,
    entities: Iterable[tuple[Entity, tuple[str, ...]]],
    progress: Callable[[int], None],
) -> None:
    for entity, sources in entities:
        table.add(entity, sources)
        progress(1)


def _contents(
    inputs: Inputs, table: Builder, entities: int, aliases: int, base: str | None
) -> Contents:
    return {
        **inputs,
        "base": base,
        "types": table.types,
        "languages": table.languages,
        "entities": entities,
        "aliases": aliases,
    }
