"""A few of the faults of `benchmarks.faults`: who edits is killed, and what publishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.faults_editing import kill_publishers, kill_writers
from benchmarks.trials import Trial
from tests.conftest import compile_entities

PEOPLE = [{"id": f"e{n}", "type": "person", "name": f"Name {n}"} for n in range(20)]


@pytest.mark.parametrize("kill", [kill_writers, kill_publishers])
def test_what_was_acknowledged_is_there_after_a_kill(
    kill: Callable[[Path, str, int], Iterator[Trial]], tmp_path: Path
) -> None:
    home = compile_entities(tmp_path, *PEOPLE)
    trials = list(kill(home, "1", 2))
    assert [(each.opened, each.changed, each.lost) for each in trials] == [(True, True, False)] * 2
    assert [each.failures for each in trials] == [(), ()]
    assert sum(each.stayed for each in trials) == 0
