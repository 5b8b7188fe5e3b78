"""What people write in a form makes a query, or is said to be wrong at its field."""

from __future__ import annotations

import pytest

from resolver import Query
from resolver.errors import BadValue
from resolver.web.page_routes import LOOK_UP, WHY
from resolver.web.pages.asking import Given, asked_of


def test_empty_fields_are_nothing() -> None:
    asked = asked_of([("q", " Ana "), ("type", ""), ("country", " "), ("property", "")])
    assert asked.query == Query("Ana")
    assert asked.given == []


def test_nothing_was_asked() -> None:
    asked = asked_of([("country", "IR")])
    assert (asked.text, asked.query, asked.wrong) == ("", None, {})


@pytest.mark.parametrize("written", ["Iran, iraq", "IR;IQ", "ir , Iraq"])
def test_countries_may_be_called_by_their_names(written: str) -> None:
    asked = asked_of([("q", "Ana"), ("country", written)])
    assert asked.query == Query("Ana", country=("IR", "IQ"))
    assert asked.values("country") == ["IR", "IQ"]


def test_all_that_is_known_is_asked() -> None:
    asked = asked_of(
        [
            ("q", "Ana"),
            ("type", "person"),
            ("as_of", "2015"),
            ("property", "birth_date=1944"),
            ("property", "sex=female"),
            ("context", "a text"),
        ]
    )
    properties = {"birth_date": ("1944",), "sex": ("female",)}
    assert asked.query == Query("Ana", "person", (), properties, "a text", "2015")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        (
            "country",
            "Atlantis",
            "'ATLANTIS' is not a country code. Write its name, or a code such as IQ.",
        ),
        ("as_of", "soon", "'soon' is not a date. Write 2015, 2015-03 or 2015-03-01."),
        ("type", "dragon", "Nothing is of that type. Choose another."),
        ("property", "1944", "The fact '1944' has no name and value. Write birth_date=1944."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(name: str, value: str, says: str) -> None:
    asked = asked_of([("q", "Ana"), (name, value)])
    assert asked.query is None
    assert asked.wrong == {name: says}


def test_a_name_that_is_too_long_is_wrong() -> None:
    assert [*asked_of([("q", "a" * 1001)]).wrong] == ["q"]


def test_what_may_be_given_once_is_wrong_twice() -> None:
    asked = asked_of([("q", "Ana"), ("as_of", "2015"), ("as_of", "2016")])
    assert asked.wrong == {"as_of": "It is given twice: give it once."}


def test_too_much_together_is_wrong() -> None:
    many = [("property", f"a{number}={number}") for number in range(101)]
    assert [*asked_of([("q", "Ana"), *many]).wrong] == ["property"]


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(BadValue, match="'contry' in the address means nothing here"):
        asked_of([("q", "Ana"), ("contry", "IR")])


def test_what_others_hang_on_to_a_url_is_nothing() -> None:
    hung = [("q", "Ana"), ("utm_source", "mail"), ("fbclid", "x")]
    assert asked_of(hung) == asked_of([("q", "Ana")])


def test_the_path_asks_the_same_again() -> None:
    asked = asked_of([("q", "A & B"), ("country", "Iran"), ("type", "person")])
    assert asked.path(LOOK_UP) == "/?q=A+%26+B&country=IR&type=person"
    assert asked.path(WHY, id="a/b") == "/why?q=A+%26+B&id=a%2Fb&country=IR&type=person"
    assert asked.without(0).given == [Given("type", "person")]
