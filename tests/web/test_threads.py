"""An event loop waits for its threads, and for nothing else."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from resolver.web.threads import Threads


def test_what_the_work_returns_or_raises_comes_back() -> None:
    def work(number: int) -> float:
        return 1 / number

    async def ask() -> None:
        threads = Threads(work, 4)
        assert await asyncio.gather(*map(threads.run, range(1, 50))) == [
            1 / number for number in range(1, 50)
        ]
        with pytest.raises(ZeroDivisionError):
            await threads.run(0)
        assert await threads.run(2) == 0.5

    asyncio.run(ask())


def test_threads_are_started_as_they_are_needed_and_no_more_than_allowed() -> None:
    running: list[str] = []
    free = threading.Event()

    def work(_: int) -> str:
        running.append(threading.current_thread().name)
        assert free.wait(10)
        return threading.current_thread().name

    async def ask() -> None:
        threads = Threads(work, 3)
        calls = [asyncio.ensure_future(threads.run(number)) for number in range(7)]
        while len(running) < 3:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert len(running) == 3
        free.set()
        assert len(set(await asyncio.gather(*calls))) == 3
        alone = Threads(work, 3)
        assert len({await alone.run(number) for number in range(9)}) == 1

    asyncio.run(ask())


def test_the_first_that_came_is_worked_on_first() -> None:
    done: list[int] = []

    async def ask() -> None:
        threads = Threads(done.append, 1)
        await asyncio.gather(*map(threads.run, range(20)))

    asyncio.run(ask())
    assert done == list(range(20))


def test_who_is_gone_costs_a_thread_nothing_but_the_work() -> None:
    done: list[float] = []

    def work(seconds: float) -> None:
        time.sleep(seconds)
        done.append(seconds)

    async def ask() -> None:
        threads = Threads(work, 1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(threads.run(0.2), 0.05)
        await threads.run(0)
        assert done == [0.2, 0]

    asyncio.run(ask())


def test_a_loop_that_has_ended_ends_no_thread() -> None:
    done: list[float] = []

    def work(seconds: float) -> None:
        time.sleep(seconds)
        done.append(seconds)

    threads = Threads(work, 1)

    left: list[asyncio.Future[None]] = []

    async def leave() -> None:
        left.append(asyncio.ensure_future(threads.run(0.2)))
        await asyncio.sleep(0.05)

    asyncio.run(leave())

    async def again() -> None:
        await threads.run(0)

    asyncio.run(again())
    assert done == [0.2, 0]
