"""The list of the United Kingdom: rows of one party become one entity, in either form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import open_pack
from resolver.packs.rejects import RejectFile
from tests.packs.sanctions.shared import FILES, entities, facts, names

OLD, NEW = FILES / "ConList.csv", FILES / "UK-Sanctions-List.csv"


def test_rows_of_a_party_are_joined_wherever_they_stand() -> None:
    source = open_pack(OLD).source
    assert (source.name, source.version) == ("uk-ofsi", "03/06/2026")
    person, ship, company = entities(OLD).values()
    assert (person.id, person.type, person.name) == (
        "gb-hmt-14001",
        "person",
        "Igor Ivanovich PLATANOV",
    )
    assert [(each.text, each.kind, each.language) for each in person.aliases] == [
        ("Igor PLATANOV", "weak", None),
        ("Игорь Платанов", "native", "ru"),
        ("Igor PLATANOW", "name", None),
    ]
    assert person.country == ("RU", "SY")
    assert person.description == 'General; Dr; Member, State "Duma"'
    assert facts(person) == {
        "birth_date": ["1960-06-28", "1962", "1965-03"],
        "birth_place": "Omsk, Russia",
        "gender": "male",
        "identifier": "AB123456C",
        "listed_on": "2016-08-14",
        "nationality": ["RU", "SY"],
        "passport": ["750001", "750002"],
        "programme": "Russia",
    }
    assert (ship.type, facts(ship)["imo"]) == ("vessel", "9123456")
    assert (company.name, company.country) == ("PLÁTANO LLC", ("GB",))
    assert names(company) == [("BANANA LLC", "former")]


def test_the_list_that_took_its_place_has_the_same_ids() -> None:
    assert open_pack(NEW).source.version == "13-Feb-2026"
    person, ship = entities(NEW).values()
    assert (person.id, person.name) == ("gb-hmt-14001", "Igor Ivanovich PLATANOV")
    assert names(person) == [("IGOR THE TALL", "weak")]
    assert facts(person)["birth_date"] == ["1960-06-28", "1962"]
    assert (ship.id, ship.country) == ("gb-IRN0902", ("PA",))
    assert facts(ship) == {"flag": "PA", "imo": "9123456", "programme": "Iran"}


def test_a_party_has_the_line_of_its_first_row() -> None:
    assert [each.line for each in open_pack(OLD).located()] == [3, 5, 7]


def test_a_column_that_is_needed_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ConList.csv"
    path.write_text(OLD.read_text("utf-8-sig").replace("Alias Type", "Alias"), "utf-8")
    with pytest.raises(BadSource, match="line 2: the header in line 2 has no column 'alias type'"):
        entities(path)


def test_the_line_with_the_date_may_be_gone_and_the_file_be_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "ConList.csv"
    text = OLD.read_text("utf-8-sig")
    path.write_text(text.partition("\n")[2], "utf-8")
    assert open_pack(path).source.version is None
    assert entities(path) == entities(OLD)
    path.write_text(text, "utf-16")
    assert open_pack(path).source.version == "03/06/2026"
    assert entities(path) == entities(OLD)


def test_a_row_with_a_cell_more_is_rejected_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "ConList.csv"
    text = OLD.read_text("utf-8-sig")
    path.write_text(text.replace("BANANA LLC", "BANANA, LLC").replace("PLÁTANO LLC", ""), "utf-8")
    with pytest.raises(BadSource, match="line 7: 37 cells where 36 are needed"):
        entities(path)
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        assert len(entities(path, rejects)) == 2
    written = (tmp_path / "rejects.jsonl").read_text().splitlines()
    rows = [json.loads(each)["row"] for each in written]
    assert [each[:12] for each in rows] == ["BANANA, LLC,", "," * 12]


def test_a_flag_among_the_other_information_is_one(tmp_path: Path) -> None:
    path = tmp_path / "ConList.csv"
    more = "(IMO number):9123456 (Current believed flag of ship):Panama (Type of ship)"
    text = OLD.read_text("utf-8-sig").replace("(IMO number):9123456 (Type of ship)", more)
    path.write_text(text, "utf-8")
    ship = entities(path)["gb-hmt-14002"]
    assert (ship.country, facts(ship)["flag"], facts(ship)["imo"]) == (("PA",), "PA", "9123456")
