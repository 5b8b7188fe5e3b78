"""The delimiter and quoting are those that read the first rows best."""

from __future__ import annotations

import io

import pytest

from resolver.lists.dialect import Dialect, Sample, columns_of, find_dialect


def found(
    text: str, *wanted: str, header: bool = True, is_cut: bool = False, delimiter: str | None = None
) -> Dialect:
    lines = io.StringIO(text, newline="\n").readlines()
    return find_dialect(Sample(lines, is_cut, header, wanted), delimiter, None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found(delimiter: str) -> None:
    rows = [["id", "name"], ["1", "Smith"], ["2", "Doe"]]
    text = "".join(f"{delimiter.join(row)}\n" for row in rows)
    assert found(text) == (delimiter, "double")
    assert found(text.replace("\n", "\r\n"), "name") == (delimiter, "double")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name\nSmith\n", ","),
        ("name\n", ","),
        ("", ","),
        ("name;city\n", ";"),
        ("name;city\nSmith, John;Rome\nDoe, Jane;Oslo\n", ";"),
        ("id;price\n1;2,5\n2;3,5\n", ";"),
        ('id\tname\n1\t"a,b;c"\n', "\t"),
        ("a,b\n1,2\n3\n4,5,6\n7,8\n", ","),
        ("name|a,b,c\nx|1,2\ny|1\nz|\n", "|"),
    ],
)
def test_most_rows_are_as_wide_as_the_header(text: str, delimiter: str) -> None:
    assert found(text).delimiter == delimiter


def test_one_column_is_not_split_at_a_letter() -> None:
    assert found("name\nSmith, John\nDoe, Jane\n", "name").delimiter != ","
    assert found("name\nSmith\nSmall\n", "na").delimiter == ","


def test_the_wanted_columns_come_before_what_is_consistent() -> None:
    text = "id;name, first\n1;Smith, John\n2;Doe, Jane\n"
    assert found(text).delimiter == ","
    assert found(text, "id").delimiter == ";"
    assert found(text, "2", header=False).delimiter == ","


@pytest.mark.parametrize(
    ("text", "quoting"),
    [
        ('a,b\n"x ""y""",2\n', "double"),
        ('a,b\n"x \\"y\\", z",2\n', "backslash"),
        ('a,b\n"Big" Joe,2\n5" pipe,3\n', "none"),
        ('a,b\n"Big" Joe,2\n"x","y"\n"z","1,2"\n', "double"),
        ('a,b\n"x",1\n"y",2\n"z"z,2\n', "double"),
        ("a,b\n1\n2,3\n", "double"),
        ('a,b\n1\n"2",3\n', "double"),
    ],
)
def test_quoting_is_the_first_that_reads_most_rows(text: str, quoting: str) -> None:
    assert found(text).quoting == quoting


def test_what_is_said_is_taken() -> None:
    assert found("a,b\n1,2\n", delimiter=";").delimiter == ";"
    sample = Sample(["a,b\n", '"Big" Joe,2\n'], False, True, ())
    assert find_dialect(sample, None, "double") == (",", "double")


def test_a_quoted_cell_that_the_sample_cuts_is_no_mistake() -> None:
    text = 'a,b\n"x,1\n'
    assert found(text, is_cut=True).quoting == "double"
    assert found(text, is_cut=False).quoting == "none"


def test_columns_are_names_or_numbers() -> None:
    assert columns_of([" id", "name ", ""], True) == ("id", "name", "")
    assert columns_of(["x", "y"], False) == ("1", "2")
