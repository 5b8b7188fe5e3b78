"""A line becomes an entity with its facts, and the IDs that mean the same thing."""

from __future__ import annotations

import json

import pytest

from resolver.errors import InvalidInput
from resolver.model import Entity, Redirect, SameAs
from resolver.packs.wikidata.items import records_of
from resolver.packs.wikidata.options import Options, options_beside
from tests.packs.wikidata.dumped import (
    is_a,
    item,
    item_value,
    line_of,
    statement,
    text_value,
    time_value,
)

OPTIONS = Options(
    {"Q5": "person", "Q515": "place", "Q43229": "organization", "Q11344": "other"},
    frozenset({"en", "uk"}),
    1,
)
PLACE = {"value": {"latitude": 49.83, "longitude": 24.03}, "type": "globecoordinate"}


def test_a_person_has_dates_countries_and_a_prominence() -> None:
    person = item(
        "Q1",
        {"en": "Ada", "uk": "Ада"},
        *is_a("Q5"),
        statement("P569", time_value("+1815-12-10T00:00:00Z", 11)),
        statement("P569", time_value("+1815-00-00T00:00:00Z", 9)),
        statement("P570", "somevalue"),
        statement("P27", item_value("Q145")),
        statement("P27", item_value("Q15180")),  # the Soviet Union has no code
        sitelinks=7,
    ) | {"descriptions": {"uk": {"language": "uk", "value": "математик"}}}
    (entity,) = records_of(line_of(person), OPTIONS)
    assert isinstance(entity, Entity)
    assert (entity.id, entity.type, entity.name) == ("Q1", "person", "Ada")
    assert [(each.text, each.language) for each in entity.aliases] == [("Ада", "uk")]
    assert (entity.country, entity.prominence) == (("GB",), 7)
    assert entity.description == "математик"
    assert dict(entity.property_values) == {"birth_date": ("1815-12-10", "1815")}


def test_the_imo_number_of_a_ship_is_called_as_in_other_packs() -> None:
    options = Options({"Q11446": "vessel"}, frozenset({"en"}), 0)
    ship = item("Q1", {"en": "A"}, *is_a("Q11446"), statement("P458", text_value("9123456")))
    (entity,) = records_of(line_of(ship), options)
    assert isinstance(entity, Entity)
    assert dict(entity.property_values) == {"imo": ("9123456",)}


@pytest.mark.parametrize(
    ("countries", "expected"),
    [
        ({"Q145": "1990", "Q212": None}, ("UA",)),
        ({"Q145": "1990", "Q212": "1980"}, ("GB",)),  # all have ended: the last
    ],
)
def test_a_country_that_has_ended_is_none(
    countries: dict[str, str | None], expected: tuple[str, ...]
) -> None:
    statements = [statement("P17", item_value(each)) for each in countries]
    for said, ended in zip(statements, countries.values(), strict=True):
        if ended is not None:
            value = time_value(f"+{ended}-00-00T00:00:00Z", 9)
            said["qualifiers"]["P582"] = [{"snaktype": "value", "datavalue": value}]
    (entity,) = records_of(line_of(item("Q1", {"en": "A"}, *is_a("Q515"), *statements)), OPTIONS)
    assert isinstance(entity, Entity)
    assert entity.country == expected


@pytest.mark.parametrize("latitude", ["49.8", None, 10**400, 1e999, [], 361])
def test_a_latitude_that_is_no_number_of_degrees_is_refused(latitude: object) -> None:
    place = {"value": {"latitude": latitude, "longitude": 24.03}, "type": "globecoordinate"}
    line = line_of(item("Q1", {"en": "A"}, *is_a("Q515"), statement("P625", place)))
    with pytest.raises(InvalidInput):
        records_of(line, OPTIONS)


