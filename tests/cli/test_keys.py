"""The commands that keep keys, as an operator runs them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from resolver.access import Keys
from tests.conftest import Cli, free_port, wait_for

COMPOSE = Path(__file__).parent.parent.parent / "docker-compose.yml"


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


def test_a_service_does_not_start_on_a_file_of_keys_that_others_may_read(
    cli: Cli, tmp_path: Path
) -> None:
    cli("key", "add", "bot", "--scope", "read", "--home", tmp_path)
    path = tmp_path / "keys.json"
    path.chmod(0o644)
    done = cli("serve", "--home", tmp_path, "--port", str(free_port()))
    said = f"error: {path} may be read or written by others (mode 644) — run: chmod 600 {path}\n"
    assert (done.returncode, done.stderr) == (1, said)


def is_listening(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_compose_makes_a_first_key_once_in_a_private_file_and_in_no_log(
    bundled_home: Path, tmp_path: Path
) -> None:
    (script,) = re.findall(r"- \|\n((?: {8}.*\n)+)", COMPOSE.read_text("utf-8"))
    (tmp_path / "index").symlink_to(bundled_home / "index")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "resolver"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m resolver "$@"\n')
    command.chmod(0o755)
    variables = {
        "PATH": f"{command.parent}:{os.environ['PATH']}",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "RESOLVER_HOME": str(tmp_path),
        "RESOLVER_WORKERS": "1",
    }
    log, port = tmp_path / "log", free_port()
    variables["RESOLVER_PORT"] = str(port)

    def start() -> subprocess.Popen[bytes]:
        """What the container runs."""
        shell = ["/bin/sh", "-c", script]
        with log.open("a") as stream:
            return subprocess.Popen(
                shell, cwd=tmp_path, env=variables, stdout=stream, stderr=stream
            )

    serving = start()
    wait_for(lambda: is_listening(port), 60)
    first = (tmp_path / "admin.key").read_text()
    assert start().wait(30) == 2  # it makes no other key, and finds the port taken
    assert (tmp_path / "admin.key").read_text() == first
    serving.send_signal(signal.SIGTERM)  # to the service itself, in whose place the shell was
    assert serving.wait(30) == 0
    secret = first.removesuffix("\n")
    key = Keys(tmp_path).find(secret)
    assert key is not None
    assert (key.name, key.scope) == ("admin", "admin")
    for name in ("admin.key", "keys.json"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert secret not in log.read_text()


def test_the_keys_of_no_home_are_not_an_empty_list(cli: Cli, tmp_path: Path) -> None:
    done = cli("key", "list", "--home", tmp_path / "none")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no home at" in done.stderr
