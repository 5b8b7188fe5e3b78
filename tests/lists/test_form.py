"""How a list is written: by its name, by what a user says, and as it is to be written."""

from __future__ import annotations

import pytest

from resolver.errors import BadSource, BadValue
from resolver.lists.form import (
    Form,
    SaidForm,
    named_delimiter,
    named_form,
    output_form,
    refuse_other_file,
    unpacked_name,
)


@pytest.mark.parametrize(
    ("name", "kind", "compression"),
    [
        ("a.csv", "csv", ""),
        ("a.TSV", "csv", ""),
        ("a.txt.gz", "csv", "gz"),
        ("x/a.b.Jsonl.ZST", "jsonl", "zst"),
        ("a.ndjson", "jsonl", ""),
        ("a.parquet", "parquet", ""),
        ("a.gz", None, "gz"),
        ("csv", None, ""),
        ("-", None, ""),
    ],
)
def test_the_ends_of_a_name_say_the_form(name: str, kind: str | None, compression: str) -> None:
    assert named_form(name) == (kind, compression)


def test_a_name_may_be_without_how_the_file_is_packed() -> None:
    assert unpacked_name("Names.csv.GZ") == unpacked_name("Names.csv") == "Names.csv"


def test_a_tsv_has_tabs() -> None:
    assert named_delimiter("a.TSV.gz") == "\t"
    assert named_delimiter("a.csv") is None


def test_what_a_user_says_is_made_plain() -> None:
    said = [SaidForm(delimiter=each).delimiter for each in ("tab", "\\t", "\t", ";", " ")]
    assert said == ["\t", "\t", "\t", ";", " "]
    codecs = [
        SaidForm(encoding=each).encoding for each in ("UTF8", "utf-8-sig", "UTF-16", "latin1")
    ]
    assert codecs == ["utf-8", "utf-8", "utf-16-le", "iso8859-1"]


@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        ("delimiter", ";;", "say one character, such as ; or tab"),
        ("delimiter", "", "say one character, such as ; or tab"),
        ("delimiter", '"', "say one character, such as ; or tab"),
        ("delimiter", "\n", "say one character, such as ; or tab"),
        ("encoding", "klingon", "say one such as utf-8 or cp1252"),
        ("encoding", "base64", "say one such as utf-8 or cp1252"),
        ("encoding", "a\0b", "say one such as utf-8 or cp1252"),
        ("kind", "xlsx", "say one of csv, jsonl, parquet"),
        ("quoting", "single", "say one of double, backslash, none"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(field: str, value: str, remedy: str) -> None:
    with pytest.raises(BadValue) as caught:
        SaidForm(**{field: value})  # type: ignore[arg-type]
    assert caught.value.field == field
    assert caught.value.remedy == remedy


def test_a_csv_keeps_its_delimiter_and_what_the_name_says_comes_first() -> None:
    read = Form("csv", "zst", ";", "backslash", "utf-16-le", header=False)
    assert output_form("out.csv.gz", read) == Form("csv", "gz", ";", header=False)
    assert output_form("out.tsv", read).delimiter == "\t"
    assert output_form("-", read) == Form("csv", "", ";", header=False)
    assert output_form("out.csv", Form("jsonl")).delimiter == ","
    assert output_form("out.csv", read, "jsonl").kind == "jsonl"
    assert output_form("out", Form("parquet")).kind == "parquet"


@pytest.mark.parametrize(
    "head", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"GIF89a"]
)
def test_a_file_that_is_no_text_is_no_list(head: bytes) -> None:
    with pytest.raises(BadSource, match=r"a\.csv: the file is an? .*, and no list"):
        refuse_other_file("a.csv", head)
    refuse_other_file("a.csv", head[1:])
