"""Pauses in long work, for whoever shares a processor: a callable that may wait, or raise.

Reach for `with_pauses` round a loop that a long text makes long.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

Pause = Callable[[], None]
"""Called every few milliseconds; it may wait until work may go on, and ends it by raising."""

Item = TypeVar("Item")

_EVERY: Final = 64
"""Items between two pauses: each takes some microseconds."""


def no_pause() -> None:
    """Go on at once."""


def with_pauses(items: Iterable[Item], pause: Pause) -> Iterator[Item]:
    """Items one after the other, with a pause before every few of them, which are taken at once."""
    coming = iter(items)
    while some := tuple(itertools.islice(coming, _EVERY)):
        pause()
        yield from some
