"""What the commands that keep a home do is a call that says what it did and prints nothing."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from resolver import Query, Resolver
from resolver.curate.homes import (
    Built,
    Imported,
    build_home,
    compile_home,
    ensure_index,
    ensure_table,
    forget_source,
    import_sources,
)
from resolver.curate.importing import ImportedSource, UnfoldableName
from resolver.errors import (
    BadSource,
    HomeError,
    HomeFormat,
    HomeMissing,
    IndexDamaged,
    StoreEmpty,
)
from resolver.index.format import snapshots
from resolver.packs import bundled
from resolver.store import Changes
from tests.conftest import write_jsonl
from tests.curate.stages import Stages
from tests.index.conftest import of_another_format, rewrite_manifest


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def write_source(folder: Path, name: str, *ids: str, text: str = "Ana") -> Path:
    entities = [{"id": each, "type": "person", "name": text} for each in ids]
    return write_jsonl(folder / f"{name}.jsonl", entities)


def write_aliases(folder: Path) -> Path:
    (folder / "more").mkdir()
    (folder / "more" / "pack.toml").write_text('name = "more"\n')
    (folder / "more" / "aliases.csv").write_text("entity_id,alias\na,Anita\n")
    return folder / "more"


def test_a_home_is_imported_and_compiled_by_calls(
    home: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    stages = Stages()
    source = write_source(tmp_path, "people", "a", "b")
    done = import_sources(home, [source], wait_s=1, progress=stages)
    size = source.stat().st_size
    assert done == Imported((ImportedSource("people", Changes(added=2), ()),), ())
    compiled = compile_home(home, wait_s=1, progress=stages)
    assert (compiled.entities, compiled.aliases, compiled.changed) == (2, 2, None)
    with Resolver.open(home) as resolver:
        assert resolver.fingerprint == compiled.fingerprint
    assert stages.seen == [
        ("people", size, size),
        ("read", 2, 2),
        ("write", 2, 2),
        ("place", 1, 1),
        ("calibrate", 20, 20),
    ]
    assert capfd.readouterr() == ("", "")


def test_aliases_that_no_source_owns_wait_and_are_reported(home: Path, tmp_path: Path) -> None:
    assert import_sources(home, [write_aliases(tmp_path)], wait_s=1).orphans == ("a",)
    people = write_source(tmp_path, "people", "a")
    assert import_sources(home, [people], wait_s=1).orphans == ()
    compile_home(home, wait_s=1)
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("Anita")).id == "a"


def test_names_without_a_letter_or_digit_are_reported(home: Path, tmp_path: Path) -> None:
    done = import_sources(home, [write_source(tmp_path, "people", "a", text="$")], wait_s=1)
    assert done.sources[0].unfoldable == (UnfoldableName("$", "a"),)


def test_sources_before_one_that_fails_stay_and_were_reported(home: Path, tmp_path: Path) -> None:
    good, bad = write_source(tmp_path, "good", "a"), write_source(tmp_path, "bad", "a")
    reported: list[ImportedSource] = []
    with pytest.raises(BadSource, match="the entity 'a' belongs to the source 'good'"):
        import_sources(home, [good, bad], wait_s=1, report=reported.append)
    assert [each.name for each in reported] == ["good"]
    assert compile_home(home, wait_s=1).entities == 1


def test_two_sources_of_one_name_are_refused_before_a_home_is_made(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    paths = [write_source(folder, "people", "a") for folder in (tmp_path, tmp_path / "other")]
    with pytest.raises(BadSource, match="has the name 'people' too"):
        import_sources(home, paths, wait_s=1)
    assert not home.exists()


def test_a_source_is_forgotten(home: Path, tmp_path: Path) -> None:
    import_sources(home, [write_source(tmp_path, "people", "a", "b")], wait_s=1)
    assert forget_source(home, "people", wait_s=1) == Changes(retired=2)
    with pytest.raises(StoreEmpty):
        compile_home(home, wait_s=1)


def test_what_is_not_there_is_neither_compiled_nor_made(home: Path) -> None:
    for call in (lambda: compile_home(home, wait_s=1), lambda: forget_source(home, "s", wait_s=1)):
        with pytest.raises(HomeMissing):
            call()
    assert not home.exists()
    home.mkdir()
    with pytest.raises(StoreEmpty):
        compile_home(home, wait_s=1)
    assert list(home.iterdir()) == []


def test_an_empty_home_is_built_of_the_bundled_packs(home: Path) -> None:
    built = build_home(home, wait_s=1)
    assert built.imported is not None
    assert [each.name for each in built.imported.sources] == [path.name for path in bundled()]
    with Resolver.open(home) as resolver:
        assert resolver.resolve(Query("NATO")).id == "nato"


def test_a_home_that_holds_entities_is_built_of_these(home: Path, tmp_path: Path) -> None:
    import_sources(home, [write_source(tmp_path, "people", "a")], wait_s=1)
    built = build_home(home, wait_s=1)
    assert built == Built(None, built.compiled)
    assert built.compiled.entities == 1


def test_a_home_is_built_where_it_has_no_index_and_else_left_as_it_is(
    home: Path, tmp_path: Path
) -> None:
    import_sources(home, [write_source(tmp_path, "people", "a")], wait_s=1)
    built = ensure_index(home, wait_s=1)
    assert built is not None
    assert built.compiled.entities == 1
    import_sources(home, [write_source(tmp_path, "people", "a", "b")], wait_s=1)
    assert ensure_index(home, wait_s=1) is None
    with Resolver.open(home) as resolver:
        assert resolver.fingerprint == built.compiled.fingerprint


@pytest.fixture
def people(home: Path, tmp_path: Path) -> Path:
    """A home with two snapshots; the second has Bo too."""
    for ids in (("a",), ("a", "b")):
        import_sources(home, [write_source(tmp_path, "people", *ids)], wait_s=1)
        compile_home(home, wait_s=1)
    return home


def current(home: Path) -> Path:
    return home / "index" / Resolver.current(home)


def damage_all(home: Path) -> None:
    for folder in snapshots(home):
        (folder / "posting.npy").write_bytes(b"")


def test_an_index_of_another_version_is_compiled_anew_where_the_store_has_its_table(
    people: Path,
) -> None:
    rewrite_manifest(people, of_another_format)
    said: list[HomeError] = []
    built = ensure_index(people, wait_s=1, anew=said.append)
    assert built is not None
    assert (built.imported, built.compiled.entities) == (None, 2)
    assert [type(each) for each in said] == [HomeFormat]
    with Resolver.open(people) as resolver:
        assert (resolver.fallback, resolver.entities) == (None, 2)


def test_an_index_that_is_damaged_throughout_is_compiled_anew(people: Path) -> None:
    damage_all(people)
    built = ensure_index(people, wait_s=1)
    assert built is not None
    with Resolver.open(people) as resolver:
        assert (resolver.fallback, resolver.entities) == (None, 2)


@pytest.mark.parametrize("store", ["missing", "empty"])
def test_the_bundled_packs_never_replace_an_index_that_cannot_be_read(
    people: Path, store: str
) -> None:
    damage_all(people)
    if store == "missing":
        (people / "store.sqlite").unlink()
    else:
        forget_source(people, "people", wait_s=1)
    before = sorted(people.rglob("*"))
    with pytest.raises(IndexDamaged, match=r"posting\.npy"):
        ensure_index(people, wait_s=1)
    (people / "index" / "CURRENT").unlink()
    with pytest.raises(IndexDamaged, match="CURRENT is missing"):
        ensure_index(people, wait_s=1)
    assert sorted(people.rglob("*")) == [p for p in before if p.name != "CURRENT"]


def test_a_home_that_one_before_answers_for_is_left_as_it_is(people: Path) -> None:
    (current(people) / "posting.npy").unlink()
    assert ensure_index(people, wait_s=1) is None
    with Resolver.open(people) as resolver:
        assert resolver.entities == 1


def remove(path: Path) -> None:
    path.unlink()


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [remove, make_a_folder, cut])
@pytest.mark.parametrize("file", ["CURRENT", "manifest.json", "posting.npy"])
def test_compiling_mends_whatever_is_damaged(
    people: Path, file: str, damage: Callable[[Path], None]
) -> None:
    fingerprint = Resolver.current(people)
    damage(people / "index" / file if file == "CURRENT" else current(people) / file)
    assert compile_home(people, wait_s=1).fingerprint == fingerprint
    with Resolver.open(people) as resolver:
        assert (resolver.fallback, resolver.entities) == (None, 2)
    assert len(snapshots(people)) == 2
    assert list((people / "index").glob(".*")) == []


KILLED: Final = """
import os, signal, sys
from pathlib import Path
from resolver.curate.homes import compile_home

