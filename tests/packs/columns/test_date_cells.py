"""Dates with dots become ISO, and columns of dates that are none are warned of."""

from __future__ import annotations

import pytest

from resolver.packs.columns.date_cells import is_date_property, iso_date, no_dates


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1.2.1970", "1970-02-01"),
        ("31. 12. 1980", "1980-12-31"),
        ("31.02.1980", "31.02.1980"),
        ("12/31/1980", "12/31/1980"),
        ("1980-12", "1980-12"),
        ("circa 1962", "circa 1962"),
    ],
)
def test_the_day_comes_first_between_dots(cell: str, said: str) -> None:
    assert iso_date(cell) == said


def test_a_column_of_other_dates_is_warned_of() -> None:
    assert no_dates("DOB", []) is None
    assert no_dates("DOB", ["1970", "1.2.1970", "circa 1962"]) is None
    said = no_dates("DOB", ["1970", "12/31/1980", "11/30/1980"])
    assert said is not None
    assert "'DOB'" in said
    assert "'12/31/1980'" in said


def test_properties_of_dates_are_known_by_name() -> None:
    assert is_date_property("birth_date")
    assert not is_date_property("dated")
