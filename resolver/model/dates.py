"""Dates of three precisions, read as intervals of days.

Reach for this module to compare dates or to check one. `2015` is the whole year, `2015-03` the
whole month, `2015-03-01` the day (ISO 8601 calendar dates). An interval is a pair of
`datetime.date`, both ends included.
"""

from __future__ import annotations

import calendar
import functools
import re
from datetime import UTC, date, datetime

from resolver.errors import BadDate

_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@functools.lru_cache(maxsize=4_096)  # a table's dates are asked about again and again
def parse_interval(text: str, *, field: str = "date") -> tuple[date, date]:
    """The first and the last day of a year, a month or a day.

    Raises:
        BadDate: `text` has another form or is no date of the calendar.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise _bad(field, text)
    year = int(form[1])
    month, day = (int(part) if part else None for part in form.group(2, 3))
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise _bad(field, text) from error


def is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar, as `2015-03-01`."""
    try:
        parse_interval(text)
    except BadDate:
        return False
    return True


def optional_date(field: str, value: object) -> str | None:
    """A date in one of the three forms, or None where it is absent or empty."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise _bad(field, value)
    parse_interval(value, field=field)
    return value


def utc_time(field: str, value: object) -> str:
    """A time in UTC, to the second: `2026-03-01T12:00:00Z`.

    Args:
        field: What it is of, for the error.
        value: An ISO 8601 time with an offset.

    Raises:
        BadDate: It is none.
    """
    try:
        moment = datetime.fromisoformat(value)  # type: ignore[arg-type] # that is what is tried
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadDate(
            f"{field} {value!r} is not a time with an offset",
            "write 2026-03-01T12:00:00Z",
            field=field,
        )
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _bad(field: str, value: object) -> BadDate:
    return BadDate(
        f"{field} {value!r} is not a date", "write 2015, 2015-03 or 2015-03-01", field=field
    )
