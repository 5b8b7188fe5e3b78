"""A CSV comes back with every column, row and their order, and the answers beside each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver import Decision, Query, Resolver
from resolver.bulk import COLUMNS, Summary, resolve_csv
from resolver.errors import BadSource

TABLE = """row,name,note
1,Reza Zahedi,"a, b"
2,Robert Zahn,
3,,nobody
4,محمدرضا زاهدی,"two
lines"
5,Reza Zahedi,again
6,!!!,unfoldable
"""


def run(
    resolver: Resolver, table: str | bytes, column: str = "name"
) -> tuple[list[dict[str, str]], Summary]:
    out = io.StringIO()
    data = table.encode() if isinstance(table, str) else table
    summary = resolve_csv(
        resolver, io.BytesIO(data), out, path="in.csv", column=column, asked=Query("any")
    )
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline=""))), summary


def test_every_column_row_and_their_order_stay(bundled: Resolver) -> None:
    rows, summary = run(bundled, TABLE)
    before = list(csv.DictReader(io.StringIO(TABLE, newline="")))
    assert [{key: row[key] for key in ("row", "name", "note")} for row in rows] == before
    assert list(rows[0]) == ["row", "name", "note", *COLUMNS]
    assert [row["resolver_id"] for row in rows] == [
        "mohammad-reza-zahedi", "", "", "mohammad-reza-zahedi", "mohammad-reza-zahedi", "",
    ]  # fmt: skip
    assert [row["resolver_verdict"] for row in rows] == [
        "match", "no_match", "", "match", "match", "no_match",
    ]  # fmt: skip
    assert rows[0]["resolver_alias"] == "Reza Zahedi"
    assert rows[0]["resolver_index"] == bundled.fingerprint
    assert 0.85 <= float(rows[0]["resolver_score"]) < 1
    assert summary == Summary(6, {"match": 3, "ambiguous": 0, "no_match": 2}, 1, ())


@pytest.mark.parametrize(
    "table", [b"\xef\xbb\xbf" + TABLE.encode(), TABLE.replace("\n", "\r\n").encode()]
)
def test_a_bom_and_windows_lines_change_no_answer(bundled: Resolver, table: bytes) -> None:
    rows, _ = run(bundled, table)
    assert [row["row"] for row in rows] == list("123456")
    assert rows[0]["resolver_id"] == "mohammad-reza-zahedi"


def test_distinct_queries_are_asked_once(bundled: Resolver) -> None:
    asked: list[str] = []

    class Counting(Resolver):
        def __init__(self) -> None:
            pass

        def resolve_many(self, queries: Iterable[Query]) -> Iterator[Decision]:
            queries = list(queries)
            asked.extend(query.text for query in queries)
            return bundled.resolve_many(queries)

    table = "name\n" + "Reza Zahedi\nBabil\n" * 3000
    _, summary = run(Counting(), table)
    assert summary.rows == 6000
    assert asked == ["Reza Zahedi", "Babil"]


def test_rows_go_out_before_all_have_come_in(bundled: Resolver) -> None:
    out = io.StringIO()
    seen: list[int] = []

    def lines() -> Iterator[bytes]:
        yield b"name\n"
        for _ in range(5000):
            seen.append(out.getvalue().count("\n"))
            yield b"Reza Zahedi\n"

    resolve_csv(bundled, lines(), out, path="-", column="name", asked=Query("any"))
    assert max(seen) >= 4000


def test_a_name_that_cannot_be_asked_loses_nothing_and_is_reported(bundled: Resolver) -> None:
    rows, summary = run(bundled, f"name,x\n{'y' * 1001},1\nBab\0il,2\nBabil,3\n")
    assert [row["resolver_verdict"] for row in rows] == ["error", "error", "match"]
    assert [row["x"] for row in rows] == ["1", "2", "3"]
    assert [(each.line, each.error.code) for each in summary.unasked] == [
        (2, "text_too_long"),
        (3, "unreadable_text"),
    ]


def test_cells_missing_at_the_end_of_a_row_are_empty(bundled: Resolver) -> None:
    rows, _ = run(bundled, "name,a,b\nBabil\n")
    assert (rows[0]["a"], rows[0]["b"], rows[0]["resolver_id"]) == ("", "", "babil-governorate")


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_cells_come_back_as_they_were_whatever_is_in_them(
    bundled: Resolver, cells: list[tuple[str, str]]
) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([("id", "name"), *cells])
    out = io.StringIO()
    data = io.BytesIO(table.getvalue().encode())
    resolve_csv(bundled, data, out, path="in.csv", column="name", asked=Query("any"))
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert [tuple(row[:2]) for row in rows[1:]] == cells


@pytest.mark.parametrize(
    ("table", "what"),
    [
        (b"", "in.csv: the file is empty — begin with a header: name"),
        (b"title,x\n1,2\n", "line 1: the header has no column name — it has title, x"),
        (b"name;x\n1;2\n", "separate the cells by commas"),
        (b"name,name\n1,2\n", "has the column name twice — rename one of the two"),
        (b"name,resolver_id\n1,2\n", "already has a column resolver_id"),
        (b"name\nA\nB,C\n", "line 3: 2 cells where the header has 1 — quote cells"),
        (b"name\nZ\xfcrich\n", "line 2: byte 2 of the line is not valid UTF-8"),
        (b'name\nA\n"open\nB\nC\n', "line 3: not valid CSV: a quote is opened and never closed"),
        (b"name\rA\rB\r", "line 1: a line ends in a lone carriage return — save the file with"),
        ("name\nx\n".encode("utf-16"), "the file is UTF-16 — save it as UTF-8"),
    ],
)
def test_a_broken_csv_is_refused_by_line(bundled: Resolver, table: bytes, what: str) -> None:
    with pytest.raises(BadSource) as caught:
        run(bundled, table)
    assert what in str(caught.value)


def test_standard_input_is_called_so(bundled: Resolver) -> None:
    with pytest.raises(BadSource, match=r"^standard input, line 1: the header has no column name"):
        resolve_csv(bundled, [b"x\n"], io.StringIO(), path="-", column="name", asked=Query("any"))
