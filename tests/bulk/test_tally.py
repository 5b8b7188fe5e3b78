"""What is counted of a list is the same however often it was interrupted."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from resolver import Query
from resolver.bulk.stream import Answer
from resolver.bulk.tally import MAX_REPORTED, SAMPLED, Tally
from resolver.lists.reading import Row


def answer(verdict: str, score: float | None = None, error: str | None = None) -> Answer:
    made = Answer(Query("Babil", type="place", country=("IQ", "IR")) if verdict else None, error)
    made.verdict, made.score, made.best = verdict, score, "Babil (babil)"
    return made


def row(number: int) -> Row:
    return Row(number, number + 1, ["Babil"], None, True, "")


def test_rows_are_counted_by_verdict_score_type_and_country() -> None:
    tally = Tally()
    for number, each in enumerate(
        [answer("match", 0.99), answer("match", 1.0), answer("ambiguous", 0.5), answer("")], 1
    ):
        tally.add(row(number), each)
    assert (tally.rows, tally.blank, tally.errors) == (4, 1, 0)
    assert tally.verdicts == {"match": 2, "ambiguous": 1}
    assert (tally.scores["match"][19], tally.scores["ambiguous"][10]) == (2, 1)
    assert tally.types == {"place": {"match": 2, "ambiguous": 1}}
    assert set(tally.countries) == {"IQ", "IR"}


def test_of_rows_with_an_error_the_first_are_named() -> None:
    tally = Tally()
    for number in range(1, 301):
        tally.add(row(number), answer("error" if number % 2 else "match", error="odd"))
    assert (tally.errors, len(tally.reported)) == (300, MAX_REPORTED)
    assert tally.reported[1] == (3, "odd", "Babil")
    assert tally.verdicts == {"match": 150}


@given(st.lists(st.sampled_from(["match", "no_match", ""]), max_size=120), st.integers(0, 120))
def test_a_tally_that_was_written_down_goes_on_as_if_it_had_not(
    verdicts: list[str], stop: int
) -> None:
    through, stopped = Tally(), Tally()
    for number, verdict in enumerate(verdicts, 1):
        through.add(row(number), answer(verdict, 0.3))
        if number == stop:
            stopped = Tally.from_dict(json.loads(json.dumps(stopped.to_dict())))
        stopped.add(row(number), answer(verdict, 0.3))
    assert stopped == through


def test_rows_are_drawn_from_all_of_a_verdict() -> None:
    tally = Tally()
    for number in range(1, 5_001):
        tally.add(row(number), answer("match", 0.9))
    numbers = sorted(each.row for each in tally.samples["match"])
    assert len(numbers) == SAMPLED
    assert numbers[0] < 1_500
    assert numbers[-1] > 3_500
