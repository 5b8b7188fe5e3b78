"""A map is guessed from the header and the first rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs.columns import ColumnMap, guessed_map
from resolver.packs.columns.column_map import AliasColumn
from resolver.packs.columns.guessing import contract_map


def guess(folder: Path, text: str, name: str = "t.csv") -> ColumnMap:
    path = folder / name
    path.write_text(text, "utf-8")
    return guessed_map(path)


def test_a_table_of_firms_in_german(tmp_path: Path) -> None:
    text = (
        "Kennung;Firma;Name (ar);Kurzname;alias1;alias2;Land;Einwohner;Tel 1;Tel 2\n"
        "1;Müller GmbH;مولر;M;A|B;;Deutschland;12;1;2\n"
        "2;ACME;;;;;Iran, Islamic Republic of;7;;\n"
    )
    assert guess(tmp_path, text, "Firmen 2024.csv") == ColumnMap(
        id="Kennung",
        id_prefix="firmen-2024-",
        name=("Firma",),
        fixed_type="organization",
        country="Land",
        prominence="Einwohner",
        aliases=(AliasColumn("Name (ar)", "ar"), AliasColumn("alias1"), AliasColumn("alias2")),
        properties=(("kurzname", ("Kurzname",)), ("tel", ("Tel 1", "Tel 2"))),
    )


@pytest.mark.parametrize("header", ["Bibliothek;Ort;Land", "Library;Town;Country"])
def test_a_library_is_the_name_beside_its_town(tmp_path: Path, header: str) -> None:
    found = guess(tmp_path, f"{header}\nLandesbibliothek;Eutin;DE\nLandesbibliothek;Oldenburg;DE\n")
    name, town, _ = header.split(";")
    assert (found.name, found.fixed_type, found.id_from) == ((name,), "organization", (town,))


def test_first_and_last_name_make_a_name_and_what_tells_rows_apart_the_id(tmp_path: Path) -> None:
    text = (
        "First Name,Last Name,DOB,Country,Note\n"
        "John,Smith,1970,US,a\nJohn,Smith,1980,USA,b\nAnn,Lee,1980,GB,c\n"
    )
    assert guess(tmp_path, text) == ColumnMap(
        name=("First Name", "Last Name"),
        id_from=("DOB",),
        id_prefix="t-",
        fixed_type="person",
        country="Country",
        description="Note",
        properties=(("birth_date", ("DOB",)),),
    )


@pytest.mark.parametrize(
    ("text", "key", "column"),
    [
        ("id,name\na,A\na,B\n", "id", None),  # used twice
        ("id,name\na,A\n,B\n", "id", None),  # missing
        ("note no,name\n1,A\n", "id", None),  # called otherwise
        ("id,name\na,A\nb,B\n", "id", "id"),
        ("code,id,name\na,1,A\nb,2,B\n", "id", "id"),  # the surer word
        ("name,type\nA,person\nB,PLACE\n", "type", "type"),
        ("name,type\nA,person\nB,villain\n", "type", None),
        ("name,country\nA,IQ\nB,Iraq\n", "country", "country"),
        ("name,country\nA,here\nB,there\n", "country", None),
        ("name,state\nA,IL\nB,IN\n", "country", None),  # Illinois is not Israel
        ("name,population\nA,12\nB,7.5\n", "prominence", "population"),
        ("name,population\nA,12\nB,many\n", "prominence", None),
    ],
)
def test_header_and_values_must_both_say_so(
    tmp_path: Path, text: str, key: str, column: str | None
) -> None:
    assert getattr(guess(tmp_path, text), key) == column


def test_what_is_like_a_field_and_is_none_is_a_property_of_another_name(tmp_path: Path) -> None:
    text = "name,country,type\nA,here,villain\nB,there,hero\n"
    assert guess(tmp_path, text).properties == (
        ("country_given", ("country",)),
        ("type_given", ("type",)),
    )


@pytest.mark.parametrize(
    ("header", "name", "of_type"),
    [
        ("name_en,name_fa", ("name_en",), None),
        ("name_fa,name_en", ("name_en",), None),
        ("title,name", ("name",), None),
        ("city,lat", ("city",), "place"),
        ("name,lon", ("name",), "place"),
        ("vessel,imo", ("vessel",), "vessel"),
        ("whatever", ("whatever",), None),
    ],
)
def test_the_name_and_the_type_that_goes_with_it(
    tmp_path: Path, header: str, name: tuple[str, ...], of_type: str | None
) -> None:
    found = guess(tmp_path, header + "\n" + ",".join(["1"] * (header.count(",") + 1)) + "\n")
    assert (found.name, found.fixed_type) == (name, of_type)


def test_the_name_of_something_else_is_a_property(tmp_path: Path) -> None:
    found = guess(tmp_path, "name,city,company\nAnn,Bern,ACME\n")
    assert found.aliases == ()
    assert dict(found.properties) == {"city": ("city",), "company": ("company",)}


def test_names_in_a_cell_are_separated_by_what_most_cells_have(tmp_path: Path) -> None:
    text = "name,aka\nA,B;C\nD,E;F\nG,H|I\n"
    assert guess(tmp_path, text).aliases == (AliasColumn("aka", separator=";"),)


def test_a_table_without_a_name_is_refused(tmp_path: Path) -> None:
    remedy = r'write t.toml beside it: \[columns\], then name = "…", one of x, y'
    with pytest.raises(BadSource, match=f"no column looks like a name — {remedy}"):
        guess(tmp_path, "x,y\n1,2\n")


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="the table has no row — put one below the header"):
        guess(tmp_path, "id,name\n")


def test_a_table_whose_rows_are_all_broken_names_the_first(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=r"t\.csv, line 2: 3 cells where the header has 2"):
        guess(tmp_path, "name,city\nA,1,2\nB,1,2\n")


@pytest.mark.parametrize("wrong", ["8", ""])
def test_a_row_or_two_without_an_id_of_its_own_does_not_hide_that_the_column_is_the_id(
    tmp_path: Path, wrong: str
) -> None:
    ids = [*map(str, range(19)), wrong]
    rows = "".join(f"{each},N{number}\n" for number, each in enumerate(ids))
    assert guess(tmp_path, f"id,name\n{rows}").id == "id"


def test_a_row_or_two_without_a_name_does_not_make_another_column_the_name(
    tmp_path: Path,
) -> None:
    rows = "".join(f"N{number},Bern\n" for number in range(19))
    assert guess(tmp_path, f"institution,city\n{rows},Bern\n").name == ("institution",)


def test_columns_without_a_name_of_their_own_are_left_out(tmp_path: Path) -> None:
    assert guess(tmp_path, "name,,a,a\nA,1,2,3\n").properties == ()


def test_a_header_in_the_contracts_form_needs_no_guess() -> None:
    assert contract_map(("id", "name")) is None
    assert contract_map(("id", "type", "name", "aliases", "born")) == ColumnMap(
        id="id",
        type="type",
        name=("name",),
        aliases=(AliasColumn("aliases"),),
        properties=(("born", ("born",)),),
    )


def test_another_column_is_no_name_beside_two_that_are_surer(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Name;Name;Ort\nA;B;C\n", "utf-8")
    with pytest.raises(BadSource, match="more than one column is called 'Name'"):
        guessed_map(table)
    table.write_text("Institution;Ort;Ort\nA;B;C\n", "utf-8")
    assert guessed_map(table).name == ("Institution",)


def test_two_columns_of_one_name_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="more than one column is called 'name' — call each"):
        guess(tmp_path, "name,name\nA,B\n")


def test_a_country_that_is_not_known_does_not_hide_the_others(tmp_path: Path) -> None:
    found = guess(tmp_path, "name,country\nA,IQ\nB,Iraq\nC,GB\nD,Atlantis\n")
    assert found.country == "country"
