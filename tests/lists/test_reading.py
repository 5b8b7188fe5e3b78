"""Whatever form a list is in, its rows come, each with its cells."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadSource, InvalidInput, ListTooLarge
from resolver.lists.form import Form, SaidForm
from resolver.lists.opening import STREAM_LOOK
from resolver.lists.reading import open_list
from resolver.lists.splitting import RowSplitter

CELLS = [["1", "Smith"], ["2", "Müller"]]
CSV = "id,name\n1,Smith\n2,Müller\n".encode()
JSONL = '{"id": 1, "name": "Smith"}\n{"id": 2, "name": "Müller"}\n'.encode()


def parquet() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"id": [1, 2], "name": ["Smith", "Müller"]}), file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.csv", CSV, Form("csv")),
        ("a.tsv", CSV.replace(b",", b"\t"), Form("csv", "", "\t")),
        ("a.csv.gz", gzip.compress(CSV, mtime=0), Form("csv", "gz")),
        ("a.csv.zst", zstandard.compress(CSV), Form("csv", "zst")),
        ("a.csv", gzip.compress(CSV, mtime=0), Form("csv", "gz")),
        ("a.jsonl", JSONL, Form("jsonl")),
        ("a.ndjson.zst", zstandard.compress(JSONL), Form("jsonl", "zst")),
        ("a.parquet", parquet(), Form("parquet")),
        ("a.parquet.gz", gzip.compress(parquet(), mtime=0), Form("parquet", "gz")),
        ("-", CSV, Form("csv")),
        ("-", gzip.compress(CSV, mtime=0), Form("csv", "gz")),
        ("-", b"\xef\xbb\xbf" + JSONL, Form("jsonl")),
        ("-", zstandard.compress(JSONL), Form("jsonl", "zst")),
        ("-", parquet(), Form("parquet")),
    ],
)
@pytest.mark.parametrize("is_stream", [False, True])
def test_a_list_is_read_in_every_form(
    tmp_path: Path, name: str, data: bytes, form: Form, is_stream: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with (
        path.open("rb") as file,
        open_list(file if is_stream else path, name=name, said=SaidForm()) as reader,
    ):
        assert reader.form == form
        assert reader.columns == reader.header == ("id", "name")
        assert [row.cells for row in reader.rows()] == CELLS


def test_the_path_says_the_form_where_the_name_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(b"id,x\n1,2\n")
    with open_list(path, name="standard input", said=SaidForm()) as reader:
        assert reader.form.delimiter == "\t"


def test_what_is_said_comes_before_the_name(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(JSONL)
    with open_list(path, name="a.tsv", said=SaidForm("jsonl")) as reader:
        assert reader.columns == ("id", "name")
    with open_list(path, name="a.tsv", said=SaidForm(delimiter=":", quoting="none")) as reader:
        assert reader.columns[0] == '{"id"'


def test_a_file_that_begins_with_a_brace_may_be_a_csv() -> None:
    with open_list(io.BytesIO(b"{x},b\n1,2\n"), name="-", said=SaidForm()) as reader:
        assert reader.columns == ("{x}", "b")


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet", "a.csv.gz", "-"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    with (
        pytest.raises(BadSource, match="the file is empty — "),
        open_list(path, name=name, said=SaidForm()),
    ):
        pass


@pytest.mark.parametrize("end", ["gz", "zst"])
@pytest.mark.parametrize("is_stream", [False, True])
def test_a_file_that_is_cut_gives_its_rows_and_then_the_line(
    tmp_path: Path, end: str, is_stream: bool
) -> None:
    rows = [f"{number},name {number * 7919 % 1_000_003}\n" for number in range(300_000)]
    data = ("id,name\n" + "".join(rows)).encode()
    packed = gzip.compress(data) if end == "gz" else zstandard.compress(data)
    path = tmp_path / f"a.csv.{end}"
    path.write_bytes(packed[: len(packed) * 9 // 10])
    count = 0
    with (  # noqa: PT012
        path.open("rb") as file,
        open_list(file if is_stream else path, name="a.csv", said=SaidForm()) as reader,
        pytest.raises(BadSource, match="is damaged or cut short — fetch it again") as caught,
    ):
        for count, row in enumerate(reader.rows(), 1):
            assert row.cells == rows[count - 1].rstrip().split(",")
    assert count > 200_000
    assert caught.value.line == count + 2


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
@pytest.mark.parametrize("end", ["", ".gz", ".zst"])
def test_the_limit_is_of_what_is_unpacked(tmp_path: Path, name: str, end: str) -> None:
    row = b'{"id": "xxxxxxxxxx"}\n' if name == "a.jsonl" else b"xxxxxxxxxxxxxxxxxxxx\n"
    data = row * 200_000
    packed = {"": data, ".gz": gzip.compress(data), ".zst": zstandard.compress(data)}[end]
    path = tmp_path / f"{name}{end}"
    path.write_bytes(packed)
    with (
        pytest.raises(ListTooLarge, match=r"more than 4,199,999 bytes.*: 4,200,000 were read"),
        open_list(path, name=name, said=SaidForm(), max_bytes=4_199_999) as reader,
    ):
        list(reader.rows())
    with open_list(path, name=name, said=SaidForm(), max_bytes=4_200_000) as reader:
        assert sum(1 for _ in reader.rows()) == 200_000 - (name == "a.csv")


class Endless(io.BytesIO):
    """A stream without end."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0
        self._lines = itertools.chain([b"a,b\n"], itertools.repeat(b"1,2\n"))

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size >= 4
        data = b"".join(itertools.islice(self._lines, size // 4))
        self.taken += len(data)
        return data

    read1 = read


def test_a_stream_without_end_is_read_row_by_row() -> None:
    stream = Endless()
    with open_list(stream, name="-", said=SaidForm()) as reader:
        rows = reader.rows()
        assert next(rows).cells == ["1", "2"]
        assert stream.taken < 2 * STREAM_LOOK
        assert sum(len(row.cells) for row in itertools.islice(rows, 500_000)) == 1_000_000
        assert stream.taken < 2 * STREAM_LOOK + 500_000 * 4


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=8)
hard = st.text(st.sampled_from('ab"",;|\t\r\n \0\'\\é'), max_size=8)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(text | hard, min_size=width, max_size=width), min_size=1, max_size=8
    )
)


