"""The folder of a job has one holder, is private, and goes when nobody wants it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from resolver.bulk.tally import Sample, Summary, Tally
from resolver.errors import JobFailed
from resolver.jobs import Job, Progress, ending_of
from tests.jobs.conftest import job_of, send

CSV = b"name\nnato\n"


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("cities.csv", ".csv"),
        ("Cities.CSV.GZ", ".csv.gz"),
        ("a.b.tsv", ".tsv"),
        ("rows.jsonl.zst", ".jsonl.zst"),
        ("rows.parquet", ".parquet"),
        ("rows.gz", ".gz"),
        ("rows.dat", ""),
        ("rows", ""),
        ("", ""),
    ],
)
def test_of_a_name_only_what_says_a_form_is_kept(name: str, ending: str) -> None:
    assert ending_of(name) == ending


@pytest.mark.parametrize(
    ("name", "options", "result"),
    [
        ("a.csv", {}, "result.csv"),
        ("a.csv.gz", {}, "result.csv.gz"),
        ("a.csv.gz", {"format": "jsonl"}, "result.jsonl.gz"),
        ("a.csv.gz", {"format": "parquet"}, "result.parquet"),
    ],
)
def test_a_result_has_the_form_that_was_asked_for_else_that_of_the_list(
    name: str, options: dict[str, str], result: str, tmp_path: Path
) -> None:
    _, folder = send(tmp_path, CSV, name, **options)
    assert folder.result(job_of(folder)).name == result


def test_one_at_a_time_holds_a_folder(tmp_path: Path) -> None:
    _, folder = send(tmp_path, CSV)
    with folder.claimed() as first:
        assert first is not None
        with folder.claimed() as second:
            assert second is None
    with folder.claimed() as third:
        assert third is not None


def test_a_folder_is_private(tmp_path: Path) -> None:
    _, folder = send(tmp_path, CSV)
    assert folder.path.stat().st_mode & 0o077 == 0
    assert folder.path.parent.stat().st_mode & 0o077 == 0


def test_a_cancelled_job_goes_at_once_or_with_who_holds_it(tmp_path: Path) -> None:
    _, folder = send(tmp_path, CSV)
    with folder.claimed():
        folder.cancel()
        assert folder.is_cancelled
        assert folder.path.exists()
    folder.cancel()
    assert not folder.path.exists()
    folder.cancel()  # once more does nothing
    with folder.claimed() as held:
        assert held is None


def test_what_ends_a_job_removes_its_list_and_keeps_its_record(tmp_path: Path) -> None:
    _, folder = send(tmp_path, CSV)
    job = job_of(folder)
    folder.write_progress(Progress(rows=1, verdicts={"match": 1}))
    folder.write(job.done(5.0))
    assert not folder.input(job).exists()
    assert not folder.unfinished.exists()
    assert job_of(folder).state == "done"
    assert folder.read_progress().verdicts == {"match": 1}


def test_a_list_that_is_to_be_resolved_again_stays_once_it_is_done(tmp_path: Path) -> None:
    ends: list[tuple[Callable[[Job], Job], bool]] = [(_done, True), (_failed, False)]
    for end, stays in ends:
        _, folder = send(tmp_path, CSV)
        folder.write(end(replace(job_of(folder), keeps_list=True)))
        assert folder.input(job_of(folder)).exists() == stays


def _done(job: Job) -> Job:
    return job.done(5.0)


def _failed(job: Job) -> Job:
    return job.failed(5.0, JobFailed("died", "split it"))


def test_what_was_done_is_read_as_it_was_written(tmp_path: Path) -> None:
    _, folder = send(tmp_path, CSV)
    assert folder.read_summary() is None
    tally = Tally(rows=3, types={"place": Counter(match=2)})
    tally.samples["match"].append(Sample(7, 1, "Rom", "Rome (it)", 0.9))
    summary = Summary(tally, [("Rom", 2)], [], 1.5, 0, "abc")
    folder.write_summary(summary)
    assert folder.read_summary() == summary


def test_a_job_that_fails_keeps_nothing_but_why_and_how_far_it_was(tmp_path: Path) -> None:
    _, folder = send(tmp_path, CSV)
    (folder.path / "result.csv.part").write_text("half of it")
    folder.write_progress(Progress(rows=1))
    folder.write(job_of(folder).failed(5.0, JobFailed("died", "split it")))
    assert sorted(os.listdir(folder.path)) == ["job.json", "lock", "progress.json"]


def test_beginning_anew_keeps_the_list_and_drops_what_was_made_of_it(tmp_path: Path) -> None:
    _, folder = send(tmp_path, CSV)
    job = job_of(folder)
    part = folder.path / "result.csv.part"
    part.write_text("half of it")
    folder.begin_anew(job)
    assert not part.exists()
    assert folder.input(job).read_bytes() == CSV
    assert sorted(os.listdir(folder.path)) == ["input.csv", "job.json", "lock", "unfinished"]
