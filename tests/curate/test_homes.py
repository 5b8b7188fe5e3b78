"""What the commands that keep a home do is a call that says what it did and prints nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver import Query, Resolver
from resolver.curate.homes import (
    Built,
    Imported,
    ImportedSource,
    UnfoldableName,
    build_home,
    compile_home,
    ensure_index,
    forget_source,
    import_sources,
)
from resolver.errors import BadSource, HomeMissing, StoreEmpty
from resolver.packs import bundled
from resolver.store import Changes
from tests.conftest import write_jsonl
from tests.curate.stages import Stages


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
    assert done == Imported((ImportedSource("people", Changes(added=2), ()),), ())
    compiled = compile_home(home, wait_s=1, progress=stages)
    assert (compiled.entities, compiled.aliases, compiled.changed) == (2, 2, None)
    with Resolver.open(home) as resolver:
        assert resolver.fingerprint == compiled.fingerprint
    assert stages.seen == [("people", None, 2), ("read", 2, 2), ("write", 2, 2), ("place", 1, 1)]
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
