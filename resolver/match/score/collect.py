"""The evidence of each candidate: of its name, its alias, its facts, and the text around it.

Only the candidates that prescored best are scored in full. What is read of the index is read row
by row: for a dozen rows, arrays cost more than they save.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from resolver.index import Index
from resolver.index.features import word_code
from resolver.match.retrieve.exact import ExactMatch
from resolver.match.retrieve.prescore import CandidateSet, Spans
from resolver.match.retrieve.question import Question
from resolver.match.score import facts, rarity
from resolver.match.score.context import (
    TextContext,
    context_terms,
    given_context,
    given_context_terms,
)
from resolver.match.score.inside import (
    MIN_LETTERS,
    FactInside,
    FactsInside,
    inside_terms,
    name_without,
)
from resolver.match.score.known import Known, countries_of, units_named_as_places
from resolver.match.score.names import (
    CrossScriptPair,
    NamePair,
    PartedNames,
    SameName,
    Scale,
    prior,
)
from resolver.match.score.rarity import rare_name_terms
from resolver.match.score.terms import (
    ALL_PARTS,
    OTHER_FACT,
    OTHER_SPELLING,
    OUTSIDE_VALIDITY,
    PRIOR,
    SAME_NAME,
    Term,
)
from resolver.match.score.weights import Values, Weights, values_for
from resolver.model import ALIAS_KINDS
from resolver.text.fold import joined_initials, latin
from resolver.text.keys import as_written
from resolver.text.names import MAX_PARTS, Name, countries_in, written_parts
from resolver.text.script import other_script
from resolver.text.words import Words

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


_CONTRADICTING: Final = frozenset((OTHER_FACT, OUTSIDE_VALIDITY))
"""Evidence beside which a rare name says nothing more: it is of a namesake."""


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
    count = scored_in_full(question, candidates)
    entities: list[int] = candidates.entities[:count].tolist()
    aliases: list[int] = candidates.aliases[:count].tolist()
    scored = [Known.of(*each, index) for each in zip(entities, aliases, strict=True)]
    spans = candidates.spans
    pairs = _name_pairs(question, candidates, scored, index, words)
    inside = _facts_inside(question, pairs, scored, index, words) if spans is None else {}
    scale = _scale(pairs, index, words)
    context = None if spans is None else TextContext(spans.text, countries_in(spans.text, words))
    given = given_context(question, words)
    query, asked_fields = question.query, facts.asked_fields(question, index)
    with_context = context is not None or given is not None
    with_properties = with_context or any(field.key != "country" for field in asked_fields)
    seats = units_named_as_places(scored)
    found: list[list[Term]] = []
    records: list[Mapping[str, Any]] = []
    weights_of: list[Values] = []
    for row, (pair, known) in enumerate(zip(pairs, scored, strict=True)):
        values = values_for(weights.resolve, known.type if context is None else "span")
        terms = [Term(PRIOR, prior(values, scale.max_nats)), *pair.terms(scale, values)]
        if row in inside:
            terms += inside_terms(inside[row], index, values)
        terms += facts.alias_kind_terms("weak" if row in seats else known.kind, values)
        if query.as_of is not None:
            terms += facts.validity_terms(known.whole_alias(), query.as_of, values)
        codes = known.facts() if asked_fields or with_context else []
        record = known.record(codes) if with_properties else countries_of(codes)
        if context is not None and (asked := pair.asked_parts) is not None:
            terms += facts.span_terms(asked, scale.rarity, scale.max_nats, values)
            terms += context_terms(asked, context, record, values)
        if given is not None:
            terms += given_context_terms(question, given, record, index, values)
        terms += facts.entity_terms(query, known.type, known.rank(), values)
        if asked_fields:
            terms += facts.fact_terms(asked_fields, codes, record, index, words, values)
        found.append(terms)
        records.append(record)
        weights_of.append(values)
    if asked_fields and len(found) > 1:
        facts.add_unknown(asked_fields, records, found, weights_of)
    same = [row for row, terms in enumerate(found) if terms[1].name in (SAME_NAME, ALL_PARTS)]
    persons = [scored[row].type == "person" for row in same]
    if spans is None and len(set(persons)) == 1:
        for row in same:
            if _CONTRADICTING.isdisjoint([term.name for term in found[row]]):
                values = values_for(weights.resolve, scored[row].type)
                owned = _owned_words(pairs[row]) if persons[0] else None
                found[row][2:2] = rare_name_terms(owned, scale.rarity, words, values)
    if len(same) > 1:
        _add_other_spellings(question, spans, scored, same, found, weights)
    return found


def _add_other_spellings(
    question: Question,
    spans: Spans | None,
    scored: Sequence[Known],
    same: list[int],
    found: list[list[Term]],
    weights: Weights,
) -> None:
    """Of candidates with the same name, what it says against one that another's is written as
    asked: New Amsterdam is not Nueva Amsterdam, nor EU the É.-U."""
    asked = {row: question if spans is None else spans.questions[row] for row in same}
    alike = {row for row in same if as_written(scored[row].text) == asked[row].written}
    written = {asked[row].written for row in alike}
    for row in same:
        if row not in alike and asked[row].written in written:
            profile = scored[row].type if spans is None else "span"
            value = values_for(weights.resolve, profile)[OTHER_SPELLING]
            found[row].append(Term(OTHER_SPELLING, value, asked[row].text, scored[row].text))


def sole_evidence(
    question: Question, sole: ExactMatch, index: Index, weights: Weights, words: Words
) -> list[Term]:
    """The same for the one entity that bears the name, read without arrays: the fast way."""
    segment, entity, alias = sole
    entity_type = segment.type_of(entity)
    values = values_for(weights.resolve, entity_type)
    max_nats = rarity.self_information(index.names)
    base_odds = prior(values, max_nats)
    fold = segment.form_fold[segment.alias_form.item(alias)]
    rank = segment.entity_rank.item(entity)
    terms = [
        Term(PRIOR, base_odds),
        Term(SAME_NAME, values[SAME_NAME] - base_odds, question.form, fold),
    ]
    asked = _asked_words(question) if entity_type == "person" else None
    nats = {} if asked is None else _word_nats(asked, index, max_nats)
    terms += rare_name_terms(asked, nats, words, values)
    terms += facts.alias_kind_terms(ALIAS_KINDS[segment.alias_kind.item(alias)], values)
    terms += facts.entity_terms(question.query, entity_type, rank, values)
    return terms


def _name_pairs(
    question: Question,
    candidates: CandidateSet,
    scored: Sequence[Known],
    index: Index,
    words: Words,
) -> list[NamePair]:
    """The asked name and that of each candidate that is scored in full."""
    pairs: list[NamePair] = []
    asked_parts = _PartsOnce(words)
    spans, count = candidates.spans, len(scored)
    exact: list[bool] = candidates.exact[:count].tolist()
    cosines: list[float] = candidates.cosines[:count].tolist()
    for row, known in enumerate(scored):
        asked = question if spans is None else spans.questions[row]
        native, cosine = known.fold, cosines[row]
        script = other_script(asked.form, native)
        by_sound = not math.isnan(cosine)
        if script and by_sound and not asked.form.replace(" ", "").isdigit():
            pairs.append(_across_scripts(asked, native, known.latin, script, cosine, index))
        elif exact[row]:
            counted = _asked_words(asked) if known.type == "person" else ()
            pairs.append(SameName(asked.form, native, counted))
        else:
            text, other = _comparable(asked, native, known.latin)
            pairs.append(
                PartedNames(
                    asked_parts(text, asked.text, known.type),
                    written_parts(other, known.text, known.type, words),
                    cosine if by_sound else None,
                )
            )
    return pairs


def _facts_inside(
    question: Question,
    pairs: list[NamePair],
    scored: Sequence[Known],
    index: Index,
    words: Words,
) -> dict[int, list[FactInside]]:
    """By its row, the facts of a candidate that stand in the asked name; they are taken out of
    it."""
    inside: dict[int, list[FactInside]] = {}
    if not any(isinstance(pair, PartedNames) for pair in pairs):
        return inside
    written = FactsInside.of(question, index, words)
    if written is None:
        return inside
    asked = frozenset[int]().union(*[fact.codes for fact in question.facts])  # said already
    long = frozenset([word for word in question.latin.split() if len(word) >= MIN_LETTERS])
    long = long.union(*map(str.split, question.tails))
    for place, (pair, known) in enumerate(zip(pairs, scored, strict=True)):
        if not isinstance(pair, PartedNames) or long.issubset(pair.known.words):
            continue
        if stated := written.among(known.facts()):
            stated = [fact for fact in stated if not fact.words.issubset(pair.known.words)]
            left = name_without(pair.asked, pair.known, stated)
            if left is not None:
                pairs[place] = PartedNames(left, pair.known)
                inside[place] = [fact for fact in stated if fact.code not in asked]
    return inside


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
    return Scale(_word_nats(once, index, max_nats), max_nats, words.nicknames)


def _word_nats(words: Collection[str], index: Index, max_nats: float) -> dict[str, float]:
    """How rare each of some words is in the table."""
    if not words:
        return {}
    in_latin = [w if w.isascii() else (latin(w) or "").replace(" ", "") for w in words]
    counts = index.frequency([word_code(word) for word in in_latin])
    return {
        word: rarity.word_nats(word, count, max_nats)
        for word, count in zip(words, counts, strict=True)
    }


def _owned_words(pair: NamePair) -> tuple[str, ...]:
    """The words of the asked name, where the known one is the same."""
    return tuple(pair.words()) if pair.asked_parts is None else pair.asked_parts.words


def _asked_words(question: Question) -> tuple[str, ...]:
    """The words of the asked name in ASCII, as an index counts them."""
    return tuple(joined_initials(question.latin).split()[:MAX_PARTS])
