"""Places in UTF-16 units are those that an encoder counts, and inside a pair there is none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver.model.offsets import Utf16


def units_of(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text(st.sampled_from("aß中🙂🇮ق"), max_size=30))
def test_places_go_to_units_and_back(text: str) -> None:
    units = Utf16(text)
    assert units.length == units_of(text)
    places = [units_of(text[:place]) for place in range(len(text) + 1)]
    assert [units.unit(place) for place in range(len(text) + 1)] == places
    for unit in range(units.length + 1):
        assert units.place(unit) == (places.index(unit) if unit in places else None)


def test_the_second_half_of_a_pair_is_no_place() -> None:
    units = Utf16("a🙂b")
    assert [units.place(unit) for unit in range(5)] == [0, 1, None, 2, 3]
