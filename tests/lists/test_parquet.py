"""The cells of a Parquet file are text, and its columns keep their types."""

from __future__ import annotations

import builtins
import datetime as dt
import decimal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from resolver.errors import BadSource, InvalidInput, ListTooLarge
from resolver.lists.form import Form
from resolver.lists.opening import lying, open_input
from resolver.lists.parquet import ParquetReader, batch_rows, open_parquet, parquet_file
from resolver.lists.reader import Row


@contextmanager
def opened(path: Path, max_bytes: int | None = None) -> Iterator[ParquetReader]:
    with (
        open_input(path, path.name, max_bytes) as source,
        lying(source) as file,
        open_parquet(file, Form("parquet")) as reader,
    ):
        yield reader


def texts_of(path: Path, array: Any) -> list[str]:
    pq.write_table(pa.table({"x": array}), path)
    with opened(path) as reader:
        return [row.cells[0] for row in reader.rows()]


UTC_NOON = dt.datetime(2015, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("array", "texts"),
    [
        (pa.array(["é", None, ""]), ["é", "", ""]),
        (pa.array(["é", None, ""], pa.large_string()), ["é", "", ""]),
        (pa.array(["é", None, "é"]).dictionary_encode(), ["é", "", "é"]),
        (pa.array([1, None, -(2**62)]), ["1", "", str(-(2**62))]),
        (pa.array([1.0, None, 2.5, float("nan")]), ["1", "", "2.5", ""]),
        (pa.array([True, None, False]), ["true", "", "false"]),
        (pa.array([dt.date(2015, 3, 1), None]), ["2015-03-01", ""]),
        (pa.array([UTC_NOON.replace(tzinfo=None)]), ["2015-03-01T12:00:00"]),
        (pa.array([1425211200500000001], pa.timestamp("ns")), ["2015-03-01T12:00:00.500000001"]),
        (pa.array([1425211200500], pa.timestamp("ms")), ["2015-03-01T12:00:00.5"]),
        (pa.array([UTC_NOON], pa.timestamp("us", "UTC")), ["2015-03-01T12:00:00Z"]),
        (pa.array([dt.time(1, 2, 3)]), ["01:02:03"]),
        (pa.array([decimal.Decimal("1.20"), None]), ["1.20", ""]),
        (pa.array([b"a\xff", None]), ["a\\xff", ""]),
        (pa.array([["a", None], None, []]), ['["a", null]', "", "[]"]),
        (pa.array([{"a": dt.date(2015, 3, 1), "b": 1}]), ['{"a": "2015-03-01", "b": 1}']),
        (pa.nulls(2), ["", ""]),
    ],
    ids=str,
)
def test_every_type_is_text(tmp_path: Path, array: Any, texts: list[str]) -> None:
    assert texts_of(tmp_path / "a.parquet", array) == texts


def test_rows_are_numbered_over_batches_and_progress_ends_at_the_size(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    names = [f"name {number}" for number in range(150_000)]
    pq.write_table(pa.table({" id ": range(150_000), "name": names}), path)
    counts: list[int] = []
    with opened(path) as reader:
        assert (reader.header, reader.columns) == ((" id ", "name"), ("id", "name"))
        rows = list(reader.rows(counts.append))
        assert rows == list(reader.rows())
    assert rows[149_999] == Row(150_000, 150_000, ["149999", "name 149999"], None, True, "")
    assert [row.number for row in rows] == list(range(1, 150_001))
    assert sum(counts) == path.stat().st_size
    assert len(counts) > 1


def test_a_file_without_rows_or_columns_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    assert texts_of(path, pa.array([], pa.string())) == []
    pq.write_table(pa.table({"x": [1, 2]}).select([]), path)
    with opened(path) as reader:
        assert list(reader.rows()) == []


def test_the_limit_counts_what_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"x": ["x" * 100_000] * 1_000}), path)
    assert path.stat().st_size < 200_000
    with (
        opened(path, 10_000_000) as reader,
        pytest.raises(ListTooLarge, match=r"more than 10,000,000 bytes, .*: 100,000,000 were read"),
    ):
        list(reader.rows())


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"x" * 100, b"id,name\n"])
def test_what_is_no_parquet_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(data)
    what = r"^a\.parquet: (not a Parquet file that can be read: .+|the file is empty) — "
    with pytest.raises(BadSource, match=what), opened(path):
        pass


def test_damage_within_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    names = [f"name {number * 7919}" for number in range(50_000)]
    pq.write_table(pa.table({"name": names}), path)
    data = bytearray(path.read_bytes())
    data[1_000:90_000] = bytes(89_000)
    path.write_bytes(data)
    with opened(path) as reader, pytest.raises(BadSource, match="not a Parquet file that can be"):
        list(reader.rows())


def test_without_pyarrow_the_remedy_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    usual = builtins.__import__

    def importing(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return usual(name, *rest)

    monkeypatch.setattr(builtins, "__import__", importing)
    what = r"^Parquet needs pyarrow — pip install 'alias-resolver\[parquet\]'$"
    with pytest.raises(InvalidInput, match=what), opened(path):
        pass


def test_columns_keep_their_types_and_the_schema_what_it_says(tmp_path: Path) -> None:
    path, target = tmp_path / "a.parquet", tmp_path / "out.parquet"
    table = pa.table(
        {"id": pa.array([1, 2, 3], pa.int16()), "tags": [["a"], None, []]},
        metadata={"made by": "me"},
    )
    pq.write_table(table, path)
    names = ["id", "tags", "verdict", "score"]
    with (
        opened(path) as reader,
        parquet_file(target, reader, names, [False, True]) as file,
    ):
        for batch in reader.batches():
            file.add_typed(batch, [0, 2], [["match", None], [0.5, None]])
    found = pq.read_table(target)
    types = [pa.int16(), pa.list_(pa.field("element", pa.string())), pa.string(), pa.float64()]
    assert found.schema.types == types
    assert found.schema.metadata == {b"made by": b"me"}
    assert found.to_pylist() == [
        {"id": 1, "tags": ["a"], "verdict": "match", "score": 0.5},
        {"id": 3, "tags": [], "verdict": None, "score": None},
    ]


def test_wide_lists_have_small_batches() -> None:
    assert [batch_rows(each) for each in (0, 1, 100, 10_000, 10**7)] == [
        65_536,
        65_536,
        10_000,
        100,
        1,
    ]
