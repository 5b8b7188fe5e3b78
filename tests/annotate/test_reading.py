"""A text, read, and the places where names stand."""

from __future__ import annotations

from resolver.annotate.reading import Called, Place
from resolver.annotate.table import Table
from tests.annotate.conftest import asked


def test_a_text_is_cut_and_its_names_are_looked_up(table: Table) -> None:
    read, _ = asked("in Hilla", table)
    assert read.text == "in Hilla"
    assert [token.text for token in read.tokens] == ["in", "Hilla"]
    assert [each.text for each in read.stretches.found] == ["Hilla"]


def test_names_that_fold_alike_are_one_name_unless_their_types_differ() -> None:
    text = "HILLA and Hilla"
    places = [Place(0, 5, True), Place(10, 15, True), Place(10, 15, True, "place")]
    assert [each.written(text) for each in places] == ["HILLA", "Hilla", "Hilla"]
    assert [each.called(text) for each in places] == [
        Called("hilla", None),
        Called("hilla", None),
        Called("hilla", "place"),
    ]
