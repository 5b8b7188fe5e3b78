"""Decisions behind the gate are those of the resolver, made in turns with others, or refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import pytest

from resolver import Query, Resolver
from resolver.cache import Gate, Gated, gated
from resolver.cache.gate import MAX_BATCHED
from resolver.errors import Overloaded
from resolver.model import Decision
from resolver.telemetry import Metrics
from tests.conftest import wait_for

QUERIES = [Query("Zahedy"), *(Query(f"Ali Reza {number}") for number in range(30))]


def test_decisions_are_those_of_the_resolver_in_order(bundled: Resolver) -> None:
    behind = Gated(bundled, Gate(1, 1, Metrics()), is_batch=True)
    assert behind.resolve_block(QUERIES) == bundled.resolve_block(QUERIES)
    assert behind.resolve_block([]) == []
    assert behind.through == bundled.through


def test_beyond_the_places_it_refuses_batches_alone(bundled: Resolver) -> None:
    gate = Gate(1, 0, Metrics())
    batch, single = (Gated(bundled, gate, is_batch=each) for each in (True, False))
    with gate.place():
        assert len(single.resolve_block(QUERIES[:2])) == 2
        with pytest.raises(Overloaded, match="too many queries are waiting"):
            batch.resolve_block(QUERIES[:1])
    with pytest.raises(Overloaded, match="too many batches"):
        batch.resolve_block(QUERIES[:1] * (MAX_BATCHED + 1))
    assert len(batch.resolve_block(QUERIES[:2])) == 2


@pytest.mark.parametrize(("is_batch", "remedy"), [(False, "second"), (True, "fewer records")])
def test_what_gets_no_turn_in_time_is_refused(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch, is_batch: bool, remedy: str
) -> None:
    monkeypatch.setattr(gated, "BATCH_DEADLINE_S", 0.1)
    gate = Gate(1, 1, Metrics())
    with gate.slot(time.monotonic() + 10), pytest.raises(Overloaded) as refused:
        Gated(bundled, gate, is_batch=is_batch).resolve_block(QUERIES[:2])
    assert remedy in str(refused.value)


def test_others_have_their_turn_before_a_batch_ends(
    bundled: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gated, "TURN_S", 0.0)
    metrics = Metrics()
    gate, begun = Gate(1, 1, metrics), threading.Event()
    done, before = list[int](), list[int]()

    class Noted(Resolver):
        def __init__(self) -> None:
            pass

        def resolve_block(self, queries: Sequence[Query]) -> list[Decision]:
            begun.set()
            if not done:
                wait_for(lambda: queued(metrics))
            done.append(len(queries))
            return bundled.resolve_block(queries)

    def other() -> None:
        begun.wait(10)
        with gate.place(), gate.slot(time.monotonic() + 10):
            before.append(len(done))

    thread = threading.Thread(target=other)
    thread.start()
    Gated(Noted(), gate, is_batch=True).resolve_block(QUERIES)
    thread.join()
    assert before == [1]
    assert sum(done) == len(QUERIES)
    assert len(done) > 2


def queued(metrics: Metrics) -> float:
    (family,) = metrics.queued_queries.collect()
    return family.samples[0].value
