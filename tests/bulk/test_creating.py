"""`resolver bulk --create`: names that are nobody's become entities, each once."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.table import Table
from tests.conftest import Cli

NATO = {"id": "nato", "type": "organization", "name": "NATO"}
TWINS = [
    {"id": f"rome-{at}", "type": "place", "name": "Rome", "country": at} for at in ("IT", "US")
]


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    return make_home(NATO, *TWINS)


def rows_of(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text))]


def test_names_that_are_nobodys_become_entities(cli: Cli, home: Path, tmp_path: Path) -> None:
    table = (
        "name,type,country\nNATO,organization,\nZork Blorf,person,FR\nRome,place,\nQwx Vbn,,\n"
        "ZORK  blörf,person,\n,,\nZork Blorf,person,DE\n"
    )
    report = tmp_path / "report.html"
    done = cli("bulk", "-", "--create", "--home", home, "--report", report, input=table)
    assert done.returncode == 0, done.stderr
    rows = rows_of(done.stdout)
    assert [each["resolver_verdict"] for each in rows] == [
        "match", "created", "ambiguous", "no_match", "created", "", "created",
    ]  # fmt: skip
    assert rows[1]["resolver_id"] == rows[4]["resolver_id"] != rows[6]["resolver_id"]
    assert rows[1]["resolver_name"] == rows[4]["resolver_name"] == "Zork Blorf"
    assert (rows[1]["resolver_type"], rows[1]["resolver_reason"]) == ("person", "nobody")
    assert (rows[3]["resolver_reason"], rows[3]["resolver_id"]) == ("no_type", "")
    assert "7 rows: 1 match, 1 ambiguous, 1 no_match, 3 created, 1 without a name" in done.stderr
    assert "created" in report.read_text("utf-8")
    with Table.open(home) as opened:
        assert opened.through == 2
        entity = opened.entity(rows[1]["resolver_id"]).entity
        assert (entity.name, entity.type, entity.country) == ("Zork Blorf", "person", ("FR",))
        assert opened.changes()[0].reason == "resolver bulk --create"


def test_the_same_new_name_in_many_rows_is_one_entity(cli: Cli, home: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"row": at, "name": f"Zork{at % 7} Blorf"}) for at in range(500)]
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(lines))
    command = ("bulk", path, "--create", "--type", "person", "--column", "name", "--home", home)
    first, again = cli(*command), cli(*command)
    assert first.returncode == 0, first.stderr
    for done, verdict in (first, "created"), (again, "match"):  # answers have them by then
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert Counter(each["resolver_verdict"] for each in rows) == {verdict: 500}
        assert len({each["resolver_id"] for each in rows}) == 7
    with Table.open(home) as opened:
        assert opened.through == 7


def test_a_run_that_was_killed_goes_on_and_creates_nothing_twice(
    cli: Cli, home: Path, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    names = [f"Zork{at} Blorf{at}" for at in range(400)]
    source.write_text("name,type\n" + "".join(f"{name},person\n" for name in names))
    command = ("bulk", source, "-o", out, "--create", "--home", home)
    process = subprocess.Popen(
        [sys.executable, "-m", "resolver", *command], stderr=subprocess.DEVNULL
    )
    with Table.open(home) as opened:
        until = time.monotonic() + 30
        while opened.through < 30 and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert opened.through < len(names)
        cli("compile", "--home", home)
        done = cli(*command, "--resume")
        assert done.returncode == 0, done.stderr
        rows = rows_of(out.read_text())
        assert [each["name"] for each in rows] == names
        assert {each["resolver_verdict"] for each in rows} <= {"created", "match"}
        assert len({each["resolver_id"] for each in rows}) == len(names)
        assert opened.through == len(names)


def test_without_a_home_nothing_can_be_created(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("id,name\n1,Zork\n")
    done = cli("bulk", "-", "--create", "--against", tmp_path / "table.csv", input="name\nx\n")
    assert (done.returncode, "--against has none" in done.stderr) == (2, True)
    done = cli("bulk", "-", "--create", "--home", tmp_path / "none", input="name\nx\n")
    assert done.returncode == 2
