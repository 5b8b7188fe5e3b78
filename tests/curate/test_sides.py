"""A side of a comparison is a path, else a pack, else a source of the home."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.curate.homes import forget_source, import_sources
from resolver.curate.sides import opened_sides
from resolver.errors import BadSource
from resolver.model import Record
from tests.conftest import write_jsonl

ENTITY = {"id": "a", "type": "person", "name": "A"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    import_sources(tmp_path / "home", [write_jsonl(tmp_path / "s.jsonl", [ENTITY])], wait_s=1)
    return tmp_path / "home"


def test_each_of_the_three_is_a_side(home: Path) -> None:
    path = str(home.parent / "s.jsonl")
    with opened_sides(["s", path, "countries", "s"], home, wait_s=1) as packs:
        names = [pack.source.name for pack in packs]
        counts = [len(list(pack.records())) for pack in packs]
    assert names == ["s", "s", "countries", "s"]
    assert counts == [1, 1, counts[2], 1]
    assert counts[2] > 200


def read(written: str, home: Path) -> list[Record]:
    with opened_sides([written], home, wait_s=1) as (pack,):
        return list(pack.records())


def test_what_is_none_of_the_three_is_named(home: Path) -> None:
    with pytest.raises(BadSource, match=r"x: neither a file, .* — the sources of the home are s"):
        read("x", home)
    with pytest.raises(BadSource, match="x: neither a file nor a pack"):
        read("x", home.parent / "none")
    forget_source(home, "s", wait_s=1)
    with pytest.raises(BadSource, match="x: neither a file nor a pack — to see what there is"):
        read("x", home)


def test_a_file_that_is_wrong_is_an_error_of_its_own(home: Path) -> None:
    path = home.parent / "s.jsonl"
    path.write_text("{")
    with pytest.raises(BadSource, match=r"s\.jsonl, line 1"):
        read(str(path), home)


def test_an_address_is_not_taken_for_a_source(home: Path) -> None:
    address = "https://example.org/t.csv"
    with (
        pytest.raises(BadSource, match="an address, and nothing is downloaded"),
        opened_sides([address], home, wait_s=1),
    ):
        pass
