"""What two names say: named reasons for and against, each a value in log-odds.

Every name of evidence is a row of `NAMES`; the page docs/evidence.md is made from it.

A part that both have says as much as it is rare (its inverse document frequency in the asked
table), less where it is only alike; parts that only one has speak against. Every value is linear in
the weights, which is how they are fitted. Source: Fellegi and Sunter, A Theory for Record Linkage
(JASA 1969), with frequency-based agreement weights.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from resolver.match.score.alignment import Nicknames, Pair, align, similarity
from resolver.match.score.weights import Values
from resolver.model import Evidence
from resolver.text.names import Name
from resolver.text.spelling import consonants

NAMES: Final[Mapping[str, str]] = {
    "before": "What holds before looking: how many names there are to be confused with.",
    "same name": "The whole name is the same when folded.",
    "same part": "A part is the same; the rarer, the more it says.",
    "similar part": "A part is alike: by its letters, as spoken, by its consonants.",
    "nickname": "A part is a nickname of the other.",
    "initial": "A letter stands for a part that begins with it.",
    "joined part": "Two parts of one name are written as one in the other.",
    "stands for": "A part is the acronym of words of the other name.",
    "patronymic": "A father's name stands on one side alone.",
    "qualifier": "What stands in brackets behind the name is another, or on one side alone.",
    "missing part": "The known name has a part that was not asked.",
    "extra part": "A part was asked that the known name lacks.",
    "different part": "Each name has a part where the other has another.",
    "different number": "A number stands on one side alone, or another one; they are identity.",
    "family name": "The family name is the same, or another.",
    "generic word": "A word that says what sort of thing it is: the same, another, on one side.",
    "legal form": "The legal form is the same, another, or left out.",
    "small word": "An honorific, a particle or an article: the same, or on one side.",
    "all parts": "All parts are the same.",
    "nothing left": "Nothing is missing and nothing extra.",
    "covered": "How much of both names agrees: together, common parts single out a name too.",
    "whole name": "How alike the names are as wholes, without their spaces.",
    "whole sound": "How alike the names sound as wholes, where they were sought by sound.",
    "sounds alike": "In different scripts the whole name is heard: the more alike, the more.",
    "same in Latin": "In different scripts: both are the same once in Latin letters.",
    "other script": "Two bare names are in different scripts.",
    "swapped order": "The parts stand in another order.",
    "different name": "The names have no letter or digit in common that could be compared.",
    "ceiling": "Parts that agree say no more than that it is this name, facts no more than facts.",
    "context": "The text around the name has a fact that is known of the candidate, or none.",
    "part of a text": "The name is a part of the text; the commoner its words, the less it says.",
    "unit": "The part of a text says that it is a unit of something: a department, a division.",
    "kind of alias": "The alias is one that usually means something else, or not the main name.",
    "prominence": "How well known it is among those of its type.",
    "other type": "It is of another type, or of the type `other`.",
    "same country": "A country agrees.",
    "other country": "Countries are known, and none agrees.",
    "same property": "A property agrees.",
    "same year": "The year of a date agrees, and no more of it is known or agrees.",
    "other property": "A property is known on both sides and differs.",
    "not valid then": "The alias was not in use at the time asked about.",
    "rivals": "Others may be meant as well, or somebody unknown.",
}

Term = tuple[str, float, str | None, str | None]
"""Evidence in the making, as `Evidence` has it: name, value, asked, known. A question makes dozens
of terms and returns a few."""

Rarity = Mapping[str, float]
"""Nats that seeing a word on both sides says."""

AGREEING: Final = frozenset(
    (
        "same part",
        "similar part",
        "nickname",
        "initial",
        "joined part",
        "stands for",
        "covered",
        "generic word",
    )
)
"""Evidence that together says no more than that it is this name."""

CEILING: Final = 1.0
"""Nats by which it may say more than what singles out one name."""

_INITIAL: Final = 3.0
"""The most nats of a part that a letter stands for."""

_LETTER: Final = 2.0
"""Nats that an initial makes up of a name."""

_SHARE: Final = 0.5
"""Share of their nats that words which say little make up of a name."""

_HEAVY: Final = ("word", "number", "initial", "patronymic", "qualifier")
_SORT: Final[dict[str, str]] = {
    "word": "part",
    "initial": "part",
    "patronymic": "patronymic",
    "qualifier": "qualifier",
    "number": "number",
    "generic": "generic",
    "legal": "legal form",
    "honorific": "small word",
    "particle": "small word",
    "stop": "small word",
}
"""What sort of part each role makes; only parts of one sort stand against each other."""


def told(terms: Sequence[Term]) -> list[Evidence]:
    """Terms as they are returned."""
    return [Evidence(*term) for term in terms]


def ceiling(terms: Sequence[Term], most: float) -> list[Term]:
    """What parts that agree say too much, taken away."""
    agreeing = sum([term[1] for term in terms if term[0] in AGREEING and term[1] > 0])
    over = agreeing - most - CEILING
    return [("ceiling", -over, None, None)] if over > 0 else []


def about_names(
    asked: Name,
    known: Name,
    *,
    rarity: Rarity,
    most: float,
    nicknames: Nicknames,
    weights: Values,
    sound: float | None = None,
) -> list[Term]:
    """What two names say, part by part.

    Args:
        asked: Parts of the asked name.
        known: Parts of the known name, in the same script or both in ASCII.
        rarity: Nats that seeing a word on both sides says, for every word of the two.
        most: Nats that single out one name.
        nicknames: First names → those that stand for the same.
        weights: The numbers.
        sound: How alike both sound, 0..1, where that was asked.
    """
    if sorted(asked.words) == sorted(known.words):
        return _same_parts(asked, known, most, weights)
    pairs = align(asked, known, nicknames)
    found: list[Term] = []
    left: list[int] = []
    right: list[int] = []
    places: list[tuple[int, int]] = []
    agreed = 0.0
    for pair in pairs:
        relation, a_places, k_places, _ = pair
        if relation == "extra":
            left.append(a_places[0])
        elif relation == "missing":
            right.append(k_places[0])
        else:
            term, nats = _agreeing(pair, asked, known, rarity, weights)
            found.append(term)
            agreed += nats
            places.append((a_places[0], k_places[0]))
    if left or right:
        found += _leftover(asked, known, left, right, rarity, weights)
    else:
        found.append(("nothing left", weights["complete"], None, None))
    if agreed < most:
        share = agreed * agreed / (_nats(asked, rarity) * _nats(known, rarity) or 1.0)
        found.append(("covered", weights["whole"] * ((most - agreed) * share), None, None))
    if len(places) > 1:
        places.sort()
        if any(one[1] > other[1] for one, other in itertools.pairwise(places)):
            found.append(("swapped order", weights["swapped order"], None, None))
    if asked.family or known.family:
        found.append(_family(asked, known, places, weights))
    found.append(_whole(asked, known, weights))
    if sound is not None:
        found.append(("whole sound", weights["whole sound"] * (2 * sound - 1), None, None))
    return found


def about_sound(
    asked: str, known: str, odds: float, same: bool, *, most: float, weights: Values
) -> list[Term]:
    """What the sound of two names in different scripts says, in place of their parts.

    Args:
        asked: The asked name, folded.
        known: The known name, folded.
        odds: What the encoder says of their likeness, in log-odds.
        same: Whether they are the same once both are in Latin letters.
        most: Nats that single out one name of those among which these odds hold.
        weights: The numbers.
    """
    value = weights["sounds alike"] * odds - weights["single"] * most - weights["before"]
    found: list[Term] = [("sounds alike", value, asked, known)]
    if same:
        found.append(("same in Latin", weights["same in Latin"], None, None))
    numbers, others = (
        " ".join(word for word in text.split() if word.isdigit()) for text in (asked, known)
    )
    if numbers != others:
        both = "different number" if numbers and others else "number"
        found.append(("different number", weights[both], numbers or None, others or None))
    return found


def _same_parts(asked: Name, known: Name, most: float, weights: Values) -> list[Term]:
    """Two names of the same parts are as good as the same, but for their order."""
    a, k = " ".join(asked.words), " ".join(known.words)
    value = weights["same name"] - weights["before"] - weights["single"] * most
    found: list[Term] = [("all parts", value, a, k)]
    if asked.words != known.words:
        found.append(("swapped order", weights["swapped order"], None, None))
    return found


def _agreeing(
    pair: Pair, asked: Name, known: Name, rarity: Rarity, weights: Values
) -> tuple[Term, float]:
    """What a pair of parts says, and how many nats of either name it makes up."""
    relation, a_places, k_places, how = pair
    role = asked.roles[a_places[0]]
    if relation == "same":
        word = asked.words[a_places[0]]
        if role in _HEAVY or known.roles[k_places[0]] in _HEAVY:
            nats = rarity[word] if role != "initial" else _LETTER
            return ("same part", weights["same part"] * nats, word, word), nats
        return _light(role, word, word, weights), _SHARE * rarity[word]
    ours = [asked.words[place] for place in a_places]
    theirs = [known.words[place] for place in k_places]
    a, k = " ".join(ours), " ".join(theirs)
    # What is rarer on one side only (a misspelling is rarest of all) says no more than the other.
    nats = min(sum([rarity[word] for word in ours]), sum([rarity[word] for word in theirs]))
    if relation == "initial":
        return ("initial", weights["initial"] * min(nats, _INITIAL), a, k), _LETTER
    if relation == "nickname":
        return ("nickname", weights["nickname"] * nats, a, k), nats
    if relation == "acronym":
        return ("stands for", weights["stands for"] * nats, a, k), nats
    if role not in _HEAVY and known.roles[k_places[0]] not in _HEAVY:
        return _light(role, a, k, weights), _SHARE * nats
    letters, sounds, bones = how
    value = nats * (
        weights["same part"]
        + weights["similar part"]
        + weights["letters"] * (1 - letters)
        + weights["sounds"] * (1 - sounds)
        + weights["consonants"] * (1 - bones)
    )
    if relation == "joined":
        return ("joined part", value + weights["joined part"], a, k), nats * sounds
    return ("similar part", value, a, k), nats * sounds


def _light(role: str, a: str, k: str, weights: Values) -> Term:
    sort = _SORT[role]
    return "generic word" if sort == "generic" else sort, weights[f"same {sort}"], a, k


def _leftover(
    asked: Name,
    known: Name,
    left: list[int],
    right: list[int],
    rarity: Rarity,
    weights: Values,
) -> list[Term]:
    """What parts say that only one name has; of the same sort, they stand against each other."""
    ours, theirs = _sorted_out(asked, left), _sorted_out(known, right)
    found: list[Term] = []
    for sort in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(sort, []), theirs.get(sort, [])
        both = min(len(mine), len(other))
        for word, its in zip(mine, other, strict=False):
            found.append(_different(sort, word, its, rarity, weights))
        found += [_one_sided(sort, word, True, rarity, weights) for word in mine[both:]]
        found += [_one_sided(sort, word, False, rarity, weights) for word in other[both:]]
    return found


def _sorted_out(name: Name, places: list[int]) -> dict[str, list[str]]:
    sorts: dict[str, list[str]] = {}
    for place in places:
        sorts.setdefault(_SORT[name.roles[place]], []).append(name.words[place])
    return sorts


def _different(sort: str, word: str, other: str, rarity: Rarity, weights: Values) -> Term:
    if sort == "part":
        if len(word) == 1 or len(other) == 1:
            return "different part", weights["different initial"], word, other
        nats = min(rarity[word], rarity[other])
        value = weights["different part"] + weights["different nats"] * nats
        return "different part", value, word, other
    if sort == "number":
        return "different number", weights["different number"], word, other
    if sort in ("patronymic", "qualifier"):
        return sort, weights[f"different {sort}"], word, other
    if sort == "generic":
        return "generic word", weights["different generic"], word, other
    if sort == "legal form":
        return sort, weights["different legal form"], word, other
    return sort, 2 * weights["one-sided small word"], word, other


def _one_sided(sort: str, word: str, ours: bool, rarity: Rarity, weights: Values) -> Term:
    side = "extra" if ours else "missing"
    pair = (word, None) if ours else (None, word)
    if sort == "part":
        if len(word) == 1:
            return (f"{side} part", weights["one-sided initial"], *pair)
        value = weights[f"{side} part"] + weights[f"{side} nats"] * rarity[word]
        return (f"{side} part", value, *pair)
    if sort == "number":
        return ("different number", weights["number"], *pair)
    if sort == "generic":
        return ("generic word", weights[f"{side} generic"], *pair)
    return (sort, weights[f"one-sided {sort}"], *pair)


def _nats(name: Name, rarity: Rarity) -> float:
    """How much there is in a name that could agree."""
    whole = 0.0
    for word, role in zip(name.words, name.roles, strict=True):
        if role == "initial":
            whole += _LETTER
        else:
            whole += rarity[word] if role in _HEAVY else _SHARE * rarity[word]
    return whole


def _family(asked: Name, known: Name, places: list[tuple[int, int]], weights: Values) -> Term:
    """Whether the family names agree; the last part is the likely one where none is known."""
    first, its_first = (len(name.words) - (name.family or 1) for name in (asked, known))
    a, k = " ".join(asked.words[first:]), " ".join(known.words[its_first:])
    if any(one >= first and other >= its_first for one, other in places):
        return "family name", weights["same family name"], a, k
    sure = asked.family and known.family
    return "family name", weights["other family name" if sure else "likely other family name"], a, k


def _whole(asked: Name, known: Name, weights: Values) -> Term:
    """How alike the names are as wholes, from -1 to 1, for what no pair of parts shows."""
    a, k = "".join(asked.words), "".join(known.words)
    letters, bones = similarity(a, k), similarity(consonants(a), consonants(k))
    value = weights["whole letters"] * (2 * letters - 1)
    return "whole name", value + weights["whole consonants"] * (2 * bones - 1), a, k
