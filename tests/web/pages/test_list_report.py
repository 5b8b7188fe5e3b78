"""What a page shows of a list adds up, and is said as people say it."""

from __future__ import annotations

from collections import Counter

import pytest

from resolver.bulk.tally import Tally
from resolver.web.pages.list_report import (
    HEIGHT,
    MAX_KINDS,
    WIDTH,
    breakdown_of,
    counts_of,
    duration,
    histogram_of,
    said_of,
)


def test_the_pieces_of_the_bar_fill_it_in_order() -> None:
    counts = counts_of({"match": 1, "no_match": 3})
    assert [(each.word, each.rows, each.share) for each in counts] == [
        ("matched", 1, 0.25),
        ("ambiguous", 0, 0),
        ("unmatched", 3, 0.75),
    ]
    assert [(each.x, each.width) for each in counts] == [(0, 160), (160, 0), (160, 480)]
    assert [each.width for each in counts_of({})] == [0, 0, 0]


def test_the_histogram_stacks_verdicts_up_to_its_height() -> None:
    tally = Tally()
    tally.scores["match"][19], tally.scores["ambiguous"][19], tally.scores["no_match"][0] = 2, 2, 1
    low, upper, lower = sorted(histogram_of(tally), key=lambda each: (each.x, each.y))
    assert (upper.verdict, upper.y, lower.y + lower.height) == ("ambiguous", 0, HEIGHT)
    assert (low.height, low.says) == (HEIGHT / 4, "0.00 to 0.05: 1 unmatched")
    assert lower.x + lower.width == WIDTH - 1
    assert histogram_of(Tally()) == []


def test_names_with_most_rows_come_first() -> None:
    counts = {"place": Counter(match=1), "person": Counter(match=2), "other": Counter(no_match=1)}
    found = breakdown_of(counts, str.upper)
    assert [(name, [each.rows for each in row]) for name, row in found] == [
        ("PERSON", [2, 0, 0]),
        ("OTHER", [0, 0, 1]),
        ("PLACE", [1, 0, 0]),
    ]
    many = {str(n): Counter(match=1) for n in range(MAX_KINDS + 1)}
    assert len(breakdown_of(many, str)) == MAX_KINDS


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "less than a second"), (42, "42 s"), (125, "2 min"), (6000, "1 h 40 min")],
)
def test_a_time_is_said_in_the_unit_that_fits(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_a_screen_reader_hears_tenths() -> None:
    assert [said_of("running", share) for share in (None, 0.0, 0.19, 1.0)] == [
        "Working",
        "Working: 0 % done",
        "Working: 10 % done",
        "Writing the result",
    ]
    assert said_of("queued", None) == "Waiting for its turn"
    assert said_of("done", 1.0) == "Done"
    assert said_of("failed", 0.3) == "It could not be done"
