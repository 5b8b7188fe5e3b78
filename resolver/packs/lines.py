"""The lines of a file, many at a time. Reach for it where each line of a source is a row.

    def open_x(path):
        return Pack.in_blocks(source, size, Blocks(partial(line_blocks, path), _located))

    def _located(rejects, lines):
        for number, line in numbered(rejects, lines):
            with rejects.row(lines.path, number, line):
                yield Located(record_of(line), lines.path, number)

Bytes go from process to process as they are read; `numbered` makes lines of text of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from resolver.errors import BadSource
from resolver.lists.compression import PIECE
from resolver.packs.pack import Block
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import blocks_of
from resolver.rows import MAX_ROW, row_too_long, without_bom


class LineBlock(NamedTuple):
    """Whole lines of a file: the file, the number of the first line, from 1, and their bytes."""

    path: Path
    first: int
    text: bytes


def line_blocks(path: Path, rejects: Rejects) -> Iterator[Block]:
    """The lines of a file (UTF-8 with or without BOM; plain, or packed) as blocks of `LineBlock`.

    Args:
        path: The file.
        rejects: What becomes of lines longer than `MAX_ROW`.

    Raises:
        BadSource: It cannot be read, is damaged or cut short, or is UTF-16.
    """
    return blocks_of(path, _LineReader(path, rejects).blocks)


def numbered(rejects: Rejects, lines: LineBlock) -> Iterator[tuple[int, str]]:
    """The lines of a block that are not blank, without their ends, by their numbers.

    Args:
        rejects: What becomes of lines that are not UTF-8.
        lines: The block.
    """
    _path, first, content = lines
    try:
        texts = content.decode().split("\n")
    except UnicodeDecodeError:
        texts = _each_decoded(rejects, lines)
    for number, text in enumerate(texts, first):
        if text and not text.isspace():
            yield number, text


def _each_decoded(rejects: Rejects, lines: LineBlock) -> list[str]:
    texts = []
    for number, line in enumerate(lines.text.split(b"\n"), lines.first):
        try:
            texts.append(line.decode())
        except UnicodeDecodeError as error:
            what = f"byte {error.start + 1} of the line is not valid UTF-8"
            remedy = "save the file as UTF-8"
            rejects.take(BadSource(lines.path, what, remedy, line=number), line)
            texts.append("")
    return texts


class _LineReader:
    """Cuts what is read behind line ends.

    Args:
        path: The file.
        rejects: What becomes of lines that are too long.
    """

    def __init__(self, path: Path, rejects: Rejects) -> None:
        self._path = path
        self._rejects = rejects
        self._first = 1  # number of the line that `_kept` begins
        self._kept: list[bytes] = []  # of a line whose end has not come yet
        self._size = 0  # of that; it goes on where the line is too long and nothing is kept

    def blocks(self, stream: IO[bytes]) -> Iterator[LineBlock]:
        """Blocks of whole lines."""
        piece = without_bom(self._path, stream.read(PIECE))
        while piece:
            cut = piece.rfind(b"\n") + 1
            if cut:
                yield from self._whole(piece, cut)
            else:
                self._keep(piece)
            piece = stream.read(PIECE)
        if self._kept and self._size <= MAX_ROW:
            yield self._block(b"".join(self._kept))

    def _whole(self, piece: bytes, cut: int) -> Iterator[LineBlock]:
        """The lines that end in a piece; what follows them is kept."""
        if self._size + piece.find(b"\n") > MAX_ROW:
            self._keep(piece[: piece.find(b"\n")])
            end = piece.find(b"\n") + 1
            self._kept, self._size, self._first = [], 0, self._first + 1
            piece, cut = piece[end:], cut - end
        if cut:
            yield self._block(b"".join([*self._kept, piece[:cut]]))
        self._kept, self._size = [], 0
        if len(piece) > cut:
            self._keep(piece[cut:])

    def _keep(self, part: bytes) -> None:
        """Keep a part of a line, unless that is too long."""
        was_short = self._size <= MAX_ROW
        self._size += len(part)
        if self._size <= MAX_ROW:
            self._kept.append(part)
        elif was_short:
            start = b"".join(self._kept)
            self._kept = []
            self._rejects.take(row_too_long(self._path, self._first), start)

    def _block(self, text: bytes) -> LineBlock:
        block = LineBlock(self._path, self._first, text)
        self._first += text.count(b"\n")
        return block
