"""The bytes of a list, to look into and then to read: reach for it to open a file or a stream.

A regular file is looked into as far as is needed, and opened anew to be read, as often as wanted. A
stream (standard input, a pipe) is read once: what was looked at is kept, and comes again. In both
the bytes are unpacked, and counted against a limit while they are.
"""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from resolver.errors import BadSource, DiskFull, ListTooLarge
from resolver.lists.compression import Damaged, Readable, compression_of, unpacked
from resolver.lists.form import Compression, named_form
from resolver.progress import Advance, no_advance
from resolver.rows import readable

STREAM_LOOK: Final = 1 << 20
"""Bytes of a stream that are looked into."""

_MAGIC_SIZE: Final = 4


class Input(ABC):
    """The unpacked bytes of a list.

    Args:
        name: What errors call it.
        compression: How it is packed.
        max_bytes: Unpacked bytes that it may have, or None for any number.
    """

    size: int | None = None
    """Bytes as they lie, where that is known."""

    look_limit: int | None = None
    """Unpacked bytes that may be looked into, None for any number."""

    def __init__(self, name: str, compression: Compression, max_bytes: int | None) -> None:
        self.name = name
        self.compression = compression
        self.max_bytes = max_bytes

    @abstractmethod
    def look(self) -> Iterator[bytes]:
        """Pieces from the start, as far as the caller wants; they end where damage begins."""

    @abstractmethod
    def pieces(self, advance: Advance = no_advance) -> Iterator[bytes]:
        """All pieces, once, or for a file as often as wanted.

        Args:
            advance: Called with how many more bytes were read, as they lie.

        Raises:
            BadSource: The file cannot be read, or holds more than the limit (`ListTooLarge`).
            Damaged: What is packed cannot be unpacked.
        """

    def _unpacked(self, file: Readable) -> Iterator[bytes]:
        count = 0
        for piece in unpacked(file, self.compression):
            count += len(piece)
            if self.max_bytes is not None and count > self.max_bytes:
                raise too_large(self.name, self.max_bytes, count)
            yield piece


class FileInput(Input):
    """A regular file.

    Args:
        path: Where it lies.
        name: What errors call it.
        compression: How it is packed.
        max_bytes: Unpacked bytes that it may have, or None for any number.
    """

    def __init__(
        self, path: Path, name: str, compression: Compression, max_bytes: int | None
    ) -> None:
        super().__init__(name, compression, max_bytes)
        self.path = path
        self.size = path.stat().st_size

    def look(self) -> Iterator[bytes]:
        """Pieces from the start, as `Input` has them."""
        try:
            yield from self.pieces()
        except Damaged:
            return

    def pieces(self, advance: Advance = no_advance) -> Iterator[bytes]:
        """All pieces, as often as wanted."""
        with readable(self.name), self.path.open("rb") as file:
            yield from self._unpacked(_Counted(file, advance))


class StreamInput(Input):
    """What can be read once.

    Args:
        stream: The bytes.
        name: What errors call them.
        max_bytes: Unpacked bytes that there may be, or None for any number.
    """

    look_limit = STREAM_LOOK

    def __init__(self, stream: Readable, name: str, max_bytes: int | None) -> None:
        with readable(name):
            head = _first(stream)
        super().__init__(name, compression_of(head), max_bytes)
        self._advance: Advance = no_advance
        self._ahead = 0
        self._head: list[bytes] = []
        self._damage: Damaged | None = None
        self._rest = self._unpacked(_Counted(stream, self._count, head))

    def look(self) -> Iterator[bytes]:
        """Pieces from the start, as `Input` has them."""
        yield from list(self._head)
        try:
            with readable(self.name):
                for piece in self._rest:
                    self._head.append(piece)
                    yield piece
        except Damaged as damage:
            self._damage = damage

    def pieces(self, advance: Advance = no_advance) -> Iterator[bytes]:
        """All pieces, once."""
        self._advance = advance
        advance(self._ahead)
        head, self._head = self._head, []
        while head:
            yield head.pop(0)
        with readable(self.name):
            yield from self._rest
        if self._damage is not None:
            raise self._damage

    def _count(self, more: int) -> None:
        self._ahead += more
        self._advance(more)


@contextmanager
def open_input(path: Path | BinaryIO, name: str, max_bytes: int | None) -> Iterator[Input]:
    """The bytes at a path or of a stream.

    Raises:
        BadSource: The file cannot be opened.
    """
    if not isinstance(path, Path):
        yield StreamInput(path, name, max_bytes)
        return
    with readable(name):
        stream = path.open("rb")
    with stream:
        if not path.is_file():  # a pipe with a name
            yield StreamInput(stream, name, max_bytes)
            return
        head = stream.read(_MAGIC_SIZE)
    compression = compression_of(head) or (named_form(name)[1] if head else "")
    yield FileInput(path, name, compression, max_bytes)


@contextmanager
def lying(source: Input, *, is_plain: bool = False) -> Iterator[FileInput]:
    """The bytes as a regular file: itself, or a temporary one of all that is unpacked.

    Args:
        source: The bytes.
        is_plain: Whether the file must not be packed.

    Raises:
        BadSource: It cannot be read or unpacked, or holds more than the limit.
        DiskFull: There is no space for the temporary file.
    """
    if isinstance(source, FileInput) and not (is_plain and source.compression):
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="resolver-") as folder:
        path = Path(folder, "list")
        _copy(source, path)
        yield FileInput(path, source.name, "", source.max_bytes)


def _copy(source: Input, path: Path) -> None:
    try:
        with path.open("wb") as file:
            for piece in source.pieces():
                file.write(piece)
    except Damaged as damage:
        raise damaged(source.name, damage) from None
    except OSError as error:  # of writing: those of reading are a `BadSource`
        what = f"{source.name} cannot be kept in a temporary file: {error.strerror}"
        raise DiskFull(what, "set TMPDIR to a directory with more space") from None


def damaged(name: str, damage: Damaged, line: int | None = None) -> BadSource:
    """The error for packed bytes that cannot be unpacked."""
    return BadSource(name, f"{damage} is damaged or cut short", "fetch it again", line=line)


def _first(stream: Readable) -> bytes:
    """The first bytes, fewer only where there are no more."""
    head = b""
    while len(head) < _MAGIC_SIZE and (more := stream.read(_MAGIC_SIZE - len(head))):
        head += more
    return head


def too_large(name: str, limit: int, count: int) -> ListTooLarge:
    """The error for a list of more bytes than the limit, of which so many were read."""
    what = f"more than {limit:,} bytes, which is the limit: {count:,} were read so far"
    return ListTooLarge(name, what, "split the list")


class _Counted:
    """A file, after what was read of it already, that says how many bytes it gives."""

    def __init__(self, file: Readable, advance: Advance, head: bytes = b"") -> None:
        # What comes slowly, from a pipe, is taken as it comes.
        self._read = getattr(file, "read1", file.read)
        self._advance = advance
        self._head = head

    def read(self, size: int, /) -> bytes:
        data, self._head = self._head[:size], self._head[size:]
        if len(data) < size:
            data += self._read(size - len(data))
        self._advance(len(data))
        return data
