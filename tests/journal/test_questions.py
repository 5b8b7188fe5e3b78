"""The key of a question says all that it is made of."""

from __future__ import annotations

from resolver.journal.questions import key_of, key_of_form, parts_of


def test_a_key_can_be_taken_apart_and_made_again() -> None:
    key = key_of("Zāhedi", "person", ("IQ", "IR"))
    assert parts_of(key) == ("zahedi", "person", ("IQ", "IR"))
    assert key_of_form(*parts_of(key)) == key == key_of("  ZAHEDI", "person", ("IQ", "IR"))
    assert key != key_of("Zahedi", None, ("IQ", "IR"))
