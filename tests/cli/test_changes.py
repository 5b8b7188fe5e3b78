"""Who changed what: the log, and the history of an entity."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from resolver.cli.changes import change_lines
from resolver.cli.edits import make_seen
from resolver.cli.group import resolver
from resolver.curate.homes import compile_home
from resolver.errors import UnknownEntity
from resolver.model.edit import Change
from resolver.table import Table

AT = "2026-03-01T12:00:00Z"


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    home = make_home(
        {"id": "acme", "type": "organization", "name": "Acme"},
        {"id": "zed", "type": "organization", "name": "Zed"},
    )
    with Table.open(home, by="ana") as table:
        table.alias("acme", {"text": "Akmé", "language": "fr"}, reason="as they sign")
        table.by("bo").patch("acme", {"description": "widgets"})
        table.undo(1)
        table.retire("zed")
    compile_home(home, wait_s=10)
    return home


def run(home: Path, *args: str) -> Result:
    return CliRunner().invoke(resolver, [*args, "--home", str(home)])


def lines(text: str) -> list[str]:
    """Without the times."""
    return [" ".join(word for word in line.split() if "T" not in word) for line in text.split("\n")]


_COMMANDS: Final = (
    ("log",),
    ("show", "acme", "--history"),
    ("review", "--list"),
    ("review", "--open"),
    ("export",),
    ("export", "--source", "edits"),
    ("diff", "one", "one"),
    ("merge", "acme", "zed", "--dry-run"),
)

_AS_READER: Final = """
import json, sys
from click.testing import CliRunner
from resolver.cli.group import resolver
done = [CliRunner().invoke(resolver, args) for args in json.load(sys.stdin)]
print(json.dumps([[each.exit_code, each.output, str(each.exception)] for each in done]))
"""


def _obey_permissions() -> None:
    """Give up root's right to write what nobody may write, as of the next program on."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE


def _as_reader(home: Path, *commands: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """What commands say to a user who may not write the home."""
    given = json.dumps([[*each, "--home", str(home)] for each in commands])
    done = subprocess.run(
        [sys.executable, "-c", _AS_READER],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=_obey_permissions,
    )
    found: list[tuple[int, str, str]] = json.loads(done.stdout)
    return found


def test_a_home_that_may_not_be_written_can_be_read(make_home: Callable[..., Path]) -> None:
    acme = {"id": "acme", "type": "organization", "name": "Acme"}
    made = make_home(acme, {"id": "zed", "type": "organization", "name": "Zed"}, name="one")
    with Table.open(made) as table:
        make_seen(made, table.alias("acme", "AWC").change, wait_s=1)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(shutil.copytree(made, Path(folder, "home")))
        home.chmod(0o555)
        for code, output, error in _as_reader(home, *_COMMANDS):
            assert code == 0, (output, error)
        ((_, _, error),) = _as_reader(home, ("alias", "acme", "Acme Inc"))
        assert "cannot be written" in error
        (home / "edits.sqlite").unlink()
        with closing(sqlite3.connect(home / "store.sqlite")) as opened:
            opened.execute("PRAGMA user_version = 5")
        ((_, _, error),) = _as_reader(home, ("log",))
        assert "is of an older version" in error
        home.chmod(0o755)


def test_the_log_says_who_changed_what_and_why_the_newest_last(home: Path) -> None:
    assert lines(run(home, "log").stdout) == [
        "1 ana alias acme — as they sign (undone by 3)",
        "+ “Akmé” (fr, name)",
        "2 bo set acme",
        "description: nothing → widgets",
        "3 ana undo 1 acme",
        "- “Akmé” (fr, name)",
        "4 ana retire zed",
        "- Zed",
        "",
    ]


def test_the_log_is_narrowed_to_the_last_or_the_next_changes(home: Path) -> None:
    def numbers(*args: str) -> list[int]:
        done = run(home, "log", "--json", *args)
        return [json.loads(line)["number"] for line in done.stdout.splitlines()]

    assert numbers() == [1, 2, 3, 4]
    assert numbers("--limit", "2") == [3, 4]
    assert numbers("--limit", "2", "--after", "0") == [1, 2]
    assert numbers("--by", "bo") == [2]
    assert numbers("--entity", "zed") == [4]


def test_an_entity_has_a_history_also_when_it_is_gone(home: Path) -> None:
    assert lines(run(home, "show", "zed", "--history").stdout) == ["4 ana retire zed", "- Zed", ""]
    gone = run(home, "show", "zed").exception
    assert isinstance(gone, UnknownEntity)
    assert gone.what.startswith("'zed' was retired by ana at 20")
    assert gone.remedy == "to have it again: resolver undo 4"
    unknown = run(home, "show", "nobody").exception
    assert isinstance(unknown, UnknownEntity)
    assert "retired" not in unknown.what
    assert isinstance(run(home, "show", "nobody", "--history").exception, UnknownEntity)
    assert run(home, "show", "--history", "--fields").exit_code == 2


def test_an_entity_says_which_change_each_fact_is_of(home: Path) -> None:
    with Table.open(home) as table:
        table.patch("acme", {"name": "Acme Inc", "properties": {"lei": ["1"]}})
        table.alias("acme", "AI")
    compile_home(home, wait_s=10)
    shown = run(home, "show", "acme").stdout
    assert "\nlei  1  change 5\n" in shown
    assert "\naliases\n  -  name  AI    change 6\n" in shown
    assert "\nedited\n  name         change 5\n  description  change 2\n" in shown


def test_a_review_is_a_line_of_what_a_text_means() -> None:
    before = {"text": "Al", "country": ["GB"], "type": "person", "excludes": ["a", "b"]}
    change = Change(7, AT, "ana", "review", None, before, {"text": "Al", "nobody": True})
    assert [*change_lines(change)] == [
        f"7  {AT}  ana  review",
        "    - “Al” (person, GB): not a, not b",
        "    + “Al”: nobody",
    ]
