"""What is packed comes back, and is the same each time; what is damaged says so."""

from __future__ import annotations

import bz2
import gzip
import io
from collections.abc import Iterator

import pytest
import zstandard

from resolver.lists.compression import PIECE, Damaged, compression_of, packed, unpacked
from resolver.lists.form import Compression

ALL: list[Compression] = ["gz", "bz2", "zst"]
TEXT = b"".join(b"%d,name %d\n" % (number, number * 7919 % 10_007) for number in range(100_000))


def pack(data: bytes, compression: Compression) -> bytes:
    file = io.BytesIO()
    with packed(file, compression) as write:
        for start in range(0, len(data), 10_000):
            write(data[start : start + 10_000])
    return file.getvalue()


@pytest.mark.parametrize("compression", ["", *ALL])
def test_bytes_come_back(compression: Compression) -> None:
    data = pack(TEXT, compression)
    assert compression_of(data) == compression
    assert b"".join(unpacked(io.BytesIO(data), compression)) == TEXT


@pytest.mark.parametrize("compression", ALL)
def test_the_same_bytes_are_packed_the_same(compression: Compression) -> None:
    assert pack(TEXT, compression) == pack(TEXT, compression)


def test_gzip_has_neither_name_nor_time() -> None:
    assert pack(b"", "gz")[3:8] == b"\0" * 5


@pytest.mark.parametrize("compression", ALL)
def test_several_in_a_row_are_one(compression: Compression) -> None:
    data = pack(b"a\n", compression) + pack(b"", compression) + pack(TEXT, compression)
    assert b"".join(unpacked(io.BytesIO(data), compression)) == b"a\n" + TEXT


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def changed(data: bytes) -> bytes:
    return data[:5_000] + bytes(255 - byte for byte in data[5_000:5_100]) + data[5_100:]


def with_rubbish(data: bytes) -> bytes:
    return data + b"rubbish"


@pytest.mark.parametrize("damage", [cut, changed, with_rubbish])
@pytest.mark.parametrize("compression", ALL)
def test_damage_is_found_after_what_is_whole(compression: Compression, damage: object) -> None:
    assert callable(damage)
    found = b""
    with pytest.raises(Damaged, match="file"):  # noqa: PT012
        for piece in unpacked(io.BytesIO(damage(pack(TEXT, compression))), compression):
            found += piece
    if damage is not changed:
        if (compression, damage) != ("bz2", cut):  # which packs so many bytes as one block
            assert len(found) > len(TEXT) / 3
        assert TEXT.startswith(found)


def zeros(compression: Compression) -> bytes:
    data = bytes(64 << 20)
    match compression:
        case "gz":
            return gzip.compress(data)
        case "bz2":
            return bz2.compress(data)
    return zstandard.compress(data)


@pytest.mark.parametrize("compression", ALL)
def test_few_bytes_that_become_many_come_in_pieces(compression: Compression) -> None:
    pieces: Iterator[bytes] = unpacked(io.BytesIO(zeros(compression)), compression)
    assert len(next(pieces)) <= max(PIECE, 32 << 20)
