"""What is known of a candidate beside its letters: its alias, type, countries, properties."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from resolver.match.score.names import Term
from resolver.match.score.weights import Values
from resolver.model import TYPES, Query, parse_interval
from resolver.model.checks import Properties
from resolver.text.fold import fold, latin
from resolver.text.names import Name

CEILING: Final = 4.5
"""Nats that facts which agree may say together: they do not make up for a name that does not."""

_LONG: Final = 3
"""Letters of a fact from which on its being in a text is no chance."""

_UNITS: Final = frozenset(
    "department division faculty school program programme unit laboratory lab group branch chair"
    " bureau service clinic college kafedra".split()
)
"""Words that say of a part of a text that it is a unit of something else, and all that words.csv
takes for the same."""

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def about_alias(
    query: Query, alias_kind: str, dates: Sequence[str | None], weights: Values
) -> list[Term]:
    """What the alias says beside its letters.

    Args:
        query: What is asked.
        alias_kind: One of `ALIAS_KINDS` of the model.
        dates: The first and the last day of its use, None where open.
        weights: The numbers.
    """
    found: list[Term] = []
    if alias_kind == "weak":
        found.append(("kind of alias", weights["weak"], None, alias_kind))
    elif alias_kind == "acronym":
        found.append(("kind of alias", weights["acronym"], None, alias_kind))
    elif alias_kind not in ("name", "native"):
        found.append(("kind of alias", weights["lesser"], None, alias_kind))
    if query.as_of is not None and not _in_use(dates, query.as_of):
        validity = "/".join(date or "" for date in dates)
        found.append(("not valid then", weights["outdated"], query.as_of, validity))
    return found


def about_entity(
    query: Query,
    *,
    kind: str,
    country: Sequence[str],
    facts: Properties,
    rank: float,
    weights: Values,
) -> list[Term]:
    """What the entity says.

    Args:
        query: What is asked.
        kind: Its type.
        country: Its countries.
        facts: Its properties.
        rank: Rank of its prominence in its type, 0..1; NaN where not known.
        weights: The numbers.
    """
    found: list[Term] = []
    if rank == rank:  # not NaN
        found.append(("prominence", weights["prominence"] * (rank - 0.5), None, None))
    if query.type is not None and (kind if kind in TYPES else "other") != query.type:
        found.append(("other type", weights["other type"], query.type, kind))
    if query.country and country:
        found.append(_about_country(query.country, country, weights))
    if facts and query.property_values:
        found += _about_facts(query.property_values, facts, weights)
    return found


def about_context(
    asked: Name,
    around: str,
    countries: frozenset[str],
    record: Mapping[str, Any],
    rarity: Mapping[str, float],
    most: float,
    weights: Values,
) -> list[Term]:
    """What a text says in which the name stands.

    Args:
        asked: The part of the text that is taken for a name.
        around: The words of the whole text in ASCII, with a space at either end.
        countries: Codes of the countries that it names.
        record: What is known of the candidate, as in the table.
        rarity: Nats of each word.
        most: Nats that single out one name.
        weights: The numbers.
    """
    text = " ".join(asked.words)
    short = max(most - sum([rarity[word] for word in asked.words]), 0.0)
    found: list[Term] = [("part of a text", weights["context nats"] * short, text, None)]
    unit = next((word for word in asked.words if word in _UNITS), None)
    if unit is not None:
        found.append(("unit", weights["unit"], unit, None))
    texts = [text for values in record.get("properties", {}).values() for text in values]
    folded = [latin(fold(text) or "") or "" for text in texts if not text.isdigit()]
    known = [text for text in folded if len(text) >= _LONG]
    if known:
        there = next((t for t in known if f" {t} " in around and f" {t} " not in f" {text} "), None)
        name = "context silent" if there is None else "context agrees"
        found.append(("context", weights[name], there, there or known[0]))
    country = record.get("country", ())
    if countries and country:
        name = "context country" if countries & set(country) else "context other country"
        said = " ".join(sorted(countries))
        found.append(("context", weights[name], said, " ".join(country)))
    return found


def ceiling(terms: Sequence[Term]) -> list[Term]:
    """What facts that agree say too much, taken away."""
    over = sum([t[1] for t in terms if t[0] in ("same country", "same property")]) - CEILING
    return [("ceiling", -over, None, None)] if over > 0 else []


def _about_country(asked: Sequence[str], known: Sequence[str], weights: Values) -> Term:
    name = "same country" if set(asked) & set(known) else "other country"
    return name, weights[name], " ".join(asked), " ".join(known)


def _about_facts(asked: Properties, known: Properties, weights: Values) -> list[Term]:
    there = dict(known)
    found: list[Term] = []
    for name, values in asked:
        if name in there:
            pair = f"{name}={'|'.join(values)}", f"{name}={'|'.join(there[name])}"
            said = _agreement(values, there[name])
            found.append((said, weights[said], *pair))
    return found


def _agreement(some: Sequence[str], others: Sequence[str]) -> str:
    """How far any of some values agrees with any of others; dates by what both of them say."""
    if {fold(text) or text for text in some} & {fold(text) or text for text in others}:
        return "same property"
    dates = [(a, b) for a in some for b in others if _DATE.fullmatch(a) and _DATE.fullmatch(b)]
    if any(a.startswith(b) or b.startswith(a) for a, b in dates):
        return (
            "same year"
            if any(len(each) == 4 for pair in dates for each in pair)
            else "same property"
        )
    return "same year" if any(a[:4] == b[:4] for a, b in dates) else "other property"


def _in_use(dates: Sequence[str | None], as_of: str) -> bool:
    first, last = parse_interval(as_of)
    begin, end = dates
    return not (
        (begin is not None and parse_interval(begin)[0] > last)
        or (end is not None and parse_interval(end)[1] < first)
    )
