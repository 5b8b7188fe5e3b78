"""A map is proposed for a table that needs one, and written where it is accepted."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Cli

PROPOSED = (
    '[columns]\nname = "name"\n\n[fixed]\ntype = "person"\nid_prefix = "people-"\n\n'
    '[properties]\nbirth_date = "born"\n'
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("name,born\nAnn,1970\n")
    return path


def test_without_a_terminal_nothing_is_imported_and_the_map_is_shown(cli: Cli, table: Path) -> None:
    done = cli("import", table, "--home", table.parent / "home")
    assert done.returncode == 2
    assert PROPOSED in done.stderr
    assert done.stderr.endswith(
        f"error: {table}: nothing says which of its columns is what"
        f" — write people.toml beside it, or: resolver import --yes {table}\n"
    )
    assert not table.with_suffix(".toml").exists()


def test_yes_writes_the_map_and_imports(cli: Cli, table: Path) -> None:
    home = table.parent / "home"
    done = cli("import", table, "--home", home, "--yes")
    assert done.stdout == "people: 1 added, 0 updated, 0 retired, 0 unchanged\n"
    assert table.with_suffix(".toml").read_text("utf-8") == PROPOSED
    again = cli("import", table, "--home", home)
    assert (again.stdout, again.stderr) == (
        "people: 0 changes, 1 unchanged\n",
        "",
    )


def test_what_is_doubtful_is_warned_of(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("id;type;name\na;person;Jörg\n".encode("cp1252"))
    done = cli("import", path, "--home", tmp_path / "home")
    assert done.returncode == 0
    assert done.stderr.startswith(f"warning: {path} is not UTF-8")


@pytest.mark.parametrize(
    ("answer", "is_imported", "born"),
    [("", True, "birth_date"), ("n", False, ""), ("edit", True, "edited")],
)
def test_at_a_terminal_somebody_is_asked(
    table: Path, answer: str, is_imported: bool, born: str
) -> None:
    editor = f'{sys.executable} -c "import sys,pathlib; p=pathlib.Path(sys.argv[1]); '
    editor += "p.write_text(p.read_text().replace('birth_date', 'edited'))\""
    code, output = at_terminal(
        ["import", str(table), "--home", str(table.parent / "h")], answer, editor
    )
    assert "import so? (y, n, edit) [y]:" in output
    assert (code == 0) == is_imported
    written = table.with_suffix(".toml")
    assert written.exists() == is_imported
    if is_imported:
        assert f'{born} = "born"' in written.read_text("utf-8")
        assert "1 added" in output


@pytest.mark.parametrize("editor", ["/nonexistent", "false", "true"])
def test_an_editor_that_saves_nothing_leaves_nothing(table: Path, editor: str) -> None:
    code, output = at_terminal(["import", str(table), "--home", str(table.parent)], "edit", editor)
    assert code != 0
    assert "Traceback" not in output
    assert output.splitlines()[-1].startswith("error: ")
    assert " — " in output.splitlines()[-1]
    assert not table.with_suffix(".toml").exists()


def at_terminal(args: list[str], answer: str, editor: str) -> tuple[int, str]:
    """Run a command at a terminal, give it a line once it asks: its exit status and its output."""
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "resolver", *args]
    environment = {**os.environ, "EDITOR": editor}
    process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environment)
    os.close(its)
    output = b""
    while True:
        try:
            output += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if output.endswith(b"[y]: "):
            os.write(ours, answer.encode() + b"\n")
    os.close(ours)
    return process.wait(), output.decode()
