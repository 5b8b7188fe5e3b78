"""Texts with the caches and the gate: reach for it to annotate texts in a service.

A text goes through the LRU of the process, a place of the gate, Redis, and then turns of a few
milliseconds, a slot each, as a batch of queries does. It counts as so many queries as it is long,
and has their deadline.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, NamedTuple

from resolver.cache.caches import Caches
from resolver.cache.gate import Gate
from resolver.cache.keys import passage_key
from resolver.cache.resolving import BATCH_DEADLINE_S, TURN_S, CachedAnswer, Tier
from resolver.engine import Resolver
from resolver.errors import BadValue, Overloaded
from resolver.model import Annotation, Passage
from resolver.model.offsets import Utf16
from resolver.model.wire import Answer, Body, render_part
from resolver.telemetry import Metrics

CHARACTERS_A_QUERY: Final = 200
"""Characters of a text that count as one query of a batch: they have a few names."""

MAX_KEPT_BYTES: Final = 1 << 20
"""Bytes of memory beyond which an answer is in no cache: it took a second, and would cost others
their place."""

MAX_ANSWER_BYTES: Final = 32 << 20
"""Bytes of an answer at most: 200,000 characters of names, each with five candidates."""


class AskedText(NamedTuple):
    """What is asked of a text.

    Args:
        passage: The text.
        explain: Whether the evidence is part of the answer.
        utf16: Whether the answer counts in UTF-16 units, not in code points.
    """

    passage: Passage
    explain: bool = False
    utf16: bool = False


class CachedAnnotator:
    """Answers about texts from the caches where they have them, else from the resolver.

    Args:
        current: Returns the resolver on the index that answers now.
        caches: Where answers are kept.
        gate: Bounds how many are worked on at once.
        metrics: Where texts are counted by tier, and their names by verdict.
    """

    def __init__(
        self,
        current: Callable[[], Resolver],
        caches: Caches,
        *,
        gate: Gate,
        metrics: Metrics,
    ) -> None:
        self._current = current
        self._caches = caches
        self._gate = gate
        self._metrics = metrics

    def answer(self, asked: AskedText, *, bypass: bool = False) -> CachedAnswer:
        """The answer about a text.

        Args:
            asked: The text.
            bypass: Whether to neither read the caches nor write to them.

        Raises:
            InvalidInput: The answer has more than `MAX_ANSWER_BYTES`.
            Overloaded: No cache of this process has it, and too many wait already or it took longer
                than `BATCH_DEADLINE_S`.
        """
        resolver = self._current()
        key = passage_key(
            resolver.fingerprint, asked.passage, explain=asked.explain, utf16=asked.utf16
        )
        answer = None if bypass else self._caches.lru.get(key)
        if answer is not None:
            return self._counted(answer, "process")
        until = time.monotonic() + BATCH_DEADLINE_S
        try:
            with self._gate.place(1 + len(asked.passage.text) // CHARACTERS_A_QUERY):
                answer = None if bypass else self._caches.from_redis([key]).get(key)
                if answer is not None:
                    return self._counted(answer, "redis")
                with self._gate.turns(until, TURN_S) as pause:
                    annotation = resolver.annotate_with_pauses(asked.passage, pause)
        except TimeoutError:
            raise Overloaded(
                f"the text took longer than {BATCH_DEADLINE_S:g} s",
                "send it again when less is asked, or in parts",
            ) from None
        answer = Answer("text", _rendered(annotation, asked))
        if not bypass and answer.memory_bytes() <= MAX_KEPT_BYTES:
            self._caches.put_many({key: answer})
        for mention in annotation.mentions:
            self._metrics.mentions.labels(mention.decision.verdict).inc()
        return self._counted(answer, "bypass" if bypass else "miss")

    def _counted(self, answer: Answer, tier: Tier) -> CachedAnswer:
        self._metrics.cache.labels(tier).inc()
        return CachedAnswer(answer, tier)


def _rendered(annotation: Annotation, asked: AskedText) -> Body:
    """The answer as it is sent; raises where it is too long."""
    units = Utf16(asked.passage.text) if asked.utf16 else None
    parts: list[bytes] = []
    left = MAX_ANSWER_BYTES
    for mention in annotation.mentions:
        said = mention.to_dict(explain=asked.explain)
        if units is not None:
            said |= {"start": units.unit(mention.start), "end": units.unit(mention.end)}
        parts.append(render_part(said))
        left -= len(parts[-1]) + 1
        if left < 0:
            raise BadValue(
                f"the answer about {len(annotation.mentions):,} names is longer than "
                f"{MAX_ANSWER_BYTES:,} bytes",
                "ask for fewer candidates or without the evidence, or send the text in parts",
                field="limit",
            )
    index = render_part({"index": annotation.index})[1:]
    return Body.of(b'{"mentions":[' + b",".join(parts) + b"]," + index)
