"""Bars follow from each other and end at the score."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resolver import Query, Resolver
from resolver.explaining.waterfall import beside, waterfall


def term(name: str, value: float, asked: str | None = None, known: str | None = None) -> Any:
    return {"name": name, "value": value, "asked": asked, "known": known}


EVIDENCE = [
    term("prior", -2.0),
    term("similar part", 3.0, "zahdi", "zahedi"),
    term("alias kind", 0.0, None, "nickname"),
    term("competition", -0.5),
]


def test_each_bar_begins_where_the_one_before_ends() -> None:
    found = waterfall(EVIDENCE)
    assert [bar.total for bar in found.bars] == [-2.0, 1.0, 0.5]
    assert found.zero == pytest.approx(2 / 3)
    places = [(bar.start, bar.start + bar.width) for bar in found.bars]
    expected = [(0, 2 / 3), (0, 1), (5 / 6, 1)]
    assert [*map(pytest.approx, expected)] == places
    assert (found.start, found.width) == pytest.approx((2 / 3, 1 / 6))


def test_a_bar_has_its_words_and_the_letters_that_differ() -> None:
    bar = waterfall(EVIDENCE).bars[1]
    assert bar.label == "A similar word"
    assert bar.meaning.startswith("A part is similar")
    assert [piece.text for piece in bar.known if piece.differs] == ["e"]


@pytest.mark.parametrize(
    ("fact", "words"), [("country=IR", "Iran"), ("birth_date=1944", "birth date: 1944")]
)
def test_facts_are_in_words(fact: str, words: str) -> None:
    (bar,) = waterfall([term("same fact", 1.0, fact, fact)]).bars
    assert [piece.text for piece in bar.known] == [words]


def test_what_says_nothing_is_left_out_and_counted() -> None:
    found = waterfall(EVIDENCE)
    assert (len(found.bars), found.left_out) == (3, 1)


def test_no_evidence_makes_no_bars() -> None:
    found = waterfall([])
    assert (found.bars, found.zero, found.score) == ([], 0.0, 0.5)


@pytest.mark.parametrize("text", ["Gen. Zahdi", "Iraq", "Twitter", "Mohammad Reza Zahedi"])
def test_the_bars_of_a_real_answer_add_up_to_its_scores(bundled_home: Path, text: str) -> None:
    with Resolver.open(bundled_home) as resolver:
        candidates = resolver.resolve(Query(text)).candidates
    for each in candidates:
        if each.evidence:
            found = waterfall([evidence.to_dict() for evidence in each.evidence])
            assert found.score == pytest.approx(each.score, abs=2e-4)
            assert found.bars[-1].total == pytest.approx(found.log_odds, abs=0.05)


def test_of_two_candidates_what_makes_the_difference_comes_first() -> None:
    one = [term("prior", 1.0), term("same part", 2.0, "ali", "ali"), term("complete", 0.5)]
    other = [term("prior", 1.0), term("different part", -3.0, "ali", "omar"), term("complete", 0.2)]
    found = beside(one, other)
    assert [row.label for row in found.differences] == [
        "Another word",
        "The same word",
        "No word missing, none too many",
    ]
    assert [row.label for row in found.same] == ["Before anything is compared"]
    assert [row.value for row in found.differences] == pytest.approx([3.0, 2.0, 0.3])
    assert found.log_odds == pytest.approx((3.5, -1.8))


def test_terms_about_the_same_word_stand_in_one_row() -> None:
    one = [term("same part", 2.0, "ali", "ali"), term("same part", 1.0, "reza", "reza")]
    other = [term("same part", 1.5, "reza", "reza")]
    rows = beside(one, other).differences
    asked = [[bar and bar.asked[0].text for bar in row.bars] for row in rows]
    assert asked == [["ali", None], ["reza", "reza"]]
    assert [row.value for row in rows] == pytest.approx([2.0, -0.5])
