"""Places in a text, in code points and in UTF-16 units.

Reach for it where a browser counts: JavaScript, Java and C# count a character beyond U+FFFF, such
as an emoji, as two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

_TWO_UNITS: Final = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """Places in one text.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._places = [each.start() for each in _TWO_UNITS.finditer(text)]
        self._units = [place + before for before, place in enumerate(self._places)]
        self.length = len(text) + len(self._places)
        """How many units the text has."""

    def unit(self, place: int) -> int:
        """The place in units of a place in code points."""
        return place + bisect_left(self._places, place)

    def place(self, unit: int) -> int | None:
        """The place in code points of one in units; None inside a character of two."""
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] + 1 == unit:
            return None
        return unit - before
