"""Texts are read in any number and order; dates and facts have codes that keep them apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.index.segment import Texts, date_code, date_text, fact_code, named_facts, type_bit

WORDS = st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=1)


@given(WORDS, st.lists(st.integers(0, 10_000), min_size=1, max_size=40))
def test_many_texts_are_those_of_each_row(words: list[str], places: list[int]) -> None:
    raw = [word.encode() for word in words]
    start = np.cumsum([0, *(len(each) for each in raw)], dtype=np.uint64)
    texts = Texts(np.frombuffer(b"".join(raw), np.uint8), start)
    rows = np.array([place % len(words) for place in places])
    assert texts.many(rows) == [texts[row] for row in rows.tolist()]
    assert texts.many(rows) == [words[row] for row in rows.tolist()]


@pytest.mark.parametrize("written", [None, "2015", "2015-03", "2015-03-01", "0476"])
def test_a_date_is_read_back_as_it_was_written(written: str | None) -> None:
    assert date_text(date_code(written)) == written


def test_a_property_called_country_is_not_the_country() -> None:
    facts = named_facts(("IR",), (("country", ("IR",)), ("birth_date", ("1944",))))
    assert facts == (("country", ("IR",)), (".country", ("IR",)), (".birth_date", ("1944",)))
    assert fact_code("country", "IR") != fact_code(".country", "IR")
    assert fact_code("country", "IR") == fact_code("country", "ir")


def test_a_type_of_ones_own_is_searched_as_other() -> None:
    assert type_bit("spaceship") == type_bit("other")
    assert type_bit("person") != type_bit("other")
