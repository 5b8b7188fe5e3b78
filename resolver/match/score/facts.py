"""What is known of a candidate beside its letters: its alias, type, countries, properties."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from resolver.match.retrieve.question import Question
from resolver.match.score.parts import Rarity
from resolver.match.score.terms import (
    ACRONYM_ALIAS,
    ALIAS_KIND,
    CONTEXT,
    CONTEXT_AGREES,
    CONTEXT_OTHER_COUNTRY,
    CONTEXT_SAME_COUNTRY,
    CONTEXT_SILENT,
    GIVEN_CONTEXT,
    OTHER_ALIAS_KIND,
    OTHER_COUNTRY,
    OTHER_PROPERTY,
    OTHER_TYPE,
    OUTSIDE_VALIDITY,
    PROMINENCE,
    SAME_COUNTRY,
    SAME_PROPERTY,
    SAME_YEAR,
    SPAN,
    SPAN_PER_NAT,
    UNIT,
    WEAK_ALIAS,
    Term,
    WeightKey,
)
from resolver.match.score.weights import Values
from resolver.model import ALIAS_KINDS, TYPES, Alias, Query, parse_interval
from resolver.text.fold import fold, latin
from resolver.text.names import Name, Words, countries_in

_MIN_FACT_LENGTH: Final = 3
"""Letters from which on a fact does not stand in a text by chance."""

_MAX_FACT_LETTERS: Final = 500
"""Letters of a candidate's properties that are looked for in a text; values beyond them are not."""

_MAX_CONTEXT_LETTERS: Final = 10_000
"""Letters of a folded context that are read; folding can make more of one letter."""

_CONTEXT_SHARE: Final = 0.6
"""The share of what an asked fact says that one says which stands in the context given beside a
name: that may be about others."""

_UNITS: Final = frozenset(
    "department division faculty school program programme unit laboratory lab group branch chair"
    " bureau service clinic college kafedra".split()
)
"""Words that say of a span that it is a unit of something else, as words.csv spells them."""

_WEIGHT_OF_KIND: Final[Mapping[str, WeightKey | None]] = {
    **dict.fromkeys(ALIAS_KINDS, OTHER_ALIAS_KIND),
    "name": None,
    "native": None,
    "weak": WEAK_ALIAS,
    "acronym": ACRONYM_ALIAS,
}

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_YEAR, _MONTH = 4, 7  # letters of a date that say its year, and its month


class TextContext(NamedTuple):
    """A text around a name.

    Args:
        words: Of the whole text, in ASCII, with a space at either end.
        countries: Codes of the countries that it names.
    """

    words: str
    countries: frozenset[str]


def alias_kind_terms(kind: str, weights: Values) -> list[Term]:
    """What the kind of an alias says, one of `ALIAS_KINDS`."""
    key = _WEIGHT_OF_KIND[kind]
    return [] if key is None else [Term(ALIAS_KIND, weights[key], None, kind)]


def validity_terms(alias: Alias, as_of: str, weights: Values) -> list[Term]:
    """What it says that an alias was not in use at the time that is asked about."""
    if _in_use(alias, as_of):
        return []
    validity = f"{alias.valid_from or ''}/{alias.valid_until or ''}"
    return [Term(OUTSIDE_VALIDITY, weights[OUTSIDE_VALIDITY], as_of, validity)]


def entity_terms(query: Query, entity_type: str, rank: float, weights: Values) -> list[Term]:
    """What the type of an entity and its prominence say.

    Args:
        query: What is asked.
        entity_type: Its type, as the table has it.
        rank: The rank of its prominence within its type, 0..1; NaN where it is not known.
        weights: The numbers.
    """
    found: list[Term] = []
    if not math.isnan(rank):
        found.append(Term(PROMINENCE, weights[PROMINENCE] * (rank - 0.5)))
    if query.type is not None:
        known_type = entity_type if entity_type in TYPES else "other"
        if known_type != query.type:
            found.append(Term(OTHER_TYPE, weights[OTHER_TYPE], query.type, entity_type))
    return found


def fact_terms(
    question: Question, codes: Iterable[int], record: Mapping[str, Any], weights: Values
) -> list[Term]:
    """What the countries and properties say that are asked and known.

    Args:
        question: What is asked.
        codes: The facts that are known of the candidate, each as `fact_code`.
        record: What is known of the candidate, as in the table.
        weights: The numbers.
    """
    found: list[Term] = []
    query = question.query
    country = record.get("country", ())
    if query.country and country:
        key = SAME_COUNTRY if set(query.country) & set(country) else OTHER_COUNTRY
        found.append(Term(key, weights[key], " ".join(query.country), " ".join(country)))
    known: Mapping[str, Sequence[str]] = record.get("properties", {})
    asked = {fact.key: fact.codes for fact in question.facts}
    for name, values in query.property_values:
        if name in known and (its_codes := asked.get(f".{name}")) is not None:
            agrees = not its_codes.isdisjoint(codes)
            key = SAME_PROPERTY if agrees else _agreement_of_dates(values, known[name])
            pair = f"{name}={'|'.join(values)}", f"{name}={'|'.join(known[name])}"
            found.append(Term(key, weights[key], *pair))
    return found


