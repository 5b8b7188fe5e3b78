"""Dates are intervals of days."""

from __future__ import annotations

from datetime import date

import pytest

from resolver.errors import BadDate
from resolver.model import parse_interval
from resolver.model.dates import is_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2015-03-01", date(2015, 3, 1), date(2015, 3, 1)),
    ],
)
def test_a_date_is_an_interval_of_days(text: str, first: date, last: date) -> None:
    assert parse_interval(text) == (first, last)


@pytest.mark.parametrize("text", ["15", "2015-3", "2015/03", "2015-00", "٢٠١٥", "2015-03-01T00"])
def test_other_forms_are_no_dates(text: str) -> None:
    with pytest.raises(BadDate):
        parse_interval(text)
    assert not is_date(text)
    assert is_date("2015-03")
