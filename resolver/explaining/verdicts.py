"""A verdict in the words of people, and what an option did to it.

Reach for `said` to head an answer, for `effect` to say what a type, a country or a date changed.
Answers are in their wire form (`resolver.model.Decision.to_dict`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from resolver.explaining.naming import percent

NEAR: Final = 0.3
"""The share of the first one's score from which another one may as well be meant."""

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_WHY: Final = {
    "sole_owner": "Nobody else in the table has this name.",
    "clear_lead": "It is likely enough, and clearly ahead of the next.",
    "twins": "They have the same name, and nothing you said tells them apart. Add what you know: "
    "a type, a country, a date.",
    "close_call": "The first is too little ahead of the next, or of nobody. Add what you know: "
    "a type, a country, a date.",
    "unlikely": "Some names are a little like it, but none is likely.",
    "nobody": "No name in the table is like it.",
    "reviewed": "Somebody decided what this text means.",
}
"""Why a verdict is what it is, by its reason."""

_SAME: Final = 0.005
"""A difference of two scores that nobody sees."""

Answer = Mapping[str, Any]


class Said(NamedTuple):
    """A verdict as people say it.

    Args:
        words: The beginning, all of it where no name follows.
        name: The name that follows, or "".
        why: The reason, in a sentence.
    """

    words: str
    name: str
    why: str


def said(answer: Answer, type_name: str | None = None) -> Said:
    """The verdict of an answer in words.

    Args:
        answer: It.
        type_name: The type that was asked for.
    """
    why, candidates = _WHY[answer["reason"]], answer["candidates"]
    if answer["verdict"] == "match":
        return Said("This is", candidates[0]["name"], why)
    if answer["verdict"] == "no_match":
        who = "Nobody" if type_name in (None, "person") else "Nothing"
        return Said(f"{who} we know", "", why)
    count = near(answer)
    if count == 1:
        return Said("Perhaps", candidates[0]["name"], why)
    return Said(f"One of these {_number(count)}", "", why)


def near(answer: Answer) -> int:
    """How many candidates may be meant: the first, and those that are not far behind."""
    scores = [each["score"] for each in answer["candidates"]]
    return sum(score >= NEAR * scores[0] for score in scores)


def effect(with_it: Answer, without: Answer) -> str:
    """What an option did to an answer, in a few words.

    Args:
        with_it: The answer.
        without: The answer to the same query without the option, of more candidates.
    """
    left_out = _left_out(with_it, without)
    now, before = _first(with_it), _first(without)
    if now is None:
        return f"left out all {left_out}" if left_out else "changes nothing"
    if before is None or now["id"] != before["id"]:
        changed = "puts this one first"
    else:
        changed = _moved(before["score"], now["score"])
    parts = [f"left out {left_out}" if left_out else "", changed]
    return ", ".join(part for part in parts if part) or "changes nothing"


def _moved(before: float, now: float) -> str:
    if abs(now - before) < _SAME:
        return ""
    one, other = percent(before), percent(now)
    return f"{one} → {other}" if one != other else ""


def _left_out(with_it: Answer, without: Answer) -> int:
    """How many candidates are of a type that the answer does not have any more."""
    kept = {each["id"] for each in with_it["candidates"]}
    types = {each["type"] for each in with_it["candidates"]} | {"other"}
    return sum(
        each["id"] not in kept and each["type"] not in types for each in without["candidates"]
    )


def _first(answer: Answer) -> Mapping[str, Any] | None:
    candidates = answer["candidates"]
    return candidates[0] if candidates else None


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
