"""The Security Council's list: individuals and entities, with the quality of their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import open_pack
from resolver.packs.rejects import RejectFile
from tests.packs.sanctions.shared import FILES, entities, facts, names

FILE = FILES / "consolidated.xml"


def test_parties_of_the_list() -> None:
    source = open_pack(FILE).source
    assert (source.name, source.version) == ("un-sc", "2026-07-14T08:00:00")
    person, company, native = entities(FILE).values()
    assert (person.id, person.type, person.name) == (
        "unsc-6900001",
        "person",
        "ABDUL PLATAN MANSUR",
    )
    assert names(person) == [
        ("عبد البلاتان منصور", "native"),
        ("Abdulplatan Mansour", "name"),
        ("Haji & Platan", "weak"),
    ]
    assert person.country == ("AF", "PK")
    assert person.description == "Maulavi; Minister of Platanos; Governor"
    assert facts(person) == {
        "birth_date": ["1968", "1970", "1971", "1969-03-04"],
        "birth_place": "Garda Saray, Afghanistan",
        "gender": "male",
        "identifier": "19820215-13",
        "listed_on": "2001-01-31",
        "nationality": "AF",
        "passport": "D0001",
        "programme": "Taliban",
        "reference": "TAi.901",
    }
    assert (company.type, company.country) == ("organization", ("KP",))
    assert names(company) == [("Banana Trading Company", "former"), ("PTC", "name")]
    assert (native.name, native.aliases) == ("플라타노", ())


def test_a_party_without_a_name_has_a_line(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(
        "<CONSOLIDATED_LIST>\n<ENTITIES>\n<ENTITY><DATAID>1</DATAID></ENTITY></ENTITIES>"
        "</CONSOLIDATED_LIST>"
    )
    with pytest.raises(BadSource, match=r"list.xml, line 3.*: name is empty"):
        entities(path)


def test_a_year_of_thousands_of_digits_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(FILE.read_text("utf-8").replace("<YEAR>1968", "<YEAR>" + "1" * 5_000), "utf-8")
    assert "1968" not in facts(entities(path)["unsc-6900001"])["birth_date"]


def test_a_party_that_is_wrong_is_written_down_as_xml(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(FILE.read_text("utf-8").replace("<DATAID>6900002", "<DATAID>"), "utf-8")
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        assert len(entities(path, rejects)) == 2
    row = json.loads((tmp_path / "rejects.jsonl").read_text())["row"]
    assert "<FIRST_NAME>PLATANO TRADING COMPANY</FIRST_NAME>" in row


def test_ten_thousand_names_of_one_party_are_read(tmp_path: Path) -> None:
    alias = "<ENTITY_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>N{}</ALIAS_NAME></ENTITY_ALIAS>"
    path = tmp_path / "list.xml"
    path.write_text(
        "<CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME>"
        + "".join(alias.format(number) for number in range(10_000))
        + "</ENTITY></ENTITIES></CONSOLIDATED_LIST>"
    )
    (party,) = entities(path).values()
    assert len(party.aliases) == 10_000
