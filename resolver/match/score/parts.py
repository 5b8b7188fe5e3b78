"""What parts of two names say: pairs that agree, and parts that one name alone has.

A part that both have says as much as it is rare (its inverse document frequency in the asked
table), less where it is only similar; parts that only one has speak against. Parts are of several
sorts, and only parts of one sort stand against each other: a legal form is never another given
name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from resolver.match.score.alignment import Likeness, PartPair, Places
from resolver.match.score.terms import (
    ACRONYM,
    CUT_PART,
    DIFFERENT_GENERIC_WORD,
    DIFFERENT_INITIAL,
    DIFFERENT_LEGAL_FORM,
    DIFFERENT_NUMBER,
    DIFFERENT_PART,
    DIFFERENT_PART_PER_NAT,
    DIFFERENT_PATRONYMIC,
    DIFFERENT_QUALIFIER,
    DIFFERING_CONSONANTS,
    DIFFERING_LETTERS,
    DIFFERING_SOUNDS,
    EXTRA_GENERIC_WORD,
    EXTRA_PART,
    EXTRA_PART_PER_NAT,
    FUNCTION_WORD,
    GENERIC_WORD,
    INITIAL,
    JOINED_PART,
    LEGAL_FORM,
    MISSING_GENERIC_WORD,
    MISSING_PART,
    MISSING_PART_PER_NAT,
    NICKNAME,
    ONE_SIDED_FUNCTION_WORD,
    ONE_SIDED_INITIAL,
    ONE_SIDED_LEGAL_FORM,
    ONE_SIDED_NUMBER,
    ONE_SIDED_PATRONYMIC,
    ONE_SIDED_QUALIFIER,
    PATRONYMIC,
    QUALIFIER,
    SAME_FUNCTION_WORD,
    SAME_GENERIC_WORD,
    SAME_LEGAL_FORM,
    SAME_PART,
    SIMILAR_PART,
    Term,
    WeightKey,
)
from resolver.match.score.weights import Values
from resolver.text.names import Name
from resolver.text.words import Role

Rarity = Mapping[str, float]
"""Nats that seeing a word on both sides says."""

_MAX_INITIAL_NATS: Final = 3.0
"""The most nats of a part that a letter stands for."""

_INITIAL_NATS: Final = 2.0
"""Nats that an initial makes up of a name."""

_LIGHT_SHARE: Final = 0.5
"""The share of their nats that words which say little make up of a name."""


@dataclass(frozen=True, slots=True, eq=False)
class FixedSort:
    """A sort of parts that say the same however rare they are: its evidence and its weights.

    Args:
        evidence: What its terms are called.
        different: The weight where each name has another.
        extra: The weight where the asked name alone has one.
        missing: The weight where the known name alone has one.
    """

    evidence: str
    different: WeightKey
    extra: WeightKey
    missing: WeightKey

    def differs(self, word: str, other: str, _rarity: Rarity, weights: Values) -> Term:
        """What two parts say that stand against each other."""
        return Term(self.evidence, weights[self.different], word, other)

    def is_extra(self, word: str, _rarity: Rarity, weights: Values) -> Term:
        """What a part says that the asked name alone has."""
        return Term(self.evidence, weights[self.extra], word, None)

    def is_missing(self, word: str, _rarity: Rarity, weights: Values) -> Term:
        """What a part says that the known name alone has."""
        return Term(self.evidence, weights[self.missing], None, word)


@dataclass(frozen=True, slots=True, eq=False)
class LightSort(FixedSort):
    """A sort of parts that say little about who is meant, the same part included.

    Args:
        same: The weight where both names have the same.
        times: How often the weight of a difference counts.
    """

    same: WeightKey
    times: int = 1

    def differs(self, word: str, other: str, _rarity: Rarity, weights: Values) -> Term:
        """What two parts say that stand against each other."""
        return Term(self.evidence, self.times * weights[self.different], word, other)


class RaritySort:
    """The parts that carry a name: the rarer, the more they say. Methods as of `FixedSort`."""

    def differs(self, word: str, other: str, rarity: Rarity, weights: Values) -> Term:
        """The commoner of the two says how much."""
        if len(word) == 1 or len(other) == 1:
            return Term(DIFFERENT_PART, weights[DIFFERENT_INITIAL], word, other)
        nats = min(rarity[word], rarity[other])
        value = weights[DIFFERENT_PART] + weights[DIFFERENT_PART_PER_NAT] * nats
        return Term(DIFFERENT_PART, value, word, other)

    def is_extra(self, word: str, rarity: Rarity, weights: Values) -> Term:
        """An initial says the same whatever it is."""
        if len(word) == 1:
            return Term(EXTRA_PART, weights[ONE_SIDED_INITIAL], word, None)
        value = weights[EXTRA_PART] + weights[EXTRA_PART_PER_NAT] * rarity[word]
        return Term(EXTRA_PART, value, word, None)

    def is_missing(self, word: str, rarity: Rarity, weights: Values) -> Term:
        """As an extra one, with weights of its own."""
        if len(word) == 1:
            return Term(MISSING_PART, weights[ONE_SIDED_INITIAL], None, word)
        value = weights[MISSING_PART] + weights[MISSING_PART_PER_NAT] * rarity[word]
        return Term(MISSING_PART, value, None, word)


_GENERIC: Final = LightSort(
    GENERIC_WORD,
    DIFFERENT_GENERIC_WORD,
    EXTRA_GENERIC_WORD,
    MISSING_GENERIC_WORD,
    SAME_GENERIC_WORD,
)
_LEGAL: Final = LightSort(
    LEGAL_FORM,
    DIFFERENT_LEGAL_FORM,
    ONE_SIDED_LEGAL_FORM,
    ONE_SIDED_LEGAL_FORM,
    SAME_LEGAL_FORM,
)
_NUMBER: Final = FixedSort(DIFFERENT_NUMBER, DIFFERENT_NUMBER, ONE_SIDED_NUMBER, ONE_SIDED_NUMBER)
_PART: Final = RaritySort()
_PATRONYMIC: Final = FixedSort(
    PATRONYMIC, DIFFERENT_PATRONYMIC, ONE_SIDED_PATRONYMIC, ONE_SIDED_PATRONYMIC
)
_QUALIFIER: Final = FixedSort(
    QUALIFIER, DIFFERENT_QUALIFIER, ONE_SIDED_QUALIFIER, ONE_SIDED_QUALIFIER
)
_FUNCTION: Final = LightSort(  # two that differ are one too many on either side
    FUNCTION_WORD,
    ONE_SIDED_FUNCTION_WORD,
    ONE_SIDED_FUNCTION_WORD,
    ONE_SIDED_FUNCTION_WORD,
    SAME_FUNCTION_WORD,
    times=2,
)
Sort = FixedSort | RaritySort
_SORTS: Final = (_GENERIC, _LEGAL, _NUMBER, _PART, _PATRONYMIC, _QUALIFIER, _FUNCTION)
"""All sorts, in the order in which their terms are given."""

_LIGHT_SORT_OF: Final[Mapping[Role, LightSort]] = {
    "generic": _GENERIC,
    "legal": _LEGAL,
    "honorific": _FUNCTION,
    "particle": _FUNCTION,
    "stop": _FUNCTION,
}
_SORT_OF: Final[Mapping[Role, Sort]] = {
    "word": _PART,
    "initial": _PART,
    "patronymic": _PATRONYMIC,
    "qualifier": _QUALIFIER,
    "number": _NUMBER,
    **_LIGHT_SORT_OF,
}
HEAVY: Final = frozenset(("word", "number", "initial", "patronymic", "qualifier"))
"""Roles of parts that say more the rarer they are; those of other roles say little."""


def name_nats(name: Name, rarity: Rarity) -> float:
    """How much there is in a name that could agree."""
    whole = 0.0
    for word, role in zip(name.words, name.roles, strict=True):
        if role == "initial":
            whole += _INITIAL_NATS
        else:
            whole += rarity[word] if role in HEAVY else _LIGHT_SHARE * rarity[word]
    return whole


def agreement(
    pair: PartPair, asked: Name, known: Name, rarity: Rarity, weights: Values
) -> tuple[Term, float]:
    """What a pair of parts says that stand for each other, and the nats it makes up of either."""
    a_places, k_places, relation, alike = pair
    role, other_role = asked.roles[a_places[0]], known.roles[k_places[0]]
    light = role not in HEAVY and other_role not in HEAVY
    if relation == "same":
        word = asked.words[a_places[0]]
        if light:
            return _same_light(role, word, word, rarity[word], weights)
        nats = rarity[word] if role != "initial" else _INITIAL_NATS
        return Term(SAME_PART, weights[SAME_PART] * nats, word, word), nats
    a, our_nats = _written(asked, a_places, rarity)
    k, their_nats = _written(known, k_places, rarity)
    # What is rarer on one side only (a misspelling is rarest of all) says no more than the other.
    nats = min(our_nats, their_nats)
    if relation == "initial":
        return Term(INITIAL, weights[INITIAL] * min(nats, _MAX_INITIAL_NATS), a, k), _INITIAL_NATS
    if relation == "nickname":
        return Term(NICKNAME, weights[NICKNAME] * nats, a, k), nats
    if relation == "cut":
        return Term(CUT_PART, weights[CUT_PART] * nats, a, k), nats
    if relation == "acronym":
        return Term(ACRONYM, weights[ACRONYM] * nats, a, k), nats
    if light:
        return _same_light(role, a, k, nats, weights)
    value = nats * _per_nat(alike, weights)
    if relation == "joined":
        return Term(JOINED_PART, value + weights[JOINED_PART], a, k), nats * alike.sounds
    return Term(SIMILAR_PART, value, a, k), nats * alike.sounds


def one_sided(
    asked: Name,
    known: Name,
    extra: list[int],
    missing: list[int],
    rarity: Rarity,
    weights: Values,
) -> list[Term]:
    """What parts say that only one name has; of the same sort, they stand against each other.

    Args:
        asked: The asked name.
        known: The known name.
        extra: Places of the parts that the asked name alone has.
        missing: Places of those that the known name alone has.
        rarity: Nats of each word.
        weights: The numbers.
    """
    ours, theirs = _by_sort(asked, extra), _by_sort(known, missing)
    found: list[Term] = []
    for sort in _SORTS:
        mine, others = ours.get(sort), theirs.get(sort)
        if mine is None and others is None:
            continue
        if mine and others:
            both = min(len(mine), len(others))
            for word, other in zip(mine, others, strict=False):
                found.append(sort.differs(word, other, rarity, weights))
            mine, others = mine[both:], others[both:]
        if mine:
            found += [sort.is_extra(word, rarity, weights) for word in mine]
        if others:
            found += [sort.is_missing(word, rarity, weights) for word in others]
    return found


def _written(name: Name, places: Places, rarity: Rarity) -> tuple[str, float]:
    """Some parts of a name as one text, and the nats of them together."""
    if len(places) == 1:
        word = name.words[places[0]]
        return word, rarity[word]
    words = [name.words[place] for place in places]
    return " ".join(words), sum([rarity[word] for word in words])


def _same_light(role: Role, a: str, k: str, nats: float, weights: Values) -> tuple[Term, float]:
    """What two equal or similar words say that say little."""
    sort = _LIGHT_SORT_OF[role]
    return Term(sort.evidence, weights[sort.same], a, k), _LIGHT_SHARE * nats


def _per_nat(alike: Likeness, weights: Values) -> float:
    """What each nat of two spellings of a part says."""
    letters, sounds, bare = alike
    return (
        weights[SAME_PART]
        + weights[SIMILAR_PART]
        + weights[DIFFERING_LETTERS] * (1 - letters)
        + weights[DIFFERING_SOUNDS] * (1 - sounds)
        + weights[DIFFERING_CONSONANTS] * (1 - bare)
    )


def _by_sort(name: Name, places: list[int]) -> dict[Sort, list[str]]:
    """The words at some places of a name, by their sort."""
    found: dict[Sort, list[str]] = {}
    words, roles = name.words, name.roles
    for place in places:
        sort = _SORT_OF[roles[place]]
        if sort in found:
            found[sort].append(words[place])
        else:
            found[sort] = [words[place]]
    return found
