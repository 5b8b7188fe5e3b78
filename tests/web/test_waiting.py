"""Who waits holds no thread: the loop takes the request back, and has it answered anew."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from resolver.errors import HomeError
from resolver.web.waiting import LOOP, PutOff, Waiting, waited


def test_a_view_waits_itself_where_there_is_no_loop() -> None:
    looks = iter([False, False, True])
    assert waited({}, "it", lambda: next(looks), 5)
    begin = time.monotonic()
    assert not waited({}, "it", lambda: False, 0.1)
    assert time.monotonic() - begin >= 0.1


def test_what_is_there_is_not_waited_for() -> None:
    assert waited({LOOP: True}, "it", lambda: True, 5)


def put_off(environ: dict[str, Any], is_there: Any, seconds: float) -> PutOff:
    with pytest.raises(PutOff) as caught:
        waited(environ, "it", is_there, seconds)
    return caught.value


def test_the_loop_takes_back_what_waits_until_it_is_there_or_the_time_is_over() -> None:
    there: list[int] = []
    environ = {LOOP: True}

    async def wait() -> None:
        waiting = Waiting(lambda: False)
        late = put_off({LOOP: True}, lambda: False, 0.1)
        failing = put_off({LOOP: True}, lambda: 1 // len(there) > 0 if there else False, 60)
        soon = waiting.until(put_off(environ, lambda: bool(there), 60))
        tasks = [asyncio.ensure_future(each) for each in (soon, waiting.until(failing))]
        await waiting.until(late)
        assert not any(each.done() for each in tasks)
        there.append(1)
        await asyncio.gather(*tasks)

    asyncio.run(wait())
    assert waited(environ, "it", lambda: bool(there), 60)


def test_nobody_waits_where_nobody_can_say_what_is_there() -> None:
    def broken() -> bool:
        raise HomeError("it cannot be read", "check it")

    environ = {LOOP: True}
    first = put_off(environ, lambda: False, 60)
    first._is_there = broken
    asyncio.run(Waiting(lambda: False).until(first))
    with pytest.raises(HomeError):
        waited(environ, "it", broken, 60)


def test_nobody_waits_any_longer_where_the_process_is_to_end() -> None:
    environ = {LOOP: True}
    asyncio.run(Waiting(lambda: True).until(put_off(environ, lambda: False, 60)))
    assert not waited(environ, "it", lambda: False, 60)
