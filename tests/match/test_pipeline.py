"""One query goes from its text to a ranking, whatever it is."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Decision, Query, Resolver
from resolver.index import Index
from resolver.match.pipeline import rank, rank_many, rank_questions, retrieve
from resolver.match.retrieve.question import Question
from resolver.match.score.scoring import Ranking, to_decision
from resolver.match.score.weights import Weights
from resolver.text.words import load_words
from tests.match.conftest import SMALL, Decide, DecidedHome, evidence_names

QUERIES = (
    Query("Mohammad Reza Zahedi"),  # a sole match
    Query("Reza Zahdi", type="person"),
    Query("Мохаммад Реза Захеди", limit=200),
    Query("Babil", country=("IQ",)),
    Query("Twitter", as_of="2024"),
    Query("Press Office, Central Command, United States Navy, Washington, USA"),
    Query("!!!"),
)
SCRIPTS = sorted(
    {
        unicodedata.name(chr(n), "?").split()[0]: chr(n)
        for n in range(0x20, 0x30000)
        if chr(n).isalpha()
    }.items()
)
TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and "\0" not in text)


def ranked(query: Query, index: Index) -> Ranking:
    return rank(query, index, Weights.of_index(index), load_words())


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text)
def test_a_ranking_is_what_the_resolver_answers(
    bundled: Resolver, bundled_index: Index, query: Query
) -> None:
    decision = to_decision(ranked(query, bundled_index), bundled_index)
    assert decision == bundled.resolve(query)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text)
def test_who_is_ranked_was_retrieved(bundled_index: Index, query: Query) -> None:
    candidates = retrieve(Question.of(query, load_words()), bundled_index)
    ranking = ranked(query, bundled_index)
    pairs = set(zip(candidates.entities.tolist(), candidates.aliases.tolist(), strict=True))
    found = list(zip(map(int, ranking.entities), map(int, ranking.aliases), strict=True))
    assert set(found) <= pairs
    assert len(found) == min(query.limit, len(candidates))


def test_many_queries_are_ranked_as_each_alone(bundled_index: Index, decide: Decide) -> None:
    misspelt = [
        Query(f"{text} Zahdi", type="person", country=country, as_of=as_of)
        for text in ("Reza", "Riza", "Mohamad", "Али")
        for country in ((), ("IR",))
        for as_of in (None, "2020")
    ]
    queries = (*QUERIES, *misspelt, Query("Twiter", type="person"), Query("zahedi"), *QUERIES)
    together = rank_many(queries, bundled_index, Weights.of_index(bundled_index), load_words())
    for query, ranking in zip(queries, together, strict=True):
        decision = to_decision(ranking, bundled_index)
        assert decision == to_decision(ranked(query, bundled_index), bundled_index)
    resolver = decide(SMALL, ("Reza Zahdi", {"excludes": ["zahedi"]}))  # an overlay
    assert [*resolver.resolve_many(queries)] == [*map(resolver.resolve, queries)]


@pytest.mark.parametrize("least", [0.0, 0.5, 1.0])
def test_who_is_near_enough_is_ranked_as_each_alone(
    decided_home: DecidedHome, least: float
) -> None:
    texts = ("Mohammad Reza Zahedi", "Reza Zahdi", "Riza Zahidi", "Gulbuddin", "Somebody Else")
    decided = ("Reza Zahdi", {"excludes": ["zahedi"]}), ("Somebody Else", {"nobody": True})
    index = Index.open(decided_home(SMALL, *decided))
    questions = [Question.of(Query(text), load_words()) for text in texts]
    rankings = rank_questions(questions, index, Weights.of_index(index), load_words(), least)
    for question, ranking in zip(questions, rankings, strict=True):
        best = retrieve(question, index).prescores.max(initial=0)
        alone = ranked(question.query, index)
        if best >= least or alone.reason == "reviewed":
            assert to_decision(ranking, index) == to_decision(alone, index)
        else:
            assert ranking == ("no_match", "nobody", 0.0, [], [], [], [])


@given(TEXTS)
def test_whatever_is_asked_as_many_are_ranked_as_the_limit_allows(
    bundled_index: Index, text: str
) -> None:
    ranking = ranked(Query(text, limit=3), bundled_index)
    assert len(ranking.entities) == len(ranking.aliases) == len(ranking.scores) <= 3
    assert len(ranking.terms) <= len(ranking.scores)


def test_every_script_and_every_length_is_answered(bundled: Resolver) -> None:
    for _, letter in SCRIPTS:
        assert bundled.resolve(Query(letter * 3)).verdict in ("match", "ambiguous", "no_match")
    for text in ("x", "x" * 1000, "zahedi " * 142, " ".join(f"w{n}" for n in range(200))):
        assert bundled.resolve(Query(text[:1000])).verdict in ("match", "ambiguous", "no_match")


def adds_up(decision: Decision) -> bool:
    """Whether the terms of each candidate that has some add up to its score."""
    return all(
        sum(term.value for term in each.evidence)
        == pytest.approx(math.log(each.score) - math.log1p(-each.score), rel=1e-6)
        for each in decision.candidates
        if each.evidence
    )


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"type": "person"},
        {"country": ("IQ",)},
        {"context": "of the army of Iraq"},
        {"as_of": "1900"},
        {"accept": 1.0, "margin": 1.0, "known": 0.01},
    ],
)
def test_decided_stays_decided_whatever_else_is_asked(decide: Decide, more: dict[str, Any]) -> None:
    resolver = decide(SMALL, ("Reza Karimi", {"means": "karimi-ir"}))
    decision = resolver.resolve(Query("reza karimi", **more))
    (candidate,) = decision.candidates
    assert (decision.verdict, decision.reason, decision.id) == ("match", "reviewed", "karimi-ir")
    assert (candidate.alias.text, decision.margin) == ("Reza Karimi", candidate.score)
    assert evidence_names(candidate) == {"reviewed", "competition"}
    assert candidate.score > 0.999
    assert adds_up(decision)


@pytest.mark.parametrize(
    ("birth_date", "meant"), [("1960", True), ("1960-05-01", True), ("1961", True), ("1900", False)]
)
def test_only_a_fact_that_contradicts_goes_before_what_was_decided(
    decide: Decide, birth_date: str, meant: bool
) -> None:
    decided = ("The General", {"means": "karimi-ir"}), ("Reza Karimi", {"means": "karimi-ir"})
    resolver = decide(SMALL, *decided)
    for text, _ in decided:
        decision = resolver.resolve(Query(text, properties={"birth_date": birth_date}))
        assert (decision.reason == "reviewed", decision.id == "karimi-ir") == (meant, meant)
    plain = decide(SMALL).resolve(Query("Reza Karimi", properties={"birth_date": "1900"}))
    if not meant:  # then the question is decided as if nobody had
        assert [(each.id, each.score) for each in decision.candidates] == [
            (each.id, each.score) for each in plain.candidates
        ]


def test_a_text_that_is_no_name_of_the_entity_means_it_by_its_name(decide: Decide) -> None:
    resolver = decide(
        SMALL, ("the general", {"means": "zahedi"}), ("abu zeinab", {"means": "fadel"})
    )
    assert resolver.resolve(Query("The General")).candidates[0].alias.text == "Mohammad Reza Zahedi"
    assert resolver.resolve(Query("Abu Zeinab")).candidates[0].alias.text == "Abu Zeinab"


@pytest.mark.parametrize("text", ["Ali Fadel", "Reza Karimi", "Reza Karrimi", "qqq"])
def test_a_name_decided_to_mean_nobody_matches_nobody(decide: Decide, text: str) -> None:
    usual = decide(SMALL).resolve(Query(text, limit=9))
    decision = decide(SMALL, (text, {"nobody": True})).resolve(Query(text, limit=9, review=0.0))
    assert (decision.verdict, decision.reason) == ("no_match", "reviewed")
    assert {each.id for each in decision.candidates} == {each.id for each in usual.candidates}
    assert all(each.score < 1e-6 for each in decision.candidates)
    scored = [each for each in decision.candidates if each.evidence]
    assert all("review excludes" in evidence_names(each) for each in scored)
    assert adds_up(decision)


def test_who_is_excluded_hides_nobody_and_comes_last(decide: Decide) -> None:
    both = decide(SMALL).resolve(Query("Reza Karimi"))
    assert both.verdict == "ambiguous"
    one = decide(SMALL, ("Reza Karimi", {"excludes": ("karimi-ir",)})).resolve(Query("Reza Karimi"))
    assert (one.verdict, one.id, one.reason) == ("match", "karimi-iq", "reviewed")

    resolver = decide(SMALL, ("Ali Fadel", {"excludes": ("fadel",)}))
    for limit in (1, 5, 200):
        none = resolver.resolve(Query("Ali Fadel", limit=limit))
        assert (none.verdict, none.reason) == ("no_match", "reviewed")
        scores = [each.score for each in none.candidates]
        assert scores == sorted(scores, reverse=True)
        assert adds_up(none)
    last = none.candidates[-1]
    assert (last.id, last.score < 1e-6) == ("fadel", True)
    assert none.candidates[0].id != "fadel"


def test_an_exclusion_that_changes_no_verdict_leaves_the_reason(decide: Decide) -> None:
    resolver = decide(SMALL, ("Ali Fadel", {"excludes": ("zahedi",)}))
    decision = resolver.resolve(Query("Ali Fadel"))
    assert (decision.id, decision.reason) == ("fadel", "sole_owner")


def test_where_all_are_excluded_the_terms_still_add_up(decide: Decide) -> None:
    entities = SMALL[:3]
    everyone = tuple(each["id"] for each in entities)
    decision = decide(entities, ("Reza Karimi", {"excludes": everyone})).resolve(
        Query("Reza Karimi")
    )
    assert (decision.verdict, decision.reason) == ("no_match", "reviewed")
    assert decision.candidates
    assert adds_up(decision)


def test_a_decision_is_about_a_whole_text_and_not_about_its_spans(decide: Decide) -> None:
    resolver = decide(SMALL, ("Ali Fadel", {"nobody": True}))
    text = "Ali Fadel, commander of the army, Baghdad"
    assert resolver.resolve(Query(text)) != resolver.resolve(Query("Ali Fadel"))
    assert resolver.resolve(Query(text)).reason != "reviewed"


def test_who_is_excluded_hides_neither_other_scripts_nor_spans(decide: Decide) -> None:
    moscow = {"id": "moskau", "type": "place", "name": "Moskva"}
    decided = {"excludes": ("moscow",)}
    decision = decide((*SMALL, moscow), ("Москва", decided)).resolve(Query("Москва"))
    assert decision.candidates[0].id == "moskau"
    text = "Army of Iraq, Ali Fadel, Baghdad"
    army = {"id": "army", "type": "organization", "name": text}
    decision = decide((*SMALL, army), (text, {"excludes": ("army",)})).resolve(Query(text))
    assert decision.candidates[0].id == "fadel"
