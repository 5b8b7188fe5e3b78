"""The gate lets so many in, lets so many wait, and refuses the rest."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest

from resolver.cache import Gate, gate
from resolver.errors import Overloaded
from resolver.telemetry import Metrics
from tests.conftest import wait_for


def queued(metrics: Metrics) -> float:
    (family,) = metrics.queued_queries.collect()
    return family.samples[0].value


def test_beyond_the_slots_and_the_queue_it_refuses_at_once() -> None:
    metrics = Metrics()
    bounded = Gate(1, 1, metrics)
    entered = threading.Event()

    def wait() -> None:
        with bounded.slot():
            entered.set()

    waiting = threading.Thread(target=wait)
    with bounded.slot():
        waiting.start()
        wait_for(lambda: queued(metrics) == 1)
        with pytest.raises(Overloaded, match="too many queries are waiting"), bounded.slot():
            pass
        assert not entered.is_set()
    waiting.join()
    assert entered.is_set()
    assert queued(metrics) == 0


def test_a_wait_ends_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_WAIT_S", 0.01)
    metrics = Metrics()
    bounded = Gate(1, 1, metrics)
    with (
        bounded.slot(),
        pytest.raises(Overloaded, match="the query waited too long"),
        bounded.slot(),
    ):
        pass
    assert queued(metrics) == 0


def test_slots_come_free_whatever_happens_in_them() -> None:
    bounded = Gate(2, 0, Metrics())
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), bounded.slot():
            raise ZeroDivisionError
    with ExitStack() as both:
        for _ in range(2):
            both.enter_context(bounded.slot())
