"""Those that prescored best are scored in full, each by all that is known of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query
from resolver.index import Index
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.exact import find_exact, sole_match
from resolver.match.retrieve.forms import no_cosines
from resolver.match.retrieve.prescore import CandidateSet, Spans
from resolver.match.retrieve.question import Question
from resolver.match.retrieve.spans import with_spans
from resolver.match.score.collect import (
    MAX_PRESCORE_GAP,
    MAX_SCORED,
    MAX_SCORED_IN_CONTEXT,
    MIN_SCORED,
    collect_evidence,
    scored_in_full,
    sole_evidence,
)
from resolver.match.score.evidence import EVIDENCE_NAMES
from resolver.match.score.terms import Term
from resolver.match.score.weights import load_weights
from resolver.text.words import load_words
from tests.match.conftest import MakeIndex

PRESCORES = st.lists(st.floats(0, 1, width=32), max_size=40).map(sorted)


def candidates(prescores: list[float], spans: Spans | None = None) -> CandidateSet:
    """Candidates with these prescores, given from the lowest on."""
    count = len(prescores)
    numbers, best_first = np.arange(count), np.array(prescores[::-1], np.float32)
    exact = np.zeros(count, bool)
    return CandidateSet(numbers, numbers, best_first, exact, no_cosines(count), spans)


def collected(text: str, index: Index, **known: object) -> list[list[Term]]:
    question = Question.of(Query(text, **known), load_words())  # type: ignore[arg-type] # names of its fields
    (found,) = with_spans([question], find([question], index), index)
    return collect_evidence(question, found, index, load_weights(), load_words())


def names(terms: list[Term]) -> list[str]:
    return [term.name for term in terms]


@given(PRESCORES)
def test_a_few_are_scored_in_full_and_more_if_they_are_near_the_best(
    prescores: list[float],
) -> None:
    found = candidates(prescores)
    count = scored_in_full(Question.of(Query("x"), load_words()), found)
    assert min(MIN_SCORED, len(found)) <= count <= min(MAX_SCORED, len(found))
    if count > MIN_SCORED:
        assert found.prescores[count - 1] >= found.prescores[0] - MAX_PRESCORE_GAP - 1e-6


@given(PRESCORES)
def test_more_are_scored_in_full_of_a_long_text(prescores: list[float]) -> None:
    question = Question.of(Query("x"), load_words())
    found = candidates(prescores, Spans((question,) * len(prescores), " x "))
    assert scored_in_full(question, found) == min(MAX_SCORED_IN_CONTEXT, len(prescores))


@pytest.mark.parametrize(
    ("text", "entity_type"),
    [
        ("Mohammad Reza Zahedi", None),
        ("محمدرضا زاهدی", "person"),
        ("Twitter", "organization"),
        ("MOSCOW", None),
    ],
)
def test_a_sole_match_has_the_evidence_that_it_has_among_others(
    small_index: Index, text: str, entity_type: str | None
) -> None:
    question = Question.of(Query(text, type=entity_type), load_words())
    sole = sole_match(question, find_exact(question, small_index))
    assert sole is not None
    weights = load_weights()
    (terms,) = collect_evidence(question, sole.to_candidates(), small_index, weights, load_words())
    assert sole_evidence(question, sole, small_index, weights, load_words()) == terms


def test_the_evidence_of_each_begins_with_the_prior(small_index: Index) -> None:
    for terms in collected("Reza Karimee", small_index, type="person"):
        assert terms[0].name == "prior"
        assert set(names(terms)) <= EVIDENCE_NAMES


def test_names_of_another_script_are_compared_by_sound(small_index: Index) -> None:
    best = collected("Мохамад Реза Захеди", small_index)[0]
    assert "sounds alike" in names(best)
    assert "same part" not in names(best)


def test_facts_and_dates_count_where_they_are_asked(small_index: Index) -> None:
    first, second = collected("Reza Karimi", small_index, country=("IR",))[:2]
    assert "same fact" in names(first)
    assert "other fact" in names(second)
    (terms,) = collected("Twitter", small_index, as_of="2024")[:1]
    assert "outside validity" in names(terms)


def test_the_text_around_a_name_counts_where_parts_of_it_are_asked(small_index: Index) -> None:
    text = "Legal Office, National Iranian Tanker Company, Tehran, Iran"
    best = collected(text, small_index, type="organization")[0]
    assert "span" in names(best)


def test_nobody_has_no_evidence(small_index: Index) -> None:
    assert collected("!!!", small_index) == []


@pytest.mark.parametrize(
    ("text", "worse"),
    [
        ("New Amsterdam", "nueva"),  # words of one meaning are the same name
        ("Nueva Amsterdam", "new"),
        ("Neu Amsterdam", None),  # as nobody's is written
    ],
)
def test_of_the_same_names_the_one_that_is_written_as_asked_wins(
    make_index: MakeIndex, text: str, worse: str | None
) -> None:
    places = {"new": "New Amsterdam", "nueva": "Nueva Amsterdam", "york": "New York"}
    index = make_index(
        *({"id": key, "type": "place", "name": name} for key, name in places.items())
    )
    question = Question.of(Query(text, as_of="2020"), load_words())  # so that the search goes on
    (found,) = find([question], index)
    evidence = collect_evidence(question, found, index, load_weights(), load_words())
    ids = index.ids(found.entities[: len(evidence)])
    spelled = {
        each for each, terms in zip(ids, evidence, strict=True) if "other spelling" in names(terms)
    }
    assert spelled == ({worse} if worse else set())
