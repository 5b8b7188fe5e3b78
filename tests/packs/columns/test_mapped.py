"""A table of any shape is read as its map says."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from resolver.errors import BadSource, NoColumnMap
from resolver.model import Alias, Entity, Record
from resolver.packs import open_pack
from resolver.packs.columns import beside, guessed_map
from resolver.packs.columns.mapped import table_name
from resolver.packs.rejects import RejectFile

MAP = """
[source]
title = "Customers"
licence = "CC-BY-4.0"
attribution = "by us"
[columns]
id = "Nr"
name = "Name"
country = "Land"
prominence = "Größe"
[fixed]
type = "organization"
id_prefix = "c-"
[[aliases]]
column = "Name (ar)"
language = "ar"
kind = "native"
separator = ";"
[properties]
phone = ["Tel 1", "Tel 2"]
"""

HEADER = "Nr;Name;Name (ar);Land;Größe;Tel 1;Tel 2"
ROWS = "1;Müller, Söhne;مولر; Iraq ;5;1;2|3\r\n\r\n2;ACME;;Atlantis;;;"
EXPECTED = [
    Entity(
        "c-1",
        "organization",
        "Müller, Söhne",
        (Alias("مولر", "ar", "native"),),
        ("IQ",),
        prominence=5,
        properties={"phone": ["1", "2", "3"]},
    ),
    Entity("c-2", "organization", "ACME", properties={"country_name": ["Atlantis"]}),
]


def write(folder: Path, name: str, data: bytes, column_map: str = MAP) -> Path:
    path = folder / name
    path.write_bytes(data)
    beside(path).write_text(column_map, "utf-8")
    return path


def records(path: Path) -> list[Record]:
    return list(open_pack(path).records())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.txt", "t.csv.gz"])
def test_delimiters_encodings_and_compressions(tmp_path: Path, name: str, encoding: str) -> None:
    text = f"{HEADER}\r\n{ROWS}\r\n"
    data = (text.replace(";", "\t") if ".csv" not in name else text).encode(encoding)
    path = write(tmp_path, name, gzip.compress(data) if name.endswith(".gz") else data)
    assert records(path) == EXPECTED
    assert open_pack(path).source.name == "t"


def test_the_codepage_of_a_western_spreadsheet_is_read_and_warned_of(tmp_path: Path) -> None:
    text = f"{HEADER}\r\n{ROWS}\r\n".replace("مولر", "Mueller")
    path = write(tmp_path, "t.csv", text.encode("cp1252"))
    warning, of_atlantis = open_pack(path).warnings
    assert "Atlantis" in of_atlantis
    assert warning.count("t.csv") == 1
    assert "1252" in warning
    assert [getattr(each, "name", None) for each in records(path)] == ["Müller, Söhne", "ACME"]


def test_flat_json_objects_are_rows(tmp_path: Path) -> None:
    names = HEADER.split(";")
    rows: list[list[str | int | None]] = [
        ["1", "Müller, Söhne", "مولر", "Iraq", 5, "1", "2|3"],
        ["2", "ACME", None, "Atlantis"],
    ]
    lines = [json.dumps(dict(zip(names, row, strict=False))) for row in rows]
    path = write(tmp_path, "t.jsonl", "\n".join(lines).encode())
    assert records(path) == EXPECTED


def test_parquet_is_a_table(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "t.parquet"
    columns = {"Nr": [1, 2], "Name": ["A", "B"], "Born": [1970, None]}
    parquet.write_table(arrow.table(columns), path)
    column_map = '[columns]\nid = "Nr"\nname = "Name"\n[properties]\nborn = "Born"\n'
    beside(path).write_text(column_map, "utf-8")
    assert records(path) == [
        Entity("1", "other", "A", properties={"born": ["1970"]}),
        Entity("2", "other", "B"),
    ]


def test_the_licence_travels(tmp_path: Path) -> None:
    source = open_pack(write(tmp_path, "t.csv", f"{HEADER}\n{ROWS}\n".encode())).source
    assert (source.title, source.licence, source.attribution) == (
        "Customers",
        "CC-BY-4.0",
        "by us",
    )


def test_the_digest_is_that_of_the_table_and_of_what_the_map_says(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", f"{HEADER}\n{ROWS}\n".encode())
    before = open_pack(path).source.digest
    beside(path).write_text("# a comment\n" + MAP, "utf-8")
    assert open_pack(path).source.digest == before
    beside(path).write_text(MAP.replace("c-", "d-"), "utf-8")
    assert open_pack(path).source.digest != before


@pytest.mark.parametrize(
    ("column_map", "said"),
    [
        (MAP.replace('"Nr"', '"No"'), "t.toml, column id: the table has no column 'No' — the col"),
        (MAP.replace('"Tel 2"', '"Name"').replace('"Nr"', '"Tel"'), "no column 'Tel'"),
    ],
)
def test_a_column_that_is_not_there_is_named(tmp_path: Path, column_map: str, said: str) -> None:
    path = write(tmp_path, "t.csv", f"{HEADER}\n{ROWS}\n".encode(), column_map)
    with pytest.raises(BadSource, match=said):
        open_pack(path)


BAD = f"{HEADER}\n1;A;;;;;\n2;B;;;;;;;;\n3;C;;;few;;\n4;;;;;;\n;E;;;;;\n"


def test_the_first_row_that_is_wrong_ends_the_import(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", BAD.encode())
    with pytest.raises(BadSource, match=r"t.csv, line 3: 10 cells where the header has 7 — mend"):
        records(path)


def test_rows_that_are_wrong_are_written_down_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", BAD.encode())
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        (entity,) = open_pack(path).records(rejects)
    assert entity.entity_id == "c-1"
    lines = (tmp_path / "rejects.jsonl").read_text("utf-8").splitlines()
    rejected = [json.loads(line) for line in lines]
    assert [each["line"] for each in rejected] == [3, 4, 5, 6]
    assert "prominence 'few' is not a count" in rejected[1]["reason"]
    assert "name is empty" in rejected[2]["reason"]
    assert "id is empty" in rejected[3]["reason"]
    assert json.loads(rejected[1]["row"]) == ["3", "C", "", "", "few", "", ""]


def test_a_file_that_is_cut_short_is_always_an_error(tmp_path: Path) -> None:
    data = gzip.compress("".join(f"{n};N{n};;;;;\n" for n in range(50_000)).encode(), mtime=0)
    head = gzip.compress(f"{HEADER}\n".encode(), mtime=0)
    path = write(tmp_path, "t.csv.gz", head + data[: len(data) // 2])
    rejects = RejectFile(tmp_path / "rejects.jsonl")
    with rejects, pytest.raises(BadSource, match="damaged or cut short"):
        list(open_pack(path).records(rejects))


def test_types_are_known_in_capitals_and_missing_ones_are_the_fixed_one(tmp_path: Path) -> None:
    column_map = '[columns]\nid = "i"\nname = "n"\ntype = "t"\n[fixed]\ntype = "place"\n'
    data = b"i,n,t\n1,A,Person\n2,B,\n3,C,Starship\n"
    path = write(tmp_path, "t.csv", data, column_map)
    assert [getattr(each, "type", None) for each in records(path)] == [
        "person",
        "place",
        "Starship",
    ]


def test_rows_without_an_id_have_the_same_ones_at_every_import(tmp_path: Path) -> None:
    column_map = '[columns]\nid_from = "born"\nname = "name"\n'
    data = b"name,born,note\nAnn Lee,1970,a\nAnn Lee,1980,b\nAnn Lee,1970,a\nAnn Lee,1970,c\n"
    path = write(tmp_path, "t.csv", data, column_map)
    found = [each.entity_id for each in records(path)]
    assert len(found) == 3  # the third row repeats the first
    assert all(each.startswith("ann-lee-") for each in found)
    assert found == [each.entity_id for each in records(path)]


def test_ten_thousand_names_in_one_cell(tmp_path: Path) -> None:
    column_map = '[columns]\nid = "i"\nname = "n"\n[[aliases]]\ncolumn = "a"\n'
    cell = "|".join(f"alias {n}" for n in range(10_000))
    path = write(tmp_path, "t.csv", f"i,n,a\n1,A,{cell}\n".encode(), column_map)
    (entity,) = records(path)
    assert len(entity.aliases) == 10_000


def test_a_table_without_a_map_is_refused_with_the_one_that_is_proposed(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,born\nAnn,1970\n")
    with pytest.raises(NoColumnMap, match=r"write people.toml beside it, or: resolver") as raised:
        open_pack(path)
    assert raised.value.proposed == (
        '[columns]\nname = "name"\n\n[fixed]\ntype = "person"\n'
        'id_prefix = "people-"\n\n[properties]\nbirth_date = "born"\n'
    )


def test_a_header_in_the_contracts_form_asks_nothing_however_it_is_written(tmp_path: Path) -> None:
    text = "id;type;name;aliases;country;born\na;person;A;B|C;IQ;1970|1971\n"
    plain, odd = tmp_path / "t.csv", tmp_path / "u.csv"
    plain.write_text(text.replace(";", ","), "utf-8")
    odd.write_text(text, "utf-16")
    assert records(plain) == records(odd)


@pytest.mark.parametrize("name", ["PEOPLE.CSV.GZ", "PEOPLE.txt.csv", "PEOPLE.parquet", "PEOPLE"])
def test_a_table_is_called_as_its_file_without_the_ends(name: str) -> None:
    assert table_name(Path(name)) == ("PEOPLE.txt" if ".txt" in name else "PEOPLE")


def test_two_tables_without_ids_may_have_a_person_in_common(tmp_path: Path) -> None:
    ids = []
    for name in ("p2024", "p2025"):
        path = tmp_path / f"{name}.csv"
        path.write_text("full name;born\nAnn Lee;1970\n")
        beside(path).write_text(guessed_map(path).to_toml(), "utf-8")
        ids += [each.entity_id for each in records(path)]
    assert [each.rpartition("-")[0] for each in ids] == ["p2024-ann-lee", "p2025-ann-lee"]


def test_made_ids_do_not_depend_on_the_order_of_the_rows(tmp_path: Path) -> None:
    rows = ["Ann;1970;a", "Ann;1970;b", "Bob;1970;c", "Ann;1970;a"]
    found = []
    for some in (rows, rows[::-1]):
        text = "\n".join(["name;born;note", *some])
        column_map = '[columns]\nname = "name"\nid_from = "born"\ndescription = "note"\n'
        path = write(tmp_path, "t.csv", text.encode(), column_map)
        found.append({(each.entity_id, each.description) for each in records(path)})  # type: ignore[union-attr] # entities
    assert found[0] == found[1]
    assert len(found[0]) == 3


def test_dates_with_dots_are_read_and_others_warned_of(tmp_path: Path) -> None:
    column_map = (
        '[columns]\nname = "name"\n[properties]\nbirth_date = "born"\ndeath_date = "died"\n'
    )
    text = "name;born;died\nAnn;1.2.1970;12/31/2020\n"
    path = write(tmp_path, "t.csv", text.encode(), column_map)
    (entity,) = records(path)
    assert isinstance(entity, Entity)
    assert dict(entity.property_values) == {
        "birth_date": ("1970-02-01",),
        "death_date": ("12/31/2020",),
    }
    (warning,) = open_pack(path).warnings
    assert warning.startswith(f"{path}: the column 'died' has no dates")


def test_texts_that_are_no_countries_are_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,type,title,Land\n1,place,A,Irak\n2,place,B,IQ\n", "utf-8")
    path.with_suffix(".toml").write_text(
        '[columns]\nid = "id"\ntype = "type"\nname = "title"\ncountry = "Land"\n', "utf-8"
    )
    (warning,) = open_pack(path).warnings
    assert warning.startswith(f"{path}: the column 'Land' has 'Irak', which are no countries")
