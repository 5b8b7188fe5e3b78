"""Names with a place behind a comma: `Springfield, Illinois`, `Paris, TX, USA`, `Hilla, Iraq`.

Where all that stands behind the commas is a country, or a value that entities of the table have,
the name before them is asked with these as facts. Who agrees is a candidate beside those of the
whole text, before them by its prescore. That the facts stand in the asked name is evidence
(`resolver.match.score.inside`); it decides, not the comma.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np

from resolver.index import Index
from resolver.index.segment import fact_code, folded_fact_code
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.prescore import CandidateSet, together
from resolver.match.retrieve.question import AskedFact, Question
from resolver.model import COUNTRIES

_CANDIDATES: Final = 8
"""Candidates that the name before the commas may bring."""

_PLACES: Final = (None, "place", "other")
"""Types that are asked where a place may be meant; of others, a long text is asked by its spans."""

_KINDS: Final = frozenset(("text", "code"))
"""Kinds of properties in which a place may stand."""

_MIN_BEARERS: Final = 2
"""Entities that have a value from which on it is one that places share, as they do a unit."""

Tail = tuple[AskedFact, ...]
"""What may be meant by the text behind a comma: a value of one of these."""


def with_tails(
    questions: Sequence[Question], candidates: Sequence[CandidateSet], index: Index
) -> list[CandidateSet | None]:
    """The candidates of each question with those that its text before the commas names.

    None where there are no such: what stands behind the commas is something else, or nobody agrees.
    """
    tails = [
        () if found.begins_exact else _tails(question, index)
        for question, found in zip(questions, candidates, strict=True)
    ]
    heads = [_head(question, said) for question, said in zip(questions, tails, strict=True) if said]
    of_heads = iter(find(heads, index))
    return [
        _merged(_agreeing(next(of_heads), said, index), found) if said else None
        for found, said in zip(candidates, tails, strict=True)
    ]


def _tails(question: Question, index: Index) -> tuple[Tail, ...]:
    """What the texts behind the commas may mean; none where one means nothing."""
    if not question.tails or question.query.type not in _PLACES or not index.fields:
        return ()
    tails = tuple(_meant(tail, question, index) for tail in question.tails)
    return tails if all(tails) else ()


def _meant(tail: str, question: Question, index: Index) -> Tail:
    first, *rest = tail.split()
    countries = {
        fact_code("country", name.stands_for)
        for name in question.words.countries.get(first, ())
        if name.rest == rest
    }
    if tail.upper() in COUNTRIES:
        countries.add(folded_fact_code("country", tail))
    codes = {"country": frozenset(countries)} | {
        key: frozenset((code,))
        for key, field in index.fields.items()
        if field["kind"] in _KINDS
        and key != "country"
        and index.entities_with(code := folded_fact_code(key, tail)) >= _MIN_BEARERS
    }
    return tuple(AskedFact(key, some) for key, some in codes.items() if some)


def _head(question: Question, tails: tuple[Tail, ...]) -> Question:
    """The text before the commas, asked with what stands behind them."""
    head = question.of_span(question.text.partition(",")[0].strip())
    return dataclasses.replace(head, facts=(*question.facts, *chain.from_iterable(tails)))


def _agreeing(found: CandidateSet, tails: tuple[Tail, ...], index: Index) -> CandidateSet:
    """The first of the candidates that have a fact of every tail."""
    wanted = [frozenset[int]().union(*[fact.codes for fact in tail]) for tail in tails]
    rows = []
    for row, entity in enumerate(found.entities.tolist()):
        segment, place = index.of_entity(entity)
        facts = segment.facts_of(place)
        if not any(codes.isdisjoint(facts) for codes in wanted):
            rows.append(row)
            if len(rows) == _CANDIDATES:
                break
    return found.some(np.array(rows, np.int64))


def _merged(first: CandidateSet, others: CandidateSet) -> CandidateSet | None:
    """Both, each entity once; none of the first ones bears the whole text as its name."""
    if not len(first):
        return None
    none_exact = np.zeros(len(first), bool)
    first = CandidateSet(first.entities, first.aliases, first.prescores, none_exact, first.cosines)
    new = ~np.isin(others.entities, first.entities)
    return together(first, others.some(new.nonzero()[0]))
