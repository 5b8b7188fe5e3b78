"""The bytes of a source's file, unpacked as they are read. Reach for it where files come packed.

gzip, bzip2 and Zstandard are known by their first bytes. A zip gives one of its files, which is
never written anywhere. What is unpacked is counted, so that a small file cannot become endless.
What a Mac puts beside the files of a zip is not seen: `__MACOSX/`, and names that begin with `._`.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from resolver.errors import BadSource, ListTooLarge
from resolver.lists.compression import PIECE, Damaged, compression_of, unpacked
from resolver.packs.pack import Block, expect_file
from resolver.progress import Advance, no_advance
from resolver.rows import readable

MAX_BYTES: Final = 1 << 36
"""Unpacked bytes that a file may have, where its importer names no other limit."""

_MAGIC: Final = 4
"""Bytes that tell how a file is packed."""


_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip begins, and one that has nothing in it."""

_SHOWN: Final = 3
"""Names of files that are said."""

_ENCRYPTED: Final = 1
"""The bit that says that a member of a zip is encrypted."""


def is_zip(path: Path) -> bool:
    """Whether a file begins as a zip does."""
    with readable(path), path.open("rb") as file:
        return file.read(_MAGIC) in _ZIP


def files_in(archive: zipfile.ZipFile) -> list[str]:
    """The names of the files in a zip, without folders and without what a Mac puts beside them."""
    return [name for name in archive.namelist() if not _is_beside(name)]


def _is_beside(name: str) -> bool:
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last.startswith("._") or not last


@contextmanager
def open_unpacked(
    path: Path,
    *,
    member: Callable[[str], bool] | None = None,
    max_bytes: int = MAX_BYTES,
    advance: Advance = no_advance,
) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file, as a binary stream as long as the block lasts.

    Args:
        path: A regular file: plain, gzip, bzip2, Zstandard or zip.
        member: Which file of a zip is meant, by its name; the first that fits is read. None for the
            only one that it has.
        max_bytes: Unpacked bytes that it may have.
        advance: Called with how many more bytes of the file itself were read.

    Raises:
        BadSource: It cannot be read, is damaged, cut short or encrypted, or the zip has no such
            file, or several where the only one is meant.
        ListTooLarge: It holds more than `max_bytes`; raised while it is read.
    """
    expect_file(path)
    zipped = is_zip(path)
    with readable(path), io.BufferedReader(_Counted(path, advance)) as file:
        pieces = _of_zip(path, file, member) if zipped else _of_stream(file)
        with io.BufferedReader(_Pieces(path, pieces, max_bytes), PIECE) as stream:
            yield stream


def blocks_of(path: Path, read: Callable[[IO[bytes]], Iterator[Any]]) -> Iterator[Block]:
    """What is read of the unpacked bytes of a file, each with how much of the file it took.

    Args:
        path: The file.
        read: Reads rows of it, many at a time.

    Raises:
        BadSource: As for `open_unpacked`.
    """
    size = 0

    def count(more: int) -> None:
        nonlocal size
        size += more

    with open_unpacked(path, advance=count) as stream:
        for rows in read(stream):
            yield Block(rows, size)
            size = 0


def _of_stream(file: IO[bytes]) -> Iterator[bytes]:
    compression = compression_of(file.read(_MAGIC))
    file.seek(0)
    return unpacked(file, compression)


def _of_zip(path: Path, file: IO[bytes], member: Callable[[str], bool] | None) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            name = _member(path, files_in(archive), member)
            if archive.getinfo(name).flag_bits & _ENCRYPTED:
                what = "the zip is encrypted"
                raise BadSource(path, what, "unpack it with its password, and give the file in it")
            with archive.open(name) as content:
                yield from iter(lambda: content.read(PIECE), b"")
    except NotImplementedError:
        what = "the zip is packed in a way that cannot be read"
        raise BadSource(path, what, "unpack it, and give the file in it") from None
    except (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, ValueError):
        raise Damaged("the zip") from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise Damaged("the zip") from None  # as bzip2 says it


def _member(path: Path, names: list[str], member: Callable[[str], bool] | None) -> str:
    """The name of the file that is meant."""
    if member is None and len(names) > 1:
        what = f"a zip of {_listed(names)}"
        raise BadSource(path, what, "unpack it, and give the file that is meant")
    name = next(filter(member, names), None)
    if name is None:
        what = "the zip has no file of the form that is expected"
        raise BadSource(path, what, "give the zip as it was fetched")
    return name


def _listed(names: list[str]) -> str:
    """Names of files for people: how many, and the first."""
    more = ", …" if len(names) > _SHOWN else ""
    return f"{len(names):,} files: {', '.join(names[:_SHOWN])}{more}"


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
