"""Whether a family name in a text is part of another name: `Melania Trump`, `the Trump Group`.

Reach for `is_of_another` before a family name alone is taken for somebody whom the table, or the
text, calls in full otherwise.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from resolver.annotate.cues import is_given_name
from resolver.annotate.sight import Sight
from resolver.annotate.tokens import CAPITAL
from resolver.annotate.words import DATES, INSTITUTIONS
from resolver.index import Index
from resolver.index.features import word_code
from resolver.text.fold import latin
from resolver.text.keys import form_of

_PARTICLE: Final = 3
"""Letters of a particle that a hyphen joins to a family name, at most: `Al-Zahedi`."""

_PARTICLES: Final = frozenset("al el ul bin ibn".split())
"""Particles that stand in a name as words of their own: `Hafez Al Assad`."""

_AND_IN_GERMAN: Final = "und"
"""German writes all nouns with capitals: there a word with one need be no name."""

_RULE: Final = "administration"
"""The institution that is called after whoever leads it: `the Trump Administration`."""

_ARTICLE: Final = "ال"
"""The Arabic article: a word that has it behind one that has it describes that."""

_DOTS: Final = "·・‧･"
"""What parts the words of foreign names in scripts without spaces."""

_LETTERS_OF_A_NAME: Final = 4
"""Letters in ASCII of a word from which on it says something to be a word of names."""


def is_of_another(first: int, last: int, own: Collection[str], sight: Sight) -> bool:
    """Whether a family name is part of a name that its bearer has not.

    Args:
        first: Its first token; a particle before it is part of it.
        last: Its last token.
        own: The words of the bearer's names in full, folded.
        sight: The text.
    """
    if _is_behind_another(_with_particle(first, sight), own, sight):
        return True
    if last + 1 == len(sight.tokens) or sight.tokens[last].genitive:
        return False
    behind = sight.tokens[last + 1]
    if sight.text[sight.tokens[last].end : behind.start] != " " or behind.case not in CAPITAL:
        return False
    word = behind.text.lower()
    is_house = word != _RULE and sight.cue(last + 1) in (*INSTITUTIONS, "unit")
    return is_house or _is_of_a_name(last + 1, own, sight)


def is_of_a_stranger(number: int, own: Collection[str], sight: Sight) -> bool:
    """Whether a family name stands behind a given name that its bearer has not: `Chuck Blair`, by
    which all of that text is about another Blair.

    Args:
        number: Its token.
        own: The words of the bearer's names in full, folded.
        sight: The text.
    """
    first = _with_particle(number, sight)
    if first > 1 and _is_initial(first - 1, sight):
        first -= 1
    if not first or not _is_behind_another(first, own, sight):
        return False
    given = sight.tokens[first - 1]
    word = given.text.lower()
    if given.case != "title" or len(word) == 1 or word in sight.text_words.cues:
        return False
    return is_given_name(word, sight.words) or word not in sight.text_words.everyday


def is_of_another_without_capitals(
    first: int, last: int, own: Collection[str], sight: Sight, index: Index
) -> bool:
    """The same in scripts and texts without capitals; in Arabic, also whether it is an adjective.

    Args:
        first: Its first token, the first of several letters; a particle before it is part of it.
        last: Its last token, where a text has small letters alone.
        own: The words of the bearer's names in full, folded.
        sight: The text.
        index: Has words of names, by which another name is known.
    """
    token = sight.tokens[first]
    if token.case == "lower" and last + 1 < len(sight.tokens) and not sight.tokens[last].genitive:
        gap = sight.text[sight.tokens[last].end : sight.tokens[last + 1].start]
        if gap == " " and _is_of_names(last + 1, own, sight, index):
            return True
    first = _with_particle(first, sight)
    if not first:
        return False
    before = sight.tokens[first - 1]
    gap = sight.text[before.end : sight.tokens[first].start]
    if token.tight:
        return bool(gap) and gap in _DOTS
    if gap != " " or before.genitive or before.case != token.case or form_of(before.text) in own:
        return False
    if before.text.startswith(_ARTICLE) and token.text.startswith(_ARTICLE):
        return True  # as in "the Sudanese army"
    return _is_of_names(first - 1, own, sight, index)


def _is_of_names(number: int, own: Collection[str], sight: Sight, index: Index) -> bool:
    """Whether names of the table have a word, and not those of the bearer beside it."""
    token = sight.tokens[number]
    form = form_of(token.text)
    if form in own or (token.case == "lower" and _is_a_word(token.text, sight)):
        return False
    word = (latin(form) or "").replace(" ", "")
    return len(word) >= _LETTERS_OF_A_NAME and index.frequency([word_code(word)])[0] > 0


def _is_behind_another(first: int, own: Collection[str], sight: Sight) -> bool:
    """Whether what stands before a family name, particles aside, belongs to another's name."""
    if not first:
        return False
    before = sight.tokens[first - 1]
    gap = sight.text[before.end : sight.tokens[first].start]
    joins = (
        (gap.isspace() and "\n" not in gap and "\t" not in gap)
        or (gap.strip() == "." and _is_initial(first - 1, sight))
        or (gap == "-" and len(before.text) > _PARTICLE)
    )
    is_title = sight.cue(first - 1) == "title"
    return joins and not before.genitive and not is_title and _is_of_a_name(first - 1, own, sight)


def _is_a_word(word: str, sight: Sight) -> bool:
    """Whether a word in small letters is one that has them where others have capitals, or a day."""
    known = sight.text_words
    is_said_of_others = word.capitalize() in known.demonyms or word in DATES
    return word in known.everyday or word in known.cues or is_said_of_others


def _with_particle(number: int, sight: Sight) -> int:
    """The token of the particle before a family name, or its own: `Hafez al-Assad`."""
    if not number:
        return number
    before = sight.tokens[number - 1]
    gap = sight.text[before.end : sight.tokens[number].start]
    is_particle = gap in ("-", " ") and before.text.lower() in _PARTICLES
    return number - 1 if is_particle else number


def _is_initial(number: int, sight: Sight) -> bool:
    """Whether a token is a letter within a name: `Mary L. Trump`, and not `M. Macron`."""
    if len(sight.tokens[number].text) > 1 or not number:
        return False
    before = sight.tokens[number - 1]
    gap = sight.text[before.end : sight.tokens[number].start]
    return gap == " " and before.case in CAPITAL


def _is_of_a_name(number: int, own: Collection[str], sight: Sight) -> bool:
    """Whether a word beside a family name belongs to a name, and not to that of its bearer."""
    token = sight.tokens[number]
    word = token.text.lower()
    if token.case not in CAPITAL or form_of(word) in own:
        return False
    if token.text in sight.text_words.demonyms or word in DATES:
        return False
    if is_given_name(word, sight.words):
        return True
    if _AND_IN_GERMAN in sight.small:
        return False
    common = sight.text_words.everyday.get(word)
    if common is None or (common != "everyday" and word in sight.words.common_names):
        return True  # "Hunter Biden left", though a sentence begins with it
    # "with Faith Biden" and not "But Biden"; nor what has a role beside a name, as "Senator" has.
    return word in sight.capitals and word not in sight.text_words.cues
