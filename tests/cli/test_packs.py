"""Which packs there are, what they hold, and what has to be said of them."""

from __future__ import annotations

from pathlib import Path

from resolver.packs import bundled, catalogue
from tests.conftest import Cli
from tests.curate.packs import write_pack


def test_every_pack_is_listed_with_its_licence_and_how_it_is_had(cli: Cli) -> None:
    done = cli("packs")
    assert (done.returncode, done.stderr) == (0, "")
    for entry in catalogue():
        begin = done.stdout.index(f"{entry.name}\n  title        {entry.title}\n")
        shown = done.stdout[begin:].partition("  command")
        assert f"  licence      {entry.licence}\n" in shown[0]
        assert shown[2].startswith("      resolver import ")
    assert "  command      resolver import countries\n" in done.stdout


def test_packs_are_counted(cli: Cli, tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack", "a,place,Kyiv,UA\n", "a,Київ,native\na,Kiev,\n")
    assert cli("packs", pack).stdout.splitlines() == [
        "pack",
        "  entities   1 (place 1)",
        "  aliases    2 (native 1, name 1)",
        "  languages  none 2",
        "  scripts    latin 2, cyrillic 1",
    ]


def test_a_pack_of_the_catalogue_is_counted_by_its_name(cli: Cli, tmp_path: Path) -> None:
    done = cli("packs", "renames", cwd=tmp_path)
    assert done.stdout.startswith("renames  MIT\n  entities ")
    done = cli("packs", "nothing", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: nothing: neither a file nor a pack — to see what there is: resolver packs\n"
    )


def test_the_notice_of_a_home_has_the_words_that_licences_ask_for(cli: Cli, tmp_path: Path) -> None:
    home = tmp_path / "home"
    plain = tmp_path / "plain.csv"
    plain.write_text("id,type,name\na,person,A\n")
    cli("import", bundled()[0], plain, "--home", home, cwd=tmp_path)
    cli("compile", "--home", home)
    notice = cli("packs", "--notice", "--home", home).stdout
    assert "\n\nCountries and territories of the world\nLicence: Unicode-3.0 AND LGPL" in notice
    assert "Names: Unicode CLDR, © 1991-2025 Unicode, Inc." in notice
    assert "\n\nplain\nLicence: not stated\n" in notice
    assert "\nVersion: " in notice
    both = cli("packs", "renames", "--notice")
    assert both.returncode == 2
    assert "--notice is of a home's sources" in both.stderr
