"""Codes → the words that people have for them: languages, countries, kinds of aliases, types.

Reach for it wherever a page would show a code. What has no word is shown as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from resolver.annotate.facts import country_called
from resolver.text.fold import fold
from resolver.text.words import load_words

KINDS: Final[Mapping[str, str]] = {
    "name": "name",
    "native": "in its own language",
    "transliteration": "transliteration",
    "acronym": "acronym",
    "former": "former name",
    "nickname": "nickname",
    "legal": "legal name",
    "misspelling": "misspelling",
    "weak": "also means other things",
}
"""The kinds of aliases, in words."""

_TAG_OF_SCRIPT: Final = 4
"""Letters of the part of a tag that names a script."""


def language_name(tag: str) -> str:
    """The name of a language: `fa` is Persian, `zh-Hant` Chinese (Traditional Han).

    Args:
        tag: As BCP 47 has it.
    """
    code, *rest = tag.split("-")
    name = _names()["language"].get(code.lower())
    if name is None:
        return tag
    scripts, countries = _names()["script"], _names()["country"]
    more = [
        scripts.get(each.title(), each)
        if len(each) == _TAG_OF_SCRIPT
        else countries.get(each.upper(), each)
        for each in rest
    ]
    return f"{name} ({', '.join(more)})" if more else name


def language_names() -> list[str]:
    """The names of all languages, by the alphabet."""
    return sorted(_names()["language"].values(), key=_folded)


def spoken(tag: str | None) -> str:
    """The tag of a language, for the attribute `lang`; "" where browsers know no such."""
    return tag if tag and language_name(tag) != tag else ""


def language_tag(written: str) -> str:
    """The tag of a language that somebody called by its name; else what they wrote."""
    return _tags().get(_folded(written), written)


def language_meant(written: str) -> str:
    """The language whose name is most like what somebody wrote: Englisch, English; maybe "".

    Args:
        written: What is neither a name nor a tag.
    """
    near = get_close_matches(_folded(written), _tags(), n=1)
    return language_name(_tags()[near[0]]) if near else ""


def country_name(code: str) -> str:
    """The name of a country by its code."""
    return _names()["country"].get(code, code)


def country_names() -> list[str]:
    """The names of all countries, by the alphabet."""
    return sorted(_names()["country"].values(), key=_folded)


def country_code(written: str) -> str:
    """The code of a country that somebody called by any name of it; else what they wrote."""
    folded = _folded(written)
    return _codes().get(folded) or country_called(folded, load_words()) or written


def type_name(word: str) -> str:
    """A type in words: that of a table with an `administrative_area` too."""
    return word.replace("_", " ").replace("-", " ")


def property_name(name: str) -> str:
    """A property in words: `birth_date` is birth date."""
    return name.replace("_", " ")


def alias_words(alias: Mapping[str, Any]) -> str:
    """What an alias is: its language, its kind, the time in which it was in use; maybe "".

    Args:
        alias: In its wire form.
    """
    language, kind = alias.get("language"), alias.get("kind", "name")
    words = [language_name(language)] if language else []
    time = validity(alias.get("valid_from"), alias.get("valid_until"))
    if kind != "name" or time:
        words.append(f"{KINDS.get(kind, kind)} {time}".strip())
    return ", ".join(words)


def validity(start: str | None, end: str | None) -> str:
    """The time in which an alias was in use, in words; "" where nothing is known of it."""
    if start and end:
        return f"{start} to {end}"
    if end:
        return f"until {end}"
    return f"since {start}" if start else ""


def percent(score: float) -> str:
    """A score as people read it; it is never said to be certain."""
    if score >= 0.995:
        return "over 99 %"
    return "under 1 %" if score < 0.01 else f"{score * 100:.0f} %"


@lru_cache(1)
def _names() -> Mapping[str, Mapping[str, str]]:
    """The names by what they name, and by code."""
    found: dict[str, dict[str, str]] = {"language": {}, "script": {}, "country": {}}
    with files("resolver.explaining").joinpath("names.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found[row["of"]][row["code"]] = row["name"]
    return found


@lru_cache(1)
def _codes() -> Mapping[str, str]:
    """The codes of countries by their names, folded, and by themselves."""
    codes = _names()["country"]
    by_code = {_folded(code): code for code in codes}
    return by_code | {_folded(name): code for code, name in codes.items()}


@lru_cache(1)
def _tags() -> Mapping[str, str]:
    """The tags of languages by their names, folded."""
    return {_folded(name): code for code, name in _names()["language"].items()}


def _folded(text: str) -> str:
    return fold(text) or text
