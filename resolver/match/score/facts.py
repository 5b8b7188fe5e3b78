"""What is known of a candidate beside its letters: its alias, type, countries, properties."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from resolver.index import Index
from resolver.index.manifest import FieldEntry
from resolver.index.segment import fact_code, named_facts
from resolver.match.retrieve.question import Question
from resolver.match.score.fields import Fields, nats_of_level, nats_of_same
from resolver.match.score.levels import NEAR, OTHER, SAME, best_level
from resolver.match.score.parts import Rarity
from resolver.match.score.terms import (
    ACRONYM_ALIAS,
    ALIAS_KIND,
    OTHER_ALIAS_KIND,
    OTHER_CODE,
    OTHER_COUNTRY,
    OTHER_DATE,
    OTHER_FACT,
    OTHER_TEXT,
    OTHER_TYPE,
    OUTSIDE_VALIDITY,
    PROMINENCE,
    RELATED_FACT,
    RELATED_FACT_PER_NAT,
    SAME_FACT,
    SAME_FACT_PER_NAT,
    SIMILAR_FACT,
    SIMILAR_FACT_PER_NAT,
    SPAN,
    SPAN_PER_NAT,
    UNIT,
    UNKNOWN_FACT,
    WEAK_ALIAS,
    Term,
    WeightKey,
)
from resolver.match.score.weights import Values
from resolver.model import ALIAS_KINDS, TYPES, Alias, FieldKind, Query, parse_interval
from resolver.text.names import Name
from resolver.text.words import Words

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

_WEIGHT_OF_OTHER: Final[Mapping[FieldKind, WeightKey]] = {
    "date": OTHER_DATE,
    "text": OTHER_TEXT,
    "number": OTHER_CODE,
    "identifier": OTHER_CODE,
    "code": OTHER_CODE,
}

_CONTRADICTING: Final[frozenset[FieldKind]] = frozenset(("date", "number", "identifier", "code"))
"""Kinds of values of which two that have nothing in common are not of one entity."""

_AGREEMENT_OF_SAME: Final = (SAME_FACT, SAME_FACT_PER_NAT)
_AGREEMENT_OF_NEAR: Final = (SIMILAR_FACT, SIMILAR_FACT_PER_NAT)


class AskedField(NamedTuple):
    """A country or property that is asked, and what the table has of it.

    Args:
        key: `country`, or a dot and a property's name.
        values: What is asked, as it was written.
        nats: By its code, what each value singles out.
        kind: What kind of values the table has.
        entry: What the index knows of them; None where no entity of the base has the property.
    """

    key: str
    values: tuple[str, ...]
    nats: Mapping[int, float]
    kind: FieldKind
    entry: FieldEntry | None


class _Agreement(NamedTuple):
    """How far a fact agrees: the field, the evidence that it is, and what it singles out."""

    key: str
    name: WeightKey
    per_nat: WeightKey
    nats: float
    pair: tuple[str, str]


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


def asked_fields(question: Question, index: Index) -> list[AskedField]:
    """The countries and properties that are asked, with what the table has of each."""
    values = dict(named_facts(question.query.country, question.query.property_values))
    found = []
    for key, codes in question.facts:
        entry = index.fields.get(key)
        of = 0 if entry is None else entry["entities"]
        nats = {code: nats_of_same(index.entities_with(code), of) for code in codes}
        kind = "text" if entry is None else cast("FieldKind", entry["kind"])
        found.append(AskedField(key, values[key], nats, kind, entry))
    return found


def fact_terms(
    asked: Sequence[AskedField],
    codes: Iterable[int],
    record: Mapping[str, Any],
    index: Index,
    words: Words,
    weights: Values,
) -> list[Term]:
    """What the countries and properties say that are asked and known.

    Args:
        asked: What is asked, as `asked_fields` returned it.
        codes: The facts that are known of the candidate, each as `fact_code`.
        record: What is known of the candidate, as in the table.
        index: The table that is asked.
        words: What is known of words.
        weights: The numbers.
    """
    agreeing: list[_Agreement] = []
    differing: list[Term] = []
    there = set(codes)
    properties: Mapping[str, Sequence[str]] = record.get("properties", {})
    for field in asked:
        name = field.key.removeprefix(".")
        known = record.get(name, ()) if name == field.key else properties.get(name, ())
        if not known:
            continue
        pair = f"{name}={'|'.join(field.values)}", f"{name}={'|'.join(known)}"
        shared = field.nats.keys() & there
        if shared:
            nats = max([field.nats[code] for code in shared])
            agreeing.append(_Agreement(field.key, *_AGREEMENT_OF_SAME, nats, pair))
            continue
        level = best_level(field.kind, field.values, known, words)
        if level is None:
            continue
        key = OTHER_COUNTRY if name == field.key else _WEIGHT_OF_OTHER[field.kind]
        if level == OTHER:
            differing.append(Term(OTHER_FACT, weights[key], *pair))
            continue
        count = max([index.entities_with(fact_code(field.key, value)) for value in known])
        nats = nats_of_level(level, field.entry, count)
        if level == SAME or level in NEAR:
            both = _AGREEMENT_OF_SAME if level == SAME else _AGREEMENT_OF_NEAR
            agreeing.append(_Agreement(field.key, *both, nats, pair))
        else:
            value = weights[key] + weights[RELATED_FACT_PER_NAT] * nats
            differing.append(Term(RELATED_FACT, value, *pair))
    return _independent(agreeing, index.fields, weights) + differing


def add_unknown(
    asked: Sequence[AskedField],
    records: Sequence[Mapping[str, Any]],
    found: Sequence[list[Term]],
    weights: Sequence[Values],
) -> None:
    """Add what it says that of a candidate no value is known where another one's agrees.

    It is what a value says that agrees and that everybody has: who is silent never goes before who
    agrees, whatever agreement says by itself.

    Args:
        asked: What `asked_fields` returned.
        records: What is known of each candidate, as in the table.
        found: The terms of each, which grow.
        weights: The numbers for each.
    """
    for field in asked:
        name = field.key.removeprefix(".")
        written = f"{name}={'|'.join(field.values)}"
        if not any(_agrees(terms, written) for terms in found):
            continue
        for record, terms, values in zip(records, found, weights, strict=True):
            of = record if name == field.key else record.get("properties", {})
            if not of.get(name):
                terms.append(Term(UNKNOWN_FACT, values[SAME_FACT], written))


def _agrees(terms: Iterable[Term], written: str) -> bool:
    """Whether a fact agrees, by what is asked of it."""
    return any(term.asked == written and term.name in (SAME_FACT, SIMILAR_FACT) for term in terms)


def contradicts(asked: Sequence[AskedField], record: Mapping[str, Any], words: Words) -> bool:
    """Whether a property that is asked says that it is another entity.

    That is a date, number, identifier or code that has nothing in common with those that are known.
    Countries and texts say no such thing: one may have several, or be described in other words.

    Args:
        asked: What is asked, as `asked_fields` returned it.
        record: What is known of the entity, as in the table.
        words: What is known of words.
    """
    properties: Mapping[str, Sequence[str]] = record.get("properties", {})
    for field in asked:
        known = properties.get(field.key.removeprefix("."), ()) if field.key[0] == "." else ()
        is_telling = bool(known) and field.kind in _CONTRADICTING
        if is_telling and best_level(field.kind, field.values, known, words) == OTHER:
            return True
    return False


def _independent(agreeing: list[_Agreement], fields: Fields, weights: Values) -> list[Term]:
    """What facts say that agree; of one that repeats others, what they have not said yet."""
    found: list[Term] = []
    said: list[str] = []
    for key, name, per_nat, nats, pair in sorted(agreeing, key=lambda each: -each.nats):
        repeats = fields[key]["repeats"] if said and key in fields else {}
        left = 1.0 - max([repeats.get(other, 0.0) for other in said], default=0.0)
        value = left * weights[name] + weights[per_nat] * (left * nats)
        found.append(Term(name, value, *pair))
        said.append(key)
    return found


def span_terms(asked: Name, rarity: Rarity, max_nats: float, weights: Values) -> list[Term]:
    """What it says that a name is one of many spans of a text.

    Args:
        asked: The span that is taken for a name, in parts.
        rarity: Nats of each of its words.
        max_nats: Nats that single out one name.
        weights: The numbers.
    """
    words = asked.words
    short = max(max_nats - sum([rarity[word] for word in words]), 0.0)
    found = [Term(SPAN, weights[SPAN_PER_NAT] * short, " ".join(words), None)]
    if not _UNITS.isdisjoint(words):
        unit = next(word for word in words if word in _UNITS)
        found.append(Term(UNIT, weights[UNIT], unit, None))
    return found


def _in_use(alias: Alias, as_of: str) -> bool:
    first, last = parse_interval(as_of)
    begin, end = alias.valid_from, alias.valid_until
    return not (
        (begin is not None and parse_interval(begin)[0] > last)
        or (end is not None and parse_interval(end)[1] < first)
    )
