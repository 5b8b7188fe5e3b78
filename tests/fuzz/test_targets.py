"""Each fuzzer is run for a moment with the same inputs every time, and finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import strategies as st

from tests.fuzz.target import Target, TooSlow, run, within
from tests.fuzz.targets import TARGETS

INPUTS = {"body": 500, "url": 300, "index": 60}
"""How many inputs each is given, where they cost less or more than others'."""


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_of_a_fuzzer_is_a_crash(name: str, tmp_path: Path) -> None:
    with TARGETS[name](tmp_path) as target:
        assert run(target, 1, INPUTS.get(name, 100)).crashes == []


def test_each_sort_of_crash_is_said_as_a_small_call() -> None:
    def check_length(text: str) -> None:
        assert len(text) < 3
        if "b" in text:
            raise ValueError("b")

    crashes = run(Target(check_length, st.text("ab")), 1).crashes
    assert sorted(crash.split()[0] for crash in crashes) == ["AssertionError", "ValueError"]
    assert sorted(crash.splitlines()[-1] for crash in crashes) == [
        "check_length(text='aaa')",
        "check_length(text='b')",
    ]


def test_what_takes_too_much_of_a_processor_is_a_crash() -> None:
    with pytest.raises(TooSlow), within(0):
        sum(range(1000))
