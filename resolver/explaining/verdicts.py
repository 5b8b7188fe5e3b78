"""A verdict in the words of people, and what an option did to it.

Reach for `said` to head an answer, for `effect` to say what a type, a country or a date changed.
Answers are in their wire form (`resolver.model.Decision.to_dict`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from resolver.explaining.naming import percent
from resolver.model import TYPES

NEAR: Final = 0.3
"""The share of the first one's score from which another one may as well be meant."""

MANY: Final = 10
"""Candidates that may be meant from which on they are not counted: an answer may leave some out."""

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

ADVICE: Final = "Add what you know: a type, a country, a date."
"""What somebody does of whom several may be meant."""

_WHY: Final = {
    "sole_owner": "Nobody else in the table has this name.",
    "clear_lead": "It is likely enough, and clearly ahead of the next.",
    "twins": "They have the same name, and nothing you said tells them apart. " + ADVICE,
    "close_call": "It is not clear enough whom this means, or whether it is anybody we know. "
    + ADVICE,
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
    if count >= MANY:
        return Said("One of many", "", why)
    return Said(f"One of these {_NUMBERS[count]}", "", why)


def near(answer: Answer) -> int:
    """How many candidates may be meant: the first, and those that are not far behind."""
    scores = [each["score"] for each in answer["candidates"]]
    return sum(score >= NEAR * scores[0] for score in scores)


def effect(with_it: Answer, without: Answer, type_name: str | None = None) -> str:
    """What an option did to an answer, in a few words.

    Args:
        with_it: The answer.
        without: The answer to the same query without the option, of more candidates.
        type_name: The type that the option asks for, where it is one: it leaves others out.
    """
    left_out = 0 if type_name is None else _of_other_types(without, type_name)
    now, before = _first(with_it), _first(without)
    if now is None:
        return f"left out all {left_out}" if left_out else "changes nothing"
    if before is None or now["id"] != before["id"]:
        changed = "puts this one first"
    else:
        changed = _moved(before["score"], now["score"])
    others = "another" if left_out == 1 else f"{left_out} others"
    parts = [f"left out {others}" if left_out else "", changed]
    return ", ".join(part for part in parts if part) or "changes nothing"


def _moved(before: float, now: float) -> str:
    if abs(now - before) < _SAME:
        return ""
    one, other = percent(before), percent(now)
    return f"{one} → {other}" if one != other else ""


def _of_other_types(answer: Answer, type_name: str) -> int:
    """How many candidates a type leaves out; a type that is none of `TYPES` is `other`."""
    kept = {type_name, "other"}
    types = [each["type"] if each["type"] in TYPES else "other" for each in answer["candidates"]]
    return sum(each not in kept for each in types)


def _first(answer: Answer) -> Mapping[str, Any] | None:
    candidates = answer["candidates"]
    return candidates[0] if candidates else None
