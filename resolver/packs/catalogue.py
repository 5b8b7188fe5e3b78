"""Every pack that can be had: by its name, or by the files that one gives.

Reach for it to add a family of packs. What is imported by a path is of the first entry that
recognises it; what none recognises is a directory, entity JSONL or a CSV of somebody's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Final

from resolver.packs import companies, followthemoney, places, ror, sanctions, territories, wikidata
from resolver.packs.directory import open_directory
from resolver.packs.entry import Entry

FAMILIES: Final[tuple[tuple[Entry, ...], ...]] = (
    places.PACKS,
    territories.PACKS,
    sanctions.PACKS,
    followthemoney.PACKS,
    ror.PACKS,
    companies.PACKS,
    wikidata.PACKS,
)
"""The packs of each family that the resolver does not bring along."""


def bundled() -> list[Path]:
    """The pack directories that come with the resolver, sorted by name."""
    package = Path(str(resources.files("resolver")))
    installed, checkout = package / "aliases", package.parent / "aliases"
    root = installed if installed.is_dir() else checkout
    return sorted(path.parent for path in root.glob("*/pack.toml"))


def catalogue() -> Iterator[Entry]:
    """Every entry: the bundled packs, then the families in their order."""
    for path in bundled():
        source = open_directory(path).source
        yield Entry(
            name=source.name,
            title=source.title or source.name,
            licence=source.licence or "",
            attribution=source.attribution or "",
            origin=source.origin or "",
            size=f"{_entities(path):,} entities, which come with the resolver",
            open_installed=partial(open_directory, path),
        )
    for family in FAMILIES:
        yield from family


def _entities(path: Path) -> int:
    """How many entities a bundled pack has; no cell of theirs has a line end."""
    with (path / "entities.csv").open("rb") as file:
        return sum(1 for _ in file) - 1


def entry_named(name: str) -> Entry | None:
    """The entry of that name, if there is one."""
    return next((each for each in catalogue() if each.name == name), None)


def recognised(path: Path) -> Entry | None:
    """The entry that what lies at a path belongs to, if any."""
    for family in FAMILIES:
        for entry in family:
            if entry.recognises is not None and entry.recognises(path):
                return entry
    return None
