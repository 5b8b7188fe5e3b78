"""The exact matches: entities that bear the asked name, in its own letters or else in Latin ones.

Where one entity alone bears it by an alias that usually means it, nobody else is searched
(`sole_match`), and names that are written as asked beat those that merely fold alike; the same
where one of few exact matches has all the facts that are asked (`agreeing_matches`).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from resolver.index import Index
from resolver.index.segment import Segment
from resolver.match.retrieve.beside import ALIAS_KIND_PENALTIES, FACT_BONUS
from resolver.match.retrieve.forms import no_cosines
from resolver.match.retrieve.prescore import CandidateSet
from resolver.match.retrieve.question import Hidden, Question
from resolver.model import ALIAS_KINDS
from resolver.text.keys import as_written, match_key

_WEAK: Final = ALIAS_KINDS.index("weak")
"""The kind of alias that never ends the search."""

_ACRONYM: Final = ALIAS_KINDS.index("acronym")
"""The kind of alias that ends it only where it is asked in capitals, in the very letters."""

_UNSURE_KINDS: Final = (_WEAK, _ACRONYM)
"""Alias kinds that do not end the search by their fold alone."""

_MAX_EXACT_MATCHES: Final = 64
"""Exact matches among which the one that agrees is found without a search."""

_MIN_ROMANISED_LENGTH: Final = 5
"""Letters from which on names that are the same in Latin letters are taken for the same: scripts
that write no vowels make short ones equal too often."""


class ExactMatch(NamedTuple):
    """An entity that bears the asked name, and the alias that is it, by number in a segment."""

    segment: Segment
    entity: int
    alias: int

    @property
    def number(self) -> int:
        """The entity's number in the whole index."""
        return self.segment.first_entity + self.entity

    def to_candidates(self) -> CandidateSet:
        """The same as a search returns it, where nobody else is searched."""
        return CandidateSet(
            np.array([self.segment.first_entity + self.entity]),
            np.array([self.segment.first_alias + self.alias]),
            np.ones(1, np.float32),
            np.ones(1, bool),
            no_cosines(1),
        )


class ExactForms(NamedTuple):
    """The forms that are the asked name.

    Args:
        forms: Their numbers in the whole index.
        certain: Whether they are it in its own letters, or it is in Latin letters itself.
        matches: The entities that bear them, where those may end the search.
    """

    forms: list[int]
    certain: bool
    matches: list[ExactMatch]


def find_exact(question: Question, index: Index) -> ExactForms:
    """The forms that are the asked name: in its own letters, else in Latin ones."""
    forms = _allowed(question, index, _same(question, index))
    if question.hidden is not None:
        forms = _shown(question.hidden, index.segments[0], forms)
    certain = bool(forms)
    if not certain and len(question.latin) >= _MIN_ROMANISED_LENGTH:
        forms = _allowed(question, index, _same_romanised(question, index))
        certain = question.form.isascii() and bool(forms)
    ends_search = certain and question.query.as_of is None
    return ExactForms(forms, certain, _matches(question, index, forms) if ends_search else [])


def sole_match(question: Question, exact: ExactForms) -> ExactMatch | None:
    """The one entity that bears the name, by an alias that usually means it; no facts are asked.

    Of several whose names fold alike, it is the one whose name is written as asked; those that it
    usually does not mean do not count beside one that it does. An acronym usually means it where it
    is asked as one, in capitals, in the very letters.
    """
    matches = exact.matches
    if not matches or question.facts:
        return None
    if len(matches) > 1 and not _are_one(matches):
        if len(matches) > _MAX_EXACT_MATCHES:
            return None
        matches = [each for each in matches if _kind(each) != _WEAK] or matches
    if len(matches) > 1 and not _are_one(matches):
        matches = [each for each in matches if _is_written(question, each)]
        if not matches or not _are_one(matches):
            return None
    sure = [each for each in matches if _kind(each) not in _UNSURE_KINDS]
    if len(sure) == 1:
        return sure[0]
    if sure:
        return min(sure, key=lambda each: ALIAS_KIND_PENALTIES[_kind(each)])
    return next((each for each in matches if _is_asked_acronym(question, each)), None)


def bearers(question: Question, index: Index, limit: int) -> list[ExactMatch]:
    """The eligible entities that bear the asked name, each once, the most prominent first.

    Args:
        question: What is asked; those that are excluded are left out.
        index: The table that is asked.
        limit: So many at most.
    """
    forms = _same(question, index)
    if not forms and len(question.latin) >= _MIN_ROMANISED_LENGTH:
        forms = _same_romanised(question, index)
    found: dict[int, ExactMatch] = {}
    for segment, form in map(index.of_form, forms):
        aliases = segment.form_alias[
            segment.form_start.item(form) : segment.form_start.item(form + 1)
        ]
        entities = segment.alias_entity[aliases]
        order = np.argsort(-segment.entity_prominence[entities].astype(np.float64), kind="stable")
        kept = 0
        for place in order.tolist():
            entity, alias = entities.item(place), aliases.item(place)
            if kept >= limit or not segment.is_eligible(entity, question.types):
                continue
            match = ExactMatch(segment, entity, alias)
            number = match.number
            if number in question.excluded:
                continue
            kept += number not in found
            known = found.get(number)
            if known is None or _penalty(match) < _penalty(known):
                found[number] = match
    by_prominence = sorted(found.values(), key=_prominence, reverse=True)
    return by_prominence[:limit]


