"""What two names say: as the same name, part by part, or by sound across scripts.

A pair of names is one of three, each with its evidence (`terms`): `SameName`, where the known name
is the asked one; `PartedNames`, both in parts, in one script or both in ASCII; `CrossScriptPair`,
compared by sound.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from resolver.match.score.alignment import Nicknames, PartPair, align, similarity
from resolver.match.score.parts import HEAVY, Rarity, agreement, name_nats, one_sided
from resolver.match.score.terms import (
    ACRONYM,
    ACRONYM_ALONE,
    ADDITION_BESIDE_AGREEMENT,
    ALL_PARTS,
    COMMON_WORDS_ALONE,
    COMPLETE,
    COVERAGE,
    DIFFERENCE_BESIDE_AGREEMENT,
    DIFFERENT_FAMILY_NAME,
    DIFFERENT_NUMBER,
    DIFFERENT_PATRONYMIC,
    FAMILY_NAME,
    INITIALS_ALONE,
    LIKELY_DIFFERENT_FAMILY_NAME,
    NOTHING_OF_ITS_OWN,
    ONE_SIDED_NUMBER,
    PRIOR,
    PRIOR_PER_NAT,
    SAME_FAMILY_NAME,
    SAME_IN_LATIN,
    SAME_NAME,
    SAME_PART,
    SOUNDS_ALIKE,
    SWAPPED_ORDER,
    TOLD_APART,
    WHOLE_CONSONANTS,
    WHOLE_LETTERS,
    WHOLE_NAME,
    WHOLE_SOUND,
    Term,
)
from resolver.match.score.weights import Values
from resolver.text.names import FILIATION, Name
from resolver.text.spelling import consonants

_LONG_NAME: Final = 4
"""Words from which on the parts of a name may say more than the name as a whole."""


class Scale(NamedTuple):
    """What names are measured by.

    Args:
        rarity: Nats of every word of the names that are compared in parts.
        max_nats: Nats that single out one name.
        nicknames: First names → those that stand for the same.
    """

    rarity: Rarity
    max_nats: float
    nicknames: Nicknames


class NamePair(Protocol):
    """The asked name and a known one, in a form in which they can be compared."""

    @property
    def asked_parts(self) -> Name | None:
        """The asked name in parts, where it was taken apart."""

    def words(self) -> Iterable[str]:
        """The words whose rarity counts."""

    def terms(self, scale: Scale, weights: Values) -> list[Term]:
        """What the names say, beside the prior."""


class SameName(NamedTuple):
    """The known name is the asked one.

    Args:
        asked: The asked name, folded.
        known: The known name, folded.
        asked_words: Those of a person's name, in ASCII: how rare they are counts.
    """

    asked: str
    known: str
    asked_words: tuple[str, ...] = ()

    @property
    def asked_parts(self) -> Name | None:
        """It is not taken apart."""
        return None

    def words(self) -> Iterable[str]:
        """Those of a person's name, or of a long one; else the name counts as a whole."""
        return self.asked_words or self._long()

    def _long(self) -> list[str]:
        """The words of a long name, whose parts may say more than the name as a whole."""
        words = self.known.split()
        return words if len(words) >= _LONG_NAME else []

    def terms(self, scale: Scale, weights: Values) -> list[Term]:
        """That it is the same name stands in place of the prior."""
        nats = 0.0 if self.asked_words else sum([scale.rarity[word] for word in self._long()])
        value = _same_name(nats, scale.max_nats, weights) - prior(weights, scale.max_nats)
        return [Term(SAME_NAME, value, self.asked, self.known)]


class PartedNames(NamedTuple):
    """Two names in parts, in the same script or both in ASCII.

    Args:
        asked: The asked name.
        known: The known name.
        cosine: How alike both sound, 0..1, where that was searched; else None.
    """

    asked: Name
    known: Name
    cosine: float | None = None

    @property
    def asked_parts(self) -> Name | None:
        """The asked name."""
        return self.asked

    def words(self) -> Iterable[str]:
        """The words of both."""
        return self.asked.words + self.known.words

    def terms(self, scale: Scale, weights: Values) -> list[Term]:
        """Names of the same parts are as good as the same; others are aligned."""
        ours, theirs = self.asked.words, self.known.words
        if len(ours) != len(theirs) or sorted(ours) != sorted(theirs):
            return _aligned(self, scale, weights)
        if father_and_son(self.asked, self.known):
            return [*_aligned(self, scale, weights), _exchanged(self.asked, self.known, weights)]
        return _all_parts(self.asked, self.known, scale, weights)


