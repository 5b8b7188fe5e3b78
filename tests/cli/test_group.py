"""What all commands share: the help, the home, and the settings of the environment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Cli


def test_the_home_is_taken_from_the_environment(
    cli: Cli, bundled_home: Path, tmp_path: Path
) -> None:
    done = cli("resolve", "NATO", env={"RESOLVER_HOME": str(bundled_home)}, cwd=tmp_path)
    assert done.stdout.startswith("match  nato")
    wrong = cli("resolve", "NATO", env={"RESOLVER_HOEM": "/x"})
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "error: RESOLVER_HOEM is not a setting — did you mean RESOLVER_HOME?\n",
    )


def test_an_empty_home_is_not_the_current_directory(cli: Cli, tmp_path: Path) -> None:
    done = cli("import", "--home", "", cwd=tmp_path)
    assert (done.returncode, done.stderr.split(" — ")[0]) == (2, "error: --home is empty")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["-o", ""], ". is a directory — name a file in it"),
        (["-o", "none/t"], "none is not a directory — make it first"),
        (["-o", "t", "--source", b"\xff"], "source has bytes that are not valid UTF-8"),
    ],
)
def test_what_could_not_be_written_is_refused_before_a_long_work(
    cli: Cli, tmp_path: Path, args: list[str | bytes], what: str
) -> None:
    done = cli("train", ".", *args, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"error: {what}")


def test_help_names_every_command(cli: Cli) -> None:
    done = cli("--help")
    commands = "import forget compile check packs resolve compare show bulk serve train calibrate"
    for command in commands.split():
        assert f"  {command} " in done.stdout
    assert "alias" not in cli("--version").stderr


def test_without_a_command_the_help_is_shown(cli: Cli) -> None:
    done = cli()
    assert done.returncode == 2
    assert "Commands:" in done.stdout + done.stderr


def test_every_command_that_opens_an_index_warns_once_where_another_answers(
    cli: Cli, make_home: Callable[..., Path], tmp_path: Path
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    (home / "index" / "CURRENT").write_bytes(b"")
    (tmp_path / "in.csv").write_text("name\nAna\n")
    for command in (
        ("resolve", "Ana"),
        ("show", "a"),
        ("bulk", tmp_path / "in.csv", "--column", "name"),
    ):
        done = cli(*command, "--home", home)
        assert done.returncode == 0
        (warning,) = [line for line in done.stderr.splitlines() if "warning" in line]
        assert warning.startswith(f"warning: {home}/index/CURRENT names no snapshot: b''; index ")
        assert warning.endswith(" answers in its place — run: resolver compile")
    assert cli("compile", "--home", home).returncode == 0
    assert cli("resolve", "Ana", "--home", home).stderr == ""
