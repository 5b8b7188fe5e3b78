"""A name as ISO 3166 writes it → the names that it holds. Reach for it to read iso-codes.

Asturias, Principado de              Principado de Asturias
Cardiff [Caerdydd GB-CRD]            Cardiff; Caerdydd
Haute-Sangha / Mambéré-Kadéï         Haute-Sangha; Mambéré-Kadéï
Sofia (stolitsa)                     Sofia (stolitsa); Sofia
Newry, Mourne and Down               Newry, Mourne and Down
USSR, Union of Soviet …              USSR; Union of Soviet …
"""

from __future__ import annotations

import re
from typing import Final

_IN_BRACKETS: Final = re.compile(r"\s*\[([^\]]*)\]?")
_CODE: Final = re.compile(r"\s+[A-Z]{2}-[A-Z0-9]{1,3}$")
_PARENTHESES: Final = re.compile(r"\s*\([^)]*\)")
_LIST: Final = re.compile(r"\b(?:and|y|et|e|i|und|og)\b")
"""What joins the last of several names."""

_STEM: Final = 5
"""First letters that a name and its long form share, as in Yugoslavia, Yugoslav …"""


def plain_names(written: str) -> tuple[str, ...]:
    """The names, each once, the one to show first; a turned one stands as it is spoken."""
    main = _IN_BRACKETS.sub("", written)
    others = (_CODE.sub("", each) for each in _IN_BRACKETS.findall(written))
    found: list[str] = []
    for name in (*main.split(" / "), *others):
        for spoken in _spoken(" ".join(name.split())):
            found += [spoken, " ".join(_PARENTHESES.sub("", spoken).split())]
    return tuple(dict.fromkeys(filter(None, found)))


def _spoken(name: str) -> tuple[str, ...]:
    """The name with what a comma put behind it before it again, or the two that a comma parts."""
    head, comma, tail = name.partition(", ")
    if not comma or "," in tail or _LIST.search(tail):
        return (name,)
    if head[:_STEM] == tail[:_STEM] or (head.isupper() and not tail.isupper()):
        return head, tail
    return (f"{tail}{head}" if tail.endswith(("'", "’")) else f"{tail} {head}",)
