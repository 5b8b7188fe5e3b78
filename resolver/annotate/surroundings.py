"""What stands right beside a name: the country or the unit in which it lies.

    Hilla, Babil · Paris (Texas) · Austin, Tex. · Iraq's central Babil

Reach for `around` to have the keys of all that is named so, at every place of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.facts import Key
from resolver.annotate.linking import Around
from resolver.annotate.reading import Place, Read

_BEFORE: Final = 40
"""Characters before a name in which a unit in the genitive may stand."""

_BEHIND: Final = re.compile(r" (?:(?:and|or) (?:[A-Z]\w+ )+)?([a-z]+)\b")
"""A word behind a name, or behind another that is listed with it: `Jackson and Henry counties`."""

_OF: Final = re.compile(r"\b([A-Za-z]+) of (?:the )?$")
"""A word before a name and `of`."""

_OF_ANYBODY: Final = frozenset("state states country countries republic nation".split())
"""Words that stand beside names of all kinds, too: `Fars state media`."""

_DATELINE: Final = re.compile(
    r", (?:\d{1,2}\.? [^\W\d_]+|[^\W\d_]+\.? \d{1,2}\b)| \([^()\n]{2,30}\) ?[-–—]"
)
"""What stands behind the place from which news comes: `BAGHDAD (AP) —`, `МОСКВА, 5 мая`."""


def around(text: Read, standing: Sequence[Place], asking: Asking) -> Around:
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
    said = {word for place in standing for word in _sorts(text, place, asking)}
    sorts = {asking.text_words.sorts[word] for word in said}
    return Around(
        frozenset(behind),
        frozenset(before),
        frozenset(sorts),
        is_place=not said <= _OF_ANYBODY,
        begins_news=any(_begins_news(text, place) for place in standing),
    )


def _sorts(text: Read, place: Place, asking: Asking) -> set[str]:
    """The words right beside a name that say what place it is: `Tipperary town`, `the province of
    Babil`."""
    behind = _BEHIND.match(text.text, place.end)
    before = _OF.search(text.text, max(0, place.start - _BEFORE), place.start)
    said = {found[1].lower() for found in (behind, before) if found is not None}
    return said & asking.text_words.sorts.keys()


def _begins_news(text: Read, place: Place) -> bool:
    """Whether a name says from where news comes."""
    begins = not place.start or text.text[place.start - 1] == "\n"
    is_capital = begins and place.written(text.text).isupper()
    return is_capital and _DATELINE.match(text.text, place.end) is not None


def _behind(text: Read, place: Place, asking: Asking) -> set[Key]:
    """The units and countries named right behind a name, after a comma or in brackets."""
    rest = text.text[place.end : place.end + 3]
    lead = len(rest) - len(rest.lstrip(" ,("))
    if not rest[:lead].strip():
        return set()
    for run in text.stretches.starting.get(place.end + lead, ()):
        keys = _own(asking.borne(run.text))
        country = asking.country_abbreviated(run.text)
        if country is not None:  # a table without units still knows what lies in the country
            keys.add((country,))
        if keys:
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
