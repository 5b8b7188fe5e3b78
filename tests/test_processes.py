"""Blocks are worked on in other processes as they would be here."""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Iterator

import pytest

from resolver.processes import ALONE, Processes, in_blocks


def worked(block: int) -> tuple[int, int]:
    """The block, and the process that works on it; some are wrong, some end their process."""
    if block == 13:
        raise ValueError("thirteen")
    if block < 0 and os.getpid() != -block:
        os.kill(os.getpid(), signal.SIGKILL)
    return block, os.getpid()


def test_results_come_in_order_from_other_processes() -> None:
    with Processes(2) as processes:
        done = list(processes.map(worked, range(12)))
    assert [block for block, _ in done] == list(range(12))
    assert len({pid for _, pid in done} - {os.getpid()}) == 2


@pytest.mark.parametrize("processes", [ALONE, Processes(1)])
def test_one_process_is_this_one(processes: Processes) -> None:
    assert list(processes.map(worked, [1])) == [(1, os.getpid())]


def test_what_a_function_raises_is_raised_here_and_the_next_work_is_whole() -> None:
    with Processes(2) as processes:
        with pytest.raises(ValueError, match="thirteen"):
            list(processes.map(worked, range(12, 40)))
        assert [block for block, _ in processes.map(worked, range(6))] == list(range(6))


def test_the_work_of_a_process_that_died_is_done_here() -> None:
    with Processes(2) as processes:
        done = list(processes.map(worked, [1, -os.getpid(), 2, 3, 4, 5, 6]))
    assert [block for block, _ in done] == [1, -os.getpid(), 2, 3, 4, 5, 6]
    assert done[1][1] == os.getpid()


def test_a_block_is_read_when_a_process_is_free() -> None:
    taken = []

    def blocks() -> Iterator[int]:
        for number in itertools.count(20):
            taken.append(number)
            yield number

    with Processes(2) as processes:
        results = processes.map(worked, blocks())
        assert [next(results)[0] for _ in range(3)] == [20, 21, 22]
        assert len(taken) <= 6


def test_the_last_block_may_be_shorter() -> None:
    assert list(in_blocks(range(5), 2)) == [[0, 1], [2, 3], [4]]
