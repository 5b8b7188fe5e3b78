"""Which script letters are of, and which script a language is written in.

Reach for this module to know whether two names can be compared letter by letter. The script of
a letter is the first word of its Unicode name (`CYRILLIC SMALL LETTER A`). Han, Kana and Hangul
have names of their own.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

_CYRILLIC: Final = tuple("ru uk bg mk be ky tg tt os ab ce sah myv ba cv".split())
# Languages that are written in one script other than Latin.
SCRIPTS: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "sd", "ug"), frozenset({"ARABIC"})),
    **dict.fromkeys(("he", "yi"), frozenset({"HEBREW"})),
    **dict.fromkeys(_CYRILLIC, frozenset({"CYRILLIC"})),
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
_LATIN: Final = frozenset({"LATIN"})
# Languages that are written in several scripts.
_SEVERAL: Final = frozenset(
    ("sr", "bs", "uz", "kk", "ku", "az", "mn", "pa", "tk", "ks", "ms", "ha")
)
_MAX_LETTERS: Final = 100
"""Letters of a text that `main_script` counts at most."""


def scripts_of(text: str) -> frozenset[str]:
    """The scripts of the letters of a text; empty where it has none."""
    return frozenset(_script(letter) for letter in text if letter.isalpha())


def fits_language(text: str, language: str) -> bool:
    """Whether a text has a letter of a script that a language is written in, or no letter.

    Args:
        text: As written.
        language: A BCP 47 tag. One that names a script (zh-Hant) fits every text, as does a
            language of several scripts.
    """
    subtags = language.split("-")
    if subtags[0] in _SEVERAL or any(len(tag) == 4 for tag in subtags[1:]):
        return True
    found = scripts_of(text)
    return not found or bool(found & SCRIPTS.get(subtags[0], _LATIN))


@lru_cache(maxsize=256)
def main_script(text: str) -> str:
    """The script of most of the first letters of a text, in lower case; `none` for no letter."""
    text = text[:_MAX_LETTERS]
    if text.isascii():
        return "latin" if text[:1].isalpha() or any(map(str.isalpha, text)) else "none"
    counts = Counter(map(_script, filter(str.isalpha, text)))
    if not counts:
        return "none"
    most = max(counts.values())
    return min([script for script, count in counts.items() if count == most]).lower()


def other_script(name: str, known: str) -> str | None:
    """Of two names in different scripts the one that is not Latin; None where both are in one."""
    if name.isascii() and known.isascii():
        return None
    script, known_script = main_script(name), main_script(known)
    if script == known_script:
        return None
    return known_script if script == "latin" else script


@lru_cache(maxsize=20_000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]
