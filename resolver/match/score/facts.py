"""What is known of a candidate beside its letters: its alias, type, countries, properties."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from resolver.match.score.parts import Rarity
from resolver.match.score.terms import (
    ACRONYM_ALIAS,
    ALIAS_KIND,
    CONTEXT,
    CONTEXT_AGREES,
    CONTEXT_OTHER_COUNTRY,
    CONTEXT_SAME_COUNTRY,
    CONTEXT_SILENT,
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
from resolver.text.names import Name

_MIN_FACT_LENGTH: Final = 3
"""Letters from which on a fact does not stand in a text by chance."""

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


def fact_terms(query: Query, record: Mapping[str, Any], weights: Values) -> list[Term]:
    """What the countries and properties say that are asked and known.

    Args:
        query: What is asked.
        record: What is known of the candidate, as in the table.
        weights: The numbers.
    """
    found: list[Term] = []
    country = record.get("country", ())
    if query.country and country:
        key = SAME_COUNTRY if set(query.country) & set(country) else OTHER_COUNTRY
        found.append(Term(key, weights[key], " ".join(query.country), " ".join(country)))
    known: Mapping[str, Sequence[str]] = record.get("properties", {})
    for name, values in query.property_values:
        if name in known:
            key = _agreement(values, known[name])
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
    texts = [text for values in record.get("properties", {}).values() for text in values]
    folded = [latin(fold(text) or "") or "" for text in texts if not text.isdigit()]
    known = [text for text in folded if len(text) >= _MIN_FACT_LENGTH]
    if known:
        there = next((t for t in known if f" {t} " in context.words and f" {t} " not in name), None)
        key = CONTEXT_SILENT if there is None else CONTEXT_AGREES
        found.append(Term(CONTEXT, weights[key], there, there or known[0]))
    country = record.get("country", ())
    if context.countries and country:
        same = context.countries & set(country)
        key = CONTEXT_SAME_COUNTRY if same else CONTEXT_OTHER_COUNTRY
        named = " ".join(sorted(context.countries))
        found.append(Term(CONTEXT, weights[key], named, " ".join(country)))
    return found


def _agreement(some: Sequence[str], others: Sequence[str]) -> WeightKey:
    """How far any of some values agrees with any of others; dates by what both of them say."""
    if {fold(text) or text for text in some} & {fold(text) or text for text in others}:
        return SAME_PROPERTY
    dates = [(a, b) for a in some for b in others if _DATE.fullmatch(a) and _DATE.fullmatch(b)]
    if any(a.startswith(b) or b.startswith(a) for a, b in dates):
        only_year = any(len(each) == 4 for pair in dates for each in pair)
        return SAME_YEAR if only_year else SAME_PROPERTY
    return SAME_YEAR if any(a[:4] == b[:4] for a, b in dates) else OTHER_PROPERTY


def _in_use(alias: Alias, as_of: str) -> bool:
    first, last = parse_interval(as_of)
    begin, end = alias.valid_from, alias.valid_until
    return not (
        (begin is not None and parse_interval(begin)[0] > last)
        or (end is not None and parse_interval(end)[1] < first)
    )
