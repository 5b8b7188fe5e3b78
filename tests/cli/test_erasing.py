"""The command that takes somebody out for good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resolver.cli.group import resolver
from resolver.journal.sought import Erased
from resolver.table import Table
from resolver.table.edit_lines import edit_lines
from tests.conftest import write_jsonl


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    home = make_home(
        {"id": "acme", "type": "organization", "name": "Acme", "aliases": ["AWC"]},
        {"id": "zora", "type": "person", "name": "Zora Quux"},
    )
    with Table.open(home) as table:
        table.alias("zora", "Z. Quux")
    return home


def run(home: Path, *args: str) -> Result:
    return CliRunner().invoke(resolver, ["erase", *args, "--home", str(home)])


def test_it_says_what_went_where(home: Path) -> None:
    done = run(home, "zora", "--yes")
    assert done.stdout == (
        "rows of the store: 2\nchanges of the journal: 1\nindexes of before: 1\n"
    )
    assert "copies of the home" in done.stderr
    assert run(home, "--text", "awc", "--yes").stdout.startswith("rows of the store: 1\n")
    again = run(home, "zora", "--yes")
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == "nothing was found, and nothing is changed\n"


def test_nothing_is_erased_unless_somebody_says_so(home: Path) -> None:
    refused = run(home, "zora")
    assert refused.exit_code == 2
    assert "Nobody can be asked: give --yes." in refused.stderr
    assert run(home).exit_code == run(home, "zora", "--text", "Z", "--yes").exit_code == 2
    with Table.open(home) as table:
        assert table.entity("zora").entity.name == "Zora Quux"


def test_what_is_nowhere_is_not_remembered(home: Path, tmp_path: Path) -> None:
    indexes = sorted(each.name for each in (home / "index").iterdir())
    done = run(home, "--text", "Nemo", "--yes")
    assert (done.exit_code, done.stdout) == (1, "")
    assert sorted(each.name for each in (home / "index").iterdir()) == indexes
    edits = tmp_path / "edits.jsonl"
    with Table.open(home) as table:
        table.alias("acme", "Nemo")
        edits.write_text("\n".join(edit_lines(table.store.journal)))
        with table.store.journal.reading() as reading:
            assert not Erased.read(reading)
    assert run(home, "--text", "nemo", "--yes").exit_code == 0
    said = CliRunner().invoke(resolver, ["import", str(edits), "--home", str(home)]).stdout
    assert said == f"{edits}: 0 changes added, 1 there already, 1 left out: erased here\n"


def test_an_import_says_how_many_records_have_what_was_erased(home: Path, tmp_path: Path) -> None:
    run(home, "zora", "--yes")
    run(home, "--text", "awc", "--yes")
    acme = {"id": "acme", "type": "organization", "name": "Acme", "aliases": ["AWC"]}
    zora = {"id": "zora", "type": "person", "name": "Zora Quux"}
    source = write_jsonl(tmp_path / "table.jsonl", [acme, zora, {**acme, "id": "b", "name": "B"}])
    said = CliRunner().invoke(resolver, ["import", str(source), "--home", str(home)]).stdout
    counts = "1 added, 0 updated, 0 retired, 1 unchanged"
    assert said == f"table: {counts}, 3 without what was erased here\n"
