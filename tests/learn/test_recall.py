"""Recall: spellings that the encoder knows are found, and scripts with few are not counted."""

from __future__ import annotations

from resolver.learn.pairs import PairSplit, SpellingPair, hold_out
from resolver.learn.recall import recall_by_script
from resolver.text.sound import load_encoder
from tests.learn.made_up import made_up


def test_names_that_the_encoder_knows_are_found() -> None:
    recall = recall_by_script(load_encoder(), hold_out(made_up(3_000)))["cyrillic"]
    assert 0.9 < recall.first <= recall.among_ten <= 1


def test_a_script_with_few_spellings_is_not_counted() -> None:
    few = PairSplit([], [SpellingPair("ana", "ана")])
    assert recall_by_script(load_encoder(), few) == {}
