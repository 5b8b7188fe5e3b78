"""How close a call a question is, and how programs read it."""

from __future__ import annotations

from resolver.model.undecided import Undecided


def undecided(verdict: str, margin: float, *candidates: tuple[str, float]) -> Undecided:
    return Undecided("Ben", None, (), verdict, "twins", margin, candidates, "list", number=3)


def test_a_call_is_the_closer_the_less_the_first_leads_or_the_likelier_it_is() -> None:
    assert undecided("ambiguous", 0.25, ("a", 0.6), ("b", 0.35)).closeness == 0.75
    assert undecided("no_match", 0.25, ("a", 0.4), ("b", 0.15)).closeness == 0.4
    assert undecided("no_match", 0.0).closeness == 0.0


def test_what_was_not_asked_is_left_out() -> None:
    assert undecided("ambiguous", 0.0, ("a", 0.5)).to_dict() == {
        "number": 3,
        "text": "Ben",
        "count": 1,
        "first": "",
        "last": "",
        "verdict": "ambiguous",
        "reason": "twins",
        "margin": 0.0,
        "origin": "list",
        "candidates": [{"id": "a", "score": 0.5}],
    }
