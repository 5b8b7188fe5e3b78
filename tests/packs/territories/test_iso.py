"""Codes of ISO 3166 come out of pycountry."""

from __future__ import annotations

from resolver.model import COUNTRIES
from resolver.packs.territories.iso import (
    former_countries,
    iso_countries,
    iso_units,
    translations,
)


def test_every_country_has_its_codes_but_kosovo() -> None:
    assert set(iso_countries()) == COUNTRIES
    assert iso_countries()["IQ"]["alpha_3"] == "IRQ"
    assert not any(iso_countries()["XK"].values())


def test_a_unit_knows_its_parent() -> None:
    units = {unit.code: unit for unit in iso_units()}
    assert units["IQ-BB"].unit_type == "Governorate"
    assert units["IQ-BB"].parent is None
    assert units["IQ-AR"].parent == "IQ-KR"


def test_a_former_country_has_the_date_of_its_withdrawal() -> None:
    former = {each.code: each for each in former_countries()}
    assert former["ANHH"].withdrawn == "2010-12-15"
    assert former["BQAQ"].numeric == ""


def test_names_are_translated_with_tags_of_languages() -> None:
    assert ("uk", "Бабіль") in translations("iso3166-2")["Bābil"]
    tags = {tag for texts in translations("iso3166-2").values() for tag, _ in texts}
    assert {"sr", "sr-Latn", "pt-BR"} <= tags
