"""OFAC's advanced XML: parties with what they refer to, and names in every script."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import open_pack
from resolver.packs.rejects import RejectFile
from tests.packs.sanctions.shared import FILES, entities, facts, names

FILE = FILES / "sdn_advanced.xml"


def changed(path: Path, old: str, new: str) -> Path:
    text = FILE.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_parties_have_what_they_refer_to() -> None:
    found = entities(FILE)
    assert list(found) == ["ofac-101", "ofac-102", "ofac-103", "ofac-106"]
    airline, person, ship, _ = found.values()
    assert (airline.name, airline.country) == ("AEROPLATANO AIRLINES", ("CU",))
    assert names(airline) == [("LINEAS PLATANO", "former")]
    assert facts(airline) == {}
    assert (person.type, person.name) == ("person", "KARIMZADEH, Behrouz Ali")
    assert (person.description, person.country) == ("Director, Platano Industries", ("IR",))
    assert facts(person) == {
        "birth_date": ["1962-08-12", "1960"],
        "birth_place": "Tehran, Iran",
        "gender": "male",
        "identifier": "0079-1",
        "listed_on": "2012-03-05",
        "nationality": "IR",
        "passport": "A1234567",
        "programme": ["NPWMD", "IFSR"],
    }
    assert (ship.type, ship.country) == ("vessel", ("PA",))
    assert facts(ship) == {
        "call_sign": "9HAB2",
        "flag": "PA",
        "imo": "9123456",
        "mmsi": "351234567",
    }


def test_names_in_other_scripts_say_the_script() -> None:
    found = entities(FILE)
    written = [(each.text, each.kind, each.language) for each in found["ofac-102"].aliases]
    assert written == [
        ("کریم\u200cزاده, بهروز", "native", "und-Arab"),
        ("THE ENGINEER", "weak", None),
    ]
    assert found["ofac-106"].name == "LI, Platan"
    written = [(each.text, each.kind, each.language) for each in found["ofac-106"].aliases]
    assert written == [("李白天", "native", "und-Hans"), ("이 백천", "native", "und-Kore")]


def test_low_quality_is_weak_in_any_script_and_of_any_type(tmp_path: Path) -> None:
    path = changed(tmp_path / "a.xml", 'LowQuality="false"', 'LowQuality="true"')
    kinds = {kind for entity in entities(path).values() for _, kind in names(entity)}
    assert kinds == {"weak"}


def test_parts_whose_groups_are_not_given_are_in_their_order(tmp_path: Path) -> None:
    path = changed(tmp_path / "a.xml", "<NamePartGroup ", "<Other ")
    assert entities(path)["ofac-102"].name == "KARIMZADEH Behrouz Ali"


def test_a_packed_file_is_read_and_one_that_is_cut_short_is_an_error(tmp_path: Path) -> None:
    packed = gzip.compress(FILE.read_bytes())
    path = tmp_path / "sdn_advanced.xml.gz"
    path.write_bytes(packed)
    assert entities(path) == entities(FILE)
    path.write_bytes(packed[:-20])
    with pytest.raises(BadSource, match="damaged or cut short"):
        entities(path)
    path = tmp_path / "sdn_advanced.xml"
    path.write_bytes(FILE.read_bytes()[:-40])
    with pytest.raises(BadSource, match=r"line 7\d: the XML is cut short"):
        entities(path)


def test_a_party_that_is_wrong_has_a_line_and_the_others_go_on(tmp_path: Path) -> None:
    path = changed(tmp_path / "a.xml", '<Profile ID="102"', '<Profile ID=""')
    with pytest.raises(BadSource, match=r"a\.xml, line 40: a party without a number"):
        entities(path)
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        assert len(entities(path, rejects)) == 3
    row = json.loads((tmp_path / "rejects.jsonl").read_text())["row"]
    assert row.startswith('<DistinctParty FixedRef="102"')
    assert row.endswith("</DistinctParty>")
    path = changed(tmp_path / "a.xml", "Profile", "Other")
    with pytest.raises(BadSource, match="line 33: a party without a profile"):
        entities(path)


def test_a_dtd_is_refused(tmp_path: Path) -> None:
    path = changed(tmp_path / "a.xml", "<Sanctions ", '<!DOCTYPE S [<!ENTITY x "y">]><Sanctions ')
    with pytest.raises(BadSource, match="nothing with a DTD is read"):
        open_pack(path)


def test_addresses_of_money_are_identifiers(tmp_path: Path) -> None:
    path = changed(tmp_path / "a.xml", ">Website<", ">Digital Currency Address - XBT<")
    assert facts(entities(path)["ofac-101"]) == {"identifier": "www.example.org"}
    path = changed(tmp_path / "a.xml", ">Website<", ">SWIFT/BIC<")
    assert facts(entities(path)["ofac-101"]) == {"identifier": "www.example.org"}
