"""A store is written back, always as the same bytes."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from resolver.curate.export import export
from resolver.curate.homes import import_sources
from resolver.errors import BadValue, UnknownSource
from resolver.model import Entity, Redirect
from resolver.packs import open_pack
from resolver.store import Changes, open_store
from tests.conftest import write_jsonl
from tests.curate.packs import write_pack


def home_of(folder: Path, *sources: Path) -> Path:
    import_sources(folder, sources, wait_s=1)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of two sources: `s` adds an alias to an entity of `t`, and redirects an ID."""
    s = write_pack(tmp_path / "s", "b,person,B,IQ\na,person,A,\n", "b,B2,native\nc,C2,weak\n")
    (s / "redirects.csv").write_text("old_id,id\nold,a\n")
    (s / "pack.toml").write_text('name = "s"\nlicence = "CC0-1.0"\nattribution = "us"\n')
    t = write_jsonl(tmp_path / "t.jsonl", [{"id": "c", "type": "place", "name": " C|\n"}])
    return home_of(tmp_path / "home", s, t)


def test_a_source_exported_and_imported_again_changes_nothing(home: Path, tmp_path: Path) -> None:
    done = export(home, tmp_path / "out", source="s", wait_s=1)
    assert (done.entities, done.others, done.left_out, done.is_pack) == (2, 2, 0, True)
    (again,) = import_sources(home, [tmp_path / "out"], wait_s=1).sources
    assert (again.name, again.changes) == ("s", Changes(unchanged=4))
    with open_store(home) as store:
        (source, _) = store.sources()
        assert (source.licence, source.attribution) == ("CC0-1.0", "us")


def test_the_same_store_is_the_same_bytes(home: Path, tmp_path: Path) -> None:
    s = tmp_path / "s" / "entities.csv"
    s.write_text("id,type,name,country\na,person,A,\nb,person,B,IQ\n")  # in another order
    other = home_of(tmp_path / "other", tmp_path / "s")
    for number, each in enumerate((home, other)):
        export(each, tmp_path / f"{number}", source="s", wait_s=1)
        export(each, tmp_path / f"{number}.jsonl.gz", source="s", wait_s=1)
    for name in ("entities.csv", "aliases.csv", "redirects.csv", "pack.toml"):
        first, second = ((tmp_path / number / name).read_bytes() for number in "01")
        assert first == second
        assert b"\r" not in first
    assert (tmp_path / "0.jsonl.gz").read_bytes() == (tmp_path / "1.jsonl.gz").read_bytes()


def test_a_whole_store_has_its_entities_with_the_aliases_of_all(home: Path) -> None:
    stream = io.BytesIO()
    done = export(home, stream, wait_s=1)
    assert (done.entities, done.left_out, done.is_pack) == (3, 1, False)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [each["id"] for each in lines] == ["a", "b", "c"]
    assert lines[2]["aliases"] == [{"text": "C2", "kind": "weak"}]


def test_a_whole_store_as_a_pack_names_all_licences(home: Path, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "t.jsonl", [{"id": "c", "type": "place", "name": "C"}])
    import_sources(home, [tmp_path / "t.jsonl"], wait_s=1)
    export(home, tmp_path / "all", wait_s=1)
    source = open_pack(tmp_path / "all").source
    assert (source.name, source.title, source.licence) == ("all", "All of s, t", "CC0-1.0")
    assert len(list(open_pack(tmp_path / "all").records())) == 4


def test_jsonl_keeps_what_a_directory_cannot_say(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="a text of 'c' begins or ends with a space"):
        export(home, tmp_path / "out", source="t", wait_s=1)
    export(home, tmp_path / "t.jsonl.gz", source="t", wait_s=1)
    (line,) = gzip.decompress((tmp_path / "t.jsonl.gz").read_bytes()).splitlines()
    assert json.loads(line)["name"] == " C|\n"
    (again,) = import_sources(home, [tmp_path / "t.jsonl.gz"], wait_s=1).sources
    assert again.changes == Changes(unchanged=1)


def test_an_unknown_source_is_refused_and_nothing_is_made(home: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownSource, match="there are s, t"):
        export(home, tmp_path / "out", source="u", wait_s=1)
    assert not (tmp_path / "out").exists()


def test_ids_that_are_one_go_out_as_redirects_to_the_survivor(tmp_path: Path) -> None:
    first = write_pack(tmp_path / "first", "a,person,A,\n")
    second = write_pack(tmp_path / "second", "b,person,B,\n")
    (second / "same_as.csv").write_text("id,same_as\nb,a\n")
    home = home_of(tmp_path / "home", first, second)
    export(home, tmp_path / "all", wait_s=1)
    (entity, redirect) = open_pack(tmp_path / "all").records()
    assert isinstance(entity, Entity)
    assert (entity.id, [alias.text for alias in entity.aliases]) == ("a", ["B"])
    assert redirect == Redirect("b", "a")
