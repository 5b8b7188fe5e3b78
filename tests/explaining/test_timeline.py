"""The times of names are bars that lie within the picture."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.explaining.timeline import WIDTH, Timeline, timeline

TODAY = date(2026, 3, 1)


def drawn(*aliases: dict[str, Any]) -> Timeline:
    found = timeline({"name": "X", "aliases": list(aliases)}, TODAY)
    assert found is not None
    return found


def test_nothing_is_drawn_where_no_name_has_a_date() -> None:
    assert timeline({"name": "X"}, TODAY) is None
    assert timeline({"name": "X", "aliases": [{"text": "Y"}]}, TODAY) is None


def test_a_name_that_is_in_use_ends_today_and_one_without_a_beginning_begins_at_the_left() -> None:
    found = drawn(
        {"text": "New", "valid_from": "2000", "language": "en"},
        {"text": "Old", "valid_until": "1999"},
        {"text": "Other"},
    )
    old, new = found.bars
    assert (old.text, old.left, old.words, old.is_open) == ("Old", 0, "until 1999", True)
    assert (new.text, new.language, new.words, new.is_open) == ("New", "en", "since 2000", True)
    assert old.left + old.width == pytest.approx(new.left, abs=2)
    assert new.left + new.width < WIDTH
    assert found.years == (1997, 2012, 2027)


def test_a_name_with_both_dates_is_closed() -> None:
    (bar,) = drawn({"text": "X", "valid_from": "1990-05", "valid_until": "1991"}).bars
    assert (bar.is_open, bar.words) == (False, "1990-05 to 1991")


def test_a_day_is_to_be_seen_beside_a_thousand_years() -> None:
    day = {"text": "Day", "valid_from": "2026-01-01", "valid_until": "2026-01-01"}
    found = drawn(day, {"text": "Long", "valid_from": "1000", "valid_until": "1001"})
    assert all(bar.width >= 4 for bar in found.bars)


dates = st.one_of(st.none(), st.dates().map(str), st.integers(1, 9999).map("{:04}".format))


@given(st.lists(st.tuples(dates, dates), min_size=1, max_size=5))
def test_every_bar_lies_within_the_picture(pairs: list[tuple[str | None, str | None]]) -> None:
    aliases = [
        {"text": "X", **({"valid_from": a} if a else {}), **({"valid_until": b} if b else {})}
        for a, b in pairs
        if a is None or b is None or a[:4] < b[:4]
    ]
    found = timeline({"name": "X", "aliases": aliases}, TODAY)
    for bar in () if found is None else found.bars:
        assert 0 <= bar.left < bar.left + bar.width <= WIDTH
    if found is not None:
        assert list(found.years) == sorted(found.years)
