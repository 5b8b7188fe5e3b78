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
from typing import Final

_SOUNDS: Final = {
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
    "ts": "c",
    "tz": "c",
    "dj": "j",
    "ck": "k",
    "ou": "u",
    "oo": "u",
    "ee": "i",
    "w": "v",
    "q": "k",
    "x": "ks",
    "y": "i",
}
_SPELLED: Final = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_DOUBLED: Final = re.compile(r"(.)\1+")
_NEAR: Final = str.maketrans(
    {
        **dict.fromkeys("bp", "p"),
        **dict.fromkeys("vf", "f"),
        **dict.fromkeys("dt", "t"),
        **dict.fromkeys("gk", "k"),
        **dict.fromkeys("szcj", "s"),
        **dict.fromkeys("mn", "n"),
        **dict.fromkeys("haeiou", None),
    }
)


def spoken(word: str) -> str:
    """The word with one spelling for each sound."""
    return _DOUBLED.sub(r"\1", _SPELLED.sub(_sound, word))


def consonants(said: str) -> str:
    """The consonants of what `spoken` returned, near ones as one."""
    return _DOUBLED.sub(r"\1", said.translate(_NEAR))


def _sound(found: re.Match[str]) -> str:
    return _SOUNDS[found[0]]
