"""What a list calls a country → its code. Reach for it where a list writes countries in words.

code_of("Korea, North")                  → "KP"
code_of("Iran (Islamic Republic of)")    → "IR"
code_of("Serbia and Montenegro")         → None: two countries of today
"""

from __future__ import annotations

from functools import cache
from typing import Final

from resolver.model import COUNTRIES
from resolver.text.fold import fold, latin
from resolver.text.names import countries_in
from resolver.text.words import load_words

_OWN: Final = {
    "congo democratic republic": "CD",
    "gaza": "PS",
    "palestinian": "PS",
    "palestinian authority": "PS",
    "region gaza": "PS",
    "west bank": "PS",
}
"""What lists call places that the table of country names has under other names."""


@cache  # a list names two hundred countries ten thousand times
def code_of(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code, or XK, of the one country that a text names; else None.

    A text that is such a code is of that country.
    """
    if text in COUNTRIES:
        return text
    name, comma, first = text.partition(", ")
    folded = fold(f"{first} {name}" if comma else text)
    written = latin(folded) if folded else None
    if written is None:
        return None
    found = countries_in(written, load_words())
    return next(iter(found)) if len(found) == 1 else _OWN.get(written)
