"""What stands right beside a name: the country or the unit in which it lies."""

from __future__ import annotations

import pytest

from resolver import Resolver
from resolver.annotate.reading import Place
from resolver.annotate.surroundings import around
from resolver.annotate.table import Table, table_of
from resolver.match.score.weights import Weights
from resolver.text.words import load_words
from tests.annotate.conftest import TABLE, asked, place, said
from tests.match.conftest import MakeIndex, MakeResolver


def keys(text: str, name: str, table: Table) -> tuple[set[str], set[str]]:
    """The names of the units and countries behind the name and before it."""
    read, asking = asked(text, table)
    start = text.index(name)
    found = around(read, [Place(start, start + len(name), is_asked=True)], asking)
    own = {each: asking.borne(each)[0].facts.own for each in ("Iraq", "Babil", "Texas", "France")}
    behind = {each for each, key in own.items() if key in found.behind}
    assert len(found.behind) == len(behind)
    return behind, {each for each, key in own.items() if key in found.before}


@pytest.mark.parametrize(
    ("text", "name", "behind", "before"),
    [
        ("in Hilla, Babil, on", "Hilla", {"Babil"}, set()),
        ("in Paris, Texas.", "Paris", {"Texas"}, set()),
        ("in Paris (Texas).", "Paris", {"Texas"}, set()),
        ("in Austin, Tex., on", "Austin", {"Texas"}, set()),
        ("in Austin, TX 78701", "Austin", {"Texas"}, set()),
        ("in Iraq's central Babil", "Babil", set(), {"Iraq"}),
        ("in Iraq’s Babil", "Babil", set(), {"Iraq"}),
        ("in Iraq's very far off Babil", "Babil", set(), set()),
        ("in Hilla and Babil", "Hilla", set(), set()),
        ("in Hilla, Baghdad", "Hilla", set(), set()),  # no unit
        ("in Hilla", "Hilla", set(), set()),
        ("in Hilla, ", "Hilla", set(), set()),
    ],
)
def test_units_and_countries_right_beside_a_name(
    text: str, name: str, behind: set[str], before: set[str], table: Table
) -> None:
    assert keys(text, name, table) == (behind, before)


@pytest.mark.parametrize("text", ["in Austin, Tex., on", "in Austin, TX 78701"])
def test_of_a_unit_that_the_table_lacks_the_country_is_known(
    text: str, make_index: MakeIndex
) -> None:
    index = make_index(*(each for each in TABLE if each["id"] != "texas"))
    table = table_of(index, Weights.of_index(index), load_words())
    read, asking = asked(text, table)
    assert around(read, [Place(3, 9, is_asked=True)], asking).behind == {("US",)}


@pytest.mark.parametrize(
    ("text", "name", "sorts"),
    [
        ("in the city of Hilla", "Hilla", {"settlement"}),
        ("in the province of Babil", "Babil", {"unit"}),
        ("in Hilla town", "Hilla", {"settlement"}),
        ("in Hilla and Travis counties", "Hilla", {"unit"}),
        ("the Republic of Iraq", "Iraq", {"country"}),
        ("the people of Iraq", "Iraq", set()),
        ("in Hilla Province", "Hilla", set()),
    ],
)
def test_words_beside_a_name_say_what_it_is(
    text: str, name: str, sorts: set[str], table: Table
) -> None:
    read, asking = asked(text, table)
    start = text.index(name)
    standing = [Place(start, start + len(name), is_asked=True)]
    assert around(read, standing, asking).sorts == sorts


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("Troops left Hilla, Babil, on Monday.", "Hilla", "hilla"),
        ("He was born in Paris, Texas, in 1960.", "Paris", "paris-texas"),
        ("He was born in Paris (Texas).", "Paris", "paris-texas"),
        ("He was born in Paris, France.", "Paris", "paris"),
        ("Police in Austin, Tex. said so.", "Austin", "austin"),
        ("Iraq’s Hilla is quiet.", "Hilla", "hilla"),
    ],
)
def test_a_name_means_the_one_that_lies_there(
    text: str, name: str, meant: str, small: Resolver
) -> None:
    (decision,) = [each.decision for each in small.annotate(text).mentions if each.text == name]
    assert (decision.verdict, decision.candidates[0].id) == ("match", meant)


@pytest.mark.parametrize(
    ("text", "name", "is_place", "begins_news"),
    [
        ("in Hilla province", "Hilla", True, False),
        ("the city of Hilla", "Hilla", True, False),
        ("the Hilla state media", "Hilla", False, False),
        ("the state of Hilla", "Hilla", False, False),
        ("HILLA, May 5 - It", "HILLA", False, True),
        ("It ended.\nHILLA, 5 мая", "HILLA", False, True),
        ("HILLA (Reuters) - It", "HILLA", False, True),
        ("HILLA, as ever", "HILLA", False, False),
        ("Hilla, May 5", "Hilla", False, False),
        ("of HILLA, May 5", "HILLA", False, False),
    ],
)
def test_words_and_datelines_say_that_a_name_is_a_place(
    text: str, name: str, is_place: bool, begins_news: bool, table: Table
) -> None:
    read, asking = asked(text, table)
    start = text.index(name)
    found = around(read, [Place(start, start + len(name), is_asked=True)], asking)
    assert (found.is_place, found.begins_news) == (is_place, begins_news)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("It left Liaoninq on Monday.", "ship"),
        ("She was born in Liaoninq province.", "province"),
        ("LIAONINQ, May 5 - It rained.", "province"),
    ],
)
def test_where_a_place_is_meant_no_ship_of_its_name_is(
    text: str, meant: str, make_resolver: MakeResolver
) -> None:
    ship = {"id": "ship", "type": "vessel", "name": "Liaoninq"}
    province = place("province", "Liaoninq", "CN", 9_000_000, kind="admin1")
    towns = [place(f"town-{n}", f"Qarv{n}", "CN", n) for n in range(20)]
    (found,) = said(make_resolver(ship, province, *towns).annotate(text))
    assert found[1] == meant
