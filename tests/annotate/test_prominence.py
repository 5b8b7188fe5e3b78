"""How prominent entities are, of which a table says it or not."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from resolver import Resolver
from resolver.annotate.candidates import Candidate
from resolver.annotate.prominence import Prominence
from resolver.annotate.table import Table, table_of
from resolver.curate.homes import compile_home, import_sources
from resolver.index import Index
from resolver.match.score.weights import Weights
from resolver.text.words import load_words
from tests.annotate.conftest import TABLE, asked, person, place, said
from tests.conftest import write_jsonl
from tests.match.conftest import MakeIndex

TOWNS = 1000
GAZETTEER = (
    *(place(f"town-{n}", f"Qarv{n}", "IQ", n + 1) for n in range(TOWNS)),
    place("hamlet", "Hamletqar", "IQ"),
)
NEWS = (
    place("strait", "Strait of Qarmuz", "IQ"),
    place("yemen", "Yemen", "YE"),
    person("zahedi", "Mohammad Reza Zahedi"),
)


def table_with(index: Index) -> Table:
    return table_of(index, Weights.of_index(index), load_words())


def home_of(folder: Path, **sources: tuple[dict[str, Any], ...]) -> Path:
    """A compiled home of several sources, each with entities in their wire form."""
    paths = [write_jsonl(folder / f"{name}.jsonl", of_it) for name, of_it in sources.items()]
    import_sources(folder / "home", paths, wait_s=10)
    compile_home(folder / "home", wait_s=10)
    return folder / "home"


def one(text: str, table: Table) -> Candidate:
    _, asking = asked(text, table)
    (candidate,) = asking.borne(text)
    return candidate


def test_a_table_that_knows_no_prominence_lists_the_prominent(make_index: MakeIndex) -> None:
    bare = table_with(make_index(place("hilla", "Hilla", "IQ"), place("kut", "Kut", "IQ")))
    assert bare.prominence.of_all is not None
    assert Prominence.of(make_index(*TABLE)).of_all is None
    assert one("Hilla", bare).has_prominence


def test_a_country_whose_prominence_is_not_known_is_among_the_most_prominent(
    make_index: MakeIndex,
) -> None:
    index = make_index(
        place("iraq", "Iraq", "IQ"),
        place("babil", "Babil", "IQ", kind="admin1"),
        *(place(f"town-{n}", f"Town {n}", "IQ", n) for n in range(1000)),
    )
    table = table_with(index)
    iraq, babil = one("Iraq", table), one("Babil", table)
    assert (iraq.has_prominence, babil.has_prominence) == (True, False)
    towns = [one(f"Town {n}", table).prominence for n in (500, 999)]
    assert towns[0] < iraq.prominence < towns[1]


def test_a_place_of_a_short_list_beside_a_gazetteer_is_prominent(tmp_path: Path) -> None:
    home = home_of(tmp_path, gazetteer=GAZETTEER, news=NEWS)
    table = table_with(Index.open(home))
    strait, hamlet = one("Strait of Qarmuz", table), one("Hamletqar", table)
    assert strait.prominence > one(f"Qarv{TOWNS - 100}", table).prominence
    assert (strait.has_prominence, hamlet.has_prominence) == (True, False)
    assert not one("Mohammad Reza Zahedi", table).has_prominence
    with Resolver.open(home) as resolver:
        found = said(resolver.annotate("They travelled to the Strait of Qarmuz on Monday."))
    assert found == [("Strait of Qarmuz", "strait")]


def test_a_place_of_a_list_without_prominence_is_as_one_among_so_many_as_it_has(
    tmp_path: Path,
) -> None:
    longer = tuple(place(f"ridge-{n}", f"Ridgeqar {n}", "IQ") for n in range(TOWNS))
    prominence = Prominence.of(Index.open(home_of(tmp_path, gazetteer=GAZETTEER, ridges=longer)))
    assert prominence.of_sources["gazetteer"] is None
    assert prominence.of_sources["ridges"] is not None
    assert math.isclose(prominence.of_sources["ridges"], math.log(2), abs_tol=0.02)
    assert prominence.of_a_short_list == math.log(500)


def test_a_unit_of_a_short_list_is_prominent_though_few_inhabitants_are_counted(
    table: Table,
) -> None:
    prominence = Prominence(None, 5.0, {"table": 9.0}, 9.0)
    _, asking = asked("text", table)
    nats = {
        name: prominence.nats(asking.borne(name)[0].match, asking.borne(name)[0].facts.level)
        for name in ("Babil", "Bush", "Iraq")
    }
    assert nats["Babil"] == 9.0
    assert nats["Bush"] == asking.borne("Bush")[0].prominence
    assert nats["Iraq"] == asking.borne("Iraq")[0].prominence
