"""A word → rougher forms of it, in which spellings of one name tend to be equal.

    spoken("zahedi"), spoken("zahidi")             → "zahedi", "zahidi"
    spoken("khoury"), spoken("houri")              → "huri", "huri"
    consonants("muhammad"), consonants("mohamed")  → "nnt", "nnt"

Reach for this module to say how alike two words are, never whether two names are equal. `spoken`
undoes what transliterations of one sound differ in (kh, gh, ou, ph, w, y, doubled letters).
`consonants` keeps the consonants alone, similar ones as one, because romanisations disagree most on
vowels. Both take and return ASCII letters and digits, "" where none is left.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CLUSTERS: Final = {
    "tsch": "c",
    "tch": "c",
    "sch": "s",
    "dzh": "j",
    "kh": "h",
    "gh": "g",
    "sh": "s",
    "ch": "c",
    "zh": "j",
    "dh": "d",
    "th": "t",
    "ph": "f",
}
_CLUSTER: Final = re.compile("|".join(_CLUSTERS))
_PAIRS: Final = tuple(zip("ou oo ee ts tz dj ck".split(), "uuiccjk", strict=True))
_LETTERS: Final = str.maketrans({"w": "v", "q": "k", "x": "ks", "y": "i"})
_CACHED_WORDS: Final = 20_000
"""Words whose forms are cached: those of a query are compared with those of all its candidates."""

_BALTIC: Final = re.compile(r"(?<=ov|ev|in|sk)i?s$")
"""What Latvian and Lithuanian put at the end of a family name: Ivanovs, Kovalevskis."""

_DOUBLED: Final = re.compile(r"(.)\1+")
_SIMILAR: Final = str.maketrans(
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


@lru_cache(maxsize=_CACHED_WORDS)
def spoken(word: str) -> str:
    """The word with one spelling for each sound."""
    if word[:1] == "x":
        word = "s" + word[1:]
    if "h" in word:
        word = _CLUSTER.sub(_sound_of, word.removeprefix("h") if word[:2] == "hs" else word)
    for letters, sound in _PAIRS:
        word = word.replace(letters, sound)
    return _BALTIC.sub("", _DOUBLED.sub(r"\1", word.translate(_LETTERS)))


@lru_cache(maxsize=_CACHED_WORDS)
def consonants(word: str) -> str:
    """The consonants of what `spoken` returned, or of a word; similar ones as one."""
    return _DOUBLED.sub(r"\1", word.translate(_SIMILAR))


def _sound_of(found: re.Match[str]) -> str:
    return _CLUSTERS[found[0]]
