"""Makes the pack `countries`: what every country and territory of ISO 3166-1 is called.

    python make_countries.py OUT_DIR        writes the tables and pack.toml
    python make_countries.py --check DIR    exit 1 with the first line of DIR that differs

Names come from CLDR (babel 2.18.0 has CLDR 47), codes and ISO names from Debian iso-codes
(pycountry 26.2.16), both read as the pack `territories` reads them; other versions are refused, so
that the same files come out everywhere. same_as.csv has the code that is a country's id there.
Three tables are handwritten: next to this script `countries.csv` (descriptions, and names where
CLDR's is made for a list) and `extra.csv` (more aliases), and resolver/annotate/demonyms.csv, with
which texts are read too. Where several sources give one text, extra.csv wins, then CLDR, ISO,
demonyms, codes: so it also corrects what others give.

A name in an official language of the country is `native`. A code, a demonym and a name that more
often means something else are `weak`. A former name has `valid_until` if it went out of use: Zaire
has one, Burma has none. No text stands for two entities unless it is weak for all but one of them.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import cache
from importlib.metadata import version
from itertools import chain, zip_longest
from pathlib import Path
from typing import Final

from babel import Locale, localedata
from babel.core import get_cldr_version, get_global, parse_locale
from babel.languages import get_official_languages

from resolver.packs.territories.cldr_names import country_names, without_brackets
from resolver.packs.territories.iso import iso_countries

SCRIPT: Final = Path(__file__)
DEMONYMS: Final = SCRIPT.parents[2] / "resolver" / "annotate" / "demonyms.csv"
PINNED: Final = {"babel": "2.18.0", "pycountry": "26.2.16"}
"""Library → version, as in pyproject.toml."""

LANGUAGES: Final = "ar en es fr ru zh zh_Hant zh_Hant_HK de fa he tr hi ja ko".split()
"""The languages of the United Nations and others of the news. Each country's own are added."""

# How Unicode names of letters begin, for the scripts that are not called as their letters are.
LETTERS: Final = {
    "Beng": ("BENGALI",),
    "Cans": ("CANADIAN",),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Kore": ("HANGUL",),
    "Orya": ("ORIYA",),
}

# pack.toml.
PACK: Final = """\
name = "countries"
title = "Countries and territories of the world"
licence = "Unicode-3.0 AND LGPL-2.1-or-later"
attribution = "Names: Unicode CLDR, © 1991-2025 Unicode, Inc. Codes and ISO names: Debian \
iso-codes, © Alastair McKinstry, Christian Perrier, Dr. Tobias Quathamer, through pycountry."
source = "CLDR {cldr} (babel {babel}); ISO 3166-1 (iso-codes in pycountry {pycountry}); 'hand': \
kept by hand in this project"
version = "1"
"""


class BadPackError(Exception):
    """What is wrong with the pack or with what it is made from, one problem a line."""


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    """One way of writing a country's name; "" is not given."""

    text: str
    language: str = ""
    kind: str = "name"
    valid_from: str = ""
    valid_until: str = ""
    source: str = "hand"


@dataclass(frozen=True, slots=True)
class Country:
    """One entity; `code` is alpha-2, and Kosovo has neither alpha-3 nor number."""

    id: str
    name: str
    code: str
    description: str
    alpha_3: str
    numeric: str


Table = Mapping[Country, list[Alias]]


cldr_names = cache(country_names)


@cache
def by_hand(table: Path) -> dict[str, list[dict[str, str]]]:
    """Alpha-2 code → its rows in a handwritten table."""
    found: dict[str, list[dict[str, str]]] = {}
    file = table.name
    with table.open(encoding="utf-8", newline="") as lines:
        for row in (reader := csv.DictReader(lines, strict=True)):
            if None in row or None in row.values():
                raise BadPackError(f"{file}:{reader.line_num}: not as many cells as the header has")
            found.setdefault(row.pop("country"), []).append(row)
    if unknown := found.keys() - iso_countries():
        raise BadPackError(f"{file}: {', '.join(sorted(unknown))} is no country — use alpha-2")
    return found


def slug(name: str) -> str:
    """The name in lower-case ASCII: U.S. Virgin Islands → us-virgin-islands."""
    spoken = name.replace("&", "and").replace(".", "").replace("’", "'")
    letters = unicodedata.normalize("NFKD", spoken).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", letters.lower())


def countries() -> list[Country]:
    """Every entity of the pack, by id."""
    made = []
    for code, iso in iso_countries().items():
        (hand,) = by_hand(SCRIPT.with_name("countries.csv")).get(
            code, [{"name": "", "description": ""}]
        )
        name = hand["name"] or cldr_names("en")[code][-1]
        country = Country(
            slug(name), name, code, hand["description"], iso["alpha_3"], iso["numeric"]
        )
        made.append(country)
    return sorted(made, key=lambda country: country.id)


def cldr_aliases(code: str) -> Iterator[Alias]:
    """CLDR's names; the country's own languages first, so that a shared text is native."""
    own = get_official_languages(code, de_facto=True)
    regional = get_official_languages(code, regional=True)
    source = f"CLDR {get_cldr_version()}"
    for tag in filter(localedata.exists, dict.fromkeys((*own, *LANGUAGES, *regional))):
        kind = "native" if tag in own else "name"
        for text in cldr_names(tag).get(code, ()):
            yield Alias(text, tag.replace("_", "-"), kind, source=source)


