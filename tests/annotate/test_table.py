"""What a table knows of all its places."""

from __future__ import annotations

from resolver.annotate.table import Table, table_of
from resolver.index import Index
from resolver.match.score.weights import Weights
from resolver.text.words import load_words
from tests.annotate.conftest import TABLE, asked, place
from tests.match.conftest import MakeIndex


def table_with(index: Index) -> Table:
    return table_of(index, Weights.of_index(index), load_words())


def test_a_table_that_knows_no_prominence_lists_the_prominent(make_index: MakeIndex) -> None:
    bare = table_with(make_index(place("hilla", "Hilla", "IQ"), place("kut", "Kut", "IQ")))
    assert bare.lists_the_prominent
    assert not table_with(make_index(*TABLE)).lists_the_prominent
    _, asking = asked("Hilla", bare)
    assert asking.borne("Hilla")[0].has_prominence


def test_a_country_whose_prominence_is_not_known_is_among_the_most_prominent(
    make_index: MakeIndex,
) -> None:
    index = make_index(
        place("iraq", "Iraq", "IQ"),
        place("babil", "Babil", "IQ", kind="admin1"),
        *(place(f"town-{n}", f"Town {n}", "IQ", n) for n in range(1000)),
    )
    _, asking = asked("Iraq", table_with(index))
    (iraq,), (babil,) = asking.borne("Iraq"), asking.borne("Babil")
    assert (iraq.has_prominence, babil.has_prominence) == (True, False)
    towns = [asking.borne(f"Town {n}")[0].prominence for n in (500, 999)]
    assert towns[0] < iraq.prominence < towns[1]
