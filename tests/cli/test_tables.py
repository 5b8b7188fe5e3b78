"""The commands that keep the tables, as a user runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from resolver.store import open_store
from tests.conftest import Cli, wait_for, write_jsonl
from tests.curate.packs import write_pack


def test_importing_prints_what_changed(cli: Cli, tmp_path: Path) -> None:
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
    assert done.stdout == "s: 0 changes, 2 unchanged\n"


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


def test_rows_that_are_wrong_are_skipped_where_that_is_asked_for(cli: Cli, tmp_path: Path) -> None:
    source, home = tmp_path / "s x.csv", tmp_path / "home"
    source.write_text('id,type,name\na,person,A\nb,person\na,person,B\nc,person,"C\nd,person,D\n')
    rejects = home / "rejects" / "s x.jsonl"
    done = cli("import", source, "--skip-bad", "--home", home)
    assert (done.returncode, done.stdout) == (
        0,
        "s x: 2 added, 0 updated, 0 retired, 0 unchanged, 3 rejected\n",
    )
    assert done.stderr == f"warning: 3 rows were left out of s x: see {rejects}\n"
    reasons = {row["line"]: row["row"] for row in map(json.loads, rejects.read_text().splitlines())}
    assert reasons == {3: "b,person", 4: "a,person,B", 5: 'c,person,"""C"'}
    refused = cli("import", source, "--home", home)
    assert (refused.returncode, "line 3" in refused.stderr) == (2, True)
    assert cli("import", source, "--skip-bad", "--home", home).stdout == (
        "s x: 0 changes, 2 unchanged, 3 rejected\n"
    )
    source.write_text("id,type,name\na,person,A\nd,person,D\n")
    assert cli("import", source, "--home", home).stdout == "s x: 0 changes, 2 unchanged\n"
    assert not rejects.exists()


def test_where_every_row_is_wrong_it_is_said_how_many_and_why(cli: Cli, tmp_path: Path) -> None:
    source, home = tmp_path / "s.csv", tmp_path / "home"
    rejects = home / "rejects" / "s.jsonl"
    for rows, said in ("a,person\n" * 3, "all 3 rows were"), ("a,person\n", "the only row was"):
        source.write_text(f"id,type,name\n{rows}")
        done = cli("import", source, "--skip-bad", "--home", home)
        assert done.returncode == 2
        assert f"error: s: {said} rejected, the first: {source}, line 2: " in done.stderr
        assert done.stderr.endswith(f" — correct them: they are in {rejects}\n")
        assert len(rejects.read_text().splitlines()) == rows.count("\n")


def test_an_import_that_retires_most_of_a_source_is_warned_of(cli: Cli, tmp_path: Path) -> None:
    source, home = tmp_path / "s.csv", tmp_path / "home"
    warned = []
    for count in (399, 199, 98, 0):
        rows = "".join(f"e{number},person,N\n" for number in range(count))
        source.write_text(f"id,type,name\nx,person,X\n{rows}")
        warned.append("were retired" in cli("import", source, "--home", home).stderr)
    assert warned == [False, False, True, False]
    assert cli("import", source, "--home", home).stderr == ""


def test_help_of_import_says_what_can_be_given(cli: Cli) -> None:
    said = cli("import", "--help").stdout
    for what in ("pack by its name", "pack directory", "JSONL", "any shape", "resolver packs"):
        assert what in said


def test_a_pack_is_imported_by_its_name_and_nothing_from_an_address(
    cli: Cli, tmp_path: Path
) -> None:
    done = cli("import", "countries", "--home", tmp_path / "home")
    assert (done.returncode, done.stdout.startswith("countries: ")) == (0, True), done.stderr
    done = cli("import", "https://example.org/x.jsonl", "--home", tmp_path / "home")
    assert (done.returncode, "nothing is downloaded" in done.stderr) == (2, True)


