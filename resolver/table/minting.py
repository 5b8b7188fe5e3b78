"""IDs for new entities: `e-` and 16 letters and digits that sort by time, or the caller's own.

Reach for `minted_id` when an entity is created without an ID, and for `expect_usable` where it has
one. Ten of the characters are the milliseconds since 1970 and six are drawn, in the 32 digits of
Crockford's Base32, small. Source: the layout of ULID (github.com/ulid/spec), shortened.
"""

from __future__ import annotations

import re
import secrets
import time
from typing import Final

from resolver.errors import BadValue

_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_DIGITS: Final = 10
_DRAWN_DIGITS: Final = 6
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def minted_id() -> str:
    """A new ID: later ones sort after earlier ones, and no two are likely to be the same."""
    moment = _written(int(time.time() * 1000), _TIME_DIGITS)
    drawn = _written(secrets.randbits(5 * _DRAWN_DIGITS), _DRAWN_DIGITS)
    return f"e-{moment}{drawn}"


def expect_usable(entity_id: str) -> None:
    """Refuse an ID for a new entity that its URL, or whoever reads it, would take for another.

    Raises:
        BadValue: It is one of these.
    """
    if entity_id in (".", "..") or entity_id.endswith("/aliases"):
        why = "has no URL of its own"
    elif _TURNS.search(entity_id):
        why = "has a character that turns the direction of writing"
    else:
        return
    raise BadValue(f"the id {entity_id!r} {why}", "give another one, or none", field="id")


def _written(number: int, digits: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(digits)))
