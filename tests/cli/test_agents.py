"""`resolver mcp` says on standard error what is wrong, and what to do."""

from __future__ import annotations

import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import Cli, free_port

installed = pytest.mark.skipif(find_spec("mcp") is None, reason="needs the extra mcp")


def test_a_home_and_a_service_are_not_asked_both(cli: Cli, tmp_path: Path) -> None:
    done = cli("mcp", "--home", tmp_path, "--url", "http://127.0.0.1:8000")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: give --home or --url, not both — see: resolver mcp --help\n"


def test_without_the_library_the_extra_is_named() -> None:
    script = "import sys; sys.modules['mcp'] = None; sys.argv = ['resolver', 'mcp'];"
    script += "from resolver.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    said = "error: the library mcp is not installed — pip install 'alias-resolver[mcp]'\n"
    assert done.stderr == said


@installed
def test_a_home_without_an_index_is_an_error_of_one_line(cli: Cli, tmp_path: Path) -> None:
    done = cli("mcp", "--home", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


@installed
@pytest.mark.parametrize("url", ["", "127.0.0.1:8000"])
def test_a_url_that_is_none_is_refused(cli: Cli, url: str) -> None:
    done = cli("mcp", "--url", url)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not the URL of a service — write http://127.0.0.1:8000" in done.stderr


@installed
def test_an_address_that_others_reach_or_have_is_refused(cli: Cli, bundled_home: Path) -> None:
    done = cli("mcp", "--home", bundled_home, "--http", "0.0.0.0:8001")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not on the loopback" in done.stderr
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        port = taken.getsockname()[1]
        done = cli("mcp", "--home", bundled_home, "--http", str(port))
        assert (done.returncode, done.stdout) == (2, "")
        assert str(port) in done.stderr
        assert done.stderr.count("\n") == 1
