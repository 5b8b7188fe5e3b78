"""A CSV is read as it is written, row by row, with what is wrong said beside the row."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.lists.delimited import DelimitedReader, open_delimited
from resolver.lists.form import Form, SaidForm
from resolver.lists.opening import open_input
from resolver.lists.reader import Row


def opened(data: bytes, said: SaidForm | None = None, *wanted: str) -> DelimitedReader:
    with open_input(io.BytesIO(data), "a.csv", None) as source:
        return open_delimited(source, said or SaidForm(), wanted)


def rows_of(data: bytes, said: SaidForm | None = None) -> list[Row]:
    return list(opened(data, said).rows())


def test_a_file_of_excel_in_utf16_with_tabs() -> None:
    text = "\ufeffName\tStadt\r\nMüller\tKöln\r\n" + '"a\nb"\t"say ""hi"""\r\n'
    reader = opened(text.encode("utf-16-le"))
    assert reader.form == Form("csv", "", "\t", "double", "utf-16-le")
    assert reader.columns == ("Name", "Stadt")
    assert list(reader.rows()) == [
        Row(1, 2, ["Müller", "Köln"], None, True, ""),
        Row(2, 3, ["a\nb", 'say "hi"'], None, True, ""),
    ]


def test_a_file_of_excel_in_utf8_with_semicolons() -> None:
    reader = opened("\ufeffName;Preis\r\nMüller;2,5\r\nKöln;3,5\r\n".encode())
    assert (reader.form.delimiter, reader.form.encoding) == (";", "utf-8")
    assert [row.cells for row in reader.rows()] == [["Müller", "2,5"], ["Köln", "3,5"]]


def test_a_file_of_pandas_with_an_index() -> None:
    reader = opened(b',name,born\n0,"Smith, John",1944.0\n1,"a ""b"" c",\n2,,\n')
    assert reader.columns == ("", "name", "born")
    assert [row.cells for row in reader.rows()] == [
        ["0", "Smith, John", "1944.0"],
        ["1", 'a "b" c', ""],
        ["2", "", ""],
    ]


def test_a_dump_of_postgresql() -> None:
    data = b'id,name,note\n1,"O""Hara, ""Scarlett""","line 1\nline 2"\n2,\\N,""\n3,,"\r\n"\n'
    reader = opened(data)
    assert reader.form.quoting == "double"
    assert [row.cells for row in reader.rows()] == [
        ["1", 'O"Hara, "Scarlett"', "line 1\nline 2"],
        ["2", "\\N", ""],
        ["3", "", "\r\n"],
    ]


def test_a_dump_of_mysql() -> None:
    data = b'"1","O\\"Hara, \\"Scarlett\\"","line 1\\\nline 2"\n"2",\\N,"C:\\\\"\n'
    reader = opened(data, SaidForm(header=False))
    assert (reader.form.quoting, reader.columns) == ("backslash", ("1", "2", "3"))
    assert [row.cells for row in reader.rows()] == [
        ["1", 'O"Hara, "Scarlett"', "line 1\nline 2"],
        ["2", "", "C:\\"],
    ]


def test_a_list_with_ten_thousand_columns() -> None:
    names = ",".join(f"column {number}" for number in range(10_000))
    cells = ",".join(map(str, range(10_000)))
    reader = opened(f"{names}\n{cells}\n{cells},x\n".encode())
    assert len(reader.columns) == 10_000
    first, second = reader.rows()
    assert first.cells == cells.split(",")
    assert second.error == "10001 cells where the header has 10000"


def test_a_header_alone_is_no_rows() -> None:
    assert rows_of(b"id,name\n") == rows_of(b"id,name") == rows_of(b"\n\nid,name") == []


