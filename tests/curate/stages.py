"""A `Progress` that tests of this folder give."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from resolver.progress import Advance


class Stages:
    """A `Progress` that remembers: each stage, its total, and how much was done of it."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int | None, int]] = []

    @contextmanager
    def __call__(self, stage: str, total: int | None) -> Iterator[Advance]:
        done: list[int] = []
        yield done.append
        self.seen.append((stage, total, sum(done)))
