"""What a process knows of keys is what their file says now."""

from __future__ import annotations

import hmac
from pathlib import Path

import pytest

from resolver.access import Keys, add_key, keys, revoke_key
from resolver.access.key import digest_of
from resolver.errors import KeysDamaged
from resolver.home import Home


def test_a_key_is_found_by_its_secret_from_when_it_is_added_until_it_is_revoked(
    tmp_path: Path,
) -> None:
    seen = Keys(tmp_path)
    assert seen.find("rk_" + "x" * 43) is None
    secrets = {name: add_key(tmp_path, name, "read", by="ann") for name in ("one", "two")}
    for name, secret in secrets.items():
        found = seen.find(secret)
        assert found is not None
        assert found.name == name
    assert seen.find(secrets["one"][:-1]) is None
    revoke_key(tmp_path, "one")
    assert seen.find(secrets["one"]) is None
    assert seen.find(secrets["two"]) is not None
    Home(tmp_path).keys.unlink()
    assert seen.find(secrets["two"]) is None


def test_every_digest_is_compared_in_constant_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = [add_key(tmp_path, name, "read", by="ann") for name in ("one", "two", "three")]
    compared: list[tuple[str, str]] = []

    def compare(known: str, shown: str) -> bool:
        compared.append((known, shown))
        return hmac.compare_digest(known, shown)

    seen = Keys(tmp_path)
    monkeypatch.setattr(keys, "hmac", type("hmac", (), {"compare_digest": staticmethod(compare)}))
    for shown in (*secrets, "rk_" + "x" * 43):
        compared.clear()
        seen.find(shown)
        digest = digest_of(shown)
        assert compared == [(digest_of(each), digest) for each in secrets]


def test_a_file_that_becomes_unusable_is_an_error_until_it_is_mended(tmp_path: Path) -> None:
    secret = add_key(tmp_path, "bot", "write", by="ann")
    seen, path = Keys(tmp_path), Home(tmp_path).keys
    path.chmod(0o644)
    for _ in range(2):
        with pytest.raises(KeysDamaged):
            seen.find(secret)
    path.chmod(0o600)
    assert seen.find(secret) is not None
    good = path.read_text()
    path.write_text(good[:-20])
    with pytest.raises(KeysDamaged):
        seen.find(secret)
    with pytest.raises(KeysDamaged):
        Keys(tmp_path)
    path.write_text(good)
    assert seen.find(secret) is not None


def test_a_key_that_holds_is_found_by_its_name_and_no_other(tmp_path: Path) -> None:
    seen = Keys(tmp_path)
    assert seen.is_empty
    assert seen.named("bot") is None
    secret = add_key(tmp_path, "bot", "write", by="ann")
    found = seen.named("bot")
    assert found is not None
    assert found == seen.find(secret)
    assert seen.named("BOT") is None
    assert not seen.is_empty
    revoke_key(tmp_path, "bot")
    assert seen.named("bot") is None
    assert seen.is_empty
