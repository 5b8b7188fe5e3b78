"""How far a command is: a bar on a terminal. Reach for it where a command takes its time.

A list also says it elsewhere, in a line every ten seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from resolver.cli.output import note
from resolver.progress import Advance, no_advance

if TYPE_CHECKING:
    from resolver.bulk.blocks import Done, Watch

LINE_S: Final = 10.0
"""Seconds between two lines."""


@contextmanager
def progress(stage: str, total: int | None) -> Iterator[Advance]:
    """A bar on standard error; yields a callable that is given how much more was done.

    Args:
        stage: What is done, in a word.
        total: How much there is to do, or None where it is not known.
    """
    if not sys.stderr.isatty():
        yield no_advance
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(stage, total=total)
        yield lambda more: bar.advance(task, more)


@contextmanager
def watch_rows() -> Iterator[Watch]:
    """Yields what is called after each block of a list: a bar on a terminal, else lines."""
    pace = _Pace()
    if not sys.stderr.isatty():
        yield _Lines(pace).show
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(done: Done) -> None:
            pace.take(done)
            total = None if done.share is None else 1.0
            bar.update(task, description=str(pace), completed=done.share or 0, total=total)

        yield show


class _Pace:
    """How fast a list goes, and how long it still takes."""

    def __init__(self) -> None:
        self._begin = 0.0
        self._first: Done | None = None
        self._last: Done | None = None

    def take(self, done: Done) -> None:
        """A block is done."""
        if self._first is None:
            self._first, self._begin = done, time.monotonic()
        self._last = done

    def __str__(self) -> str:
        first, last = self._first, self._last
        if first is None or last is None:
            return "0 rows"
        seconds = max(time.monotonic() - self._begin, 1e-3)
        text = f"{last.rows:,} rows, {(last.rows - first.rows) / seconds:,.0f} rows a second"
        if last.share is None or first.share is None or last.share <= first.share:
            return text
        left_s = seconds * (1 - last.share) / (last.share - first.share)
        return f"{text}, {_duration(left_s)} left"


class _Lines:
    """A line now and then."""

    def __init__(self, pace: _Pace) -> None:
        self._pace = pace
        self._shown = time.monotonic()

    def show(self, done: Done) -> None:
        """Print a line, where the last one was long ago."""
        self._pace.take(done)
        now = time.monotonic()
        if now - self._shown >= LINE_S:
            note(str(self._pace))
            self._shown = now


def _duration(seconds: float) -> str:
    """A time for people: 45 s, 3 min, 2 h 5 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
