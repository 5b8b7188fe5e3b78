"""How a call says how far it is. Reach for it to show progress, or to report it.

A call of one stage takes an `Advance`, a call of several takes a `Progress`:

    with progress("read", total) as advance:
        for item in items:
            ...
            advance(1)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Advance = Callable[[int], None]
"""Called with how much more was done."""

Progress = Callable[[str, int | None], AbstractContextManager[Advance]]
"""Called with a stage's name and how much there is to do in it, None where that is unknown."""


def no_advance(_more: int) -> None:
    """An `Advance` that shows nothing."""


@contextmanager
def no_progress(_stage: str, _total: int | None) -> Iterator[Advance]:
    """A `Progress` that shows nothing."""
    yield no_advance
