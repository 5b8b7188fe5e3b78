"""Values of a line: a text is a list of one, and what is neither is an error that names the key."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.errors import BadValue
from resolver.packs.followthemoney.values import country_of, dates_of, listed, texts


def test_texts_are_those_that_are_there() -> None:
    assert texts("name", "Alice") == ["Alice"]
    assert texts("name", ["A", "", {"id": "x"}]) == ["A"]
    assert texts("name", None) == []
    assert listed("sanctions", [{"id": "x"}]) == [{"id": "x"}]


@pytest.mark.parametrize("value", [5, 0, True, [5], [None], [["A"]]])
def test_what_is_neither_text_nor_list_is_an_error(value: Any) -> None:
    with pytest.raises(BadValue, match="name is neither a text nor a list of texts"):
        texts("name", value)


def test_codes_and_dates() -> None:
    codes = ("gb-sct", "ir", "xk", "suhh", "eu", "zz-ab")
    assert [*map(country_of, codes)] == ["GB", "IR", "XK", "SUHH", "EU", "ZZ-AB"]
    assert dates_of(["1962-06-31", "c.1962", "1959-1960"]) == ["1962", "1959", "1960"]
