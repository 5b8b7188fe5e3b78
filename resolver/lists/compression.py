"""Bytes out of gzip, bzip2 and Zstandard, and into them. Reach for it wherever a list is packed.

Several members of gzip, streams of bzip2 and frames of Zstandard follow each other as one. What is
packed is the same for the same bytes: one thread, no name, no time. `Damaged` is raised where
packed bytes cannot be unpacked; whoever knows the line makes a `BadSource` of it.
"""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Final, Protocol, cast

from resolver.lists.form import Compression

PIECE: Final = 1 << 18
"""Bytes that are read at once."""

_ZST_PIECE: Final = 1 << 10
"""Packed bytes that are unpacked at once: at worst they become 32 MB."""

_MAGIC: Final[dict[bytes, Compression]] = {
    b"\x1f\x8b": "gz",
    **{b"BZh%d" % level: "bz2" for level in range(1, 10)},
    b"\x28\xb5\x2f\xfd": "zst",
}

_LEVEL: Final[dict[Compression, int]] = {"gz": 6, "bz2": 9, "zst": 3}


class Damaged(Exception):
    """Packed bytes that cannot be unpacked; the text says what they are."""


class Readable(Protocol):
    """Whatever gives bytes, at most so many at once."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""


def compression_of(head: bytes) -> Compression:
    """How bytes are packed, by how they begin; "" where they are not."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")


def unpacked(file: Readable, compression: Compression) -> Iterator[bytes]:
    """The bytes of a file, unpacked, piece by piece.

    Raises:
        Damaged: It is damaged or cut short; every piece before that was given.
    """
    match compression:
        case "gz":
            return _from_gz(file)
        case "bz2":
            return _from_bz2(file)
        case "zst":
            return _from_zst(file)
        case "":
            return iter(lambda: file.read(PIECE), b"")


@contextmanager
def packed(file: IO[bytes], compression: Compression) -> Iterator[Callable[[bytes], Any]]:
    """What writes bytes to a file, packed; the file is complete when the block ends."""
    match compression:
        case "gz":
            with gzip.GzipFile("", "wb", _LEVEL["gz"], file, mtime=0) as gz:
                yield gz.write
        case "bz2":
            with bz2.BZ2File(file, "wb", compresslevel=_LEVEL["bz2"]) as bz:
                yield bz.write
        case "zst":
            import zstandard

            packer = zstandard.ZstdCompressor(level=_LEVEL["zst"], write_checksum=True)
            with packer.stream_writer(file, closefd=False) as zst:
                yield zst.write
        case "":
            yield file.write


def _from_gz(file: Readable) -> Iterator[bytes]:
    # `read1` gives what was unpacked before it comes to the damage.
    with gzip.GzipFile(fileobj=cast(IO[bytes], file), mode="rb") as unpacking:
        try:
            yield from iter(lambda: unpacking.read1(PIECE), b"")
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise Damaged("the gzip file") from None


def _from_bz2(file: Readable) -> Iterator[bytes]:
    stream, piece = bz2.BZ2Decompressor(), b""
    is_inside = False
    try:
        while True:
            if not piece and (stream.eof or stream.needs_input):
                piece = file.read(PIECE)
                if not piece:
                    break
            if stream.eof:
                stream = bz2.BZ2Decompressor()
            if found := stream.decompress(piece, PIECE):
                yield found
            is_inside, piece = not stream.eof, stream.unused_data
    except OSError:
        raise Damaged("the bzip2 file") from None
    if is_inside:
        raise Damaged("the bzip2 file")


def _from_zst(file: Readable) -> Iterator[bytes]:
    import zstandard

    frame = zstandard.ZstdDecompressor().decompressobj()
    is_inside = False
    try:
        for piece in iter(lambda: file.read(_ZST_PIECE), b""):
            rest = piece
            while rest:
                if found := frame.decompress(rest):
                    yield found
                is_inside, rest = not frame.eof, frame.unused_data
                if frame.eof:
                    frame = zstandard.ZstdDecompressor().decompressobj()
    except zstandard.ZstdError:
        raise Damaged("the Zstandard file") from None
    if is_inside:
        raise Damaged("the Zstandard file")
