"""What the source of a file is called. Reach for it to tell one data set from another.

A file of which every entity is of one data set is called after that: `opensanctions-us_ofac_sdn`.
OpenSanctions gives the files of all data sets the same names, so that one of a collection is called
after its folder: `opensanctions-sanctions`. Any other file is called as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from resolver.packs.followthemoney.lines import lines_of
from resolver.packs.rejects import RejectList
from resolver.packs.rows import published_rows

_PUBLISHED: Final = re.compile(
    r"(?:entities\.ftm|targets\.nested|targets\.simple)(?P<copy> ?\(\d+\))?\.(?:json|csv)"
)
"""What OpenSanctions calls its files, and browsers those that they fetch again."""

_ENDING: Final = re.compile(r"(?:\.ftm|\.simple)?(?: ?\(\d+\))?\.\w+$")

_DATASETS: Final = re.compile(rb'"datasets"\s*:\s*\[([^\]]*)\]')

_DATASET: Final = re.compile(rb'"([\w-]+)"')

_NO_WORD: Final = re.compile(r"[^\w-]+")


def is_published(name: str) -> bool:
    """Whether OpenSanctions calls a file so; without what it is packed with."""
    return _PUBLISHED.fullmatch(name) is not None


def source_name(path: Path, name: str, *, is_table: bool) -> str:
    """What to call the source of a file.

    Args:
        path: The file.
        name: Its name without what it is packed with.
        is_table: Whether it has an entity a row.

    Raises:
        BadSource: It cannot be read, or is damaged.
    """
    published = _PUBLISHED.fullmatch(name)
    if published is None and not is_table:
        return _ENDING.sub("", name) or name
    dataset = _in_all(_of_rows(path) if is_table else _of_lines(path))
    if dataset is None:
        folder = path.resolve().parent.name + (published["copy"] or "") if published else None
        dataset = _ENDING.sub("", name) if folder is None else folder
    return f"opensanctions-{_NO_WORD.sub('-', dataset).strip('-')}".removesuffix("-")


def _in_all(entities: Iterable[set[str]]) -> str | None:
    """The one data set that all entities are of; None where there is none, or are several."""
    common: set[str] | None = None
    for datasets in entities:
        common = datasets if common is None else common & datasets
        if not common:
            return None
    return next(iter(common)) if common and len(common) == 1 else None


def _of_lines(path: Path) -> Iterator[set[str]]:
    for _, line in lines_of(path):
        found = _DATASETS.findall(line)
        yield {each.decode() for text in found for each in _DATASET.findall(text)}


def _of_rows(path: Path) -> Iterator[set[str]]:
    rows = published_rows(path, RejectList(()))
    header = next((row.cells for row in rows), [])
    at = header.index("dataset") if "dataset" in header else None
    for _, cells in rows:
        if at is None:
            yield set()
        elif at < len(cells):
            yield {text for each in cells[at].split(";") if (text := each.strip())}
