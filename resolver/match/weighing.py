"""Candidates → evidence → scores: the best few in full, the rest by the cheap look.

The candidates that looked best get full evidence. Each of the rest is taken to be as likely as the
last of those, less by how much worse it looked: they carry no evidence, but they count as rivals,
so that a name with five hundred bearers is not taken for a name with eight.

What is read of the index is read for all candidates at once, and what is returned of them is made
only for those that are returned: a question has a few hundred microseconds.
"""

from __future__ import annotations

import itertools
import math
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.index.features import word_code
from resolver.match import evidence, verdict
from resolver.match.candidates import Found
from resolver.match.evidence import Term
from resolver.match.question import Question
from resolver.match.weights import Weights
from resolver.model import Candidate, Decision, Verdict
from resolver.text.fold import latin
from resolver.text.names import Name, Words, parts

Array = npt.NDArray[Any]

FULL: Final = 8
"""How many candidates get full evidence."""

_SLOPE: Final = 12.0
"""Log-odds lost for each unit by which a candidate looked worse than the last one with evidence."""


class Weighed(NamedTuple):
    """A decision by number: what `tell` makes a `Decision` of.

    Args:
        verdict: As in `Decision`.
        margin: As in `Decision`.
        entities: i8: those that may be meant, likeliest first, as many as were asked for.
        aliases: i8: the alias that brought each.
        scores: Of each.
        terms: The evidence of the first few.
    """

    verdict: Verdict
    margin: float
    entities: Array
    aliases: Array
    scores: list[float]
    terms: list[list[Term]]


def weigh(
    question: Question, found: Found, index: Index, weights: Weights, words: Words
) -> Weighed:
    """The decision about a question, from those that may be meant."""
    weighed = _weigh(question, found, index, weights, words)
    sums = [sum([term[1] for term in terms]) for terms in weighed]
    order = sorted(range(len(sums)), key=lambda row: (-sums[row], row))
    log_odds = [sums[row] for row in order]
    tail = _tail(found, min(sums, default=0.0))
    others = math.log1p(float(np.exp(tail).sum()))
    scores = verdict.compete(log_odds, others)
    behind = np.exp(tail - verdict.log_sum(log_odds, others))
    said, margin = verdict.judge(scores, question.query, float(behind.sum()))
    limit = question.query.limit
    terms = [
        [*weighed[row], ("rivals", verdict.rivals(log_odds, place, others), None, None)]
        for place, row in enumerate(order[:limit])
    ]
    rows = [*order, *range(len(order), min(limit, len(found)))][:limit]
    scores = (scores + behind[:limit].tolist())[:limit]
    return Weighed(said, margin, found.entities[rows], found.aliases[rows], scores, terms)


def tell(weighed: Weighed, index: Index) -> Decision:
    """A decision as it is returned."""
    evidences = [tuple(evidence.told(terms)) for terms in weighed.terms]
    columns = zip(
        index.ids(weighed.entities),
        index.entity_names(weighed.entities),
        index.types(weighed.entities),
        weighed.scores,
        index.aliases(weighed.aliases),
        itertools.chain(evidences, itertools.repeat(())),
        strict=False,
    )
    candidates = tuple([Candidate(*each) for each in columns])
    return Decision(weighed.verdict, candidates, weighed.margin, index.fingerprint)


def _weigh(
    question: Question, found: Found, index: Index, weights: Weights, words: Words
) -> list[list[Term]]:
    """The terms of the candidates that looked best."""
    entities, aliases = found.entities[:FULL], found.aliases[:FULL]
    kinds = index.types(entities)
    known = index.aliases(aliases)
    names = _names(question, found.exact[:FULL].tolist(), aliases, kinds, index, weights, words)
    query = question.query
    rows = zip(names, kinds, entities.tolist(), known, index.ranks(entities), strict=True)
    weighed = []
    for terms, kind, entity, alias, rank in rows:
        record = index.record(entity) if question.facts else {}
        dates = alias.valid_from, alias.valid_until
        terms += evidence.about_alias(query, alias.kind, dates, weights)
        terms += evidence.about_entity(
            query,
            kind=kind,
            country=record.get("country", ()),
            facts=tuple(record.get("properties", {}).items()),
            rank=rank,
            weights=weights,
        )
        weighed.append(terms)
    return weighed


def _names(
    question: Question,
    exact: list[bool],
    aliases: Array,
    kinds: list[str],
    index: Index,
    weights: Weights,
    words: Words,
) -> list[list[Term]]:
    """What the asked name and that of each candidate say."""
    most = math.log(index.names + 1)
    natives = index.folds(aliases)
    latins = index.latins(aliases)
    pairs: list[tuple[Name, Name] | str] = []
    ours: dict[tuple[str, str], Name] = {}
    seen: dict[str, None] = {}
    for native, plain, kind, equal in zip(natives, latins, kinds, exact, strict=True):
        if equal:
            pairs.append(native)
            continue
        texts = _comparable(question, native, plain)
        asked = ours.get((texts[0], kind))
        if asked is None:
            asked = ours[texts[0], kind] = parts(texts[0], kind, words)
            seen |= dict.fromkeys(asked.words)
        known = parts(texts[1], kind, words)
        seen |= dict.fromkeys(known.words)
        pairs.append((asked, known))
    rarity = _rarity(list(seen), index, most)
    before: Term = ("before", weights.known - most, None, None)
    same = most + weights.same_name - weights.known
    return [
        [before, ("same name", same, question.form, pair)]
        if isinstance(pair, str)
        else [
            before,
            *evidence.about_names(*pair, rarity=rarity, most=most, weights=weights),
        ]
        for pair in pairs
    ]


def _comparable(question: Question, native: str, plain: str) -> tuple[str, str]:
    """The asked name and a known one in their own letters, or both in ASCII if one of them is."""
    if question.form.isascii() or native.isascii():
        return question.latin, plain
    return question.form, native


def _rarity(words: list[str], index: Index, most: float) -> dict[str, float]:
    """Nats that each word singles out, by how many names have it."""
    if not words:
        return {}
    plain = [word if word.isascii() else (latin(word) or "").replace(" ", "") for word in words]
    counts = index.frequency([word_code(word) for word in plain])
    return {
        word: most - math.log(count) if count else most
        for word, count in zip(words, counts, strict=True)
    }


def _tail(found: Found, last: float) -> Array:
    """Log-odds (f8) of the candidates without evidence, from how they looked."""
    looks = found.looks[FULL:].astype(np.float64)
    if not len(looks):
        return looks
    worse = np.maximum(found.looks.item(FULL - 1) - looks, 0.0)
    tail: Array = last - 1e-6 - _SLOPE * worse
    return tail
