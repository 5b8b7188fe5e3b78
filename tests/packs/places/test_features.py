"""Feature codes in words."""

from __future__ import annotations

import pytest

from resolver.packs.places.features import city_words, feature_words


@pytest.mark.parametrize(
    ("feature_class", "code", "words"),
    [
        ("T", "VLC", "volcano"),
        ("A", "ADM1", "first-order unit"),
        ("H", "STM", "stream"),
        ("V", "VINS", "vineyards"),
        ("S", "XYZ", "building or site"),
        ("", "", "place"),
    ],
)
def test_a_code_is_said_in_words(feature_class: str, code: str, words: str) -> None:
    assert feature_words(feature_class, code) == words


def test_a_place_of_many_inhabitants_is_a_city() -> None:
    assert [city_words(count) for count in (0, 14_999, 15_000)] == [
        "populated place",
        "populated place",
        "city",
    ]
