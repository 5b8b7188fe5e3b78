"""Two names part by part: which part of one stands for which part of the other.

Each part of the asked name is paired with at most one part of the known name (or two neighbours
that it was joined from, or the other way round): equal parts first, then the most alike. What is
left over on either side is missing or extra.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from rapidfuzz.distance import OSA

from resolver.text.names import Name
from resolver.text.spelling import consonants, spoken

MIN_LIKENESS: Final = 0.6
"""The mean likeness from which on two parts are spellings of one."""

Relation = Literal["same", "alike", "nickname", "initial", "cut", "joined", "acronym"]
Nicknames = Mapping[str, frozenset[str]]
Places = tuple[int, ...]
"""Where parts stand in a name, from 0."""

similarity: Final = OSA.normalized_similarity
"""Of two texts, 0..1. Source: optimal string alignment (restricted Damerau-Levenshtein)."""


class Likeness(NamedTuple):
    """How alike two words are, each 0..1."""

    letters: float
    sounds: float
    consonants: float


class PartPair(NamedTuple):
    """Parts of two names that stand for each other.

    Args:
        asked: Places of the asked parts.
        known: Places of the known parts.
        relation: What they are to each other.
        likeness: How alike they are; zeros where that was not compared.
    """

    asked: Places
    known: Places
    relation: Relation
    likeness: Likeness


class Alignment(NamedTuple):
    """Two names part by part: every part is in one pair, or stands alone.

    Args:
        pairs: The parts that stand for each other.
        extra: Places of the parts that the asked name alone has.
        missing: Places of the parts that the known name alone has.
    """

    pairs: list[PartPair]
    extra: list[int]
    missing: list[int]


_EQUAL: Final = Likeness(1.0, 1.0, 1.0)
_UNLIKE: Final = Likeness(0.0, 0.0, 0.0)


def align(asked: Name, known: Name, nicknames: Nicknames) -> Alignment:
    """Pair the parts of two names.

    Args:
        asked: One name.
        known: Another, in the same script or both in ASCII.
        nicknames: First names → those that stand for the same.
    """
    pairs: list[PartPair] = []
    words = known.words
    right = list(range(len(words)))
    left = []
    for a, word in enumerate(asked.words):
        if word not in words:
            left.append(a)
            continue
        for k in right:
            if words[k] == word:
                pairs.append(PartPair((a,), (k,), "same", _EQUAL))
                right.remove(k)
                break
        else:
            left.append(a)
    if left and right:
        free, others_free = set(left), set(right)
        for _, pair in sorted(_offers(asked, known, left, right, nicknames)):
            if free.issuperset(pair.asked) and others_free.issuperset(pair.known):
                pairs.append(pair)
                free.difference_update(pair.asked)
                others_free.difference_update(pair.known)
        left = [a for a in left if a in free]
        right = [k for k in right if k in others_free]
    if pairs and len(left) == len(right) == 1 and _is_cut(asked, left[0], known, right[0]):
        pairs.append(PartPair((left.pop(),), (right.pop(),), "cut", _UNLIKE))
    return Alignment(pairs, left, right)


def likeness(word: str, other: str) -> Likeness:
    """How alike two words are: letter by letter, as spoken, by their consonants.

    Source: optimal string alignment (restricted Damerau-Levenshtein) over each form.
    """
    said, other_said = spoken(word), spoken(other)
    return Likeness(
        similarity(word, other),
        similarity(said, other_said),
        similarity(consonants(said), consonants(other_said)),
    )


def _is_cut(asked: Name, a: int, known: Name, k: int) -> bool:
    """Whether one of two parts that are left is the beginning of the other."""
    if "number" in (asked.roles[a], known.roles[k]):
        return False
    short, long = sorted((asked.words[a], known.words[k]), key=len)
    return len(short) >= _MIN_CUT and long.startswith(short)


_MIN_CUT: Final = 3
"""The fewest letters that a part is cut to: Trans for Transportation."""

_Offer = tuple[float, PartPair]
"""What a pair costs, and the pair: in the order of tuples the best come first."""


def _offers(
    asked: Name, known: Name, left: list[int], right: list[int], nicknames: Nicknames
) -> list[_Offer]:
    offers = _one_to_one(asked, known, left, right, nicknames)
    if len(left) > 1:
        for places, k, alike in _joins(asked, left, known, right):
            offers.append((-sum(alike) / 3, PartPair(places, (k,), "joined", alike)))
        for run, k in _acronyms(asked, left, known, right):
            offers.append((-0.9, PartPair(run, (k,), "acronym", _UNLIKE)))
        for run, k in _initials(asked, left, known, right):
            offers.append((-0.5, PartPair(run, (k,), "initial", _UNLIKE)))
    if len(right) > 1:
        for places, a, alike in _joins(known, right, asked, left):
            offers.append((-sum(alike) / 3, PartPair((a,), places, "joined", alike)))
        for run, a in _acronyms(known, right, asked, left):
            offers.append((-0.9, PartPair((a,), run, "acronym", _UNLIKE)))
        for run, a in _initials(known, right, asked, left):
            offers.append((-0.5, PartPair((a,), run, "initial", _UNLIKE)))
    return offers


def _one_to_one(
    asked: Name, known: Name, left: list[int], right: list[int], nicknames: Nicknames
) -> list[_Offer]:
    """One part for one part: an initial, a nickname or a similar word; never a number."""
    offers: list[_Offer] = []
    others = [(k, known.words[k], known.roles[k]) for k in right if known.roles[k] != "number"]
    for a in left:
        word, role = asked.words[a], asked.roles[a]
        if role == "number":
            continue
        named = nicknames.get(word) if nicknames else None
        for k, other, other_role in others:
            if role == "initial" or other_role == "initial":
                if word[0] == other[0]:
                    offers.append((-0.5, PartPair((a,), (k,), "initial", _UNLIKE)))
            elif named is not None and other in named:
                offers.append((-0.95, PartPair((a,), (k,), "nickname", _UNLIKE)))
            else:
                alike = _alike(word, other)
                if alike is not None:
                    offers.append((-sum(alike) / 3, PartPair((a,), (k,), "alike", alike)))
    return offers


def _alike(word: str, other: str) -> Likeness | None:
    """The likeness of two words, or None where they are different words."""
    letters = similarity(word, other)
    if letters < _MIN_LETTERS and (
        letters < 0.2 or word[0] not in _LETTERS_LIKE.get(other[0], other[0])
    ):
        return None
    said, other_said = spoken(word), spoken(other)
    sounds = similarity(said, other_said)
    if letters + sounds + 1.0 < _MIN_SUM:  # whatever the consonants are
        return None
    bare = similarity(consonants(said), consonants(other_said))
    return Likeness(letters, sounds, bare) if letters + sounds + bare >= _MIN_SUM else None


_MIN_SUM: Final = 3 * MIN_LIKENESS
_MIN_LETTERS: Final = 0.4
"""The likeness by letters below which only words that begin alike may be spellings of one."""

_LETTERS_LIKE: Final[dict[str, str]] = {
    letter: group
    for group in ("aeiouy", "ckqgxh", "szcjx", "bpvfw", "dt", "mn", "jyiz")
    for letter in group
}
"""A first letter → those that spellings of one name begin with instead."""


def _joins(
    many: Name, places: list[int], one: Name, others: Sequence[int]
) -> list[tuple[Places, int, Likeness]]:
    """Neighbours on one side that, written together, are nearly one part of the other side."""
    found: list[tuple[Places, int, Likeness]] = []
    runs = _runs(many, places)
    if not runs:
        return found
    words = [(k, one.words[k]) for k in others if one.roles[k] != "number"]
    for run in runs:
        text = "".join([many.words[place] for place in run])
        size = len(text)
        if size <= 2:
            continue
        for k, other in words:
            if -_MAX_LENGTHENED <= len(other) - size <= _MAX_LENGTHENED and similarity(
                text, other, score_cutoff=0.7
            ):
                found.append((run, k, likeness(text, other)))
    return found


_MAX_LENGTHENED: Final = 2
"""Letters by which parts written as one may be longer or shorter than they are apart."""


def _runs(name: Name, places: list[int]) -> list[Places]:
    """Two and three neighbours among some places of a name, without numbers."""
    roles = name.roles
    runs: list[Places] = []
    longer: list[Places] = []
    for at in range(1, len(places)):
        place, after = places[at - 1], places[at]
        if after == place + 1 and roles[place] != "number" and roles[after] != "number":
            if runs and runs[-1][1] == place:
                longer.append((*runs[-1], after))
            runs.append((place, after))
    return runs + longer


def _acronyms(
    long: Name, places: list[int], short: Name, others: Sequence[int]
) -> list[tuple[Places, int]]:
    """Neighbours on one side, stop words aside, whose first letters are a part of the other side.

    One of them must say what sort of thing it is, for any few words begin with some letters; or
    they must be all of one name, and the acronym all of the other.
    """
    acronyms = [
        other
        for other in others
        if _MIN_ACRONYM <= len(short.words[other]) <= len(places) and short.roles[other] == "word"
    ]
    if not acronyms:
        return []
    whole = _whole_acronym(long, places, short, others)
    if whole is not None:
        return [whole]
    if _SORTS.isdisjoint(long.roles):
        return []
    words = [place for place in places if long.roles[place] != "stop"]
    letters = _letters(long, words)
    found = []
    for other in acronyms:
        word = short.words[other]
        at = letters.find(word)
        run = tuple(words[at : at + len(word)]) if at >= 0 else ()
        if any(long.roles[place] in _SORTS for place in run):
            found.append((run, other))
    return found


def _initials(
    long: Name, places: list[int], short: Name, others: Sequence[int]
) -> list[tuple[Places, int]]:
    """Neighbours on one side whose first letters are written together on the other: JF Kennedy.

    Two or three consonants that begin a name are no given name; alone they are nobody's initials,
    and where the rest of the name is another.
    """
    if others[0] != 0 or len(others) == len(short.words):
        return []
    letters = short.words[0]
    if not 1 < len(letters) < 4 or not _VOWELS.isdisjoint(letters):
        return []
    return [
        (run, 0)
        for run in _runs(long, places)
        if "".join([long.words[place][0] for place in run]) == letters
        and all(long.roles[place] in ("word", "initial") for place in run)
    ]


_VOWELS: Final = frozenset("aeiouy")


def _whole_acronym(
    long: Name, places: list[int], short: Name, others: Sequence[int]
) -> tuple[Places, int] | None:
    """All of a name, as far as it is left, and its acronym, if that is all of the other one.

    Stop words may have a letter in it, and the legal form of either may stand beside it.
    """
    heavy = [place for place in others if short.roles[place] not in _LIGHT]
    if len(heavy) != 1 or len(long.words) - len(places) > len(short.words) - len(others):
        return None
    word = short.words[heavy[0]]
    for light in (("stop",), (), _LIGHT):
        run = tuple([place for place in places if long.roles[place] not in light])
        if len(run) == len(word) and word == _letters(long, run):
            return run, heavy[0]
    return None


def _letters(name: Name, places: Sequence[int]) -> str:
    """The first letters of some parts, as they were written where that is known."""
    return "".join([name.letters[p] if name.letters else name.words[p][0] for p in places])


_MIN_ACRONYM: Final = 3
"""The fewest letters of an acronym."""

_LIGHT: Final = ("stop", "legal")
"""Roles of words that an acronym may leave out."""

_SORTS: Final = frozenset(("generic", "legal"))
"""Roles of words that say what sort of thing something is."""
