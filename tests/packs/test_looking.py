"""What lies at a path is seen without an error."""

from __future__ import annotations

import gzip
import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import open_pack
from resolver.packs.looking import HEAD, head_of, names_in


def test_the_head_is_that_of_the_unpacked_bytes(tmp_path: Path) -> None:
    text = b"[{}]" * HEAD
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    plain.write_bytes(text)
    packed.write_bytes(gzip.compress(text))
    assert head_of(plain) == head_of(packed) == text[:HEAD]
    plain.write_bytes(b"\xef\xbb\xbf[]")
    assert head_of(plain) == b"[]"
    packed.write_bytes(gzip.compress(os.urandom(9_000))[:5_000])
    assert 0 < len(head_of(packed)) < HEAD


def test_the_names_in_a_zip_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/b.json", b"1")
    assert names_in(path) == ["a/b.json"]


@pytest.mark.parametrize("what", ["nothing", "folder", "empty", "broken zip"])
def test_of_what_is_odd_nothing_is_seen(tmp_path: Path, what: str) -> None:
    path = tmp_path / "odd"
    if what == "folder":
        path.mkdir()
    elif what != "nothing":
        path.write_bytes(b"PK\x03\x04" if what == "broken zip" else b"")
    assert names_in(path) == []
    assert head_of(path) == b""


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_of_a_zip_the_only_file_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(a=b"<a/>" * HEAD))
    assert head_of(path) == (b"<a/>" * HEAD)[:HEAD]
    path.write_bytes(zipped(readme=b"<a/>", a=b"<a/>"))
    assert head_of(path) == b""


FORMS = {
    "empty": (b"", "the file is empty — fetch it again"),
    "a form": (b"\x00\x01", "a form that no pack reads — to see what is read: resolver packs"),
    "cut zip": (zipped(a=os.urandom(999))[:500], "the zip is damaged or cut short — fetch"),
    "zip of nothing": (zipped(), "no file of the form that is expected"),
    "zip of html": (zipped(a=b"<html>"), "a zip of a: HTML, not data — "),
    "zip of two": (zipped(a=b"<a/>", b=b""), "a zip of 2 files: a, b — unpack it, and give the"),
    "html": (b"\n<!DOCTYPE html>\n<html>", "HTML, not data — to see"),
    "html without doctype": (b"<!-- x --><HTML lang='en'>", "HTML, not data"),
    "xml": (
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<list xmlns="a">',
        "XML whose root is `list`",
    ),
    "xml with dtd": (b"<!DOCTYPE a>\n<!-- x --><b:a>", "XML whose root is `b:a`, which no pack"),
    "json": (b'{"number_of_results": 1, "items": []}', "JSON of a form that no pack reads"),
    "utf-16": ("<a/>".encode("utf-16"), "the file is UTF-16 — save it as UTF-8"),
    "utf-16 without bom": ("<a/>".encode("utf-16-le"), "the file is UTF-16"),
}


@pytest.mark.parametrize("form", FORMS)
def test_of_what_no_pack_reads_it_is_said_what_it_is(tmp_path: Path, form: str) -> None:
    data, what = FORMS[form]
    path = tmp_path / "consolidated.xml"
    path.write_bytes(data)
    with pytest.raises(BadSource, match=re.escape(what)):
        open_pack(path)


@pytest.mark.parametrize("name", ["firms.xlsx", "firms.ODS", "firms.xls"])
def test_a_spreadsheet_is_to_be_saved_as_csv(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(zipped(a=b"<a/>"))
    with pytest.raises(BadSource, match="a spreadsheet — save the sheet as CSV, and give that"):
        open_pack(tmp_path / name)


def test_a_pipe_that_no_pack_reads_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.xml")
    with pytest.raises(BadSource, match="not a regular file"):
        open_pack(tmp_path / "x.xml")


def test_a_zipped_list_is_read(tmp_path: Path) -> None:
    listed = Path(__file__).parent / "sanctions" / "files" / "consolidated.xml"
    path = tmp_path / "un.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(listed, "consolidated.xml")
        archive.writestr("__MACOSX/._consolidated.xml", b"x")
    assert list(open_pack(path).records()) == list(open_pack(listed).records())
