"""What stands in names of companies beside words: letters that number a series, a register's mark.

    fund v              → the number 5
    Kobold Inc. /DE/    → DE is the mark of a register, and says nothing of who is meant

Reach for it to change which letters those are; `resolver.text.names` gives them their roles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

_NUMERALS: Final[Mapping[str, str]] = {"i": "1", "v": "5", "x": "10"}
"""Letters that are numbers in a series; longer numerals are rows of words.csv."""

_SERIES: Final = frozenset("acquisition capital class fund partners part series trust".split())
"""Words that the number of a series stands behind."""

_REGISTER_MARK: Final = re.compile(r"[/\\]\s*[A-Za-z]{2,7}\s*([/\\]?)\s*$")


def series_numbers(words: Sequence[str], roles: Sequence[str]) -> list[tuple[int, str]]:
    """The places of letters that number a series, each with its number.

    Args:
        words: The words of a company's name, folded.
        roles: The role of each; a legal form may stand before the number too.
    """
    if _NUMERALS.keys().isdisjoint(words):
        return []
    return [
        (place, _NUMERALS[words[place]])
        for place in range(1, len(words))
        if words[place] in _NUMERALS
        and (words[place - 1] in _SERIES or roles[place - 1] == "legal")
    ]


def has_register_mark(written: str, roles: Sequence[str]) -> bool:
    """Whether the last word is a register's mark: in slashes, or after one behind a legal form.

    Args:
        written: The name as it was written.
        roles: The role of each of its words.
    """
    if "/" not in written and "\\" not in written:
        return False
    found = _REGISTER_MARK.search(written)
    return found is not None and len(roles) > 1 and (bool(found[1]) or roles[-2] == "legal")
