"""CLDR names countries in all languages."""

from __future__ import annotations

from resolver.model import COUNTRIES
from resolver.packs.territories.cldr_names import (
    country_names,
    names_by_country,
    official_languages,
    without_brackets,
)


def test_a_bracket_goes_unless_it_alone_tells_two_countries_apart() -> None:
    assert without_brackets("Myanmar (Burma)") == "Myanmar"
    assert country_names("en")["MM"] == ("Myanmar (Burma)", "Myanmar")
    assert country_names("zh")["CD"] == ("刚果（金）",)


def test_only_countries_are_named_and_never_by_their_code() -> None:
    assert set(country_names("en")) == COUNTRIES
    assert all(name != code for code, names in country_names("en").items() for name in names)


def test_a_name_is_of_the_shortest_tag_that_has_it() -> None:
    names = names_by_country()["IQ"]
    assert names["العراق"] == "ar"
    assert names["Irak"] in {"af", "bs", "cs", "da", "de"}  # and not de-AT
    assert len(names) > 50


def test_languages_are_official_by_law_or_in_fact() -> None:
    assert "ar" in official_languages("IQ")
    assert official_languages("US") == ("en",)
