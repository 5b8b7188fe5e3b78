"""The entities that may be meant.

Exact first: where one entity alone owns the asked name, by an alias that usually means it, and the
query says nothing more, that is the answer. Otherwise the forms that share the rarest features
are found, looked at cheaply in one batch, and their entities ranked: by the form, by the facts
that the query names, by prominence where all else is equal. Facts and prominence order candidates;
they never leave one out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel

from resolver.index import Index
from resolver.index.columns import fact_code, type_bit
from resolver.index.exact import key_of
from resolver.match.question import Question
from resolver.model import KINDS, parse_interval

Array = npt.NDArray[Any]

_WEAK: Final = KINDS.index("weak")
_UNSURE: Final = (_WEAK, KINDS.index("acronym"))
# At equal text, name and native beat the other kinds, and those beat weak.
_KIND_RANK: Final = np.array(
    [0.0 if k in ("name", "native") else 0.2 if k == "weak" else 0.02 for k in KINDS], np.float32
)
FEW_FORMS: Final = 200
MOST_FORMS: Final = 1_000
"""Forms to look at: more where facts are known, for the one that agrees may look like many."""

_AGREES: Final = 0.12
_DIFFERS: Final = -0.08
_PROMINENCE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Found:
    """Entities that may be meant, best first by the cheap look, each once.

    Args:
        entities: i8.
        aliases: i8: the alias that brought each.
        looks: f4: how good it looked; only the order and small differences mean anything.
        exact: Whether each one's alias is the asked name.
    """

    entities: Array
    aliases: Array
    looks: Array
    exact: Array

    def __len__(self) -> int:
        return len(self.entities)


def find(question: Question, index: Index) -> Found:
    """The entities that may be meant by the question."""
    exact = [
        form
        for form in index.exact.find(question.key)
        if key_of(index.form_fold[form]) == question.key
    ]
    if exact:
        sole = _sole_owner(question, index, exact)
        if sole is not None:
            return sole
    forms, looks = _alike(question, index, exact)
    return _ranked(question, index, forms, looks, len(exact))


def _sole_owner(question: Question, index: Index, forms: list[int]) -> Found | None:
    """The one entity that owns the name, if nothing speaks for looking further."""
    if question.facts or question.query.as_of:
        return None
    start = index.form_alias.item
    rows = [row for form in forms for row in range(start(form), start(form + 1))]
    entity = index.alias_entity.item(rows[0])
    if any(index.alias_entity.item(row) != entity for row in rows):
        return None
    best = min(rows, key=lambda row: (_KIND_RANK.item(index.alias_kind.item(row)), row))
    if index.alias_kind.item(best) in _UNSURE:
        return None
    if not type_bit(index.type_of(entity)) & question.types:
        return None
    return Found(np.array([entity]), np.array([best]), np.ones(1, np.float32), np.ones(1, bool))


def _alike(question: Question, index: Index, exact: list[int]) -> tuple[Array, Array]:
    """The exact forms, then those that look alike, and how good each looks."""
    if not question.latin:
        return np.array(exact, np.int64), np.ones(len(exact), np.float32)
    first = MOST_FORMS if question.facts else FEW_FORMS
    forms, cosine = index.lexical.search(question.features(), types=question.types, first=first)
    if exact:
        other = ~np.isin(forms, exact)
        forms, cosine = forms[other], cosine[other]
    asked = question.latin
    known = index.form_latin.many(forms)
    ratio = process.cdist(
        [asked.replace(" ", "")],
        [name.replace(" ", "") for name in known],
        scorer=Indel.normalized_similarity,
        dtype=np.float32,
    )[0]
    looks = (cosine + ratio) * np.float32(0.49)
    best = np.ones(len(exact), np.float32)
    return np.concatenate([np.array(exact, np.int64), forms]), np.concatenate([best, looks])


def _ranked(question: Question, index: Index, forms: Array, looks: Array, exact: int) -> Found:
    begin = index.form_alias[forms].astype(np.int64)
    size = index.form_alias[forms + 1].astype(np.int64) - begin
    total = int(size.sum())
    where = np.repeat(np.arange(len(forms)), size)
    rows = np.arange(total) - np.repeat(np.cumsum(size) - size, size) + begin[where]
    entities = index.alias_entity[rows].astype(np.int64)
    if question.types != 255:
        bits = np.array([type_bit(name) for name in index.types], np.uint8)
        fits = bits[index.entity_type[entities]] & np.uint8(question.types) != 0
        where, rows, entities = where[fits], rows[fits], entities[fits]
    look = looks[where] - _KIND_RANK[index.alias_kind[rows]]
    look += np.nan_to_num(index.entity_rank[entities] - 0.5) * np.float32(_PROMINENCE)
    if question.query.as_of is not None:
        look += _DIFFERS * _outdated(index, rows, question.query.as_of)
    if question.query.type is not None and question.types == 255:
        same = np.array([name == question.query.type for name in index.types])
        look += _DIFFERS * ~same[index.entity_type[entities]]
    for key, codes in question.facts:
        look += _fact_looks(index, entities, key, codes)
    order = np.lexsort((rows, entities, -look))
    _, first = np.unique(entities[order], return_index=True)
    order = order[np.sort(first)]
    return Found(entities[order], rows[order], look[order], where[order] < exact)


def _outdated(index: Index, rows: Array, as_of: str) -> Array:
    """Whether each alias was out of use at a time, by the codes of its dates."""
    first, last = (int(f"{day:%Y%m%d}") for day in parse_interval(as_of))
    until = index.alias_until[rows].astype(np.int64)
    until += np.where(until % 10_000 == 0, 9_999, np.where(until % 100 == 0, 99, 0))
    ended = (index.alias_until[rows] > 0) & (until < first)
    outdated: Array = ended | (index.alias_from[rows] > last)
    return outdated


def _fact_looks(index: Index, entities: Array, key: str, codes: frozenset[int]) -> Array:
    """For each entity, what agreement or difference in one fact is worth at the cheap look."""
    begin = index.fact_start[entities].astype(np.int64)
    size = index.fact_start[entities + 1].astype(np.int64) - begin
    where = np.repeat(np.arange(len(entities)), size)
    rows = np.arange(len(where)) - np.repeat(np.cumsum(size) - size, size) + begin[where]
    facts = index.fact[rows]
    known = facts >> np.uint64(32) == np.uint64(fact_code(key, "") >> 32)
    agrees = np.isin(facts, np.array(list(codes), np.uint64))
    looks = np.zeros(len(entities), np.float32)
    looks[where[known]] = _DIFFERS
    looks[where[agrees]] = _AGREES
    return looks