@pytest.mark.parametrize("data", [b"", b"\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
@pytest.mark.parametrize("header", [True, False])
def test_a_file_without_anything_is_refused(data: bytes, header: bool) -> None:
    with pytest.raises(BadSource, match=r"^a\.csv: the file is empty — begin with a header"):
        opened(data, SaidForm(header=header))


def test_without_a_header_columns_have_numbers() -> None:
    reader = opened(b"x;y\nz\n1;2;3\n", SaidForm(header=False), "1")
    assert (reader.columns, reader.header) == (("1", "2"), ())
    assert [(row.cells, row.error) for row in reader.rows()] == [
        (["x", "y"], None),
        (["z", ""], "1 cell where the first row has 2"),
        (["1", "2;3"], "3 cells where the first row has 2"),
    ]


def test_the_header_is_stripped_for_those_who_ask_and_kept_as_it_is_written() -> None:
    reader = opened(b"\n id , name,\n1,2,3\n")
    assert reader.columns == ("id", "name", "")
    assert reader.header == (" id ", " name", "")


def test_blank_rows_of_one_column_are_rows() -> None:
    rows = rows_of(b"name\nSmith\n\n\r\nDoe\n")
    assert [(row.number, row.line, row.cells) for row in rows] == [
        (1, 2, ["Smith"]),
        (2, 3, [""]),
        (3, 4, [""]),
        (4, 5, ["Doe"]),
    ]
    assert {row.error for row in rows} == {None}


def test_a_blank_row_of_many_columns_is_empty_cells() -> None:
    assert rows_of(b"a,b\n\n1,2\n")[0] == Row(1, 2, ["", ""], None, True, "")


def test_ragged_rows_stay() -> None:
    assert rows_of(b"a,b,c\n1,2\n1,2,3,4,5\n1,2,3\n") == [
        Row(1, 2, ["1", "2", ""], "2 cells where the header has 3", True, ""),
        Row(2, 3, ["1", "2", "3,4,5"], "5 cells where the header has 3", False, ""),
        Row(3, 4, ["1", "2", "3"], None, True, ""),
    ]


def test_a_broken_row_stays() -> None:
    rows = rows_of(b'a,b\n"x","y"\n"abc"d,1\n"open,2\n3,"4"\n', SaidForm(quoting="double"))
    assert rows[1:] == [
        Row(2, 3, ['"abc"d', "1"], "not valid CSV: text follows a closing quote", False, ""),
        Row(3, 4, ['"open', "2"], "not valid CSV: text follows a closing quote", False, ""),
        Row(4, 5, ["3", "4"], None, True, ""),
    ]


def test_a_cell_of_ten_megabytes() -> None:
    cell = "x" * (10 << 20)
    (row,) = rows_of(f'a,b\n"{cell}",1\n'.encode())
    assert row.cells == [cell, "1"]


def test_line_ends_may_be_mixed() -> None:
    rows = rows_of(b'a,b\r\n1,2\n3,4\r\n"5\r\n6",7\n8,9')
    assert [row.cells for row in rows] == [["1", "2"], ["3", "4"], ["5\r\n6", "7"], ["8", "9"]]


def test_lone_carriage_returns_may_end_lines() -> None:
    rows = rows_of(b"a;b\r1;2\r\r3;4")
    assert [(row.line, row.cells) for row in rows] == [
        (2, ["1", "2"]),
        (3, ["", ""]),
        (4, ["3", "4"]),
    ]


def test_a_nul_stays_in_its_cell() -> None:
    assert rows_of(b"a,b\nx\0y,2\n") == [Row(1, 2, ["x\0y", "2"], None, True, "")]


def test_a_file_in_cp1252_is_read_with_a_warning() -> None:
    reader = opened("name,city\nJosé,Köln €\n".encode("cp1252"))
    assert reader.form.encoding == "cp1252"
    said = (
        "a.csv is not UTF-8 and was read as cp1252;"
        " if that is wrong, save it as UTF-8, or say its encoding"
    )
    assert reader.warnings == (said,)
    assert [row.cells for row in reader.rows()] == [["José", "Köln €"]]


def test_an_encoding_that_is_said_is_no_warning() -> None:
    reader = opened("name\nЖуков\n".encode("koi8-r"), SaidForm(encoding="koi8-r"))
    assert reader.warnings == ()
    assert [row.cells for row in reader.rows()] == [["Жуков"]]


def test_one_bad_byte_costs_one_row() -> None:
    lines = [f"{number},Müller\n".encode() for number in range(2, 10_002)]
    lines[4_998] = b'5000,M\xfcller "x\n'
    rows = rows_of(b"id,name\n" + b"".join(lines))
    assert len(rows) == 10_000
    (bad,) = [row for row in rows if row.error is not None]
    error = "byte 7 of the line is not valid UTF-8"
    assert bad == Row(4_999, 5_000, ["5000", 'M\\xfcller "x'], error, False, "")


def test_a_bad_byte_in_a_later_line_of_a_row_is_of_that_row() -> None:
    rows = rows_of(b'a,b\n"x\n\xff",1\ny,2\n' + "é,1\né,2\n".encode())
    assert [row.error is not None for row in rows] == [True, False, False, False]
    assert rows[0].cells == ["x\n\\xff", "1"]


def test_a_header_may_have_a_bad_byte() -> None:
    reader = opened("é,é,b\xff\n1,2,3\n".encode("latin1"), SaidForm(encoding="ascii"))
    assert [row.error for row in reader.rows()] == [None]


def test_progress_is_in_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 300_000)
    counts: list[int] = []
    with open_input(path, "a.csv", None) as source:
        reader = open_delimited(source, SaidForm(), ())
        assert reader.size == path.stat().st_size
        for row in reader.rows(counts.append):
            assert row.number <= 65_536 * len(counts)
    assert sum(counts) == reader.size


def test_a_first_line_longer_than_the_sample_is_read() -> None:
    name = "x" * 3_000_000
    reader = opened(f"{name};b\n1;2\n".encode())
    assert reader.columns == (name, "b")
