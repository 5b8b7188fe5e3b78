"""Dumps of ROR become organizations, redirects, and IDs of the same things elsewhere."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from resolver.errors import BadSource
from resolver.model import Entity, Redirect, SameAs
from resolver.packs import open_pack
from resolver.packs.catalogue import recognised
from resolver.packs.rejects import RejectFile

NAME_2 = "v1.74-2025-11-24-ror-data_schema_v2.json"
NAME_1 = "v1.74-2025-11-24-ror-data.json"


def ror(number: int) -> str:
    return f"https://ror.org/0{number:08}"


def schema_2(number: int, name: str, **given: Any) -> dict[str, Any]:
    return {
        "admin": {"created": {"date": "2020-04-25", "schema_version": "1.0"}},
        "domains": [],
        "established": None,
        "external_ids": [],
        "id": ror(number),
        "links": [{"type": "website", "value": "https://example.org"}],
        "locations": [],
        "names": [{"value": name, "types": ["ror_display", "label"], "lang": "en"}],
        "relationships": [],
        "status": "active",
        "types": ["education"],
    } | given


def related(kind: str, *numbers: int) -> dict[str, Any]:
    return {
        "relationships": [{"type": kind, "id": ror(each), "label": str(each)} for each in numbers]
    }


def external(kind: str, preferred: str | None, *every: str) -> dict[str, Any]:
    return {"type": kind, "preferred": preferred, "all": list(every)}


LWOW = schema_2(
    1,
    "Lviv University",
    names=[
        {"value": "LNU", "types": ["acronym"], "lang": "uk"},
        {"value": "Lviv University", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "Lwów University", "types": ["alias"], "lang": None},
        {"value": "Львівський університет", "types": ["label"], "lang": "uk"},
    ],
    established=1661,
    locations=[
        {
            "geonames_id": 702550,
            "geonames_details": {
                "country_code": "UA",
                "country_name": "Ukraine",
                "country_subdivision_name": "Lviv",
                "lat": 49.83826,
                "lng": 24.02324,
                "name": "Lviv",
            },
        }
    ],
    external_ids=[
        external("fundref", "501100004483", "501100004483", "501100004484"),
        external("grid", "grid.77054.31", "grid.77054.31"),
        external("isni", None, "0000 0001 1245 4606"),
        external("wikidata", None, "Q1"),
    ],
)
"""Numbers and names in the form of ROR's, of an organization made up."""

LWOW_1: dict[str, Any] = {
    "id": ror(1),
    "name": "Lviv University",
    "types": ["Education"],
    "links": [],
    "aliases": ["Lwów University"],
    "acronyms": ["LNU"],
    "status": "active",
    "wikipedia_url": None,
    "labels": [{"label": "Львівський університет", "iso639": "uk"}],
    "email_address": None,
    "ip_addresses": [],
    "established": 1661,
    "country": {"country_code": "UA", "country_name": "Ukraine"},
    "relationships": [],
    "addresses": [
        {
            "lat": 49.83826,
            "lng": 24.02324,
            "city": "Lviv",
            "state": "Lviv",
            "geonames_city": {"id": 702550, "city": "Lviv"},
        }
    ],
    "external_ids": {
        "FundRef": {"preferred": "501100004483", "all": ["501100004483", "501100004484"]},
        "GRID": {"preferred": "grid.77054.31", "all": "grid.77054.31"},
        "ISNI": {"preferred": None, "all": ["0000 0001 1245 4606"]},
        "Wikidata": {"preferred": None, "all": ["Q1"]},
    },
}
"""The same in schema 1."""


def dump(path: Path, *organizations: Any) -> Path:
    path.write_text("\ufeff" + json.dumps(organizations, indent=4, ensure_ascii=False), "utf-8")
    return path


def entities(path: Path) -> dict[str, Entity]:
    return {each.id: each for each in open_pack(path).records() if isinstance(each, Entity)}


