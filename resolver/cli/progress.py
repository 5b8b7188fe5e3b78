"""A progress bar on a terminal, nothing elsewhere. Reach for it where a command takes its time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from resolver.progress import Advance, no_advance


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
