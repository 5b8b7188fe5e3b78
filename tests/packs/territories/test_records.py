"""The pack of territories: countries, former countries and units, by their codes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import COUNTRIES, Alias, Entity, Record, Redirect, SameAs
from resolver.packs import open_pack, open_source, territories
from tests.packs.territories.test_subdivision_xml import METADATA, written


@cache
def installed() -> dict[str, Entity]:
    records = open_source("territories").records()
    return {each.id: each for each in records if isinstance(each, Entity)}


def texts(entity: Entity) -> set[str]:
    return {alias.text for alias in entity.names}


def test_every_country_has_its_code_and_is_called_in_all_languages() -> None:
    iraq = installed()["IQ"]
    assert set(installed()) >= COUNTRIES
    assert iraq.country == ("IQ",)
    assert dict(iraq.property_values) == {"iso_alpha3": ("IRQ",), "iso_numeric": ("368",)}
    assert {"Iraq", "العراق", "イラク", "Republic of Iraq"} <= texts(iraq)
    kinds = {alias.text: alias.kind for alias in iraq.aliases}
    assert kinds["العراق"] == "native"
    assert kinds["IRQ"] == "weak"
    assert "Bolivia" in texts(installed()["BO"])


def test_a_unit_knows_its_country_its_kind_and_its_parent() -> None:
    babil, arbil = installed()["IQ-BB"], installed()["IQ-AR"]
    assert {"Bābil", "Babil", "Babilon", "Бабіль"} <= texts(babil)
    assert babil.description == "governorate of Iraq"
    assert arbil.description == "governorate in Iqlīm Kūrdistān, Iraq"
    assert dict(arbil.property_values)["admin1"] == ("Iqlīm Kūrdistān",)


def test_a_former_country_has_dates_and_no_country() -> None:
    former = installed()["CSHH"]
    assert former.country == ()
    assert former.name == "Czechoslovakia"
    assert {alias.valid_until for alias in former.names} == {"1993-06-15"}
    assert Alias("Czechoslovakia", valid_until="1993-06-15") in former.aliases


@pytest.fixture
def with_files(tmp_path: Path) -> list[Record]:
    written(tmp_path / "subdivisions" / "en.xml")
    written(tmp_path / "subdivisions" / "ar.xml")
    written(tmp_path / "supplemental" / "supplementalMetadata.xml", text=METADATA)
    pack = open_pack(tmp_path)
    assert pack.source.name == "territories"
    assert pack.source.digest != open_source("territories").source.digest
    return list(pack.records())


def test_files_of_cldr_add_names_and_codes_that_became_others(with_files: list[Record]) -> None:
    babil = next(each for each in with_files if each.entity_id == "IQ-BB")
    assert "Babylon & Hilla" in texts(babil) if isinstance(babil, Entity) else False
    assert Redirect("CN-11", "CN-BJ") in with_files
    assert SameAs("US-PR", ("PR",)) in with_files


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(territories, "_LIBRARIES", ("no-such-library",))
    with pytest.raises(BadSource, match=r"no-such-library is not installed — pip"):
        territories.open_territories()