def test_an_import_that_is_stopped_says_so_in_one_line_and_imports_nothing(tmp_path: Path) -> None:
    source, home = tmp_path / "s.jsonl", tmp_path / "home"
    entity = {"id": "", "type": "person", "name": "A", "aliases": [f"A {n}" for n in range(50)]}
    write_jsonl(source, [entity | {"id": f"a{n}"} for n in range(10_000)])
    command = [sys.executable, "-m", "resolver", "import", str(source), "--home", str(home)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        wait_for(lambda: (home / "store.sqlite-wal").exists())
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        assert process.stderr.read() == b"\nerror: stopped\n"  # below the ^C of a terminal
    assert process.returncode == 130
    with open_store(home) as store:
        assert store.sources() == ()


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


def test_forgetting_a_name_that_no_source_can_have_is_one_line(
    cli: Cli, bundled_home: Path
) -> None:
    done = cli("forget", b"caf\xe9", "--home", bundled_home)
    assert (done.returncode, done.stderr) == (
        2,
        "error: the source's name has bytes that are not valid UTF-8 — send it as clean UTF-8\n",
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
    assert cli("compile", "--home", home).stdout.endswith("1 entity, 1 name\n")


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


def test_a_pair_that_is_left_aside_is_warned_of(cli: Cli, tmp_path: Path) -> None:
    home = tmp_path / "home"
    pack = write_pack(tmp_path / "one", "a,place,A,IQ\nb,place,B,IQ\n")
    (pack / "same_as.csv").write_text("id,same_as\na,q\nb,q\n")
    assert cli("import", pack, "--home", home).returncode == 0
    done = cli("compile", "--home", home)
    assert "2 entities" in done.stdout
    assert "warning: 'b' and 'q' are not taken as one" in done.stderr
    (pack / "same_as.csv").write_text("id,same_as\na,q\nb,q\na,b\n")
    assert cli("import", pack, "--home", home).returncode == 0
    done = cli("compile", "--home", home)
    assert ("1 entity" in done.stdout, done.stderr) == (True, "")


def test_a_compile_leaves_nothing_where_there_is_no_store(cli: Cli, tmp_path: Path) -> None:
    assert cli("compile", "--home", tmp_path).returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_aliases_that_wait_for_their_entity_are_warned_of(cli: Cli, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "more", "a,person,Ana,\n", "a,Anita,\nb,Ben,\n")
    done = cli("import", pack, "--home", tmp_path / "home")
    assert (done.returncode, done.stderr) == (
        0,
        "warning: aliases wait for the entity 'b', which no source brings yet\n",
    )


def test_of_many_warnings_the_first_are_printed(cli: Cli, tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_text("id,type,name\n" + "".join(f"e{n},person,$\n" for n in range(8)))
    warnings = cli("import", source, "--home", tmp_path / "home").stderr.splitlines()
    assert (len(warnings), warnings[-1]) == (6, "warning: and 3 more like this")


def test_sources_before_one_that_fails_are_printed(cli: Cli, tmp_path: Path) -> None:
    one = write_pack(tmp_path / "one", "a,person,Ana,\n")
    two = write_pack(tmp_path / "two", "b,person,Ben,XX\n")
    done = cli("import", one, two, "--home", tmp_path / "home")
    assert (done.returncode, done.stdout) == (
        2,
        "one: 1 added, 0 updated, 0 retired, 0 unchanged\n",
    )


def test_what_the_check_finds_is_printed_and_counted(cli: Cli, tmp_path: Path) -> None:
    one = write_pack(tmp_path / "one", "a,place,Babil,XX\n")
    two = write_pack(tmp_path / "two", "b,place,Babil,IQ\n", "b,Bābil,\nc,Halab,\n")
    done = cli("check", one, two)
    assert (done.returncode, done.stderr) == (1, "2 problems found\n")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        f"{one / 'entities.csv'}, line 2, column country",
        f"{two / 'aliases.csv'}, line 3",
    ]
    assert cli("check", one).stderr == "1 problem found\n"


def test_a_check_that_finds_nothing_says_so(cli: Cli, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack", "b,place,Babil,IQ\n", "b,Babylon,\n")
    done = cli("check", pack)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no problems found\n")
