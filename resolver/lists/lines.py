"""Bytes → lines of text. Reach for it where a line that cannot be decoded must not end the file.

Lines keep their ends. They are decoded in blocks, and one by one only in a block where a byte is
wrong. A wrong byte is written as `\\xff`, and `Lines.bad` says what is wrong with the line.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from resolver.errors import BadSource
from resolver.lists.compression import Damaged
from resolver.lists.encoding import encoding_label
from resolver.lists.opening import damaged
from resolver.rows import MAX_ROW


class Lines:
    """The lines of a list, to be iterated once.

    Args:
        name: What errors call the list.
        pieces: Its bytes.
        encoding: A codec of Python without a BOM of its own.
        bom: Bytes before the text, which are left out.
        end: What a line ends with, "\\n" or "\\r".

    Raises:
        BadSource: A line is longer than `MAX_ROW`, or what is packed cannot be unpacked; names the
            line.
    """

    bad: dict[int, str]
    """What is wrong with lines that were given and not decoded, by their number from 1; whoever
    reads takes them out."""

    def __init__(
        self, name: str, pieces: Iterable[bytes], encoding: str, *, bom: int = 0, end: str = "\n"
    ) -> None:
        self.bad = {}
        self._name = name
        self._pieces = pieces
        self._encoding = encoding
        self._bom = bom
        self._end = end
        self._end_bytes = end.encode(encoding)
        self._number = 0  # of lines in the blocks before

    def __iter__(self) -> Iterator[str]:
        for block in self._blocks():
            lines = self._decoded(block)
            yield from lines
            self._number += len(lines)

    def _blocks(self) -> Iterator[bytes]:
        """Bytes of whole lines."""
        width = len(self._end_bytes)
        kept: list[bytes] = []
        size = 0
        for piece in _aligned(self._unpacked(), self._bom, width):
            last = _last_end(piece, self._end_bytes) + width
            first = piece.find(self._end_bytes) if last else len(piece)
            if size + first > MAX_ROW:
                raise self._too_long()
            if last:
                yield b"".join([*kept, piece[:last]])
                kept, size = [], 0
            kept.append(piece[last:])
            size += len(piece) - last
        if size:
            yield b"".join(kept)

    def _unpacked(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        except Damaged as damage:
            raise damaged(self._name, damage, self._number + 1) from None

    def _decoded(self, block: bytes) -> list[str]:
        try:
            text = block.decode(self._encoding)
        except UnicodeDecodeError:
            return [
                self._one(line, self._number + number)
                for number, line in enumerate(_split(block, self._end_bytes), 1)
            ]
        if self._end == "\n":
            return io.StringIO(text, newline="\n").readlines()
        *lines, last = text.split(self._end)
        return [f"{line}{self._end}" for line in lines] + ([last] if last else [])

    def _one(self, line: bytes, number: int) -> str:
        try:
            return line.decode(self._encoding)
        except UnicodeDecodeError as error:
            label = encoding_label(self._encoding)
            self.bad[number] = f"byte {error.start + 1} of the line is not valid {label}"
            return line.decode(self._encoding, "backslashreplace")

    def _too_long(self) -> BadSource:
        return too_long(self._name, self._number + 1)


def too_long(name: str, line: int) -> BadSource:
    """The error for a row that would take too much memory."""
    remedy = "check that this is a table, and that quotes are closed"
    return BadSource(name, f"a row of more than {MAX_ROW:,} bytes", remedy, line=line)


def _aligned(pieces: Iterable[bytes], skip: int, width: int) -> Iterator[bytes]:
    """The pieces without the first bytes, each of whole units of so many bytes."""
    rest = b""
    for piece in pieces:
        whole = rest + piece[skip:] if rest else piece[skip:]
        skip = max(skip - len(piece), 0)
        cut = len(whole) - len(whole) % width
        rest = whole[cut:]
        if cut:
            yield whole[:cut]
    if rest:
        yield rest


def _last_end(piece: bytes, end: bytes) -> int:
    """Where the last line end begins; minus its width where there is none."""
    at = piece.rfind(end)
    while at > 0 and at % len(end):
        at = piece.rfind(end, 0, at + len(end) - 1)
    return at if at >= 0 else -len(end)


def _split(block: bytes, end: bytes) -> Iterator[bytes]:
    """The lines of a block, with their ends."""
    start = 0
    while start < len(block):
        at = block.find(end, start)
        while at >= 0 and at % len(end):
            at = block.find(end, at + 1)
        stop = at + len(end) if at >= 0 else len(block)
        yield block[start:stop]
        start = stop
