"""The named reasons for and against: each a value in log-odds and the two strings it looked at.

`about_names` weighs two names against each other, `about_entity` what else is known of a
candidate. Every name of evidence is a row of `NAMES`; the page docs/evidence.md is made from it.

The log-odds that two names are one: a part that both have says as much as it is rare (its inverse
document frequency in the asked table), less where it is only alike; parts that only one has speak
against. Source: Fellegi and Sunter, A Theory for Record Linkage (JASA 1969), with frequency-based
agreement weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from resolver.match.alignment import Pair, align
from resolver.match.question import Question
from resolver.match.weights import Weights
from resolver.model import TYPES, Alias, Evidence, parse_interval
from resolver.model.checks import Properties
from resolver.text.fold import fold
from resolver.text.names import Part

NAMES: Final[Mapping[str, str]] = {
    "before": "What holds before looking: how many names there are to be confused with.",
    "same name": "The whole name is the same when folded.",
    "same part": "A part is the same; the rarer, the more it says.",
    "similar part": "A part is alike, letter by letter.",
    "initial": "A letter stands for a part that begins with it.",
    "joined part": "Two parts of one name are written as one in the other.",
    "missing part": "The known name has a part that was not asked.",
    "extra part": "A part was asked that the known name lacks.",
    "different number": "A number stands on one side alone; numbers are identity.",
    "all parts": "Nothing is missing and nothing extra: together the parts single out the name.",
    "swapped order": "The parts stand in another order.",
    "different name": "The names have no letter or digit in common that could be compared.",
    "ceiling": "Parts that agree say no more than that it is this name, facts no more than facts.",
    "kind of alias": "The alias is one that usually means something else, or not the main name.",
    "prominence": "How well known it is among those of its type.",
    "other type": "It is of another type, or of the type `other`.",
    "same country": "A country agrees.",
    "other country": "Countries are known, and none agrees.",
    "same property": "A property agrees.",
    "other property": "A property is known on both sides and differs.",
    "not valid then": "The alias was not in use at the time asked about.",
    "rivals": "Others may be meant as well, or somebody unknown.",
}

Rarity = Callable[[str], float]

_HEAVY: Final = ("word", "number")


def about_names(
    asked: Sequence[Part], known: Sequence[Part], *, rarity: Rarity, most: float, weights: Weights
) -> list[Evidence]:
    """What two names say, part by part.

    Args:
        asked: Parts of the asked name.
        known: Parts of the known name, in the same script or both in ASCII.
        rarity: Nats that seeing a word on both sides says.
        most: Nats that single out one name; parts together say little more than that.
        weights: The numbers.
    """
    pairs = align(asked, known)
    found = [_about_pair(pair, asked, known, rarity, weights) for pair in pairs]
    short = most - sum(each.value for each in found)
    if short > 0 and all(pair.relation == "same" for pair in pairs):
        found.append(Evidence("all parts", short))
    order = [
        pair.known[0] for pair in sorted(pairs, key=lambda p: p.asked) if pair.asked and pair.known
    ]
    if order != sorted(order):
        found.append(Evidence("swapped order", weights.swapped))
    over = sum(max(each.value, 0.0) for each in found) - most - weights.ceiling
    if over > 0:
        found.append(Evidence("ceiling", -over))
    return found


def about_entity(
    question: Question,
    *,
    kind: str,
    country: Sequence[str],
    facts: Properties,
    alias: Alias,
    rank: float,
    weights: Weights,
) -> list[Evidence]:
    """What is known of a candidate beside its name.

    Args:
        question: What is asked.
        kind: Its type.
        country: Its countries.
        facts: Its properties.
        alias: The alias that brought it.
        rank: Rank of its prominence in its type, 0..1; NaN where not known.
        weights: The numbers.
    """
    query, found = question.query, []
    kind = kind if kind in TYPES else "other"
    if alias.kind == "weak":
        found.append(Evidence("kind of alias", weights.weak, known=alias.kind))
    elif alias.kind not in ("name", "native"):
        found.append(Evidence("kind of alias", weights.lesser, known=alias.kind))
    if rank == rank:  # not NaN
        found.append(Evidence("prominence", weights.prominence * (rank - 0.5)))
    if query.type is not None and kind != query.type:
        found.append(Evidence("other type", weights.other_type, query.type, kind))
    if query.country and country:
        found.append(_about_country(query.country, country, weights))
    found += _about_facts(query.facts, facts, weights)
    found += _fact_ceiling(found, weights)
    if query.as_of is not None and not _in_use(alias, query.as_of):
        validity = f"{alias.valid_from or ''}/{alias.valid_until or ''}"
        found.append(Evidence("not valid then", weights.outdated, query.as_of, validity))
    return found


def _about_pair(
    pair: Pair, asked: Sequence[Part], known: Sequence[Part], rarity: Rarity, weights: Weights
) -> Evidence:
    a = " ".join(asked[place].text for place in pair.asked) or None
    k = " ".join(known[place].text for place in pair.known) or None
    parts = [asked[place] for place in pair.asked] + [known[place] for place in pair.known]
    heavy = any(part.role in _HEAVY for part in parts)
    share = 1.0 if heavy else weights.light
    if pair.relation == "same":
        assert a is not None  # noqa: S101 - a part that is on both sides
        return Evidence("same part", share * rarity(a), a, k)
    if pair.relation in ("missing", "extra"):
        name = f"{pair.relation} part"
        value = share * (weights.missing if pair.relation == "missing" else weights.extra)
        if parts[0].role == "number":
            name, value = "different number", weights.number
        return Evidence(name, value, a, k)
    # What is rarer on one side only (a misspelling is rarest of all) says no more than the other.
    worth = min(
        sum(rarity(asked[place].text) for place in pair.asked),
        sum(rarity(known[place].text) for place in pair.known),
    )
    if pair.relation == "initial":
        return Evidence("initial", share * weights.initial * min(worth, 3.0), a, k)
    value = worth * (1 - weights.likeness * (1 - pair.similarity))
    if pair.relation == "joined":
        return Evidence("joined part", weights.joined * value, a, k)
    return Evidence("similar part", share * value, a, k)


def _about_country(asked: Sequence[str], known: Sequence[str], weights: Weights) -> Evidence:
    pair = " ".join(asked), " ".join(known)
    if set(asked) & set(known):
        return Evidence("same country", weights.country_same, *pair)
    return Evidence("other country", weights.country_other, *pair)


def _about_facts(asked: Properties, known: Properties, weights: Weights) -> list[Evidence]:
    there = dict(known)
    found = []
    for name, values in asked:
        if name in there:
            pair = f"{name}={'|'.join(values)}", f"{name}={'|'.join(there[name])}"
            if _overlap(values, there[name]):
                found.append(Evidence("same property", weights.property_same, *pair))
            else:
                found.append(Evidence("other property", weights.property_other, *pair))
    return found


def _fact_ceiling(found: Sequence[Evidence], weights: Weights) -> list[Evidence]:
    """Facts that agree may not make up for a name that does not."""
    agreeing = sum(each.value for each in found if each.name in ("same country", "same property"))
    over = agreeing - weights.facts
    return [Evidence("ceiling", -over)] if over > 0 else []


def _overlap(some: Sequence[str], others: Sequence[str]) -> bool:
    return bool({fold(text) or text for text in some} & {fold(text) or text for text in others})


def _in_use(alias: Alias, as_of: str) -> bool:
    first, last = parse_interval(as_of)
    return not (
        (alias.valid_from is not None and parse_interval(alias.valid_from)[0] > last)
        or (alias.valid_until is not None and parse_interval(alias.valid_until)[1] < first)
    )
