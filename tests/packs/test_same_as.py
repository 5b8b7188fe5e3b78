"""The same_as.csv of a pack: IDs that mean one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import SameAs
from resolver.packs import open_pack
from resolver.packs.rejects import RejectFile


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "pack.toml").write_text('name = "links"\n')
    return tmp_path


def write(pack: Path, rows: str) -> Path:
    (pack / "same_as.csv").write_bytes(("\ufeffid,same_as,note\r\n" + rows).encode())
    return pack


def test_the_pairs_of_an_id_are_one_record(pack: Path) -> None:
    write(pack, "iraq,IQ,\r\nQ1,x,\r\n\r\niraq,Q796,found\r\niraq,IQ,\r\n")
    found = list(open_pack(pack).located())
    assert [(each.record, each.line) for each in found] == [
        (SameAs("iraq", ("IQ", "Q796")), 2),
        (SameAs("Q1", ("x",)), 3),
    ]


def test_an_entity_and_what_it_is_the_same_as_stand_side_by_side(pack: Path) -> None:
    (pack / "entities.csv").write_text("id,type,name\niraq,place,Iraq\n")
    write(pack, "iraq,IQ,\n")
    assert len(list(open_pack(pack).records())) == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,a,\n", "line 2, column same_as: the id 'a' has to be the same as another one"),
        ("a,b,\na,,\n", "line 3, column same_as: same_as is empty"),
        ("a\n", "line 2"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(pack: Path, rows: str, message: str) -> None:
    with pytest.raises(BadSource, match=message):
        list(open_pack(write(pack, rows)).records())


def test_a_row_that_is_wrong_can_be_left_out(pack: Path, tmp_path: Path) -> None:
    with RejectFile(tmp_path / "rejected.jsonl") as rejects:
        found = list(open_pack(write(pack, "a,a,\nb,c,\n")).records(rejects))
    assert (found, rejects.count) == ([SameAs("b", ("c",))], 1)


def test_the_table_is_part_of_what_is_imported(pack: Path) -> None:
    first = open_pack(write(pack, "a,b,\n")).source.digest
    assert open_pack(write(pack, "a,c,\n")).source.digest != first
