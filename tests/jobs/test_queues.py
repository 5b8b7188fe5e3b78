"""A queue wakes workers up; the folders are one already."""

from __future__ import annotations

import time

import pytest

from resolver.jobs.queues import LOOK_S, DiskQueue


@pytest.mark.alone
def test_without_redis_a_look_at_the_folders_comes_again_and_again() -> None:
    queue, named = DiskQueue(), list[str]()
    begin = time.monotonic()
    queue.put("key")
    queue.wait(named.append)
    assert named == []
    assert LOOK_S <= time.monotonic() - begin < LOOK_S + 1
