"""A session ends with its key, by itself, or when somebody signs out; no file has its ID."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from resolver.access import Key, Keys, Sessions, add_key, revoke_key, sessions
from resolver.errors import HomeDenied
from resolver.home import Home


def opened(home: Path, name: str = "ann") -> tuple[Sessions, Key]:
    """The sessions of a home, and the key of somebody there."""
    add_key(home, name, "write", by="test")
    keys = Keys(home)
    key = keys.named(name)
    assert key is not None
    return Sessions(home, keys), key


def test_a_session_is_of_its_key_until_it_is_closed(tmp_path: Path) -> None:
    found, key = opened(tmp_path)
    one, two = found.open(key), found.open(key)
    assert one != two
    assert len(one) == 43
    assert found.key_of(one) == key
    found.close(one)
    found.close("no session")
    assert found.key_of(one) is None
    assert found.key_of(two) == key
    assert found.key_of("") is None


def test_a_session_ends_with_its_key_in_every_process(tmp_path: Path) -> None:
    found, key = opened(tmp_path)
    session = found.open(key)
    other = Sessions(tmp_path, Keys(tmp_path))
    assert other.key_of(session) == key
    revoke_key(tmp_path, "ann")
    assert found.key_of(session) is None
    assert other.key_of(session) is None


def test_a_session_ends_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, key = opened(tmp_path)
    session, begun = found.open(key), time.time()
    monkeypatch.setattr("time.time", lambda: begun + sessions.LASTS_S - 2)
    assert found.key_of(session) == key
    monkeypatch.setattr("time.time", lambda: begun + sessions.LASTS_S + 2)
    assert found.key_of(session) is None
    found.open(key)
    assert len(json.loads(Home(tmp_path).sessions.read_text())) == 1


def test_the_file_is_private_and_has_digests_alone(tmp_path: Path) -> None:
    found, key = opened(tmp_path)
    session = found.open(key)
    path = Home(tmp_path).sessions
    assert path.stat().st_mode & 0o777 == 0o600
    assert session not in path.read_text()
    ((digest, name, _),) = json.loads(path.read_text())
    assert name == "ann"
    assert found.key_of(digest) is None


def test_of_very_many_of_a_key_its_oldest_ends_and_nobody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_MOST", 2)
    others, other = opened(tmp_path, "ben")
    of_other = others.open(other)
    found, key = opened(tmp_path)
    first, *rest = [found.open(key) for _ in range(3)]
    assert found.key_of(of_other) == other
    assert found.key_of(first) is None
    assert [found.key_of(each) for each in rest] == [key, key]


@pytest.mark.parametrize("text", ["", "{", "[[1]]", "[1]", '[["d", "ann", "soon"]]', "null"])
def test_a_damaged_file_has_people_sign_in_anew(tmp_path: Path, text: str) -> None:
    found, key = opened(tmp_path)
    session = found.open(key)
    Home(tmp_path).sessions.write_text(text)
    assert found.key_of(session) is None
    assert found.key_of(found.open(key)) == key


def test_a_file_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    found, key = opened(tmp_path)
    session = found.open(key)
    path = Home(tmp_path).sessions
    path.unlink()
    path.mkdir()
    with pytest.raises(HomeDenied):
        found.key_of(session)
    path.rmdir()
    path.with_suffix(".lock").unlink()
    path.with_suffix(".lock").mkdir()
    with pytest.raises(HomeDenied):
        found.open(key)
