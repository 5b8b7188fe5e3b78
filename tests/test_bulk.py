"""A CSV comes back with every column, row and their order, and the answers beside each row."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver import Decision, Query, Resolver, bulk
from resolver.bulk import COLUMNS, Summary, resolve_csv
from resolver.errors import BadSource

MakeHome = Callable[..., Path]

TABLE = """row,name,note
1,Reza Zahedi,"a, b"
2,Robert Zahn,
3,,nobody
4,محمدرضا زاهدی,"two
lines"
5,Reza Zahedi,again
6,!!!,unfoldable
"""


def written(
    resolver: Resolver, table: str | bytes, column: str = "name", *, excel: bool = False
) -> tuple[str, Summary]:
    out = io.StringIO()
    data = io.BytesIO(table.encode() if isinstance(table, str) else table)
    summary = resolve_csv(
        resolver, data, out, path="in.csv", column=column, asked=Query("any"), excel=excel
    )
    return out.getvalue(), summary


def run(
    resolver: Resolver, table: str | bytes, column: str = "name"
) -> tuple[list[dict[str, str]], Summary]:
    text, summary = written(resolver, table, column)
    return list(csv.DictReader(io.StringIO(text, newline=""))), summary


class Counting(io.StringIO):
    """An output that keeps nothing but the count of its lines."""

    lines = 0

    def write(self, text: str) -> int:
        self.lines += text.count("\n")
        return len(text)


class Ahead(Resolver):
    """One that says the same of every name, and takes so many queries before it answers."""

    def __init__(self, decision: Decision, ahead: int = 400) -> None:
        self._decision = decision
        self._ahead = ahead
        self.asked = 0

    def resolve_many(self, queries: Iterable[Query]) -> Iterator[Decision]:
        queries = iter(queries)
        while block := len(list(islice(queries, self._ahead))):
            self.asked += block
            yield from [self._decision] * block


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
    assert [row["resolver_reason"] for row in rows] == [
        "sole_owner", "unlikely", "", "sole_owner", "sole_owner", "nobody",
    ]  # fmt: skip
    assert rows[0]["resolver_alias"] == "Reza Zahedi"
    assert rows[0]["resolver_index"] == bundled.fingerprint
    assert 0.85 <= float(rows[0]["resolver_score"]) < 1
    assert summary == Summary(6, {"match": 3, "ambiguous": 0, "no_match": 2}, 1, 0, ())


@pytest.mark.parametrize(
    "table", [b"\xef\xbb\xbf" + TABLE.encode(), TABLE.replace("\n", "\r\n").encode()]
)
def test_a_bom_and_windows_lines_change_no_answer(bundled: Resolver, table: bytes) -> None:
    rows, _ = run(bundled, table)
    assert [row["row"] for row in rows] == list("123456")
    assert rows[0]["resolver_id"] == "mohammad-reza-zahedi"


def test_distinct_queries_are_asked_once(bundled: Resolver) -> None:
    asked: list[str] = []

    class Asking(Resolver):
        def __init__(self) -> None:
            pass

        def resolve_many(self, queries: Iterable[Query]) -> Iterator[Decision]:
            queries = list(queries)
            asked.extend(query.text for query in queries)
            return bundled.resolve_many(queries)

    table = "name\n" + "Reza Zahedi\nBabil\n" * 3000
    _, summary = run(Asking(), table)
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
    assert [(each.line, each.error.code) for each in summary.reported] == [
        (2, "text_too_long"),
        (3, "unreadable_text"),
    ]


def test_cells_missing_at_the_end_of_a_row_are_empty(bundled: Resolver) -> None:
    rows, _ = run(bundled, "name,a,b\nBabil\n")
    assert (rows[0]["a"], rows[0]["b"], rows[0]["resolver_id"]) == ("", "", "babil-governorate")


def test_a_blank_line_is_a_row_with_an_empty_cell(bundled: Resolver) -> None:
    rows, summary = run(bundled, '\nname\nBabil\n\n\r\n""\nBabil\n\n')
    assert [row["name"] for row in rows] == ["Babil", "", "", "", "Babil", ""]
    assert (summary.rows, summary.blank) == (6, 4)
    rows, _ = run(bundled, "id,name\n1,Babil\n\n2,Babil\n")
    assert [(row["id"], row["name"]) for row in rows] == [("1", "Babil"), ("", ""), ("2", "Babil")]


BODIES = st.lists(st.sampled_from(["a", "b c", ",", '"', '""', "\n", "\r\n", "\r", " ", ";", "é"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["name", "name,x", 'y,"name"']), BODIES.map("".join))
def test_as_many_rows_go_out_as_come_in_whatever_is_accepted(
    bundled: Resolver, header: str, body: str
) -> None:
    try:
        text, summary = written(bundled, f"{header}\n{body}")
    except BadSource:
        return
    width = header.count(",") + 1
    came = list(csv.reader(io.StringIO(body, newline="\n"), strict=True))
    went = list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
    assert [row[:width] for row in went] == [row + [""] * (width - len(row)) for row in came]
    assert summary.rows == len(came)


def test_memory_does_not_grow_with_the_names_of_the_input(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_MAX_REMEMBERED", 300_000)
    resolver = Ahead(bundled.resolve(Query("Babil")))
    lines = (f"n{number}\n".encode() for number in range(20_000))
    out = Counting()
    tracemalloc.start()
    try:
        asked = Query("any")
        table = chain([b"name\n"], lines)
        summary = resolve_csv(resolver, table, out, path="-", column="name", asked=asked)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (summary.rows, resolver.asked) == (20_000, 20_000)
    assert peak < 3_000_000


@pytest.mark.parametrize(("size", "most"), [(1, 10_001), (1_000_000, 33)])
def test_rows_that_wait_are_bounded_by_their_number_and_their_size(
    bundled: Resolver, size: int, most: int
) -> None:
    out, waited = Counting(), list[int]()

    def lines() -> Iterator[bytes]:
        yield b"note,name\n"
        for number in range(2 * most):
            yield b"x" * size + b",Babil\n"
            waited.append(number + 2 - out.lines)

    resolver = Ahead(bundled.resolve(Query("Babil")))
    summary = resolve_csv(resolver, lines(), out, path="-", column="name", asked=Query("any"))
    assert summary.rows == 2 * most
    assert max(waited) <= most


def test_of_many_names_that_cannot_be_asked_the_first_are_reported(bundled: Resolver) -> None:
    _, summary = run(bundled, "name\n" + f"{'y' * 1001}\n" * 300)
    assert (summary.rows, summary.unasked, len(summary.reported)) == (300, 300, 100)
    assert all(each.error.__traceback__ is None for each in summary.reported)


FORMULAS = ["=1+1", "+1-555", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "-", "+-1", "-1+2"]
NO_FORMULAS = ["-12.5", "+3", "-1,234.50", "-1e5", "a=1", "'=1", "", "7", "Babil"]


def test_for_a_spreadsheet_no_cell_is_a_formula_and_numbers_stay(make_home: MakeHome) -> None:
    home = make_home({"id": "@id", "type": "person", "name": "=cmd", "aliases": ["+Ann"]})
    table = io.StringIO()
    cells = [*FORMULAS, *NO_FORMULAS]
    csv.writer(table).writerows([("name", "=x"), *(("+Ann", cell) for cell in cells)])
    with Resolver.open(home) as resolver:
        text, _ = written(resolver, table.getvalue(), excel=True)
        plain, _ = written(resolver, table.getvalue())
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0][:2] == ["\ufeffname", "'=x"]
    assert [row[1] for row in rows[1:]] == [*(f"'{cell}" for cell in FORMULAS), *NO_FORMULAS]
    assert [rows[1][place] for place in (0, 4, 5, 9)] == ["'+Ann", "'@id", "'=cmd", "'+Ann"]
    assert plain.startswith("name,=x,")
    assert [row[1] for row in csv.reader(io.StringIO(plain, newline=""))][1:] == cells


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
