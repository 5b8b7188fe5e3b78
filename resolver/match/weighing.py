"""Candidates → evidence → scores: the best few in full, the rest by the cheap look.

The candidates that looked best get full evidence. Each of the rest is taken to be as likely as the
last of those, less by how much worse it looked: they carry no evidence, but they count as rivals,
so that a name with five hundred bearers is not taken for a name with eight.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from resolver.index import Index
from resolver.index.lexical import word_code
from resolver.match import evidence, verdict
from resolver.match.candidates import Found
from resolver.match.question import Question
from resolver.match.weights import Weights
from resolver.model import Alias, Candidate, Decision, Evidence
from resolver.text.fold import latin
from resolver.text.names import Part, Words, parts

FULL: Final = 8
"""How many candidates get full evidence."""

_SLOPE: Final = 12.0
"""Log-odds lost for each unit by which a candidate looked worse than the last one with evidence."""


def decide(
    question: Question, found: Found, index: Index, weights: Weights, words: Words
) -> Decision:
    """The decision about a question, from those that may be meant."""
    query = question.query
    weighed = _weigh(question, found, index, weights, words)
    sums = [math.fsum(each.value for each in terms) for _, _, terms in weighed]
    order = sorted(range(len(sums)), key=lambda row: (-sums[row], row))
    log_odds = [sums[row] for row in order] + _tail(found, min(sums, default=0.0))
    scores = verdict.compete(log_odds)
    said, margin = verdict.judge(scores, query)
    candidates = []
    for place, row in enumerate(order[: query.limit]):
        entity, alias, terms = weighed[row]
        terms = (*terms, verdict.rivals(log_odds, place))
        candidates.append(_candidate(index, entity, alias, scores[place], terms))
    for row in range(len(order), min(query.limit, len(found))):
        alias = index.alias(found.aliases.item(row))
        candidates.append(_candidate(index, found.entities.item(row), alias, scores[row], ()))
    return Decision(said, tuple(candidates), margin, index.fingerprint)


def _weigh(
    question: Question, found: Found, index: Index, weights: Weights, words: Words
) -> list[tuple[int, Alias, tuple[Evidence, ...]]]:
    asked = _Asked(question, index, weights, words)
    weighed = []
    for row in range(min(FULL, len(found))):
        entity, alias_row = found.entities.item(row), found.aliases.item(row)
        alias, kind = index.alias(alias_row), index.type_of(entity)
        terms = asked.about_alias(index.form_of_alias(alias_row), kind, exact=found.exact.item(row))
        record = index.record(entity) if question.facts else {}
        terms += evidence.about_entity(
            question,
            kind=kind,
            country=record.get("country", ()),
            facts=tuple(record.get("properties", {}).items()),
            alias=alias,
            rank=index.entity_rank.item(entity),
            weights=weights,
        )
        weighed.append((entity, alias, tuple(terms)))
    return weighed


class _Asked:
    """The asked name, ready to be weighed against one known name after another."""

    def __init__(self, question: Question, index: Index, weights: Weights, words: Words) -> None:
        self._question = question
        self._index = index
        self._weights = weights
        self._words = words
        self._most = math.log(index.names + 1)
        self._rarities: dict[str, float] = {}
        self._parts: dict[tuple[bool, str], tuple[Part, ...]] = {}

    def about_alias(self, form: int, kind: str, *, exact: bool) -> list[Evidence]:
        found = [Evidence("before", self._weights.known - self._most)]
        asked = self._question
        if exact:
            value = self._most + self._weights.same_name - self._weights.known
            found.append(Evidence("same name", value, asked.form, self._index.form_fold[form]))
            return found
        native = self._index.form_fold[form]
        own_script = not asked.form.isascii() and not native.isascii()
        known = parts(native if own_script else self._index.form_latin[form], kind, self._words)
        ours = self._asked_parts(own_script, kind)
        self._learn_rarity([part.text for part in (*ours, *known)])
        found += evidence.about_names(
            ours, known, rarity=self._rarities.__getitem__, most=self._most, weights=self._weights
        )
        return found

    def _asked_parts(self, own_script: bool, kind: str) -> tuple[Part, ...]:
        key = own_script, kind
        if key not in self._parts:
            text = self._question.form if own_script else self._question.latin
            self._parts[key] = parts(text, kind, self._words)
        return self._parts[key]

    def _learn_rarity(self, words: list[str]) -> None:
        new = [word for word in dict.fromkeys(words) if word not in self._rarities]
        codes = [word_code((latin(word) or "").replace(" ", "")) for word in new]
        for word, count in zip(new, self._index.lexical.frequency(codes), strict=True):
            self._rarities[word] = self._most - math.log(max(count, 1))


def _tail(found: Found, last: float) -> list[float]:
    looks = found.looks[FULL:]
    if not len(looks):
        return []
    worse = np.maximum(found.looks.item(FULL - 1) - looks, 0.0)
    tail: list[float] = (last - 1e-6 - _SLOPE * worse).tolist()
    return tail


def _candidate(
    index: Index, entity: int, alias: Alias, score: float, terms: tuple[Evidence, ...]
) -> Candidate:
    return Candidate(
        index.entity_id[entity],
        index.entity_name[entity],
        index.type_of(entity),
        score,
        alias,
        terms,
    )
