"""Whatever is wrong in a map is named, with the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs.columns import read_map

NAME = '[columns]\nname = "Name"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name =", "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML: brackets nested too deeply"),
        ("", "no column is the name"),
        ("[colums]\n", "column colums: unknown key"),
        ("columns = 1", "column columns: columns is not a table"),
        (NAME + 'nmae = "x"', "column columns.nmae: unknown key"),
        ("[columns]\nname = 1", "column columns.name: not a text"),
        ("[columns]\nname = []", "column columns.name: an empty list"),
        (NAME + 'id = "a"\nid_from = "b"', "an id is either in a column or made"),
        (NAME + '[fixed]\ncountry = "QQ"', "column fixed.country: country 'QQ' is not a country"),
        (NAME + '[fixed]\nid_prefix = "a\\tb"', "column fixed.id_prefix: id_prefix .* control"),
        (NAME + "[source]\nlicence = 1", "column source.licence: not a text"),
        (NAME + '[source]\nlicense = "MIT"', "column source.license: unknown key"),
        ("aliases = 1\n" + NAME, "column aliases: aliases is not a list of tables"),
        (NAME + '[[aliases]]\nlanguage = "fa"', "column aliases: aliases without a column"),
        (NAME + '[[aliases]]\ncolumn = "a"\nkind = "x"', "column aliases.kind: kind 'x' is not"),
        (NAME + '[[aliases]]\ncolumn = "a"\nlanguage = "?"', "column aliases.language: language"),
        (NAME + '[[aliases]]\ncolumn = "a"\nseparator = ""', "column aliases.separator: not a"),
        (NAME + '[properties]\ntype = "Typ"', "column properties.type: not a name for a property"),
        (NAME + "[properties]\nborn = 1944", "column properties.born: not a text"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "people.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadSource, match=rf"people.toml.*{said}.* — "):
        read_map(path)


def test_a_map_that_a_windows_editor_saved_is_read(tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    path.write_bytes(b'\xef\xbb\xbf[columns]\r\nname = "Name"\r\n')
    assert read_map(path).name == ("Name",)


def test_the_fixed_country_may_be_a_name(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_text('[columns]\nname = "n"\n[fixed]\ncountry = "Iraq"\n')
    assert read_map(path).fixed_country == "IQ"
