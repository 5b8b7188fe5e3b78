"""Verdicts in words, and what options did."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.explaining.verdicts import effect, said
from resolver.model import REASONS


def answer(verdict: str, reason: str, *scores: float, type_name: str = "person") -> Any:
    candidates = [
        {"id": str(place), "name": f"name {place}", "type": type_name, "score": score}
        for place, score in enumerate(scores)
    ]
    return {"verdict": verdict, "reason": reason, "candidates": candidates}


def test_a_match_names_the_one() -> None:
    found = said(answer("match", "clear_lead", 0.9, 0.05))
    assert (found.words, found.name) == ("This is", "name 0")


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ((0.4, 0.4), "One of these two"),
        ((0.3, 0.3, 0.2, 0.01), "One of these three"),
        ((0.05,) * 12, "One of many"),
        ((0.6, 0.01), "Perhaps"),
    ],
)
def test_what_is_ambiguous_counts_who_may_be_meant(scores: tuple[float, ...], words: str) -> None:
    assert said(answer("ambiguous", "close_call", *scores)).words == words


def test_nobody_is_nothing_where_a_place_was_asked() -> None:
    none = answer("no_match", "nobody")
    assert said(none).words == "Nobody we know"
    assert said(none, "place").words == "Nothing we know"


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_sentence(reason: str) -> None:
    assert said(answer("match", reason, 0.9)).why.endswith(".")


def test_an_option_says_how_the_score_moved() -> None:
    before = answer("ambiguous", "close_call", 0.62, 0.3)
    assert effect(answer("match", "clear_lead", 0.94, 0.02), before) == "62 % → 94 %"


def test_an_option_says_whom_it_left_out() -> None:
    without = answer("match", "clear_lead", 0.9)
    others = answer("match", "clear_lead", 0.9, 0.02, 0.01, type_name="place")["candidates"]
    without["candidates"] += [{**each, "id": f"place {each['id']}"} for each in others]
    assert effect(answer("match", "clear_lead", 0.9), without, "person") == "left out 3 others"
    assert effect(answer("no_match", "nobody"), without, "vessel") == "left out all 4"
    assert effect(answer("match", "clear_lead", 0.9), without) == "changes nothing"


def test_an_option_says_that_another_comes_first() -> None:
    without = answer("match", "clear_lead", 0.9)
    without["candidates"][0]["id"] = "another"
    assert effect(answer("match", "clear_lead", 0.9), without) == "puts this one first"


def test_an_option_may_change_nothing() -> None:
    same = answer("match", "clear_lead", 0.9)
    assert effect(same, same) == "changes nothing"
    assert effect(answer("no_match", "nobody"), answer("no_match", "nobody")) == "changes nothing"
