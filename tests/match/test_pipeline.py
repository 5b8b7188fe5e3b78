"""One query goes from its text to a ranking, whatever it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.index import Index
from resolver.match.pipeline import rank, retrieve
from resolver.match.retrieve.question import Question
from resolver.match.score.scoring import Ranking, to_decision
from resolver.match.score.weights import Weights
from resolver.text.words import load_words

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
