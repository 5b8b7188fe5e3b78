"""One snapshot is current; of the older ones those stay that somebody may need."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.index import current
from resolver.index.current import Hold, is_held, make_current
from resolver.index.draft import Draft
from resolver.index.format import current_snapshot, snapshots
from tests.index.conftest import SOME, TABLE, contents, written


def named(home: Path) -> set[str]:
    """The snapshots that a home has."""
    return {folder.name for folder in snapshots(home)}


def overlay(home: Path, base: str, number: int) -> str:
    """An overlay, made current; its name."""
    with Draft(home, TABLE, sync=False) as draft:
        for name, rows in SOME.items():
            draft.put(name, rows)
        return draft.commit({**contents(number), "base": base})


def test_one_that_has_its_name_is_current_once_it_is_made_that(tmp_path: Path) -> None:
    first = written(tmp_path)
    with Draft(tmp_path, TABLE) as draft:
        for name, rows in SOME.items():
            draft.put(name, rows)
        second = draft.named(contents(1))
        assert current_snapshot(tmp_path).name == first
        make_current(tmp_path, second, TABLE)
    assert current_snapshot(tmp_path).name == second


def test_what_somebody_holds_stays(tmp_path: Path) -> None:
    with Draft(tmp_path, TABLE) as draft:
        for name, rows in SOME.items():
            draft.put(name, rows)
        held = draft.named(contents(9))
        names = [written(tmp_path, n) for n in range(3)]
        assert named(tmp_path) == {held, *names[-2:]}
    names.append(written(tmp_path, 3))
    assert named(tmp_path) == {*names[-2:]}


def test_a_folder_is_held_by_several_until_the_last_lets_go(tmp_path: Path) -> None:
    first, second = Hold(tmp_path), Hold(tmp_path)
    del first
    assert is_held(tmp_path)
    del second
    assert not is_held(tmp_path)
    Hold(tmp_path / "none")


def test_two_drafts_are_made_at_once_and_one_that_was_killed_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "index" / ".draft"
    left.mkdir(parents=True)
    with Draft(tmp_path, TABLE) as one, Draft(tmp_path, TABLE) as other:
        assert not left.exists()
        assert one.folder != other.folder
        assert one.folder.exists()
    assert [*(tmp_path / "index").iterdir()] == []


def test_an_overlay_stays_for_some_seconds_with_what_it_stands_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = written(tmp_path)
    overlays = [overlay(tmp_path, base, n) for n in range(4)]
    assert named(tmp_path) == {base, *overlays}
    monkeypatch.setattr(current, "OVERLAYS_STAY_S", 0)
    overlays.append(overlay(tmp_path, base, 9))
    assert named(tmp_path) == {base, *overlays[-2:]}
