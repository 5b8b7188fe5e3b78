"""A name as somebody wrote it → the form in which two writings of it are equal.

    fold("  Kata'ib  HIZBALLAH ")  → "kataib hizballah"
    fold("محمد رضا زاهدي")         → "محمد رضا زاهدی"       (own script kept)
    fold("!!!")                    → None                    (never matches anybody)
    latin("محمد رضا زاهدی")        → "mhmd rda zahdy"        (for letters to be compared)

Invariants: `fold` is idempotent; its result has single spaces, none at either end, and nothing but
letters, digits, spaces and the vowel signs of scripts that write them as marks; it is None, never
"". `latin` of a folded text is ASCII letters, digits and spaces, and None where nothing is left.

Reach for this module to change which writings count as the same. The steps, in this order:
compatibility forms and case, letters that one script writes in several ways, accents and points,
Latin letters beyond ASCII, punctuation, spaces. Change `VERSION` with any of them, because an index
folded another way is another index.

The time that a fold takes grows with the text and no faster, whatever is in it: long runs of marks
are cut, and so is what compatibility forms make much longer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from importlib import resources
from typing import Final

from unidecode import unidecode

VERSION: Final = 2
"""The version of the folding; it is part of an index's fingerprint."""

_MAX_MARKS: Final = 30
"""Marks in a row that are read: no writing has more, and putting n of them in order takes n²."""

_MAX_GROWTH: Final = 2
"""How many times as long as a text its compatibility form is at most, beyond `_MAX_FORM`."""

_MAX_FORM: Final = 2_000
"""Letters of a compatibility form that are read in any case: one letter can stand for eighteen."""


def _simplified() -> dict[str, str]:
    """Traditional Han letters, each with its simplified form (`tools/han` makes the table)."""
    table = resources.files("resolver.text").joinpath("han.txt").read_text("utf-8")
    return dict(zip(*table.split(), strict=True))


