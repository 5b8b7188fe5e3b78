"""Two values of a fact → how far they agree, by what kind of value they are.

Reach for it to change when two values are nearly the same. A level is a word of `LEVELS`, where the
levels of each kind stand, best first: `same` and `other` are the first and the last of every kind.
Nothing here says what a level counts for: the rarer a level is between two entities of a table, the
more it says of one, and that is counted when the table is compiled (`resolver.curate.fields`).

Source: Fellegi and Sunter, A Theory for Record Linkage (JASA 1969); levels of comparison as in
Splink's comparison library.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from resolver.model import FieldKind
from resolver.text.fold import fold, latin
from resolver.text.words import Words

SAME: Final = "same"
"""The values say the same."""

OTHER: Final = "other"
"""The values have nothing to do with each other."""

LEVELS: Final[Mapping[FieldKind, tuple[str, ...]]] = {
    "date": (SAME, "slip", "year and another day", "year", "near year", "decade", OTHER),
    "number": (SAME, "within 1 %", "within 10 %", OTHER),
    "identifier": (SAME, "slip", OTHER),
    "code": (SAME, OTHER),
    "text": (SAME, "spelling", "part", "shared word", OTHER),
}
"""The levels of each kind of value, best first. A year is told by a date whose day is unlike, too,
so `year` comes after that: how often a level is met counts all better ones."""

NEAR: Final = frozenset(("slip", "year", "within 1 %", "spelling", "part"))
"""Levels at which two values may well be one, written otherwise or less exactly."""

_MIN_LIKENESS: Final = 0.8
"""Likeness by letters from which on two texts are spellings of one."""

_MIN_SHARED: Final = 4
"""Letters from which on a word that two texts share says something."""

_MAX_LETTERS: Final = 200
"""Letters of a text that are compared."""

_CODE_LETTERS: Final = 2
"""Letters of a country's code."""

_FULL_DATE: Final = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_YEAR: Final = re.compile(r"[^\w\s]?\s*(\d{1,4})")
_YEAR_WITHIN: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMBER: Final = re.compile(
    r"([-+]?\d[\d,' ]*(?:\.\d+)?(?:e[-+]?\d+)?)\s*[^\W\d]{0,8}[%°²³]?", re.IGNORECASE
)


class Date(NamedTuple):
    """A date by its parts.

    Args:
        year: As it was written: 2009, or 9 where only `09` was.
        digits: Digits of the year; of fewer than four the century or decade is not said.
        month: As it was written, 54 too; None where it is not said.
        day: The same.
    """

    year: int
    digits: int
    month: int | None = None
    day: int | None = None


class _Text(NamedTuple):
    """A text as it is compared: folded, the same without spaces, and its words."""

    written: str
    joined: str
    words: frozenset[str]


def best_level(
    kind: FieldKind, some: Sequence[str], others: Sequence[str], words: Words
) -> str | None:
    """The level of the two values, one of each side, that agree best; None where none can be read.

    Args:
        kind: What kind of value they are.
        some: One value or more.
        others: One value or more.
        words: What is known of words.
    """
    if len(some) == len(others) == 1:
        return level(kind, some[0], others[0], words)
    order = LEVELS[kind]
    pairs = [level(kind, each, other, words) for each in some for other in others]
    return min([each for each in pairs if each is not None], key=order.index, default=None)


def level(kind: FieldKind, value: str, other: str, words: Words) -> str | None:
    """How far two values agree: a level of `LEVELS[kind]`, or None where one cannot be read as such
    a value, as `unknown` for a date."""
    if value == other:
        return SAME
    if kind == "date":
        date, other_date = date_of(value), date_of(other)
        return date and other_date and _level_of_dates(date, other_date)
    if kind == "number":
        number, other_number = number_of(value), number_of(other)
        if number is None or other_number is None:
            return None
        return _level_of_numbers(number, other_number)
    return _level_of_texts(kind, value, other, words)


@functools.lru_cache(2**14)
def date_of(text: str) -> Date | None:
    """A date by its parts, or None where a text says none.

    The first of January is taken for a year of which no more is known, as tables write it.
    """
    text = text.strip()
    found = _FULL_DATE.match(text)
    if found is not None:
        year, month, day = int(found[1]), int(found[2]), int(found[3] or 0)
        if not year:  # 0000-00-00 stands for no date
            return None
        if (month, day) in ((1, 1), (0, 0)):
            return Date(year, 4)
        return Date(year, 4, month or None, day or None)
    found = _YEAR.fullmatch(text)
    if found is not None:
        return Date(int(found[1]), len(found[1]))
    found = _YEAR_WITHIN.search(text)
    return Date(int(found[0]), 4) if found is not None else None


