"""Feature codes in words."""

from __future__ import annotations

import pytest

from resolver.packs.places.features import feature_words


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
