"""The page of what was done with a list: one HTML file that needs nothing else.

Reach for it to show more of a list. It is drawn from the summary alone, so that a resumed run has
the page of an undisturbed one: it says nothing of how long the run took.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from resolver.bulk.tally import BINS, VERDICTS, Summary, Tally
from resolver.model import Query

_COLOURS: Final = {"match": "#2e7d4f", "ambiguous": "#c98a1b", "no_match": "#8a8f98"}
_WORDS: Final = {"match": "matched", "ambiguous": "ambiguous", "no_match": "unmatched"}

_WIDTH: Final = 640
_HEIGHT: Final = 160

_MAX_ROWS: Final = 30
"""Rows of a table of types or countries; the rest is one row."""

_STYLE: Final = """
:root { color-scheme: light dark; --line: #8884; --faint: #8889; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere } h2 { font-size: 1.15rem; margin-top: 2.2rem }
table { border-collapse: collapse; width: 100% } caption { text-align: left; padding-bottom: .3rem }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.bar { display: flex; height: 1.2rem; border-radius: .3rem; overflow: hidden; margin: 1rem 0 }
.key { display: inline-block; width: .8rem; height: .8rem; border-radius: .2rem;
  margin-right: .4rem }
svg { max-width: 100%; height: auto } svg text { fill: currentColor; font-size: 12px }
.faint { color: var(--faint) }
"""


def report_text(summary: Summary, asked: Query, name: str) -> str:
    """The page.

    Args:
        summary: What was done.
        asked: The query that every row asked: its thresholds are shown.
        name: What the list is called.
    """
    return "".join(
        [
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(name)}: names resolved</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(name)}</h1>",
            *_overview(summary),
            *_names(summary),
            *_histogram(summary.tally, asked),
            *_breakdown(
                "By type asked, or else of the first candidate", "type", summary.tally.types
            ),
            *_breakdown("By country asked", "country", summary.tally.countries),
            *_samples(summary.tally),
            *_errors(summary.tally),
            "</body></html>\n",
        ]
    )


def _overview(summary: Summary) -> Iterator[str]:
    tally = summary.tally
    yield f"<p>{tally.rows:,} rows, answered by the index <code>{escape(summary.index)}</code>.</p>"
    total = max(tally.verdicts.total(), 1)
    yield '<div class="bar" role="img" aria-label="shares of the verdicts">'
    for verdict in VERDICTS:
        share = tally.verdicts[verdict] / total
        yield f'<div style="flex:{share:.6f};background:{_COLOURS[verdict]}"></div>'
    yield "</div><table><tr><th>verdict<th class=n>rows<th class=n>share of those asked</tr>"
    for verdict in VERDICTS:
        count = tally.verdicts[verdict]
        yield _row(_key(verdict), f"{count:,}", f"{count / total:.1%}")
    if tally.created:
        yield _row("created", f"{tally.created:,}", "")
    yield _row("without a name", f"{tally.blank:,}", "")
    yield _row("not asked", f"{tally.unasked:,}", "")
    yield "</table>"
    if tally.errors:
        yield f"<p>Rows with an error: {tally.errors:,}. Those that are asked are answered.</p>"


def _names(summary: Summary) -> Iterator[str]:
    yield "<h2>What to add to the table first</h2>"
    for title, names in (
        ("The most frequent names that are nobody's", summary.unmatched),
        ("The most frequent ambiguous names", summary.ambiguous),
    ):
        if names:
            yield f"<table><caption>{title}</caption><tr><th>name<th class=n>rows</tr>"
            yield from (_row(escape(text), f"{rows:,}") for text, rows in names)
            yield "</table><br>"
    if not summary.unmatched and not summary.ambiguous:
        yield "<p>Every name that was asked is a match.</p>"


def _histogram(tally: Tally, asked: Query) -> Iterator[str]:
    """Scores of the first candidates, with the threshold from which one is a match."""
    counts = [[tally.scores[verdict][place] for verdict in VERDICTS] for place in range(BINS)]
    highest = max(max(map(sum, counts)), 1)
    width, below = _WIDTH / BINS, _HEIGHT + 18
    yield "<h2>Scores of the first candidates</h2>"
    yield f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT + 40}" role="img" aria-label="histogram of scores">'
    for place, stack in enumerate(counts):
        top = float(_HEIGHT)
        for verdict, count in zip(VERDICTS, stack, strict=True):
            high = _HEIGHT * count / highest
            top -= high
            low, up = place / BINS, (place + 1) / BINS
            yield (
                f'<rect x="{place * width + 1:.1f}" y="{top:.1f}" width="{width - 2:.1f}" '
                f'height="{high:.1f}" fill="{_COLOURS[verdict]}"><title>{low:.2f} to {up:.2f}: '
                f"{count:,} {_WORDS[verdict]}</title></rect>"
            )
    at = asked.accept * _WIDTH
    yield (
        f'<line x1="{at:.1f}" y1="0" x2="{at:.1f}" y2="{_HEIGHT}" stroke="currentColor" '
        f'stroke-dasharray="4 3"/><text x="0" y="{below}">0</text>'
        f'<text x="{_WIDTH}" y="{below}" text-anchor="end">1</text>'
        f'<text x="{at:.1f}" y="{below}" text-anchor="middle">accept {asked.accept:g}</text></svg>'
    )
    yield (
        f"<p>A name is a match where its first candidate scores {asked.accept:g} or more and leads "
        f"by {asked.margin:g}; where all scores together reach {asked.review:g} it is at least "
        "ambiguous. The highest bar stands for "
        f"{highest:,} rows.</p>"
    )


def _breakdown(title: str, word: str, counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    if not counts:
        return
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    shown = [(name or "not known", each) for name, each in ordered[:_MAX_ROWS]]
    rest = sum((each for _, each in ordered[_MAX_ROWS:]), Counter[str]())
    if rest:
        shown.append((f"{len(ordered) - _MAX_ROWS:,} others", rest))
    heads = "".join(f"<th class=n>{_WORDS[verdict]}" for verdict in VERDICTS)
    yield f"<h2>{title}</h2><table><tr><th>{word}{heads}<th class=n>share matched</tr>"
    for name, each in shown:
        numbers = [f"{each[verdict]:,}" for verdict in VERDICTS]
        yield _row(escape(name), *numbers, f"{each['match'] / max(each.total(), 1):.1%}")
    yield "</table>"


def _samples(tally: Tally) -> Iterator[str]:
    yield "<h2>Rows drawn at random, to check by eye</h2>"
    for verdict in VERDICTS:
        rows = sorted(tally.samples[verdict], key=lambda each: each.row)
        if not rows:
            continue
        yield f"<table><caption>{_key(verdict)}</caption>"
        yield "<tr><th class=n>row<th>name<th>first candidate<th class=n>score</tr>"
        for each in rows:
            score = "" if each.score is None else f"{each.score:.3f}"
            cells = f"<td class=n>{each.row:,}<td><bdi>{escape(each.asked)}</bdi>"
            yield f"<tr>{cells}<td><bdi>{escape(each.best)}</bdi><td class=n>{score}</tr>"
        yield "</table><br>"


def _errors(tally: Tally) -> Iterator[str]:
    if not tally.errors:
        return
    yield "<h2>Rows with an error</h2><table><tr><th class=n>line<th>name<th>what is wrong</tr>"
    for line, error, name in tally.reported:
        cells = f"<td class=n>{line:,}<td><bdi>{escape(name)}</bdi>"
        yield f"<tr>{cells}<td>{escape(error)}</tr>"
    yield "</table>"
    if tally.errors > len(tally.reported):
        yield f"<p>These are the first {len(tally.reported):,} of {tally.errors:,}.</p>"


def _key(verdict: str) -> str:
    """A verdict with its colour."""
    return f'<span class=key style="background:{_COLOURS[verdict]}"></span>{_WORDS[verdict]}'


def _row(first: str, *numbers: str) -> str:
    return f"<tr><td><bdi>{first}</bdi>{_cells(numbers)}</tr>"


def _cells(numbers: Sequence[str] | Iterable[str]) -> str:
    return "".join(f"<td class=n>{number}" for number in numbers)
