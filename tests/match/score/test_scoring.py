"""Candidates compete, those not scored in full too, and the terms add up to each score."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.index import Index
from resolver.match.pipeline import rank
from resolver.match.retrieve.forms import no_cosines
from resolver.match.retrieve.prescore import CandidateSet
from resolver.match.retrieve.question import Question
from resolver.match.score.evidence import EVIDENCE, EVIDENCE_NAMES
from resolver.match.score.scoring import (
    EXCLUDED_NATS,
    REVIEWED_NATS,
    Ranking,
    rank_candidates,
    tail_log_odds,
    to_decision,
)
from resolver.match.score.terms import (
    PRIOR,
    REVIEW_EXCLUDES,
    REVIEWED,
    SAME_FACT,
    SAME_PART,
    Term,
    total,
)
from resolver.match.score.weights import load_weights
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, person


def candidates(*prescores: float, exact: int = 0) -> CandidateSet:
    """Candidates with these prescores, best first; so many of them bear the very name asked."""
    numbers = np.arange(len(prescores))
    return CandidateSet(
        numbers,
        numbers,
        np.array(prescores, np.float32),
        numbers < exact,
        no_cosines(len(prescores)),
    )


def ranking_of(
    index: Index, found: CandidateSet, *log_odds: float, **options: float
) -> list[tuple[int, float]]:
    """Each entity that is returned, and its score, where the first have such log-odds."""
    question = Question.of(Query("x", **options), load_words())  # type: ignore[arg-type] # numbers alone
    evidence = [[Term(PRIOR, value)] for value in log_odds]
    ranking = rank_candidates(question, found, evidence, index, load_weights())
    for terms, score in zip(ranking.terms[: len(log_odds)], ranking.scores, strict=False):
        assert total(terms) == pytest.approx(math.log(score / (1 - score)))
    return list(zip(np.asarray(ranking.entities).tolist(), ranking.scores, strict=True))


def test_candidates_are_ranked_by_their_evidence_not_by_their_prescores(
    small_index: Index,
) -> None:
    ranked = ranking_of(small_index, candidates(0.9, 0.8, 0.7), -3.0, 1.0, 0.0)
    assert [entity for entity, _ in ranked] == [1, 2, 0]


def test_what_is_not_scored_in_full_competes_and_is_returned_last(small_index: Index) -> None:
    alone = ranking_of(small_index, candidates(0.9), 2.0)
    ranked = ranking_of(small_index, candidates(0.9, 0.9, 0.9), 2.0)
    assert [entity for entity, _ in ranked] == [0, 1, 2]
    assert ranked[0][1] < alone[0][1]
    assert ranked[0][1] > ranked[1][1] >= ranked[2][1] > 0


def test_the_limit_cuts_what_is_returned_and_no_score(small_index: Index) -> None:
    found = candidates(0.9, 0.9, 0.8, 0.7)
    whole = ranking_of(small_index, found, 2.0, 1.0)
    for limit in (1, 2, 3):
        assert ranking_of(small_index, found, 2.0, 1.0, limit=limit) == whole[:limit]


def test_how_many_are_known_moves_all_scores_alike(small_index: Index) -> None:
    found = candidates(0.9, 0.9, 0.8, 0.7)
    usual = ranking_of(small_index, found, 2.0, 1.0)
    few = ranking_of(small_index, found, 2.0, 1.0, known=0.01)
    rise = [(one[1] / other[1]) for one, other in zip(usual, few, strict=True)]
    assert rise == pytest.approx([rise[0]] * len(rise))
    assert rise[0] > 10


@pytest.mark.parametrize("text", ["Mohammad Reza Zahedi", "Reza Karimi", "Mohamad Zahedy"])
def test_every_candidate_says_how_many_are_known_where_that_is_not_the_usual(
    small_index: Index, text: str
) -> None:
    for known, there in ((0.7, False), (0.01, True)):
        ranking = rank(Query(text, known=known), small_index, load_weights(), load_words())
        decision = to_decision(ranking, small_index)
        for each in decision.candidates:
            names = [term.name for term in each.evidence]
            assert names.count("known") == (there and bool(names))


STRANGERS = (
    person("ali", "Mohammed Ali", country=["EG"], properties={"birth_date": ["1944"]}),
    person("quux", "Zorglub Quux"),
    person("smith", "John Smith", "Smith & Co"),
    {"id": "smith-co", "type": "organization", "name": "Smith & Co"},
)


@pytest.mark.parametrize(
    ("text", "usual", "screening"),
    [
        ("Mohammed Ali", "match", "ambiguous"),
        ("MOHAMMED  ALI", "match", "ambiguous"),
        ("John Smith", "match", "ambiguous"),
        ("Zorglub Quux", "match", "match"),
    ],
)
def test_the_commoner_a_persons_name_the_less_a_sole_bearer_owns_it(
    make_resolver: MakeResolver, text: str, usual: str, screening: str
) -> None:
    resolver = make_resolver(*STRANGERS)
    assert resolver.resolve(Query(text)).verdict == usual
    assert resolver.resolve(Query(text, known=0.01)).verdict == screening


def test_a_rare_name_says_more_than_a_common_one(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(*STRANGERS)
    scores = {}
    for text in ("Mohammed Ali", "John Smith", "Zorglub Quux", "Ali Mohammed", "Quux Zorglub"):
        scores[text] = resolver.resolve(Query(text)).candidates[0].score
    assert scores["Mohammed Ali"] < scores["John Smith"] < scores["Zorglub Quux"] < 1
    assert scores["Ali Mohammed"] < scores["Quux Zorglub"]


@pytest.mark.parametrize(
    "query",
    [
        Query("Mohammed Ali", country=("US",)),
        Query("Mohammed Ali", properties={"birth_date": "1970"}),
        Query("Smith & Co"),  # a thing of another type is called so too
    ],
)
def test_a_rare_name_says_nothing_of_a_namesake(make_resolver: MakeResolver, query: Query) -> None:
    for each in make_resolver(*STRANGERS).resolve(query).candidates[:2]:
        assert "rare name" not in [term.name for term in each.evidence]


def test_agreement_beyond_the_caps_is_taken_away(small_index: Index) -> None:
    evidence = [[Term(PRIOR, -20.0), Term(SAME_PART, 50.0), Term(SAME_FACT, 50.0)]]
    question = Question.of(Query("x", country=("IR",)), load_words())
    ranking = rank_candidates(question, candidates(1.0), evidence, small_index, load_weights())
    assert [term.name for term in ranking.terms[0]].count("cap") == 2


def test_nobody_is_no_match(small_index: Index) -> None:
    question = Question.of(Query("x"), load_words())
    ranking = rank_candidates(question, candidates(), [], small_index, load_weights())
    decision = to_decision(ranking, small_index)
    assert (decision.verdict, decision.margin, decision.candidates) == ("no_match", 0.0, ())
    assert decision.reason == "nobody"


@given(
    st.lists(st.floats(0, 1, width=32), min_size=1, max_size=20).map(
        lambda prescores: sorted(prescores, reverse=True)
    ),
    st.integers(1, 20),
    st.floats(-20, 20),
    st.floats(-8, 0),
)
def test_the_tail_is_less_likely_than_the_last_that_is_scored_in_full(
    prescores: list[float], count: int, last: float, penalty: float
) -> None:
    tail = tail_log_odds(candidates(*prescores), count, last, penalty)
    assert len(tail) == max(0, len(prescores) - count)
    assert (tail < last).all()
    assert (np.diff(tail) <= 0).all()


def test_those_who_bear_the_very_name_are_spared_the_tail_s_penalty() -> None:
    (same,) = tail_log_odds(candidates(0.9, 0.9, exact=2), 1, 0.0, -3.0)
    (other,) = tail_log_odds(candidates(0.9, 0.9, exact=1), 1, 0.0, -3.0)
    assert other == pytest.approx(same - 3.0)


def test_one_candidate_is_returned_as_the_first_of_several_is(small_index: Index) -> None:
    one = Ranking("match", "clear_lead", 0.9, [0], [0], [0.9], [[Term(PRIOR, 1.0)]])
    several = Ranking(
        "match", "clear_lead", 0.9, [0, 1], [0, 1], [0.9, 0.05], [[Term(PRIOR, 1.0)], []]
    )
    (first,), (same, _) = (to_decision(each, small_index).candidates for each in (one, several))
    assert first == same


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and "\0" not in text))
def test_scores_compete_and_terms_add_up_to_them_whatever_is_asked(
    bundled: Resolver, text: str
) -> None:
    decision = bundled.resolve(Query(text))
    scores = [candidate.score for candidate in decision.candidates]
    assert sum(scores) < 1
    assert scores == sorted(scores, reverse=True)
    assert len({candidate.id for candidate in decision.candidates}) == len(scores)
    for candidate in decision.candidates:
        assert {term.name for term in candidate.evidence} <= EVIDENCE_NAMES
        total = math.fsum(term.value for term in candidate.evidence)
        assert math.isclose(1 / (1 + math.exp(-total)), candidate.score, abs_tol=1e-9)


def test_a_name_that_several_bear_is_ambiguous_and_a_fact_decides(
    make_resolver: MakeResolver,
) -> None:
    resolver = make_resolver(
        *(
            person(
                f"li-{code.lower()}", "Li Wei", country=[code], properties={"birth_date": [year]}
            )
            for code, year in (("CN", "1970"), ("SG", "1980"), ("US", "1990"))
        ),
        *(person(f"other-{n}", f"Name {n} Other") for n in range(30)),
    )
    alone = resolver.resolve(Query("Li Wei"))
    assert alone.verdict == "ambiguous"
    assert [candidate.score < 1 / 3 for candidate in alone.candidates[:3]] == [True] * 3
    assert resolver.resolve(Query("Li Wei", country=("SG",))).id == "li-sg"
    assert resolver.resolve(Query("Li Wei", properties={"birth_date": "1990"})).id == "li-us"
    wrong = resolver.resolve(Query("Li Wei", country=("FR",), limit=3))
    assert {c.id for c in wrong.candidates} == {"li-cn", "li-sg", "li-us"}


def test_the_verdict_does_not_depend_on_how_many_candidates_are_shown(
    make_resolver: MakeResolver,
) -> None:
    resolver = make_resolver(*(person(f"li-{n}", "Li Wei") for n in range(12)))
    one, many = (resolver.resolve(Query("Li Wei", limit=limit)) for limit in (1, 200))
    assert (one.verdict, one.margin) == (many.verdict, many.margin) == ("ambiguous", one.margin)
    assert len(one.candidates) == 1
    assert len(many.candidates) == 12
    assert one.candidates[0] == many.candidates[0]
    assert many.candidates[0].score < 1 / 12


def test_the_table_of_evidence_says_what_a_decision_counts() -> None:
    meanings = {row.name: row.meaning for row in EVIDENCE}
    assert f": {REVIEWED_NATS:+g}," in meanings[REVIEWED]
    assert f": {EXCLUDED_NATS:+g}," in meanings[REVIEW_EXCLUDES]


def test_who_is_excluded_comes_behind_the_tail_and_moves_no_other(small_index: Index) -> None:
    found = candidates(0.9, 0.8, 0.7, 0.6, 0.5)
    words = load_words()
    question = Question.of(Query("x", limit=9), words)

    def ranked(*excluded: int) -> Ranking:
        asked = dataclasses.replace(question, excluded=frozenset(excluded))
        evidence = [[Term(PRIOR, value)] for value in (3.0, 1.0, 0.0)]
        return rank_candidates(asked, found, evidence, small_index, load_weights())

    ranking = ranked(0, 3)
    assert np.asarray(ranking.entities).tolist() == [1, 2, 4, 0, 3]
    assert all(score < 1e-12 for score in ranking.scores[3:])
    for terms, score in zip(ranking.terms, ranking.scores, strict=True):
        if terms:
            assert total(terms) == pytest.approx(math.log(score) - math.log1p(-score))
    usual = dict(zip(np.asarray(ranked().entities).tolist(), ranked().scores, strict=True))
    odds = ranking.scores[1] / ranking.scores[0]
    assert odds == pytest.approx(usual[2] / usual[1])