def iso_aliases(code: str) -> Iterator[Alias]:
    """The names that ISO 3166-1 has in English."""
    for field, kind in {"name": "name", "common_name": "name", "official_name": "legal"}.items():
        text = iso_countries()[code][field].removeprefix("the ")
        for spelling in filter(None, (text, without_brackets(text))):
            yield Alias(spelling, "en", kind, source="ISO 3166-1")


def aliases(country: Country) -> list[Alias]:
    """All aliases of a country, sorted; of several with one text, the first source's."""
    code = country.code
    demonyms = [row["demonyms"].split("|") for row in by_hand(DEMONYMS).get(code, ())]
    codes = (code, country.alpha_3) if country.numeric else ()
    once: dict[str, Alias] = {}
    for alias in chain(
        (
            Alias(row.pop("alias"), **row)
            for row in map(dict, by_hand(SCRIPT.with_name("extra.csv")).get(code, ()))
        ),
        cldr_aliases(code),
        iso_aliases(code),
        (Alias(text, "en", "weak") for text in chain.from_iterable(demonyms)),
        (Alias(text, kind="weak", source="ISO 3166-1") for text in codes),
    ):
        once.setdefault(alias.text.casefold(), alias)
    once.pop(country.name.casefold(), None)
    return sorted(once.values())


@cache
def letters_of(language: str) -> tuple[str, ...]:
    """How the Unicode names of a language's letters may begin."""
    tag = language.replace("-", "_")
    likely = get_global("likely_subtags").get(tag, tag)
    script = parse_locale(tag)[2] or parse_locale(likely)[2] or "Latn"
    return LETTERS.get(script) or (Locale("en").scripts[script].upper(),)


def fits_language(alias: Alias) -> bool:
    """Whether every letter is of the script that the alias's language is written in."""
    letters = (char for char in alias.text if unicodedata.category(char) in ("Ll", "Lo", "Lu"))
    return not alias.language or all(
        unicodedata.name(char).startswith(letters_of(alias.language)) for char in letters
    )


def problems(table: Table) -> Iterator[str]:
    """What no pack may have: one id or text for two entities, letters of another script."""
    ids = Counter(country.id for country in table)
    yield from (f"{id_} is the id of {count} entities" for id_, count in ids.items() if count > 1)
    bearers = {country.name.casefold(): country.id for country in table}
    for country, found in table.items():
        for alias in found:
            if not fits_language(alias):
                yield f"{country.id}: {alias.text!r} is not in the script of {alias.language!r}"
            if alias.kind == "weak":
                continue
            other = bearers.setdefault(alias.text.casefold(), country.id)
            if other != country.id:
                clash = f"{alias.text!r} ({alias.language}) means {other} and {country.id}"
                yield f"{clash} — make it weak for the lesser one in extra.csv"


def as_csv(header: str, rows: Iterable[tuple[str, ...]]) -> str:
    """A header and rows as CSV with LF."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(chain([header.split(",")], rows))
    return out.getvalue()


def make() -> dict[str, str]:
    """File name → text, for the whole pack; raises BadPackError."""
    installed = {library: version(library) for library in PINNED}
    if installed != PINNED:
        wanted = " ".join(f"{library}=={number}" for library, number in PINNED.items())
        raise BadPackError(f"the pack is made from other versions — pip install {wanted}")
    table = {country: aliases(country) for country in countries()}
    if found := list(problems(table)):
        raise BadPackError("\n".join(found))
    entity_rows = (
        (c.id, "place", c.name, c.code, c.description, "", c.alpha_3, c.numeric) for c in table
    )
    alias_rows = ((c.id, *astuple(alias)) for c, found in table.items() for alias in found)
    return {
        "entities.csv": as_csv(
            "id,type,name,country,description,prominence,iso_alpha3,iso_numeric", entity_rows
        ),
        "aliases.csv": as_csv(
            "entity_id,alias,language,kind,valid_from,valid_until,source", alias_rows
        ),
        "same_as.csv": as_csv("id,same_as", ((c.id, c.code) for c in table)),
        "pack.toml": PACK.format(cldr=get_cldr_version(), **installed),
    }


def first_difference(folder: Path, files: Mapping[str, str]) -> str | None:
    """The first line of a folder that differs, or None where all files are the same."""
    for file, made in files.items():
        path = folder / file
        if not path.is_file():
            return f"{path} is missing"
        text = path.read_bytes().decode("utf-8", "replace")
        lines = zip_longest(text.split("\n"), made.split("\n"))
        for number, (has, wants) in enumerate(lines, start=1):
            if has != wants:
                return f"{path}:{number} is {has!r}, the script makes {wants!r}"
    return None


def main() -> str | None:
    """The command line; returns what went wrong, or which line differs."""
    parser = argparse.ArgumentParser(description="Makes or checks the pack `countries`.")
    parser.add_argument("folder", type=Path, help="the pack's folder")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args()
    try:
        files = make()
    except BadPackError as error:
        return "\n".join(f"error: {problem}" for problem in str(error).splitlines())
    if options.check:
        difference = first_difference(options.folder, files)
        return difference and f"error: {difference} — run make_countries.py again"
    options.folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (options.folder / file).write_text(text, encoding="utf-8", newline="\n")
    return None


if __name__ == "__main__":
    sys.exit(main())
