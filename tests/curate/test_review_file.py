"""What a review file shows can be decided in a spreadsheet, and is read back as it was."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.curate.review_file import (
    COLUMNS,
    ReviewRow,
    candidate_cells,
    escape_formula,
    questions_of,
    read_review_file,
    review_lines,
    unescape_formula,
)
from resolver.errors import BadSource

NOW = "2026-03-01T12:00:00Z"
BEN = {
    "id": "=ben",
    "type": "person",
    "name": "Ben Stone",
    "country": ["US"],
    "description": "a sculptor",
    "properties": {"birth_date": ["1944", "1945"]},
}
OTHER = {"id": "other", "type": "person", "name": "Ben Stone", "description": "x" * 500}


def written(path: Path, *rows: ReviewRow) -> list[dict[str, str]]:
    """Write a file, and what a spreadsheet sees in it."""
    path.write_text("".join(review_lines(rows)), "utf-8", newline="")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_its_questions_are_read_back_decided_or_not(tmp_path: Path) -> None:
    rows = (
        ReviewRow("=Ben", "person", ("IQ", "US"), 2, "twins", ()),
        ReviewRow("Al", None, (), 1, "close", ()),
    )
    written(tmp_path / "review.csv", *rows)
    found = list(questions_of(tmp_path / "review.csv"))
    assert found == [("=Ben", "person", ("IQ", "US"), 2), ("Al", None, (), 1)]


def test_a_row_shows_who_may_be_meant_with_facts_and_why(
    make_home: Callable[..., Path], tmp_path: Path
) -> None:
    with Resolver.open(make_home(BEN, OTHER)) as resolver:
        cells = candidate_cells(resolver.resolve(Query("Ben Stone", country=("US",))), resolver)
        row = ReviewRow("=Ben", "person", ("IQ", "US"), 12, "twins", cells)
    (seen,) = written(tmp_path / "review.csv", row)
    assert (tmp_path / "review.csv").read_bytes().startswith("\ufeffdecision,text,".encode())
    assert list(seen) == list(COLUMNS)
    question = [seen[name] for name in COLUMNS[:6]]
    assert question == ["", "'=Ben", "person", "IQ US", "12", "twins"]
    assert (seen["id_1"], seen["name_1"]) == ("'=ben", "Ben Stone")
    assert seen["facts_1"] == "person; US; birth_date 1944 1945; a sculptor"
    assert 0.5 < float(seen["score_1"]) < 1
    assert "same fact" in seen["why_1"]
    assert "prior" not in seen["why_1"]
    assert (seen["id_2"], len(seen["facts_2"]), seen["facts_2"][-1]) == ("other", 200, "…")
    assert (seen["id_3"], seen["why_5"]) == ("", "")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("＝x", "'＝x"),
        ("－x", "'－x"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-", "'-"),
        ("'=x", "''=x"),
        ("''-x", "'''-x"),
        ("'Ali", "'Ali"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_take_for_a_formula_is_text(cell: str, shown: str) -> None:
    assert escape_formula(cell) == shown
    assert unescape_formula(shown) == cell


@given(st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠a5."), max_size=6) | st.text(max_size=6))
def test_reading_takes_exactly_one_apostrophe_back(cell: str) -> None:
    assert unescape_formula(escape_formula(cell)) == cell


@pytest.mark.parametrize("text", ["=SUM(A1)", "'-x", "a,b;c", 'say "x"', "two\nlines", "-5", "$"])
@pytest.mark.parametrize("entity_id", ["-a", "a b", "'=b"])
def test_what_was_decided_is_read_back(tmp_path: Path, text: str, entity_id: str) -> None:
    path = tmp_path / "review.csv"
    cells: tuple[str, ...] = (entity_id, "N", "", "0.50", "")
    row = ReviewRow(text, None, ("IQ", "US"), 2, "twins", cells)
    (seen,) = written(path, row)
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # as somebody fills it in
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(seen)
        writer.writerow(seen | {"decision": seen["id_1"]})
        writer.writerow(seen | {"decision": " NONE ", "type": "person"})
    file_says = read_review_file(path, who="ana", when=NOW)
    assert file_says.left_open == 1
    first, second = (review for _, review in file_says.decided)
    assert (first.text, first.country, first.means) == (text, ("IQ", "US"), entity_id)
    assert (second.type, second.means, second.nobody) == ("person", None, True)
    assert (first.who, first.when) == ("ana", NOW)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("text,type\nBen,person\n", "the header has no column decision"),
        ("decision,type\na,person\n", "the header has no column text"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "review.csv"
    path.write_text(content)
    with pytest.raises(BadSource, match=message):
        read_review_file(path, who="ana", when=NOW)


def test_only_the_columns_of_the_decision_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("text,note,decision\nBen,so they say,ben\n")
    assert [row.line for row in read_review_file(path, who="ana", when=NOW).decided] == [2]
