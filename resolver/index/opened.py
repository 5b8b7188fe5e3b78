"""An opened index: a snapshot, or a chain of them, each of what changed since the one below it.

Entities, aliases and forms are numbered through: those of the base first, then those of each
overlay. What is open of a chain already is opened once: a new overlay on it costs what is new.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from resolver.errors import HomeError, HomeFormat, IndexDamaged
from resolver.home import Home
from resolver.index.decided import Redirects, Reviews
from resolver.index.format import (
    MANIFEST,
    REMEDY,
    Snapshot,
    current_snapshot,
    read_snapshot,
    snapshots,
    stands_on,
)
from resolver.index.manifest import FieldEntry, Manifest
from resolver.index.segment import Segment
from resolver.text import fold
from resolver.text.keys import hash64
from resolver.text.sound import Encoder, encoder_of

Array = npt.NDArray[Any]


class Index:
    """Use `Index.open`. `fingerprint` names it, `manifest` is what it says of itself.

    Args:
        folder: Of the snapshot; its name is the fingerprint.
        manifest: Of that snapshot.
        segments: The base, then its overlays from the lowest up.
        encoder: What made the vectors of its names.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, segments: tuple[Segment, ...], encoder: Encoder
    ) -> None:
        self.folder = folder.absolute()
        self.fingerprint = folder.name
        self.manifest = manifest
        self.segments = segments
        self.encoder = encoder
        self.names = sum(len(segment.form_fold) for segment in segments)
        """How many distinct folded names there are."""
        self._redirects = Redirects.of(segments)
        self.reviews = Reviews.of(segments, self._redirects)
        """What people decided of names; None where that is nothing."""
        self._first_entities = [segment.first_entity for segment in segments]
        self._first_aliases = [segment.first_alias for segment in segments]
        self._first_forms = [segment.first_form for segment in segments]
        self.lexical = segments[-1].lexical
        self.vectors = segments[-1].vectors
        self.fallback: HomeError | None = None
        """Why this is not the snapshot that `CURRENT` names; None where it is."""

    @classmethod
    def open(cls, home: Path, opened: Index | None = None) -> Self:
        """The current index of a home or, where that is damaged, the newest other whole one.

        `fallback` says why it is another one. Only damage is fallen back from: an index of another
        version is whole, and what is older would answer in its place without need.

        Args:
            home: The home.
            opened: An open index of it; snapshots that both have are not read again.

        Raises:
            HomeError: There is none, or none can be read; says why and what to do.
        """
        try:
            return cls.open_current(home, opened)
        except IndexDamaged as damaged:
            for folder in snapshots(home):
                with suppress(HomeError):
                    index = cls.read(folder, opened)
                    index.fallback = damaged
                    return index
            raise

    @classmethod
    def open_current(cls, home: Path, opened: Index | None = None) -> Self:
        """The index that `CURRENT` names, and no other; arguments and errors as of `open`."""
        while True:
            folder = current_snapshot(home)
            try:
                return cls.read(folder, opened)
            except IndexDamaged:
                if current_snapshot(home) == folder:  # no compile has removed it meanwhile
                    raise

    @classmethod
    def read(cls, folder: Path, opened: Index | None = None) -> Self:
        """The index in the folder of a snapshot; `opened` and errors as of `open`."""
        chain = _chain(folder, () if opened is None else opened.segments)
        manifest = chain[-1].manifest
        if opened is not None and chain[0].name == opened.segments[0].name:
            encoder = opened.encoder  # overlays have that of their base
        else:
            encoder = _encoder(folder, manifest)
        return cls(folder, manifest, _buried(chain), encoder)

    @classmethod
    def open_base(cls, home: Path) -> Self:
        """The current index of a home without its overlays; raises as `open_current`."""
        folder = current_snapshot(home)
        return cls.read(folder.with_name(stands_on(folder)[-1]))

    @staticmethod
    def current(home: Path) -> str:
        """The fingerprint of the home's current index; raises as `open` does for a missing one."""
        return current_snapshot(home).name

    @property
    def fields(self) -> dict[str, FieldEntry]:
        """What is known of its properties, a dot before the name, and of `country`."""
        return self.manifest["fields"]

    @property
    def entities(self) -> int:
        """How many entities there are."""
        return self.manifest["entities"]

    def find_id(self, entity_id: str) -> int | None:
        """The entity with that ID, or None."""
        for segment in self.segments:
            entity = segment.find_id(entity_id)
            if entity is not None:
                return segment.first_entity + entity
        return None

    def redirected(self, old_id: str) -> str | None:
        """The ID of the entity that an ID became, or None; one of a live entity became nothing."""
        return self._redirects.find(old_id)

    def of_entity(self, entity: int) -> tuple[Segment, int]:
        """The segment that holds an entity, and its number there."""
        segment = self.segments[bisect_right(self._first_entities, entity) - 1]
        return segment, entity - segment.first_entity

    def of_alias(self, alias: int) -> tuple[Segment, int]:
        """The segment that holds an alias, and its number there."""
        segment = self.segments[bisect_right(self._first_aliases, alias) - 1]
        return segment, alias - segment.first_alias

    def of_form(self, form: int) -> tuple[Segment, int]:
        """The segment that holds a form, and its number there."""
        segment = self.segments[bisect_right(self._first_forms, form) - 1]
        return segment, form - segment.first_form

    def spread(self, forms: Array) -> list[tuple[Segment, Array | slice, Array]]:
        """Forms by segment: each segment that holds some, where these are among them, and their
        numbers there."""
        if len(self.segments) == 1 or not len(forms) or forms.max() < self._first_forms[1]:
            return [(self.segments[0], slice(None), forms)]
        found: list[tuple[Segment, Array | slice, Array]] = []
        left = np.arange(len(forms))
        for segment in reversed(self.segments):
            held = forms[left] >= segment.first_form
            if held.any():
                places = left[held]
                found.append((segment, places, forms[places] - segment.first_form))
                left = left[~held]
        return found[::-1]

    def latins(self, forms: Array) -> list[bytes]:
        """The names of one form or more in ASCII letters, without spaces."""
        base, *overlays = self.segments
        texts = base.form_latin.joined(np.minimum(forms, len(base.form_latin) - 1))
        found = texts.replace(b" ", b"").split(b"\0")
        for segment in overlays:
            (places,) = (forms >= segment.first_form).nonzero()
            for place in places.tolist():
                form = int(forms[place]) - segment.first_form
                if form < len(segment.form_latin):
                    found[place] = segment.form_latin[form].replace(" ", "").encode()
        return found

    def having(self, key: str, limit: int | None = None) -> list[tuple[Segment, int]]:
        """The forms that have a match key with this hash, each with its segment.

        Args:
            key: What is looked up.
            limit: Forms of a segment at most; None for all.
        """
        wanted = hash64(key)
        return [
            (segment, form)
            for segment in self.segments
            for form in segment.exact.find(wanted, limit)
        ]

    def record(self, entity: int) -> dict[str, Any]:
        """The entity's whole record, in the wire form of entities."""
        segment, row = self.of_entity(entity)
        record: dict[str, Any] = json.loads(segment.entity_record[row])
        return record

    def sampled(self, limit: int, type_name: str | None = None) -> list[int]:
        """Some entities, evenly spread over the index; all where there are no more than that.

        Args:
            limit: How many at most, 1 or more.
            type_name: Their type; None for any.
        """
        rows = np.concatenate(
            [_live(each, type_name) + each.first_entity for each in self.segments]
        )
        count = min(limit, len(rows))
        chosen: list[int] = rows[np.arange(count) * len(rows) // max(count, 1)].tolist()
        return chosen

    def entities_with(self, fact: int) -> int:
        """How many entities have a fact, by its code, in the base; 1 where it was not counted."""
        return self.segments[0].entities_with(fact)

    def ids(self, entities: Array) -> list[str]:
        """The canonical ID of each entity."""
        held = map(self.of_entity, entities.tolist())
        return [segment.entity_id[row] for segment, row in held]

    def frequency(self, codes: list[int]) -> list[int]:
        """How many forms have each feature."""
        return self.lexical.frequency(codes)


def _live(segment: Segment, type_name: str | None) -> Array:
    """The rows of the entities of a type that no segment above replaces or removes."""
    live = np.ones(len(segment.entity_id), bool)
    if segment.tombstoned is not None:
        live &= ~segment.tombstoned
    if type_name is not None:
        numbers = [row for row, name in enumerate(segment.types) if name == type_name]
        live &= np.isin(segment.entity_type, numbers)
    return live.nonzero()[0]


def _encoder(folder: Path, manifest: Manifest) -> Encoder:
    """The encoder that made the vectors of a snapshot."""
    encoder = encoder_of(Home.of_snapshot(folder).folder)
    if manifest["encoder"] != {"digest": encoder.digest, "dim": encoder.dim}:
        raise HomeFormat(f"{folder} was compiled with another encoder", REMEDY)
    return encoder


def _read(folder: Path) -> Snapshot:
    """A snapshot that this resolver can answer from."""
    snapshot = read_snapshot(folder)
    if snapshot.manifest["fold"] != fold.VERSION:
        raise HomeFormat(f"{folder} was folded by another version", REMEDY)
    return snapshot


def _chain(folder: Path, opened: Sequence[Segment]) -> list[Segment]:
    """The segments of a snapshot and of all that it stands on, from the base up.

    The topmost is read first: it is the one that a newer one replaces soon.

    Args:
        folder: Of the snapshot.
        opened: Those of an open index, which are not read again.
    """
    open_already = [segment.name for segment in opened]
    read: list[tuple[Path, Snapshot]] = []
    name: str | None = folder.name
    while name is not None and name not in open_already:
        folder = folder.with_name(name)
        read.append((folder, _read(folder)))
        name = read[-1][1].manifest["base"]
    chain = [] if name is None else [*opened[: open_already.index(name) + 1]]
    for folder, snapshot in reversed(read):
        below = chain[-1] if chain else None
        if below is not None:
            _check_overlay(folder, snapshot, below)
        chain.append(Segment(snapshot.manifest, snapshot.columns, folder.name, below))
    return chain


def _buried(chain: list[Segment]) -> tuple[Segment, ...]:
    """The segments of a chain, each with those of its entities that one above it replaces."""
    gone = np.concatenate([segment.tombstones for segment in chain])
    gone.sort()
    bounds = gone.searchsorted([segment.first_entity for segment in chain]).tolist()
    ends = [*bounds[1:], len(gone)]
    return tuple(
        segment.without(gone[begin:end] - segment.first_entity)
        for segment, begin, end in zip(chain, bounds, ends, strict=True)
    )


def _check_overlay(folder: Path, overlay: Snapshot, below: Segment) -> None:
    """Refuse an overlay that was not made for the segment that it is to stand on."""
    tombstones = overlay.columns["tombstones"]
    if (
        overlay.manifest["encoder"] != below.manifest["encoder"]
        or (tombstones[1:] <= tombstones[:-1]).any()
        or (len(tombstones) and tombstones[-1] >= below.first_entity + len(below.entity_id))
    ):
        raise IndexDamaged(f"{folder / MANIFEST} is not of an overlay on {below.name}", REMEDY)
