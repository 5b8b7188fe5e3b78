"""Which script letters are of, and which script a language is written in.

The script of a letter is the first word of its Unicode name (`CYRILLIC SMALL LETTER A`), which is
enough to tell scripts apart; Han, Kana and Hangul have names of their own.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

CYRILLIC: Final = tuple("ru uk bg mk be ky tg tt os ab ce sah myv ba cv".split())
# Languages that are written in other scripts than Latin; sr, uz, kk, ku, az, mn and pa in several.
SCRIPTS: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "sd", "ug"), frozenset({"ARABIC"})),
    **dict.fromkeys(("he", "yi"), frozenset({"HEBREW"})),
    **dict.fromkeys(CYRILLIC, frozenset({"CYRILLIC"})),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), frozenset({"DEVANAGARI"})),
    **dict.fromkeys(("am", "ti"), frozenset({"ETHIOPIC"})),
    "dv": frozenset({"THAANA"}),
    "iu": frozenset({"CANADIAN"}),
    "sat": frozenset({"OL"}),
    "el": frozenset({"GREEK"}),
    "hy": frozenset({"ARMENIAN"}),
    "ka": frozenset({"GEORGIAN"}),
    "zh": frozenset({"CJK", "KANGXI"}),
    "yue": frozenset({"CJK"}),
    "ja": frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    "ko": frozenset({"HANGUL", "CJK"}),
    "bn": frozenset({"BENGALI"}),
    "as": frozenset({"BENGALI"}),
    "ta": frozenset({"TAMIL"}),
    "te": frozenset({"TELUGU"}),
    "kn": frozenset({"KANNADA"}),
    "ml": frozenset({"MALAYALAM"}),
    "gu": frozenset({"GUJARATI"}),
    "or": frozenset({"ORIYA"}),
    "si": frozenset({"SINHALA"}),
    "th": frozenset({"THAI"}),
    "lo": frozenset({"LAO"}),
    "km": frozenset({"KHMER"}),
    "my": frozenset({"MYANMAR"}),
    "dz": frozenset({"TIBETAN"}),
    "bo": frozenset({"TIBETAN"}),
}
_LOOKED_AT: Final = 100
_LATIN: Final = frozenset({"LATIN"})
_SEVERAL: Final = frozenset(
    ("sr", "bs", "uz", "kk", "ku", "az", "mn", "pa", "tk", "ks", "ms", "ha")
)


def scripts_of(text: str) -> frozenset[str]:
    """The scripts of the letters of a text; empty where it has none."""
    return frozenset(_script(letter) for letter in text if letter.isalpha())


def fits_language(text: str, language: str) -> bool:
    """Whether a text has a letter of a script that the language is written in, or no letter."""
    subtags = language.split("-")
    if subtags[0] in _SEVERAL or any(len(tag) == 4 for tag in subtags[1:]):
        return True
    found = scripts_of(text)
    return not found or bool(found & SCRIPTS.get(subtags[0], _LATIN))


def main_script(text: str) -> str:
    """The script of most of the first letters of a text, in lower case; `none` for no letter."""
    text = text[:_LOOKED_AT]
    if text.isascii():
        return "latin" if any(letter.isalpha() for letter in text) else "none"
    counts = Counter(_script(letter) for letter in text if letter.isalpha())
    return min(counts, key=lambda script: (-counts[script], script)).lower() if counts else "none"


def other_script(name: str, known: str) -> str | None:
    """The script other than Latin of two names in different scripts; None where it is the same."""
    if name.isascii() and known.isascii():
        return None
    script, its = main_script(name), main_script(known)
    if script == its:
        return None
    return its if script == "latin" else script


@lru_cache(maxsize=20_000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]