def span_terms(asked: Name, rarity: Rarity, max_nats: float, weights: Values) -> list[Term]:
    """What it says that a name is one of many spans of a text.

    Args:
        asked: The span that is taken for a name, in parts.
        rarity: Nats of each of its words.
        max_nats: Nats that single out one name.
        weights: The numbers.
    """
    short = max(max_nats - sum([rarity[word] for word in asked.words]), 0.0)
    value = weights[SPAN_PER_NAT] * short
    found = [Term(SPAN, value, " ".join(asked.words), None)]
    unit = next((word for word in asked.words if word in _UNITS), None)
    if unit is not None:
        found.append(Term(UNIT, weights[UNIT], unit, None))
    return found


def context_terms(
    asked: Name, context: TextContext, record: Mapping[str, Any], weights: Values
) -> list[Term]:
    """What the text says of the other facts of a candidate whose name stands in it.

    Args:
        asked: The span that is taken for a name, in parts; what it says itself does not count.
        context: The text.
        record: What is known of the candidate, as in the table.
        weights: The numbers.
    """
    found: list[Term] = []
    name = f" {' '.join(asked.words)} "
    known = _in_words(text for text in _property_values(record) if not text.isdigit())
    if known:
        there = _first_in(known, context, name)
        key = CONTEXT_SILENT if there is None else CONTEXT_AGREES
        found.append(Term(CONTEXT, weights[key], there, there or known[0]))
    country = record.get("country", ())
    if context.countries and country:
        same = context.countries & set(country)
        key = CONTEXT_SAME_COUNTRY if same else CONTEXT_OTHER_COUNTRY
        named = " ".join(sorted(context.countries))
        found.append(Term(CONTEXT, weights[key], named, " ".join(country)))
    return found


def given_context(question: Question, words: Words) -> TextContext | None:
    """The context that is given beside a name; what the name says itself does not count."""
    if question.query.context is None:
        return None
    folded = (fold(question.query.context) or "")[:_MAX_CONTEXT_LETTERS]
    text = latin(folded) or ""
    return TextContext(f" {text} ", countries_in(text, words) - countries_in(question.latin, words))


def given_context_terms(
    question: Question, context: TextContext, record: Mapping[str, Any], weights: Values
) -> list[Term]:
    """What the context given beside a name says for a candidate; it never speaks against one.

    Args:
        question: What is asked; what the name says itself does not count.
        context: What `given_context` returned.
        record: What is known of the candidate, as in the table.
        weights: The numbers.
    """
    found: list[Term] = []
    values = _property_values(record)
    years = [text[:_YEAR] for text in values if _DATE.fullmatch(text)]
    known = _in_words([*(text for text in values if not text.isdigit()), *years])
    there = _first_in(known, context, f" {question.latin} ")
    if there is not None:
        found.append(Term(GIVEN_CONTEXT, _CONTEXT_SHARE * weights[SAME_PROPERTY], there, there))
    same = context.countries & {*record.get("country", ())}
    if same:
        lead = weights[SAME_COUNTRY] - weights[OTHER_COUNTRY]
        country = " ".join(sorted(same))
        found.append(Term(GIVEN_CONTEXT, _CONTEXT_SHARE * lead, country, country))
    return found


def _property_values(record: Mapping[str, Any]) -> list[str]:
    """The values of properties, but for those beyond `_MAX_FACT_LETTERS`."""
    found, left = [], _MAX_FACT_LETTERS
    for values in record.get("properties", {}).values():
        for text in values:
            if len(text) <= left:
                left -= len(text)
                found.append(text)
    return found


def _in_words(texts: Iterable[str]) -> list[str]:
    """Texts as a `TextContext` has them, without those that may stand anywhere by chance."""
    written = [latin(fold(text) or "") or "" for text in texts]
    return [text for text in written if len(text) >= _MIN_FACT_LENGTH]


def _first_in(known: Iterable[str], context: TextContext, name: str) -> str | None:
    """The first of some texts that stands in a context, and not in the name itself."""
    return next((t for t in known if f" {t} " in context.words and f" {t} " not in name), None)


def _agreement_of_dates(some: Iterable[str], others: Iterable[str]) -> WeightKey:
    """How far any date among some values agrees with any among others, by what both of them say."""
    dates, known = ({text for text in texts if _DATE.fullmatch(text)} for texts in (some, others))
    if dates & _coarser(known) or known & _coarser(dates):
        only_year = any(len(each) == _YEAR for each in dates | known)
        return SAME_YEAR if only_year else SAME_PROPERTY
    years = {date[:_YEAR] for date in dates} & {date[:_YEAR] for date in known}
    return SAME_YEAR if years else OTHER_PROPERTY


def _coarser(dates: Iterable[str]) -> set[str]:
    """Dates, their months, and their years."""
    return {date[:size] for date in dates for size in (len(date), _MONTH, _YEAR)}


def _in_use(alias: Alias, as_of: str) -> bool:
    first, last = parse_interval(as_of)
    begin, end = alias.valid_from, alias.valid_until
    return not (
        (begin is not None and parse_interval(begin)[0] > last)
        or (end is not None and parse_interval(end)[1] < first)
    )
