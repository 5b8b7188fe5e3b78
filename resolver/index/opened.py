"""An opened index: a snapshot, or a base and the overlay of what changed since.

Entities and aliases are numbered through: those of the base first, then those of the overlay.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy.typing as npt

from resolver.errors import HomeError, HomeFormat, IndexDamaged
from resolver.home import Home
from resolver.index.decided import Redirects, Reviews
from resolver.index.format import (
    MANIFEST,
    REMEDY,
    Snapshot,
    current_snapshot,
    read_manifest,
    read_snapshot,
    snapshots,
)
from resolver.index.manifest import FieldEntry, Manifest
from resolver.index.segment import Segment
from resolver.text import fold
from resolver.text.sound import Encoder, encoder_of

Array = npt.NDArray[Any]
T = TypeVar("T")


class Index:
    """Use `Index.open`. `fingerprint` names it, `manifest` is what it says of itself.

    Args:
        folder: Of the snapshot; its name is the fingerprint.
        manifest: Of that snapshot.
        segments: The base and, where there is one, the overlay.
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
        self.reviews = Reviews.of(segments[-1])
        """What people decided of names; None where that is nothing."""
        self._redirects = Redirects.of(segments[-1])
        self.fallback: HomeError | None = None
        """Why this is not the snapshot that `CURRENT` names; None where it is."""

    @classmethod
    def open(cls, home: Path) -> Self:
        """The current index of a home or, where that is damaged, the newest other whole one.

        `fallback` says why it is another one. Only damage is fallen back from: an index of another
        version is whole, and what is older would answer in its place without need.

        Raises:
            HomeError: There is none, or none can be read; says why and what to do.
        """
        try:
            return cls.open_current(home)
        except IndexDamaged as damaged:
            for folder in snapshots(home):
                with suppress(HomeError):
                    index = cls.read(folder)
                    index.fallback = damaged
                    return index
            raise

    @classmethod
    def open_current(cls, home: Path) -> Self:
        """The index that `CURRENT` names, and no other; raises as `open`."""
        while True:
            folder = current_snapshot(home)
            try:
                return cls.read(folder)
            except IndexDamaged:
                if current_snapshot(home) == folder:  # no compile has removed it meanwhile
                    raise

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The index in the folder of a snapshot; raises as `open`."""
        snapshot = _read(folder)
        manifest, columns = snapshot
        if manifest["base"] is None:
            return cls(folder, manifest, (Segment(manifest, columns),), _encoder(folder, manifest))
        base_folder = folder.with_name(manifest["base"])
        base_snapshot = _read(base_folder)
        _check_overlay(folder, snapshot, base_snapshot)
        base = Segment(*base_snapshot, tombstones=columns["tombstones"])
        overlay = Segment(
            manifest,
            columns,
            first_entity=len(base.entity_id),
            first_alias=len(base.alias_entity),
        )
        return cls(folder, manifest, (base, overlay), _encoder(folder, manifest))

    @classmethod
    def open_base(cls, home: Path) -> Self:
        """The current index of a home without its overlay; raises as `open_current`."""
        folder = current_snapshot(home)
        return cls.read(folder.with_name(read_manifest(folder)["base"] or folder.name))

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
        segment = self.segments[-1]
        if entity < segment.first_entity:
            segment = self.segments[0]
        return segment, entity - segment.first_entity

    def of_alias(self, alias: int) -> tuple[Segment, int]:
        """The segment that holds an alias, and its number there."""
        segment = self.segments[-1]
        if alias < segment.first_alias:
            segment = self.segments[0]
        return segment, alias - segment.first_alias

    def record(self, entity: int) -> dict[str, Any]:
        """The entity's whole record, in the wire form of entities."""
        segment, row = self.of_entity(entity)
        record: dict[str, Any] = json.loads(segment.entity_record[row])
        return record

    def entities_with(self, fact: int) -> int:
        """How many entities have a fact, by its code, in the base; 1 where it was not counted."""
        return self.segments[0].entities_with(fact)

    def ids(self, entities: Array) -> list[str]:
        """The canonical ID of each entity."""
        held = map(self.of_entity, entities.tolist())
        return [segment.entity_id[row] for segment, row in held]

    def frequency(self, codes: list[int]) -> list[int]:
        """How many forms have each feature."""
        counts = [segment.lexical.frequency(codes) for segment in self.segments]
        return counts[0] if len(counts) == 1 else [sum(each) for each in zip(*counts, strict=True)]


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


def _check_overlay(folder: Path, overlay: Snapshot, base: Snapshot) -> None:
    """Refuse an overlay that was not made for its base."""
    entities = base.manifest["entities"]
    tombstones = overlay.columns["tombstones"]
    if (
        base.manifest["base"] is not None
        or base.manifest["encoder"] != overlay.manifest["encoder"]
        or (len(tombstones) and tombstones.max() >= entities)
    ):
        raise IndexDamaged(
            f"{folder / MANIFEST} is not of an overlay on {overlay.manifest['base']}", REMEDY
        )
