"""A store written back, as a pack directory or as entity JSONL. Reach for `export` to do it,
and for `export_edits` to write what people changed.

The same store, the same bytes: rows are in order of ID by code points, so that a table can live
in git. A directory says all that a source said, with its licence, and imports as the same source.
JSONL holds entities alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from resolver.atomic import whole_file
from resolver.errors import BadValue, StoreEmpty
from resolver.home import Home
from resolver.lists.compression import packed
from resolver.lists.form import named_form
from resolver.model import Entity, Record, Redirect, Source
from resolver.model.edit import EDITS, EDITS_TITLE
from resolver.packs.written import write_pack
from resolver.store import Store, expect_store, open_store
from resolver.table.edit_lines import edit_lines

_GATHERED: Final = "; "
"""Between what several sources say of themselves."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Args:
        entities: How many entities.
        others: How many further records: additions, redirects, same_as.
        left_out: Those of them that JSONL cannot hold.
        sources: The sources that they come from.
        is_pack: Whether a directory was written, which has the licences too.
    """

    entities: int
    others: int
    left_out: int
    sources: tuple[Source, ...]
    is_pack: bool


def export(
    home: Path, target: Path | IO[bytes], *, source: str | None = None, wait_s: float
) -> Exported:
    """Write a source of a home, or all that its store holds.

    Args:
        home: The home.
        target: A file that ends in .jsonl, .jsonl.gz or the like, or a stream, for JSONL; else the
            directory of a pack.
        source: The source's name; None for all of them. Of several sources the entities are
            written as they are composed, with the aliases of all.
        wait_s: Seconds to wait for another writer.

    Raises:
        UnknownSource: No source has that name.
        BadValue: The directory cannot say what an entity says, holds something else, or is named
            as a table.
        StoreEmpty: Nothing was imported.
        HomeError: The store cannot be read.
    """
    expect_store(home)
    folder = _as_folder(target)
    with Home(home).still(wait_s=wait_s), open_store(home) as store:
        sources = tuple(each for each in store.sources() if source in (None, each.name))
        if source is not None:
            next(store.records_of(source), None)  # raises where there is no such source
        elif store.journal.edits().effects:
            sources = (*sources, Source(EDITS, "", title=EDITS_TITLE))
        elif len(sources) == 1:
            source = sources[0].name
        elif not sources:
            raise StoreEmpty("the store holds nothing to export", "run: resolver import SOURCE")
        count = _Count(lambda: _composed(store) if source is None else store.records_of(source))
        if folder is None:
            _write_jsonl(target, count.records())
            return Exported(count.entities, count.others, count.others, sources, is_pack=False)
        write_pack(folder, _gathered(folder, sources), count.records)
        return Exported(count.entities, count.others, 0, sources, is_pack=True)


def export_edits(home: Path, target: Path | IO[bytes]) -> int:
    """Write the changes that hold in a home, a line each, for `resolver.table.taken_in`.

    Args:
        home: The home.
        target: A file that ends in .jsonl, .jsonl.gz or the like, or a stream.

    Returns:
        How many they are.

    Raises:
        BadValue: The file is named otherwise.
        HomeError: There is no home or nothing in it, or it cannot be read.
    """
    expect_store(home)
    if isinstance(target, Path) and _as_folder(target) is not None:
        raise BadValue(f"{target} is no name for edits", "name a file that ends in .jsonl")
    with open_store(home) as store:
        lines = [line.encode() + b"\n" for line in edit_lines(store.journal)]
    _write_lines(target, lines)
    return len(lines)


def _as_folder(target: Path | IO[bytes]) -> Path | None:
    """The directory of a pack that is to be written; None where that is JSONL."""
    if not isinstance(target, Path):
        return None
    form = named_form(target.name)[0]
    if form == "jsonl":
        return None
    if form is not None and not target.is_dir():
        what = f"{target} is named as a table, which no source is written as"
        raise BadValue(what, "name a directory, or a file that ends in .jsonl")
    return target


class _Count:
    """Counts the records that it starts anew, each time they are read."""

    def __init__(self, start: Callable[[], Iterator[Record]]) -> None:
        self._start = start
        self.entities = self.others = 0

    def records(self) -> Iterator[Record]:
        self.entities = self.others = 0
        for record in self._start():
            if isinstance(record, Entity):
                self.entities += 1
            else:
                self.others += 1
            yield record


def _composed(store: Store) -> Iterator[Record]:
    """All that a store holds: entities with the aliases of all sources, then their other IDs."""
    became: list[Redirect] = []
    for stored in store.entities():
        became += (Redirect(each.id, stored.entity.id) for each in stored.other_ids)
        yield stored.entity
    yield from sorted(became, key=lambda each: each.old_id)


def _gathered(target: Path, sources: tuple[Source, ...]) -> Source:
    """The source as which some are written: the only one, or one of its own that names all."""
    if len(sources) == 1:
        return sources[0]
    names = ", ".join(each.name for each in sources)
    return Source(
        name=target.resolve().name,
        digest="",
        title=f"All of {names}",
        licence=" AND ".join(_each_once(each.licence for each in sources)) or None,
        attribution=_GATHERED.join(_each_once(each.attribution for each in sources)) or None,
        origin=_GATHERED.join(_each_once(each.origin for each in sources)) or None,
        schemes=tuple(sorted({scheme for each in sources for scheme in each.schemes})),
        fields=tuple(sorted(dict(pair for each in sources for pair in each.fields).items())),
    )


def _each_once(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _write_jsonl(target: Path | IO[bytes], records: Iterator[Record]) -> None:
    _write_lines(target, _lines(records))


def _write_lines(target: Path | IO[bytes], lines: Iterable[bytes]) -> None:
    if not isinstance(target, Path):
        target.writelines(lines)
        return
    compression = named_form(target.name)[1]
    with (
        whole_file(target) as part,
        part.open("wb") as file,
        packed(file, compression) as write,
    ):
        for line in lines:
            write(line)


def _lines(records: Iterator[Record]) -> Iterator[bytes]:
    for record in records:
        if isinstance(record, Entity):
            yield json.dumps(record.to_dict(), ensure_ascii=False).encode() + b"\n"
