"""What CLDR calls countries, by language. Reach for it to name countries.

    country_names("de")["CD"]     ("Kongo-Kinshasa",)
    country_names("en")["MM"]     ("Myanmar (Burma)", "Myanmar")

Source: Unicode CLDR, common/main, as babel brings it (https://babel.pocoo.org/en/latest/locale.html).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from babel import Locale, localedata
from babel.languages import get_official_languages

from resolver.model.checks import COUNTRIES

_BRACKETED: Final = re.compile(r"\s*[(（][^)）]*[)）]")
_SPACED_DASH: Final = re.compile(r"\s+[-–]\s+")


def without_brackets(name: str) -> str:
    """A name without what stands in brackets: Myanmar (Burma) → Myanmar."""
    return _BRACKETED.sub("", name)


def country_names(tag: str) -> dict[str, tuple[str, ...]]:
    """Alpha-2 code → what CLDR calls it in a language: as written, then without brackets.

    The bracket stays where it alone tells two countries apart, as in 刚果（金） and 刚果（布）.

    Args:
        tag: A locale as babel names it, such as `zh_Hant`.
    """
    whole = {
        code: _SPACED_DASH.sub("-", name)
        for code, name in Locale.parse(tag).territories.items()
        if code in COUNTRIES and name != code
    }
    short = {code: without_brackets(name) for code, name in whole.items()}
    bearers = Counter(short.values())
    return {
        code: (name, short[code]) if bearers[short[code]] == 1 else (name,)
        for code, name in whole.items()
    }


@cache
def names_by_country() -> dict[str, dict[str, str]]:
    """Alpha-2 code → each of its names, with the first language that has it as a BCP 47 tag.

    A shorter tag goes before a longer one, so that what `de` calls it is not `de-AT`.
    """
    found: dict[str, dict[str, str]] = {code: {} for code in COUNTRIES}
    for tag in sorted(localedata.locale_identifiers(), key=lambda tag: (len(tag), tag)):
        language = tag.replace("_", "-")
        for code, names in country_names(tag).items():
            for name in names:
                found[code].setdefault(name, language)
    return found


def official_languages(code: str) -> tuple[str, ...]:
    """The languages that are official in a country, or so in fact."""
    return tuple(get_official_languages(code, de_facto=True))
