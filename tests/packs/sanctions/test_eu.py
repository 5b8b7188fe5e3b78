"""The list of the European Union: names keep their language, and weak ones are weak."""

from __future__ import annotations

from pathlib import Path

from resolver.packs import open_pack
from tests.packs.sanctions.shared import FILES, entities, facts

FILE = FILES / "eu.xml"


def test_parties_of_the_list() -> None:
    source = open_pack(FILE).source
    assert (source.name, source.version) == ("eu-fsf", "2026-08-05T16:47:04.449+02:00")
    person, company = entities(FILE).values()
    assert (person.id, person.type, person.name) == ("eu-fsf-eu-901-28", "person", "Abu Platan")
    assert [(each.text, each.language, each.kind) for each in person.aliases] == [
        ("Abu Ali", "en", "name"),
        ("Абу Платан", "bg", "name"),
        ("The Tall One", None, "weak"),
        ("Abu", None, "weak"),
    ]
    assert (person.country, person.description) == (("IQ",), "Sheikh; Minister")
    assert facts(person) == {
        "birth_date": ["1937-04-28", "1953", "1954", "1955", "1938-05"],
        "birth_place": "Tikrit, IRAQ",
        "gender": "male",
        "identifier": "ID-9",
        "listed_on": "2003-07-08",
        "nationality": "IQ",
        "passport": "A 123",
        "programme": ["IRQ", "TERR"],
        "reference": "EU.901.28",
        "un_reference": "TAi.901",
    }
    assert (company.id, company.type) == ("eu-fsf-logical-999", "organization")
    assert (company.name, company.country) == ("PLATANO GmbH", ("RU",))
    assert [each.language for each in company.aliases] == []


def test_a_prefix_of_the_namespace_makes_no_difference(tmp_path: Path) -> None:
    text = FILE.read_text("utf-8").replace("</", "</x:").replace("<", "<x:")
    text = text.replace("<x:/x:", "</x:").replace("<x:?xml", "<?xml").replace("xmlns=", "xmlns:x=")
    path = tmp_path / "eu.xml"
    path.write_text(text, "utf-8")
    assert entities(path) == entities(FILE)


def test_a_year_of_thousands_of_digits_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "eu.xml"
    text = FILE.read_text("utf-8").replace('yearRangeFrom="1953"', f'yearRangeFrom="{"1" * 5_000}"')
    path.write_text(text, "utf-8")
    dates = facts(entities(path)["eu-fsf-eu-901-28"])["birth_date"]
    assert "1953" not in dates
    assert "1955" in dates
