"""The catalogue lists what can be had, and says what each needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs import bundled, catalogue, open_source
from resolver.packs.catalogue import recognised


def test_every_entry_says_what_it_is_and_how_it_is_had() -> None:
    entries = list(catalogue())
    assert len({each.name for each in entries}) == len(entries)
    for entry in entries:
        assert all((entry.title, entry.licence, entry.attribution, entry.origin, entry.size))
        assert entry.open_installed is not None or (entry.needs and entry.open is not None)
        assert (entry.recognises is None) == (entry.open is None)


def test_every_entry_has_a_page() -> None:
    pages = Path(__file__).parent.parent.parent / "docs" / "packs"
    assert {path.stem for path in pages.glob("*.md")} == {each.name for each in catalogue()}


def test_a_bundled_pack_is_opened_by_its_name_unless_a_path_of_that_name_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_source("countries").source.name == "countries"
    assert {path.name for path in bundled()} < {each.name for each in catalogue()} | {"none"}
    Path("countries").mkdir()
    with pytest.raises(BadSource, match="countries: not a pack"):
        open_source("countries")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("https://example.org/a.csv", "an address, and nothing is downloaded — download it"),
        ("countrys", "neither a file nor a pack — to see what there is: resolver packs"),
    ],
)
def test_what_is_neither_is_said(written: str, message: str) -> None:
    with pytest.raises(BadSource, match=message):
        open_source(written)


def test_odd_things_at_a_path_are_not_recognised_and_no_error(tmp_path: Path) -> None:
    names = ("sdn.csv", "a.ftm.json", "list.xml", "ConList.csv", "a.json.gz", "a.zip", "x")
    for number, name in enumerate(names):
        folder = tmp_path / str(number)
        (folder / "folder" / name).mkdir(parents=True)
        os.mkfifo(folder / f"pipe-{name}")
        (folder / f"loop-{name}").symlink_to(folder / f"loop-{name}")
        for data in (b"", b"\0\xff" * 9, b"\x1f\x8b\x08damaged", b"PK\x03\x04", b"<\xef\xbb\xbf"):
            (folder / name).write_bytes(data)
            is_ofac = (name, data) == ("sdn.csv", b"")  # which is said to be empty
            assert (recognised(folder / name) is not None) is is_ofac
        for path in (folder, *folder.rglob("*"), folder / "none"):
            assert recognised(path) is None
