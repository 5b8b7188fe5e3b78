"""The entities that may be meant.

Exact first: where one entity alone owns the asked name, or owns it and has all the facts that are
asked, by an alias that usually means it, nobody else is looked for. Otherwise the forms that share
the rarest features are found, looked at cheaply in one batch, and their entities ranked: by the
form, by the facts that the query names, by prominence where all else is equal. Facts and prominence
order candidates; they never leave one out. Where nothing found looks good, the search is made once
more and wider.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel

from resolver.index import Index
from resolver.index.exact import key_of
from resolver.index.segment import Segment, fact_code
from resolver.match.question import Question
from resolver.model import KINDS, parse_interval

Array = npt.NDArray[Any]

_WEAK: Final = KINDS.index("weak")
_UNSURE: Final = (_WEAK, KINDS.index("acronym"))
# At equal text, name and native beat the other kinds, and those beat weak.
_KIND_RANKS: Final = [
    0.0 if kind in ("name", "native") else 0.2 if kind == "weak" else 0.02 for kind in KINDS
]
_KIND_RANK: Final = np.array(_KIND_RANKS, np.float32)


class Reach(NamedTuple):
    """How far a search goes.

    Args:
        postings: Read at most.
        forms: Looked at letter by letter.
        among: Forms among which those are chosen where facts are known.
    """

    postings: int
    forms: int
    among: int


_NEAR: Final = Reach(postings=5_000, forms=150, among=500)
_WIDE: Final = Reach(postings=40_000, forms=500, among=1_500)

_GOOD: Final = 0.7
"""A look, besides agreeing facts, from which on nobody better is sought further away."""

_MOST_OWNERS: Final = 64
"""Owners of one name among whom the one that agrees is looked for without a search."""

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


class Owner(NamedTuple):
    """The one entity that owns the asked name, with nothing that speaks for looking further."""

    segment: Segment
    entity: int
    alias: int

    def found(self) -> Found:
        """The same as of any search."""
        return Found(
            np.array([self.segment.first_entity + self.entity]),
            np.array([self.segment.first_alias + self.alias]),
            np.ones(1, np.float32),
            np.ones(1, bool),
        )


def find(question: Question, index: Index, *, further: bool = True) -> Found | Owner:
    """The entities that may be meant by the question.

    Args:
        question: The question.
        index: The table that is asked.
        further: Whether to search once more and wider where nothing looks good.
    """
    exact = [_exact(question, segment) for segment in index.segments]
    if any(exact) and question.query.as_of is None:
        owned = _owned(question, index, exact)
        owner = _sole_owner(question, owned)
        if owner is not None:
            return owner
        if question.facts and len(owned) <= _MOST_OWNERS:
            found = _agreeing(question, owned)
            if found is not None:
                return found
    found = _search(question, index, exact, _NEAR)
    good = _GOOD + _AGREES * len(question.facts)
    if further and question.latin and (not len(found) or found.looks.item(0) < good):
        found = _search(question, index, exact, _WIDE)
    return found


def _exact(question: Question, segment: Segment) -> list[int]:
    """The forms that are the asked name."""
    return [
        form
        for form in segment.exact.find(question.key)
        if (fold := segment.form_fold[form]) == question.form or key_of(fold) == question.key
    ]


def _owned(question: Question, index: Index, exact: list[list[int]]) -> list[Owner]:
    """The aliases that are the asked name, with their entities, if those count; not without end."""
    owned = []
    for segment, forms in zip(index.segments, exact, strict=True):
        for form in forms:
            begin, end = segment.form_start.item(form), segment.form_start.item(form + 1)
            for place in range(begin, min(end, begin + _MOST_OWNERS + 1)):
                row = segment.form_alias.item(place)
                entity = segment.alias_entity.item(row)
                if segment.counts(entity, question.types):
                    owned.append(Owner(segment, entity, row))
    return owned


def _sole_owner(question: Question, owned: list[Owner]) -> Owner | None:
    if not owned or question.facts:
        return None
    segment, entity, _ = owned[0]
    if len(owned) > 1 and any(each[:2] != (segment, entity) for each in owned):
        return None
    kind = segment.alias_kind.item
    best = min(owned, key=lambda each: _KIND_RANKS[kind(each.alias)]) if owned[1:] else owned[0]
    return None if kind(best.alias) in _UNSURE else best


def _agreeing(question: Question, owned: list[Owner]) -> Found | None:
    """All owners of the name, if one of them has all the facts that are asked.

    By an alias that usually means it: as where one entity alone owns the name.
    """
    owners: dict[int, tuple[bool, float, int]] = {}  # entity → does not agree, kind, alias
    for segment, entity, row in owned:
        kind = segment.alias_kind.item(row)
        known = segment.facts_of(entity)
        agrees = all(not codes.isdisjoint(known) for _, codes in question.facts)
        owner = kind in _UNSURE or not agrees, _KIND_RANKS[kind], segment.first_alias + row
        number = segment.first_entity + entity
        owners[number] = min(owner, owners.get(number, owner))
    order = sorted(owners, key=lambda number: (owners[number], number))
    if not order or owners[order[0]][0]:
        return None
    return Found(
        np.array(order),
        np.array([owners[number][2] for number in order]),
        np.array([1 - _AGREES * owners[number][0] for number in order], np.float32),
        np.ones(len(order), bool),
    )


def _search(question: Question, index: Index, exact: list[list[int]], reach: Reach) -> Found:
    """The best of every segment, together."""
    parts = [
        _in_segment(question, segment, forms, reach)
        for segment, forms in zip(index.segments, exact, strict=True)
    ]
    if len(parts) == 1:
        return parts[0]
    entities = np.concatenate([part.entities for part in parts])
    looks = np.concatenate([part.looks for part in parts])
    order = np.lexsort((entities, -looks))
    return Found(
        entities[order],
        np.concatenate([part.aliases for part in parts])[order],
        looks[order],
        np.concatenate([part.exact for part in parts])[order],
    )


def _in_segment(question: Question, segment: Segment, exact: list[int], reach: Reach) -> Found:
    forms, cosine = _similar(question, segment, exact, reach)
    where, rows = _aliases_of(segment, forms)
    entities = segment.alias_entity[rows].astype(np.int64)
    fits = _fitting(question, segment, entities)
    if fits is not None:
        where, rows, entities = where[fits], rows[fits], entities[fits]
    look = _beside_the_name(question, segment, rows, entities)
    if len(forms) > reach.forms + len(exact):
        kept = _nearest(cosine[where] + look, where, len(forms), len(exact), reach.forms)
        forms, cosine = forms[kept], cosine[kept]
        near = kept[where]
        where = (kept.cumsum() - 1)[where[near]]
        rows, entities, look = rows[near], entities[near], look[near]
    look += _alike(question, segment, forms, cosine, len(exact))[where]
    order = _first_of_each(entities, np.lexsort((rows, -look)))
    return Found(
        entities[order] + segment.first_entity,
        rows[order] + segment.first_alias,
        look[order],
        where[order] < len(exact),
    )


def _first_of_each(entities: Array, order: Array) -> Array:
    """An order of rows without those whose entity came before."""
    ranked = entities[order]
    grouped = ranked.argsort(kind="stable")
    new = np.ones(len(grouped), bool)
    new[1:] = ranked[grouped[1:]] != ranked[grouped[:-1]]
    places = grouped[new]
    places.sort()
    first: Array = order[places]
    return first


def _similar(
    question: Question, segment: Segment, exact: list[int], reach: Reach
) -> tuple[Array, Array]:
    """The exact forms, then those that share the rarest features, and the cosine of each."""
    first = np.array(exact, np.int64)
    if not question.latin:
        return first, np.ones(len(first), np.float32)
    forms, cosine = segment.lexical.search(
        question.features,
        types=question.types,
        budget=reach.postings,
        first=reach.among if question.facts else reach.forms,
    )
    if exact:
        other = ~np.isin(forms, first)
        forms, cosine = forms[other], cosine[other]
        forms = np.concatenate([first, forms])
        cosine = np.concatenate([np.ones(len(first), np.float32), cosine])
    return forms, cosine


def _aliases_of(segment: Segment, forms: Array) -> tuple[Array, Array]:
    """All aliases that fold to some forms: for each the place of its form, and its number."""
    begin = segment.form_start[forms].astype(np.int64)
    size = segment.form_start[forms + 1].astype(np.int64) - begin
    where = np.arange(len(forms)).repeat(size)
    rows = np.arange(len(where)) + (begin - size.cumsum() + size).repeat(size)
    return where, segment.form_alias[rows].astype(np.int64)


def _fitting(question: Question, segment: Segment, entities: Array) -> Array | None:
    """Which entities count: those that are there, of a type that counts; None: all of them."""
    fits = None
    if question.types != 255 and (segment.type_bits & np.uint8(question.types) == 0).any():
        fits = segment.type_bits[segment.entity_type[entities]] & np.uint8(question.types) != 0
    if segment.dead is not None:
        alive = ~segment.dead[entities]
        fits = alive if fits is None else fits & alive
    return fits


def _beside_the_name(question: Question, segment: Segment, rows: Array, entities: Array) -> Array:
    """What speaks for and against candidates beside their names, at the cheap look (f4)."""
    look = (segment.entity_rank[entities] - np.float32(0.5)) * np.float32(_PROMINENCE)
    look[look != look] = 0  # not known, and so neutral
    look -= _KIND_RANK[segment.alias_kind[rows]]
    if question.query.as_of is not None:
        look += _DIFFERS * _outdated(segment, rows, question.query.as_of)
    if question.query.type is not None and question.types == 255:
        same = np.array([name == question.query.type for name in segment.types])
        look += _DIFFERS * ~same[segment.entity_type[entities]]
    for key, codes in question.facts:
        look += _fact_looks(segment, entities, key, codes)
    return look


def _nearest(look: Array, where: Array, forms: int, exact: int, first: int) -> Array:
    """Which forms are looked at further: the exact ones, and those with the best of aliases."""
    best = np.full(forms, -np.inf, np.float32)
    np.maximum.at(best, where, look)
    best[:exact] = np.inf
    kept = np.zeros(forms, bool)
    kept[np.lexsort((np.arange(forms), -best))[: first + exact]] = True
    return kept


def _alike(question: Question, segment: Segment, forms: Array, cosine: Array, exact: int) -> Array:
    """How much each form looks like the asked name, 0..1 (f4); 1 for an exact one."""
    look = np.ones(len(forms), np.float32)
    if exact < len(forms):
        known = segment.form_latin.joined(forms[exact:]).replace(b" ", b"")
        ratio = process.cdist(
            [question.latin.replace(" ", "").encode()],
            known.split(b"\0"),
            scorer=Indel.normalized_similarity,
            dtype=np.float32,
        )[0]
        look[exact:] = (cosine[exact:] + ratio) * np.float32(0.49)
    return look


def _outdated(segment: Segment, rows: Array, as_of: str) -> Array:
    """Whether each alias was out of use at a time, by the codes of its dates."""
    first, last = (int(f"{day:%Y%m%d}") for day in parse_interval(as_of))
    until = segment.alias_until[rows].astype(np.int64)
    until += np.where(until % 10_000 == 0, 9_999, np.where(until % 100 == 0, 99, 0))
    ended = (segment.alias_until[rows] > 0) & (until < first)
    outdated: Array = ended | (segment.alias_from[rows] > last)
    return outdated


def _fact_looks(segment: Segment, entities: Array, key: str, codes: frozenset[int]) -> Array:
    """For each entity, what agreement or difference in one fact is worth at the cheap look."""
    begin = segment.fact_start[entities].astype(np.int64)
    size = segment.fact_start[entities + 1].astype(np.int64) - begin
    where = np.arange(len(entities)).repeat(size)
    rows = np.arange(len(where)) + (begin - size.cumsum() + size).repeat(size)
    facts = segment.fact[rows]
    known = facts >> np.uint64(32) == np.uint64(fact_code(key, "") >> 32)
    agrees = np.zeros(len(facts), bool)
    for code in codes:
        agrees |= facts == np.uint64(code)
    looks = np.zeros(len(entities), np.float32)
    looks[where[known]] = _DIFFERS
    looks[where[agrees]] = _AGREES
    return looks
