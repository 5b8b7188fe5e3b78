"""What is left to decide is kept within bounds, and comes in the order in which it is best done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resolver.errors import BadValue
from resolver.journal import Journal, queue, schema
from resolver.journal.questions import key_of
from resolver.model.undecided import Undecided


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path) as opened:
        yield opened


def asked(text: str, count: int = 1, **more: Any) -> Undecided:
    return Undecided(
        text,
        **{
            "type": None,
            "country": (),
            "verdict": "ambiguous",
            "reason": "twins",
            "margin": 0.5,
            "candidates": (("a", 0.5), ("b", 0.4)),
            "origin": "list",
            "count": count,
            **more,
        },
    )


def keep(journal: Journal, *questions: Undecided, **more: Any) -> None:
    with journal.writing() as writing:
        queue.keep(writing, questions, **more)


def page(journal: Journal, after: int | None = None, limit: int = 10) -> list[Undecided]:
    with journal.reading() as reading:
        return queue.page(reading, after=after, limit=limit)


def texts(journal: Journal) -> list[str]:
    return [each.text for each in page(journal)]


def test_a_question_is_found_by_its_number_and_by_its_key(journal: Journal) -> None:
    keep(journal, asked("Ben"), asked("Al", 3), asked("Ben", 2, type="person"))
    with journal.reading() as reading:
        keys = [key_of("al", None, ()), key_of("BEN", None, ()), key_of("nobody", None, ())]
        found = queue.keyed(reading, keys)
        assert [(each.text, each.count) for each in found] == [("Al", 3), ("Ben", 1)]
        assert queue.numbered(reading, found[1].number) == found[1]
        assert queue.numbered(reading, 99) is None


def test_the_most_asked_comes_first_then_the_closest_call(journal: Journal) -> None:
    keep(
        journal,
        asked("wide", margin=0.9),
        asked("often", 3, margin=0.9),
        asked("close", margin=0.1),
        asked("near", verdict="no_match", candidates=(("a", 0.4),)),
        asked("far", verdict="no_match", candidates=()),
    )
    assert texts(journal) == ["often", "close", "near", "wide", "far"]
    keep(journal, asked("FAR", 9))
    assert texts(journal)[0] == "far"


def test_what_folds_alike_is_one_question_as_it_was_asked_last(journal: Journal) -> None:
    keep(journal, asked("Zāhedi", 2), asked("Zahedi", type="person"))
    keep(journal, asked("ZAHEDI", reason="close_call", margin=0.25, origin="service"))
    first, second = page(journal)
    assert (first.text, first.count, first.reason, first.margin) == (
        "Zāhedi",
        3,
        "close_call",
        0.25,
    )
    assert (first.origin, first.candidates) == ("service", (("a", 0.5), ("b", 0.4)))
    assert first.first <= first.last
    assert (second.type, second.count) == ("person", 1)


def test_pages_go_on_where_the_last_one_ended(journal: Journal) -> None:
    keep(journal, *(asked(f"n{n}", 1 + n % 2, margin=(n % 3) / 4) for n in range(9)))
    found: list[Undecided] = []
    while some := page(journal, found[-1].number if found else None, 2):
        found += some
    assert found == page(journal)
    with pytest.raises(BadValue, match="no question has the number 77 any more"):
        page(journal, 77)


def test_what_is_taken_back_stays_as_often_as_others_asked_it(journal: Journal) -> None:
    keep(journal, asked("a", 5), asked("b", 2), asked("b", 2, type="person"))
    taken = [(key_of("A", None, ()), 3), (key_of("b", None, ()), 2), (key_of("c", None, ()), 1)]
    with journal.writing() as writing:
        queue.withdraw(writing, taken)
        queue.withdraw(writing, [])
    assert [(each.text, each.type, each.count) for each in page(journal)] == [
        ("a", None, 2),
        ("b", "person", 2),
    ]


def test_beyond_the_bound_those_go_that_were_asked_least(journal: Journal) -> None:
    keep(journal, asked("a", 5), asked("b", 1), asked("c", 3))
    keep(journal, asked("d", 2), most=3)
    assert texts(journal) == ["a", "c", "d"]


def test_what_nobody_asked_for_long_goes(journal: Journal) -> None:
    with journal.writing() as writing:
        row = queue._row(asked("old"), "2020-01-01T00:00:00Z")
        writing.execute(schema.asked.insert(), [row])
    assert texts(journal) == []  # also where nothing was written since
    keep(journal, asked("new"))
    with journal.reading() as reading:
        assert len(reading.execute(schema.asked.select()).all()) == 1


def test_the_keys_that_decide_begin_with_the_narrowest() -> None:
    wide = asked("Zahedi")
    assert queue.keys_that_decide(wide) == [key_of("zahedi", None, ())]
    narrow = asked("Zahedi", type="person", country=("IR",))
    assert queue.keys_that_decide(narrow) == [
        key_of("zahedi", "person", ("IR",)),
        key_of("zahedi", "person", ()),
        key_of("zahedi", None, ("IR",)),
        key_of("zahedi", None, ()),
    ]
