"""The named reasons for and against: each a value in log-odds and the two strings it looked at.

`about_names` weighs two names against each other, `about_entity` what else is known of a
candidate. Every name of evidence is a row of `NAMES`; the page docs/evidence.md is made from it.

The log-odds that two names are one: a part that both have says as much as it is rare (its inverse
document frequency in the asked table), less where it is only alike; parts that only one has speak
against. Source: Fellegi and Sunter, A Theory for Record Linkage (JASA 1969), with frequency-based
agreement weights.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from resolver.match.alignment import align
from resolver.match.weights import Weights
from resolver.model import TYPES, Evidence, Query, parse_interval
from resolver.model.checks import Properties
from resolver.text.fold import fold
from resolver.text.names import Name

Term = tuple[str, float, str | None, str | None]
"""Evidence in the making, as `Evidence` has it: name, value, asked, known. A question makes dozens
of terms and returns a few."""

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

Rarity = Mapping[str, float]
"""Nats that seeing a word on both sides says."""

_HEAVY: Final = ("word", "number")


def told(terms: Sequence[Term]) -> list[Evidence]:
    """Terms as they are returned."""
    return [Evidence(*term) for term in terms]


def about_names(
    asked: Name, known: Name, *, rarity: Rarity, most: float, weights: Weights
) -> list[Term]:
    """What two names say, part by part.

    Args:
        asked: Parts of the asked name.
        known: Parts of the known name, in the same script or both in ASCII.
        rarity: Nats that seeing a word on both sides says, for every word of the two.
        most: Nats that single out one name; parts together say little more than that.
        weights: The numbers.
    """
    found: list[Term] = []
    ours, _theirs = asked.words, known.words
    agreeing = 0.0
    same, places = True, []
    for relation, a_places, k_places, how in align(asked, known):
        if relation == "same":
            (a,), (k,) = a_places, k_places
            word = ours[a]
            value = rarity[word]
            if asked.roles[a] not in _HEAVY and known.roles[k] not in _HEAVY:
                value *= weights.light
            found.append(("same part", value, word, word))
        else:
            same = False
            term = _unequal(relation, asked, known, a_places, k_places, how, rarity, weights)
            value = term[1]
            found.append(term)
        if value > 0:
            agreeing += value
        if a_places and k_places:
            places.append((a_places[0], k_places[0]))
    if same and agreeing < most:
        found.append(("all parts", most - agreeing, None, None))
        agreeing = most
    places.sort()
    if any(one[1] > other[1] for one, other in itertools.pairwise(places)):
        found.append(("swapped order", weights.swapped, None, None))
    over = agreeing - most - weights.ceiling
    if over > 0:
        found.append(("ceiling", -over, None, None))
    return found


def _unequal(
    relation: str,
    asked: Name,
    known: Name,
    a_places: tuple[int, ...],
    k_places: tuple[int, ...],
    how: float,
    rarity: Rarity,
    weights: Weights,
) -> Term:
    """What a pair of parts says that are not the same."""
    ours = [asked.words[place] for place in a_places]
    theirs = [known.words[place] for place in k_places]
    roles = [asked.roles[place] for place in a_places] + [known.roles[place] for place in k_places]
    heavy = "word" in roles or "number" in roles
    share = 1.0 if heavy else weights.light
    if relation == "missing":
        if roles[0] == "number":
            return "different number", weights.number, None, theirs[0]
        return "missing part", share * weights.missing, None, theirs[0]
    if relation == "extra":
        if roles[0] == "number":
            return "different number", weights.number, ours[0], None
        return "extra part", share * weights.extra, ours[0], None
    a, k = " ".join(ours), " ".join(theirs)
    # What is rarer on one side only (a misspelling is rarest of all) says no more than the other.
    worth = min(sum(rarity[word] for word in ours), sum(rarity[word] for word in theirs))
    if relation == "initial":
        return "initial", share * weights.initial * min(worth, 3.0), a, k
    value = worth * (1 - weights.likeness * (1 - how))
    if relation == "joined":
        return "joined part", weights.joined * value, a, k
    return "similar part", share * value, a, k


def about_alias(
    query: Query, alias_kind: str, dates: Sequence[str | None], weights: Weights
) -> list[Term]:
    """What the alias says beside its letters.

    Args:
        query: What is asked.
        alias_kind: One of `KINDS`.
        dates: The first and the last day of its use, None where open.
        weights: The numbers.
    """
    found: list[Term] = []
    if alias_kind == "weak":
        found.append(("kind of alias", weights.weak, None, alias_kind))
    elif alias_kind not in ("name", "native"):
        found.append(("kind of alias", weights.lesser, None, alias_kind))
    if query.as_of is not None and not _in_use(dates, query.as_of):
        validity = "/".join(date or "" for date in dates)
        found.append(("not valid then", weights.outdated, query.as_of, validity))
    return found


def about_entity(
    query: Query,
    *,
    kind: str,
    country: Sequence[str],
    facts: Properties,
    rank: float,
    weights: Weights,
) -> list[Term]:
    """What is known of a candidate beside its name.

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
        found.append(("prominence", weights.prominence * (rank - 0.5), None, None))
    if query.type is not None and (kind if kind in TYPES else "other") != query.type:
        found.append(("other type", weights.other_type, query.type, kind))
    if query.country and country:
        found.append(_about_country(query.country, country, weights))
    if facts and query.facts:
        found += _about_facts(query.facts, facts, weights)
    return found + _fact_ceiling(found, weights)


def _about_country(asked: Sequence[str], known: Sequence[str], weights: Weights) -> Term:
    pair = " ".join(asked), " ".join(known)
    if set(asked) & set(known):
        return ("same country", weights.country_same, *pair)
    return ("other country", weights.country_other, *pair)


def _about_facts(asked: Properties, known: Properties, weights: Weights) -> list[Term]:
    there = dict(known)
    found: list[Term] = []
    for name, values in asked:
        if name in there:
            pair = f"{name}={'|'.join(values)}", f"{name}={'|'.join(there[name])}"
            if _overlap(values, there[name]):
                found.append(("same property", weights.property_same, *pair))
            else:
                found.append(("other property", weights.property_other, *pair))
    return found


def _fact_ceiling(found: Sequence[Term], weights: Weights) -> list[Term]:
    """Facts that agree may not make up for a name that does not."""
    agreeing = sum(each[1] for each in found if each[0] in ("same country", "same property"))
    over = agreeing - weights.facts
    return [("ceiling", -over, None, None)] if over > 0 else []


def _overlap(some: Sequence[str], others: Sequence[str]) -> bool:
    return bool({fold(text) or text for text in some} & {fold(text) or text for text in others})


def _in_use(dates: Sequence[str | None], as_of: str) -> bool:
    first, last = parse_interval(as_of)
    begin, end = dates
    return not (
        (begin is not None and parse_interval(begin)[0] > last)
        or (end is not None and parse_interval(end)[1] < first)
    )
