"""In which languages a text is, and which words are everyday ones there.

    spoken(tokens)   → the words of Turkish for a text in Turkish, none for one in English

Reach for `stopwords.csv`, beside this module, to change the words. Of each script that a text has,
the language counts that has most of its words. English has a list of its own for all texts
(`everyday.txt`); here it is one of the languages, so that `kan` is a word in Dutch and no word in
English.
"""

from __future__ import annotations

import csv
import functools
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Final, NamedTuple

from resolver.annotate.tokens import Token

_ENGLISH: Final = "en"
_LEAST_WORDS: Final = 2
"""Words of its list that a text in a language has at least."""


class Language(NamedTuple):
    """A language.

    Args:
        code: Its code.
        script: The script of its words.
        words: Its everyday words, in small letters.
    """

    code: str
    script: str
    words: frozenset[str]


class Spoken(NamedTuple):
    """What a text is in.

    Args:
        words: The everyday words of its languages, but for English.
        is_english: Whether it is in English, or in no language that is known.
    """

    words: frozenset[str]
    is_english: bool


def spoken(tokens: Sequence[Token]) -> Spoken:
    """The languages of a text, by its tokens that have no capital."""
    counts = Counter(each.text for each in tokens if each.case in ("lower", "none"))
    hits = [0] * len(load_languages())
    listing = _listing()
    for word in counts.keys() & listing.keys():
        for number in listing[word]:
            hits[number] += counts[word]
    best: dict[str, Language] = {}
    for number in sorted(range(len(hits)), key=lambda each: -hits[each]):
        if hits[number] >= _LEAST_WORDS:
            language = load_languages()[number]
            best.setdefault(language.script, language)
    foreign = [each.words for each in best.values() if each.code != _ENGLISH]
    is_english = not foreign or any(each.code == _ENGLISH for each in best.values())
    return Spoken(frozenset().union(*foreign), is_english)


@functools.cache
def load_languages() -> tuple[Language, ...]:
    """The languages whose words come with the resolver, English first, which so wins a tie."""
    text = resources.files("resolver.annotate").joinpath("stopwords.csv").read_text("utf-8")
    found = []
    for row in csv.DictReader(text.splitlines()):
        words = [word.replace("_", " ") for word in row["words"].split()]
        script = unicodedata.name(words[0][0]).split()[0]
        found.append(Language(row["language"], script, frozenset(words)))
    return tuple(sorted(found, key=lambda each: each.code != _ENGLISH))


@functools.cache
def _listing() -> Mapping[str, Sequence[int]]:
    """Each word with the numbers of the languages that have it."""
    found: dict[str, list[int]] = {}
    for number, language in enumerate(load_languages()):
        for word in language.words:
            found.setdefault(word, []).append(number)
    return found
