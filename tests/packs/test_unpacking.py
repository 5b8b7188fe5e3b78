"""Files come unpacked, counted, and never by the names that an archive gives."""

from __future__ import annotations

import bz2
import gzip
import zipfile
from pathlib import Path

import pytest
import zstandard

from resolver.errors import BadSource, ListTooLarge
from resolver.packs.looking import names_in
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
    assert [each.name for each in tmp_path.rglob("*.json")] == []
    with pytest.raises(BadSource, match="no file of the form that is expected"):
        read(path, member=lambda name: "none" in name)


def test_without_a_name_the_only_file_of_a_zip_is_meant(tmp_path: Path) -> None:
    assert read(zip_of(tmp_path / "one.zip", dump=TEXT)) == TEXT
    path = zip_of(tmp_path / "two.zip", readme=b"1", dump=TEXT)
    what = r"a zip of 2 files: .*readme\.json, .*dump\.json — unpack it, and give the file that is"
    with pytest.raises(BadSource, match=what):
        read(path)


def test_what_a_mac_puts_beside_the_files_of_a_zip_is_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "mac.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("__MACOSX/a/._b.json", "a/._b.json", "__MACOSX/b.json", "a/"):
            archive.writestr(name, b"Mac OS X")
        archive.writestr("a/b.json", b"1")
    assert read(path) == read(path, member=lambda name: "b.json" in name) == b"1"
    assert names_in(path) == ["a/b.json"]


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED]
)
def test_a_damaged_file_of_a_zip_is_said_however_it_is_packed(tmp_path: Path, method: int) -> None:
    path = tmp_path / "damaged.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a", TEXT)
    data = bytearray(path.read_bytes())
    data[60:90] = b"x" * 30
    path.write_bytes(data)
    with pytest.raises(BadSource, match="the zip is damaged or cut short — fetch it again"):
        read(path)


@pytest.mark.parametrize(
    ("at", "value", "what"),
    [(6, 1, "the zip is encrypted — unpack"), (8, 99, "packed in a way that cannot be read")],
)
def test_a_zip_that_cannot_be_unpacked_says_why(
    tmp_path: Path, at: int, value: int, what: str
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"1")
    data = bytearray(path.read_bytes())
    data[at] = data[data.index(b"PK\x01\x02") + at + 2] = value
    path.write_bytes(data)
    with pytest.raises(BadSource, match=what):
        read(path)


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
