"""FollowTheMoney entities, one a line: names, facts, and what their other IDs mean."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from resolver.errors import BadSource
from resolver.model import Entity, Record, Redirect, SameAs
from resolver.packs import open_pack
from resolver.packs.catalogue import recognised
from resolver.packs.rejects import RejectFile, Rejects

FILES = Path(__file__).parent / "files"


def records(path: Path, rejects: Rejects | None = None) -> list[Record]:
    return list(open_pack(path).records(rejects))


def entity(path: Path, **given: Any) -> Entity:
    value = {"id": "x", "schema": "Person", "properties": {"name": ["A"]}} | given
    path.write_text(json.dumps(value) + "\n")
    return next(each for each in records(path) if isinstance(each, Entity))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.ftm.json"


def test_entities_of_flat_lines() -> None:
    pack = open_pack(FILES / "entities.ftm.json")
    assert pack.source.licence == "CC-BY-NC-4.0"
    rejects = Rejects()
    person, same, *redirects, company = pack.records(rejects)
    assert isinstance(person, Entity)
    assert (person.id, person.type, person.name) == ("NK-plat", "person", "Igor Platanov")
    assert [(each.text, each.kind) for each in person.aliases] == [
        ("Игорь Платанов", "name"),
        ("Igor Platanow", "name"),
        ("I. P.", "acronym"),
        ("Igor Bananov", "former"),
        ("The Tall One", "weak"),
    ]
    assert (person.country, person.description) == (("RU", "UA"), "General; Minister")
    assert dict(person.property_values) == {
        "birth_date": ("1960-06-28", "1961"),
        "citizenship": ("SUHH",),
        "dataset": ("us_ofac_sdn", "eu_fsf"),
        "gender": ("male",),
        "identifier": ("772", "AB 1"),
        "nationality": ("RU", "SUHH"),
        "passport": ("750001",),
        "programme": ("US-RUS",),
        "topic": ("sanction", "role.pep"),
    }
    assert same == SameAs("NK-plat", ("Q901", "eu-fsf-eu-901-28", "ofac-901"))
    assert redirects == [
        Redirect(old, "NK-plat") for old in ("ofac-901", "eu-fsf-eu-901-28", "ru-inn-772")
    ]
    assert isinstance(company, Entity)
    assert (company.type, company.country) == ("organization", ("CY", "RU"))
    assert dict(rejects.left_out) == {
        "Address": 1,
        "Ownership": 1,
        "Sanction": 1,
        "CryptoWallet without a name": 1,
    }


def test_of_nested_lines_only_the_outermost_entities_are_read() -> None:
    assert [each.to_dict() for each in records(FILES / "targets.nested.json")] == [
        {
            "id": "Q902",
            "type": "vessel",
            "name": "SEA PLATANO",
            "country": ["PA"],
            "properties": {
                "dataset": ["us_ofac_sdn"],
                "flag": ["PA"],
                "imo": ["9123456"],
                "programme": ["US-IRAN", "EU-IRN"],
            },
        }
    ]


def test_a_source_of_another_file_is_called_as_the_file_and_has_no_licence(path: Path) -> None:
    entity(path)
    source = open_pack(path).source
    assert (source.name, source.licence, source.title) == ("some", None, None)
    packed = path.with_name("some.ftm.json.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert open_pack(packed).source.name == "some"
    assert records(packed) == records(path)


def test_the_caption_is_shown_where_it_is_a_name(path: Path) -> None:
    properties = {"name": ["A", "B"], "alias": ["C"]}
    assert entity(path, properties=properties, caption="B").name == "B"
    assert entity(path, properties=properties, caption="Person").name == "A"
    assert entity(path, properties=properties).name == "A"


def test_a_wikidata_id_that_is_the_id_is_no_other_id(path: Path) -> None:
    properties = {"name": ["A"], "wikidataId": ["Q1"]}
    entity(path, id="Q1", properties=properties, referents=["Q1"])
    assert len(records(path)) == 1


def lines(path: Path, *given: dict[str, Any]) -> list[Record]:
    path.write_text("".join(json.dumps({"schema": "Person", **each}) + "\n" for each in given))
    return records(path)


def test_an_id_that_two_entities_claim_joins_neither(path: Path) -> None:
    alice = {"name": ["Alice Alpha"], "wikidataId": ["Q9"]}
    bob = {"name": ["Bob Beta"], "wikidataId": ["Q9", "Q8"]}
    found = lines(
        path,
        {"id": "a", "properties": alice, "referents": ["ofac-1", "old"]},
        {"id": "b", "properties": bob, "referents": ["ofac-1", "old", "older", "Q7", "a"]},
        {"id": "Q7", "properties": {"name": ["Carla"]}},
    )
    assert [each for each in found if not isinstance(each, Entity)] == [
        SameAs("b", ("Q8",)),
        Redirect("older", "b"),
    ]
    alone = lines(path, {"id": "a", "properties": alice, "referents": ["ofac-1"]})
    assert alone[1:] == [SameAs("a", ("Q9", "ofac-1")), Redirect("ofac-1", "a")]


def test_a_text_is_a_list_of_one(path: Path) -> None:
    found = entity(path, properties={"name": "Alice", "country": "ir"}, datasets="us_ofac_sdn")
    assert (found.name, found.country) == ("Alice", ("IR",))
    assert dict(found.property_values) == {"dataset": ("us_ofac_sdn",)}


def test_dates_that_cannot_be_are_left_out_and_years_about_are_years(path: Path) -> None:
    dates = ["c. 1962", "1962-06-31", "1970-01-02T00:00:00", "circa 1950", "nobody knows"]
    found = entity(path, properties={"name": ["A"], "birthDate": dates})
    assert found.property_values == (("birth_date", ("1962", "1970-01-02", "1950")),)


def test_a_part_of_a_country_is_that_country(path: Path) -> None:
    found = entity(path, properties={"name": ["A"], "nationality": ["gb-sct", "suhh", "eu"]})
    assert found.country == ("GB",)
    assert found.property_values == (("nationality", ("GB", "SUHH", "EU")),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not a line of JSON in UTF-8"),
        ('{"id": "\\ud800"' + "[" * 100_000, "not a line of JSON"),
        ("[]", "not an entity of FollowTheMoney"),
        ('{"id": "x", "schema": "Person"}', "not an entity of FollowTheMoney"),
        ('{"id": "", "schema": "Person", "properties": {"name": ["A"]}}', "id is empty"),
        ('{"id": 7, "schema": "Person", "properties": {"name": ["A"]}}', "id is a number"),
        ('{"id": "x", "schema": ["Person"], "properties": {"name": ["A"]}}', "schema is not a"),
        ('{"id": "x", "schema": "Person", "properties": {"name": 5}}', "name is neither a text"),
        ('{"id": "x", "schema": "Person", "properties": {"name": ["A", 5]}}', "name is neither"),
        (
            '{"id": "x", "schema": "Person", "datasets": 7, "properties": {"name": ["A"]}}',
            "datasets is neither a text nor a list of texts",
        ),
        (
            '{"id": "x", "schema": "Person", "properties": {"name": ["A"], "sanctions": 5}}',
            "sanctions is neither",
        ),
        (
            '{"id": "x", "schema": "Person", "referents": {"a": 7}, "properties": {"name": [5]}}',
            "name is neither",
        ),
    ],
)
def test_a_line_that_is_wrong_ends_the_import_or_is_written_down(
    path: Path, tmp_path: Path, line: str, message: str
) -> None:
    good = '{"id": "%s", "schema": "Person", "properties": {"name": ["A"]}}\n'
    path.write_text(f"{good % 'a'}\n{line}\n{good % 'b'}")
    with pytest.raises(BadSource, match=rf"some\.ftm\.json, line 3.*: {message}"):
        records(path)
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        assert [each.entity_id for each in records(path, rejects)] == ["a", "b"]
    assert rejects.count == 1


def test_a_long_line_and_many_names_are_read(path: Path) -> None:
    names = [f"Name number {number} {'x' * 80}" for number in range(50_000)]
    assert len(entity(path, properties={"name": names}).aliases) == 49_999


def test_a_file_that_is_cut_short_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json.gz"
    packed = gzip.compress((FILES / "entities.ftm.json").read_bytes())
    path.write_bytes(packed[:-20])
    with pytest.raises(BadSource, match="damaged or cut short"):
        records(path)


def test_what_is_something_else_is_not_recognised(tmp_path: Path) -> None:
    for name, text in {"a.ftm.json": "[]", "b.json": "{}", "c.csv": "id,name\n"}.items():
        (tmp_path / name).write_text(text)
        assert recognised(tmp_path / name) is None
    assert recognised(tmp_path / "none.ftm.json") is None
