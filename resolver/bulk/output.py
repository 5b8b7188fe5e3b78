"""Where the rows of a list go: into a part beside the output, or to a stream at once.

Reach for it to change what a killed run leaves. The part of `OUT` is `OUT.part`; it has the text of
the rows that are done, and takes the output's name once all are.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO, Final, Protocol

from resolver.atomic import give_name, new_file, writing
from resolver.errors import BadValue, OutputStarted

_BUFFERED: Final = 1 << 16


class Output(Protocol):
    """Takes the text of rows."""

    bytes: int
    """How much it took."""

    def write(self, text: str) -> None:
        """Take the text of some rows."""

    def sync(self) -> None:
        """Make sure that what it took outlives this process, if anything of it can."""


class StreamOutput:
    """Rows that go out at once, as to a pipe.

    Args:
        stream: Where to; it is not closed.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.bytes = 0

    def write(self, text: str) -> None:
        """Take the text of some rows."""
        data = to_bytes(text)
        self._stream.write(data)
        self.bytes += len(data)

    def sync(self) -> None:
        """Pass on what is buffered."""
        self._stream.flush()


class PartOutput:
    """Rows that are kept beside the output until all are there.

    Args:
        part: Where to; of an earlier run as much stays as `bytes` says.
        target: The output: a part is as private as the file that it replaces.
        bytes: How much of the part is of blocks that were noted; 0 makes a new one.

    Raises:
        OutputStarted: There is a file of that name which no run has noted.
        BadValue: The part is shorter than was noted.
        DiskFull: There is no space for it.
    """

    def __init__(self, part: Path, target: Path, bytes: int = 0) -> None:  # noqa: A002 - `Output.bytes`, which it continues
        self.path = part
        self.bytes = bytes
        with writing(part):
            if bytes:
                self._file = _reopened(part, bytes)
            else:
                self._file = _made(part, target)

    def write(self, text: str) -> None:
        """Take the text of some rows."""
        data = to_bytes(text)
        with writing(self.path):
            self._file.write(data)
        self.bytes += len(data)

    def sync(self) -> None:
        """Put on disk what it took."""
        with writing(self.path):
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the part; what was not put on disk may be lost."""
        with suppress(OSError):  # the disk is full, which was said before
            self._file.close()

    def give_name(self, target: Path) -> None:
        """Make the part the output."""
        self.sync()
        give_name(self._file.fileno(), self.path, target)


def part_of(target: Path) -> Path:
    """The part of an output."""
    return target.with_name(f"{target.name}.part")


def state_of(target: Path) -> Path:
    """The checkpoint of an output."""
    return target.with_name(f"{target.name}.state.part")


def to_bytes(text: str) -> bytes:
    """A text in UTF-8; half a surrogate pair, as JSON may escape it, is written out."""
    return text.encode("utf-8", "backslashreplace")


def _made(part: Path, target: Path) -> IO[bytes]:
    try:
        made = new_file(part, target)
    except FileExistsError:
        raise OutputStarted(
            f"{part} is there, and is not the part of a run", "remove it, or write elsewhere"
        ) from None
    return os.fdopen(made, "wb", _BUFFERED)


def _reopened(part: Path, size: int) -> IO[bytes]:
    found = os.open(part, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    if os.fstat(found).st_size < size:
        os.close(found)
        raise BadValue(f"{part} is shorter than what was done", "remove it to begin anew")
    os.ftruncate(found, size)
    os.lseek(found, size, os.SEEK_SET)
    return os.fdopen(found, "wb", _BUFFERED)
