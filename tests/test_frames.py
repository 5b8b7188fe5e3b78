"""A frame of any library comes back as it was, with the answers beside each row."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver import Decision, Query, Resolver, frames
from resolver.bulk.answers import columns_of
from resolver.columnar import Asked
from resolver.errors import BadValue, HomeMissing, InvalidInput
from tests.conftest import compile_entities

PEOPLE: tuple[dict[str, Any], ...] = (
    {"id": "old", "type": "person", "name": "John Smith", "country": ["GB"], "prominence": 5},
    {"id": "new", "type": "person", "name": "John Smith", "country": ["US"], "prominence": 5},
    {"id": "smith-inc", "type": "organization", "name": "John Smith", "prominence": 5},
    {"id": "springfield", "type": "place", "name": "Springfield", "country": ["US"]},
    {"id": "seven", "type": "other", "name": "1984"},
)
PEOPLE[0]["properties"] = {"birth_date": ["1944"], "zip": ["12345"]}
PEOPLE[1]["properties"] = {"birth_date": ["1981-02-03"], "zip": ["54321"]}


class Odd(NamedTuple):
    """A row, and what it asks: a query, nothing, or what cannot be asked."""

    name: object
    kind: str | None = None
    country: str | None = None
    born: float | None = None
    day: date | None = None
    asks: Query | type[InvalidInput] | None = None


ODD = (
    Odd("John Smith", asks=Query("John Smith")),
    Odd("John Smith", "person", asks=Query("John Smith", type="person")),
    Odd("John Smith", "Organization", asks=Query("John Smith", type="organization")),
    Odd(
        "John Smith",
        born=1944.0,
        asks=Query("John Smith", properties={"birth_date": "1944"}),
    ),
    Odd("John Smith", country="US|CA", asks=Query("John Smith", country=("US", "CA"))),
    Odd("John Smith", day=date(1999, 2, 3), asks=Query("John Smith", as_of="1999-02-03")),
    Odd(" Springfeild ", asks=Query("Springfeild")),
    Odd(None),
    Odd(""),
    Odd("  ", "person", born=1944.0),
    Odd("$", asks=Query("$")),
    Odd("Nobody at All", asks=Query("Nobody at All")),
    Odd("محمدرضا", asks=Query("محمدرضا")),
    Odd("x" * 1001, asks=InvalidInput),
    Odd("nul\0", asks=InvalidInput),
    Odd("John Smith", "ship", asks=InvalidInput),
    Odd("John Smith", country="Utopia", asks=InvalidInput),
    Odd("1984", asks=Query("1984")),
    Odd(" John Smith", asks=Query("John Smith")),
)

ROLES: Asked = {
    "type_column": "kind",
    "country_column": "country",
    "as_of_column": "day",
    "properties": {"birth_date": "born"},
}

Columns = Mapping[str, Sequence[object]]

TYPES = {
    "name": pa.string(),
    "kind": pa.string(),
    "country": pa.string(),
    "born": pa.float64(),
    "day": pa.date32(),
}


def to_arrow(columns: Columns) -> pa.Table:
    return pa.table({name: pa.array(of, TYPES.get(name)) for name, of in columns.items()})


def to_relation(columns: Columns) -> duckdb.DuckDBPyRelation:
    return duckdb.connect().from_arrow(to_arrow(columns))


MAKE: Mapping[str, Callable[[Columns], Any]] = {
    "pandas": lambda columns: pd.DataFrame(dict(columns)),
    "pandas of Arrow": lambda columns: to_arrow(columns).to_pandas(types_mapper=pd.ArrowDtype),
    "polars": lambda columns: pl.from_arrow(to_arrow(columns)),
    "polars, lazy": lambda columns: pl.DataFrame(pl.from_arrow(to_arrow(columns))).lazy(),
    "pyarrow": to_arrow,
    "duckdb": to_relation,
}
"""Every kind of frame, and how one is made from columns."""


def columns_in(frame: Any) -> dict[str, list[Any]]:
    """The columns of a frame, None where a value is missing."""
    opened = nw.from_native(frame)
    opened = opened.collect() if isinstance(opened, nw.LazyFrame) else opened
    found = {}
    for series in opened.iter_columns():
        values = zip(series.to_list(), series.is_null().to_list(), strict=True)
        found[series.name] = [None if missing else value for value, missing in values]
    return found


def values_of(decision: Decision) -> dict[str, Any]:
    """What is added about a decision."""
    values: dict[str, Any] = {
        "verdict": decision.verdict,
        "reason": decision.reason,
        "index": decision.index,
    }
    if decision.verdict != "no_match":
        first = decision.candidates[0]
        values |= {"id": decision.id, "name": first.name, "type": first.type}
        values |= {"score": first.score, "margin": decision.margin, "alias": first.alias.text}
    return values


def expected(resolver: Resolver, asks: Query | type[InvalidInput] | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if isinstance(asks, Query):
        values = values_of(resolver.resolve(asks))
    elif asks is not None:
        values = {"verdict": "error"}
    return {name: values.get(name.removeprefix("resolver_")) for name in columns_of()}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_entities(tmp_path_factory.mktemp("frames"), *PEOPLE)


@pytest.fixture(scope="module")
def people(home: Path) -> Resolver:
    return Resolver.open(home)


@pytest.mark.parametrize("kind", MAKE)
def test_every_row_has_the_values_of_its_decision(kind: str, people: Resolver) -> None:
    columns = {name: [getattr(row, name) for row in ODD] for name in TYPES}
    frame = MAKE[kind](columns)
    resolved = frames.resolve(frame, home=people, **ROLES)
    assert isinstance(resolved, type(frame))
    found = columns_in(resolved)
    assert list(found) == [*columns, *columns_of()]
    assert {name: found[name] for name in columns} == columns_in(frame)
    errors = found["resolver_error"]
    wanted = [expected(people, row.asks) for row in ODD]
    for name in columns_of()[:-1]:
        assert found[name] == [row[name] for row in wanted], name
    assert [error is not None for error in errors] == [row.asks is InvalidInput for row in ODD]
    assert len({value for value in found["resolver_id"] if value}) >= 4


def types_added(frame: Any) -> dict[str, Any]:
    types = nw.from_native(frame).collect_schema()
    return {name: types[name] for name in columns_of()}


@pytest.mark.parametrize("kind", MAKE)
def test_a_frame_without_rows_has_the_columns_in_their_types(kind: str, people: Resolver) -> None:
    empty = frames.resolve(MAKE[kind]({"name": []}), home=people)
    assert columns_in(empty) == {name: [] for name in ("name", *columns_of())}
    unanswered = frames.resolve(MAKE[kind]({"name": [None, None]}), home=people)
    full = frames.resolve(MAKE[kind]({"name": ["John Smith"]}), home=people)
    assert types_added(empty) == types_added(unanswered) == types_added(full)
    numbers = {name for name, of in types_added(full).items() if of == nw.Float64}
    assert numbers == {"resolver_score", "resolver_margin"}


NAMES = st.sampled_from(["John Smith", "Springfield", "Springfeild", None, "", "Nobody", "1984"])
INDEXES = st.one_of(st.integers(0, 2), st.text(max_size=1), st.none(), st.floats(allow_nan=True))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, INDEXES), max_size=9), st.sampled_from(["", "i"]))
def test_the_index_of_pandas_stays_whatever_is_in_it(
    people: Resolver, rows: list[tuple[str | None, object]], called: str
) -> None:
    index = pd.Index([label for _, label in rows], dtype=object, name=called or None)
    frame = pd.DataFrame({"name": [name for name, _ in rows]}, index=index, dtype=object)
    before = frame.copy()
    resolved = frames.resolve(frame, home=people)
    pd.testing.assert_index_equal(resolved.index, index)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(resolved[["name"]], before)
    alone = frames.resolve(frame.reset_index(drop=True), home=people)
    pd.testing.assert_frame_equal(resolved.reset_index(drop=True), alone)


def test_an_index_of_several_levels_stays(people: Resolver) -> None:
    index = pd.MultiIndex.from_tuples([("a", 1), ("a", 1), ("b", 2)], names=["x", None])
    frame = pd.DataFrame({"name": ["John Smith", None, "1984"]}, index=index)
    resolved = frames.resolve(frame, home=people)
    pd.testing.assert_index_equal(resolved.index, index)
    assert list(resolved["resolver_id"])[2] == "seven"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.sampled_from(sorted(MAKE)), st.lists(NAMES, max_size=40))
def test_rows_stay_in_their_order(people: Resolver, kind: str, names: list[str | None]) -> None:
    frame = MAKE[kind]({"row": list(range(len(names))), "name": names})
    found = columns_in(frames.resolve(frame, column="name", home=people))
    assert found["row"] == list(range(len(names)))
    assert found["name"] == names
    for name, verdict in zip(names, found["resolver_verdict"], strict=True):
        assert verdict == (people.resolve(Query(name)).verdict if name else None)


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1944, None], dtype="Int64"),
        pd.Series([1944, pd.NA], dtype=object),
        pd.Series([1944, None], dtype=float),
        pd.Series(["1944", None], dtype="category"),
        pd.Series([datetime(1944, 5, 6), pd.NaT]),
        pd.Series([pd.Period("1944"), pd.NaT]),
        pd.Series([b"1944", None]),
        pd.Series([["1944", "1950"], None]),
    ],
    ids=lambda column: str(column.dtype),
)
def test_whatever_pandas_calls_a_year_or_its_lack_is_asked(
    people: Resolver, column: pd.Series[Any]
) -> None:
    frame = pd.DataFrame({"name": ["John Smith", "John Smith"], "born": column})
    resolved = frames.resolve(frame, home=people, properties={"birth_date": "born"})
    with_year, without = resolved["resolver_name"].index
    assert resolved.loc[with_year, "resolver_score"] > resolved.loc[without, "resolver_score"]
    assert list(resolved["resolver_error"].isna()) == [True, True]


def test_numbers_in_a_column_of_names_are_names(people: Resolver) -> None:
    resolved = frames.resolve(pd.DataFrame({"name": [1984.0, None]}), home=people)
    assert list(resolved["resolver_id"].fillna("")) == ["seven", ""]


def test_ids_are_followed_and_more_candidates_have_columns(people: Resolver) -> None:
    frame = pl.DataFrame({"name": ["John Smith", "John Smith"], "known": [None, "new"]})
    resolved = frames.resolve(frame, home=people, id_column="known", top=2, type="person")
    assert resolved.columns == ["name", "known", *columns_of(2)]
    assert {resolved.row(0, named=True)[f"resolver_id_{n}"] for n in (1, 2)} == {"old", "new"}
    assert resolved["resolver_id"].to_list() == [None, "new"]


def test_a_relation_stays_on_its_connection(people: Resolver) -> None:
    connection = duckdb.connect()
    connection.execute("create table t as select * from (values (1, 'John Smith')) t(row, name)")
    connection.execute("create table other as select 1 as row, 'here' as place")
    resolved = frames.resolve(connection.table("t"), home=people)
    joined = resolved.join(connection.table("other"), "row")
    assert joined.project("name, place, resolver_verdict").fetchall() == [
        ("John Smith", "here", "ambiguous")
    ]


def test_a_home_is_opened_and_a_resolver_stays_open(
    home: Path, people: Resolver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    frame = pd.DataFrame({"name": ["1984"]})
    resolved = frames.resolve(frame, home=people)
    pd.testing.assert_frame_equal(frames.resolve(frame, home=home), resolved)
    pd.testing.assert_frame_equal(frames.resolve(frame, home=str(home)), resolved)
    monkeypatch.setenv("RESOLVER_HOME", str(home))
    pd.testing.assert_frame_equal(frames.resolve(frame), resolved)
    assert people.resolve(Query("1984")).id == "seven"
    with pytest.raises(HomeMissing):
        frames.resolve(frame, home=tmp_path / "none")


@pytest.mark.parametrize(
    ("frame", "what"),
    [
        ([["John Smith"]], "a builtins.list is no frame that can be resolved — give a DataFrame"),
        (pd.Series(["John Smith"]), "a pandas.Series is no frame"),
        (pd.DataFrame([[1, 2]], columns=["name", "name"]), "the frame has the column name twice"),
        (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "several levels"),
        (pd.DataFrame({"who": ["a"], "x": [1]}), "no column is called name"),
        (pd.DataFrame({"name": ["a"], "resolver_name": [1]}), "already has a column resolver_name"),
    ],
)
def test_what_is_no_frame_of_names_is_refused(people: Resolver, frame: object, what: str) -> None:
    with pytest.raises(BadValue) as caught:
        frames.resolve(frame, home=people)
    assert what in str(caught.value)


def test_columns_of_pandas_may_be_called_by_numbers(people: Resolver) -> None:
    frame = pd.DataFrame([["1984", 1]], columns=["name", 0])
    assert list(frames.resolve(frame, home=people).columns) == ["name", 0, *columns_of()]


def test_a_library_that_is_missing_is_named(
    people: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(BadValue, match=r"narwhals — run: pip install 'alias-resolver\[frames\]'"):
        frames.resolve(pd.DataFrame({"name": ["1984"]}), home=people)


def test_a_relation_says_that_it_needs_pyarrow(
    people: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadValue, match="pyarrow — run: pip install 'pyarrow'"):
        frames.resolve(duckdb.connect().sql("select 'a' as name"), home=people)


def test_no_library_of_frames_is_loaded_before_there_is_one() -> None:
    script = (
        "import sys, resolver.frames, resolver.spark;"
        "asked = {'narwhals', 'pandas', 'polars', 'pyarrow', 'duckdb', 'pyspark'};"
        "sys.exit(' '.join(asked & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_column_that_is_there_twice_is_named(bundled: Resolver) -> None:
    twice = pd.DataFrame([["Babil", 1, 2]], columns=["name", "a", "a"])
    with pytest.raises(BadValue, match="the frame has the column a twice — rename one of the two"):
        frames.resolve(twice, home=bundled)


def test_a_frame_without_names_of_columns_is_asked_by_number(bundled: Resolver) -> None:
    frame = pd.DataFrame([["Babil", 1]])
    with pytest.raises(BadValue, match="no column is called name — say which column has the names"):
        frames.resolve(frame, home=bundled)
    resolved = frames.resolve(frame, column=0, home=bundled)  # type: ignore[arg-type] # of pandas
    assert list(resolved["resolver_id"]) == ["babil-governorate"]


def test_what_pandas_keeps_beside_a_frame_stays(bundled: Resolver) -> None:
    frame = pd.DataFrame({"name": ["Babil"]})
    frame.attrs["source"] = "survey"
    assert frames.resolve(frame, home=bundled).attrs == {"source": "survey"}
