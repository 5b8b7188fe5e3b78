"""Questions of the service that had no match, on their way into the queue of what to decide.

Reach for it where such a question is answered: noting it waits for nothing. A thread writes what
was noted once a second. What waits is bounded, and what cannot be written is dropped, and counted.
"""

from __future__ import annotations

import atexit
import json
import threading
from pathlib import Path
from typing import Final

from resolver.errors import ResolverError
from resolver.model import Query
from resolver.model.undecided import MAX_CANDIDATES, Undecided
from resolver.model.wire import Answer
from resolver.telemetry import Metrics

MAX_WAITING: Final = 2_000
"""Questions that wait to be written, each once: some 3 MB."""

EVERY_S: Final = 1.0
"""Seconds between two times that they are written."""

LAST_S: Final = 1.0
"""Seconds that the end of a process waits for the last ones to be written."""

_Question = tuple[str, str | None, tuple[str, ...]]


class KeptUndecided:
    """What notes questions for a home, and the thread that writes them.

    Args:
        home: The home.
        metrics: Where questions are counted that were not kept.
    """

    def __init__(self, home: Path, metrics: Metrics) -> None:
        self._home = home
        self._lost = metrics.undecided_lost
        self._waiting: dict[_Question, tuple[bytes, int]] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._writer = threading.Thread(target=self._write_all, name="undecided", daemon=True)
        self._writer.start()
        atexit.register(self.close)

    def note(self, query: Query, answer: Answer) -> None:
        """Note a question, unless it has a match."""
        if answer.verdict == "match":
            return
        question = query.text, query.type, query.country
        with self._lock:
            _, count = self._waiting.get(question, (b"", 0))
            fits = count > 0 or len(self._waiting) < MAX_WAITING
            if fits:
                self._waiting[question] = answer.body.content, count + 1
        if not fits:
            self._lost.inc()

    def close(self) -> None:
        """Write what waits, and no more; a disk that hangs is left after a moment."""
        if not self._closed.is_set():
            self._closed.set()
            self._writer.join(LAST_S)

    def _write_all(self) -> None:
        while not self._closed.wait(EVERY_S):
            self._write()
        self._write()

    def _write(self) -> None:
        with self._lock:
            noted, self._waiting = self._waiting, {}
        questions = [each for each in map(_undecided, noted.items()) if each is not None]
        if not questions:
            return
        from resolver.table.undecided import keep  # SQLAlchemy, only where something is kept

        try:
            keep(self._home, questions)
        except ResolverError:
            self._lost.inc(sum(each.count for each in questions))


def _undecided(noted: tuple[_Question, tuple[bytes, int]]) -> Undecided | None:
    """A question that was noted; None where somebody decided that it means nobody."""
    (text, entity_type, country), (content, count) = noted
    answer = json.loads(content)
    if answer["verdict"] == "no_match" and answer["reason"] == "reviewed":
        return None
    return Undecided(
        text,
        entity_type,
        country,
        answer["verdict"],
        answer["reason"],
        answer["margin"],
        tuple((each["id"], each["score"]) for each in answer["candidates"][:MAX_CANDIDATES]),
        "service",
        count,
    )