class CrossScriptPair(NamedTuple):
    """Two names in different scripts, compared by sound in place of their parts.

    Args:
        asked: The asked name, folded.
        known: The known name, folded.
        odds: What the encoder says of their likeness, in log-odds.
        max_nats: Nats that single out one of the names among which these odds hold.
        same_in_latin: Whether they are the same once both are in Latin letters.
    """

    asked: str
    known: str
    odds: float
    max_nats: float
    same_in_latin: bool

    @property
    def asked_parts(self) -> Name | None:
        """It is not taken apart."""
        return None

    def words(self) -> Iterable[str]:
        """None: the name counts as a whole."""
        return ()

    def terms(self, _scale: Scale, weights: Values) -> list[Term]:
        """What the encoder says stands in place of the prior; numbers are identity."""
        value = weights[SOUNDS_ALIKE] * self.odds - prior(weights, self.max_nats)
        found = [Term(SOUNDS_ALIKE, value, self.asked, self.known)]
        if self.same_in_latin:
            found.append(Term(SAME_IN_LATIN, weights[SAME_IN_LATIN]))
        numbers, others = (
            " ".join(word for word in text.split() if word.isdigit())
            for text in (self.asked, self.known)
        )
        if numbers != others:
            key = DIFFERENT_NUMBER if numbers and others else ONE_SIDED_NUMBER
            found.append(Term(DIFFERENT_NUMBER, weights[key], numbers or None, others or None))
        return found


def prior(weights: Values, max_nats: float) -> float:
    """What holds before any evidence.

    Args:
        weights: The values of the candidate's profile.
        max_nats: Nats that single out one name.
    """
    return weights[PRIOR] + weights[PRIOR_PER_NAT] * max_nats


def _same_name(nats: float, max_nats: float, weights: Values) -> float:
    """What the same name says: more, if its parts say more than singles out one name.

    Without that, a long name that shares most parts would say more than the same name.
    """
    return weights[SAME_NAME] + weights[SAME_PART] * max(nats - max_nats, 0.0)


def _all_parts(asked: Name, known: Name, scale: Scale, weights: Values) -> list[Term]:
    """What two names of the same parts say: the same name, but for their order."""
    a, k = " ".join(asked.words), " ".join(known.words)
    rarity, max_nats, _ = scale
    value = _same_name(name_nats(known, rarity), max_nats, weights) - prior(weights, max_nats)
    found = [Term(ALL_PARTS, value, a, k)]
    if asked.words != known.words:
        found.append(Term(SWAPPED_ORDER, weights[SWAPPED_ORDER]))
    return found


def father_and_son(asked: Name, known: Name) -> bool:
    """Whether one of two names of the same words is the father's: A bin B, B bin A."""
    if asked.words == known.words or FILIATION.isdisjoint(asked.words):
        return False
    return bool(_lineage(asked) & {(son, father) for father, son in _lineage(known)})


def _lineage(name: Name) -> set[tuple[str, str]]:
    """The words on either side of a word for whose child somebody is."""
    words = name.words
    return {
        (words[at - 1], words[at + 1]) for at in range(1, len(words) - 1) if words[at] in FILIATION
    }


def _exchanged(asked: Name, known: Name, weights: Values) -> Term:
    """What the names of a father and his son say: all agrees, and who is whose differs."""
    a, k = " ".join(asked.words), " ".join(known.words)
    value = 3 * weights[DIFFERENT_PATRONYMIC] + weights[DIFFERENCE_BESIDE_AGREEMENT]
    return Term(TOLD_APART, value, a, k)


