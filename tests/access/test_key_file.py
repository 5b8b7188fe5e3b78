"""The file of keys is private, whole, and says what to do where it cannot be used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.access import add_key, read_keys, revoke_key
from resolver.access.key import digest_of
from resolver.errors import BadValue, HomeError, HomeMissing, KeysDamaged
from resolver.home import Home


def test_a_key_is_kept_as_a_digest_in_a_file_of_its_owner(tmp_path: Path) -> None:
    home = tmp_path / "new"
    secret = add_key(home, "bot", "write", by="ann", expires="2999-12-31")
    path = Home(home).keys
    assert path.stat().st_mode & 0o777 == 0o600
    assert secret not in path.read_text()
    (key,) = read_keys(home)
    assert (key.name, key.scope, key.by, key.expires) == ("bot", "write", "ann", "2999-12-31")
    assert key.digest == digest_of(secret)
    add_key(home, "other", "read", by="ann")
    assert path.stat().st_mode & 0o777 == 0o600


def test_names_are_unique_also_those_of_revoked_keys(tmp_path: Path) -> None:
    add_key(tmp_path, "bot", "write", by="ann")
    assert revoke_key(tmp_path, "bot").revoked is not None
    for attempt in ("bot", "bot"):
        with pytest.raises(BadValue, match="there is a key bot already"):
            add_key(tmp_path, attempt, "read", by="ann")
    with pytest.raises(BadValue, match="the key bot was revoked at "):
        revoke_key(tmp_path, "bot")
    with pytest.raises(BadValue, match="there is no key nobody"):
        revoke_key(tmp_path, "nobody")


def test_a_key_that_would_never_hold_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="2020-01-01 is past"):
        add_key(tmp_path, "bot", "read", by="ann", expires="2020-01-01")
    assert read_keys(tmp_path) == ()


def test_a_home_without_a_file_has_no_keys_and_one_that_is_missing_none_to_revoke(
    tmp_path: Path,
) -> None:
    assert read_keys(tmp_path) == read_keys(tmp_path / "missing") == ()
    with pytest.raises(HomeMissing):
        revoke_key(tmp_path / "missing", "bot")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    add_key(tmp_path, "bot", "write", by="ann")
    Home(tmp_path).keys.chmod(mode)
    for use in (read_keys, lambda home: add_key(home, "second", "read", by="ann")):
        with pytest.raises(KeysDamaged, match=f"mode {mode:o}.*run: chmod 600 "):
            use(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 1}',
        '{"format": 1, "keys": 3}',
        '{"format": 1, "keys": [3]}',
        '{"format": 1, "keys": [{"name": "bot"}]}',
        '{"format": 2, "keys": []}',
        "\xff",
    ],
)
def test_a_damaged_file_is_an_error_and_never_no_keys(tmp_path: Path, text: str) -> None:
    path = Home(tmp_path).keys
    path.write_bytes(text.encode("latin-1"))
    path.chmod(0o600)
    with pytest.raises(KeysDamaged) as refused:
        read_keys(tmp_path)
    assert str(path) in refused.value.what
    assert refused.value.remedy


def test_a_key_with_an_unknown_field_is_damage(tmp_path: Path) -> None:
    add_key(tmp_path, "bot", "write", by="ann")
    path = Home(tmp_path).keys
    value = json.loads(path.read_text())
    value["keys"][0]["owner"] = "ann"
    path.write_text(json.dumps(value))
    with pytest.raises(KeysDamaged, match="is not a file of keys"):
        read_keys(tmp_path)


def test_where_nothing_can_be_written_the_home_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeError, match="cannot be written"):
        add_key(tmp_path / "file", "bot", "read", by="ann")


def test_processes_that_add_keys_at_once_lose_none(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from resolver.access import add_key\n"
        "for n in range(5): add_key(Path(sys.argv[1]), f'{sys.argv[2]}-{n}', 'read', by='ann')"
    )
    adding = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(number)])
        for number in range(3)
    ]
    assert [each.wait(30) for each in adding] == [0, 0, 0]
    names = {key.name for key in read_keys(tmp_path)}
    assert names == {f"{number}-{n}" for number in range(3) for n in range(5)}
