"""Alternate names of which no language is known → aliases. Reach for it where there is but a list.

GeoNames lists with a place all of its names at once, without languages: with names in all scripts
stand codes of airports (THR), romanizations made by rule, in small letters (bghdad), and links.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from resolver.model import Alias
from resolver.packs.cleaning import clean

_CODE_LENGTH: Final = 5
"""Letters that a code or an acronym has at most."""

NAME_LIMIT: Final = 400
"""Characters that GeoNames allows a name."""


def bare_aliases(names: Iterable[str]) -> tuple[Alias, ...]:
    """The names as aliases; what is a link, blank or longer than a name may be is left out.

    A few capital letters are an acronym, and small Latin letters alone a transliteration.
    """
    found = map(clean, names)
    return tuple(
        Alias(name) if not name.isascii() else _ascii(name)
        for name in found
        if name and len(name) <= NAME_LIMIT and "://" not in name
    )


def _ascii(name: str) -> Alias:
    if name.islower():
        return Alias(name, kind="transliteration")
    if len(name) <= _CODE_LENGTH and name.isupper() and name.isalpha():
        return Alias(name, kind="acronym")
    return Alias(name)
