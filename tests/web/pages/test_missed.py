"""Names that were missed are found where somebody says that they stand, and go with the others."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.model.passage import MAX_SPANS
from resolver.web.pages.missed import spans_of, with_missed

TEXT = "Ann met Hannah (Ann) in New\n York. وقال للعراق."


def shown(names: list[str], text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end, _ in spans_of(text, names)]


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("Ann", ["Ann", "Ann"]),  # whole words alone
        ("New York", ["New\n York"]),
        (" annah ", ["annah"]),  # no whole word is called so
        ("عراق", ["عراق"]),
        ("(Ann)", ["(Ann)"]),
        ("ann ", ["ann"]),
        ("Bob", []),
        ("  ", []),
    ],
)
def test_a_name_is_found_wherever_it_stands(name: str, places: list[str]) -> None:
    assert shown([name]) == places


def test_there_are_no_more_than_may_be_asked() -> None:
    assert len(spans_of("a " * (MAX_SPANS + 1), ["a"])) == MAX_SPANS


def annotation(*places: tuple[int, int]) -> dict[str, Any]:
    return {"index": "x", "mentions": [{"start": start, "end": end} for start, end in places]}


def test_what_was_missed_takes_the_place_of_what_was_found_there() -> None:
    found = annotation((0, 3), (5, 9), (20, 22))
    missed = annotation((8, 12), (15, 17), (6, 12))
    assert with_missed(found, missed) == annotation((0, 3), (6, 12), (15, 17), (20, 22))
    assert with_missed(found, annotation()) == found
