"""A list comes back with every column, row and their order, and the answers beside each row."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.bulk.answers import columns_of
from resolver.bulk.blocks import Done
from resolver.bulk.options import BulkOptions
from resolver.bulk.run import Files, Limits, resolve_list
from resolver.bulk.tally import Summary
from resolver.errors import (
    BadSource,
    BadValue,
    InvalidInput,
    ListTooLarge,
    OutputStarted,
    TooManyErrors,
)
from resolver.store import open_store
from resolver.table.undecided import open_questions

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


def options(**given: str | list[str]) -> BulkOptions:
    texts = {key: value if isinstance(value, list) else [value] for key, value in given.items()}
    return BulkOptions.from_texts(texts)


def written(
    resolver: Resolver, table: str | bytes, said: BulkOptions | None = None
) -> tuple[str, Summary]:
    """What goes to a stream for a list that comes from one."""
    source = io.BytesIO(table.encode() if isinstance(table, str) else table)
    out = io.BytesIO()
    summary = resolve_list(resolver, Files(source, out, name="in.csv"), said or options())
    return out.getvalue().decode(), summary


def run(
    resolver: Resolver, table: str | bytes, said: BulkOptions | None = None
) -> tuple[list[dict[str, str]], Summary]:
    text, summary = written(resolver, table, said)
    return list(csv.DictReader(io.StringIO(text, newline=""))), summary


def test_every_column_row_and_their_order_stay(bundled: Resolver) -> None:
    rows, summary = run(bundled, TABLE)
    before = list(csv.DictReader(io.StringIO(TABLE, newline="")))
    assert [{key: row[key] for key in ("row", "name", "note")} for row in rows] == before
    assert list(rows[0]) == ["row", "name", "note", *columns_of()]
    assert [row["resolver_id"] for row in rows] == [
        "mohammad-reza-zahedi", "", "", "mohammad-reza-zahedi", "mohammad-reza-zahedi", "",
    ]  # fmt: skip
    assert [row["resolver_verdict"] for row in rows] == [
        "match", "no_match", "", "match", "match", "no_match",
    ]  # fmt: skip
    assert rows[0]["resolver_index"] == bundled.fingerprint
    assert (summary.tally.rows, summary.tally.blank, summary.tally.errors) == (6, 1, 0)
    assert summary.tally.verdicts == {"match": 3, "no_match": 2}
    assert summary.unmatched == [("Robert Zahn", 1), ("!!!", 1)]


def test_rows_that_are_wrong_stay_with_what_is_wrong(bundled: Resolver) -> None:
    table = f'name,x\nBabil\nBabil,1,2\n{"y" * 1001},3\nBab\0il,4\n"Babil"d,5\nBabil,6\n'
    said = options(quoting="double", encoding="utf-8")
    rows, summary = run(bundled, table.encode() + b"Z\xfcrich,7\n", said)
    assert [row["resolver_verdict"] for row in rows] == [
        "match", "error", "error", "error", "error", "match", "error",
    ]  # fmt: skip
    assert [row["x"] for row in rows] == ["", "1,2", "3", "4", "5", "6", "7"]
    assert [bool(row["resolver_error"]) for row in rows] == [True] * 5 + [False, True]
    assert summary.tally.errors == 6
    assert [(row.line, row.name) for row in summary.tally.reported] == [
        (2, "Babil"), (3, "Babil"), (4, "y" * 300), (5, "Bab\0il"), (6, '"Babil"d'),
        (8, "Z\\xfcrich"),
    ]  # fmt: skip


def test_more_errors_than_may_be_end_it_and_it_can_go_on(bundled: Resolver, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name,x\nBabil,1\nA\nB\nC\n")
    files = Files(tmp_path / "in.csv", tmp_path / "out.csv")
    with pytest.raises(TooManyErrors, match=r"rows with an error: 2, the first in line 3: 1 cell"):
        resolve_list(bundled, files, options(max_errors="1"))
    assert not (tmp_path / "out.csv").exists()
    summary = resolve_list(bundled, files, options(max_errors="9"), resume=True)
    assert (summary.tally.rows, summary.tally.errors) == (4, 3)


def test_only_some_rows_are_kept_where_that_is_said(bundled: Resolver) -> None:
    rows, summary = run(bundled, TABLE, options(only="unmatched"))
    assert [row["row"] for row in rows] == ["2", "6"]
    assert (summary.tally.rows, summary.tally.written) == (6, 2)
    rows, _ = run(bundled, TABLE, options(only="matched"))
    assert [row["row"] for row in rows] == ["1", "4", "5"]


def test_each_row_gets_what_resolve_says_of_its_question(bundled: Resolver) -> None:
    table = (
        "label,cc,kind,when\nBabil,Iraq,place,\nTwitter,,,2010\nGeorgia,GE,place,\n"
        "Georgia,US,,\nBabil,IQ,person,\n"
    )
    said = options(
        column="label",
        country_column="cc",
        type_column="kind",
        as_of_column="when",
        top="2",
        known="0.5",
    )
    rows, _ = run(bundled, table, said)
    asked = [
        Query("Babil", type="place", country=("IQ",), known=0.5),
        Query("Twitter", as_of="2010", known=0.5),
        Query("Georgia", type="place", country=("GE",), known=0.5),
        Query("Georgia", country=("US",), known=0.5),
        Query("Babil", type="person", country=("IQ",), known=0.5),
    ]
    for row, query in zip(rows, asked, strict=True):
        decision = bundled.resolve(query)
        assert row["resolver_verdict"] == decision.verdict
        assert row["resolver_id"] == (decision.id or "")
        ids = [each.id for each in decision.candidates[:2]] + ["", ""]
        assert [row["resolver_id_1"], row["resolver_id_2"]] == ids[:2]


def test_a_list_has_the_form_that_its_name_says(bundled: Resolver, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name;x\nBabil;1\n")
    for name, read in (
        ("out.csv", lambda path: path.read_text().splitlines()[1]),
        ("out.tsv", lambda path: path.read_text().replace("\t", ";").splitlines()[1]),
        ("out.csv.gz", lambda path: gzip.decompress(path.read_bytes()).decode().splitlines()[1]),
    ):
        resolve_list(bundled, Files(source, tmp_path / name), options())
        assert read(tmp_path / name).startswith("Babil;1;match;babil-governorate;")
    resolve_list(bundled, Files(source, tmp_path / "out.jsonl"), options())
    found = json.loads((tmp_path / "out.jsonl").read_text())
    assert (found["x"], found["resolver_id"]) == ("1", "babil-governorate")
    again = Files(tmp_path / "out.csv.gz", tmp_path / "again.csv")
    with pytest.raises(BadSource, match="already has a column resolver_verdict"):
        resolve_list(bundled, again, options(column="x"))


def test_parquet_keeps_its_types_and_answers_have_theirs(bundled: Resolver, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"n": [1, 2], "name": ["Babil", None], "when": [1.5, None]})
    parquet.write_table(table, tmp_path / "in.parquet")
    resolve_list(bundled, Files(tmp_path / "in.parquet", tmp_path / "out.parquet"), options())
    found = parquet.read_table(tmp_path / "out.parquet")
    assert found.select(["n", "name", "when"]).equals(table)
    assert found["resolver_id"].to_pylist() == ["babil-governorate", None]
    assert found["resolver_score"].type == pyarrow.float64()
    out = io.BytesIO()
    with (tmp_path / "in.parquet").open("rb") as stream:
        said = options(format="parquet")
        resolve_list(bundled, Files(stream, out, name="x.parquet"), said)
    assert parquet.read_table(io.BytesIO(out.getvalue())).equals(found)
    resolve_list(bundled, Files(tmp_path / "in.parquet", tmp_path / "out.csv"), options())
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("1,Babil,1.5,match,")


BODIES = st.lists(st.sampled_from(["a", "b c", ",", '"', '""', "\n", "\r\n", " ", ";", "é", "\0"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["name", "name,x", 'y,"name"']), BODIES.map("".join))
def test_as_many_rows_go_out_as_come_in_whatever_is_accepted(
    bundled: Resolver, header: str, body: str
) -> None:
    said = options(column="name", delimiter=",", quoting="double")
    text, summary = written(bundled, f"{header}\n{body}", said)
    width = header.count(",") + 1
    went = list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
    assert len(went) == summary.tally.rows
    assert all(len(row) == width + len(columns_of()) for row in went)
    try:
        came = list(csv.reader(io.StringIO(body, newline="\n"), strict=True))
    except csv.Error:
        return
    if all(len(row) <= width for row in came):
        assert [row[:width] for row in went] == [row + [""] * (width - len(row)) for row in came]


@pytest.mark.parametrize(
    ("table", "what"),
    [
        (b"", "in.csv: the file is empty"),
        (
            b"title,x\n1,2\n",
            "no column is called name — say which column has the names; there are title",
        ),
        (b"name,name,x\n1,2,3\n", "two are called name — say which column has the names"),
        (b"name,resolver_id\n1,2\n", "already has a column resolver_id — rename or remove it"),
    ],
)
def test_what_is_no_list_of_names_is_refused(bundled: Resolver, table: bytes, what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        run(bundled, table)
    assert what in str(caught.value)


def test_a_list_without_rows_or_header_is_one(bundled: Resolver) -> None:
    text, summary = written(bundled, "name,x\n")
    assert (text, summary.tally.rows) == (f"name,x,{','.join(columns_of())}\n", 0)
    text, _ = written(bundled, "1;Babil\n2;Twitter\n", options(no_header="true", column="2"))
    assert [line.split(";")[:4] for line in text.splitlines()] == [
        ["1", "Babil", "match", "babil-governorate"],
        ["2", "Twitter", "match", "x-twitter"],
    ]


def test_a_stream_is_not_gone_on_from(bundled: Resolver, tmp_path: Path) -> None:
    files = Files(io.BytesIO(b"name\nBabil\n"), tmp_path / "out.csv", name="standard input")
    with pytest.raises(BadValue, match="standard input cannot be read once more — leave --resume"):
        resolve_list(bundled, files, options(), resume=True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_doubtful_is_warned_of(bundled: Resolver, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes("name,x\nZürich,1\n".encode("cp1252"))
    warnings: list[str] = []
    files = Files(tmp_path / "in.csv", tmp_path / "out.csv")
    resolve_list(bundled, files, options(property="nosuch=x"), warn=warnings.append)
    assert "cp1252" in warnings[0]
    assert warnings[1] == "no entity of the table has the property nosuch, which column x is for"


def test_limits_are_held(bundled: Resolver, tmp_path: Path) -> None:
    (tmp_path / "in.csv.gz").write_bytes(gzip.compress(b"name\n" + b"Babil\n" * 100_000))
    files = Files(tmp_path / "in.csv.gz", tmp_path / "out.csv")
    with pytest.raises(ListTooLarge, match="more than 10,000 bytes"):
        resolve_list(bundled, files, options(), limits=Limits(bytes=10_000))
    with pytest.raises(BadSource, match="the list has more than 50 rows"):
        resolve_list(bundled, files, options(), limits=Limits(rows=50))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv.gz"]


def test_a_review_and_a_report_are_written_beside(bundled: Resolver, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name\nKorea\nKorea\nBabil\n")
    files = Files(
        tmp_path / "in.csv",
        tmp_path / "out.csv",
        tmp_path / "review.csv",
        tmp_path / "report.html",
    )
    summary = resolve_list(bundled, files, options(accept="1"))
    assert summary.ambiguous == [("Korea", 2), ("Babil", 1)]
    review = (tmp_path / "review.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(review, newline="")))
    assert [(row["text"], row["rows"], row["decision"]) for row in rows] == [
        ("Korea", "2", ""),
        ("Babil", "1", ""),
    ]
    assert rows[1]["id_1"] == "babil-governorate"
    assert rows[0]["id_2"]  # however many candidates the output has columns for
    assert "3 rows, answered by the index" in (tmp_path / "report.html").read_text()


def test_a_part_that_is_there_is_gone_on_from_or_stays(
    bundled: Resolver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("name\n" + "Babil\nRobert Zahn\n" * 50)
    (tmp_path / "out.csv.part").write_text("somebody's own")
    with pytest.raises(OutputStarted, match=r"out\.csv\.part is there, and is not the part of a"):
        resolve_list(bundled, Files(source, out), options())
    assert (tmp_path / "out.csv.part").read_text() == "somebody's own"
    (tmp_path / "out.csv.part").unlink()

    class Stopped(Exception):
        pass

    def stop(done: Done) -> None:
        if done.rows >= 40:
            raise Stopped

    resolve_list(bundled, Files(source, tmp_path / "right.csv"), options())
    monkeypatch.setattr("resolver.bulk.blocks.BLOCK_S", 0)
    with pytest.raises(Stopped):
        resolve_list(bundled, Files(source, out), options(), watch=stop)
    with pytest.raises(OutputStarted, match="add --resume to go on"):
        resolve_list(bundled, Files(source, out), options())
    with pytest.raises(BadValue, match=r"is top \(1, now 2\)"):
        resolve_list(bundled, Files(source, out), options(top="2"), resume=True)
    summary = resolve_list(bundled, Files(source, out), options(), resume=True)
    assert summary.resumed_rows == 40
    assert out.read_bytes() == (tmp_path / "right.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv", "right.csv"]


KILLED = """
import sys
from pathlib import Path
from resolver import Resolver
from resolver.bulk import blocks
from resolver.bulk.options import BulkOptions
from resolver.bulk.run import Files, resolve_list
blocks.BLOCK_S = 0.02
home, folder, name = map(Path, sys.argv[1:])
files = Files(folder / "in.csv", folder / name, folder / "review.csv", folder / "report.html")
with Resolver.open(home) as resolver:
    resolve_list(resolver, files, BulkOptions.from_texts({"accept": ["0.99"]}), resume=True)
