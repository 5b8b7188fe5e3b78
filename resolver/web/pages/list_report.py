"""What a page shows of a list that is worked on or done: counts, bars, a histogram, in words.

Reach for `counts_of` while it is worked on, and for `histogram_of` once it is done. Bars are
numbers for attributes of SVG: a page has no style of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from resolver.bulk.tally import BINS, VERDICTS, Tally

WORDS: Final[Mapping[str, str]] = {
    "match": "matched",
    "ambiguous": "ambiguous",
    "no_match": "unmatched",
}
"""What verdicts are called in lists."""

WIDTH: Final = 640
"""The width of a bar or a histogram, in units of its SVG."""

HEIGHT: Final = 120
"""The height of a histogram."""

MAX_KINDS: Final = 12
"""Types or countries that are shown at most."""

_GAP: Final = 2
"""Between two bars of it."""


class Count(NamedTuple):
    """A verdict of some rows.

    Args:
        verdict: Which.
        word: What it is called.
        rows: How many have it.
        share: Of those that were asked, 0 to 1.
        x: Where its piece of the bar begins.
        width: How wide that is.
    """

    verdict: str
    word: str
    rows: int
    share: float
    x: float
    width: float


class Bar(NamedTuple):
    """A piece of a histogram: its place and size, its verdict, and what it says."""

    x: float
    y: float
    width: float
    height: float
    verdict: str
    says: str


def counts_of(verdicts: Mapping[str, int]) -> list[Count]:
    """The rows by verdict, and the pieces of a bar that shows them."""
    total = max(sum(verdicts.get(each, 0) for each in VERDICTS), 1)
    found, x = [], 0.0
    for verdict in VERDICTS:
        rows = verdicts.get(verdict, 0)
        width = round(WIDTH * rows / total, 1)
        found.append(Count(verdict, WORDS[verdict], rows, rows / total, round(x, 1), width))
        x += width
    return found


def histogram_of(tally: Tally) -> list[Bar]:
    """The scores of the first candidates, in bars from 0 to 1."""
    stacks = [[tally.scores[verdict][place] for verdict in VERDICTS] for place in range(BINS)]
    highest = max(max(map(sum, stacks)), 1)
    return [bar for place, stack in enumerate(stacks) for bar in _stack(place, stack, highest)]


def _stack(place: int, stack: Sequence[int], highest: int) -> Iterator[Bar]:
    wide, top = WIDTH / BINS, float(HEIGHT)
    for verdict, rows in zip(VERDICTS, stack, strict=True):
        if rows:
            high = HEIGHT * rows / highest
            top -= high
            says = f"{place / BINS:.2f} to {(place + 1) / BINS:.2f}: {rows:,} {WORDS[verdict]}"
            x, width = place * wide + _GAP / 2, wide - _GAP
            yield Bar(round(x, 1), round(top, 1), round(width, 1), round(high, 1), verdict, says)


def breakdown_of(
    counts: Mapping[str, Mapping[str, int]], in_words: Callable[[str], str]
) -> list[tuple[str, list[Count]]]:
    """Types or countries with their rows by verdict, those with most rows first."""
    ordered = sorted(counts.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    return [(in_words(name), counts_of(each)) for name, each in ordered[:MAX_KINDS]]


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 1:
        return "less than a second"
    if seconds < 90:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def said_of(state: str, share: float | None) -> str:
    """How far a list is, in words that change seldom: a screen reader says each change."""
    if state == "queued":
        return "Waiting for its turn"
    if state == "running":
        if share is not None and share >= 1:
            return "Writing the result"
        return "Working" if share is None else f"Working: {int(share * 10) * 10} % done"
    return "Done" if state == "done" else "It could not be done"
