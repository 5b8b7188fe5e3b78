"""The cells of a row become what is asked, by the columns that have a role."""

from __future__ import annotations

import pytest

from resolver import Query
from resolver.bulk.questions import Questions, Roles
from resolver.errors import BadDate, BadSource, InvalidInput, UnknownCountry, UnknownType
from resolver.text.words import load_words

COLUMNS = ("id", "name", "type", "country", "born", "as of", "story")
EVERY = Roles(
    "name", "type", "country", (("birth_date", "born"),), context="story", as_of="as of", id="id"
)


def questions(roles: Roles, asked: Query | None = None) -> Questions:
    return Questions(COLUMNS, roles, asked or Query("any"), load_words(), "in.csv")


def test_every_role_goes_into_the_query() -> None:
    cells = ["", " Reza Zahedi ", "Person", "Iran | US", "1944|1945", "2015-03", "a general"]
    assert questions(EVERY).query(cells) == Query(
        "Reza Zahedi",
        type="person",
        country=("IR", "US"),
        properties={"birth_date": ("1944", "1945")},
        as_of="2015-03",
        context="a general",
    )


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Gaza", ("PS",)),
        ("Gaza Strip | UK", ("GB", "PS")),
        ("West Bank|ישראל", ("IL", "PS")),
        ("قطاع غزة", ("PS",)),
        ("Iraqi Kurdistan", ("IQ",)),
        ("中国", ("CN",)),
    ],
)
def test_a_country_may_be_called_by_a_name_of_a_part_of_it(
    cell: str, codes: tuple[str, ...]
) -> None:
    row = ["", "Ana", "", cell, "", "", ""]
    assert questions(Roles("name", country="country")).query(row).country == codes


def test_an_empty_cell_says_nothing_and_what_holds_for_all_rows_stays() -> None:
    asked = Query("any", type="place", country=("IQ",), known=0.1)
    cells = ["", "Babil", "", "", "", "", ""]
    assert questions(EVERY, asked).query(cells) == Query(
        "Babil", type="place", country=("IQ",), known=0.1
    )


@pytest.mark.parametrize(
    ("place", "cell", "error"),
    [(2, "village", UnknownType), (3, "Atlantis", UnknownCountry), (5, "soon", BadDate)],
)
def test_a_cell_that_cannot_be_read_is_an_error_where_its_column_was_named(
    place: int, cell: str, error: type[InvalidInput]
) -> None:
    cells = ["", "Babil", "", "", "", "", ""]
    cells[place] = cell
    with pytest.raises(error):
        questions(EVERY).query(cells)


def test_columns_called_so_are_taken_and_what_cannot_be_read_in_them_is_left_out() -> None:
    taken = Roles("name").with_taken(COLUMNS, Query("any"))
    assert (taken.type, taken.country) == ("type", "country")
    asking = questions(taken)
    assert asking.query(["", "Babil", "customer", "Atlantis", "", "", ""]) == Query("Babil")
    assert asking.query(["", "Babil", "place", "iraq", "", "", ""]) == Query(
        "Babil", type="place", country=("IQ",)
    )


def test_nothing_is_taken_that_was_said_or_that_is_of_other_names() -> None:
    assert Roles("story").with_taken(COLUMNS, Query("any")) == Roles("story")
    said = Roles("name").with_taken(COLUMNS, Query("any", type="place", country=("IQ",)))
    assert (said.type, said.country) == (None, None)
    used = Roles("name", properties=(("kind", "type"),)).with_taken(COLUMNS, Query("any"))
    assert (used.type, used.country) == (None, "country")
    none = Roles("name", type="", country="").with_taken(COLUMNS, Query("any"))
    assert none.columns() == ["name"]
    twice = Roles("name").with_taken((*COLUMNS, "type"), Query("any"))
    assert (twice.type, twice.country) == (None, "country")


def test_two_rows_have_one_key_where_they_ask_the_same() -> None:
    asking = questions(Roles("name", country="country"))
    first = asking.key(["1", "Babil", "x", "IQ", "", "", ""])
    assert first == asking.key(["2", " Babil ", "y", "IQ ", "", "", "z"])
    assert first != asking.key(["1", "Babil", "x", "IR", "", "", ""])
    assert asking.key(["1", " ", "x", "IQ", "", "", ""]) is None


def test_an_id_asks_even_without_a_name() -> None:
    asking = questions(EVERY)
    assert asking.key(["babil", "", "", "", "", "", ""]) is not None
    assert asking.key(["", "", "place", "", "", "", ""]) is None
    assert asking.id_of([" babil ", *[""] * 6]) == "babil"


def test_a_column_that_is_not_there_or_is_there_twice_is_named() -> None:
    with pytest.raises(BadSource, match=r"in.csv, line 1: there is no column title — there are id"):
        questions(Roles("title"))
    with pytest.raises(BadSource, match="the column name is there twice"):
        Questions(("name", "name"), Roles("name"), Query("any"), load_words(), "in.csv")
