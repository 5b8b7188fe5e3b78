"""Names that were not found in a text, and that somebody says stand there.

Reach for `spans_of` to ask who they are in that text, and for `with_missed` to have them among the
names that were found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from resolver.model.passage import MAX_SPANS, MAX_TEXT, Span


def spans_of(text: str, names: Iterable[str]) -> tuple[Span, ...]:
    """Where some names stand in a text, at most at `MAX_SPANS` places.

    Args:
        text: The text.
        names: What stands there, as somebody copied it; a space may be the end of a line there. A
            name that is nowhere whole words is looked for within words, too.
    """
    found = (span for name in names for span in _places(text, name.split()))
    return tuple(islice(found, MAX_SPANS))


def with_missed(annotation: Mapping[str, Any], missed: Mapping[str, Any]) -> dict[str, Any]:
    """An annotation with names that were missed; what was found where one of them stands goes.

    Args:
        annotation: The names that were found, in their wire form.
        missed: Those that were missed, likewise; of two that overlap the longer one stays.
    """
    longest = sorted(missed["mentions"], key=lambda each: each["start"] - each["end"])
    kept, taken = [], bytearray(MAX_TEXT)
    for each in (*longest, *annotation["mentions"]):
        place = slice(each["start"], each["end"])
        if not any(taken[place]):
            taken[place] = b"\1" * (place.stop - place.start)
            kept.append(each)
    return {**annotation, "mentions": sorted(kept, key=lambda each: each["start"])}


def _places(text: str, words: Sequence[str]) -> list[Span]:
    if not words:
        return []
    name = r"\s+".join(map(re.escape, words))
    for pattern in (rf"(?<!\w){name}(?!\w)", name):
        if found := [Span(*each.span()) for each in re.finditer(pattern, text)]:
            return found
    return []
