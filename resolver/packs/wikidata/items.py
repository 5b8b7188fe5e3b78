"""A line of a dump → the records of an item. Reach for it to read another property.

Countries are those of the item (P17), of citizenship (P27) and of origin (P495), as far as they
have an ISO code and have not ended; of several that all have ended, the last. The prominence is the
number of pages that wikis have about it. Dates, coordinates and the IMO number of a ship are facts.
Identifiers of other packs mean the same thing, where there is one of a kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from resolver.errors import BadValue
from resolver.model import COUNTRIES, Entity, Record, Redirect, SameAs
from resolver.packs.json_values import misfit
from resolver.packs.wikidata.names import named
from resolver.packs.wikidata.options import Options, table
from resolver.packs.wikidata.statements import (
    best,
    coordinates,
    current,
    date_of,
    has_ended,
    item_ids,
    part,
    value_of,
    valued,
    values,
)

_TYPES_FIRST: Final = ("person", "vessel", "place", "organization", "product", "event", "work")
"""Which type an item of several has: a city is a place first, though it is an organization too."""

_DATES: Final = {
    "P569": "birth_date",
    "P570": "death_date",
    "P571": "established",
    "P576": "dissolved",
}

_IMO: Final = "P458"

_COUNTRY_OF: Final = ("P17", "P27", "P495")

_ROR, _GEONAMES, _LEI = "P6782", "P1566", "P1278"
_ISO_COUNTRY, _ISO_UNIT = "P297", "P300"

_SAME: Final = {
    _ROR: (re.compile(r"0[a-z0-9]{8}"), "https://ror.org/{}"),
    _GEONAMES: (re.compile(r"[1-9]\d*"), "geonames-{}"),
    _LEI: (re.compile(r"[A-Z0-9]{18}\d\d"), "{}"),
    _ISO_COUNTRY: (re.compile("|".join(sorted(COUNTRIES))), "{}"),
    _ISO_UNIT: (re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}"), "{}"),
}
"""Identifiers of other packs: their form, and what they look like there."""


@cache
def _countries() -> dict[str, str]:
    return {row["id"]: row["country"] for row in table("countries.csv")}


def records_of(data: bytes, options: Options) -> tuple[Record, ...]:
    """The records of a line: none where it is not wanted after all.

    Args:
        data: The line.
        options: What is wanted of the dump.

    Raises:
        InvalidInput: It is no entity of Wikidata.
    """
    try:
        return tuple(_records(_object(data), options))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise BadValue(
            f"not an entity of Wikidata: {misfit(error)}", "fetch the dump again"
        ) from None


def _object(data: bytes) -> dict[str, Any]:
    try:
        item = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise BadValue(f"not valid JSON: {error}", "fetch the dump again") from None
    if not isinstance(item, dict):
        raise BadValue("not an entity", "fetch the dump again")
    return item


def _records(item: dict[str, Any], options: Options) -> Iterator[Record]:
    if "redirect" in item:
        yield Redirect(item["entity"], item["redirect"])
    else:
        yield from _of_item(item, options)


def _of_item(item: dict[str, Any], options: Options) -> Iterator[Record]:
    claims = part(item, "claims")
    type_ = _type(claims, options)
    sitelinks = len(part(item, "sitelinks"))
    names = named(item, options.languages) if type_ is not None else None
    if type_ is None or names is None or sitelinks < options.min_sitelinks:
        return
    yield Entity(
        id=item["id"],
        type=type_,
        name=names[0],
        aliases=names[1],
        country=_country(claims),
        description=_description(item, options),
        prominence=sitelinks,
        properties=_facts(claims),
    )
    same = tuple(_same(claims))
    if same:
        yield SameAs(item["id"], same)


def _type(claims: dict[str, Any], options: Options) -> str | None:
    types = {options.types.get(each) for each in item_ids(valued(claims, "P31"))} - {None}
    return next((each for each in _TYPES_FIRST if each in types), next(iter(types), None))


def _country(claims: dict[str, Any]) -> tuple[str, ...]:
    countries = _countries()
    found = {
        countries.get(each)
        for prop in _COUNTRY_OF
        if prop in claims
        for each in item_ids(current(best(claims, prop)))
    }
    return tuple(code for code in found if code is not None)


def _description(item: dict[str, Any], options: Options) -> str | None:
    found = part(item, "descriptions")
    for code in ("en", *sorted(options.languages)):
        if code in found:
            text: str = found[code]["value"]
            return text
    return None


def _facts(claims: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    facts: dict[str, tuple[str, ...]] = {}
    for prop, name in _DATES.items():
        if prop in claims:
            dates = [date_of(each) for each in values(claims, prop)]
            facts[name] = tuple(dict.fromkeys(each for each in dates if each is not None))
    if _IMO in claims:
        facts["imo"] = tuple(values(claims, _IMO))
    place = coordinates(claims) if "P625" in claims else None
    if place is not None:
        facts["latitude"], facts["longitude"] = (place[0],), (place[1],)
    return facts


def _same(claims: dict[str, Any]) -> Iterator[str]:
    for prop, (form, written) in _SAME.items():
        if prop in claims:
            found = {value_of(each) for each in best(claims, prop) if not has_ended(each)}
            if len(found) == 1 and form.fullmatch(value := found.pop()):
                yield written.format(value)
