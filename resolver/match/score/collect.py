"""The evidence of each candidate: of its name, its alias, its facts, and the text around it.

Only the candidates that prescored best are scored in full. What is read of the index is read for
all of them at once: a question has a few hundred microseconds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy.typing as npt

from resolver.index import Index
from resolver.index.features import word_code
from resolver.match.retrieve.candidates import ExactMatch
from resolver.match.retrieve.prescore import CandidateSet
from resolver.match.retrieve.question import Question
from resolver.match.score import facts, rarity
from resolver.match.score.facts import TextContext
from resolver.match.score.names import (
    CrossScriptPair,
    NamePair,
    PartedNames,
    SameName,
    Scale,
    prior,
)
from resolver.match.score.terms import ALL_PARTS, OTHER_SPELLING, PRIOR, SAME_NAME, Term
from resolver.match.score.weights import Weights, values_for
from resolver.model import ALIAS_KINDS, Alias
from resolver.text.fold import latin
from resolver.text.keys import as_written
from resolver.text.names import Name, Words, countries_in, written_parts
from resolver.text.script import other_script

Array = npt.NDArray[Any]

MAX_SCORED: Final = 8
"""Candidates that are scored in full at most."""

MIN_SCORED: Final = 5
"""Candidates that are scored in full at least: as many as are returned by default."""

MAX_PRESCORE_GAP: Final = 0.25
"""The prescore below that of the best candidate down to which others are scored in full, within
`MIN_SCORED` and `MAX_SCORED`."""

MAX_SCORED_IN_CONTEXT: Final = 16
"""Candidates that are scored in full where the spans of a long text are asked, or a context is
given."""


class Known(NamedTuple):
    """What the index has of the candidates that are scored in full, in their order."""

    entities: list[int]
    types: list[str]
    ranks: list[float]
    aliases: list[Alias]


def scored_in_full(question: Question, candidates: CandidateSet) -> int:
    """How many of the candidates, from the best on, are scored in full."""
    if candidates.spans is not None or question.query.context is not None:
        return min(MAX_SCORED_IN_CONTEXT, len(candidates))
    prescores: list[float] = candidates.prescores[:MAX_SCORED].tolist()
    near = sum([each >= prescores[0] - MAX_PRESCORE_GAP for each in prescores])
    return max(min(len(prescores), MIN_SCORED), near)


def collect_evidence(
    question: Question, candidates: CandidateSet, index: Index, weights: Weights, words: Words
) -> list[list[Term]]:
    """The terms of the candidates that are scored in full, in their order, not yet capped."""
    scored = candidates.first(scored_in_full(question, candidates))
    known = _known(scored, index)
    pairs = _name_pairs(question, scored, known, index, words)
    scale = _scale(pairs, index, words)
    context, given = _context(scored, words), facts.given_context(question, words)
    query = question.query
    with_facts = question.facts or context is not None or given is not None
    found = []
    for pair, entity, entity_type, rank, alias in zip(pairs, *known, strict=True):
        values = values_for(weights.resolve, entity_type if context is None else "span")
        terms = [Term(PRIOR, prior(values, scale.max_nats)), *pair.terms(scale, values)]
        terms += facts.alias_kind_terms(alias.kind, values)
        if query.as_of is not None:
            terms += facts.validity_terms(alias, query.as_of, values)
        record = index.record(entity) if with_facts else {}
        if context is not None and (asked := pair.asked_parts) is not None:
            terms += facts.span_terms(asked, scale.rarity, scale.max_nats, values)
            terms += facts.context_terms(asked, context, record, values)
        if given is not None:
            terms += facts.given_context_terms(question, given, record, values)
        terms += facts.entity_terms(query, entity_type, rank, values)
        if question.facts:
            terms += facts.fact_terms(question, index.facts(entity), record, values)
        found.append(terms)
    _add_other_spellings(question, scored, known, found, weights)
    return found


def _add_other_spellings(
    question: Question,
    scored: CandidateSet,
    known: Known,
    found: list[list[Term]],
    weights: Weights,
) -> None:
    """Of candidates with the same name, what it says against one that another's is written as
    asked: New Amsterdam is not Nueva Amsterdam, nor EU the É.-U."""
    same = [row for row, terms in enumerate(found) if terms[1].name in (SAME_NAME, ALL_PARTS)]
    if len(same) < 2:
        return
    spans = scored.spans
    asked = {row: question if spans is None else spans.questions[row] for row in same}
    alike = {row for row in same if as_written(known.aliases[row].text) == asked[row].written}
    written = {asked[row].written for row in alike}
    for row in same:
        if row not in alike and asked[row].written in written:
            profile = known.types[row] if spans is None else "span"
            value = values_for(weights.resolve, profile)[OTHER_SPELLING]
            known_text = known.aliases[row].text
            found[row].append(Term(OTHER_SPELLING, value, asked[row].text, known_text))


def sole_evidence(
    question: Question, sole: ExactMatch, index: Index, weights: Weights
) -> list[Term]:
    """The same for the one entity that bears the name, read without arrays: the fast way."""
    segment, entity, alias = sole
    entity_type = segment.type_of(entity)
    values = values_for(weights.resolve, entity_type)
    base_odds = prior(values, rarity.self_information(index.names))
    fold = segment.form_fold[segment.alias_form.item(alias)]
    rank = segment.entity_rank.item(entity)
    return [
        Term(PRIOR, base_odds),
        Term(SAME_NAME, values[SAME_NAME] - base_odds, question.form, fold),
        *facts.alias_kind_terms(ALIAS_KINDS[segment.alias_kind.item(alias)], values),
        *facts.entity_terms(question.query, entity_type, rank, values),
    ]


def _context(scored: CandidateSet, words: Words) -> TextContext | None:
    if scored.spans is None:
        return None
    return TextContext(scored.spans.text, countries_in(scored.spans.text, words))


def _known(scored: CandidateSet, index: Index) -> Known:
    return Known(
        scored.entities.tolist(),
        index.types(scored.entities),
        index.ranks(scored.entities),
        index.aliases(scored.aliases),
    )


def _name_pairs(
    question: Question, scored: CandidateSet, known: Known, index: Index, words: Words
) -> list[NamePair]:
    """The asked name and that of each candidate."""
    pairs: list[NamePair] = []
    asked_parts = _PartsOnce(words)
    questions = [question] * len(scored) if scored.spans is None else scored.spans.questions
    rows = zip(
        questions,
        index.folds(scored.aliases),
        index.latins(scored.aliases),
        known.aliases,
        known.types,
        scored.exact.tolist(),
        scored.cosines.tolist(),
        strict=True,
    )
    for asked, native, in_latin, alias, entity_type, exact, cosine in rows:
        script = other_script(asked.form, native)
        by_sound = not math.isnan(cosine)
        if script and by_sound:
            pairs.append(_across_scripts(asked, native, in_latin, script, cosine, index))
        elif exact:
            pairs.append(SameName(asked.form, native))
        else:
            text, other = _comparable(asked, native, in_latin)
            pairs.append(
                PartedNames(
                    asked_parts(text, asked.text, entity_type),
                    written_parts(other, alias.text, entity_type, words),
                    cosine if by_sound else None,
                )
            )
    return pairs


class _PartsOnce:
    """The parts of asked names by type, each worked out once a question."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._parts: dict[tuple[str, str], Name] = {}

    def __call__(self, folded: str, written: str, entity_type: str) -> Name:
        parts = self._parts.get((folded, entity_type))
        if parts is None:
            parts = written_parts(folded, written, entity_type, self._words)
            self._parts[folded, entity_type] = parts
        return parts


