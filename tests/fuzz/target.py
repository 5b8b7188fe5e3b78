"""What a target is, how long it may take, and how it is run."""

from __future__ import annotations

import gc
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import count
from typing import Any, Final, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROUND: Final = 200
"""Inputs that are tried before the clock is looked at."""

SHOWN_FRAMES: Final = 2
"""Innermost frames of a crash that are shown."""


class Target(NamedTuple):
    """Something to be fuzzed.

    Args:
        check: Takes one input, and raises where it is a crash.
        inputs: What it is given; a crash is printed as a call with its input.
    """

    check: Callable[..., None]
    inputs: st.SearchStrategy[Any]


class TooSlow(AssertionError):
    """A call took longer than its size allows."""


@contextmanager
def within(limit_s: float) -> Iterator[None]:
    """Refuses a block that takes more of a processor than that; a busy machine costs nothing."""
    begin = time.thread_time()
    yield
    taken_s = time.thread_time() - begin
    if taken_s > limit_s:
        raise TooSlow(f"took {taken_s:.3f} s, may take {limit_s:.3f} s")


class Tried(NamedTuple):
    """How many inputs were tried, and one crash of each sort, as text that begins with the sort."""

    inputs: int
    crashes: list[str]


def run(target: Target, number: int, inputs: int = ROUND) -> Tried:
    """Try so many inputs, the same ones for the same number; a crash is made small."""
    tried = 0

    @wraps(target.check)
    def counted(**named: Any) -> None:
        nonlocal tried
        tried += 1
        try:
            target.check(**named)
        except Exception as crash:
            values = ", ".join(f"{name}={value!r}" for name, value in named.items())
            crash.add_note(f"{target.check.__name__}({values})")
            raise

    check = settings(
        max_examples=inputs,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=True,
    )(seed(number)(given(target.inputs)(counted)))
    gc.freeze()  # to look through all that is there already takes longer than any input may
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            check()
        except ExceptionGroup as crashes:
            return Tried(tried, [_described(crash) for crash in crashes.exceptions])
        except Exception as crash:  # whatever it is, it is what is looked for
            return Tried(tried, [_described(crash)])
        finally:
            gc.unfreeze()
    return Tried(tried, [])


def fuzz(target: Target, minutes: float, first: int) -> Tried:
    """Try inputs for so long, round after round."""
    until, crashes, tried = time.monotonic() + 60 * minutes, dict[str, str](), 0
    for number in count(first):
        done = run(target, number)
        tried += done.inputs
        for crash in done.crashes:
            crashes.setdefault(crash.partition("\n")[0], crash)
        if time.monotonic() > until:
            return Tried(tried, list(crashes.values()))
    raise AssertionError("numbers do not end")


def _described(crash: BaseException) -> str:
    """The sort of a crash, which is its class and place, then its frames and the call of it."""
    sort, frames = type(crash).__name__, traceback.extract_tb(crash.__traceback__)
    shown = "".join(traceback.format_list(frames[-SHOWN_FRAMES:]))
    call = next(iter(getattr(crash, "__notes__", [])), "while an input was made")
    return f"{sort} at {frames[-1].filename}:{frames[-1].lineno}\n{shown}{sort}: {crash}\n{call}\n"
