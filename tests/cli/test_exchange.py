"""Tables go out and are held beside each other, as a user does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.table import Table
from tests.conftest import Cli
from tests.curate.packs import write_pack


@pytest.fixture
def home(cli: Cli, tmp_path: Path) -> Path:
    pack = write_pack(tmp_path / "firms", "a,organization,Acme,US\n", "a,AWC,acronym\n")
    (pack / "redirects.csv").write_text("old_id,id\nold,a\n")
    (pack / "pack.toml").write_text('name = "firms"\nlicence = "MIT"\n')
    assert cli("import", pack, "--home", tmp_path / "home").returncode == 0
    return tmp_path / "home"


def test_a_source_goes_out_as_jsonl_and_what_is_lost_is_said(cli: Cli, home: Path) -> None:
    done = cli("export", "--home", home)
    assert done.returncode == 0
    assert json.loads(done.stdout)["aliases"] == [{"text": "AWC", "kind": "acronym"}]
    assert done.stderr == (
        "entities: 1\n"
        "warning: JSONL holds entities alone; other records that are left out: 1\n"
        "licences, which JSONL does not hold: firms: MIT\n"
    )


def test_a_source_goes_out_as_a_pack_that_comes_back_as_it_was(cli: Cli, home: Path) -> None:
    out = home.parent / "out"
    done = cli("export", "--source", "firms", "-o", out, "--home", home)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "entities: 1, other records: 1\n"
    again = cli("import", out, "--home", home)
    assert again.stdout == "firms: 0 changes, 2 unchanged\n"


def test_an_unknown_source_is_named(cli: Cli, home: Path) -> None:
    done = cli("export", "--source", "x", "-o", home.parent / "out", "--home", home)
    assert (done.returncode, done.stderr) == (
        1,
        "error: no source has the name 'x' — there are firms\n",
    )


def test_what_changed_is_printed_and_the_exit_status_is_that_of_an_answer(
    cli: Cli, home: Path
) -> None:
    newer = home.parent / "newer.csv"
    newer.write_text("id,type,name,country\na,organization,Acme Inc,US\nb,place,B,\n")
    done = cli("diff", "firms", newer, "--home", home)
    assert done.returncode == 0
    assert done.stdout == (
        "~ a  Acme Inc (organization)\n"
        "    name: Acme → Acme Inc\n"
        "    - “AWC” (acronym)\n"
        "+ b  B (place)\n"
        "- redirect of old\n"
        "    became: a → nothing\n"
    )
    assert done.stderr == "1 added, 1 changed, 1 retired, 0 unchanged\n"
    lines = cli("diff", "firms", newer, "--json", "--home", home).stdout.splitlines()
    assert [json.loads(line)["change"] for line in lines] == ["changed", "added", "retired"]
    same = cli("diff", newer, newer, "--home", home)
    assert (same.returncode, same.stdout) == (0, "")


def test_from_overlaps_to_one_entity(cli: Cli, home: Path) -> None:
    other = home.parent / "other.csv"
    other.write_text("id,type,name,country\nx1,organization,Acme,US\ny1,place,Nowhere,\n")
    assert cli("import", other, "--home", home).returncode == 0
    path = home.parent / "pairs.csv"
    done = cli("overlaps", "firms", "other", "-o", path, "--home", home)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "pairs: 1 (match: 1), entities of firms: 1\n"
    header, row = path.read_text("utf-8-sig").splitlines()
    assert row.split(",")[3:8:3] == ["a", "x1"]
    path.write_text(f"{header}\nyes{row}\n", "utf-8")
    reviewed = cli("review", path, "--home", home)
    assert reviewed.stdout == "1 the same, 0 not, 0 left open\n"
    assert cli("compile", "--home", home).returncode == 0
    shown = cli("show", "x1", "--home", home)
    assert "'x1' is now 'a'" in shown.stdout + shown.stderr


def test_what_is_decided_is_kept_and_not_asked_again(cli: Cli, home: Path) -> None:
    other = home.parent / "other.csv"
    other.write_text("id,type,name,country\nx1,organization,Acme,US\n")
    path = home.parent / "pairs.csv"
    args = "overlaps", "firms", other, "-o", path, "--home", home
    cli(*args)
    header, row = path.read_text("utf-8-sig").splitlines()
    path.write_text(f"{header}\nno{row}\n", "utf-8")
    done = cli(*args)
    assert done.stderr == (
        "pairs: 0 (match: 0), entities of firms: 1, decided before and kept: 1\n"
    )
    assert path.read_text("utf-8-sig").splitlines() == [header, f"no{row}"]
    path.write_text(f"{header}\nyes{row}\n", "utf-8")
    assert cli("review", path, "--home", home).returncode == 0
    assert cli(*args[:3], "--home", home).stdout.splitlines() == ["\ufeff" + header]


def test_a_source_is_not_written_as_a_table(cli: Cli, home: Path) -> None:
    out = home.parent / "out.csv"
    done = cli("export", "-o", out, "--home", home)
    assert done.returncode == 2
    assert done.stderr.endswith("— name a directory, or a file that ends in .jsonl\n")
    assert not out.exists()


def test_edits_go_into_a_file_and_into_another_home(cli: Cli, home: Path, tmp_path: Path) -> None:
    with Table.open(home, by="ana") as table:
        table.alias("a", "Akmé")
    path, other = tmp_path / "edits.jsonl", tmp_path / "other"
    done = cli("export", "--source", "edits", "-o", path, "--home", home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "changes: 1\n")
    whole = cli("export", "--home", home).stdout
    assert "Akmé" in whole
    done = cli("import", path, tmp_path / "firms", "--home", other)
    assert done.stdout.endswith(f"{path}: 1 change added, 0 there already\n"), done.stderr
    assert cli("export", "--home", other).stdout == whole
    for args, said in (
        (("forget", "edits"), "edits are no source that can be forgotten"),
        (("diff", "edits", "firms"), "edits are changes, and no table"),
        (("export", "--source", "edits", "-o", tmp_path / "x"), "is no name for edits"),
    ):
        refused = cli(*args, "--home", home)
        assert refused.returncode == 2
        assert said in refused.stderr
