"""Parts of a name that are facts of a candidate are no extra parts of its name."""

from __future__ import annotations

import pytest

from resolver import Query
from resolver.index import Index
from resolver.match.retrieve.question import Question
from resolver.match.score.inside import FactInside, FactsInside, name_without
from resolver.text.names import parts
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, evidence_names

SONGS = (
    {"id": "s", "type": "work", "name": "Coincidence", "properties": {"artist": ["Exilia"]}},
    {"id": "o", "type": "work", "name": "Coincidence", "properties": {"artist": ["Mute Math"]}},
    *({"id": f"n{n}", "type": "work", "name": f"Song {n}"} for n in range(9)),
)
CITIES = (
    {"id": "us", "type": "place", "name": "Paris", "country": ["US"]},
    {"id": "fr", "type": "place", "name": "Paris", "country": ["FR"]},
)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Exilia - Coincidence", "s"),
        ("Coincidence (Mute Math)", "o"),
        ("Exilia - Coincidencke", "s"),
        ("Paris, United States", "us"),
        ("Paris, France", "fr"),
    ],
)
def test_a_fact_in_the_name_says_who_is_meant(
    make_resolver: MakeResolver, text: str, right: str
) -> None:
    decision = make_resolver(*SONGS, *CITIES).resolve(Query(text))
    assert decision.candidates[0].id == right
    names = evidence_names(decision.candidates[0])
    assert "fact in name" in names
    assert "extra part" not in names


def test_a_fact_that_is_asked_too_counts_once(make_resolver: MakeResolver) -> None:
    query = Query("Exilia - Coincidence", properties={"artist": "Exilia"})
    names = evidence_names(make_resolver(*SONGS).resolve(query).candidates[0])
    assert "same fact" in names
    assert not names & {"fact in name", "extra part"}


@pytest.mark.parametrize(
    ("asked", "known", "left"),
    [
        ("exilia coincidence", "coincidence", ("coincidence",)),
        ("exilia coincidence", "exilia coincidence", None),  # the known name has it too
        ("exilia", "coincidence", None),  # nothing would be left
        ("other coincidence", "coincidence", None),
    ],
)
def test_the_words_of_facts_are_taken_out(
    asked: str, known: str, left: tuple[str, ...] | None
) -> None:
    inside = [FactInside(1, "exilia", frozenset(["exilia"]))]
    one, other = (parts(text, "work", load_words()) for text in (asked, known))
    found = name_without(one, other, inside)
    assert (found and found.words) == left


def test_a_name_of_one_word_has_no_fact_beside_it(small_index: Index) -> None:
    words = load_words()
    assert FactsInside.of(Question.of(Query("Karimi"), load_words()), small_index, words) is None
    assert (
        FactsInside.of(Question.of(Query("Karimi 1960"), load_words()), small_index, words)
        is not None
    )
