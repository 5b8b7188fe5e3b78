"""Dates as cells have them → ISO. Reach for it where a cell says a date as people do.

31.12.1980 → 1980-12-31      1980-12-31, 1980-12, 1980 as they are      12/31/1980 as it is: no date

Between dots the day comes first, everywhere; between slashes it may be the month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from resolver.model.dates import is_date

_DOTTED: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)


def is_date_property(name: str) -> bool:
    """Whether a property has dates, by its name: birth_date."""
    return name == "date" or name.endswith("_date")


def iso_date(text: str) -> str:
    """A date in ISO form; what is none, as it is."""
    dotted = _DOTTED.fullmatch(text)
    if dotted is None:
        return text
    day, month, year = map(int, dotted.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def no_dates(column: str, cells: Sequence[str]) -> str | None:
    """What to warn of where most cells of a column of dates are none; None where they are.

    Args:
        column: What it is called.
        cells: Those that are not empty.
    """
    others = [cell for cell in cells if not is_date(iso_date(cell))]
    if 2 * len(others) <= len(cells):
        return None
    return (
        f"the column {column!r} has no dates such as 1980-12-31 or 31.12.1980, but {others[0]!r}:"
        " compared as they are written"
    )
