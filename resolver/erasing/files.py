"""The files of a home in which something stands that is erased.

Reach for `erase_jobs` and `erase_rejects`. A job of which any file has it goes whole; of the rows
that an import left out, those that have it.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from resolver.atomic import whole_file
from resolver.errors import InvalidInput
from resolver.home import Home
from resolver.jobs.folder import JobFolder
from resolver.journal.sought import Sought
from resolver.lists.compression import Damaged, compression_of, unpacked
from resolver.lists.encoding import find_encoding
from resolver.lists.form import SaidForm, named_form
from resolver.lists.reading import open_list

_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
"""A letter as JSON may write it."""


def erase_jobs(home: Home, sought: Sought) -> int:
    """Remove the jobs of which a file has something that goes; returns how many.

    One that is worked on goes once its worker has let go of it.
    """
    count = 0
    for path in sorted(home.jobs.glob("*")):
        if path.is_dir() and any(_has(each, sought) for each in sorted(path.iterdir())):
            JobFolder(path).cancel()
            count += 1
    return count


def erase_rejects(home: Home, sought: Sought) -> int:
    """Remove rows that imports left out, where they have something that goes; how many."""
    count = 0
    for path in sorted(home.rejects("x").parent.glob("*.jsonl")):
        lines = path.read_text("utf-8", "replace").splitlines(keepends=True)
        kept = [line for line in lines if not sought.mentions(_plain(line))]
        count += len(lines) - len(kept)
        if not kept:
            path.unlink()
        elif len(kept) < len(lines):
            with whole_file(path) as part:
                part.write_text("".join(kept), "utf-8")
    return count


def _has(path: Path, sought: Sought) -> bool:
    """Whether something that goes stands in a file, or in its name."""
    return sought.mentions(path.name) or any(map(sought.mentions, _texts_of(path)))


def _texts_of(path: Path) -> Iterator[str]:
    """What is written in a file, in pieces of some lines; of Parquet its cells."""
    if named_form(path.name)[0] == "parquet":
        try:
            with open_list(path, name=path.name, said=SaidForm()) as reader:
                for row in reader.rows():
                    yield from row.cells
            return
        except InvalidInput:  # it is not whole: what can be read of it is looked at
            pass
    yield from map(_plain, _lines_of(path))


def _lines_of(path: Path) -> Iterator[str]:
    """The lines of a file, unpacked, in the encoding that it seems to have."""
    encoding = find_encoding(path.name, _pieces_of(path), None, None)
    decoder = codecs.getincrementaldecoder(encoding.codec)("replace")
    rest = ""
    for piece in _pieces_of(path):
        *lines, rest = (rest + decoder.decode(piece)).split("\n")
        yield from lines
    yield rest


def _pieces_of(path: Path) -> Iterator[bytes]:
    """The unpacked bytes of a file, as far as it is whole."""
    with path.open("rb") as file, suppress(Damaged):
        packed = compression_of(file.read(4))
        file.seek(0)
        yield from unpacked(file, packed)


def _plain(line: str) -> str:
    """A line as people read it: what JSON or HTML write otherwise is in letters."""
    return html.unescape(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), line))
