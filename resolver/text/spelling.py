"""A word → rougher forms of it, in which spellings of one name tend to be equal.

    spoken("zahedi"), spoken("zahidi")             → "zahedi", "zahidi"
    spoken("khoury"), spoken("houri")              → "huri", "huri"
    consonants("muhammad"), consonants("mohamed")  → "nnt", "nnt"

`spoken` undoes what transliterations of one sound differ in (kh, gh, ou, ph, w, y, doubled
letters). `consonants` keeps the consonants of it, those that are near to each other as one: vowels
are what romanisations disagree on most. Both take and return ASCII letters and digits; what nothing
is left of is "". They are for likeness, never for equality of names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WITH_H: Final = {
    "tsch": "c",
    "tch": "c",
    "sch": "s",
    "dzh": "j",
    "kh": "h",
    "gh": "g",
    "sh": "s",
    "ch": "c",
    "zh": "z",
    "dh": "d",
    "th": "t",
    "ph": "f",
}
_SPELLED: Final = re.compile("|".join(_WITH_H))
_OTHERS: Final = tuple(zip("ou oo ee ts tz dj ck".split(), "uuiccjk", strict=True))
_ONE: Final = str.maketrans({"w": "v", "q": "k", "x": "ks", "y": "i"})
_KEPT: Final = 20_000
"""Words whose forms are kept: the words of a question meet those of all its candidates."""

_DOUBLED: Final = re.compile(r"(.)\1+")
_NEAR: Final = str.maketrans(
    {
        **dict.fromkeys("bp", "p"),
        **dict.fromkeys("vfw", "f"),
        **dict.fromkeys("dt", "t"),
        **dict.fromkeys("gkq", "k"),
        **dict.fromkeys("szcjx", "s"),
        **dict.fromkeys("mn", "n"),
        **dict.fromkeys("haeiouy", None),
    }
)


@lru_cache(maxsize=_KEPT)
def spoken(word: str) -> str:
    """The word with one spelling for each sound."""
    if "h" in word:
        word = _SPELLED.sub(_sound, word)
    for letters, sound in _OTHERS:
        word = word.replace(letters, sound)
    return _DOUBLED.sub(r"\1", word.translate(_ONE))


@lru_cache(maxsize=_KEPT)
def consonants(said: str) -> str:
    """The consonants of what `spoken` returned, or of a word; near ones as one."""
    return _DOUBLED.sub(r"\1", said.translate(_NEAR))


def _sound(found: re.Match[str]) -> str:
    return _WITH_H[found[0]]
