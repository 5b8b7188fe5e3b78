"""IDs lead to what they became, and their names with them."""

from __future__ import annotations

from resolver.model import Alias
from resolver.packs.succession import Succession, former_names


def test_an_id_leads_to_the_last_that_followed_it_which_has_all_names() -> None:
    succession = Succession()
    succession.add("a", "b", ["A", "A."])
    succession.add("b", "c", ["B"])
    succession.add("x", "c")
    assert [succession.survivor(each) for each in ("a", "b", "c", "x")] == ["c", "c", None, "c"]
    assert succession.former() == {"c": ["A", "A.", "B"]}


def test_ids_that_come_back_to_themselves_lead_nowhere() -> None:
    succession = Succession()
    succession.add("a", "b", ["A"])
    succession.add("b", "a", ["B"])
    succession.add("c", "b", ["C"])
    succession.add("d", "d", ["D"])
    assert [succession.survivor(each) for each in "abcd"] == [None] * 4
    assert succession.former() == {}


def test_a_former_name_is_none_of_its_own() -> None:
    assert former_names(["A", "B"], {"A"}) == (Alias("B", kind="former"),)
