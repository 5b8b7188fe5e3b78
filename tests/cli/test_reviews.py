"""The command by which people decide what names mean, as a user runs it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.store import open_store
from tests.conftest import Cli, write_jsonl

BEN, OTHER = ({"id": each, "type": "person", "name": "Ben Stone"} for each in ("ben", "other"))


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    return make_home(BEN, OTHER)


def test_the_decisions_of_a_file_are_stored_and_answers_have_them(
    cli: Cli, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "review.csv"
    path.write_text("decision,text\nben,Ben Stone\nnone,Bob\n,Al\n")
    done = cli("review", path, "--home", home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 decided, 1 left open\n"
    assert cli("resolve", "Ben Stone", "--home", home).stdout.startswith("match  ben  (reviewed)")


def test_where_nothing_was_compiled_it_is_said_what_is_to_be_done(cli: Cli, tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "s.jsonl", [BEN, OTHER])
    assert cli("import", source, "--home", tmp_path / "home").returncode == 0
    args = ("--text", "Ben", "--means", "ben", "--home", tmp_path / "home")
    done = cli("review", *args, "--reason", "as they sign", "--json")
    assert done.stderr.endswith("answers do not have it yet: run: resolver compile\n")
    said = json.loads(done.stdout)
    assert (said["change"], said["review"]["id"]) == (1, "ben")
    logged = cli("log", "--home", tmp_path / "home").stdout
    assert "as they sign" in logged


def test_one_name_is_decided_by_whoever_runs_the_command(cli: Cli, home: Path) -> None:
    asked = ("--text", "Ben Stone", "--type", "person", "--country", "us", "--country", "IQ")
    assert cli("review", *asked, "--means", "ben", "--home", home).stdout == (
        "change 1: “Ben Stone” (person, IQ, US): ben\n"
    )
    said = cli("review", "--text", "Bob", "--means", "None", "--home", home).stdout
    assert said == "change 2: “Bob”: nobody\n"
    excluded = ("--not", "ben", "--not", "other")
    assert cli("review", "--text", "Al", *excluded, "--home", home).stdout == (
        "change 3: “Al”: not ben, not other\n"
    )
    with open_store(home) as store:
        found = {review.text: review for review in store.reviews()}
    ben = found["Ben Stone"]
    assert (ben.type, ben.country, ben.means) == ("person", ("IQ", "US"), "ben")
    assert found["Bob"].nobody
    assert found["Al"].excludes == ("ben", "other")
    assert ben.who
    assert ben.when.endswith("Z")
    listed = cli("review", "--list", "--home", home).stdout.splitlines()
    assert listed[0] == "decision,text,type,country,not,who,when,change"
    assert [line.split(",")[:5] for line in listed[1:]] == [
        ["ben", "Ben Stone", "person", "IQ US", ""],
        ["none", "Bob", "", "", ""],
        ["", "Al", "", "", "ben other"],
    ]
    assert [line.split(",")[-1] for line in listed[1:]] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("forget", "reviews"), "reviews are no source — see: resolver review --list; take one"),
        (("export", "--source", "reviews"), "reviews are no source — see: resolver review --list"),
    ],
)
def test_reviews_are_no_source(cli: Cli, home: Path, args: tuple[str, ...], message: str) -> None:
    done = cli(*args, "--home", home)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr


def test_what_a_list_left_open_is_listed_decided_and_listed_no_more(
    cli: Cli, home: Path, tmp_path: Path
) -> None:
    names, path = tmp_path / "names.csv", tmp_path / "review.csv"
    names.write_text("name\nBen Stone\nQqq\nben stone\n")
    done = cli("bulk", names, "--column", "name", "-o", tmp_path / "out.csv", "--home", home)
    assert done.returncode == 0, done.stderr
    listed = cli("review", "--open", "--home", home).stdout
    first, second = list(csv.DictReader(listed.removeprefix("\ufeff").splitlines()))
    assert (first["text"], first["rows"], first["reason"]) == ("Ben Stone", "2", "twins")
    assert {first["id_1"], first["id_2"]} == {"ben", "other"}
    assert first["facts_1"] == "person"
    assert (second["text"], second["rows"], second["id_1"]) == ("Qqq", "1", "")
    path.write_text("".join(listed).replace(",Ben Stone", "ben,Ben Stone", 1), "utf-8")
    one = "1 decided, 1 left open\n"
    assert cli("review", path, "--home", home).stdout == one
    left = cli("review", "--open", "--home", home).stdout
    assert ("Qqq" in left, "Ben Stone" in left) == (True, False)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "give a FILE, or --text with --means or --not, or --list or --open alone"),
        (
            ("x.csv", "--text", "Ben"),
            "give a FILE, or --text with --means or --not, or --list or --open alone",
        ),
        (("x.csv", "--means", "ben"), "the file says what is decided: give no further options"),
        (("--text", "Ben"), "nothing is decided about 'Ben' — say an id"),
        (("--text", "", "--means", "ben"), "text is empty — fill it in"),
        (("--text", "Ben", "--means", "ben", "--not", "ben"), "cannot mean 'ben' and not that"),
        (("nowhere.csv",), "nowhere.csv: cannot be read: no such file"),
    ],
)
def test_what_cannot_be_decided_is_said(
    cli: Cli, home: Path, args: tuple[str, ...], message: str
) -> None:
    done = cli("review", *args, "--home", home)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_wrong_row_is_named_by_line_and_column(cli: Cli, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("decision,text\nben,Ben Stone\nzz,Bob\n")
    done = cli("review", path, "--home", home)
    assert done.stderr == (
        f"error: {path}, line 3, column decision: no entity has the id 'zz'"
        " — look it up by its name\n"
    )
    with open_store(home) as store:
        assert list(store.reviews()) == []


def test_a_user_of_whom_the_system_knows_no_name_is_known_by_number(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import getpass

    from click.testing import CliRunner

    from resolver.cli.group import resolver

    def unknown() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(getpass, "getuser", unknown)
    args = ["review", "--text", "Bob", "--means", "nobody", "--home", str(home)]
    assert CliRunner().invoke(resolver, args).exit_code == 0
    with open_store(home) as store:
        assert [review.who.isdigit() for review in store.reviews()] == [True]


def test_an_old_id_shows_who_it_became(cli: Cli, tmp_path: Path) -> None:
    pack, home = tmp_path / "pack", tmp_path / "home"
    pack.mkdir()
    (pack / "pack.toml").write_text('name = "p"')
    (pack / "entities.csv").write_text("id,type,name\nben,person,Ben Stone\n")
    (pack / "redirects.csv").write_text("old_id,id\nold,older\nolder,ben\n")
    assert cli("import", pack, "--home", home).returncode == 0
    assert cli("compile", "--home", home).returncode == 0
    done = cli("show", "old", "--json", "--home", home)
    assert json.loads(done.stdout)["id"] == "ben"
    assert done.stderr == "'old' is now 'ben'\n"
    assert cli("show", "ben", "--home", home).stderr == ""
    assert "  redirects  2\n" in cli("packs", pack).stdout


def test_whom_nobody_knows_is_not_meant(cli: Cli, home: Path) -> None:
    done = cli("review", "--text", "Ben", "--means", "zz", "--home", home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no entity has the id 'zz' — look it up" in done.stderr
