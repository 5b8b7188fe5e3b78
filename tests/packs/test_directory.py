"""Pack directories are read whole or refused by path, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import Additions, Entity
from resolver.packs import open_pack

HEADER = "id,type,name,country,description,prominence,birth_date\n"
GOOD = "a,person,A B,IR|IQ,someone,12,1944\n"
ALIASES = "entity_id,alias,language,kind,valid_from,valid_until,source\n"


def pack_of(
    tmp_path: Path, entities: str, aliases: str | None = None, about: str = 'name="p"'
) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "pack.toml").write_text(about, "utf-8")
    (folder / "entities.csv").write_bytes(entities.encode("utf-8", "surrogateescape"))
    if aliases is not None:
        (folder / "aliases.csv").write_text(aliases, "utf-8")
    return folder


def test_a_pack_directory_brings_entities_with_their_aliases_and_additions(tmp_path: Path) -> None:
    aliases = f"{ALIASES}a,Abe,en,nickname,,,\nz,Zed,,,2015,2016-03,x\na,آ,fa,native,,,\n"
    pack = open_pack(pack_of(tmp_path, HEADER + GOOD, aliases, 'name="p"\nlicence="CC0-1.0"'))
    assert (pack.source.name, pack.source.licence) == ("p", "CC0-1.0")
    entity, addition = pack.records()
    assert isinstance(entity, Entity)
    assert [(each.text, each.kind) for each in entity.aliases] == [
        ("Abe", "nickname"),
        ("آ", "native"),
    ]
    assert (entity.country, entity.prominence) == (("IQ", "IR"), 12)
    assert entity.property_values == (("birth_date", ("1944",)),)
    assert isinstance(addition, Additions)
    assert addition.entity_id == "z"
    assert addition.aliases[0].valid_until == "2016-03"


def test_a_bom_windows_lines_and_quoted_newlines_are_read(tmp_path: Path) -> None:
    text = "\ufeff" + HEADER + 'a,person,"A\nB",,"x, y",,\n'
    (entity,) = open_pack(pack_of(tmp_path, text.replace("\n", "\r\n"))).records()
    assert isinstance(entity, Entity)
    assert entity.name.split() == ["A", "B"]
    assert entity.description == "x, y"


@pytest.mark.parametrize(
    ("rows", "line", "column", "what"),
    [
        (GOOD + "b,person\n", 3, None, "2 cells where the header has 7"),
        (GOOD + "b,person,B,,,,,,\n", 3, None, "9 cells where the header has 7"),
        (GOOD + 'b,person,"B,,,,\n', 3, None, "not valid CSV"),
        (GOOD + 'b,person,"B" x,,,,\n', 3, None, "not valid CSV"),
        (GOOD + ",person,B,,,,\n", 3, "id", "id is empty"),
        (GOOD + "b,,B,,,,\n", 3, "type", "type is empty"),
        (GOOD + "b,person,,,,,\n", 3, "name", "name is empty"),
        (GOOD + "b,person,B,ZZ,,,\n", 3, "country", "'ZZ' is not a country code"),
        (GOOD + "b,person,B,,,many,\n", 3, "prominence", "not a count"),
        (GOOD + "b,person,B\0,,,,\n", 3, "name", "NUL"),
        (GOOD + "b,person,B\udcff,,,,\n", 3, None, "byte 11 of the line is not valid UTF-8"),
        (GOOD + GOOD, 3, "id", "already used in line 2"),
        (GOOD + 'b,person,"B\n\n",,,,\n' + "c,person\n", 6, None, "2 cells"),
        (f"b,person,{'x' * 1001},,,,\n", 2, "name", "1,001 characters"),
    ],
)
def test_a_broken_csv_is_refused_by_line_and_column(
    tmp_path: Path, rows: str, line: int, column: str | None, what: str
) -> None:
    with pytest.raises(BadSource) as caught:
        list(open_pack(pack_of(tmp_path, HEADER + rows)).records())
    assert what in str(caught.value)
    assert (caught.value.line, caught.value.field) == (line, column)
    assert "entities.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("", "the file is empty"),
        ("type,name\n", "the header has no column id"),
        ("id,name\n", "the header has no column type"),
        ("id,type,name,name\n", "the header has the column name twice"),
        ("id,type,name,\n", "the header has a column without a name"),
    ],
)
def test_a_broken_header_is_refused(tmp_path: Path, header: str, what: str) -> None:
    with pytest.raises(BadSource, match=what):
        list(open_pack(pack_of(tmp_path, header)).records())


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("a,,,,,,\n", "alias", "alias is empty"),
        ("a,B,,pet,,,\n", "kind", "'pet' is not a kind of alias"),
        ("a,B,,,2015-13,,\n", "valid_from", "'2015-13' is not a date"),
        ("a,B,,,2016,2015,\n", "valid_from", "is after"),
    ],
)
def test_a_broken_alias_is_refused_by_line_and_column(
    tmp_path: Path, row: str, column: str, what: str
) -> None:
    with pytest.raises(BadSource, match=what) as caught:
        list(open_pack(pack_of(tmp_path, HEADER + GOOD, ALIASES + row)).records())
    assert (caught.value.line, caught.value.field) == (2, column)


@pytest.mark.parametrize(
    ("about", "what"),
    [
        ("name=", r"pack\.toml: not valid TOML: .* \(at end of document\) — write lines such as"),
        ("name=" + "[" * 5000, "not valid TOML: brackets nested too deeply — write lines such as"),
        ('title="x"', "the pack has no name"),
        (
            'name="p"\nlicense="MIT"',
            "unknown key 'license' — the keys are .*schemes, and the table",
        ),
        ('name="p"\nversion=1', "version is not a text — write version = "),
        ('name="p"\nfields="date"', r"fields is not a table — write \[fields\], then birth_date"),
        ('name="p"\n[fields]\nborn="day"', "'born' has an unknown kind 'day' — the kinds are date"),
        ('name="p"\n[fields]\nborn=[1]', r"'born' has an unknown kind \[1\] — the kinds are date"),
    ],
)
def test_a_broken_pack_toml_is_refused(tmp_path: Path, about: str, what: str) -> None:
    with pytest.raises(BadSource, match=what):
        open_pack(pack_of(tmp_path, HEADER, about=about))


def test_a_pack_may_say_the_kinds_of_its_properties(tmp_path: Path) -> None:
    about = 'name="p"\n[fields]\nzip = "code"\nborn = "date"'
    pack = open_pack(pack_of(tmp_path, HEADER, about=about))
    assert pack.source.fields == (("born", "date"), ("zip", "code"))


def test_an_unknown_column_of_aliases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="unknown column lang — the columns are"):
        list(open_pack(pack_of(tmp_path, HEADER, "entity_id,alias,lang\n")).records())


def test_schemes_are_a_list_of_texts(tmp_path: Path) -> None:
    folder = pack_of(tmp_path, HEADER + GOOD, about='name = "p"\nschemes = ["geonames"]\n')
    assert open_pack(folder).source.schemes == ("geonames",)
    (folder / "pack.toml").write_text('name = "p"\nschemes = "geonames"\n')
    with pytest.raises(BadSource, match="schemes is not a list of texts — write schemes = "):
        open_pack(folder)
