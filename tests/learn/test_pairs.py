"""Pairs are folded, and what is held out is never learned from."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.learn.pairs import SpellingPair, hold_out, read_pairs
from resolver.text.fold import fold
from tests.learn.made_up import made_up


def test_pairs_are_folded_and_equal_ones_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("Łódź\tЛОДЗЬ\tx\na\tA\na\t!\n", "utf-8")
    assert list(read_pairs(tmp_path)) == [("lodz", fold("лодзь"))]


def test_a_line_without_a_tab_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("a\tб\nonly one\n", "utf-8")
    with pytest.raises(BadSource, match=r"bad\.tsv, line 2: 1 cells where 2 are needed"):
        list(read_pairs(tmp_path))


def test_a_folder_without_pairs_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="there is no"):
        list(read_pairs(tmp_path))


def test_a_spelling_that_is_held_out_is_never_learned_from() -> None:
    others = [SpellingPair("other", pair.spelling) for pair in made_up(2000)]
    split = hold_out(made_up(2000) + others)
    assert len(split.held_out) > 20
    assert not {p.spelling for p in split.held_out} & {p.spelling for p in split.training}
