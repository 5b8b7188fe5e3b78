"""Codes and names of ISO 3166, as Debian's iso-codes has them. Reach for it to read pycountry.

Source: pycountry, its databases iso3166-1, -2 and -3 and their translations (gettext catalogues in
`LOCALES_DIR`; https://github.com/pycountry/pycountry), made from
https://salsa.debian.org/iso-codes-team/iso-codes.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pycountry

_LANGUAGE: Final = re.compile(r"(?P<language>[a-z]{2,3})(?:_(?P<region>[A-Z]{2}))?(?:@(?P<x>\w+))?")
_SCRIPTS: Final = {"latin": "Latn", "cyrillic": "Cyrl"}
"""How catalogues write a script behind @ → ISO 15924."""

FIELDS: Final = ("name", "common_name", "official_name", "alpha_3", "numeric")
"""What `iso_countries` says of a country."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of ISO 3166-2: its code, name as written, kind of unit, and the code of its parent."""

    code: str
    name: str
    unit_type: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Former:
    """A former country of ISO 3166-3: its code, name as written, and when it was withdrawn."""

    code: str
    name: str
    withdrawn: str
    alpha_3: str
    numeric: str
    comment: str


@cache
def iso_countries() -> dict[str, dict[str, str]]:
    """Alpha-2 code → the fields of ISO 3166-1; Kosovo is there, without any."""
    return {"XK": dict.fromkeys(FIELDS, "")} | {
        country.alpha_2: {field: getattr(country, field, "") for field in FIELDS}
        for country in pycountry.countries
    }


def iso_units() -> Iterator[Unit]:
    """The units, sorted by code."""
    for each in sorted(pycountry.subdivisions, key=lambda each: str(each.code)):
        yield Unit(each.code, each.name, each.type or "", each.parent_code)


def former_countries() -> Iterator[Former]:
    """The former countries, sorted by code."""
    for each in sorted(pycountry.historic_countries, key=lambda each: str(each.alpha_4)):
        given = (getattr(each, name, "") for name in ("alpha_3", "numeric", "comment"))
        yield Former(each.alpha_4, each.name, each.withdrawal_date, *given)


@cache
def translations(database: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """A name as written → its translations: the language as a BCP 47 tag, and the text.

    Args:
        database: iso3166-2 or iso3166-3.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(Path(pycountry.LOCALES_DIR).glob(f"*/LC_MESSAGES/{database}.mo")):
        language = _language(path.parts[-3])
        for written, text in _catalogue(path).items():
            if language is not None and written and text.strip():
                found.setdefault(written, []).append((language, text.strip()))
    return {written: tuple(texts) for written, texts in found.items()}


def _catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        entries = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: text for key, text in entries.items() if isinstance(key, str)}


def _language(locale: str) -> str | None:
    """sr@latin → sr-Latn; None where the tag would not say what it is."""
    form = _LANGUAGE.fullmatch(locale)
    if form is None:
        return None
    script = _SCRIPTS.get(form["x"]) if form["x"] else None
    if form["x"] and script is None:
        return form["language"]
    return "-".join(filter(None, (form["language"], script, form["region"])))