left = int(sys.argv[2])

def kill_at_a_rename(event, args):
    global left
    if event == "os.rename":
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill_at_a_rename)
compile_home(Path(sys.argv[1]), wait_s=1)
"""
"""A compile that is killed right before one of its renames."""


@pytest.mark.parametrize(("damaged", "entities"), [(False, (2, 2, 3)), (True, (1, 1, 2, 2))])
def test_a_compile_killed_at_any_rename_leaves_a_home_that_opens(
    people: Path, tmp_path: Path, damaged: bool, entities: tuple[int, ...]
) -> None:
    if damaged:  # the same snapshot is written anew, and takes the place of the damaged one
        (current(people) / "posting.npy").unlink()
    else:
        import_sources(people, [write_source(tmp_path, "people", "a", "c", "d")], wait_s=1)
    for renames, expected in enumerate(entities):
        home = Path(shutil.copytree(people, tmp_path / f"killed at {renames}"))
        done = subprocess.run([sys.executable, "-c", KILLED, home, str(renames)], check=False)
        with Resolver.open(home) as resolver:
            assert resolver.resolve(Query("Ana")).candidates[0].id == "a"
            assert (resolver.entities, resolver.fallback is None) == (expected, expected > 1)
        compile_home(home, wait_s=1)
        with Resolver.open(home) as resolver:
            assert (resolver.entities, resolver.fallback) == (entities[-1], None)
        assert list((home / "index").glob(".*")) == []
        assert done.returncode == (0 if renames == len(entities) - 1 else -signal.SIGKILL)


def test_two_paths_of_one_source_are_refused_with_what_helps(home: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    own = [write_source(tmp_path, "a", "a"), write_source(tmp_path / "more", "a", "b")]
    with pytest.raises(BadSource, match=r"a\.jsonl has the name 'a' too — rename one of them"):
        import_sources(home, own, wait_s=0)
    names = "LEI,Entity.LegalName,Registration.RegistrationStatus\n"
    packs = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path in packs:
        path.write_text(names)
    what = r"two\.csv: this and .*one\.csv are both the source 'gleif' — import one of them"
    with pytest.raises(BadSource, match=what):
        import_sources(home, packs, wait_s=0)
    assert not home.exists()


def test_a_home_follows_a_source_and_compiles_what_is_new_alone(home: Path, tmp_path: Path) -> None:
    source = write_source(tmp_path, "people", "a", "b")
    imported, compiled = ensure_table(home, source, wait_s=0)
    assert imported.sources[0].changes == Changes(added=2)
    assert compiled is not None
    imported, compiled = ensure_table(home, source, wait_s=0)
    assert imported.sources[0].changes == Changes(unchanged=2)
    assert compiled is None
    write_source(tmp_path, "people", "a", "c", "d")
    _, compiled = ensure_table(home, source, wait_s=0)
    assert compiled is not None
    assert compiled.entities == 3


def test_a_home_that_follows_is_compiled_where_that_was_not_done(
    home: Path, tmp_path: Path
) -> None:
    source = write_source(tmp_path, "people", "a", "b")
    import_sources(home, [source], wait_s=0)
    assert ensure_table(home, source, wait_s=0)[1] is not None
    import_sources(home, [write_source(tmp_path, "people", "a")], wait_s=0)
    assert ensure_table(home, source, wait_s=0)[1] is not None  # unchanged, but not in the index
    rewrite_manifest(home, of_another_format)
    assert ensure_table(home, source, wait_s=0)[1] is not None
    with Resolver.open(home) as resolver:
        assert resolver.entities == 1


def test_what_is_no_source_makes_no_home(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=r"gone\.csv"):
        ensure_table(home, tmp_path / "gone.csv", wait_s=0)
    assert not home.exists()
