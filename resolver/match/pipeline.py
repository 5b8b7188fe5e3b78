"""One query on one page: from a query and an opened index to a ranking.

    Question.of        the query, folded once                    retrieve.question
    find_exact         the names that are the asked one          retrieve.exact
    sole_match         one entity bears it: nobody else is searched
    search             by letters, then by sound; prescores      retrieve.candidates
    with_tails         a place behind a comma                    retrieve.tails
    with_spans         a long text: its parts, too               retrieve.spans
    collect_evidence   what speaks for and against the best      score.collect
    rank_candidates    scores that compete, and a verdict        score.scoring

What somebody decided of the question goes before all of it, or says who is not meant:

    ruling_of          the review that applies                   retrieve.ruling

A plain function of its arguments: it reads no clock, environment or file, and keeps nothing.
`resolver.engine` calls it for one query, the processes of `resolver.pool` for blocks of long
streams.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from resolver.index import Index
from resolver.match.retrieve.candidates import find, search
from resolver.match.retrieve.exact import ExactForms, find_exact, sole_match
from resolver.match.retrieve.prescore import CandidateSet
from resolver.match.retrieve.question import Question
from resolver.match.retrieve.ruling import Ruling, ruling_of
from resolver.match.retrieve.spans import with_spans
from resolver.match.retrieve.tails import with_tails
from resolver.match.score.collect import collect_evidence
from resolver.match.score.facts import asked_fields, contradicts
from resolver.match.score.scoring import Ranking, rank_candidates, rank_meant, rank_sole
from resolver.match.score.weights import Weights
from resolver.model import Query, Verdict
from resolver.text.words import Words

_NOBODY: Final = Ranking("no_match", "nobody", 0.0, [], [], [], [])
"""The ranking of a question of whom nobody is near."""


def rank(query: Query, index: Index, weights: Weights, words: Words) -> Ranking:
    """Who or what is meant, by numbers of the index; `to_decision` makes a `Decision` of it."""
    if index.reviews is not None:
        (ranking,) = rank_many([query], index, weights, words)
        return ranking
    question = Question.of(query, words)
    exact = find_exact(question, index)
    sole = sole_match(question, exact)
    if sole is not None:  # most answers: they wait for no list of one
        return rank_sole(question, sole, index, weights, words)
    (ranking,) = _rank_searched([question], [exact], index, weights, words)
    return ranking


def rank_many(
    queries: Sequence[Query], index: Index, weights: Weights, words: Words
) -> list[Ranking]:
    """The rankings of many queries, in order, each as `rank` makes it, in less time."""
    return rank_questions([Question.of(query, words) for query in queries], index, weights, words)


def rank_questions(
    questions: Sequence[Question],
    index: Index,
    weights: Weights,
    words: Words,
    least: float = -math.inf,
) -> list[Ranking]:
    """The same of questions, where those of whom nobody is near may end with the search, which
    takes half as long as evidence.

    Args:
        questions: What is asked.
        index: The table that is asked.
        weights: The numbers of evidence.
        words: The words that names are read with.
        least: The prescore of its best candidate, 0..1, below which a question is nobody's; one in
            Latin letters that is less alike by these is not searched by sound.
    """
    if index.reviews is None:
        return _rank(questions, index, weights, words, least)
    rulings = [ruling_of(question, index) for question in questions]
    open_questions = [
        question for question, ruling in zip(questions, rulings, strict=True) if ruling is None
    ]
    rankings = iter(_rank(open_questions, index, weights, words, least))
    return [
        next(rankings) if ruling is None else _rank_ruled(question, ruling, index, weights, words)
        for question, ruling in zip(questions, rulings, strict=True)
    ]


def has_name(query: Query, index: Index, words: Words) -> bool:
    """Whether an entity has the very name that is asked; says it without a search."""
    return bool(find_exact(Question.of(query, words), index).forms)


def retrieve(question: Question, index: Index) -> CandidateSet:
    """The candidates alone, as `rank` scores them; a sole match is a set of one."""
    (candidates,) = _beyond_the_name([question], find([question], index), index)
    return candidates


def _rank(
    questions: Sequence[Question],
    index: Index,
    weights: Weights,
    words: Words,
    least: float = -math.inf,
) -> list[Ranking]:
    """The rankings of questions of which nobody decided anything."""
    exact = [find_exact(question, index) for question in questions]
    sole = list(map(sole_match, questions, exact))
    left = [place for place, match in enumerate(sole) if match is None]
    searched = [questions[place] for place in left]
    exact = [exact[place] for place in left]
    found = iter(_rank_searched(searched, exact, index, weights, words, least))
    return [
        next(found) if match is None else rank_sole(question, match, index, weights, words)
        for question, match in zip(questions, sole, strict=True)
    ]


def _rank_searched(
    questions: Sequence[Question],
    exact: Sequence[ExactForms],
    index: Index,
    weights: Weights,
    words: Words,
    least: float = -math.inf,
) -> list[Ranking]:
    """The rankings of questions that no exact match ends."""
    found = search(questions, exact, index, least=least)
    near = [
        place for place, each in enumerate(found) if each.prescores.max(initial=-math.inf) >= least
    ]
    asked = [questions[place] for place in near]
    rankings = [_NOBODY] * len(questions)
    candidates = _beyond_the_name(asked, [found[place] for place in near], index)
    for place, question, its in zip(near, asked, candidates, strict=True):
        rankings[place] = _rank_found(question, its, index, weights, words)
    return rankings


def _beyond_the_name(
    questions: Sequence[Question], candidates: Sequence[CandidateSet], index: Index
) -> list[CandidateSet]:
    """The candidates of whole texts, and those of their parts where they say more than a name."""
    placed = with_tails(questions, candidates, index)
    left = [place for place, each in enumerate(placed) if each is None]
    of_spans = iter(with_spans([questions[n] for n in left], [candidates[n] for n in left], index))
    return [next(of_spans) if each is None else each for each in placed]


def _rank_found(
    question: Question, candidates: CandidateSet, index: Index, weights: Weights, words: Words
) -> Ranking:
    evidence = collect_evidence(question, candidates, index, weights, words)
    return rank_candidates(question, candidates, evidence, index, weights)


def _rank_ruled(
    question: Question, ruling: Ruling, index: Index, weights: Weights, words: Words
) -> Ranking:
    """The ranking of a question of which somebody decided something."""
    if ruling.means is not None and not _is_contradicted(question, ruling.means, index, words):
        return rank_meant(question, ruling.means, index)
    if ruling.nobody:
        candidates = retrieve(question, index)
        excluded = frozenset(candidates.entities.tolist())
        asked = replace(question, excluded=excluded)
        evidence = collect_evidence(asked, candidates, index, weights, words)
        ranking = rank_candidates(asked, candidates, evidence, index, weights)
        return ranking._replace(verdict="no_match", reason="reviewed")
    asked = replace(question, excluded=ruling.excluded)
    usual, ranking = _rank([question, asked], index, weights, words)
    return ranking if _answer(ranking) == _answer(usual) else ranking._replace(reason="reviewed")


def _is_contradicted(question: Question, entity: int, index: Index, words: Words) -> bool:
    """Whether a fact that is asked says that an entity is not meant, whatever was decided."""
    asked = asked_fields(question, index)
    return bool(asked) and contradicts(asked, index.record(entity), words)


def _answer(ranking: Ranking) -> tuple[Verdict, int | None]:
    """The verdict, and the entity that it is about where it is a match."""
    return ranking.verdict, ranking.entities[0] if ranking.verdict == "match" else None
