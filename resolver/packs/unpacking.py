"""The bytes of a source's file, unpacked as they are read. Reach for it where files come packed.

gzip, bzip2 and Zstandard are known by their first bytes. A zip gives one of its members, which is
never written anywhere. What is unpacked is counted, so that a small file cannot become endless.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from resolver.errors import BadSource, ListTooLarge
from resolver.lists.compression import PIECE, Damaged, compression_of, unpacked
from resolver.packs.pack import expect_file
from resolver.progress import Advance, no_advance
from resolver.rows import readable

MAX_BYTES: Final = 1 << 36
"""Unpacked bytes that a file may have, where its importer names no other limit."""

_MAGIC: Final = 4
"""Bytes that tell how a file is packed."""


def is_zip(path: Path) -> bool:
    """Whether a file begins as a zip does."""
    with readable(path), path.open("rb") as file:
        return file.read(_MAGIC) == b"PK\x03\x04"


@contextmanager
def open_unpacked(
    path: Path,
    *,
    member: Callable[[str], bool] = lambda _: True,
    max_bytes: int = MAX_BYTES,
    advance: Advance = no_advance,
) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file, as a binary stream as long as the block lasts.

    Args:
        path: A regular file: plain, gzip, bzip2, Zstandard or zip.
        member: Which member of a zip is meant, by its name; the first that fits is read.
        max_bytes: Unpacked bytes that it may have.
        advance: Called with how many more bytes of the file itself were read.

    Raises:
        BadSource: It cannot be read, is damaged or cut short, or the zip has no such member.
        ListTooLarge: It holds more than `max_bytes`; raised while it is read.
    """
    expect_file(path)
    zipped = is_zip(path)
    with readable(path), io.BufferedReader(_Counted(path, advance)) as file:
        pieces = _of_zip(path, file, member) if zipped else _of_stream(file)
        with io.BufferedReader(_Pieces(path, pieces, max_bytes), PIECE) as stream:
            yield stream


def _of_stream(file: IO[bytes]) -> Iterator[bytes]:
    compression = compression_of(file.read(_MAGIC))
    file.seek(0)
    return unpacked(file, compression)


def _of_zip(path: Path, file: IO[bytes], member: Callable[[str], bool]) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            name = next(filter(member, archive.namelist()), None)
            if name is None:
                raise BadSource(path, "the zip has no file of the form that is expected")
            with archive.open(name) as content:
                yield from iter(lambda: content.read(PIECE), b"")
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError):
        raise Damaged("the zip") from None  # or it is encrypted


class _Counted(io.FileIO):
    """A file whose bytes are counted as they are read."""

    def __init__(self, path: Path, advance: Advance) -> None:
        super().__init__(path, "rb")
        self._advance = advance

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # of any buffer
        count = super().readinto(buffer)
        self._advance(count)
        return count


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a raw stream, counted."""

    def __init__(self, path: Path, pieces: Iterator[bytes], max_bytes: int) -> None:
        self._path = path
        self._pieces = pieces
        self._max_bytes = max_bytes
        self._count = 0
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # of any buffer
        while not self._rest:
            try:
                piece = next(self._pieces, None)
            except Damaged as damage:
                what = f"{damage} is damaged or cut short"
                raise BadSource(self._path, what, "fetch it again") from None
            if piece is None:
                return 0
            self._take(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size

    def _take(self, piece: bytes) -> None:
        self._count += len(piece)
        if self._count > self._max_bytes:
            what = f"more than {self._max_bytes:,} bytes, which is the limit"
            raise ListTooLarge(self._path, what, "check that it is what it seems to be")
        self._rest = piece