def _across_scripts(
    asked: Question, native: str, in_latin: str, script: str, cosine: float, index: Index
) -> CrossScriptPair:
    return CrossScriptPair(
        asked.form,
        native,
        odds=index.encoder.odds(script, cosine),
        max_nats=rarity.self_information(index.encoder.names),
        same_in_latin=bool(in_latin) and in_latin == asked.latin,
    )


def _comparable(asked: Question, native: str, in_latin: str) -> tuple[str, str]:
    """The asked name and a known one in their own letters, or both in ASCII if one of them is."""
    if asked.form.isascii() or native.isascii():
        return asked.latin, in_latin
    return asked.form, native


def _scale(pairs: Sequence[NamePair], index: Index, words: Words) -> Scale:
    """What the names of a question are measured by: how rare each of their words is."""
    max_nats = rarity.self_information(index.names)
    once = dict.fromkeys(chain.from_iterable([pair.words() for pair in pairs]))
    nats: dict[str, float] = {}
    if once:
        in_latin = [w if w.isascii() else (latin(w) or "").replace(" ", "") for w in once]
        counts = index.frequency([word_code(word) for word in in_latin])
        for word, count in zip(once, counts, strict=True):
            nats[word] = rarity.word_nats(word, count, max_nats)
    return Scale(nats, max_nats, words.nicknames)
