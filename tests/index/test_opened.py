"""What changed in a large store is compiled as an overlay, and answers as if all had been; overlays
stand on overlays, and what is open already is opened once."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resolver import Query, Resolver
from resolver.errors import HomeFormat, IndexDamaged, UnknownEntity
from resolver.index import Index
from resolver.index.format import snapshots
from tests.conftest import run_cli, write_jsonl
from tests.index.conftest import of_another_format, overlaid, rewrite_manifest
from tests.store.older import make_older

Changes = dict[int, dict[str, Any] | None]
COUNT = 10_200
FIRST = ("Anna", "Boris", "Clara", "Dmitri", "Elif", "Farid", "Galina", "Hasan", "Irene", "Jonas")
LAST = ("Adler", "Bakir", "Celik", "Duarte", "Egorov", "Farahani", "Gruber", "Haddad", "Ivanov")


def person(number: int, **more: Any) -> dict[str, Any]:
    name = f"{FIRST[number % 10]} {LAST[number // 10 % 9]}{chr(97 + number % 26)} {number}"
    return {"id": f"p{number}", "type": "person", "name": name, "prominence": number, **more}


def people(folder: Path, changes: Changes | None = None) -> Path:
    """The table, with some of its rows changed, added or (None) left out."""
    rows = {number: person(number) for number in range(COUNT)}
    rows |= {number: person(number, **(more or {})) for number, more in (changes or {}).items()}
    left_out = {number for number, more in (changes or {}).items() if more is None}
    return write_jsonl(
        folder / "people.jsonl", (row for number, row in rows.items() if number not in left_out)
    )


def compiled(home: Path, source: Path | None = None) -> dict[str, Any]:
    """Import, compile, and what the current snapshot says of itself."""
    commands: list[tuple[str | Path, ...]] = [("import", source)] if source else []
    for command in (*commands, ("compile",)):
        done = run_cli(*command, "--home", home)
        assert done.returncode == 0, done.stderr
    manifest: dict[str, Any] = json.loads((snapshot(home) / "manifest.json").read_text("utf-8"))
    return manifest


def snapshot(home: Path) -> Path:
    return home / "index" / (home / "index" / "CURRENT").read_text("ascii").strip()


@pytest.fixture(scope="module")
def large_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    assert compiled(folder / "home", people(folder))["base"] is None
    return folder / "home"


@pytest.fixture
def home(large_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(large_home, tmp_path / "home"))


CHANGES: Changes = {
    7: {"name": "Zacharias Quintero", "aliases": ["Zaki Quintero"], "country": ["MX"]},
    8: None,
    COUNT: {"name": "Yolanda Xirau", "prominence": 5_100},
    9: {"aliases": ["Hasan the Elder"]},
}


def test_what_changed_is_found_and_what_was_removed_is_not(home: Path, tmp_path: Path) -> None:
    before = snapshot(home).name
    manifest = compiled(home, people(tmp_path, CHANGES))
    assert manifest["base"] == before
    assert (manifest["entities"], manifest["aliases"]) == (COUNT, COUNT + 2)
    with Resolver.open(home) as resolver:
        assert resolver.entities == COUNT
        for text, expected in (
            ("Zacharias Quintero", "p7"),
            ("Zaki Quintreo", "p7"),
            ("Yolanda Xirau", f"p{COUNT}"),
            ("Hasan the Elder", "p9"),
            (person(9)["name"], "p9"),
            (person(10)["name"], "p10"),
        ):
            assert resolver.resolve(Query(text)).id == expected, text
        for text in (person(7)["name"], person(8)["name"]):
            found = resolver.resolve(Query(text, limit=200)).candidates
            assert not {"p7", "p8"} & {each.id for each in found}
        assert resolver.resolve(Query("Zaki Quintero", country=("MX",))).id == "p7"
        assert resolver.entity("p7")["name"] == "Zacharias Quintero"
        with pytest.raises(UnknownEntity):
            resolver.entity("p8")
        sampled = {each["id"] for each in resolver.sample(COUNT + 1)}
        assert len(sampled) == COUNT
        assert f"p{COUNT}" in sampled
        assert "p8" not in sampled


def test_an_overlay_answers_as_a_whole_index_does(home: Path, tmp_path: Path) -> None:
    compiled(home, people(tmp_path, CHANGES))
    compiled(tmp_path / "whole", people(tmp_path, CHANGES))
    texts = [person(n)["name"].replace("a", "e", 1) for n in range(0, COUNT, 340)]
    texts += ["Zaharias Quintero", "Yolanda Shirau", "Hasan the Eldest", "Quintero"]
    with Resolver.open(home) as overlaid, Resolver.open(tmp_path / "whole") as whole:
        queries = [Query(text, country=facts) for text in texts for facts in ((), ("MX",))]
        assert overlaid.resolve_block(queries) == [*map(overlaid.resolve, queries)]
        for text in texts:
            ours, theirs = overlaid.resolve(Query(text)), whole.resolve(Query(text))
            score = theirs.candidates[0].score
            if abs(score - Query("x").accept) > 0.02:  # an overlay keeps its base's calibration
                assert (ours.verdict, ours.id) == (theirs.verdict, theirs.id), text
            assert ours.candidates[0].id == theirs.candidates[0].id, text
            assert ours.candidates[0].score == pytest.approx(theirs.candidates[0].score, abs=0.02)


def test_ranks_of_the_changed_are_counted_among_all(home: Path, tmp_path: Path) -> None:
    compiled(home, people(tmp_path, CHANGES))
    index = Index.open(home)
    number = index.find_id(f"p{COUNT}")
    assert number is not None
    segment, row = index.of_entity(number)
    assert segment.entity_rank[row] == pytest.approx(0.5, abs=0.001)


def test_compiling_again_changes_nothing_and_later_changes_count_too(
    home: Path, tmp_path: Path
) -> None:
    base = snapshot(home).name
    compiled(home)
    assert snapshot(home).name == base
    compiled(home, people(tmp_path, {1: {"name": "Una Primera"}}))
    first = snapshot(home).name
    compiled(home)
    assert snapshot(home).name == first
    for n in range(3):
        compiled(
            home, people(tmp_path, {1: {"name": "Una Primera"}, 2: {"name": f"Dos Segundos {n}"}})
        )
    assert (home / "index" / base).is_dir()  # the base stays as long as overlays need it
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("Una Primera")).id == "p1"
        assert resolver.resolve(Query("Dos Segundos 2")).id == "p2"


def test_an_overlay_that_has_grown_is_merged_into_a_new_base(home: Path, tmp_path: Path) -> None:
    many: Changes = {n: {"name": f"Renamed {n}"} for n in range(COUNT // 10 + 50)}
    manifest = compiled(home, people(tmp_path, many))
    assert manifest["base"] is None
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("Renamed 17")).id == "p17"


@pytest.mark.parametrize("column", ["tombstones", "alias_text_bytes", "posting", "exact_hash"])
def test_a_damaged_overlay_is_refused_with_its_file_named(
    home: Path, tmp_path: Path, column: str
) -> None:
    compiled(home, people(tmp_path, CHANGES))
    path = snapshot(home) / f"{column}.npy"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    with pytest.raises(IndexDamaged, match=column):
        Index.open_current(home)
    with Resolver.open(home) as resolver:  # its base answers
        assert f"{column}.npy" in str(resolver.fallback)
        assert resolver.resolve(Query(person(7)["name"])).id == "p7"
    compiled(home)  # and it is mended by the next compile
    with Resolver.open(home) as resolver:
        assert resolver.fallback is None
        assert resolver.resolve(Query("Zacharias Quintero")).id == "p7"


def test_an_overlay_that_only_removes_has_no_row_of_its_own(home: Path, tmp_path: Path) -> None:
    manifest = compiled(home, people(tmp_path, {8: None}))
    assert manifest["base"] is not None
    assert manifest["entities"] == COUNT - 1
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query(person(8)["name"])).id != "p8"
        assert resolver.resolve(Query(person(9)["name"])).id == "p9"


def test_a_missing_base_is_refused_and_all_is_compiled_anew(home: Path, tmp_path: Path) -> None:
    base = snapshot(home)
    compiled(home, people(tmp_path, CHANGES))
    shutil.rmtree(base)
    with pytest.raises(IndexDamaged, match=base.name):
        Index.open(home)
    assert compiled(home)["base"] is None


def test_an_overlay_of_other_code_that_does_not_fit_its_base_is_refused(
    home: Path, tmp_path: Path
) -> None:
    compiled(home, people(tmp_path, CHANGES))
    rows = np.array([COUNT], np.uint32)  # as many as there are: one too far
    np.save(snapshot(home) / "tombstones.npy", rows)
    entry = {"bytes": 132, "rows": 1, "crc32": zlib.crc32(rows.tobytes())}
    folder = rewrite_manifest(home, lambda manifest: manifest["files"].update(tombstones=entry))
    with pytest.raises(IndexDamaged, match=f"{folder.name}.* is not of an overlay on"):
        Index.open_current(home)


@pytest.fixture
def two(make_home: Callable[..., Path]) -> Path:
    """A home with two small snapshots: Ben came with the second."""
    make_home({"id": "a", "type": "person", "name": "Ana"})
    return make_home(
        {"id": "a", "type": "person", "name": "Ana"}, {"id": "b", "type": "person", "name": "Ben"}
    )


def opened(home: Path) -> tuple[str, int]:
    """Why another snapshot than the current one is open, and how many entities it has."""
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("Ana")).id == "a"
        return str(resolver.fallback), resolver.entities


@pytest.mark.parametrize(
    "content", [b"", b"nowhere\n", b"0123456789abcdef\n", b"\xff\0", "removed", "a folder"]
)
def test_a_bad_current_does_not_keep_a_whole_snapshot_from_answering(
    two: Path, content: bytes | str
) -> None:
    current = two / "index" / "CURRENT"
    assert opened(two) == ("None", 2)
    current.unlink()
    if content == "a folder":
        current.mkdir()
    elif isinstance(content, bytes):
        current.write_bytes(content)
    why, entities = opened(two)
    assert f"{current} " in why
    assert entities == 2  # the newest
    with pytest.raises(IndexDamaged, match="CURRENT"):
        Resolver.current(two)


@pytest.mark.parametrize("file", ["manifest.json", "posting.npy"])
def test_a_damaged_snapshot_is_answered_for_by_the_one_before(two: Path, file: str) -> None:
    path = snapshot(two) / file
    path.write_bytes(path.read_bytes()[:-1])
    why, entities = opened(two)
    assert str(path) in why
    assert entities == 1
    assert Resolver.current(two) == snapshot(two).name


def test_where_no_snapshot_is_whole_the_error_is_that_of_the_current_one(two: Path) -> None:
    for folder in (two / "index").glob("????????????????"):
        (folder / "posting.npy").unlink()
    with pytest.raises(IndexDamaged, match=f"{snapshot(two).name}/posting.npy is missing"):
        Resolver.open(two)


def test_an_index_of_another_version_is_not_damage_and_no_older_one_answers(two: Path) -> None:
    rewrite_manifest(two, of_another_format)
    with pytest.raises(HomeFormat, match="index format 99"):
        Resolver.open(two)


def run(script: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a Python of its own, for its hooks and for how it dies."""
    return subprocess.run(
        [sys.executable, "-c", script, *args], capture_output=True, text=True, check=False
    )