def _penalty(match: ExactMatch) -> float:
    """What the kind of the alias costs it."""
    return ALIAS_KIND_PENALTIES[_kind(match)]


def _prominence(match: ExactMatch) -> float:
    """Its prominence; of one that is not known, less than any."""
    prominence: float = match.segment.entity_prominence.item(match.entity)
    return -math.inf if math.isnan(prominence) else prominence


class _MatchOrder(NamedTuple):
    """How an exact match compares with the others; the least comes first."""

    unsure: bool
    other_spelling: bool
    penalty: float
    alias: int


def agreeing_matches(question: Question, exact: ExactForms) -> CandidateSet | None:
    """All exact matches, if facts are asked and one of them has all.

    It must bear the name by an alias that usually means it, as a sole match does.
    """
    matches = exact.matches
    if not question.facts or not 0 < len(matches) <= _MAX_EXACT_MATCHES:
        return None
    ranks: dict[int, _MatchOrder] = {}
    for match in matches:
        segment, entity, alias = match
        kind = segment.alias_kind.item(alias)
        unsure = kind in _UNSURE_KINDS and not _is_asked_acronym(question, match)
        known = segment.facts_of(entity)
        agrees = all(not fact.codes.isdisjoint(known) for fact in question.facts)
        rank = _MatchOrder(
            unsure or not agrees,
            len(matches) > 1 and not _is_written(question, match),
            ALIAS_KIND_PENALTIES[kind],
            segment.first_alias + alias,
        )
        number = segment.first_entity + entity
        ranks[number] = min(rank, ranks.get(number, rank))
    order = sorted(ranks, key=lambda number: (ranks[number], number))
    if ranks[order[0]].unsure:
        return None
    return CandidateSet(
        np.array(order),
        np.array([ranks[number].alias for number in order]),
        np.array([1 - FACT_BONUS * ranks[number].unsure for number in order], np.float32),
        np.ones(len(order), bool),
        no_cosines(len(order)),
    )


def _same(question: Question, index: Index) -> list[int]:
    """The forms that are the asked name."""
    return [
        segment.first_form + form
        for segment, form in index.having(question.key)
        if (fold := segment.form_fold[form]) == question.form or match_key(fold) == question.key
    ]


def _allowed(question: Question, index: Index, forms: list[int]) -> list[int]:
    """Those of some forms that somebody bears who is not excluded."""
    if not question.excluded:
        return forms
    return [
        form for form in forms if not question.excluded.issuperset(_bearers(*index.of_form(form)))
    ]


def _bearers(segment: Segment, form: int) -> list[int]:
    """The numbers of the entities that bear a form."""
    aliases = segment.form_alias[segment.form_start[form] : segment.form_start[form + 1]]
    numbers: list[int] = (segment.alias_entity[aliases] + segment.first_entity).tolist()
    return numbers


def _shown(hidden: Hidden, segment: Segment, forms: list[int]) -> list[int]:
    """Those of the forms of the only segment that have an alias which is not hidden."""
    return [
        form
        for form in forms
        if not hidden.aliases.issuperset(
            segment.form_alias[segment.form_start[form] : segment.form_start[form + 1]].tolist()
        )
    ]


def _same_romanised(question: Question, index: Index) -> list[int]:
    """The forms that are the asked name once both are in Latin letters."""
    key = match_key(question.latin)
    return [
        segment.first_form + form
        for segment, form in index.having(key)
        if (latin := segment.form_latin[form]) and match_key(latin) == key
    ]


def _matches(question: Question, index: Index, forms: list[int]) -> list[ExactMatch]:
    """The eligible entities that bear the forms; of each form, a bounded number."""
    matches = []
    for segment, form in map(index.of_form, forms):
        begin, end = segment.form_start.item(form), segment.form_start.item(form + 1)
        for place in range(begin, min(end, begin + _MAX_EXACT_MATCHES + 1)):
            alias = segment.form_alias.item(place)
            entity = segment.alias_entity.item(alias)
            hidden = question.hidden is not None and alias in question.hidden.aliases
            if not hidden and segment.is_eligible(entity, question.types):
                matches.append(ExactMatch(segment, entity, alias))
    if question.excluded:
        return [each for each in matches if each.number not in question.excluded]
    return matches


def _kind(match: ExactMatch) -> int:
    """The kind of the alias, by its number in `ALIAS_KINDS`."""
    kind: int = match.segment.alias_kind.item(match.alias)
    return kind


def _are_one(matches: list[ExactMatch]) -> bool:
    """Whether all of some exact matches are one entity."""
    segment, entity, _ = matches[0]
    return all(each.entity == entity and each.segment is segment for each in matches)


def _is_written(question: Question, match: ExactMatch) -> bool:
    """Whether the alias is written as asked, in letters and signs."""
    return as_written(match.segment.alias_text[match.alias]) == question.written


def _is_asked_acronym(question: Question, match: ExactMatch) -> bool:
    """Whether the alias is an acronym and asked as one: in capitals, in its very letters."""
    return (
        match.segment.alias_kind.item(match.alias) == _ACRONYM
        and question.text == question.text.upper()
        and _is_written(question, match)
    )
