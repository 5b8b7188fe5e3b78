"""What a source says of a date → the dates that are meant. Reach for it to read a date of any form.

    read_dates("26 Nov 1972")                   → ("1972-11-26",)
    read_dates("circa 1962")                    → ("1962",)
    read_dates("01 Mar 1965 to 31 Mar 1965")    → ("1965-03",)
    read_dates("1959 to 1961")                  → ("1959", "1960", "1961")

A span becomes the month or the year that it is, or each of its years: one of them is right. A span
of more than `MAX_YEARS` says too little, and is left out.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from resolver.model.dates import is_date, parse_interval

MAX_YEARS: Final = 10
"""Years that a span may have."""

_DIGITS: Final = 4
"""That a number of a date has at most."""

_MONTHS: Final = {
    month: number
    for number, month in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(),
        1,
    )
}

_WRITTEN: Final = re.compile(r"(?:(?:(\d\d?) )?([A-Za-z]{3})[a-z]* )?(\d{4})", re.ASCII)
"""26 Nov 1972, Nov 1972 or 1972."""

_ABOUT: Final = re.compile(
    r"^(?:(?:circa|approximately|about|between|late|early|mid) |ca?\. ?)", re.IGNORECASE
)

_BETWEEN: Final = re.compile(r" to | and |(?<=\d) ?- ?(?=\d{4}$)")


def read_dates(text: str) -> tuple[str, ...]:
    """The dates that a text says in words; none where it says none."""
    ends = _BETWEEN.split(_ABOUT.sub("", text.strip()))
    found = [_written(end) for end in ends]
    if not 1 <= len(found) <= 2 or None in found:
        return ()
    return span(found[0], found[-1])


def of_parts(year: str | None, month: str | None = None, day: str | None = None) -> str | None:
    """The date of a year, a month and a day, as far as they are known; 0 is not known.

    A day or month that the calendar does not have is left out.
    """
    numbers = [
        int(part) if part and part.isdecimal() and len(part) <= _DIGITS else 0
        for part in (year, month, day)
    ]
    if 0 in numbers:
        numbers = numbers[: numbers.index(0)]
    while numbers:
        found = "-".join(["%04d", "%02d", "%02d"][: len(numbers)]) % tuple(numbers)
        if is_date(found):
            return found
        numbers.pop()
    return None


def of_slashes(text: str) -> str | None:
    """The date of `31/12/1962`, where `00` or letters stand for what is not known; or of a year."""
    day, _, rest = text.strip().partition("/")
    month, _, year = rest.partition("/")
    return of_parts(year or month or day, month, day)


def span(first: str | None, last: str | None) -> tuple[str, ...]:
    """The dates that a span from one date to another may mean; an end may be unknown."""
    known = [end for end in (first, last) if end is not None]
    if len(known) < 2 or known[0] == known[1]:
        return tuple(known[:1])
    begin, end = parse_interval(known[0])[0], parse_interval(known[1])[1]
    if begin > end:
        return ()
    for whole in (f"{begin:%Y-%m}", f"{begin.year:04}"):
        if parse_interval(whole) == (begin, end):
            return (whole,)
    return _years(begin, end)


def period(start: str | None, end: str | None) -> tuple[str | None, str | None]:
    """From when until when something was so; nothing of both where it ends before it begins."""
    if start and end and parse_interval(start)[0] > parse_interval(end)[1]:
        return None, None
    return start, end


def _years(begin: date, end: date) -> tuple[str, ...]:
    years = range(begin.year, end.year + 1)
    return tuple(f"{year:04}" for year in years) if len(years) <= MAX_YEARS else ()


def _written(text: str) -> str | None:
    found = _WRITTEN.fullmatch(_ABOUT.sub("", text.strip()))
    if found is None:
        return None
    day, month, year = found.groups()
    number = _MONTHS.get(month.lower()) if month else None
    return of_parts(year, str(number or 0), day)
