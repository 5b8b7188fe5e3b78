"""A source is imported whole or not at all: the same in other processes, with all that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resolver.curate import importing
from resolver.curate.importing import ImportedSource, import_pack
from resolver.errors import BadSource
from resolver.model import Alias, Entity, Source
from resolver.packs import lines, open_pack, rows
from resolver.packs.pack import Located, Pack
from resolver.packs.rejects import RejectFile, Rejects
from resolver.store import Changes, Store, open_store
from tests.conftest import write_jsonl

COUNT = 6_000
"""Entities of a file of several blocks."""


def entity(number: int) -> dict[str, Any]:
    return {"id": f"e{number}", "type": "place", "name": f"Name {number}", "aliases": ["$", "A"]}


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two other processes work from the second block on, however many processors there are."""
    monkeypatch.setattr(importing, "processors", lambda: 2)
    monkeypatch.setattr(importing, "_FEW", 1)
    monkeypatch.setattr(lines, "PIECE", 50_000)
    monkeypatch.setattr(rows, "_BLOCK", 500)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    home = tmp_path / "home"
    home.mkdir()
    with open_store(home) as store:
        yield store


def plain(pack: Pack) -> Pack:
    """The same pack, read by this process alone."""
    return Pack(pack.source, pack.size, pack.read)


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_what_other_processes_make_is_what_this_one_would(
    tmp_path: Path, store: Store, form: str
) -> None:
    path = tmp_path / f"x.{form}"
    if form == "jsonl":
        write_jsonl(path, [entity(number) for number in range(COUNT)])
    else:
        table = "".join(f"e{number},place,Name {number},$|A\n" for number in range(COUNT))
        path.write_text(f"id,type,name,aliases\n{table}")
    done, read = import_pack(store, open_pack(path)), list[int]()
    assert done.changes == Changes(added=COUNT)
    assert (len(done.unfoldable), done.all_unfoldable) == (100, COUNT)
    assert done.unfoldable[0] == ("$", "e0")
    held = [*store.entities()]
    store.forget("x")
    assert import_pack(store, plain(open_pack(path)), read.append) == done
    assert sum(read) == COUNT
    assert [*store.entities()] == held


def wrong_lines(path: Path) -> None:
    """Rows that are wrong in this order: an unknown key, an ID that comes twice, and no JSON."""
    texts = [json.dumps(entity(number)) for number in range(COUNT)]
    texts[4_000] = json.dumps(entity(4_000) | {"nick": "x"})
    texts[4_001] = json.dumps(entity(7))
    texts[4_002] = '{"id": '
    path.write_text("\n".join(texts))


@pytest.mark.usefixtures("others")
def test_the_first_thing_that_is_wrong_is_named_and_nothing_imported(
    tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "x.jsonl"
    for line, what in (4_001, "unknown key"), (4_002, "used in line 8"), (4_003, "valid JSON"):
        wrong_lines(path)
        texts = path.read_text().split("\n")
        path.write_text("\n".join(texts[:4_000] + [""] * (line - 4_001) + texts[line - 1 :]))
        for pack in open_pack(path), plain(open_pack(path)):
            with pytest.raises(BadSource, match=f"line {line}.*{what}"):
                import_pack(store, pack)
    assert store.sources() == ()


def skipping(store: Store, pack: Pack, path: Path) -> ImportedSource:
    with RejectFile(path) as rejects:
        return import_pack(store, pack, rejects=rejects)


@pytest.mark.usefixtures("others")
def test_rows_that_are_wrong_are_left_out_and_read_again_the_next_time(
    tmp_path: Path, store: Store
) -> None:
    path, rejected = tmp_path / "x.jsonl", tmp_path / "rejected.jsonl"
    wrong_lines(path)
    done = skipping(store, open_pack(path), rejected)
    assert (done.changes, done.rejected) == (Changes(added=COUNT - 3), 3)
    assert [json.loads(row)["line"] for row in rejected.read_text().splitlines()] == [
        4_001,
        4_002,
        4_003,
    ]
    with pytest.raises(BadSource, match="line 4001"):
        import_pack(store, open_pack(path))
    again = skipping(store, open_pack(path), rejected)
    assert (again.changes, again.rejected) == (Changes(unchanged=COUNT - 3), 3)
    write_jsonl(path, [entity(number) for number in range(COUNT)])
    mended = import_pack(store, open_pack(path))
    assert mended.changes == Changes(added=3, unchanged=COUNT - 3)


def test_a_pack_that_makes_its_records_itself_names_what_is_wrong_behind_what_was_before(
    store: Store,
) -> None:
    path = Path("x")

    def read(rejects: Rejects) -> Iterator[Located]:
        for line in range(1, 2_500):
            with rejects.row(path, line):
                number = 1 if line == 2_400 else line
                yield Located(
                    Entity(f"e{number}", "place", "" if line == 2_450 else "A"), path, line
                )

    with pytest.raises(BadSource, match=r"line 2400.*used in line 1 "):
        import_pack(store, Pack(Source("x", "1"), 0, read))
    assert store.sources() == ()


def test_fifty_thousand_aliases_of_one_entity_are_imported(tmp_path: Path, store: Store) -> None:
    names = [f"Name {number}" for number in range(50_000)]
    path = write_jsonl(tmp_path / "x.jsonl", [entity(1) | {"aliases": names}])
    assert import_pack(store, open_pack(path)).changes == Changes(added=1)
    write_jsonl(path, [entity(1) | {"aliases": names[1:]}])
    assert import_pack(store, open_pack(path)).changes == Changes(updated=1)
    (stored,) = store.entities()
    assert len(stored.entity.aliases) == 49_999 - ("Name 1" in names[1:])
    table = tmp_path / "x.csv"
    table.write_text(f"id,type,name,aliases\ne1,place,A,{'|'.join(names)}\n")
    assert import_pack(store, open_pack(table)).changes == Changes(updated=1)
    assert Alias("Name 3") in next(store.entities()).entity.aliases
