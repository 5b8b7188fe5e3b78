"""Jobs are found by their ID alone, are bounded, and are removed when they are old."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from resolver.errors import HomeDenied, TooManyJobs, UnknownJob
from resolver.jobs import Job, JobFolder, Jobs
from resolver.jobs.jobs import DRAFT_S, ID, LEFT_S
from tests.jobs.conftest import job_of, send

CSV = b"name\nnato\n"


def test_an_id_is_unguessable_and_stands_nowhere_on_disk(tmp_path: Path) -> None:
    ids = {send(tmp_path, CSV)[0] for _ in range(50)}
    assert len(ids) == 50
    assert all(ID.fullmatch(each) for each in ids)  # 22 characters of 6 bits each
    there = {path.name for path in tmp_path.rglob("*")}
    assert not ids & there
    text = "".join(path.read_text() for path in tmp_path.rglob("job.json"))
    assert not any(each in text for each in ids)


def test_only_an_id_finds_a_job(tmp_path: Path) -> None:
    known, folder = send(tmp_path, CSV)
    jobs = Jobs(tmp_path)
    assert jobs.find(known).folder == folder
    for id_ in ("", "..", "../home", "x" * 22, folder.key, known[:-1], known + "A", f"{known}/"):
        with pytest.raises(UnknownJob):
            jobs.find(id_)


def test_a_queue_names_jobs_by_key_and_nothing_else(tmp_path: Path) -> None:
    known, folder = send(tmp_path, CSV)
    jobs = Jobs(tmp_path)
    assert jobs.by_key(folder.key) == folder
    assert [jobs.by_key(key) for key in (known, "..", "workers", "0" * 32)] == [None] * 4


def test_more_than_so_many_unfinished_ones_are_refused(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    _, folder = send(tmp_path, CSV)
    with pytest.raises(TooManyJobs, match="1 jobs are not done yet, and 1 may be"):
        jobs.take(1)
    folder.write(job_of(folder).done(time.time()))
    os.close(jobs.take(1).held)


def test_what_a_dead_process_left_keeps_no_place(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    taken = jobs.take(1)
    with pytest.raises(TooManyJobs):
        jobs.take(1)  # it is on its way
    os.close(taken.held)
    assert taken.folder.unfinished.exists()
    os.close(jobs.take(1).held)


def test_who_waits_longest_is_first(tmp_path: Path) -> None:
    folders = [send(tmp_path, CSV)[1] for _ in range(5)]
    for age, folder in enumerate(folders):
        folder.write(job_of(folder).__class__("a.csv", ".csv", {}, created=float(-age)))
    assert Jobs(tmp_path).unfinished() == folders[::-1]
    assert Jobs(tmp_path / "nowhere").unfinished() == []


def test_those_that_are_not_done_are_counted_by_state(tmp_path: Path) -> None:
    folders = [send(tmp_path, CSV)[1] for _ in range(4)]
    folders[0].write(job_of(folders[0]).begun(1.0))
    folders[1].write(job_of(folders[1]).done(1.0))
    assert Jobs(tmp_path).count_unfinished() == {"queued": 2, "running": 1}


def test_old_jobs_and_what_dead_processes_left_are_removed(tmp_path: Path) -> None:
    jobs, now = Jobs(tmp_path), time.time()
    old, fresh, waiting, left, arriving = (send(tmp_path, CSV)[1] for _ in range(5))
    old.write(job_of(old).done(now - 100))
    fresh.write(job_of(fresh).done(now - 10))
    for folder in (left, arriving):
        (folder.path / "job.json").unlink()
        os.utime(folder.path, (now - LEFT_S - 1,) * 2)
    with arriving.claimed():
        jobs.tidy(keep_s=50)
    kept = [each for each in (old, fresh, waiting, left, arriving) if each.path.exists()]
    assert kept == [fresh, waiting, arriving]


def draft(home: Path, owner: str | None = None) -> tuple[str, JobFolder]:
    """Keep a list that nobody has started."""
    taken, folder, held = Jobs(home).take(5)
    job = Job("a.csv", ".csv", {}, time.time(), owner=owner)
    folder.input(job).write_bytes(CSV)
    folder.write_draft(job)
    os.close(held)
    return taken, folder


def test_a_draft_is_no_job_until_it_is_started(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    taken, folder = draft(tmp_path, owner="ana")
    with pytest.raises(UnknownJob):
        jobs.find(taken, "ana")
    assert jobs.owned_by("ana") == []
    assert jobs.unfinished() == []
    assert jobs.find_draft(taken) is None
    assert jobs.find_draft("x" * 22, "ana") is None
    found = jobs.find_draft(taken, "ana")
    assert found is not None
    with folder.claimed():
        folder.start(found.job)
    assert jobs.find_draft(taken, "ana") is None
    assert jobs.find(taken, "ana").job == found.job
    assert jobs.unfinished() == [folder]


def test_drafts_keep_nobody_out_and_go_when_nobody_starts_them(tmp_path: Path) -> None:
    jobs, now = Jobs(tmp_path), time.time()
    folders = [draft(tmp_path)[1] for _ in range(3)]
    os.close(jobs.take(1).held)
    os.utime(folders[0].path, (now - DRAFT_S - 1,) * 2)
    os.utime(folders[1].path, (now - LEFT_S - 1,) * 2)
    folders[2].cancel()
    jobs.tidy(keep_s=50)
    assert [each.path.exists() for each in folders] == [False, True, False]


def test_of_too_many_drafts_of_an_owner_the_oldest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolver.jobs.jobs.MAX_DRAFTS", 2)
    jobs = Jobs(tmp_path)
    anas = draft(tmp_path, owner="ana")[1]
    folders = [draft(tmp_path)[1] for _ in range(4)]
    with folders[0].claimed():  # somebody starts it just now
        jobs.drop_drafts(None, most_bytes=1_000)
    assert [each.path.exists() for each in folders] == [True, False, True, True]
    jobs.drop_drafts(None, most_bytes=len(CSV))
    assert [each.path.exists() for each in folders] == [False, False, False, True]
    jobs.drop_drafts(None, most_bytes=1)
    assert folders[3].path.exists()
    assert anas.path.exists()


def test_a_worker_is_known_while_it_is_there(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    assert jobs.attend() is None  # there was never a job
    assert not jobs.has_worker()
    send(tmp_path, CSV)
    assert not jobs.has_worker()
    attending = [jobs.attend(), jobs.attend()]
    for held in attending:
        assert jobs.has_worker()
        assert held is not None
        os.close(held)
    assert not jobs.has_worker()


def test_a_home_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(HomeDenied):
        Jobs(tmp_path / "home").take(5)
