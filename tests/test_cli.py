"""Every command as a user runs it: what it prints, and what it exits with."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.conftest import Cli, run_cli


def test_a_name_is_resolved_for_people(cli: Cli, bundled_home: Path) -> None:
    done = cli("resolve", "Gen. Ali Reza Zahdi", "--type", "person", "--home", bundled_home)
    first, second = done.stdout.splitlines()
    assert (done.returncode, first) == (0, "match  mohammad-reza-zahedi")
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
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "no_match")


def test_the_terms_of_an_explanation_add_up_on_the_screen(cli: Cli, bundled_home: Path) -> None:
    done = cli("resolve", "Resa Zahedi", "--explain", "--home", bundled_home)
    terms = [line.split() for line in done.stdout.splitlines() if line.startswith(" " * 9)]
    total = next(n for n, words in enumerate(terms) if words[1:2] == ["log-odds"])
    assert abs(sum(float(words[0]) for words in terms[:total]) - float(terms[total][0])) < 0.05


def test_every_option_of_a_query_is_an_option_of_the_command(cli: Cli, bundled_home: Path) -> None:
    done = cli(
        "resolve", "Reza Zahedi", "--type", "person", "--country", "ir", "--country", "IQ",
        "--property", "birth_date=1944", "--context", "a general", "--as-of", "2024-04",
        "--limit", "1", "--accept", "0.9", "--review", "0.3", "--margin", "0.1",
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
    done = cli("show", "nato", "--home", bundled_home)
    assert json.loads(done.stdout)["name"] == "NATO"
    missing = cli("show", "nobody", "--home", bundled_home)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.startswith("error: no entity has the id 'nobody' — ")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["resolve", ""], "text is empty"),
        (["resolve", " \n"], "text is empty"),
        (
            ["resolve", "x" * 1001],
            "text has 1,001 characters, more than 1,000 — ask the name alone",
        ),
        (
            ["resolve", b"Zah\xffdi"],
            "text has bytes that are not valid UTF-8 — send it as clean UTF-8",
        ),
        (["resolve", "x", "--type", "human"], "type 'human' is not a type — use one of person,"),
        (["resolve", "x", "--country", "Iraq"], "country 'IRAQ' is not a country code — "),
        (["resolve", "x", "--as-of", "2015-13"], "as_of '2015-13' is not a date — write 2015,"),
        (["resolve", "x", "--limit", "many"], "limit 'many' is not a number"),
        (["resolve", "x", "--limit", "0"], "limit 0 is not between 1 and 200"),
        (["resolve", "x", "--accept", "nan"], "accept nan is not a number"),
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
def test_a_wrong_question_is_one_line_and_exit_2(
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


def test_importing_tells_what_changed(cli: Cli, tmp_path: Path) -> None:
    source, home = tmp_path / "s.csv", tmp_path / "home"
    source.write_text("id,type,name\na,person,A\nb,person,$\n")
    done = cli("import", source, "--home", home)
    assert done.stdout == "s: 2 added, 0 updated, 0 retired, 0 unchanged\n"
    assert (
        done.stderr
        == "warning: the name '$' of 'b' has no letter or digit: found letter by letter\n"
    )
    source.write_text("id,type,name\na,person,A2\nc,person,C\n")
    done = cli("import", source, "--home", home)
    assert done.stdout == "s: 1 added, 1 updated, 1 retired, 0 unchanged\n"
    done = cli("import", source, "--home", home)
    assert done.stdout == "s: 0 added, 0 updated, 0 retired, 2 unchanged\n"


def test_a_broken_source_is_named_and_nothing_of_it_is_imported(cli: Cli, tmp_path: Path) -> None:
    source, home = tmp_path / "s.csv", tmp_path / "home"
    source.write_text(
        "id,type,name,country\n"
        + "".join(f"e{n},person,N,IR\n" for n in range(3000))
        + "x,person,X,QQ\n"
    )
    done = cli("import", source, "--home", home)
    assert done.returncode == 2
    assert done.stderr == (
        f"error: {source}, line 3002, column country: country 'QQ' is not a country code"
        " — use ISO 3166-1 alpha-2 codes such as IQ\n"
    )
    assert "holds no entity yet" in cli("compile", "--home", home).stderr


def test_a_reader_that_has_seen_enough_causes_no_traceback(
    bundled_home: Path, tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name\n" + "Reza Zahedi\n" * 20_000)
    script = f"{sys.executable} -m resolver bulk {source} -c name --home {bundled_home} | head -1"
    done = run_cli_shell(script)
    assert done.startswith("name,resolver_verdict")
    assert "Traceback" not in done


def run_cli_shell(script: str) -> str:
    import subprocess

    done = subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr


def test_a_source_is_forgotten_with_all_that_it_brought(cli: Cli, tmp_path: Path) -> None:
    source, home = tmp_path / "s.csv", tmp_path / "home"
    source.write_text("id,type,name\na,person,A\n")
    cli("import", source, "--home", home)
    source.rename(tmp_path / "t.csv")
    taken = cli("import", tmp_path / "t.csv", "--home", home)
    assert taken.returncode == 2
    assert "the entity 'a' belongs to the source 's'" in taken.stderr
    assert "or: resolver forget s" in taken.stderr
    assert (
        cli("forget", "s", "--home", home).stdout
        == "s: 0 added, 0 updated, 1 retired, 0 unchanged\n"
    )
    assert cli("import", tmp_path / "t.csv", "--home", home).returncode == 0
    unknown = cli("forget", "s", "--home", home)
    assert (unknown.returncode, unknown.stderr) == (
        1,
        "error: no source has the name 's' — there are t\n",
    )


def test_a_source_that_holds_nothing_takes_nothing_away(cli: Cli, tmp_path: Path) -> None:
    source, home = tmp_path / "s.jsonl", tmp_path / "home"
    source.write_text('{"id": "a", "type": "person", "name": "A"}\n')
    cli("import", source, "--home", home)
    source.write_text("")
    done = cli("import", source, "--home", home)
    assert (done.returncode, done.stderr) == (
        2,
        "error: s: holds no entity — to remove a source: resolver forget s\n",
    )
    assert cli("compile", "--home", home).stdout.endswith("1 entities, 1 names\n")


def test_two_sources_of_one_name_are_refused(cli: Cli, tmp_path: Path) -> None:
    paths = [tmp_path / "s.csv", tmp_path / "s.jsonl"]
    paths[0].write_text("id,type,name\na,person,A\n")
    paths[1].write_text('{"id": "b", "type": "person", "name": "B"}\n')
    done = cli("import", *paths, "--home", tmp_path / "home")
    assert (done.returncode, done.stderr) == (
        2,
        f"error: {paths[1]}: {paths[0]} has the name 's' too — rename one of them\n",
    )


def test_a_home_may_have_any_name(cli: Cli, tmp_path: Path) -> None:
    for name in ("w?y", "p%20q", "a#b", "ü"):
        assert cli("import", "--home", tmp_path / name).returncode == 0
        assert (tmp_path / name / "store.sqlite").exists()


def test_an_empty_home_is_not_the_current_directory(cli: Cli, tmp_path: Path) -> None:
    done = cli("import", "--home", "", cwd=tmp_path)
    assert (done.returncode, done.stderr.split(" — ")[0]) == (2, "error: --home is empty")
    assert list(tmp_path.iterdir()) == []


def test_a_compile_leaves_nothing_where_there_is_no_store(cli: Cli, tmp_path: Path) -> None:
    assert cli("compile", "--home", tmp_path).returncode == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_closed_streams_cause_no_traceback(bundled_home: Path, closed: str) -> None:
    for command in ("resolve NATO", "bulk - -c name", "compile"):
        said = run_cli_shell(
            f"{sys.executable} -m resolver {command} --home {bundled_home} {closed}"
        )
        assert "Traceback" not in said


def test_a_narrow_stream_gets_escapes(cli: Cli, bundled_home: Path) -> None:
    done = cli(
        "resolve", "محمدرضا زاهدی", "--home", bundled_home, env={"PYTHONIOENCODING": "latin-1"}
    )
    assert done.stdout.startswith("match  mohammad-reza-zahedi")


def test_without_a_command_the_help_is_shown(cli: Cli) -> None:
    done = cli()
    assert done.returncode == 2
    assert "Commands:" in done.stdout + done.stderr


def test_help_names_every_command(cli: Cli) -> None:
    done = run_cli("--help")
    for command in ("import", "compile", "resolve", "compare", "show", "bulk", "check", "forget"):
        assert f"  {command} " in done.stdout
    assert "alias" not in cli("--version").stderr
