"""Only what differs tells namesakes apart."""

from __future__ import annotations

from typing import Any

from resolver.explaining.facts import FEW, Fact, countries, differing_facts


def record(**properties: list[str]) -> Any:
    return {"id": "x", "type": "place", "name": "X", "properties": properties}


def test_what_all_have_alike_is_left_out() -> None:
    one, other = (
        record(birth_date=["1944"], sex=["male"]),
        record(birth_date=["1960"], sex=["male"]),
    )
    assert differing_facts([one, other]) == [
        [Fact("birth date", "1944")],
        [Fact("birth date", "1960")],
    ]


def test_a_fact_that_one_alone_has_tells_it_apart() -> None:
    assert differing_facts([record(rank=["1"]), record()]) == [[Fact("rank", "1")], []]


def test_a_fact_that_two_have_alike_and_a_third_lacks_does_not() -> None:
    assert differing_facts([record(sex=["f"]), record(sex=["f"]), record()]) == [[], [], []]


def test_a_single_one_has_all_its_facts() -> None:
    assert differing_facts([record(a_b=["1", "2"])]) == [[Fact("a b", "1, 2")]]


def test_a_place_says_where_it_is_in_one_fact() -> None:
    facts = differing_facts([record(latitude=["35.75"], longitude=["-118.4"])])
    assert facts == [[Fact("position", "35.8° N, 118.4° W")]]


def test_coordinates_that_are_none_are_left_out() -> None:
    assert differing_facts([record(latitude=["north"], longitude=["inf"])]) == [[]]
    assert differing_facts([record(latitude=["1"], longitude=["inf"])]) == [[]]


def test_facts_and_their_values_are_few() -> None:
    many = record(**{f"fact{number}": ["1", "2", "3", "4"] for number in range(9)})
    (facts,) = differing_facts([many])
    assert len(facts) == FEW
    assert facts[0].value == "1, 2, 3 …"


def test_prominence_is_a_fact() -> None:
    assert differing_facts([{**record(), "prominence": 151580}]) == [
        [Fact("prominence", "151,580")]
    ]


def test_countries_have_names() -> None:
    assert countries({"country": ["IQ", "IR"]}) == "Iraq, Iran"
    assert countries({}) == ""
