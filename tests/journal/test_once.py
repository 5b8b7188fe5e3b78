"""Requests that may be sent again are done once, whatever happens between."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from resolver.errors import BadValue, KeyReused
from resolver.journal import Journal, once
from resolver.journal.once import Answer, Answered

ANSWER = Answer(201, [("Location", "/v1/entities/e1")], b'{"change": 1}')


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path) as opened:
        yield opened


def change(journal: Journal) -> int:
    with journal.writing() as writing:
        return writing.append("retire", by="ana", entity="e1")


def test_a_request_and_its_answer_are_kept_together(journal: Journal) -> None:
    with journal.once("ana", "k1", "digest") as request:
        assert request.earlier() is None
        change(journal)
        assert journal.through == 0
        request.keep(ANSWER)
        assert journal.through == 1
        change(journal)
    with journal.once("ana", "k1", "digest") as request:
        assert request.earlier() == ANSWER
    assert journal.through == 2


def test_what_keeps_no_answer_changes_nothing(journal: Journal) -> None:
    with journal.once("ana", "k1", "digest"):
        change(journal)
    with suppress(BadValue), journal.once("ana", "k1", "digest"):
        change(journal)
        raise BadValue("no", "yes")
    with journal.once("ana", "k1", "digest") as request:
        assert request.earlier() is None
    assert journal.through == 0


def test_what_is_refused_on_the_way_is_undone_alone(journal: Journal) -> None:
    with journal.once("ana", "k1", "digest") as request:
        change(journal)
        with suppress(BadValue), journal.writing() as writing:
            writing.append("retire", by="ana", entity="e2")
            raise BadValue("no", "yes")
        change(journal)
        request.keep(ANSWER)
    assert [each.entity for each in journal.changes()] == ["e1", "e1"]


def test_a_key_is_of_one_request_and_of_who_asks(journal: Journal) -> None:
    with journal.once("ana", "k1", "digest") as request:
        request.keep(ANSWER)
    with journal.once("ana", "k1", "other") as request, pytest.raises(KeyReused, match="'k1'"):
        request.earlier()
    with pytest.raises(KeyReused), journal.once("ana", "k1", "other"):
        change(journal)
    with journal.once("ben", "k1", "other") as request:
        assert request.earlier() is None
        request.keep(ANSWER)
    assert journal.through == 0


def test_an_answer_is_forgotten_after_a_day(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with journal.once("ana", "k1", "digest") as request:
        request.keep(ANSWER)
    monkeypatch.setattr(once, "KEPT_S", -1.0)
    with journal.once("ana", "k1", "other") as request:
        assert request.earlier() is None
        request.keep(ANSWER)


def test_of_two_at_the_same_time_the_second_waits_for_the_first(journal: Journal) -> None:
    begun, got = threading.Event(), list[Answer]()

    def second() -> None:
        with journal.once("ana", "k1", "digest") as request:
            assert request.earlier() is None
            begun.set()
            try:
                change(journal)
            except Answered as answered:
                got.append(answered.answer)

    thread = threading.Thread(target=second)
    with journal.once("ana", "k1", "digest") as request:
        change(journal)
        thread.start()
        assert begun.wait(5)
        request.keep(ANSWER)
    thread.join()
    assert got == [ANSWER]
    assert journal.through == 1


def test_a_request_that_is_killed_before_its_answer_left_nothing(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from resolver.journal import Journal\n"
        "journal = Journal.open(Path(sys.argv[1]))\n"
        "with journal.once('ana', 'k1', 'digest') as request:\n"
        "    with journal.writing() as writing: writing.append('retire', by='ana')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, tmp_path], check=False).returncode == -9
    with Journal.open(tmp_path) as journal:
        assert journal.through == 0
        with journal.once("ana", "k1", "digest") as request:
            assert request.earlier() is None
            change(journal)
            request.keep(ANSWER)
        assert journal.through == 1
