"""A DataFrame of Spark is answered by the executors' processes, as a frame is here.

What needs PySpark and Java is skipped where they are not: `make test-spark`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from resolver import Decision, Query, Resolver, frames, spark
from resolver.bulk.answers import columns_of
from resolver.columnar import Asked, options_for
from resolver.curate.homes import compile_home, import_sources
from resolver.errors import InvalidInput
from tests.conftest import compile_entities, write_jsonl

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# PySpark's own: it warns of the versions of libraries, and leaves sockets to be closed.
pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ROOT = Path(__file__).parent.parent

SMITHS = (
    {"id": "old", "type": "person", "name": "John Smith", "properties": {"birth_date": ["1944"]}},
    {"id": "new", "type": "person", "name": "John Smith", "properties": {"birth_date": ["1981"]}},
    {"id": "town", "type": "place", "name": "Springfield", "country": ["US"]},
)

ROWS: tuple[tuple[str | None, str | None, float | None, date | None], ...] = (
    ("John Smith", None, None, None),
    ("John Smith", "person", 1944.0, None),
    ("John Smith", "person", 1981.0, date(1999, 1, 2)),
    ("Springfeild", "place", float("nan"), None),
    (None, None, None, None),
    ("  ", "person", 1944.0, None),
    ("$", None, None, None),
    ("John Smith", "ship", None, None),
    ("x" * 1001, None, None, None),
    ("محمدرضا", None, None, None),
)
COLUMNS = "row long, name string, kind string, born float, day date"
ASKED: Asked = {
    "type_column": "kind",
    "as_of_column": "day",
    "properties": {"birth_date": "born"},
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Spark with two executors, each a process of its own with processes of Python."""
    sql = pytest.importorskip("pyspark.sql", reason="no PySpark: make test-spark")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("PySpark needs Java")
    work = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_WORKER_DIR", str(work))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        made = (
            sql.SparkSession.builder.master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.local.dir", str(work))
            .config("spark.executorEnv.PYTHONPATH", str(ROOT))
            .getOrCreate()
        )
        yield made
        made.stop()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_entities(tmp_path_factory.mktemp("smiths"), *SMITHS)


@pytest.fixture
def rows(session: SparkSession) -> DataFrame:
    numbered = [(number, *row) for number, row in enumerate(ROWS * 8)]
    return session.createDataFrame(numbered, COLUMNS).repartition(6)


def in_order(resolved: DataFrame) -> list[dict[str, Any]]:
    return [row.asDict() for row in resolved.orderBy("row").collect()]


def resolved_here(home: Path) -> list[dict[str, Any]]:
    """What a frame of the same rows has."""
    names = ("name", "kind", "born", "day")
    columns = dict(zip(names, map(list, zip(*(ROWS * 8), strict=True)), strict=True))
    table = pa.table({"row": list(range(len(ROWS) * 8)), **columns})
    answered: list[dict[str, Any]] = frames.resolve(
        table, column="name", home=home, **ASKED
    ).to_pylist()
    return answered


def without_nan(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: None if of != of else of for name, of in row.items()} for row in rows]


def test_a_batch_has_its_columns_and_the_answers(home: Path) -> None:
    options = options_for(["x", "name"], "name", {})
    answers = spark.Answers(home, options)
    table = pa.table({"x": [1, 2, 3], "name": ["Springfield", None, "Springfield"]})
    for batch in table.to_batches(max_chunksize=2):
        answered = spark.with_answers(batch, answers, [1], 1)
        assert answered.schema.names == ["x", "name", *columns_of()]
        assert answered.select(["x", "name"]) == batch
        names = batch.column("name").to_pylist()
        ids = ["town" if name else None for name in names]
        assert answered.column("resolver_id").to_pylist() == ids


def test_what_was_asked_lately_is_not_asked_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    resolve = Resolver.resolve

    def counted(self: Resolver, query: Query) -> Decision:
        asked.append(query.text)
        return resolve(self, query)

    monkeypatch.setattr(Resolver, "resolve", counted)
    answers = spark.Answers(home, options_for(["name"], None, {}))
    batch = pa.RecordBatch.from_pydict({"name": ["Springfield", "John Smith", None] * 50})
    for _ in range(2):
        spark.with_answers(batch, answers, [0], 1)
    assert asked == ["Springfield", "John Smith"]