# Letters that keyboards and languages write in several ways become one (Persian yeh and kaf, hamza
# seats, teh marbuta, Hebrew final forms, the ligatures of Yiddish, candrabindu, traditional Han).
# Tatweel, nukta and zero-width joiners are removed. So are quotation marks and apostrophes, which
# do not separate words: Kata'ib, Shi’ite, Ben‑Gurʾion.
_VARIANTS: Final = str.maketrans(
    {
        **dict.fromkeys("يىئےۓێ", "ی"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ةۀہھەۂۃ", "ه"),
        **dict.fromkeys("ؤۆ", "و"),
        "ں": "ن",
        "ء": None,
        "ـ": None,
        **dict(zip("ךםןףץ", "כמנפצ", strict=True)),
        "װ": "וו",
        "ױ": "וי",
        "ײ": "יי",
        "\u0901": "\u0902",
        "\u093c": None,
        "\u0a3c": None,
        **_simplified(),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
        **dict.fromkeys("'’‘ʼʻʾʿ`´′ʹ׳״\"“”„", None),
    }
)
# They have no combining class, but what they are made of begins with a mark.
_MADE_OF_MARKS: Final = "\u0f73\u0f75\u0f81\uff9e\uff9f"
# Letters that unidecode renders by their shape or not at all.
_LATIN: Final = {"ə": "a", "ɑ": "a", "ʔ": "", "ı": "i", "ŋ": "ng", "ɛ": "e", "ɔ": "o"}
# Letters and digits of which something is left whatever stands beside them, and `&`, a word.
_LETTER: Final = re.compile(
    "[&0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0391-\u03a1\u03b1-\u03c9\u0410-\u044f"
    "\u05d0-\u05ea\u0628-\u063a\u0641-\u064a\u0e01-\u0e2e\u3041-\u3094\u30a1-\u30fa"
    "\u4e00-\u9fff\uac00-\ud7a3]"
)
_NEAR: Final = 100
"""Letters at the start of a text that no limit cuts off, whatever they become."""

_LONE_LETTERS: Final = re.compile(r"(?<!\S)[^\W\d](?: [^\W\d])+(?!\S)")
_ASCII_WORDS: Final = "".join(
    character if character.isalnum() and not character.isupper() else " "
    for character in map(chr, range(128))
)
"""A table for `str.translate` that leaves small letters and digits of ASCII, and spaces."""


def fold(text: str) -> str | None:
    """The normal form of a name, or None where nothing of it is a letter or a digit.

    Args:
        text: Any text; its length does not grow by more than a small factor.

    Source: Unicode NFKC, stream-safe texts and default case folding (UAX #15, Unicode 3.13); letter
    variants after the Persian and Arabic keyboard standards ISIRI 9147 and ASMO 449.
    """
    if text.isascii():
        return text.lower() if text.isalnum() else _ascii_fold(text)
    return _fold_any(text)


def folds(text: str) -> bool:
    """Whether a fold is not None, in a fraction of its time for most texts."""
    return _LETTER.search(text, 0, _NEAR) is not None or fold(text) is not None


def latin(folded: str) -> str | None:
    """A folded text in ASCII letters, or None where nothing of it can be.

    Scripts are rendered letter by letter (unidecode): a rough romanisation that lets the letters of
    two spellings be compared, not one to show to people.
    """
    if folded.isascii():
        return folded
    return " ".join(folded.translate(_ROMANISED).translate(_ASCII_WORDS).split()) or None


def joined_initials(folded: str) -> str:
    """The folded text with each run of lone letters written as one word: `u s navy` → `us navy`."""
    if " " not in folded:
        return folded
    return _LONE_LETTERS.sub(lambda run: run.group().replace(" ", ""), folded)


def _ascii_fold(text: str) -> str | None:
    text = text.lower().replace("'", "").replace("`", "").replace('"', "")
    if "&" in text:
        text = text.replace("&", " and ")
    return " ".join(text.translate(_ASCII_WORDS).split()) or None


def _fold_any(text: str) -> str | None:
    form = unicodedata.normalize("NFKC", _without_long_runs(text))
    text = form[: max(_MAX_FORM, _MAX_GROWTH * len(text))].casefold()
    text = unicodedata.normalize("NFKC", text).translate(_VARIANTS)
    # What stood between marks may be gone.
    text = unicodedata.normalize("NFD", _without_long_runs(text.replace("&", " and ")))
    text = unicodedata.normalize("NFC", text.translate(_ACCENTS)).translate(_PLAIN)
    if not any(map(str.isalnum, text)):
        return None
    return " ".join(text.split())


def _without_long_runs(text: str) -> str:
    """The text with each run of marks cut to `_MAX_MARKS`."""
    # A longer run has one of every so many characters; most texts are shorter than one.
    if not any(map(_is_mark, text[_MAX_MARKS :: _MAX_MARKS + 1])):
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _is_mark(character: str) -> bool:
    """Whether a character is put in order with those beside it: a non-starter, or made of them."""
    return unicodedata.combining(character) > 0 or character in _MADE_OF_MARKS


class _Table(dict[int, str]):
    """A table for `str.translate` that asks a function for each character once."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, code: int) -> str:
        made = self[code] = self._make(chr(code))
        return made


def _unaccented(character: str) -> str:
    """Nothing for accents, points and harakat, by combining class; vowel signs and viramas stay."""
    combining = unicodedata.combining(character)
    return "" if 10 <= combining <= 36 or combining >= 202 else character


def _plain(character: str) -> str:
    """A variant of a letter as that letter, and each letter as `_plain_letter`."""
    return "".join(map(_plain_letter, character.translate(_VARIANTS)))


def _plain_letter(character: str) -> str:
    """A Latin letter or a digit in ASCII, another letter as it is, a space for anything else."""
    if character.isascii():
        return character if character.isalnum() else " "
    if character in _LATIN:
        return _LATIN[character]
    category = unicodedata.category(character)
    if category[0] == "L" and "LATIN" in unicodedata.name(character, ""):
        return "".join(unidecode(character).lower().translate(_ASCII_WORDS).split())
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character if category[0] in "LMN" and category != "Me" else " "


def _romanised(character: str) -> str:
    """A letter in small ASCII letters, whichever it is."""
    if character == "ا":  # which unidecode drops
        return "a"
    return unidecode(character).lower().replace("'", "").replace("`", "")


_ACCENTS: Final = _Table(_unaccented)
_PLAIN: Final = _Table(_plain)
_ROMANISED: Final = _Table(_romanised)
