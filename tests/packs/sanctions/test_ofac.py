"""OFAC's list as CSV: three files are one table, and either form of the list is the same source."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import open_pack
from resolver.packs.catalogue import recognised
from resolver.packs.rejects import RejectFile
from tests.packs.sanctions.shared import CSVS, FILES, entities, facts, names


def test_the_files_beside_complete_the_rows(folder: Path) -> None:
    found = entities(folder)
    assert found == entities(folder / "sdn.csv")
    airline, person, ship, aircraft, company = found.values()
    assert (airline.id, airline.type, airline.name) == (
        "ofac-101",
        "organization",
        "AEROPLATANO AIRLINES",
    )
    assert names(airline) == [("AERO-PLATANO", "name"), ("LINEAS PLATANO", "former")]
    assert airline.country == ("CU",)
    assert facts(airline) == {"programme": "CUBA"}
    assert (person.type, person.name) == ("person", "KARIMZADEH, Behrouz Ali")
    assert person.description == "Director, Platano Industries"
    assert person.country == ("IR", "KP", "TR")
    assert names(person) == [
        ("KARIMZADEH, Behruz", "name"),
        ("ALI", "weak"),
        ("THE ENGINEER", "weak"),
        ("BEHROUZ", "weak"),
    ]
    assert facts(person) == {
        "birth_date": ["1962-08-12", "1960", "1957", "1958", "1959"],
        "birth_place": "Tehran, Iran",
        "citizenship": "IR",
        "gender": "male",
        "identifier": "0079-1",
        "linked_to": "PLATANO INDUSTRIES",
        "nationality": ["IR", "KP"],
        "passport": "A1234567",
        "programme": ["NPWMD", "IFSR"],
    }
    assert (ship.type, ship.country) == ("vessel", ("PA",))
    assert facts(ship) == {
        "call_sign": "9HAB2",
        "flag": "PA",
        "imo": "9123456",
        "mmsi": "351234567",
        "programme": "SDGT",
    }
    assert (aircraft.type, aircraft.name) == ("product", "EP-PLT")
    assert (company.name, company.country) == ('PLATANO "GOLD" & SONS, S.A.', ())
    assert facts(company)["identifier"] == ["699492-1-468385", "PLTN460423HMN"]


def test_both_forms_are_one_source_with_the_same_ids(folder: Path) -> None:
    shutil.copy(FILES / "sdn_advanced.xml", folder)
    csv, xml = open_pack(folder), open_pack(folder / "sdn_advanced.xml")
    assert (csv.source.name, xml.source.name) == ("ofac-sdn", "ofac-sdn")
    assert (csv.source.version, xml.source.version) == (None, "2026-09-14")
    assert csv.source.schemes == xml.source.schemes == ("ofac",)
    assert csv.source.digest != xml.source.digest
    both = entities(folder)
    for entity_id, entity in entities(folder / "sdn_advanced.xml").items():
        if entity_id in both:
            other = both[entity_id]
            assert (entity.type, entity.name) == (other.type, other.name)
            assert entity.description == other.description
            shared = facts(entity).keys() & facts(other).keys() - {"birth_date", "nationality"}
            assert {name: facts(entity)[name] for name in shared} == {
                name: facts(other)[name] for name in shared
            }


def test_names_of_files_may_be_written_in_capitals(folder: Path) -> None:
    expected = entities(folder)
    for name in CSVS:
        (folder / name).rename(folder / name.upper())
    assert entities(folder / "SDN.CSV") == expected
    assert entities(folder) == expected


@pytest.mark.parametrize("missing", ["alt.csv", "add.csv"])
def test_a_file_that_is_missing_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(BadSource, match=f"sdn.csv: {missing} is not beside it.* — download"):
        open_pack(folder)


def test_every_file_counts_for_the_digest(folder: Path) -> None:
    before = open_pack(folder).source.digest
    with (folder / "alt.csv").open("a") as file:
        file.write('\n104,9,"aka","EP-2",-0- ')
    assert open_pack(folder).source.digest != before


def test_broken_rows_end_the_import_or_are_written_down(folder: Path, tmp_path: Path) -> None:
    with (folder / "sdn.csv").open("ab") as file:
        file.write(b'\n106,"SHORT ROW"\n107,"QUOTE" BROKEN,-0- \n108,-0- ' + b",-0- " * 10)
    with (folder / "alt.csv").open("a") as file:
        file.write('\n999,9,"aka","NOBODY",-0- \n999,10,"aka","NO ONE",-0- ')
    with (folder / "sdn_comments.csv").open("a") as file:
        file.write('\n998,"Gender Male"\n')
    with pytest.raises(BadSource, match="line 7: 2 cells where 12 are needed"):
        entities(folder)
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        assert len(entities(folder, rejects)) == 5
    reasons = (tmp_path / "rejects.jsonl").read_text()
    assert rejects.count == 6
    for reason in (
        "not valid CSV",
        "name is empty",
        "has the number 999",
        "NO ONE",
        "has the number 998",
    ):
        assert reason in reasons


def test_a_comma_without_quotes_is_no_other_column(folder: Path) -> None:
    with (folder / "sdn.csv").open("ab") as file:
        file.write(b'\n88,Acme, Inc.,-0- ,"CUBA"' + b",-0- " * 8)
    with pytest.raises(BadSource, match="line 7: 13 cells where 12 are needed"):
        entities(folder)


def test_the_files_may_be_packed(folder: Path) -> None:
    expected = entities(folder)
    for name in CSVS:
        (folder / f"{name}.gz").write_bytes(gzip.compress((folder / name).read_bytes()))
        (folder / name).unlink()
    assert entities(folder) == entities(folder / "sdn.csv.gz") == expected


def test_a_file_that_is_not_utf8_is_read_all_the_same(folder: Path) -> None:
    text = (folder / "alt.csv").read_text()
    (folder / "alt.csv").write_bytes(text.replace("AERO-PLATANO", "AERO-PLÁTANO").encode("cp1252"))
    assert names(entities(folder)["ofac-101"])[0] == ("AERO-PLÁTANO", "name")


def test_what_is_something_else_is_not_recognised(tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_text("id,type,name\n1,person,A\n")
    assert recognised(tmp_path / "sdn.csv") is None
    assert recognised(tmp_path) is None
    assert recognised(tmp_path / "none") is None