"""


@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz"])
def test_whatever_kills_it_the_bytes_are_the_same(
    bundled_home: Path, tmp_path: Path, name: str
) -> None:
    names = ["Babil", "Georgia", "Robert Zahn", "Reza Zahidi", "X, formerly Twitter", ""]
    rows = [f"{names[number % 6]},{number % 97}" for number in range(900)]
    (tmp_path / "in.csv").write_text("name,x\n" + "\n".join(rows) + "\n")
    right = tmp_path / "right"
    right.mkdir()
    (right / "in.csv").write_bytes((tmp_path / "in.csv").read_bytes())
    command = [sys.executable, "-c", KILLED, str(bundled_home)]
    begin = time.monotonic()
    subprocess.run([*command, str(right), name], check=True)
    taken = time.monotonic() - begin
    for moment in (0.4, 0.55, 0.7, 0.8, 0.9, 0.97):
        running = subprocess.Popen([*command, str(tmp_path), name])
        time.sleep(taken * moment)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    subprocess.run([*command, str(tmp_path), name], check=True)
    for each in (name, "review.csv"):
        assert (tmp_path / each).read_bytes() == (right / each).read_bytes()
    report = (tmp_path / "report.html").read_text()
    assert report.replace(str(tmp_path), "") == (right / "report.html").read_text().replace(
        str(right), ""
    )
    left = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert left == sorted(["in.csv", name, "report.html", "review.csv"])


def test_what_is_left_to_decide_is_kept_in_the_home(
    make_home: Callable[..., Path], tmp_path: Path
) -> None:
    people = [{"id": each, "type": "person", "name": "Ben Stone"} for each in ("ben", "other")]
    home, source = make_home(*people), tmp_path / "in.csv"
    source.write_text("name\nBen Stone\nQqq\nBEN STONE\n")
    files = Files(source, tmp_path / "out.csv", home=home)
    with Resolver.open(home) as resolver:
        resolve_list(resolver, files, options(type="person"))
        with open_store(home) as store:
            first, second = open_questions(store)
            assert (first.text, first.type, first.count) == ("Ben Stone", "person", 2)
            assert (first.verdict, first.reason, first.margin) == ("ambiguous", "twins", 0.0)
            assert {each for each, _ in first.candidates} <= {"ben", "other"}
            assert (second.text, second.verdict, second.candidates) == ("Qqq", "no_match", ())
            (tmp_path / "out.csv").unlink()
            warnings: list[str] = []
            with store.journal.writing():  # somebody else, for longer than one waits
                resolve_list(resolver, files, options(type="person"), warn=warnings.append)
            assert len(open_questions(store)) == 2
    assert warnings == [f"what is left to decide was not kept: another process is writing {home}"]
    assert (tmp_path / "out.csv").exists()


def test_a_home_without_a_store_keeps_no_question(tmp_path: Path, bundled: Resolver) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name\nQqqq\n")
    resolve_list(bundled, Files(source, tmp_path / "out.csv", home=tmp_path), options())
    assert not (tmp_path / "edits.sqlite").exists()
