"""Texts are worked out in turns, once, and answered with the same bytes from every tier."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable

import pytest

from resolver import Resolver
from resolver.cache import AskedText, CachedAnnotator, Caches, Gate, Lru, RedisCache, annotating
from resolver.errors import BadValue, Overloaded
from resolver.model import Annotation, Passage
from resolver.model.wire import Answer
from resolver.telemetry import Metrics
from tests.conftest import wait_for

TEXT = "🙂 Gen. Mohammad Reza Zahedi flew from Tehran to Damascus."
ASKED = AskedText(Passage(TEXT))


def annotator(
    resolver: Resolver,
    redis: RedisCache | None = None,
    *,
    gate: Gate | None = None,
    metrics: Metrics | None = None,
) -> CachedAnnotator:
    """What answers about texts, with an LRU of its own."""
    metrics = metrics or Metrics()
    return CachedAnnotator(
        lambda: resolver,
        Caches(Lru(1_000_000, Answer.memory_bytes, annotating.MAX_KEPT_BYTES), redis),
        gate=gate or Gate(2, 100, metrics),
        metrics=metrics,
    )


def test_an_answer_is_the_wire_form_whatever_tier_it_comes_from(
    bundled: Resolver, shared: RedisCache
) -> None:
    asked = AskedText(Passage(f"{TEXT} {time.time()}"), explain=True)
    plain = bundled.annotate(asked.passage).to_dict(explain=True)
    one, two = annotator(bundled, shared), annotator(bundled, shared)
    answers = [each.answer(asked) for each in (one, one, two, two)]
    answers.append(two.answer(asked, bypass=True))
    assert [each.tier for each in answers] == ["miss", "process", "redis", "process", "bypass"]
    assert len({each.answer for each in answers}) == 1
    assert json.loads(answers[0].answer.body.content) == plain
    assert [each["id"] for each in plain["mentions"]] == [
        "mohammad-reza-zahedi",
        "tehran",
        "damascus",
    ]


def test_utf16_shifts_what_stands_behind_an_emoji(bundled: Resolver) -> None:
    cached = annotator(bundled)
    points = json.loads(cached.answer(ASKED).answer.body.content)["mentions"]
    units = json.loads(cached.answer(ASKED._replace(utf16=True)).answer.body.content)["mentions"]
    assert [(e["start"] + 1, e["end"] + 1) for e in points] == [
        (e["start"], e["end"]) for e in units
    ]
    assert TEXT[points[0]["start"] : points[0]["end"]] == points[0]["text"] == units[0]["text"]


def test_an_answer_that_is_too_long_is_refused_or_not_kept(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = annotator(bundled)
    monkeypatch.setattr(annotating, "MAX_KEPT_BYTES", 500)
    assert [cached.answer(ASKED).tier for _ in range(2)] == ["miss", "miss"]
    monkeypatch.setattr(annotating, "MAX_ANSWER_BYTES", 500)
    with pytest.raises(BadValue, match="is longer than 500 bytes — ask for fewer candidates"):
        cached.answer(ASKED)


class Pausing(Resolver):
    """A resolver that takes long before its work, and counts its pauses."""

    def __init__(self, real: Resolver) -> None:
        self._real = real
        self.pauses = 0

    @property
    def fingerprint(self) -> str:
        return self._real.fingerprint

    def annotate_with_pauses(self, passage: Passage, pause: Callable[[], None]) -> Annotation:
        for _ in range(20):
            self.pauses += 1
            time.sleep(0.02)
            pause()
        return self._real.annotate_with_pauses(passage, pause)


def test_a_text_gives_its_slot_to_whoever_waits(bundled: Resolver) -> None:
    gate = Gate(1, 5, Metrics())
    slow = Pausing(bundled)
    done: list[str] = []
    working = threading.Thread(
        target=lambda: done.append(annotator(slow, gate=gate).answer(ASKED).tier)
    )
    working.start()
    wait_for(lambda: slow.pauses > 0)
    with gate.place(), gate.slot(time.monotonic() + 5):
        assert not done
    working.join()
    assert done == ["miss"]


def test_a_text_beyond_its_deadline_is_refused_and_leaves_its_place(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(1, 0, Metrics())
    slow = annotator(Pausing(bundled), gate=gate)
    with monkeypatch.context() as short:
        short.setattr(annotating, "BATCH_DEADLINE_S", 0.05)
        with pytest.raises(Overloaded, match=r"the text took longer than 0.05 s"):
            slow.answer(ASKED)
    assert annotator(bundled, gate=gate).answer(ASKED).tier == "miss"


def test_long_texts_count_as_many_queries(bundled: Resolver) -> None:
    gate = Gate(2, 100, Metrics())
    long = AskedText(Passage("word " * 40_000))
    with gate.place(7_500), pytest.raises(Overloaded, match="too many batches are waiting"):
        annotator(bundled, gate=gate).answer(long)
    assert annotator(bundled, gate=gate).answer(long).tier == "miss"


def test_mentions_are_counted_by_verdict_and_texts_by_tier(bundled: Resolver) -> None:
    metrics = Metrics()
    cached = annotator(bundled, metrics=metrics)
    for _ in range(2):
        cached.answer(ASKED)
    text = metrics.text().decode()
    assert 'resolver_mentions_total{verdict="match"} 3.0' in text
    assert 'resolver_cache_total{tier="process"} 1.0' in text