@given(tables, st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-16"]))
def test_cells_come_back_as_they_were(
    table: list[list[str]], delimiter: str, encoding: str
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    data = io.BytesIO(file.getvalue().encode(encoding))
    said = SaidForm("csv", delimiter, "double", header=False)
    with open_list(data, name="x", said=said) as reader:
        assert [row.cells for row in reader.rows()] == table


@given(st.binary(max_size=80) | hard.map(str.encode), st.booleans())
def test_whatever_the_bytes_are_no_row_is_lost(data: bytes, header: bool) -> None:
    try:
        with open_list(io.BytesIO(data), name="x", said=SaidForm("csv", header=header)) as reader:
            rows, form, width = list(reader.rows()), reader.form, len(reader.columns)
    except BadSource as error:
        assert re.search("the file is empty|and no list|NUL characters|damaged", str(error))  # noqa: PT017
        return
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert {len(row.cells) for row in rows} <= {width}
    assert all(row.is_asked or row.error for row in rows)
    if header:
        return
    content = data.removeprefix(b"\xef\xbb\xbf").decode(form.encoding, "backslashreplace")
    end = "\r" if "\r" in content and "\n" not in content else "\n"
    lines = [f"{line}{end}" for line in content.split(end)]
    last = [] if lines[-1] == end else [lines[-1].removesuffix(end)]
    again = RowSplitter("x", [*lines[:-1], *last], form.delimiter, form.quoting)
    assert [row.line for row in rows] == [row.line for row in again]


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.csv.gz", b"\x1f\x8bgarbage", "a.csv.gz, line 1: the gzip file is damaged or cut short"),
        ("a.csv.gz", b"id,name\n", "a.csv.gz, line 1: the gzip file is damaged or cut short"),
        ("a.csv", "id,name\n1,A\n".encode("utf-16-le"), "it is no text, or UTF-16 without a BOM"),
        ("a.csv", b"PK\3\4", "a.csv: the file is a ZIP archive, or a spreadsheet's own file"),
        ("a.xlsx", b"PK\3\4", "a.xlsx is named as a spreadsheet's own file"),
    ],
)
def test_what_is_no_list_is_called_what_it_is(
    tmp_path: Path, name: str, data: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with (
        pytest.raises(InvalidInput) as caught,
        open_list(tmp_path / name, name=name, said=SaidForm()) as reader,
    ):
        list(reader.rows())
    assert what in str(caught.value)
