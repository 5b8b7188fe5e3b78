"""What stands right beside a name: the country or the unit in which it lies.

    Hilla, Babil · Paris (Texas) · Austin, Tex. · Iraq's central Babil

Reach for `around` to have the keys of all that is named so, at every place of a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.facts import Key
from resolver.annotate.linking import Around
from resolver.annotate.reading import Place, Read

_BEFORE: Final = 40
"""Characters before a name in which a unit in the genitive may stand."""

_ABBREVIATION: Final = 8
"""Characters of an abbreviation behind a name at most."""


def around(text: Read, standing: Iterable[Place], asking: Asking) -> Around:
    """What stands beside a name.

    Args:
        text: The text.
        standing: All its places.
        asking: Who bears the names beside it.
    """
    behind: set[Key] = set()
    before: set[Key] = set()
    for place in standing:
        behind |= _behind(text, place, asking)
        before |= _before(text, place, asking)
    return Around(frozenset(behind), frozenset(before))


def _behind(text: Read, place: Place, asking: Asking) -> set[Key]:
    """The units and countries named right behind a name, after a comma or in brackets."""
    rest = text.text[place.end : place.end + 3]
    lead = len(rest) - len(rest.lstrip(" ,("))
    if not rest[:lead].strip():
        return set()
    start = place.end + lead
    for run in text.stretches.starting.get(start, ()):
        if keys := _own(asking.borne(run.text)):
            return keys
    written = text.text[start : start + _ABBREVIATION]
    for end in (*(at + 1 for at, sign in enumerate(written) if sign == "."), 3, 2):
        if keys := _own([each for each in asking.borne(written[:end]) if each.how == "short"]):
            return keys
    return set()


def _before(text: Read, place: Place, asking: Asking) -> set[Key]:
    """The units and countries that stand before a name in the genitive."""
    lead = text.text[max(0, place.start - _BEFORE) : place.start]
    for mark in ("'s ", "’s "):
        at = lead.rfind(mark)
        if at >= 0 and lead[at + len(mark) :].count(" ") <= 2:
            end = place.start - len(lead) + at
            for run in text.stretches.ending.get(end, ()):
                if keys := _own(asking.borne(run.text)):
                    return keys
    return set()


def _own(candidates: Iterable[Candidate]) -> set[Key]:
    return {each.facts.own for each in candidates if each.facts.own is not None}