def test_a_mapped_file_that_is_cut_kills_one_reader_and_not_the_next(
    make_home: Callable[..., Path],
) -> None:
    names = [f"Ana of the many names, of which this is number {n}" for n in range(1_500)]
    make_home({"id": "a", "type": "person", "name": "Ana", "aliases": names})
    two = make_home(
        {"id": "a", "type": "person", "name": "Ana", "aliases": names},
        {"id": "b", "type": "person", "name": "Ben"},
    )
    path = snapshot(two) / "alias_text_bytes.npy"
    done = run(
        "import os, sys; from resolver import Resolver, Query\n"
        "with Resolver.open(sys.argv[1]) as resolver:\n"
        "    os.truncate(sys.argv[2], 0)\n"
        "    resolver.resolve(Query('Ana'))",
        two,
        path,
    )
    assert done.returncode == -signal.SIGBUS
    why, entities = opened(two)
    assert str(path) in why
    assert entities == 1


def test_a_snapshot_removed_while_it_is_opened_is_no_error(two: Path) -> None:
    done = run(
        "import sys; from pathlib import Path; from resolver import Resolver\n"
        "index = Path(sys.argv[1], 'index')\n"
        "first = Path(sys.argv[2])\n"
        "def compile_elsewhere(event, args):\n"
        "    if event == 'open' and args[0] == str(first / 'posting.npy') and first.exists():\n"
        "        new = next(path for path in index.glob('?' * 16) if path != first)\n"
        "        (index / 'CURRENT').write_text(f'{new.name}\\n')\n"
        "        first.rename(index / '.gone')\n"
        "sys.addaudithook(compile_elsewhere)\n"
        "with Resolver.open(sys.argv[1]) as resolver:\n"
        "    print(resolver.fallback, resolver.entities)",
        two,
        snapshot(two),
    )
    assert done.stdout == "None 1\n", done.stderr