@pytest.mark.parametrize(("name", "organization"), [(NAME_2, LWOW), (NAME_1, LWOW_1)])
def test_an_organization_has_names_facts_and_ids_elsewhere(
    tmp_path: Path, name: str, organization: dict[str, Any]
) -> None:
    pack = open_pack(dump(tmp_path / name, organization))
    assert (pack.source.name, pack.source.version) == ("ror", "v1.74")
    assert pack.source.licence == "CC0-1.0"
    entity, same = pack.records()
    assert isinstance(entity, Entity)
    assert (entity.id, entity.type, entity.name) == (ror(1), "organization", "Lviv University")
    assert {(each.text, each.kind) for each in entity.aliases} == {
        ("LNU", "acronym"),
        ("Lwów University", "name"),
        ("Львівський університет", "name"),
    }
    assert ("uk", "name") in {(each.language, each.kind) for each in entity.aliases}
    assert entity.country == ("UA",)
    assert dict(entity.property_values) == {
        "admin1": ("Lviv",),
        "city": ("Lviv",),
        "established": ("1661",),
        "fundref": ("501100004483", "501100004484"),
        "isni": ("0000 0001 1245 4606",),
        "latitude": ("49.83826",),
        "longitude": ("24.02324",),
        "org_type": ("education",),
    }
    assert same == SameAs(ror(1), ("Q1", "grid.77054.31"))


def test_an_inactive_one_with_one_successor_is_a_former_name_of_it(tmp_path: Path) -> None:
    path = dump(
        tmp_path / NAME_2,
        schema_2(1, "First", status="inactive", **related("successor", 2)),
        schema_2(2, "Second", status="inactive"),
        schema_2(3, "Third", **related("predecessor", 2)),
    )
    first, second, third = open_pack(path).records()
    assert (first, second) == (Redirect(ror(1), ror(3)), Redirect(ror(2), ror(3)))
    assert isinstance(third, Entity)
    assert [(each.text, each.kind) for each in third.aliases] == [
        ("First", "former"),
        ("Second", "former"),
    ]


@pytest.mark.parametrize(
    "successors",
    [(), (2, 3), (9,), (1,), (4,)],
    ids=["none", "split", "not there", "itself", "came back"],
)
def test_an_inactive_one_without_one_successor_stays(
    tmp_path: Path, successors: tuple[int, ...]
) -> None:
    path = dump(
        tmp_path / NAME_2,
        schema_2(1, "First", status="inactive", **related("successor", *successors)),
        schema_2(2, "Second"),
        schema_2(3, "Third"),
        schema_2(4, "Fourth", status="inactive", **related("successor", 1)),
    )
    found = entities(path)
    assert dict(found[ror(1)].property_values)["status"] == ("inactive",)
    assert found[ror(2)].aliases == found[ror(3)].aliases == ()


def test_a_withdrawn_one_gives_no_names(tmp_path: Path) -> None:
    path = dump(
        tmp_path / NAME_2,
        schema_2(1, "Mistake", status="withdrawn"),
        schema_2(2, "Twice", status="withdrawn", **related("successor", 3)),
        schema_2(3, "Once"),
    )
    redirect, once = open_pack(path).records()
    assert redirect == Redirect(ror(2), ror(3))
    assert isinstance(once, Entity)
    assert (once.name, once.aliases) == ("Once", ())


def test_an_id_elsewhere_that_two_claim_joins_nothing(tmp_path: Path) -> None:
    path = dump(
        tmp_path / NAME_2,
        schema_2(1, "One", external_ids=[external("wikidata", "Q1", "Q1", "Q2")]),
        schema_2(2, "Two", external_ids=[external("wikidata", None, "Q1")]),
        schema_2(3, "Three", external_ids=[external("wikidata", None, "Q3", "Q4")]),
        schema_2(4, "Four", external_ids=[external("wikidata", "Q5", "Q5", "Q6")]),
    )
    same = [each for each in open_pack(path).records() if isinstance(each, SameAs)]
    assert same == [SameAs(ror(4), ("Q5",))]


def test_an_inactive_one_that_stays_claims_ids_too(tmp_path: Path) -> None:
    def wikidata(number: int) -> dict[str, Any]:
        return {"external_ids": [external("wikidata", None, f"Q{number}")]}

    path = dump(
        tmp_path / NAME_2,
        schema_2(1, "One", **wikidata(1)),
        schema_2(2, "Two", status="inactive", **wikidata(1)),
        schema_2(3, "Three", status="inactive", **wikidata(3)),
        schema_2(4, "Four", **wikidata(4)),
        schema_2(5, "Five", status="inactive", **wikidata(4), **related("successor", 4)),
        schema_2(6, "Six", status="withdrawn", **wikidata(4)),
    )
    same = [each for each in open_pack(path).records() if isinstance(each, SameAs)]
    assert same == [SameAs(ror(3), ("Q3",)), SameAs(ror(4), ("Q4",))]


