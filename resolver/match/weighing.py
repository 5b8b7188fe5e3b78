"""Candidates → evidence → scores: the best few in full, the rest by the cheap look.

The candidates that looked best get full evidence. Each of the rest is taken to be as likely as the
last of those, less by how much worse it looked: they carry no evidence, but they count as rivals,
so that a name with five hundred bearers is not taken for a name with eight.

What is read of the index is read for all candidates at once, and what is returned of them is made
only for those that are returned: a question has a few hundred microseconds.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.index.columns import date_text
from resolver.index.lexical import word_code
from resolver.match import evidence, verdict
from resolver.match.candidates import Found
from resolver.match.evidence import Term
from resolver.match.question import Question
from resolver.match.weights import Weights
from resolver.model import KINDS, Candidate, Decision, Evidence
from resolver.text.fold import latin
from resolver.text.names import Name, Words, parts

Array = npt.NDArray[Any]

FULL: Final = 8
"""How many candidates get full evidence."""

_SLOPE: Final = 12.0
"""Log-odds lost for each unit by which a candidate looked worse than the last one with evidence."""


def decide(
    question: Question, found: Found, index: Index, weights: Weights, words: Words
) -> Decision:
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
    evidences = []
    for place, row in enumerate(order[: question.query.limit]):
        rivals = Evidence("rivals", verdict.rivals(log_odds, place, others))
        evidences.append((*evidence.told(weighed[row]), rivals))
    order += range(len(order), len(found))
    scores += behind.tolist()
    candidates = _candidates(found, index, order[: question.query.limit], scores, evidences)
    return Decision(said, candidates, margin, index.fingerprint)


def _weigh(
    question: Question, found: Found, index: Index, weights: Weights, words: Words
) -> list[list[Term]]:
    """The terms of the candidates that looked best."""
    entities, aliases = found.entities[:FULL], found.aliases[:FULL]
    types = index.types
    kinds = [types[number] for number in index.entity_type[entities].tolist()]
    names = _names(question, found.exact[:FULL].tolist(), aliases, kinds, index, weights, words)
    query = question.query
    rows = zip(
        names,
        kinds,
        entities.tolist(),
        aliases.tolist(),
        index.alias_kind[aliases].tolist(),
        index.entity_rank[entities].tolist(),
        strict=True,
    )
    weighed = []
    for terms, kind, entity, alias, alias_kind, rank in rows:
        record = index.record(entity) if question.facts else {}
        dates = _dates(index, alias) if query.as_of is not None else (None, None)
        terms += evidence.about_alias(query, KINDS[alias_kind], dates, weights)
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
    forms = np.searchsorted(index.form_alias, aliases.astype(index.form_alias.dtype), "right") - 1
    pairs: list[tuple[Name, Name] | str] = []
    ours: dict[tuple[str, str], Name] = {}
    seen: dict[str, None] = {}
    for form, kind, equal in zip(forms.tolist(), kinds, exact, strict=True):
        if equal:
            pairs.append(index.form_fold[form])
            continue
        texts = _comparable(question, index, form)
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


def _comparable(question: Question, index: Index, form: int) -> tuple[str, str]:
    """The asked name and a known one in their own letters, or both in ASCII if one of them is."""
    if not question.form.isascii():
        native = index.form_fold[form]
        if not native.isascii():
            return question.form, native
    return question.latin, index.form_latin[form]


def _rarity(words: list[str], index: Index, most: float) -> dict[str, float]:
    """Nats that each word singles out, by how many names have it."""
    if not words:
        return {}
    plain = [word if word.isascii() else (latin(word) or "").replace(" ", "") for word in words]
    counts = index.lexical.frequency([word_code(word) for word in plain])
    return {
        word: most - math.log(count) if count else most
        for word, count in zip(words, counts, strict=True)
    }


def _dates(index: Index, alias: int) -> tuple[str | None, str | None]:
    return date_text(index.alias_from.item(alias)), date_text(index.alias_until.item(alias))


def _tail(found: Found, last: float) -> Array:
    """Log-odds (f8) of the candidates without evidence, from how they looked."""
    looks = found.looks[FULL:].astype(np.float64)
    if not len(looks):
        return looks
    worse = np.maximum(found.looks.item(FULL - 1) - looks, 0.0)
    tail: Array = last - 1e-6 - _SLOPE * worse
    return tail


def _candidates(
    found: Found,
    index: Index,
    rows: list[int],
    scores: list[float],
    evidences: list[tuple[Evidence, ...]],
) -> tuple[Candidate, ...]:
    """Candidates as they are returned: those in `rows`, of which the first few have evidence."""
    entities, aliases = found.entities[rows], found.aliases[rows]
    kinds = [index.types[number] for number in index.entity_type[entities].tolist()]
    nothing: tuple[Evidence, ...] = ()
    return tuple(
        Candidate(
            entity_id,
            name,
            kind,
            scores[place],
            index.alias(alias),
            evidences[place] if place < len(evidences) else nothing,
        )
        for place, (entity_id, name, kind, alias) in enumerate(
            zip(
                index.entity_id.many(entities),
                index.entity_name.many(entities),
                kinds,
                aliases.tolist(),
                strict=True,
            )
        )
    )
