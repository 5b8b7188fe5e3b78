"""IDs for entities that nobody has named yet."""

from __future__ import annotations

import re
import time

import pytest

from resolver.errors import BadValue
from resolver.table import Table
from resolver.table.minting import expect_usable, minted_id


def test_ids_are_of_one_form_and_no_two_are_the_same() -> None:
    made = [minted_id() for _ in range(1_000)]
    assert len({*made}) == 1_000
    assert all(re.fullmatch(r"e-[0-9a-hjkmnp-tv-z]{16}", each) for each in made)


def test_later_ones_sort_after_earlier_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [0.0, 0.001, 1.0, 31.9, 32.0, 1.9e9, 30_000_000_000.0]
    made = []
    for moment in moments:
        monkeypatch.setattr(time, "time", lambda now=moment: now)
        made.append(minted_id())
    assert made == sorted(made)


@pytest.mark.parametrize("wrong", [".", "..", "nato/aliases", "/aliases", "a\u202eb", "\u2066a"])
def test_an_id_that_has_no_url_or_misleads_makes_no_entity(table: Table, wrong: str) -> None:
    body = {"type": "person", "name": "Nona"}
    with pytest.raises(BadValue, match="give another one") as error:
        expect_usable(wrong)
    assert error.value.field == "id"
    with pytest.raises(BadValue, match="the id"):
        table.create({"id": wrong, **body})
    with pytest.raises(BadValue, match="the id"):
        table.put(wrong, body)
    with pytest.raises(BadValue, match="the id"):
        table.split("a", aliases=[{"text": "A"}], new={"id": wrong})
    assert table.through == 0


@pytest.mark.parametrize("right", ["aliases", "a/aliases/b", "...", "رضا", "a\u200db"])
def test_others_serve(right: str) -> None:
    expect_usable(right)
