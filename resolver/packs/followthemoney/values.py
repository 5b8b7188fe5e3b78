"""What a key of a line holds: texts, countries and dates. Reach for it to read one more key.

texts("name", "Alice")              → ["Alice"]
texts("name", ["Alice", "Bob"])     → ["Alice", "Bob"]
texts("name", 5)                    → an error that names the key
country_of("gb-sct")                → "GB"
dates_of(["c. 1962", "1962-06-31"]) → ["1962"]
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from resolver.errors import BadValue
from resolver.model import COUNTRIES
from resolver.model.dates import is_date
from resolver.packs.dates import read_dates

REMEDY: Final = "give one entity a line, with id, schema and properties"


def listed(name: str, value: Any) -> list[Any]:
    """What a key holds as a list: texts and, in a nested line, entities.

    Args:
        name: The key.
        value: Its value: a list, or a text, which is a list of one; null is none.

    Raises:
        BadValue: It is something else.
    """
    if value is None:
        return []
    found = value if isinstance(value, list) else [value]
    for each in found:
        if not isinstance(each, str | dict):
            what = f"{name} is neither a text nor a list of texts"
            raise BadValue(what, REMEDY, field=name)
    return found


def texts(name: str, value: Any) -> list[str]:
    """The texts that a key holds, without empty ones and entities; errors as of `listed`."""
    return [each for each in listed(name, value) if each and isinstance(each, str)]


@cache
def country_of(code: str) -> str:
    """A code of FollowTheMoney as an ISO 3166-1 code, where there is one, else in capitals.

    A part of a country, such as gb-sct, is that country.
    """
    whole = code.upper()
    country = whole.partition("-")[0]
    return country if country in COUNTRIES else whole


def dates_of(values: Iterable[str]) -> list[str]:
    """The dates that values say, as 2015-03-01 or shorter; those that there cannot be are none."""
    dates: list[str] = []
    for value in values:
        day = value[:10]
        dates.extend((day,) if is_date(day) else read_dates(value))
    return dates
