"""The commands that ask, as a user runs them: what they print, and what they exit with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Cli


def test_a_name_is_resolved_for_people(cli: Cli, bundled_home: Path) -> None:
    done = cli("resolve", "Gen. Ali Reza Zahdi", "--type", "person", "--home", bundled_home)
    first, second = done.stdout.splitlines()
    assert (done.returncode, first) == (0, "match  mohammad-reza-zahedi  (sole_owner)")
    assert "Mohammad Reza Zahedi  person  “Gen. Ali Reza Zahdi”" in second


def test_a_name_is_resolved_for_programs(cli: Cli, bundled_home: Path) -> None:
    done = cli("resolve", "Reza Zahedi", "--json", "--explain", "--home", bundled_home)
    answer = json.loads(done.stdout)
    assert (answer["verdict"], answer["id"]) == ("match", "mohammad-reza-zahedi")
    assert answer["candidates"][0]["alias"]["text"] == "Reza Zahedi"
    assert [term["name"] for term in answer["candidates"][0]["evidence"]][:2] == [
        "prior",
        "same name",
    ]


def test_nobody_is_an_answer(cli: Cli, bundled_home: Path) -> None:
    done = cli("resolve", "Robert Zahn", "--type", "person", "--home", bundled_home)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "no_match  (unlikely)")


def test_every_option_of_a_query_is_an_option_of_the_command(cli: Cli, bundled_home: Path) -> None:
    done = cli(
        "resolve", "Reza Zahedi", "--type", "person", "--country", "ir", "--country", "IQ",
        "--property", "birth_date=1944", "--context", "a general", "--as-of", "2024-04",
        "--limit", "1", "--accept", "0.9", "--review", "0.3", "--margin", "0.1", "--known", "0.5",
        "--no-type-strict", "--json", "--home", bundled_home,
    )  # fmt: skip
    assert json.loads(done.stdout)["id"] == "mohammad-reza-zahedi", done.stderr


def test_two_names_are_compared(cli: Cli) -> None:
    done = cli("compare", "Olaf Scholze", "Olaf Scholz", "--type", "person")
    assert (done.returncode, 0 < float(done.stdout) < 1) == (0, True)
    explained = cli("compare", "Olaf Scholze", "Olaf Scholz", "--explain")
    assert "similar part" in explained.stdout
    assert json.loads(cli("compare", "a", "a", "--json").stdout)["score"] > 0.9


def test_an_entity_is_shown(cli: Cli, bundled_home: Path) -> None:
    done = cli("show", "nato", "--json", "--home", bundled_home)
    assert json.loads(done.stdout)["name"] == "NATO"
    lines = cli("show", "nato", "--home", bundled_home).stdout.splitlines()
    assert lines[0] == "nato  NATO  organization"
    assert "      acronym  OTAN" in lines
    assert lines[-2].startswith("  middle-east-news  People, organisations")
    missing = cli("show", "nobody", "--home", bundled_home)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.startswith("error: no entity has the id 'nobody' — ")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["resolve", ""], "text is empty — fill it in"),
        (["resolve", " \n"], "text is empty"),
        (
            ["resolve", "x" * 1001],
            "text has 1,001 characters, more than 1,000 — shorten it to 1,000 characters",
        ),
        (
            ["resolve", b"Zah\xffdi"],
            "text has bytes that are not valid UTF-8 — send it as clean UTF-8",
        ),
        (["resolve", "x", "--type", "human"], "type 'human' is not a type — use one of person,"),
        (["resolve", "x", "--country", "Iraq"], "country 'IRAQ' is not a country code — "),
        (["resolve", "x", "--as-of", "2015-13"], "as_of '2015-13' is not a date — write 2015,"),
        (
            ["resolve", "x", "--limit", "many"],
            "limit 'many' is not a whole number — give one from 1 to 200",
        ),
        (["resolve", "x", "--limit", "0"], "limit 0 is out of range — give a number from 1 to 200"),
        (["resolve", "x", "--accept", "nan"], "accept 'nan' is not a number"),
        (["resolve", "x", "--property", "1944"], "property '1944' has no name and value — write"),
        (["resolve", "x", "--limit", "9" * 400], "limit 999"),
        (["show", b"\xff"], "id has bytes that are not valid UTF-8"),
        (["resolve"], "missing argument 'TEXT' — see: resolver resolve --help"),
        (["resolve", "x", "--tpye", "person"], "no such option"),
        (["resolv", "x"], "no such command 'resolv'"),
        (["compare", "x", ""], "other is empty"),
        (["import", "nowhere.csv"], "nowhere.csv: cannot be read: no such file or directory"),
        (["bulk", "nowhere.csv", "-c", "name"], "nowhere.csv: cannot be read: no such file"),
    ],
)
def test_a_wrong_query_is_one_line_and_exit_2(
    cli: Cli, bundled_home: Path, args: list[str | bytes], message: str
) -> None:
    home = [] if args[0] == "compare" else ["--home", str(bundled_home)]
    done = cli(*args, *home)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {message}") or message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_missing_home_is_an_error_with_its_remedy(cli: Cli, tmp_path: Path) -> None:
    home = tmp_path / "nowhere"
    for args in (["resolve", "x"], ["show", "x"], ["compile"]):
        done = cli(*args, "--home", home)
        assert (done.returncode, done.stdout) == (2, "")
        assert (
            done.stderr
            == f"error: there is no home at {home} — run: resolver import --home {home}\n"
        )
    assert not home.exists()


def test_a_home_without_an_index_or_entities_says_what_to_run(cli: Cli, tmp_path: Path) -> None:
    done = cli("resolve", "x", "--home", tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        f"error: {tmp_path} has no index yet — run: resolver compile\n",
    )
    done = cli("compile", "--home", tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        f"error: {tmp_path} holds no entity yet — run: resolver import SOURCE\n",
    )