def _aligned(pair: PartedNames, scale: Scale, weights: Values) -> list[Term]:
    asked, known, cosine = pair
    rarity, max_nats, nicknames = scale
    found: list[Term] = []
    places: list[tuple[int, int]] = []
    agreed = own_agreed = 0.0
    initials = 0
    pairs, extra, missing = align(asked, known, nicknames)
    for each in pairs:
        term, nats = agreement(each, asked, known, rarity, weights)
        found.append(term)
        agreed += nats
        a, k = each.asked[0], each.known[0]
        if each.relation == "initial":
            initials += 1
        elif asked.roles[a] in HEAVY or known.roles[k] in HEAVY:
            own_agreed += nats
        places.append((a, k))
    share = agreed and agreed * agreed / (name_nats(asked, rarity) * name_nats(known, rarity))
    if extra or missing:
        found += one_sided(asked, known, extra, missing, rarity, weights)
        if share:
            found += _words_of_their_own(pair, extra, missing, math.sqrt(share), weights)
    elif own_agreed or not initials:
        found.append(Term(COMPLETE, weights[COMPLETE]))
    if agreed and not own_agreed and _has_own(asked) and _has_own(known):
        key = INITIALS_ALONE if initials else COMMON_WORDS_ALONE
        found.append(Term(NOTHING_OF_ITS_OWN, weights[key]))
    if agreed < max_nats:
        found.append(Term(COVERAGE, weights[COVERAGE] * ((max_nats - agreed) * share)))
    if len(places) > 1:
        order = [k for _, k in sorted(places)]
        if order != sorted(order):
            found.append(Term(SWAPPED_ORDER, weights[SWAPPED_ORDER]))
    if asked.family or known.family:
        found.append(_family_name(asked, known, places, weights))
    if "acronym" in [each.relation for each in pairs]:  # as a whole it is not like its name
        alone = all(each.relation == "acronym" or _is_light(each, asked, known) for each in pairs)
        return [*found, Term(ACRONYM, weights[ACRONYM_ALONE])] if alone else found
    found.append(_whole_name(asked, known, weights))
    if cosine is not None:
        found.append(Term(WHOLE_SOUND, weights[WHOLE_SOUND] * (2 * cosine - 1)))
    return found


def _words_of_their_own(
    pair: PartedNames, extra: list[int], missing: list[int], share: float, weights: Values
) -> list[Term]:
    """What words say that one name alone has, by the share (0..1) of both that agrees."""
    asked, known, _ = pair
    ours = [place for place in extra if asked.roles[place] in HEAVY]
    theirs = [place for place in missing if known.roles[place] in HEAVY]
    key = DIFFERENCE_BESIDE_AGREEMENT
    if not (ours and theirs):
        # A father's name, an initial or a branch in brackets is often left out.
        key = ADDITION_BESIDE_AGREEMENT
        ours = [place for place in ours if asked.roles[place] in _CARRIES]
        theirs = [place for place in theirs if known.roles[place] in _CARRIES]
        if not (ours or theirs):
            return []
    a = " ".join([asked.words[place] for place in ours]) or None
    k = " ".join([known.words[place] for place in theirs]) or None
    return [Term(TOLD_APART, weights[key] * share, a, k)]


def _is_light(pair: PartPair, asked: Name, known: Name) -> bool:
    """Whether parts that agree say little about who is meant."""
    return asked.roles[pair.asked[0]] not in HEAVY and known.roles[pair.known[0]] not in HEAVY


def _has_own(name: Name) -> bool:
    """Whether a name has words that say who is meant."""
    return not HEAVY.isdisjoint(name.roles)


_CARRIES: Final = ("word", "number")
"""Roles of words that a name is seldom written without."""


def _family_name(asked: Name, known: Name, places: list[tuple[int, int]], weights: Values) -> Term:
    """Whether the family names agree; the last part is the likely one where none is known."""
    first = len(asked.words) - (asked.family or 1)
    its_first = len(known.words) - (known.family or 1)
    a, k = " ".join(asked.words[first:]), " ".join(known.words[its_first:])
    for one, other in places:
        if one >= first and other >= its_first:
            return Term(FAMILY_NAME, weights[SAME_FAMILY_NAME], a, k)
    both_known = asked.family and known.family
    key = DIFFERENT_FAMILY_NAME if both_known else LIKELY_DIFFERENT_FAMILY_NAME
    return Term(FAMILY_NAME, weights[key], a, k)


def _whole_name(asked: Name, known: Name, weights: Values) -> Term:
    """How alike the names are as wholes, from -1 to 1, for what no pair of parts shows."""
    a, k = "".join(asked.words), "".join(known.words)
    letters, bare = similarity(a, k), similarity(consonants(a), consonants(k))
    value = weights[WHOLE_LETTERS] * (2 * letters - 1)
    return Term(WHOLE_NAME, value + weights[WHOLE_CONSONANTS] * (2 * bare - 1), a, k)