def test_a_process_without_open_files_left_does_not_take_that_for_damage(two: Path) -> None:
    done = run(
        "import resource, sys; from resolver import Resolver, errors\n"
        "Resolver.open(sys.argv[1]).close()\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))\n"
        "try: Resolver.open(sys.argv[1])\n"
        "except errors.HomeError as error: print(error.code, error)",
        two,
    )
    assert done.stdout.startswith("home_error ")
    assert "cannot be read: too many open files — raise the limits" in done.stdout


def test_opening_and_asking_write_nothing_so_the_home_may_be_read_only(two: Path) -> None:
    (snapshot(two) / "posting.npy").unlink()  # falling back neither
    done = run(
        "import os, sys; from resolver import Resolver, Query\n"
        "def watch(event, args):\n"
        "    writes = event == 'open' and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)\n"
        "    if writes or event in ('os.mkdir', 'os.rename', 'os.remove', 'os.utime'):\n"
        "        print(event, args)\n"
        "sys.dont_write_bytecode = True\n"
        "sys.addaudithook(watch)\n"
        "with Resolver.open(sys.argv[1]) as resolver:\n"
        "    print(resolver.resolve(Query('Ana')).id)",
        two,
    )
    assert done.stdout == "a\n", done.stderr


def test_a_store_of_the_first_version_is_brought_up(home: Path, tmp_path: Path) -> None:
    make_older(home / "store.sqlite", 1)
    assert compiled(home, people(tmp_path, CHANGES))["base"] is None  # it does not know the changes
    assert compiled(home, people(tmp_path, {}))["base"] is not None


