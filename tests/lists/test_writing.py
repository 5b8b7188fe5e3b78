"""Rows are written with what is added to them, in every form, the same bytes each time."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadSource, BadValue
from resolver.lists import parquet, writing
from resolver.lists.form import SaidForm, output_form
from resolver.lists.reading import ListReader, open_list
from resolver.lists.writing import Value, writer_for

COLUMNS = ["verdict", "score"]
VALUES: list[Value] = ["match", 0.123456]


def reading(path: Path, said: SaidForm) -> AbstractContextManager[ListReader]:
    return open_list(path, name=path.name, said=said)


def written(
    path: Path,
    out: str,
    *,
    said: SaidForm | None = None,
    excel: bool = False,
    values: Sequence[Value] = VALUES,
    only: Sequence[int] | None = None,
) -> Path:
    """The list that the rows of another become."""
    said = said or SaidForm()
    target, part = path.parent / out, path.parent / f"{out}.part"
    with reading(path, said) as reader, part.open("w", encoding="utf-8", newline="") as file:
        form = output_form(out, reader.form)
        writer = writer_for(reader, form, COLUMNS, numbers=["score"], excel=excel)
        added = writer.added(values)
        file.write(writer.head())
        for row in reader.rows():
            if only is None or row.number in only:
                file.write(writer.row(row, added))
    if writer.is_final:
        return part.rename(target)
    counts: list[int] = []
    writer.finish(part, partial(reading, path, said), target, counts.append)
    assert sum(counts) == part.stat().st_size
    return target


def from_bytes(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_csv_keeps_its_delimiter_and_its_header_as_it_is_written(tmp_path: Path) -> None:
    path = from_bytes(tmp_path, "a.csv", '\ufeff id ;name\r\n1;"a;b"\r\n\r\n2;x\n'.encode())
    assert written(path, "out.csv").read_bytes() == (
        b' id ;name;verdict;score\n1;"a;b";match;0.1235\n;;match;0.1235\n2;x;match;0.1235\n'
    )


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_tsv_is_written_with_tabs(tmp_path: Path, delimiter: str) -> None:
    path = from_bytes(tmp_path, "a.csv", f"id{delimiter}name\n1{delimiter}x\n".encode())
    assert written(path, "out.tsv").read_bytes() == (
        b"id\tname\tverdict\tscore\n1\tx\tmatch\t0.1235\n"
    )


def test_what_is_nothing_is_an_empty_cell_and_without_header_none_is_written(
    tmp_path: Path,
) -> None:
    path = from_bytes(tmp_path, "a.csv", b"1,x\n2\n")
    out = written(path, "out.csv", said=SaidForm(header=False), values=["", None])
    assert out.read_bytes() == b"1,x,,\n2,,,\n"


def test_where_nothing_is_added_rows_stay(tmp_path: Path) -> None:
    path = from_bytes(tmp_path, "a.csv", b'name\n""\n"a\rb"\n')
    with reading(path, SaidForm()) as reader:
        writer = writer_for(reader, output_form("x.csv", reader.form), [])
        rows = [writer.row(row, writer.added([])) for row in reader.rows()]
    assert [writer.head(), *rows] == ["name\n", '""\n', '"a\rb"\n']


def test_a_spreadsheet_gets_a_bom_and_runs_nothing(tmp_path: Path) -> None:
    path = from_bytes(tmp_path, "a.csv", b"=id,name\n-1,@x\n")
    out = written(path, "out.csv", excel=True, values=["=1", -0.5])
    assert out.read_text("utf-8") == "\ufeff'=id,name,verdict,score\n-1,'@x,'=1,-0.5000\n"


def test_lines_of_json_stay_as_they_are_written(tmp_path: Path) -> None:
    lines = ['{"id":1.50,  "n" : "\\u00e9}"}', " {} ", "", "no object", '{"x": {}}\t', '"}"']
    path = from_bytes(tmp_path, "a.jsonl", "\n".join(lines).encode())
    added = '"verdict": "match", "score": 0.1235'
    assert written(path, "out.jsonl").read_text("utf-8").splitlines() == [
        f'{{"id":1.50,  "n" : "\\u00e9}}", {added}}}',
        f" {{{added}}} ",
        f"{{{added}}}",
        f'{{"line": "no object", {added}}}',
        f'{{"x": {{}}, {added}}}\t',
        f'{{"line": "\\"}}\\"", {added}}}',
    ]


def test_rows_become_objects_of_their_columns(tmp_path: Path) -> None:
    path = from_bytes(tmp_path, "a.csv", 'id, n,id\n1,"é\n",2\n'.encode())
    out = written(path, "out.jsonl", values=["", None]).read_text("utf-8")
    assert out == '{"id": "1", " n": "é\\n", "id_2": "2", "verdict": "", "score": null}\n'
    path = from_bytes(tmp_path, "b.csv", b"1,2\n")
    out = written(path, "out.jsonl", said=SaidForm(header=False)).read_text("utf-8")
    assert json.loads(out) == {"1": "1", "2": "2", "verdict": "match", "score": 0.1235}


def test_objects_become_rows(tmp_path: Path) -> None:
    path = from_bytes(tmp_path, "a.jsonl", b'{"id": 1, "tags": ["a", "b"]}\n{}\nno, object\n')
    assert written(path, "out.csv").read_bytes() == (
        b'id,tags,verdict,score\n1,a|b,match,0.1235\n,,match,0.1235\n"no, object",,match,0.1235\n'
    )
    path = from_bytes(tmp_path, "b.jsonl", b"{}\n")
    assert written(path, "out.csv").read_bytes() == b"verdict,score\nmatch,0.1235\n"


@pytest.mark.parametrize("end", ["csv", "jsonl"])
def test_what_is_packed_is_the_same_each_time(tmp_path: Path, end: str) -> None:
    path = from_bytes(tmp_path, "a.csv", b"id,name\n" + b"1,x\n" * 20_000)
    plain = written(path, f"out.{end}").read_bytes()
    packed = [written(path, f"out.{end}.gz").read_bytes() for _ in range(2)]
    assert packed[0] == packed[1]
    assert gzip.decompress(packed[0]) == plain
    assert packed[0][3:8] == b"\0" * 5  # neither name nor time
    packed = [written(path, f"out.{end}.zst").read_bytes() for _ in range(2)]
    assert packed[0] == packed[1]
    assert zstandard.ZstdDecompressor().decompressobj().decompress(packed[0]) == plain


def test_rows_become_parquet(tmp_path: Path) -> None:
    path = from_bytes(tmp_path, "a.csv", b"id,name,id\n1,x,2\n3\n")
    table = pq.read_table(written(path, "out.parquet"))
    texts = [(name, pa.string()) for name in ("id", "name", "id_2", "verdict")]
    assert table.schema == pa.schema([*texts, ("score", pa.float64())])
    assert table.to_pylist() == [
        {"id": "1", "name": "x", "id_2": "2", "verdict": "match", "score": 0.1235},
        {"id": "3", "name": "", "id_2": "", "verdict": "match", "score": 0.1235},
    ]


def test_parquet_keeps_its_types_and_the_rows_that_are_wanted(tmp_path: Path) -> None:
    path, count = tmp_path / "a.parquet", 150_000
    own = {"id": pa.array(range(count), pa.int32()), "d": pa.array([None] * count, pa.date32())}
    pq.write_table(pa.table(own, metadata={"a": "b"}), path)
    only = [1, 2, 65_536, 65_537, count]
    table = pq.read_table(written(path, "out.parquet", only=only, values=[None, 1.0]))
    assert table["id"].to_pylist() == [number - 1 for number in only]
    assert table["verdict"].to_pylist() == [None] * 5
    assert table.schema.types == [pa.int32(), pa.date32(), pa.string(), pa.float64()]
    assert table.schema.metadata == {b"a": b"b"}


def test_the_same_part_becomes_the_same_parquet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_MAX_BATCH_ROWS", 1_000)
    path = from_bytes(tmp_path, "a.csv", b"id,name\n" + b"1,x\n" * 2_500)
    first, second = (written(path, "out.parquet").read_bytes() for _ in range(2))
    assert first == second
    groups = pq.ParquetFile(io.BytesIO(first)).metadata
    rows = [groups.row_group(place).num_rows for place in range(groups.num_row_groups)]
    assert rows == [1_000, 1_000, 500]


def test_long_rows_are_written_few_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MAX_BATCH_SIZE", 1_000)
    path = from_bytes(tmp_path, "a.csv", b"id\n" + b"x" * 400 + b"\n" + b"y" * 600 + b"\nz\n")
    assert pq.ParquetFile(written(path, "out.parquet")).metadata.num_row_groups == 2


def test_a_column_has_the_type_that_is_said_whatever_is_in_it(tmp_path: Path) -> None:
    path = from_bytes(tmp_path, "a.csv", b"id\n1\n2\n")
    with reading(path, SaidForm()) as reader:
        form = output_form("x.parquet", reader.form)
        writer = writer_for(reader, form, ["v", "w"], numbers=["v"])
        texts = [writer.row(row, writer.added([None, None])) for row in reader.rows()]
    part = from_bytes(tmp_path, "part", "".join(texts).encode())
    writer.finish(part, partial(reading, path, SaidForm()), tmp_path / "x.parquet")
    table = pq.read_table(tmp_path / "x.parquet")
    assert (str(table["v"].type), str(table["w"].type)) == ("double", "string")
    assert table["v"].to_pylist() == [None, None]


def test_a_list_that_became_shorter_is_noticed(tmp_path: Path) -> None:
    path = from_bytes(tmp_path, "a.csv", b"id\n1\n")
    with reading(path, SaidForm()) as reader:
        writer = writer_for(reader, output_form("x.parquet", reader.form), COLUMNS)
    part = from_bytes(tmp_path, "part", b'1\t["a", 1]\n2\t["a", 1]\n')
    with pytest.raises(BadSource, match=r"part: there are rows in it that the list has no more — "):
        writer.finish(part, partial(reading, path, SaidForm()), tmp_path / "x.parquet")


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    path = from_bytes(tmp_path, "a.csv", b"id\n1\n")
    with pytest.raises(BadValue, match="only a CSV is made for a spreadsheet — "):
        written(path, "out.jsonl", excel=True)
    with pytest.raises(BadValue, match=r"Parquet packs its columns by itself — end the name in"):
        written(path, "out.parquet.gz")


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=6)
hard = st.text(st.sampled_from("ab\",;|\t\r\n '\\é"), max_size=6)


@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(cells | hard, min_size=width, max_size=width), min_size=1, max_size=6
        )
    ),
    st.sampled_from(",;\t|"),
)
def test_rows_in_are_rows_out(table: list[list[str]], delimiter: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    said = SaidForm("csv", delimiter, "double", header=False)
    with open_list(io.BytesIO(file.getvalue().encode()), name="x", said=said) as reader:
        writer = writer_for(reader, output_form("x.csv", reader.form), COLUMNS)
        added = writer.added(VALUES)
        text = "".join(writer.row(row, added) for row in reader.rows())
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assert found == [[*row, "match", "0.1235"] for row in table]
