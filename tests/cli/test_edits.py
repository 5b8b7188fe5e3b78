"""Every edit by a command: what it prints, and what answers after it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resolver import Resolver
from resolver.cli.edits import make_seen
from resolver.cli.group import resolver
from resolver.errors import ResolverError
from resolver.home import Home, system_user
from resolver.table import Table
from tests.conftest import Cli
from tests.index.conftest import of_another_format, rewrite_manifest

ACME = {
    "id": "acme",
    "type": "organization",
    "name": "Acme",
    "aliases": ["AWC", "Widgets"],
    "country": ["US"],
}
ZED = {"id": "zed", "type": "organization", "name": "Zed"}


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    return make_home(ACME, ZED)


@pytest.fixture
def run(home: Path) -> Callable[..., str]:
    def run(*args: str, stdin: str | None = None) -> str:
        done = invoke(home, *args, stdin=stdin)
        assert done.exception is None, done.exception
        return done.stdout

    return run


def invoke(home: Path, *args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(resolver, [*args, "--home", str(home)], input=stdin)


def test_each_change_is_a_line_with_its_number_and_the_next_answer_has_it(
    home: Path, run: Callable[..., str]
) -> None:
    made = run("add", "--type", "person", "--name", "Ana Roe", "--id", "ana", "--country", "GB")
    assert made == "change 1: ana is Ana Roe (person)\n"
    assert run("alias", "acme", "Acme Ltd", "--kind", "legal") == (
        "change 2: acme is called “Acme Ltd”\n"
    )
    assert run("alias", "acme", "AWC", "--remove") == ("change 3: acme is no longer called “AWC”\n")
    said = ("--name", "Acme Inc", "--property", "lei=1", "--property", "lei=2", "--clear")
    assert run("edit", "acme", *said, "country") == (
        "change 4: acme has another name, lei and has no country any more\n"
    )
    with Resolver.open(home) as opened:
        acme, ana = opened.entity("acme"), opened.entity("ana")
    assert ana["country"] == ["GB"]
    assert (acme["name"], acme["properties"]) == ("Acme Inc", {"lei": ["1", "2"]})
    assert "country" not in acme
    assert {each["text"]: each["kind"] for each in acme["aliases"]} == {
        "Acme Ltd": "legal",
        "Widgets": "name",
    }
    assert run("retire", "ana") == "change 5: ana is retired\n"
    assert run("undo", "5") == "change 6: change 5 is undone\n"
    with Resolver.open(home) as opened:
        assert opened.entity("ana") == ana


def test_entities_are_merged_and_taken_apart(home: Path, run: Callable[..., str]) -> None:
    tried = run("merge", "acme", "zed", "--dry-run")
    assert tried == "zed would lead to acme\n    + “Zed” (name)\n"
    assert run("log") == ""
    assert run("merge", "acme", "zed") == "change 1: zed leads to acme\n    + “Zed” (name)\n"
    shown = invoke(home, "show", "zed")
    assert shown.stderr == "'zed' was merged into 'acme'\n"
    assert "\nother ids\n  zed  merge  edits\n" in shown.stdout
    assert run("split", "zed") == "change 2: zed is Zed (organization)\n"
    new = ("--alias", "Widgets", "--id", "widgets", "--type", "work")
    assert run("split", "acme", *new) == "change 3: widgets is Widgets (work)\n"
    with Table.open(home) as table:
        names = {alias.text for alias in table.entity("acme").entity.aliases}
        assert table.entity("zed").entity.name == "Zed"
    assert names == {"AWC"}


def test_a_merge_that_is_tried_says_which_names_clash_and_which_decisions_change(
    home: Path, run: Callable[..., str]
) -> None:
    with Table.open(home) as table:
        table.create({"id": "other", "type": "person", "name": "WIDGETS"})
        number = table.review({"text": "Zeddy", "decision": "match", "id": "zed"}).change
        make_seen(home, number, wait_s=1)
    assert run("merge", "acme", "zed", "--dry-run").splitlines() == [
        "zed would lead to acme",
        "    + “Zed” (name)",
        "    “Widgets” names other too: WIDGETS",
        f"    changes review {number}, “Zeddy”: zed",
    ]
    tried = json.loads(run("merge", "acme", "zed", "--dry-run", "--json"))
    assert tried["clashes"] == [{"text": "Widgets", "id": "other", "name": "WIDGETS"}]
    ((decided, review),) = [(each["number"], each["id"]) for each in tried["reviews"]]
    assert (decided, review) == (number, "zed")
    assert "clashes" not in json.loads(run("merge", "acme", "zed", "--json"))


def test_a_merge_across_types_says_so(run: Callable[..., str]) -> None:
    run("edit", "zed", "--type", "person")
    assert "    person into organization: zed" in run("merge", "acme", "zed", "--dry-run")
    tried = json.loads(run("merge", "acme", "zed", "--dry-run", "--json"))
    assert tried["types"] == [{"id": "zed", "type": "person", "into": "organization"}]


def test_a_change_is_json_for_programs(run: Callable[..., str], tmp_path: Path) -> None:
    entity = {"id": "ana", "type": "person", "name": "Ana Roe", "aliases": ["A. Roe"]}
    done = json.loads(run("add", "-", "--json", stdin=json.dumps(entity)))
    assert (done["change"], done["id"]) == (1, "ana")
    assert done["entity"]["aliases"] == [{"text": "A. Roe", "kind": "name", "change": 1}]
    tried = json.loads(run("merge", "acme", "zed", "--dry-run", "--json"))
    assert (tried["change"], tried["merged"]) == (None, ["zed"])
    assert json.loads(run("retire", "ana", "--json"))["entity"] is None
    path = tmp_path / "bo.json"
    path.write_text('{"type": "person", "name": "Bo"}')
    assert json.loads(run("add", str(path), "--json"))["id"].startswith("e-")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["add"], "Give --type and --name, or a FILE."),
        (["add", "-", "--name", "A"], "Give --type and --name, or a FILE."),
        (["edit", "acme"], "Give a field to set, or --clear one."),
        (["edit", "acme", "--property", "lei"], "property 'lei' has no value"),
        (["alias", "acme", "AWC", "--remove", "--kind", "legal"], "give --language alone"),
        (["split", "acme", "--name", "A"], "Say with --alias what goes"),
        (["undo", "9"], "there is no change 9"),
    ],
)
def test_what_makes_no_sense_is_refused(home: Path, args: list[str], said: str) -> None:
    done = invoke(home, *args)
    assert done.exit_code != 0
    error = done.exception
    assert said in (error.what if isinstance(error, ResolverError) else done.stderr)
    with Table.open(home) as table:
        assert table.through == 0


def test_whoever_runs_the_command_made_the_change(cli: Cli, home: Path) -> None:
    done = cli("alias", "acme", "Acme & Co", "--reason", "as they sign", "--home", home)
    assert (done.returncode, done.stderr) == (0, "")
    resolved = cli("resolve", "Acme & Co", "--home", home, env={"LC_ALL": "C.UTF-8"})
    assert resolved.stdout.startswith("match  acme")
    with Table.open(home) as table:
        (change,) = table.changes()
    assert (change.by, change.reason) == (system_user(), "as they sign")


def test_a_change_that_answers_do_not_have_yet_is_kept_and_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = Home(home).indexer_lock
    with Table.open(home) as table, Home(home).locked(wait_s=1, file=lock):
        number = table.alias("acme", "Acme & Co").change
        make_seen(home, number, wait_s=0)
    said = capsys.readouterr().err
    assert said == (
        "warning: change 1 is on disk, but answers do not have it yet: run: resolver compile\n"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["add", "--id", "", "--type", "person", "--name", "A"], "id is missing"),
        (["alias", "acme", " "], "TEXT is empty"),
        (["edit", "acme", "--clear", "name"], "name cannot be cleared"),
        (["edit", "acme", "--clear", "foo"], "'acme' has no field 'foo'"),
        (["edit", "acme", "--name", "A\nB"], "has a line break"),
        (["alias", "acme", "A\nB"], "has a line break"),
        (["add", "--type", "person", "--name", "A\nB"], "has a line break"),
        (["log", "--entity", "nosuch"], "nobody changed anything of 'nosuch'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(home: Path, args: list[str], said: str) -> None:
    error = invoke(home, *args).exception
    assert isinstance(error, ResolverError)
    assert said in error.what
    with Table.open(home) as table:
        assert table.through == 0


def test_what_means_less_than_it_looks_is_warned_about(home: Path) -> None:
    odd = invoke(home, "add", "--id", "odd", "--type", "ship", "--name", "!!!").stderr
    assert "the name '!!!' of 'odd' has no letter or digit" in odd
    assert "the type 'ship' is none of person" in odd
    assert invoke(home, "alias", "odd", "Odd").stderr == ""


def test_an_index_of_another_version_is_compiled_anew_by_a_change(home: Path) -> None:
    rewrite_manifest(home, of_another_format)
    done = invoke(home, "alias", "acme", "Acme & Co")
    assert "the store is compiled anew" in done.stderr
    with Resolver.open(home) as opened:
        assert opened.through == 1
