"""What of an entity a text may speak of: its countries and units, as keys."""

from __future__ import annotations

import pytest

from resolver.annotate.facts import Facts, country_called
from resolver.annotate.table import Table
from resolver.text.words import load_words
from tests.annotate.conftest import asked


def facts(name: str, table: Table) -> Facts:
    _, asking = asked(name, table)
    return max(asking.borne(name), key=lambda each: each.prominence).facts


def test_a_settlement_lies_in_the_unit_and_the_country_that_are_named_so(table: Table) -> None:
    hilla, babil, iraq = (facts(name, table) for name in ("Hilla", "Babil", "Iraq"))
    assert (iraq.level, iraq.own, iraq.lies_in) == ("country", ("IQ",), (("IQ",),))
    assert (babil.level, babil.lies_in) == ("unit", (("IQ",), babil.own))
    assert (hilla.level, hilla.own, hilla.lies_in) == ("settlement", None, babil.lies_in)


def test_a_unit_of_a_unit_is_a_district(table: Table) -> None:
    austin, county, texas = (facts(name, table) for name in ("Austin", "Travis County", "Texas"))
    assert county.level == "district"
    assert county.lies_in == (("US",), texas.own, county.own)
    assert austin.lies_in == county.lies_in


def test_what_is_no_place_lies_in_its_countries(table: Table) -> None:
    zahedi = facts("Mohammad Reza Zahedi", table)
    assert zahedi == Facts(("IR",), "settlement", (("IR",),), None)
    assert facts("Popular Mobilization Forces", table).lies_in == ()


@pytest.mark.parametrize(
    ("folded", "code"),
    [("iraq", "IQ"), ("united states", "US"), ("united", None), ("iraq hilla", None), ("", None)],
)
def test_a_name_of_a_country_is_known(folded: str, code: str | None) -> None:
    assert country_called(folded, load_words()) == code
