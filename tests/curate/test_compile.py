"""The store is compiled into the index that was asked for."""

from __future__ import annotations

import math
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

import resolver.curate.compile
from resolver import Query, Resolver
from resolver.curate.homes import compile_home, import_sources
from resolver.errors import StoreDamaged, UnknownEntity
from resolver.index import Index
from tests.conftest import run_cli, write_jsonl

MakeHome = Callable[..., Path]


def entity(entity_id: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": entity_id, "type": "person", "name": name, **more}


def test_a_compiled_entity_keeps_all_that_was_imported(make_home: MakeHome) -> None:
    whole = entity(
        "https://example.org/a b/é",
        "Ana",
        aliases=[{"text": "آنا", "language": "fa", "kind": "former", "valid_from": "2015-03"}],
        country=["IR"],
        prominence=12,
        properties={"birth_date": ["1944"]},
    )
    home = make_home(whole, entity("b", "Ben"), name="people")
    with Resolver.open(home) as resolver:
        shown = resolver.entity(whole["id"])
        alias = resolver.resolve(Query("آنا")).candidates[0].alias
    sources = shown.pop("sources")
    assert [source["name"] for source in sources] == ["people"]
    assert shown.pop("aliases") == [{**alias, "pack": "people"} for alias in whole.pop("aliases")]
    assert shown == whole
    assert (alias.language, alias.kind, alias.valid_from) == ("fa", "former", "2015-03")


def test_the_same_store_compiles_to_the_same_fingerprint(make_home: MakeHome) -> None:
    entities = [entity(f"e{n}", f"Name {n}") for n in range(50)]
    home = make_home(*entities)
    first = Index.open(home).fingerprint
    assert run_cli("compile", "--home", home).returncode == 0
    assert Index.open(home).fingerprint == first
    assert Index.open(make_home(*reversed(entities))).fingerprint != first  # another source digest


def test_an_opened_index_answers_on_while_another_is_compiled(make_home: MakeHome) -> None:
    home = make_home(entity("a", "Ana"))
    with Resolver.open(home) as opened:
        for n in range(4):
            make_home(entity("a", "Ana"), entity(f"b{n}", "Ben"))
        assert opened.resolve(Query("Ana")).id == "a"
        assert opened.resolve(Query("Ben")).verdict == "no_match"
    with Resolver.open(home) as fresh:
        assert fresh.resolve(Query("Ben")).id == "b3"


@pytest.mark.parametrize(
    ("prominences", "ranks"),
    [([1, 10, 100, None], [1 / 6, 0.5, 5 / 6, None]), ([5, 5], [0.5, 0.5])],
)
def test_only_the_rank_of_a_prominence_counts(
    make_home: MakeHome, prominences: list[int | None], ranks: list[float | None]
) -> None:
    home = make_home(*(entity(f"e{n}", f"N{n}", prominence=p) for n, p in enumerate(prominences)))
    found = [
        None if math.isnan(rank) else rank
        for rank in Index.open(home).segments[0].entity_rank.tolist()
    ]
    assert found == [rank if rank is None else pytest.approx(rank) for rank in ranks]


def test_a_store_that_is_damaged_is_named_and_processes_change_nothing(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home(*(entity(f"e{n}", f"Name {n}", aliases=[f"N. {n}"]) for n in range(50)))
    fingerprint = Index.open(home).fingerprint
    monkeypatch.setattr(resolver.curate.compile, "processors", lambda: 2)
    monkeypatch.setattr(resolver.curate.compile, "MIN_SHARED_ENTITIES", 1)
    monkeypatch.setattr(resolver.curate.compile, "ENTITIES_PER_BLOCK", 9)
    assert compile_home(home, wait_s=0).fingerprint == fingerprint
    with closing(sqlite3.connect(home / "store.sqlite")) as connection, connection:
        connection.execute("UPDATE entities SET properties = 'no JSON' WHERE id = 'e30'")
    with pytest.raises(StoreDamaged, match=r"store\.sqlite"):
        compile_home(home, wait_s=0)
    assert Index.open(home).fingerprint == fingerprint


def write_links(folder: Path, rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text('name = "links"\n')
    (folder / "same_as.csv").write_text("id,same_as\n" + rows)
    return folder


def shown(home: Path, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What is known under some IDs; each alias finds the entity, and finds it once."""
    found = {}
    with Resolver.open(home) as resolver:
        for entity_id in ids:
            with suppress(UnknownEntity):
                found[entity_id] = resolver.entity(entity_id)
                for alias in found[entity_id]["aliases"]:
                    ranked = [each.id for each in resolver.resolve(Query(alias["text"])).candidates]
                    assert ranked.count(resolver.survivor(entity_id)) == 1
    return found


def test_an_overlay_says_the_same_as_a_whole_index_of_what_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [entity(f"e{n}", f"Name {n}", aliases=[f"Alias {n}"]) for n in range(12)]
    ids = [*(f"e{n}" for n in range(12)), "Q1", "Q2"]
    home, links = tmp_path / "home", tmp_path / "links"
    import_sources(home, [write_jsonl(tmp_path / "people.jsonl", people)], wait_s=0)
    monkeypatch.setattr(resolver.curate.compile, "MIN_BASE_ENTITIES", 1)
    monkeypatch.setattr(resolver.curate.compile, "_MAX_OVERLAY_SHARE", 1)
    for number, rows in enumerate(["e1,Q1\n", "e1,Q1\ne2,Q1\n", "e2,Q1\n", "e3,e2\nQ2,e3\n"]):
        import_sources(home, [write_links(links, rows)], wait_s=0)
        compiled = compile_home(home, wait_s=0)
        assert (compiled.changed is None) == (number == 0)
        laid_over = shown(home, ids)
        with monkeypatch.context() as patched:
            patched.setattr(resolver.curate.compile, "_MAX_OVERLAY_SHARE", -1)
            whole = tmp_path / "whole"
            shutil.copytree(home, whole)
            assert compile_home(whole, wait_s=0).entities == compiled.entities
        assert shown(whole, ids) == laid_over
        shutil.rmtree(whole)
    assert [each["id"] for each in laid_over["Q2"]["other_ids"]] == ["Q2", "e3"]
    assert laid_over["e3"] == laid_over["Q2"] == laid_over["e2"]
    assert "Q1" not in laid_over
