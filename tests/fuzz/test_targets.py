"""Each fuzzer is run for a moment with the same inputs every time, and finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.target import run
from tests.fuzz.targets import TARGETS

INPUTS = {"body": 500, "url": 300, "index": 60}
"""How many inputs each is given, where they cost less or more than others'."""


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_of_a_fuzzer_is_a_crash(name: str, tmp_path: Path) -> None:
    with TARGETS[name](tmp_path) as target:
        assert run(target, 1, INPUTS.get(name, 100)).crashes == []