def test_every_row_has_the_values_that_a_frame_has(rows: DataFrame, home: Path) -> None:
    resolved = spark.resolve(rows, column="name", home=home, **ASKED)
    found = without_nan(in_order(resolved))
    assert found == without_nan(resolved_here(home))
    assert {row["resolver_id"] for row in found} == {None, "old", "new", "town"}
    assert {row["resolver_verdict"] for row in found} >= {None, "match", "error", "no_match"}


def test_the_schema_is_that_of_the_rows_and_what_is_added(rows: DataFrame, home: Path) -> None:
    resolved = spark.resolve(rows, column="name", home=home, top=2)
    assert resolved.schema[:5] == rows.schema
    added = {field.name: field.dataType.simpleString() for field in resolved.schema[5:]}
    assert list(added) == list(columns_of(2))
    numbers = [name for name, of in added.items() if of == "double"]
    assert numbers == [name for name in added if "score" in name or "margin" in name]
    empty = spark.resolve(rows.limit(0), column="name", home=home)
    assert (empty.collect(), empty.columns) == ([], [*rows.columns, *columns_of()])


def test_a_home_is_shipped_as_an_archive(rows: DataFrame, home: Path, tmp_path: Path) -> None:
    packed = tmp_path / "smiths.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(home / "index", "index")
    resolved = spark.resolve(rows, column="name", home=packed, **ASKED)
    assert without_nan(in_order(resolved)) == without_nan(resolved_here(home))


def test_a_process_opens_an_index_once_and_works_on_one_thread(
    session: SparkSession, rows: DataFrame, make_home: Any
) -> None:
    home = make_home(*SMITHS)

    def probe(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        info = spark._answers_of.cache_info()
        seen = {"pid": os.getpid(), "opened": info.misses, "used": info.hits + info.misses}
        seen["threads"] = int(os.environ["OMP_NUM_THREADS"])
        for _ in batches:
            yield pa.RecordBatch.from_pylist([seen])

    def processes() -> dict[int, Any]:
        schema = "pid long, opened long, used long, threads long"
        return {
            row.pid: row for row in session.range(0, 32, 1, 8).mapInArrow(probe, schema).collect()
        }

    before = processes()
    spark.resolve(rows, column="name", home=home).collect()
    after = processes()
    assert len(before) == 2
    assert before.keys() == after.keys()
    assert [after[pid].opened - before[pid].opened for pid in before] == [1, 1]
    assert sum(after[pid].used - before[pid].used for pid in before) >= 6
    assert {row.threads for row in after.values()} == {1}


def test_a_new_index_is_taken_up_by_processes_that_have_the_old_one(
    rows: DataFrame, make_home: Any, tmp_path: Path
) -> None:
    home = make_home(*SMITHS)
    before = in_order(spark.resolve(rows, column="name", home=home))
    source = write_jsonl(
        tmp_path / "more.jsonl", [{"id": "m", "type": "person", "name": "محمدرضا"}]
    )
    import_sources(home, [source], wait_s=10)
    compile_home(home, wait_s=10)
    after = in_order(spark.resolve(rows, column="name", home=home))
    assert {row["resolver_index"] for row in before}.isdisjoint(
        {row["resolver_index"] for row in after} - {None}
    )
    assert "m" in {row["resolver_id"] for row in after}


@pytest.mark.parametrize(
    ("column", "asked", "what"),
    [
        ("who", {}, "the frame has no column who — its columns are row, name"),
        ("name", {"type_column": "x"}, "the frame has no column x"),
        ("name", {"type": "ship"}, "ship"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_spark_begins(
    rows: DataFrame, column: str, asked: Asked, what: str
) -> None:
    with pytest.raises(InvalidInput, match=re.escape(what)):
        spark.resolve(rows, column=column, home="nowhere", **asked)


def test_the_page_holds(
    rows: DataFrame, bundled_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = pytest.importorskip("pyspark.sql.functions")
    page = (ROOT / "docs" / "spark.md").read_text("utf-8")
    (pack,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(bundled_home, ".resolver")
    subprocess.run(["/bin/bash", "-c", pack], check=True)
    df = rows.withColumn("country", functions.lit(None).cast("string"))
    known = {"df": df, "col": functions.col, "home": bundled_home, "answered": str(tmp_path / "a")}
    for block in re.findall(r"```py\n(.*?)```", page, re.DOTALL):
        exec(block.replace("/mnt/shared/places", str(bundled_home)), known)  # noqa: S102 - the page is ours
        resolved: Any = known["resolved"]
        assert resolved.columns == [*df.columns, *columns_of()]
        assert resolved.where("name is not null").where("resolver_verdict is null").count() == 8
        assert resolved.count() == len(ROWS) * 8
