"""A question is open until it is decided, and again once its review is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from resolver import Resolver
from resolver.curate.homes import import_sources
from resolver.indexing import seen
from resolver.journal.questions import key_of
from resolver.table import Table
from resolver.table.undecided import (
    count_open,
    keep,
    open_among,
    open_questions,
    question_numbered,
    question_of,
)
from tests.conftest import write_jsonl
from tests.journal.test_queue import asked


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    person = {"id": "a", "type": "person", "name": "A"}
    import_sources(tmp_path / "home", [write_jsonl(tmp_path / "s.jsonl", [person])], wait_s=1)
    with Table.open(tmp_path / "home", by="ana") as opened:
        yield opened


def texts(table: Table, **how: Any) -> list[str]:
    return [each.text for each in open_questions(table.store, **how)]


def test_what_is_decided_leaves_and_comes_back_when_that_is_undone(
    table: Table, tmp_path: Path
) -> None:
    keep(tmp_path / "home", [asked("Ben", 3), asked("Al", 2), asked("Al", type="person")])
    assert texts(table) == ["Ben", "Al", "Al"]
    done = table.review({"text": "BEN", "decision": "match", "id": "a"})
    assert texts(table) == ["Al", "Al"]
    table.review({"text": "al", "type": "person", "decision": "nobody"})
    assert texts(table) == ["Al"]
    table.review({"text": "al", "decision": "nobody"})
    assert texts(table) == []
    keep(tmp_path / "home", [asked("Ben")])  # by an index that has no review yet
    assert texts(table) == []
    table.undo(done.change)
    assert [(each.text, each.count) for each in open_questions(table.store)] == [("Ben", 4)]


def test_of_some_questions_those_are_open_that_nobody_decided(table: Table, tmp_path: Path) -> None:
    keep(tmp_path / "home", [asked("Ben", 3), asked("Al", 2), asked("Cy")])
    keys = [key_of(each, None, ()) for each in ("Ben", "Cy", "not asked")]
    assert [each.text for each in open_among(table.store, keys)] == ["Ben", "Cy"]
    done = table.review({"text": "ben", "decision": "nobody"})
    assert [each.text for each in open_among(table.store, keys)] == ["Cy"]
    assert count_open(table.store) == 2
    question = question_of(table.store, done.change)
    assert question is not None
    assert question.text == "Ben"
    assert question_numbered(table.store, question.number) == question
    assert question_numbered(table.store, 99) is None
    other = table.review({"text": "never asked", "decision": "nobody"})
    assert question_of(table.store, other.change) is None


def test_who_is_not_meant_leaves_it_open_once_it_is_asked_again(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path / "home", [asked("Ben")])
    table.review({"text": "Ben", "decision": "not", "id": "a"})
    assert texts(table) == []
    monkeypatch.setattr("resolver.journal.queue.now", lambda: "2999-01-01T00:00:00Z")
    keep(tmp_path / "home", [asked("Ben")])
    assert texts(table) == ["Ben"]


def test_a_page_is_full_though_many_are_decided(table: Table, tmp_path: Path) -> None:
    keep(tmp_path / "home", [asked(f"n{n}", 20 - n) for n in range(12)])
    for n in range(10):
        table.review({"text": f"n{n}", "decision": "nobody"})
    (first,) = open_questions(table.store, limit=1)
    assert first.text == "n10"
    assert texts(table, after=first.number, limit=1) == ["n11"]
    assert texts(table, limit=5) == ["n10", "n11"]


def test_a_text_that_became_the_name_of_whom_it_means_is_left_out(
    make_home: Callable[..., Path],
) -> None:
    rome = {"type": "place", "name": "Rome"}
    home = make_home({"id": "a", "type": "person", "name": "A"}, {"id": "it", **rome})
    keep(home, [asked("Al Blorf", 3), asked("Blorf, Al"), asked("Rome", 2), asked("Al Blorfe")])
    keep(home, [asked("Al Blorf", 4, type="person"), asked("Al Blorf", 5, country=("US",))])
    with Table.open(home, by="ana") as table:
        table.alias("a", "Al Blorf")
        table.create({"id": "us", **rome})
        assert seen(home, table.through, wait_s=0)
        assert texts(table) == [
            "Al Blorf",
            "Al Blorf",
            "Al Blorf",
            "Rome",
            "Blorf, Al",
            "Al Blorfe",
        ]
        with Resolver.open(home) as resolver:
            first = open_questions(table.store, resolver=resolver, limit=2)
            assert [each.text for each in first] == ["Rome", "Blorf, Al"]
            rest = open_questions(table.store, after=first[-1].number, resolver=resolver)
            assert [each.text for each in rest] == ["Al Blorfe"]
