"""A list becomes a home, once."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

import resolver.curate.compile
from resolver import Query, Resolver
from resolver.curate.against import KEPT, cache_folder, home_against
from resolver.curate.homes import compile_home, import_sources
from resolver.errors import BadSource
from resolver.index import Index

REGISTER = "id,name,state,country\n1,Acme Widgets,NY,US\n\n2,Zenith Tools,CA,US\n"


def written(folder: Path, text: str, name: str = "register.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_its_columns_are_names_facts_and_properties(tmp_path: Path) -> None:
    home = home_against(written(tmp_path, REGISTER), tmp_path / "cache")
    with Resolver.open(home) as resolver:
        assert resolver.entities == 2
        assert resolver.resolve(Query("Acme Widgets", type="organization")).id == "1"
        record = resolver.entity("2")
        assert (record["properties"], record["country"]) == ({"state": ["CA"]}, ["US"])


def test_the_same_list_is_compiled_once_and_a_changed_one_anew(tmp_path: Path) -> None:
    first = home_against(written(tmp_path, REGISTER), tmp_path / "cache")
    made = (first / "index" / "CURRENT").stat().st_mtime_ns
    assert home_against(tmp_path / "register.csv", tmp_path / "cache") == first
    assert (first / "index" / "CURRENT").stat().st_mtime_ns == made
    other = home_against(written(tmp_path, REGISTER + "3,New,,\n"), tmp_path / "cache")
    assert other != first
    (first / "index" / "CURRENT").write_text("damaged")
    assert home_against(written(tmp_path, REGISTER), tmp_path / "cache") == first
    Resolver.open(first).close()


def test_those_used_last_are_kept(tmp_path: Path) -> None:
    homes = []
    for number in range(KEPT + 1):
        path = written(tmp_path, f"id,name\n{number},Name {number}\n")
        homes.append(home_against(path, tmp_path / "cache"))
        os.utime(homes[-1], (number, number))
    home_against(written(tmp_path, "id,name\nx,Y\n"), tmp_path / "cache")
    assert [home.exists() for home in homes] == [False] * 2 + [True] * (KEPT - 1)


def test_processes_that_want_the_same_home_at_once_all_get_it(tmp_path: Path) -> None:
    table, cache = written(tmp_path, REGISTER), tmp_path / "cache"
    (cache / "new-of-one-that-was-killed").mkdir(parents=True)
    ask = (
        "import sys; from pathlib import Path; from resolver import Query, Resolver;"
        "from resolver.curate.against import home_against;"
        "home = home_against(Path(sys.argv[1]), Path(sys.argv[2]));"
        "print(Resolver.open(home).resolve(Query('Acme Widgets')).id)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", ask, table, cache], stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    assert [each.communicate()[0] for each in started] == [b"1\n"] * 4
    assert [path.name for path in cache.iterdir() if path.name.startswith("new-")] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("name,state\nAcme,NY\n", "line 1: the header has no column id — it has name, state"),
        ("id,name\n1,Acme,Inc\n", "line 2: 3 cells where the header has 2"),
        ("id,name\n,Acme\n", "line 2, column id"),
        ("id,name\n1,A\n1,B\n", "line 3, column id: the id '1' was already used in line 2"),
        ("id,name\n", "register.csv: the table has no row"),
    ],
)
def test_what_is_no_table_is_refused_by_line(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(BadSource) as caught:
        home_against(written(tmp_path, text), tmp_path / "cache")
    assert what in str(caught.value)
    assert [path for path in (tmp_path / "cache").iterdir() if path.is_dir()] == []


def test_the_cache_is_the_users(tmp_path: Path) -> None:
    assert cache_folder({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "alias-resolver"
    assert cache_folder({"HOME": "/home/ann"}) == Path("/home/ann/.cache/alias-resolver")


def test_its_index_is_that_of_an_import_and_a_compile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("Acme", "Zenith", "Иван", "Widgets", "O'Hara", "株式会社", "Tools")
    pairs = itertools.product(words, words)
    rows = [f"{n % 13}-{n},place,{a} {b},{b}|{a} {n},US,{n}" for n, (a, b) in enumerate(pairs)]
    text = "\n".join(["id,type,name,aliases,country,size", *rows, ""])
    path, home = written(tmp_path, text), tmp_path / "home"
    import_sources(home, [path], wait_s=0)
    fingerprint = compile_home(home, wait_s=0).fingerprint
    for count in (1, 2):
        monkeypatch.setattr(resolver.curate.compile, "processors", lambda count=count: count)
        monkeypatch.setattr(resolver.curate.compile, "MIN_SHARED_ENTITIES", 1)
        made = home_against(path, tmp_path / f"cache{count}")
        assert Index.current(made) == fingerprint


def test_what_is_wrong_first_is_said_first(tmp_path: Path) -> None:
    text = "id,name,country\nz,Zenith,Nowhere\na,,US\n1,Acme,Inc,x\n"
    with pytest.raises(BadSource) as caught:
        home_against(written(tmp_path, text), tmp_path / "cache")
    assert "line 2, column country" in str(caught.value)
