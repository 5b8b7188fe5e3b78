"""When the names of an entity were in use, as bars on one scale of years.

Reach for `timeline`. A bar is a part of a picture that is `WIDTH` wide, so that a page draws it
without working anything out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from resolver.explaining.naming import validity
from resolver.model.dates import parse_interval

WIDTH: Final = 1000
"""How wide the picture is."""

_LEAST: Final = 4
"""How wide a bar is at least: a day is to be seen, too."""

_SHOWN: Final = 40
"""Names that are shown at most."""


class Bar(NamedTuple):
    """The time in which a name was in use.

    Args:
        text: The name.
        language: Its tag, "" where it has none.
        words: The time in words.
        left: Where the bar begins.
        width: How wide it is.
        is_open: Whether nothing says when it began, or that it ended.
    """

    text: str
    language: str
    words: str
    left: int
    width: int
    is_open: bool


class Timeline(NamedTuple):
    """Bars, the earliest first, and the years that stand below them, from left to right."""

    bars: tuple[Bar, ...]
    years: tuple[int, ...]


def timeline(record: Mapping[str, Any], today: date) -> Timeline | None:
    """The time line of an entity; None where no alias has a date.

    Args:
        record: As `Resolver.entity` has it.
        today: Where names end that are in use.
    """
    dated = [
        each
        for each in record.get("aliases", ())
        if each.get("valid_from") is not None or each.get("valid_until") is not None
    ]
    if not dated:
        return None
    days = [day for each in dated for day in _days(each)]
    first, last = min(days).year, max([*days, today]).year + 1
    first = min(first, last - 2) if first + 1 >= last else first
    if any("valid_from" not in each for each in dated):
        first -= max((last - first) // 10, 1)  # room for what began nobody knows when
    begin, end = date(max(first, 1), 1, 1), _first_day(last)
    bars = [_bar(each, begin, end, today) for each in dated]
    bars.sort(key=lambda bar: (bar.left, bar.left + bar.width))
    return Timeline(tuple(bars[:_SHOWN]), (begin.year, (begin.year + last) // 2, last))


def _first_day(year: int) -> date:
    return date(year, 1, 1) if year <= date.max.year else date.max


def _days(alias: Mapping[str, Any]) -> Iterator[date]:
    """The days that an alias names: its first and its last."""
    if alias.get("valid_from") is not None:
        yield parse_interval(alias["valid_from"])[0]
    if alias.get("valid_until") is not None:
        yield parse_interval(alias["valid_until"])[1]


def _bar(alias: Mapping[str, Any], begin: date, end: date, today: date) -> Bar:
    start, until = alias.get("valid_from"), alias.get("valid_until")
    first = begin if start is None else parse_interval(start)[0]
    last = max(today, first) if until is None else parse_interval(until)[1]
    scale = WIDTH / (end - begin).days
    left = min(round((first - begin).days * scale), WIDTH - _LEAST)
    right = min(round((last - begin).days * scale), WIDTH)
    return Bar(
        text=alias["text"],
        language=alias.get("language", ""),
        words=validity(start, until),
        left=left,
        width=max(right - left, _LEAST),
        is_open=start is None or until is None,
    )