def test_of_a_zip_the_file_of_schema_2_is_read(tmp_path: Path) -> None:
    path = tmp_path / "v1.74-2025-11-24-ror-data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"v1.74-2025-11-24-ror-data/{NAME_1}", json.dumps([LWOW_1]))
        archive.writestr(f"v1.74-2025-11-24-ror-data/{NAME_2[:-5]}.csv", "id\n")
        archive.writestr(f"v1.74-2025-11-24-ror-data/{NAME_2}", json.dumps([schema_2(2, "Two")]))
    assert list(entities(path)) == [ror(2)]


def test_of_several_releases_the_newest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ror.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(
            [
                "b/v1.9-2024-01-01-ror-data.json",
                "a/v1.74-2025-11-24-ror-data.json",
                "a/v1.74-2025-11-24-ror-data_schema_v2.json",
                "__MACOSX/a/._v1.75-2026-01-01-ror-data_schema_v2.json",
                "c/2019-02-17-ror-data.json",
            ]
        ):
            archive.writestr(name, json.dumps([schema_2(number, name)]))
    assert open_pack(path).source.version == "v1.74"
    assert list(entities(path)) == [ror(2)]


def test_a_zip_of_one_file_is_read_whatever_that_is_called(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mine.json", json.dumps([LWOW]))
    assert list(entities(path)) == [ror(1)]


def test_names_come_without_html_and_marks(tmp_path: Path) -> None:
    name = {"value": "\u200fجامعة\u200e", "types": ["label"], "lang": "ar"}
    names = [*schema_2(1, "Alone &amp; Co")["names"], name]
    path = dump(tmp_path / NAME_2, schema_2(1, "", names=names))
    assert [each.text for each in entities(path)[ror(1)].names] == ["Alone & Co", "جامعة"]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({key: LWOW[key] for key in LWOW if key != "status"}, "status is missing"),
        (LWOW | {"names": ["x"]}, "a value is of another form than it should be"),
        (LWOW | {"names": []}, "a list is empty"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(tmp_path: Path, broken: Any, reason: str) -> None:
    path = dump(tmp_path / NAME_2, broken)
    with pytest.raises(BadSource, match=f"not the record of an organization: {reason} — give"):
        list(open_pack(path).records())


def test_a_dump_is_recognised_whatever_it_is_called(tmp_path: Path) -> None:
    entry = recognised(dump(tmp_path / "x", LWOW))
    assert entry is not None
    assert entry.name == "ror"
    assert recognised(dump(tmp_path / "y.json", {"id": "a"})) is None
    (tmp_path / NAME_1).mkdir()
    assert recognised(tmp_path / NAME_1) is None


BROKEN = [
    7,
    {},
    LWOW | {"id": 7},
    LWOW | {"id": [1]},
    LWOW | {"names": []},
    LWOW | {"names": ["x"]},
    LWOW | {"locations": ["x"]},
    LWOW | {"external_ids": [{"type": "wikidata", "all": [{"a": 1}]}]},
    LWOW | {"relationships": [{"type": "successor"}]},
    LWOW_1 | {"labels": ["x"]},
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_record_of_another_form_is_refused_by_its_line_or_rejected(
    tmp_path: Path, broken: Any
) -> None:
    path = dump(tmp_path / NAME_2, schema_2(2, "Two"), broken)
    with pytest.raises(BadSource, match=r"ror-data_schema_v2\.json, line \d\d"):
        list(open_pack(path).records())
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        (two,) = open_pack(path).records(rejects)
    assert (two.entity_id, rejects.count) == (ror(2), 1)


def test_a_dump_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = dump(tmp_path / NAME_2, schema_2(2, "Two"), LWOW)
    path.write_bytes(path.read_bytes()[:-9])
    with RejectFile(tmp_path / "rejects.jsonl") as rejects, pytest.raises(BadSource):
        list(open_pack(path).records(rejects))
