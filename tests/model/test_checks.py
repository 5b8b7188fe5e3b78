"""The words that fields may hold, and the checks of each."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadValue, TextTooLong
from resolver.model import COUNTRIES, checks


def test_there_are_249_countries_and_kosovo() -> None:
    assert len(COUNTRIES) == 250
    assert "XK" in COUNTRIES


def test_country_codes_are_sorted_and_in_upper_case_each_once() -> None:
    assert checks.countries("country", ("iq", "IR", "IQ")) == ("IQ", "IR")


@pytest.mark.parametrize(
    ("value", "what"),
    [(None, "null"), (True, "true or false"), (7, "a number"), ({}, "an object"), ([], "a list")],
)
def test_a_value_that_is_no_text_is_called_what_json_calls_it(value: object, what: str) -> None:
    with pytest.raises(BadValue, match=f"^name is {what}, not a text — give a text in quotes$"):
        checks.text("name", value)


@pytest.mark.parametrize(("field", "limit"), [("text", 1000), ("id", 256)])
def test_a_text_that_is_too_long_is_to_be_shortened_whatever_it_is(field: str, limit: int) -> None:
    with pytest.raises(TextTooLong, match=f"^{field} has .* — shorten it to {limit:,} characters$"):
        checks.text(field, "x" * (limit + 1), limit=limit)


@given(st.text(st.characters()) | st.text(" \0\ud800\n\u200fa\N{NO-BREAK SPACE}", max_size=3))
def test_nothing_is_wrong_in_a_plain_text(value: str) -> None:
    if checks.plain(value):
        assert value.strip()
        assert not {"Cc", "Cs"} & {unicodedata.category(each) for each in value}


@pytest.mark.parametrize("value", ["A", "A b", "Łódź", "دمشق", "a\N{RIGHT-TO-LEFT MARK}"])
def test_a_text_is_kept_as_it_is_written(value: str) -> None:
    assert checks.text("name", value) == value