def number_of(text: str) -> float | None:
    """The number that a text is, its unit aside, or None."""
    found = _NUMBER.fullmatch(text.strip())
    return float(re.sub("[,' ]", "", found[1])) if found else None


def _level_of_dates(date: Date, other: Date) -> str:
    digits = min(date.digits, other.digits)
    if digits < 4:
        apart = (date.year - other.year) % 10**digits
        if apart == 0:
            whole = digits > 1 or date.digits == other.digits
            return "year" if whole else "near year"
        return "near year" if digits > 1 and apart in (1, 99) else OTHER
    apart = abs(date.year - other.year)
    if apart == 0:
        return _level_in_a_year(date, other)
    if date.month is not None and date[2:] == other[2:] and _one_digit_off(date.year, other.year):
        return "slip"
    if apart in (1, 10):
        return "near year"
    return "decade" if date.year // 10 == other.year // 10 else OTHER


def _level_in_a_year(date: Date, other: Date) -> str:
    """How far two dates of one year agree."""
    if date[2:] == other[2:]:
        return SAME
    if date.month is None or other.month is None:
        return "year"
    if date.month == other.month:
        return SAME if date.day is None or other.day is None else "slip"
    if date.day is None or other.day is None:
        return "year and another day"
    swapped = (date.month, date.day) == (other.day, other.month)
    return "slip" if swapped or date.day == other.day else "year and another day"


def _one_digit_off(year: int, other: int) -> bool:
    return OSA.distance(str(year), str(other), score_cutoff=1) == 1


def _level_of_numbers(number: float, other: float) -> str:
    apart, size = abs(number - other), max(abs(number), abs(other))
    if apart == 0:
        return SAME
    if apart <= 0.01 * size:
        return "within 1 %"
    return "within 10 %" if apart <= 0.1 * size else OTHER


def _level_of_texts(kind: FieldKind, value: str, other: str, words: Words) -> str:
    text, its = _text_of(value), _text_of(other)
    if text.joined == its.joined:
        return SAME if text.joined else OTHER
    if kind == "text":
        return _level_of_words(text, its, words)
    if kind == "identifier":
        return "slip" if OSA.distance(text.joined, its.joined, score_cutoff=1) == 1 else OTHER
    return SAME if kind == "code" and _same_country(text, its, words) else OTHER


def _level_of_words(text: _Text, its: _Text, words: Words) -> str:
    common = text.words & its.words
    if common:
        function = words.roles[""]
        ours, theirs = (
            {word for word in one.words - common if function.get(word) != "stop"}
            for one in (text, its)
        )
        if not ours and not theirs:
            return "spelling"
        if not (ours and theirs):
            return "part"
    function = words.roles[""]
    a, b = (
        "".join([word for word in one.written.split() if function.get(word) != "stop"])
        for one in (text, its)
    )
    if OSA.normalized_similarity(a, b, score_cutoff=_MIN_LIKENESS):
        return "spelling"
    if any(len(word) >= _MIN_SHARED and words.roles[""].get(word) != "stop" for word in common):
        return "shared word"
    return "spelling" if not common and _same_country(text, its, words) else OTHER


def _same_country(text: _Text, its: _Text, words: Words) -> bool:
    """Whether two texts are names of one country, or its code."""
    code = _country_of(text, words)
    return code is not None and code == _country_of(its, words)


def _country_of(text: _Text, words: Words) -> str | None:
    """The code of the country that a text is the name or the code of, or None."""
    first, *rest = text.written.split() or [""]
    for name in words.countries.get(first, ()):
        if name.rest == rest:
            return name.stands_for
    return first.upper() if len(first) == _CODE_LETTERS and not rest else None


@functools.lru_cache(2**14)
def _text_of(value: str) -> _Text:
    folded = fold(value[:_MAX_LETTERS]) or ""
    text = (latin(folded) or folded or value)[:_MAX_LETTERS]
    return _Text(text, text.replace(" ", ""), frozenset(text.split()))
