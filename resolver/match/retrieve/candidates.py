"""The entities that may be meant.

Exact first, in the name's own letters or else in Latin ones: where one entity alone owns the asked
name, or owns it and has all the facts that are asked, by an alias that usually means it, nobody
else is looked for. Otherwise the forms that share the rarest features are found, looked at cheaply
in one batch, and their entities ranked: by the form, by the facts that the query names, by
prominence where all else is equal. Facts and prominence order candidates; they never leave one out.
Where nothing found looks good, forms are sought by sound as well: that bridges scripts, and
spellings that share too few letters.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from resolver.index import Index
from resolver.index.segment import Segment
from resolver.index.vectors import rounded
from resolver.match.retrieve.forms import heard, similar, unheard
from resolver.match.retrieve.prescore import AGREES, KIND_RANKS, PROMINENCE, Found, ranked
from resolver.match.retrieve.question import Question
from resolver.model import ALIAS_KINDS
from resolver.text.keys import match_key

_UNSURE: Final = (ALIAS_KINDS.index("weak"), ALIAS_KINDS.index("acronym"))

_GOOD: Final = 0.7
"""A look, besides agreeing facts, from which on nobody is sought by sound, where the asked name is
in Latin letters; romanised, letters are too little to stop at."""

_MOST_OWNERS: Final = 64
"""Owners of one name among whom the one that agrees is looked for without a search."""

_SURE: Final = 5
"""Letters from which on names that are the same in Latin letters are taken for the same: scripts
that write no vowels make short ones equal too often."""


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
            unheard(1),
        )


def find(question: Question, index: Index, *, further: bool = True) -> Found | Owner:
    """The entities that may be meant by the question.

    Args:
        question: The question.
        index: The table that is asked.
        further: Whether to search by sound too where nothing looks good.
    """
    exact = [_exact(question, segment) for segment in index.segments]
    sure = any(exact)
    if not sure and len(question.latin) >= _SURE:
        exact = [_romanised(question, segment) for segment in index.segments]
        sure = question.form.isascii() and any(exact)
    if sure and question.query.as_of is None:
        owned = _owned(question, index, exact)
        owner = _sole_owner(question, owned)
        if owner is not None:
            return owner
        if question.facts and len(owned) <= _MOST_OWNERS:
            found = _agreeing(question, owned)
            if found is not None:
                return found
    forms = [
        similar(question, segment, rows)
        for segment, rows in zip(index.segments, exact, strict=True)
    ]
    by_letters = sure or question.form.isascii()
    best = max(rows.alike.max(initial=0) for rows in forms)
    if not further or (by_letters and best > _GOOD - PROMINENCE):
        found = ranked(question, index, forms)
        good = _GOOD + AGREES * len(question.facts)
        if not further or (len(found) and found.looks.item(0) >= good):
            return found
    vector = rounded(index.sound.vectors([question.form])[0])
    forms = [
        heard(question, segment, rows, vector)
        for segment, rows in zip(index.segments, forms, strict=True)
    ]
    return ranked(question, index, forms)


def _exact(question: Question, segment: Segment) -> list[int]:
    """The forms that are the asked name."""
    return [
        form
        for form in segment.exact.find(question.key)
        if (fold := segment.form_fold[form]) == question.form or match_key(fold) == question.key
    ]


def _romanised(question: Question, segment: Segment) -> list[int]:
    """The forms that are the asked name once both are in Latin letters."""
    key = match_key(question.latin)
    return [
        form
        for form in segment.exact.find(key)
        if (latin := segment.form_latin[form]) and match_key(latin) == key
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
                if segment.is_eligible(entity, question.types):
                    owned.append(Owner(segment, entity, row))
    return owned


def _sole_owner(question: Question, owned: list[Owner]) -> Owner | None:
    if not owned or question.facts:
        return None
    segment, entity, _ = owned[0]
    if len(owned) > 1 and any(each[:2] != (segment, entity) for each in owned):
        return None
    kind = segment.alias_kind.item
    best = min(owned, key=lambda each: KIND_RANKS[kind(each.alias)]) if owned[1:] else owned[0]
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
        owner = kind in _UNSURE or not agrees, KIND_RANKS[kind], segment.first_alias + row
        number = segment.first_entity + entity
        owners[number] = min(owner, owners.get(number, owner))
    order = sorted(owners, key=lambda number: (owners[number], number))
    if not order or owners[order[0]][0]:
        return None
    return Found(
        np.array(order),
        np.array([owners[number][2] for number in order]),
        np.array([1 - AGREES * owners[number][0] for number in order], np.float32),
        np.ones(len(order), bool),
        unheard(len(order)),
    )
