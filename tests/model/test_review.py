"""Decisions check themselves, and say what holds after an earlier one."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.errors import InvalidInput
from resolver.model import Review

NOW = "2026-03-01T12:00:00Z"


def review(**decided: Any) -> Review:
    return Review("Zahedi", **{"who": "ana", "when": NOW, **decided})


def test_a_review_is_kept_in_its_normal_form() -> None:
    made = review(
        type="person", country=("iq", "IR"), excludes=["b", "a", "b"], when="2026-03-01T13:00+01:00"
    )
    assert (made.country, made.excludes, made.when) == (("IQ", "IR"), ("a", "b"), NOW)
    assert review(means="z", excludes=["a"]).ids == ("z", "a")


@pytest.mark.parametrize(
    ("decided", "message"),
    [
        ({}, "nothing is decided about 'Zahedi' — say an id"),
        ({"means": "a", "nobody": True}, "cannot mean 'a' and nobody"),
        ({"means": "a", "excludes": ["a"]}, "cannot mean 'a' and not that entity"),
        ({"nobody": True, "type": "human"}, "type 'human' is not a type"),
        ({"nobody": True, "country": ("QQ",)}, "country 'QQ'"),
        ({"means": "a\n"}, "means .* has a control character"),
        ({"excludes": [""]}, "excludes is empty"),
        ({"nobody": True, "who": " "}, "who is empty"),
        ({"nobody": True, "when": "2026-03-01T12:00"}, "when .* is not a time with an offset"),
        ({"nobody": True, "when": "today"}, "when 'today' is not a time"),
    ],
)
def test_a_review_that_is_wrong_says_why(decided: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        review(**decided)


@pytest.mark.parametrize(
    ("earlier", "later", "holds"),
    [
        ({"means": "a"}, {"means": "b"}, {"means": "b"}),
        ({"means": "a"}, {"nobody": True}, {"nobody": True}),
        ({"excludes": ["a", "b"]}, {"means": "a"}, {"means": "a"}),
        ({"excludes": ["a"]}, {"excludes": ["b"]}, {"excludes": ["a", "b"]}),
        ({"means": "a"}, {"excludes": ["a"]}, {"excludes": ["a"]}),
        ({"means": "a"}, {"excludes": ["b"]}, {"means": "a", "excludes": ["b"]}),
        ({"nobody": True}, {"excludes": ["b"]}, {"nobody": True, "excludes": ["b"]}),
    ],
)
def test_a_later_decision_replaces_an_earlier_one_and_exclusions_add_up(
    earlier: dict[str, Any], later: dict[str, Any], holds: dict[str, Any]
) -> None:
    assert review(**later, who="ben").after(review(**earlier)) == review(**holds, who="ben")


def test_a_decision_that_says_nothing_new_leaves_the_earlier_one() -> None:
    earlier = review(means="a", excludes=["b", "c"])
    for later in (review(means="a", excludes=["c", "b"], who="ben"), review(excludes=["b"])):
        assert later.after(earlier) is earlier
    assert earlier.after(None) is earlier
