"""Odds of cosines: what is surely the same name has high ones, what is far has low ones."""

from __future__ import annotations

from resolver.learn.odds import fit_odds
from resolver.learn.pairs import PairSplit, SpellingPair, hold_out
from resolver.text.sound import load_encoder
from tests.learn.made_up import made_up


def test_a_script_with_enough_pairs_has_odds_of_its_own() -> None:
    names, odds = fit_odds(load_encoder(), hold_out(made_up(5_000)))
    assert 4_500 < names <= 5_000
    assert set(odds) == {"cyrillic", "other"}
    at_zero, per_unit = odds["cyrillic"]
    assert at_zero + per_unit * 0.2 < -5
    assert at_zero + per_unit * 1.0 > 3


def test_without_pairs_across_scripts_there_are_odds_to_start_from() -> None:
    split = PairSplit([SpellingPair("ana", "anna")], [SpellingPair("ben", "benn")])
    assert set(fit_odds(load_encoder(), split).by_script) == {"other"}
