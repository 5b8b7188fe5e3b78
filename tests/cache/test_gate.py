"""The gate lets so many in, lets so many wait in the order they came, and refuses the rest."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import pytest

from resolver.cache import Gate
from resolver.cache.gate import MAX_BATCHED
from resolver.errors import Overloaded
from resolver.telemetry import Metrics
from tests.conftest import wait_for


def queued(metrics: Metrics) -> float:
    (family,) = metrics.queued_queries.collect()
    return family.samples[0].value


def soon() -> float:
    return time.monotonic() + 10


def test_beyond_its_places_it_refuses_at_once() -> None:
    gate = Gate(1, 1, Metrics())
    refused = pytest.raises(Overloaded, match="too many queries are waiting")
    with gate.place(), gate.place(), refused, gate.place():
        pass
    with gate.place(), gate.place():
        pass


def test_beyond_its_slots_it_makes_wait() -> None:
    metrics = Metrics()
    gate = Gate(1, 1, metrics)
    entered = threading.Event()

    def wait() -> None:
        with gate.slot(soon()):
            entered.set()

    waiting = threading.Thread(target=wait)
    with gate.slot(soon()):
        waiting.start()
        wait_for(lambda: queued(metrics) == 1)
        assert not entered.is_set()
    waiting.join()
    assert entered.is_set()
    assert queued(metrics) == 0


def test_whoever_comes_first_is_served_first_even_if_a_slot_is_given_back_and_taken_again() -> None:
    metrics = Metrics()
    gate = Gate(1, 100, metrics)
    order: list[int] = []

    def work(number: int) -> None:
        with gate.slot(soon()):
            order.append(number)

    with gate.slot(soon()):
        threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
        for number, thread in enumerate(threads):
            thread.start()
            wait_for(lambda many=number + 1: queued(metrics) == many)  # type: ignore[misc] # bound now
    work(20)  # as a batch does between two turns
    for thread in threads:
        thread.join()
    assert order == list(range(21))


def test_a_wait_ends_at_its_time_and_leaves_the_slot_to_others() -> None:
    metrics = Metrics()
    gate = Gate(1, 1, metrics)
    with gate.slot(soon()), pytest.raises(TimeoutError), gate.slot(time.monotonic() + 0.01):
        pass
    assert queued(metrics) == 0
    with gate.slot(soon()), pytest.raises(TimeoutError), gate.slot(time.monotonic()):
        pass
    with gate.slot(soon()):
        pass


def test_batches_with_too_many_queries_are_refused_and_single_ones_are_not() -> None:
    gate = Gate(2, 30, Metrics())
    with ExitStack() as batches:
        for _ in range(MAX_BATCHED // 1000):
            batches.enter_context(gate.place(1000))
        with pytest.raises(Overloaded, match="too many batches are waiting"), gate.place(2):
            pass
        with gate.place():
            pass
    with gate.place(1000):
        pass


def test_places_and_slots_come_free_whatever_happens_in_them() -> None:
    gate = Gate(2, 0, Metrics())
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), gate.place(), gate.slot(soon()):
            raise ZeroDivisionError
    with ExitStack() as both:
        for _ in range(2):
            both.enter_context(gate.place())
            both.enter_context(gate.slot(soon()))


def test_long_work_hands_its_slot_on_between_turns() -> None:
    metrics = Metrics()
    gate = Gate(1, 1, metrics)
    entered = threading.Event()

    def short() -> None:
        with gate.slot(soon()):
            entered.set()

    waiting = threading.Thread(target=short)
    with gate.turns(soon(), turn_s=0.0) as pause:
        waiting.start()
        wait_for(lambda: queued(metrics) == 1)
        assert not entered.is_set()
        pause()
        assert entered.is_set()
    waiting.join()
    with gate.slot(soon()):
        pass


def test_within_a_turn_nothing_is_handed_on_and_beyond_the_deadline_all_is() -> None:
    gate = Gate(1, 0, Metrics())
    with gate.turns(soon(), turn_s=60.0) as pause:
        pause()
        with pytest.raises(TimeoutError), gate.slot(time.monotonic() + 0.01):
            pass

    def work_on() -> None:
        with gate.turns(time.monotonic() + 0.02, turn_s=0.0) as pause:
            while True:
                pause()

    with pytest.raises(TimeoutError):
        work_on()
    with gate.slot(soon()):
        pass
