"""What the table has for a text, and whether that is a name of it."""

from __future__ import annotations

import pytest

from resolver.annotate.bearers import bearers_of
from resolver.annotate.table import Table, table_of
from resolver.match.score.weights import Weights
from resolver.text.words import load_words
from tests.annotate.conftest import asked, place, said
from tests.match.conftest import MakeIndex, MakeResolver


def test_what_the_table_has_for_a_text(table: Table) -> None:
    _, asking = asked("text", table)
    (hilla,) = bearers_of("Hilla", asking)
    assert (hilla.entities, hilla.level) == (2, "settlement")
    assert hilla.is_name
    assert hilla.is_place
    assert [each.level for each in bearers_of("Mohammad Reza Zahedi", asking)] == ["person"]
    for nobody in ("Iraqi", "Robert Zahn"):
        assert bearers_of(nobody, asking) == []


@pytest.mark.parametrize(
    ("alias", "is_name"),
    [
        ({"text": "Irak", "language": "de"}, True),
        ({"text": "Irak", "language": "de", "kind": "native"}, True),
        ({"text": "Irak", "language": "de", "kind": "weak"}, False),
        ({"text": "Irak"}, False),  # of no language: tables of places have many such
        ({"text": "Island", "language": "de"}, False),  # a word of English, too
    ],
)
@pytest.mark.parametrize("name", ["Iraq", "Baghdad"])
def test_which_aliases_of_a_place_are_as_good_as_its_name(
    name: str, alias: dict[str, str], is_name: bool, make_index: MakeIndex
) -> None:
    index = make_index(place("iq", name, "IQ") | {"aliases": [alias]})
    _, asking = asked("text", table_of(index, Weights.of_index(index), load_words()))
    (bearers,) = bearers_of(alias["text"], asking)
    assert bearers.is_name is is_name


def test_outside_english_an_alias_of_no_known_language_is_as_good_as_a_name(
    make_index: MakeIndex,
) -> None:
    aliases = [{"text": "Praha"}, {"text": "Prg", "kind": "weak"}]
    index = make_index(place("prague", "Prague", "CZ") | {"aliases": aliases})
    _, asking = asked("text", table_of(index, Weights.of_index(index), load_words()))
    assert bearers_of("Praha", asking, is_english=False)[0].is_name
    assert not bearers_of("Praha", asking)[0].is_name
    assert not bearers_of("Prg", asking, is_english=False)[0].is_name


def test_what_a_country_is_commonly_called_is_as_good_as_its_name(
    make_resolver: MakeResolver,
) -> None:
    called = place("tr", "Türkiye", "TR") | {"aliases": [{"text": "Turkey", "language": "en"}]}
    resolver = make_resolver(called, place("iq", "Iraq", "IQ"))
    assert said(resolver.annotate("Officials from Turkey and Iraq met.")) == [
        ("Turkey", "tr"),
        ("Iraq", "iq"),
    ]
    town = place("ankara", "Ankara", "TR") | {"aliases": [{"text": "Turkey", "language": "en"}]}
    resolver = make_resolver(town, place("iq", "Iraq", "IQ"))
    assert said(resolver.annotate("Officials from Turkey and Iraq met.")) == [("Iraq", "iq")]
