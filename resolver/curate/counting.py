"""How much a pack holds, by type, kind of alias, language and script. Reach for it to show that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from resolver.model import Entity, Redirect
from resolver.packs import Pack, open_source
from resolver.text.script import main_script

_SHOWN: Final = 30
"""Types, kinds, languages and scripts that are shown at most."""


@dataclass
class Counts:
    """What a pack holds.

    Args:
        pack: Its name.
        licence: Its licence.
        entities: Entities whose row it brings.
        aliases: Texts beside their names, those added to entities of other packs included.
        redirects: Old IDs that it redirects.
        types: Entities by type.
        kinds: Aliases by kind.
        languages: Aliases by language, "" where none is stated.
        scripts: Names and aliases by script.
    """

    pack: str
    licence: str | None
    entities: int = 0
    aliases: int = 0
    redirects: int = 0
    types: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    scripts: Counter[str] = field(default_factory=Counter)


def count_pack(pack: Pack) -> Counts:
    """Count what a pack holds.

    Raises:
        BadSource: Something in it is wrong.
    """
    counts = Counts(pack.source.name, pack.source.licence)
    for record in pack.records():
        if isinstance(record, Entity):
            counts.entities += 1
            counts.types[record.type] += 1
            counts.scripts[main_script(record.name)] += 1
        counts.redirects += isinstance(record, Redirect)
        for alias in record.aliases:
            counts.aliases += 1
            counts.kinds[alias.kind] += 1
            counts.languages[alias.language or ""] += 1
            counts.scripts[main_script(alias.text)] += 1
    return counts


def count_packs(sources: Iterable[str | Path]) -> Iterator[Counts]:
    """Count what sources hold, one after the other; names, paths and errors as of `open_source`."""
    for source in sources:
        yield count_pack(open_source(source))


def count_lines(counts: Counts) -> Iterator[tuple[str, str]]:
    """The counts as lines for people: what is counted, and how many of each, from the largest."""
    yield "entities", f"{counts.entities:,} ({_listed(counts.types)})"
    yield "aliases", f"{counts.aliases:,} ({_listed(counts.kinds)})"
    if counts.redirects:
        yield "redirects", f"{counts.redirects:,}"
    yield "languages", _listed(counts.languages)
    yield "scripts", _listed(counts.scripts)


def _listed(counter: Counter[str]) -> str:
    shown = [f"{name or 'none'} {count:,}" for name, count in counter.most_common(_SHOWN)]
    return ", ".join(
        [*shown, f"{len(counter) - _SHOWN:,} more"] if len(counter) > _SHOWN else shown
    )