def test_an_import_that_fails_leaves_no_change_behind(
    home: Path, tmp_path: Path, cli: Callable[..., Any]
) -> None:
    before = snapshot(home).name
    source = people(tmp_path, {3: {"name": "Tres Terceros"}})
    with source.open("a", encoding="utf-8") as file:
        file.write('{"id": "broken"}\n')
    assert cli("import", source, "--home", home).returncode == 2
    compiled(home)
    assert snapshot(home).name == before


def named(name: str, *aliases: str, entity_id: str | None = None) -> dict[str, Any]:
    return {
        "id": entity_id or name[0].lower(),
        "type": "person",
        "name": name,
        "aliases": [*aliases],
    }


@pytest.fixture
def chain(make_home: Callable[..., Path]) -> Path:
    """A base with three overlays: changed and changed again, removed, brought and removed."""
    home = make_home(*map(named, ("Ana Adler", "Boris Bakir", "Clara Celik", "Dmitri Duarte")))
    overlaid(home, named("Anna Adler"), named("Elif Egorov"), without=["b"])
    overlaid(home, without=["e"])
    overlaid(home, named("Anya Adler", "Anuschka"), named("Farid Farahani"))
    return home


def test_a_chain_answers_with_the_topmost_of_each(chain: Path) -> None:
    with Resolver.open(chain) as resolver:
        assert (resolver.entities, resolver.through) == (4, 3)
        for text, expected in (
            ("Anya Adler", "a"),
            ("Anushka", "a"),
            ("Ana Adler", "a"),  # not by that name any more
            ("Clara Selik", "c"),
            ("Farid Farahany", "f"),
            ("Farhad Farahani", "f"),
        ):
            first = resolver.resolve(Query(text, accept=0)).candidates[0]
            assert first.id == expected, text
            assert first.name == resolver.entity(expected)["name"]
        for text, gone in (("Boris Bakir", "b"), ("Elif Egorov", "e")):
            assert gone not in {each.id for each in resolver.resolve(Query(text)).candidates}
            with pytest.raises(UnknownEntity):
                resolver.entity(gone)
        assert resolver.entity("a")["name"] == "Anya Adler"


