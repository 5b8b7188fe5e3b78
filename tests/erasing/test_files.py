"""Jobs and left-out rows are found however a file is written."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from resolver.erasing.files import erase_jobs, erase_rejects
from resolver.home import Home
from resolver.journal.sought import Sought

SOUGHT = Sought(ids=frozenset(["zora-quux"]), names=frozenset(["Zora Qüux"]))


def parquet(path: Path) -> None:
    pq.write_table(pa.table({"name": ["Zora Qüux"] * 50}), path, compression="gzip")


WRITTEN: dict[str, Callable[[Path], object]] = {
    "input.csv": lambda path: path.write_text("name\n1;ZORA QÜUX;2\n", "cp1252"),
    "input.tsv": lambda path: path.write_text("name\nzora quux\n", "utf-16"),
    "result.csv.gz": lambda path: path.write_bytes(gzip.compress(b"zora-quux,1\n" * 999)[:-9]),
    "result.jsonl": lambda path: path.write_text('{"name": "Zora Q\\u00fcux"}\n'),
    "report.html": lambda path: path.write_text("<b>Zora Q&uuml;ux</b>"),
    "result.parquet": parquet,
    "part.parquet": lambda path: path.write_bytes(b"PAR1 Zora Quux, cut short"),
    "job.json": lambda path: path.write_text('{"name": "zora quux.csv"}'),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_job_goes_with_all_its_files_where_one_of_them_has_it(name: str, tmp_path: Path) -> None:
    gone, stays = tmp_path / "jobs" / "gone", tmp_path / "jobs" / "stays"
    for folder in (gone, stays):
        folder.mkdir(parents=True)
        (folder / "note.txt").write_text("Zora of Quux\n")
    WRITTEN[name](gone / name)
    assert erase_jobs(Home(tmp_path), SOUGHT) == 1
    assert not gone.exists()
    assert stays.exists()


def test_only_rows_that_have_it_go_from_those_left_out(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert (erase_jobs(home, SOUGHT), erase_rejects(home, SOUGHT)) == (0, 0)
    home.rejects("a").parent.mkdir()
    home.rejects("a").write_text('{"row": "Zora Quux"}\n{"row": "b"}\n')
    home.rejects("b").write_text('{"row": "zora-quux"}\n')
    assert erase_rejects(home, SOUGHT) == 2
    assert home.rejects("a").read_text() == '{"row": "b"}\n'
    assert not home.rejects("b").exists()
