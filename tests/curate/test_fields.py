"""What is kept of the properties of a table: kinds, chances of agreement, what repeats what."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver.curate.fields import coarse, kind_of, level_chances, repeated_share
from resolver.index import Index
from resolver.model import FieldKind
from resolver.text.words import load_words
from tests.conftest import run_cli

MakeHome = Callable[..., Path]
WORDS = load_words()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1858", "1901", "2020"], "date"),
        (["1858-01-01", "1859-12-54", "1901-02"], "date"),
        (["12", "3000000", "150"], "number"),
        (["1.5", "-20.25", "3"], "number"),
        (["12.5", "several", "hundreds"], "text"),
        ([f"{n:07}" for n in range(50)], "identifier"),
        ([f"AB-{n}" for n in range(50)], "identifier"),
        (["AB-1", "AB-2"] * 20, "code"),
        (["ak", "al", "ca"], "code"),
        (["Republican", "Democratic"], "text"),
        (["The Needles", "Lars Winnerbäck"], "text"),
    ],
)
def test_the_kind_of_a_property_is_seen_in_most_of_its_values(
    values: list[str], kind: FieldKind
) -> None:
    assert kind_of(values) == kind
    assert kind_of([*values * 20, "?"]) == kind or kind == "identifier"


def test_a_chance_counts_all_better_levels_and_never_is_nothing() -> None:
    years = [[str(1900 + n % 50)] for n in range(400)]
    chances = level_chances("date", years, WORDS)
    assert 0.01 < chances["same"] == chances["year"] < 0.03
    assert chances["year"] < chances["near year"] < chances["decade"] < 0.3
    assert 0 < level_chances("text", [[f"name{n:04}x"] for n in range(300)], WORDS)["same"] < 0.001
    assert 0 < level_chances("text", [["alone"]], WORDS)["same"] < 0.1


def test_what_a_property_repeats_of_another_is_seen_in_the_table() -> None:
    chance = random.Random(1)  # noqa: S311 - the same values every time
    years = [chance.randrange(1900, 2000) for _ in range(2_000)]
    born = coarse("date", [[f"{year}-05-{year % 28 + 1:02}"] for year in years])
    age = coarse("number", [[str(2024 - year)] for year in years])
    sex = coarse("code", [[chance.choice("mf")] for _ in years])
    none = coarse("text", [None] * len(years))
    assert repeated_share(age, born) > 0.9
    assert 0.5 < repeated_share(born, age) < 0.9
    assert repeated_share(sex, born) < 0.05
    assert repeated_share(none, born) == repeated_share(born, none) == 0


def test_names_nearly_all_different_say_nothing_of_each_other() -> None:
    artists = coarse("text", [[f"artist {n}"] for n in range(500)])
    albums = coarse("text", [[f"album {n}"] for n in range(500)])
    assert repeated_share(artists, albums) == 0


def entity(number: int, **properties: str) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "type": "person",
        "name": f"Name {number}",
        "country": ["IR"],
        "properties": {name: [value] for name, value in properties.items()},
    }


def test_an_index_keeps_what_is_known_of_its_properties(make_home: MakeHome) -> None:
    home = make_home(*[entity(n, born=f"{1900 + n}", city="Qom") for n in range(9)], entity(9))
    fields = Index.open(home).fields
    assert list(fields) == [".born", ".city", "country"]
    assert (fields[".born"]["kind"], fields["country"]["kind"]) == ("date", "code")
    assert [fields[".city"][key] for key in ("entities", "values")] == [9, 1]
    done = run_cli("show", "--fields", "--home", home)
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["field", "kind", "entities", "values", "repeats"],
        ["born", "date", "9", "9"],
        ["city", "code", "9", "1"],
        ["country", "code", "10", "1"],
    ]


def test_a_pack_says_the_kind_and_a_change_of_it_is_compiled(tmp_path: Path) -> None:
    pack, home = tmp_path / "pack", tmp_path / "home"
    pack.mkdir()
    (pack / "entities.csv").write_text("id,type,name,code\na,person,Ana,1960\nb,person,Ben,1970\n")
    for kind in ("date", "code", "identifier"):
        about = 'name = "p"\n' + (f'[fields]\ncode = "{kind}"\n' if kind != "date" else "")
        (pack / "pack.toml").write_text(about)
        for step in (("import", pack), ("compile",)):
            assert run_cli(*step, "--home", home).returncode == 0
        assert Index.open(home).fields[".code"]["kind"] == kind


def test_show_wants_an_id_or_fields(make_home: MakeHome) -> None:
    home = make_home(entity(1))
    for args in ((), ("e1", "--fields")):
        done = run_cli("show", *args, "--home", home)
        assert (done.returncode, "give an ID, --fields" in done.stderr) == (2, True)
