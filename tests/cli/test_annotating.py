"""`resolver annotate`, as a user runs it: what it reads, prints and refuses."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from resolver import Resolver
from tests.conftest import Cli

TEXT = (
    "DAMASCUS — Gen. Mohammad Reza Zahedi 🙂 was killed, said <NATO> & others.\r\n"
    "Robert Zahn was not in Tehran.\nقال محمد شياع السوداني\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article & notes.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_people_see_where_each_name_is_and_who_is_meant(
    cli: Cli, article: Path, bundled_home: Path
) -> None:
    done = cli("annotate", article, "--home", bundled_home)
    assert done.returncode == 0, done.stderr
    rows = [re.split(r"\s{2,}", line) for line in done.stdout.splitlines()]
    assert [row[:2] for row in rows[:-1]] == [
        ["1:1", "DAMASCUS"],
        ["1:12", "Gen. Mohammad Reza Zahedi"],
        ["1:58", "NATO"],
        ["2:24", "Tehran"],
        ["3:5", "محمد شياع السوداني"],
    ]
    assert rows[1][2:] == ["match", "0.999", "mohammad-reza-zahedi", "Mohammad Reza Zahedi"]
    assert rows[-1] == ["5 names: 5 match, 0 ambiguous, 0 no_match"]


def test_programs_get_what_the_library_answers(
    cli: Cli, article: Path, bundled_home: Path, bundled: Resolver
) -> None:
    done = cli("annotate", article, "--json", "--home", bundled_home)
    assert json.loads(done.stdout) == bundled.annotate(TEXT).to_dict()


def test_a_csv_has_a_row_a_name(cli: Cli, article: Path, bundled_home: Path) -> None:
    done = cli("annotate", article, "--csv", "--types", "person, place", "--home", bundled_home)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["text"], row["id"], row["type"]) for row in rows] == [
        ("DAMASCUS", "damascus", "place"),
        ("Gen. Mohammad Reza Zahedi", "mohammad-reza-zahedi", "person"),
        ("Tehran", "tehran", "place"),
        ("محمد شياع السوداني", "mohammed-shia-al-sudani", "person"),
    ]
    assert [TEXT[int(row["start"]) : int(row["end"])] for row in rows] == [
        row["text"] for row in rows
    ]


def test_a_page_is_one_file_with_the_whole_text(
    cli: Cli, article: Path, bundled_home: Path
) -> None:
    page = cli("annotate", article, "--html", "--home", bundled_home).stdout
    assert page.startswith("<!doctype html>")
    assert "<h1>article &amp; notes.txt</h1>" in page
    assert page.count("<mark id=") == 5


def test_standard_input_is_a_text_without_its_byte_order_mark(cli: Cli, bundled_home: Path) -> None:
    done = cli("annotate", "-", "--json", "--home", bundled_home, input="\ufeffNATO met.")
    assert json.loads(done.stdout)["mentions"][0]["start"] == 0


def test_the_country_and_the_date_are_checked(cli: Cli, article: Path, bundled_home: Path) -> None:
    given = ("annotate", article, "--home", bundled_home)
    assert cli(*given, "--country", "IQ", "--country", "ir", "--as-of", "2024").returncode == 0
    for option, value, wrong in (
        ("--country", "Iraq", "country 'IRAQ' is not a country code"),
        ("--as-of", "soon", "as_of 'soon'"),
        ("--types", "city", "types 'city' is not a type"),
        ("--types", "place,,", "types[1] is empty"),
    ):
        done = cli(*given, option, value)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"error: {wrong}")


def test_the_help_says_what_country_and_date_are_of_a_text(cli: Cli) -> None:
    shown = " ".join(cli("annotate", "--help").stdout.split())
    assert "a country that the text is about" in shown
    assert "When it was written" in shown


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"Caf\xe9", "is not UTF-8: byte 3, counted from 0, is 0xe9 — convert it"),
        ("Café".encode("utf-16"), "convert it, as with: iconv -f UTF-16 -t UTF-8"),
        (b"x" * 200_001, "has more than 200,000 characters — give it in parts"),
        ("🙂".encode() * 200_001, "has more than 200,000 characters — give it in parts"),
        (b"\xff" * 900_000, "has more than 200,000 characters — give it in parts"),
        (b" \n", "text is empty — fill it in"),
        (b"a\0b", "text has a NUL character — send it as clean UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(
    cli: Cli, tmp_path: Path, bundled_home: Path, content: bytes, wrong: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    done = cli("annotate", path, "--home", bundled_home)
    assert (done.returncode, done.stdout) == (2, "")
    assert wrong in done.stderr


def test_a_file_that_is_not_there_and_two_forms_are_refused(
    cli: Cli, tmp_path: Path, article: Path, bundled_home: Path
) -> None:
    missing = cli("annotate", tmp_path / "none.txt", "--home", bundled_home)
    assert (missing.returncode, "none.txt: no such file" in missing.stderr) == (1, True)
    twice = cli("annotate", article, "--json", "--csv", "--home", bundled_home)
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "give one of --json, --html and --csv" in twice.stderr
