"""What people read of an entity: its name in their language, and a line that tells it apart.

A name of the table that says no language counts as English where it is plain ASCII, and as one of
any other language that is written in its script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from resolver.reconcile.types import named_type
from resolver.text.fold import fold
from resolver.text.script import fits_language

SHOWN_KINDS: Final = ("native", "name", "legal", "transliteration")
"""The kinds of alias that may be shown for a name, the best first."""

MAX_LETTERS: Final = 240
"""Letters of a description, beside the alias that matched."""

_MAX_FACTS: Final = 3
"""Properties that a description has at most."""


def label(record: Mapping[str, Any], languages: Sequence[str]) -> str:
    """The entity's name in the first of some languages in which it has one, else its name.

    Args:
        record: Of the entity.
        languages: As BCP 47 has them, the best first: `fa-IR` takes names in `fa`, too.
    """
    name: str = record["name"]
    for each in languages:
        language = each.lower().replace("_", "-")
        if language.split("-")[0] == "en" and name.isascii():
            return name
        found = _alias_in(record, language)
        if found is not None:
            return found
        if not name.isascii() and _is_of(name, language):
            return name
    return name


def _alias_in(record: Mapping[str, Any], language: str) -> str | None:
    """The best alias in a language, or in the one of which it is a variety."""
    for wanted in dict.fromkeys((language, language.split("-")[0])):
        of_it = [
            each
            for each in record.get("aliases", ())
            if f"{each.get('language', '')}-".lower().startswith(f"{wanted}-")
            and "valid_until" not in each
        ]
        for kind in SHOWN_KINDS:
            for each in of_it:
                if each.get("kind", "name") == kind:
                    return str(each["text"])
    return None


def _is_of(name: str, language: str) -> bool:
    return fits_language(name, language.split("-")[0])


def description(
    record: Mapping[str, Any], alias: str | None = None, languages: Sequence[str] = ()
) -> str:
    """Type, country and what tells the entity apart: `Place, IR, capital city of Iran`.

    Args:
        record: Of the entity.
        alias: The alias that matched; it is named where it is not the name that is shown.
        languages: Those in which the name is shown.
    """
    facts = record.get("properties", {})
    parts = [
        named_type(record["type"])["name"],
        *record.get("country", ()),
        *([record["description"]] if record.get("description") else ()),
        *(f"{_words(key)} {values[0]}" for key, values in [*facts.items()][:_MAX_FACTS]),
    ]
    text = ", ".join(parts)
    text = text if len(text) <= MAX_LETTERS else text[:MAX_LETTERS].rstrip() + "…"
    if alias is None or _folded(alias) == _folded(label(record, languages)):
        return text
    return f"{text}; also: {alias}"


def _words(key: str) -> str:
    return key.replace("_", " ")


def _folded(text: str) -> str:
    return fold(text) or text
