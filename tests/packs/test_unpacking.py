"""Files come unpacked, counted, and never by the names that an archive gives."""

from __future__ import annotations

import bz2
import gzip
import zipfile
from pathlib import Path

import pytest
import zstandard

from resolver.errors import BadSource, ListTooLarge
from resolver.packs.unpacking import open_unpacked

TEXT = b"".join(b"%d\n" % number for number in range(50_000))
PACKED = {
    "plain": TEXT,
    "gz": gzip.compress(TEXT),
    "bz2": bz2.compress(TEXT),
    "zst": zstandard.compress(TEXT),
}


def zip_of(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"../../{name}.json", data)
    return path


def read(path: Path, **given: object) -> bytes:
    with open_unpacked(path, **given) as stream:  # type: ignore[arg-type] # as the tests give them
        return stream.read()


@pytest.mark.parametrize("packed", PACKED)
def test_a_file_comes_unpacked_whatever_it_is_called(tmp_path: Path, packed: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(PACKED[packed])
    assert read(path) == TEXT
    with open_unpacked(path) as stream:
        assert [stream.readline() for _ in range(3)] == [b"0\n", b"1\n", b"2\n"]


def test_a_member_of_a_zip_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    path = zip_of(folder / "dump.zip", old=b"1", new=TEXT)
    assert read(path, member=lambda name: "new" in name) == TEXT
    assert read(path) == b"1"
    assert [each.name for each in tmp_path.rglob("*.json")] == []
    with pytest.raises(BadSource, match="no file of the form that is expected"):
        read(path, member=lambda name: "none" in name)


@pytest.mark.parametrize("packed", ["gz", "bz2", "zst", "zip"])
def test_what_is_cut_short_is_said(tmp_path: Path, packed: str) -> None:
    path = zip_of(tmp_path / "file", dump=TEXT) if packed == "zip" else tmp_path / "file"
    data = PACKED.get(packed) or path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(BadSource, match="is damaged or cut short — fetch it again"):
        read(path)


@pytest.mark.parametrize("packed", PACKED)
def test_the_limit_is_of_unpacked_bytes(tmp_path: Path, packed: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(PACKED[packed])
    assert read(path, max_bytes=len(TEXT)) == TEXT
    with pytest.raises(ListTooLarge, match="more than 200,000 bytes, which is the limit"):
        read(path, max_bytes=200_000)
