"""Dates as sources write them become dates that can be compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.model.dates import is_date
from resolver.packs.dates import of_parts, of_slashes, period, read_dates, span


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("26 Nov 1972", ["1972-11-26"]),
        ("1 September 1972", ["1972-09-01"]),
        ("Nov 1972", ["1972-11"]),
        ("1972", ["1972"]),
        ("circa 1962", ["1962"]),
        ("circa Mar 1962", ["1962-03"]),
        ("c. 1962", ["1962"]),
        ("ca.1962", ["1962"]),
        ("1959 to 1961", ["1959", "1960", "1961"]),
        ("between 1959 and 1960", ["1959", "1960"]),
        ("1959-1960", ["1959", "1960"]),
        ("circa 1959-1960", ["1959", "1960"]),
        ("01 Mar 1965 to 31 Mar 1965", ["1965-03"]),
        ("01 Jan 1965 to 31 Dec 1965", ["1965"]),
        ("1930 to 1970", []),
        ("1961 to 1959", []),
        ("31 Feb 1965", ["1965-02"]),
        ("26 Foo 1972", ["1972"]),
        ("unknown", []),
        ("", []),
    ],
)
def test_dates_in_words_are_read(text: str, dates: list[str]) -> None:
    assert list(read_dates(text)) == dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("28/06/1960", "1960-06-28"),
        ("00/03/1965", "1965-03"),
        ("00/00/1962", "1962"),
        ("dd/mm/1962", "1962"),
        ("1962", "1962"),
        ("31/02/1962", "1962-02"),
        ("00/00/0000", None),
        ("", None),
    ],
)
def test_dates_with_slashes_are_as_precise_as_they_say(text: str, date: str | None) -> None:
    assert of_slashes(text) == date


def test_a_number_of_many_digits_is_not_known() -> None:
    assert of_parts("1" * 5_000) is None
    assert of_parts("1962", "1" * 5_000) == "1962"
    assert of_slashes("1/1/" + "9" * 5_000) is None


def test_an_end_of_a_span_may_be_unknown() -> None:
    assert span(None, "1958") == ("1958",)
    assert span("1953", None) == ("1953",)
    assert span(None, None) == ()


def test_a_period_that_ends_before_it_begins_is_none() -> None:
    assert period("1961", "1959-12-31") == (None, None)
    assert period("1961-05", "1961") == ("1961-05", "1961")
    assert period(None, "1961") == (None, "1961")


@given(st.text(), st.text(), st.text())
def test_what_comes_of_parts_is_a_date(year: str, month: str, day: str) -> None:
    found = of_parts(year, month, day)
    assert found is None or is_date(found)


@given(st.text())
def test_whatever_is_written_nothing_but_dates_comes_of_it(text: str) -> None:
    assert all(map(is_date, read_dates(text)))
