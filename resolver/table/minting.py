"""IDs for entities that nobody has named yet: `e-` and 16 letters and digits that sort by time.

Reach for `minted_id` when an entity is created without an ID. Ten of the characters are the
milliseconds since 1970 and six are drawn, in the 32 digits of Crockford's Base32, small.
Source: the layout of ULID (github.com/ulid/spec), shortened.
"""

from __future__ import annotations

import secrets
import time
from typing import Final

_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_DIGITS: Final = 10
_DRAWN_DIGITS: Final = 6


def minted_id() -> str:
    """A new ID: later ones sort after earlier ones, and no two are likely to be the same."""
    moment = _written(int(time.time() * 1000), _TIME_DIGITS)
    drawn = _written(secrets.randbits(5 * _DRAWN_DIGITS), _DRAWN_DIGITS)
    return f"e-{moment}{drawn}"


def _written(number: int, digits: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(digits)))
