"""What may be taken for OFAC's list is known, and it is said what to fetch."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import open_pack
from resolver.packs.catalogue import recognised
from resolver.packs.sanctions.ofac_files import files_of
from tests.packs.sanctions.shared import CSVS, FILES

PLAIN = b'<?xml version="1.0"?>\n<sdnList xmlns="x"><sdnEntry/></sdnList>'


def what_is_said(path: Path) -> str:
    entry = recognised(path)
    assert entry is not None
    assert entry.name == "ofac-sdn"
    with pytest.raises(BadSource) as raised:
        open_pack(path)
    return str(raised.value)


def test_files_have_the_names_that_ofac_gives_them(folder: Path) -> None:
    assert files_of(folder) == files_of(folder / "sdn.csv")
    assert tuple(files_of(folder)) == CSVS
    assert files_of(FILES / "sdn_advanced.xml") == {}


def test_the_file_of_long_remarks_need_not_be_there(folder: Path) -> None:
    (folder / "sdn_comments.csv").unlink()
    assert tuple(files_of(folder)) == ("sdn.csv", "alt.csv", "add.csv")


@pytest.mark.parametrize("name", ["alt.csv", "add.csv", "sdn_comments.csv"])
def test_a_part_is_not_the_list(folder: Path, name: str) -> None:
    assert "read with sdn.csv — give sdn.csv alone, or the directory" in what_is_said(folder / name)
    (folder / "sdn.csv").unlink()
    assert "sdn.csv is not beside it — fetch sdn.csv" in what_is_said(folder / name)
    assert "sdn.csv is not there" in what_is_said(folder)


def test_a_copy_is_not_read_with_what_lies_beside_it(folder: Path) -> None:
    (folder / "sdn.csv").rename(folder / "sdn (1).csv")
    assert "— call it sdn.csv" in what_is_said(folder / "sdn (1).csv")


def test_a_list_that_is_empty_or_has_a_header_is_said_to_be(folder: Path) -> None:
    path = folder / "sdn.csv"
    path.write_text("ent_num,SDN_Name,SDN_Type\n" + path.read_text())
    assert "line 1: the first row is a header" in what_is_said(path)
    assert "line 1: the first row is a header" in what_is_said(folder)
    path.write_bytes(b"")
    assert "the file is empty" in what_is_said(path)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("sdn.xml", PLAIN, "OFAC's plain XML"),
        ("consolidated.xml", PLAIN, "OFAC's plain XML"),
        ("cons_prim.csv", b'9,"A",-0-\n', "those who are not blocked"),
        ("CONS_ALT (2).csv", b'9,1,"aka","A",-0-\n', "those who are not blocked"),
        ("cons_advanced.xml", b"<Sanctions><DateOfIssue/></Sanctions>", "who are not blocked"),
    ],
)
def test_other_lists_and_forms_are_said_to_be_others(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(content)
    said = what_is_said(tmp_path / name)
    assert what in said
    assert said.endswith("into one directory, or sdn_advanced.xml")


@pytest.mark.parametrize("name", ["sdn.csv", "alt.csv", "add.csv", "sdn.xml", "alt (1).csv"])
def test_tables_of_others_with_these_names_are_theirs(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("id,type,name\n1,person,A\n")
    assert recognised(tmp_path / name) is None
    assert recognised(tmp_path) is None
