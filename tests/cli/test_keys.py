"""The commands that keep keys, as an operator runs them."""

from __future__ import annotations

import re
from pathlib import Path

from resolver.access import Keys
from tests.conftest import Cli


def test_a_secret_is_printed_once_alone_on_the_last_line(cli: Cli, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = cli("key", "add", "bot", "--scope", "write", "--expires", "2999-12-31", "--home", home)
    assert done.returncode == 0
    assert re.fullmatch(r"[A-Za-z0-9_.-]{32,}\n", done.stdout)
    secret = done.stdout.strip()
    assert secret not in done.stderr
    assert "holds until the end of 2999-12-31 (UTC)" in done.stderr
    key = Keys(home).find(secret)
    assert key is not None
    assert (key.name, key.scope) == ("bot", "write")
    listed = cli("key", "list", "--home", home)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert re.search(r"^bot +write +\S+ +\S+ +until 2999-12-31$", listed.stdout, re.MULTILINE)
    assert secret not in listed.stdout + (home / "keys.json").read_text()


def test_a_revoked_key_is_listed_as_such(cli: Cli, tmp_path: Path) -> None:
    cli("key", "add", "bot", "--scope", "read", "--home", tmp_path)
    done = cli("key", "revoke", "bot", "--home", tmp_path)
    assert (done.returncode, done.stdout) == (0, "key bot is revoked; its name stays taken\n")
    assert "no more: revoked " in cli("key", "list", "--home", tmp_path).stdout


def test_what_is_wrong_is_one_line_with_a_remedy(cli: Cli, tmp_path: Path) -> None:
    wrong = {
        ("add", "bot"): "missing option '--scope'",
        ("add", "bot", "--scope", "owner"): "'owner' is not one of",
        ("add", "a b", "--scope", "read"): "a key cannot be called 'a b' — use ",
        ("add", "bot", "--scope", "read", "--expires", "soon"): "'soon' is not a day on which",
        ("revoke", "bot"): "there is no key bot — see: resolver key list",
    }
    for args, said in wrong.items():
        done = cli("key", *args, "--home", tmp_path)
        assert (done.returncode, done.stdout) == (2, ""), args
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