def test_identifiers_of_other_packs_mean_the_same_thing() -> None:
    place = item(
        "Q1",
        {"en": "A"},
        *is_a("Q43229", "Q515"),
        statement("P625", PLACE),
        statement("P6782", text_value("05dxps055")),
        statement("P1566", text_value("702550")),
        statement("P300", text_value("UA-46")),
        statement("P300", text_value("UA-99"), P582=time_value("+2000-00-00T00:00:00Z", 9)),
        statement("P1278", text_value("not one")),
        statement("P297", text_value("UA")),
        statement("P297", text_value("PL")),
    )
    entity, same = records_of(line_of(place), OPTIONS)
    assert isinstance(entity, Entity)
    assert entity.type == "place"
    assert dict(entity.property_values) == {"latitude": ("49.83",), "longitude": ("24.03",)}
    assert same == SameAs("Q1", ("UA-46", "geonames-702550", "https://ror.org/05dxps055"))


def test_a_class_of_no_usual_type_has_its_own() -> None:
    (entity,) = records_of(line_of(item("Q560", {"en": "helium"}, *is_a("Q11344"))), OPTIONS)
    assert isinstance(entity, Entity)
    assert entity.type == "other"


@pytest.mark.parametrize(
    "entity",
    [
        item("Q1", {"en": "A"}, *is_a("Q6")),
        item("Q1", {"en": "A"}, statement("P31", item_value("Q5"), "deprecated")),
        item("Q1", {"en": "A"}, statement("P31", "novalue")),
        item("Q1", {"en": "A"}, *is_a("Q5"), sitelinks=0),
        item("Q1", {}, *is_a("Q5")),
        item("Q1", {"en": "A"}) | {"labels": [], "claims": [], "sitelinks": []},
    ],
)
def test_what_is_not_wanted_gives_nothing(entity: object) -> None:
    assert records_of(line_of(entity), OPTIONS) == ()


def test_a_redirect_is_one() -> None:
    assert records_of(b'{"entity": "Q2", "redirect": "Q1"}', OPTIONS) == (Redirect("Q2", "Q1"),)


def test_ten_thousand_aliases_on_one_item_are_read() -> None:
    many = {"en": [f"name {number}" for number in range(10_000)]}
    (entity,) = records_of(line_of(item("Q1", {"en": "A"}, *is_a("Q5"), aliases=many)), OPTIONS)
    assert isinstance(entity, Entity)
    assert len(entity.aliases) == 10_000


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": "Q1"',
        b"[1]",
        b"\xff",
        b"[" * 100_000,
        line_of(item("Q1", {"en": "A"}, *is_a("Q5")) | {"id": 7}),
        line_of(item("Q1", {"en": "A"}, *is_a("Q5")) | {"labels": {"en": "A"}}),
        line_of(item("Q1", {"en": "A"}, *is_a("Q5"), statement("P569", text_value("1815")))),
        line_of(item("Q1", {"en": "A"}, *is_a("Q5"), statement("P27", {"value": {}}))),
        line_of(item("Q1", {"en": "A"}, *is_a("Q5"), statement("P297", {"value": {}}))),
        json.dumps({"entity": "Q1", "redirect": "Q1"}).encode(),
    ],
)
def test_what_is_no_entity_is_refused(line: bytes) -> None:
    with pytest.raises(InvalidInput):
        records_of(line, OPTIONS)


def test_the_country_of_a_country_is_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    options = options_beside(tmp_path_factory.mktemp("none") / "x.json")
    country = item(
        "Q212", {"en": "Ukraine"}, *is_a("Q3624078"), statement("P17", item_value("Q212"))
    )
    (entity,) = records_of(line_of(country), options)
    assert isinstance(entity, Entity)
    assert (entity.type, entity.country) == ("place", ("UA",))


def test_what_is_wrong_is_said_in_plain_words() -> None:
    broken = item("Q1", {"en": "A"}, *is_a("Q5")) | {"labels": {"en": 5}}
    with pytest.raises(InvalidInput) as refused:
        records_of(line_of(broken), OPTIONS)
    assert "Error" not in str(refused.value)
    assert "a value is of another form" in str(refused.value)
