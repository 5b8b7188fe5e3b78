"""A CSV of dated names becomes entities whose name is that of today."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import Alias, Entity
from resolver.packs import open_pack
from resolver.packs.catalogue import recognised
from resolver.packs.rejects import RejectFile


def entities(path: Path) -> list[Entity]:
    found = list(open_pack(path).records())
    assert all(isinstance(each, Entity) for each in found)
    return [each for each in found if isinstance(each, Entity)]


def table(folder: Path, text: str, name: str = "renames.csv") -> Path:
    path = folder / name
    data = text.encode()
    path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    return path


ROWS = "ibm,CTR,1911-06-16,1924-02-13\nmuc,Munich Re,1880,\nibm,IBM,1924-02-14,\n"


@pytest.mark.parametrize(
    "header",
    [
        "id,name,start,end",
        "id,name,from,until",
        "id,name,from,to",
        "ID,Name,Start_Date,End_Date",
        " id , name ,valid_from,valid_until",
    ],
)
@pytest.mark.parametrize("name", ["renames.csv", "renames.csv.gz"])
def test_the_rows_of_an_id_are_one_entity_wherever_they_stand(
    tmp_path: Path, header: str, name: str
) -> None:
    path = table(tmp_path, f"\ufeff{header}\n{ROWS}".replace("\n", "\r\n"), name)
    assert open_pack(path).source.name == "renames"
    munich, ibm = entities(path)
    assert (ibm.id, ibm.type, ibm.name) == ("ibm", "organization", "IBM")
    assert ibm.aliases == (
        Alias("IBM", valid_from="1924-02-14"),
        Alias("CTR", None, "former", "1911-06-16", "1924-02-13"),
    )
    assert munich.aliases == (Alias("Munich Re", valid_from="1880"),)


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ("a,One,2000,2001\na,Two,2002,2003\n", "Two"),
        ("a,Two,2002,2003\na,One,2000,2001\n", "Two"),
        ("a,One,2000,2001\na,Two,,\n", "Two"),
        ("a,One,2000,\na,Two,2002,\n", "Two"),
        ("a,One,2000,\na,Two,,\n", "One"),
        ("a,One,2000,9999-12-31\na,Two,2002,2003\n", "One"),
        ("a,One,2000-01-01T00:00:00Z,2001-01-01T00:00:00Z\n", "One"),
    ],
)
def test_the_name_is_the_one_in_use_or_the_last(tmp_path: Path, rows: str, name: str) -> None:
    (entity,) = entities(table(tmp_path, f"id,name,start,end\n{rows}"))
    assert entity.name == name
    others = [each for each in entity.aliases if each.text != name]
    assert [each.kind == "former" for each in others] == [
        each.valid_until is not None for each in others
    ]


def test_a_name_that_was_taken_again_has_both_times(tmp_path: Path) -> None:
    rows = "a,One,2000,2001\na,Two,2001,2003\na,One,2003,\n"
    (entity,) = entities(table(tmp_path, f"id,name,start,end\n{rows}"))
    assert [(each.text, each.kind, each.valid_from) for each in entity.aliases] == [
        ("One", "former", "2000"),
        ("One", "name", "2003"),
        ("Two", "former", "2001"),
    ]


def test_type_country_and_language_may_stand_beside_it(tmp_path: Path) -> None:
    text = "id;type;name;valid_from;valid_until;country;language\n"
    text += "a;place;Lwów;1918;1939;pl|Poland;pl\na;;Львів;1991;;UA;uk\n"
    (entity,) = entities(table(tmp_path, text))
    assert (entity.type, entity.name, entity.country) == ("place", "Львів", ("PL", "UA"))
    assert [each.language for each in entity.aliases] == ["uk", "pl"]


@pytest.mark.parametrize(
    ("text", "is_dated"),
    [
        ("id,name,start,end\n", True),
        ("id,name,start\n", False),
        ("id,name,start,end,color\n", False),
        ("id,name,start,end,end\n", False),
        ("id,type,name,start,end\nww1,event,War,1914,1918\nww2,event,War,1939,1945\n", False),
        ("id,type,name,start,end\na,place,X,1914,1918\na,place,Y,1919,\n", True),
        ("id,type,name,valid_from,valid_until\n", True),
        ('"id,name,start,end\n', False),
        ("", False),
    ],
)
def test_the_header_tells_it_from_other_tables(tmp_path: Path, text: str, is_dated: bool) -> None:
    entry = recognised(table(tmp_path, text))
    assert (entry is not None and entry.name == "dated-names") == is_dated


@pytest.mark.parametrize(
    "broken", ["a,Two,circa 1962,\n", "a,Two,2003,2002\n", "a,,2002,\n", "a,Two\n", 'a,"T"w,1,2\n']
)
def test_a_broken_row_is_refused_by_its_line_or_rejected(tmp_path: Path, broken: str) -> None:
    path = table(tmp_path, f"id,name,start,end\na,One,2000,2001\n{broken}b,Three,,\n")
    with pytest.raises(BadSource, match=r"renames\.csv, line 3"):
        entities(path)
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        names = [each.names[0].text for each in open_pack(path).records(rejects)]
    assert (names, rejects.count) == (["One", "Three"], 1)


def test_a_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, f"id,name,start,end\n{ROWS}", "renames.csv.gz")
    path.write_bytes(path.read_bytes()[:-6])
    with pytest.raises(BadSource, match="damaged or cut short"):
        entities(path)


def test_one_in_a_zip_is_read(tmp_path: Path) -> None:
    path = tmp_path / "renames.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", f"id,name,start,end\n{ROWS}")
    assert open_pack(path).source.name == "renames"
    assert entities(path) == entities(table(tmp_path, f"id,name,start,end\n{ROWS}"))
