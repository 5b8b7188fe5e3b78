"""Whatever beginning of a name is typed, its entity is found, the likeliest first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.index import Index
from resolver.match.retrieve.typed import begun_by
from resolver.text import fold
from tests.index.conftest import overlaid
from tests.match.conftest import MakeIndex, person

CITIES = (
    ("york", "York", 100),
    ("new-york", "New York", 9000),
    ("yorkton", "Yorkton", 500),
    ("yorkshire", "Yorkshire", 500),
    ("old-york", "York", 50),
)


def city(entity_id: str, name: str, prominence: float | None = None) -> dict[str, Any]:
    known = {} if prominence is None else {"prominence": prominence}
    return {"id": entity_id, "type": "place", "name": name, **known}


def ids(index: Index, numbers: Iterable[int]) -> list[str]:
    return [index.record(number)["id"] for number in numbers]


def test_whole_names_come_first_then_beginnings_then_words(make_index: MakeIndex) -> None:
    index = make_index(*(city(*each) for each in CITIES))
    assert ids(index, begun_by(index, "YORK")) == [
        "york",
        "old-york",
        "yorkton",  # as prominent as the next, and shorter
        "yorkshire",
        "new-york",
    ]
    assert ids(index, begun_by(index, "new y")) == ["new-york"]
    assert ids(index, begun_by(index, "ork")) == []


@pytest.mark.parametrize("typed", ["", " ", "!", "\u202e", "٪"])
def test_what_is_no_letter_begins_nothing(make_index: MakeIndex, typed: str) -> None:
    index = make_index(*(city(*each) for each in CITIES))
    assert [*begun_by(index, typed)] == []


def test_of_a_type_are_those_of_it_alone(make_index: MakeIndex) -> None:
    ship = {"id": "ship", "type": "vessel", "name": "Yorktown"}
    index = make_index(ship, person("duke", "York, Duke of"), *(city(*each) for each in CITIES))
    assert ids(index, begun_by(index, "york", "vessel")) == ["ship"]
    assert ids(index, begun_by(index, "york", "person")) == ["duke"]
    assert ids(index, begun_by(index, "york", "other")) == []
    assert len([*begun_by(index, "york", "place")]) == len(CITIES)


def test_an_overlay_is_asked_with_what_it_replaces(make_index: MakeIndex) -> None:
    index = make_index(*(city(*each) for each in CITIES))
    assert ids(index, begun_by(index, "york"))[0] == "york"
    home = index.folder.parent.parent
    overlaid(home, city("york", "Eboracum", 100), city("z", "York", 70), without=["yorkton"])
    above = Index.open(home, index)
    assert above.segments[0].beginnings is index.segments[0].beginnings  # sorted once
    found = ids(above, begun_by(above, "york"))
    assert found[-2:] == ["yorkshire", "new-york"]
    assert sorted(found[:-2]) == ["old-york", "z"]
    assert ids(above, begun_by(above, "ebo")) == ["york"]


def test_however_many_there_are_all_come_in_order(make_index: MakeIndex) -> None:
    cities = [city(f"c{n}", f"Ab{n % 4990} Ab", (n * 37) % 101) for n in range(5000)]
    index = make_index(*cities, *(person(f"p{n}", f"Aba{n}") for n in range(20)))
    for type_name, count in ((None, 5020), ("place", 5000), ("person", 20)):
        found = [*begun_by(index, "ab", type_name)]
        assert len(set(found)) == len(found) == count
        known = [index.record(each).get("prominence", 0) for each in found]
        assert known == sorted(known, reverse=True)
        assert [*islice(begun_by(index, "ab", type_name), 10)] == found[:10]


NAMES = [
    "Łódź",
    "Zürich Hauptbahnhof",
    "São Tomé e Príncipe",
    "Kata'ib Hizballah",
    "R&D Institute",
    "تهران بزرگ",
    "جامعة بغداد",
    "תל אביב",
    "Нижний Новгород",
    "Αθήνα",
    "北京市",
    "ประเทศไทย",
    "नई दिल्ली",
    "서울특별시",
    "Ærøskøbing",
    "1. FC Köln",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_beginning_of_a_name_finds_it(make_index: MakeIndex, name: str) -> None:
    index = make_index(city("it", name), city("other", "Qqq"))
    for end in range(1, len(name) + 1):
        begun = name[:end]
        plain = "".join(c for c in unicodedata.normalize("NFD", begun) if not _is_accent(c))
        for typed in (
            begun,
            begun.upper(),
            f" {begun} ",
            unicodedata.normalize("NFD", begun),
            plain,
        ):
            if fold.latin(fold.fold(typed) or ""):
                assert "it" in ids(index, begun_by(index, typed)), typed


def _is_accent(character: str) -> bool:
    return 0x300 <= ord(character) < 0x370


@given(st.data())
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_beginning_of_a_bundled_name_finds_its_entity(
    bundled_index: Index, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, bundled_index.entities - 1))
    name = bundled_index.record(number)["name"]
    typed = name[: data.draw(st.integers(1, len(name)))]
    if fold.latin(fold.fold(typed) or ""):
        found = [*islice(begun_by(bundled_index, typed), 100_000)]
        assert number in found
        assert len(found) == len(set(found))