def test_rows_of_a_chain_are_numbered_through(chain: Path) -> None:
    index = Index.open(chain)
    assert [len(segment.entity_id) for segment in index.segments] == [4, 2, 0, 2]
    found = {each: index.find_id(each) for each in "abcdef"}
    assert found == {"a": 6, "b": None, "c": 2, "d": 3, "e": None, "f": 7}
    assert index.ids(np.arange(8)) == ["a", "b", "c", "d", "a", "e", "a", "f"]
    aliases = [index.of_alias(number) for number in range(9)]
    assert [segment.alias_text[row] for segment, row in aliases] == [
        *("Ana Adler", "Boris Bakir", "Clara Celik", "Dmitri Duarte"),
        *("Anna Adler", "Elif Egorov", "Anya Adler", "Anuschka", "Farid Farahani"),
    ]


def test_what_is_open_already_is_neither_read_nor_made_again(chain: Path) -> None:
    before = Index.open(chain)
    overlaid(chain, named("Clara Cook"), named("Galina Gruber"))
    for column in chain.glob(f"index/{before.segments[0].name}/*.npy"):
        column.unlink()
    with pytest.raises(IndexDamaged):
        Index.open_current(chain)
    after = Index.open_current(chain, before)
    for old, new in zip(before.segments, after.segments, strict=False):
        assert new.vectors is old.vectors
        assert new.entity_id is old.entity_id
    assert [index.find_id("c") for index in (before, after)] == [2, 8]
    assert [index.find_id("g") for index in (before, after)] == [None, 9]


@pytest.mark.alone
def test_many_openings_take_little_time_and_no_memory(chain: Path) -> None:
    index = Index.open(chain)
    below = Index.read(index.folder.with_name(index.segments[-2].name))

    def opened_again(times: int) -> float:
        begin = time.process_time()
        for _ in range(times):
            Index.open(chain, below).find_id("a")
        return time.process_time() - begin

    def memory_mb() -> float:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1e6

    opened_again(100)
    before, files = memory_mb(), len([*Path("/proc/self/fd").iterdir()])
    assert opened_again(300) < 9
    assert memory_mb() - before < 3
    assert len([*Path("/proc/self/fd").iterdir()]) == files


@pytest.mark.parametrize("rows", [[4], [3, 2], [2, 2]])
def test_an_overlay_within_a_chain_that_does_not_fit_is_refused(
    make_home: Callable[..., Path], rows: list[int]
) -> None:
    home = make_home(*map(named, ("Ana Adler", "Boris Bakir", "Clara Celik", "Dmitri Duarte")))
    overlaid(home, without=["a"])
    tombstones = np.array(rows, np.uint32)
    np.save(snapshot(home) / "tombstones.npy", tombstones)
    crc = zlib.crc32(tombstones.tobytes())
    entry = {"bytes": 128 + tombstones.nbytes, "rows": len(rows), "crc32": crc}
    rewrite_manifest(home, lambda manifest: manifest["files"].update(tombstones=entry))
    with pytest.raises(IndexDamaged, match="is not of an overlay on"):
        Index.open_current(home)


def test_a_chain_stays_as_long_as_the_last_two_stand_on_it(
    chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolver.index.current.OVERLAYS_STAY_S", 0.0)
    names = [segment.name for segment in Index.open(chain).segments]
    assert {folder.name for folder in snapshots(chain)} == set(names)
    compiled(chain)  # whole, for the store knows of no overlay
    whole = snapshot(chain).name
    assert {folder.name for folder in snapshots(chain)} == {*names, whole}
    first, second = overlaid(chain, named("Elif Egorov")), overlaid(chain, named("Farid Farahani"))
    assert {folder.name for folder in snapshots(chain)} == {whole, first, second}
