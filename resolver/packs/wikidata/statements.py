"""The values of an item's statements. Reach for it to read a property of Wikidata.

A statement whose value is unknown, or that there is none, gives no value; nor does one that is
deprecated. Where one is preferred, those that are not give none.
"""

from __future__ import annotations

import re
from typing import Any, Final

from resolver.errors import BadValue
from resolver.packs.dates import of_parts

_TIME: Final = re.compile(r"\+0*(\d{1,4})-(\d\d)-(\d\d)T")
"""A time after Christ; older dumps pad the year with zeros."""

_ALL_ROUND: Final = 360
"""Degrees."""

_YEAR: Final = 9
"""The precision of a time that is a year; that of a month is 10, of a day 11."""


def part(item: dict[str, Any], key: str) -> dict[str, Any]:
    """An object within an item; where it is empty, a dump may have an empty list."""
    value = item.get(key)
    return value if isinstance(value, dict) else {}


def valued(claims: dict[str, Any], prop: str) -> list[dict[str, Any]]:
    """The statements of a property that have a value and are not deprecated."""
    return [
        each
        for each in claims.get(prop) or ()
        if each["mainsnak"]["snaktype"] == "value" and each.get("rank") != "deprecated"
    ]


def best(claims: dict[str, Any], prop: str) -> list[dict[str, Any]]:
    """The statements of a property that count: those that are preferred, where some are."""
    found = valued(claims, prop)
    preferred = [each for each in found if each.get("rank") == "preferred"]
    return preferred or found


def value_of(statement: dict[str, Any]) -> Any:
    """The value of a statement that has one."""
    return statement["mainsnak"]["datavalue"]["value"]


def values(claims: dict[str, Any], prop: str) -> list[Any]:
    """The values of a property."""
    return [value_of(each) for each in best(claims, prop)] if prop in claims else []


def item_ids(statements: list[dict[str, Any]]) -> list[str]:
    """The items that statements name."""
    found = [value_of(each) for each in statements]
    return [each.get("id") or f"Q{each['numeric-id']}" for each in found]


def current(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of some statements that hold; where all have ended, the one that ended last."""
    held = [each for each in statements if not has_ended(each)]
    return held or sorted(statements, key=lambda each: qualified_date(each, "P582") or "")[-1:]


def has_ended(statement: dict[str, Any]) -> bool:
    """Whether a statement says when it ceased to be true."""
    return "P582" in part(statement, "qualifiers")


def qualified_date(statement: dict[str, Any], prop: str) -> str | None:
    """The date that a qualifier of a statement says."""
    for snak in part(statement, "qualifiers").get(prop) or ():
        if snak["snaktype"] == "value":
            return date_of(snak["datavalue"]["value"])
    return None


def date_of(value: dict[str, Any]) -> str | None:
    """A date of up to the precision that it has; None before Christ, or for more than a year.

    A day that the calendar does not have, as some of the Julian one, is left out.

    Args:
        value: A time of Wikidata: `{"time": "+1952-03-11T00:00:00Z", "precision": 11, …}`.
    """
    form = _TIME.match(value["time"])
    precision = value["precision"]
    if form is None or precision < _YEAR:
        return None
    return of_parts(*form.groups()[: precision - _YEAR + 1])


def coordinates(claims: dict[str, Any]) -> tuple[str, str] | None:
    """Latitude and longitude on Earth, as texts with six decimals at most."""
    for value in values(claims, "P625"):
        if value.get("globe", "/Q2").endswith("/Q2"):
            return _degrees(value["latitude"]), _degrees(value["longitude"])
    return None


def _degrees(value: float) -> str:
    if not abs(value) <= _ALL_ROUND:
        raise BadValue(f"{value!r:.40} is not a number of degrees", "fetch the dump again")
    return f"{value:.6f}".rstrip("0").rstrip(".")
