"""Alternate names of which no language is known → aliases. Reach for it where there is but a list.

GeoNames lists with a place all of its names at once, without languages: with names in all scripts
stand codes of airports (THR), romanizations made by rule, in small letters (bghdad), and links.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from resolver.model import Alias

_CODE_LENGTH: Final = 5
"""Letters that a code or an acronym has at most."""

_LIMIT: Final = 400
"""Characters that GeoNames allows a name."""


def bare_aliases(names: Iterable[str]) -> tuple[Alias, ...]:
    """The names as aliases; what is a link, blank or longer than a name may be is left out.

    A few capital letters are an acronym, and small Latin letters alone a transliteration.
    """
    found = (trimmed(name) for name in names)
    return tuple(
        Alias(name) if not name.isascii() else _ascii(name)
        for name in found
        if name and len(name) <= _LIMIT and "://" not in name
    )


def trimmed(name: str) -> str:
    """The name without spaces and marks that are not seen (such as U+200E) at either end."""
    first, last = 0, len(name)
    while first < last and _is_unseen(name[first]):
        first += 1
    while first < last and _is_unseen(name[last - 1]):
        last -= 1
    return name[first:last]


def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"


def _ascii(name: str) -> Alias:
    if name.islower():
        return Alias(name, kind="transliteration")
    if len(name) <= _CODE_LENGTH and name.isupper() and name.isalpha():
        return Alias(name, kind="acronym")
    return Alias(name)
