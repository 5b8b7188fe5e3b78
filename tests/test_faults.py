"""A few of the faults of `benchmarks.faults`: who edits is killed, and what publishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.faults_editing import kill_publishers, kill_writers
from benchmarks.trials import Trial
from tests.conftest import compile_entities

PEOPLE = [{"id": f"e{n}", "type": "person", "name": f"Name {n}"} for n in range(20)]


@pytest.mark.parametrize(("kill", "count"), [(kill_writers, 2), (kill_publishers, 1)])
def test_what_was_acknowledged_is_there_after_a_kill(
    kill: Callable[[Path, str, int], Iterator[Trial]], count: int, tmp_path: Path
) -> None:
    home = compile_entities(tmp_path, *PEOPLE)
    trials = list(kill(home, "1", count))
    assert len(trials) == count
    for each in trials:
        assert (each.opened, each.changed, each.lost, each.stayed) == (True, True, False, 0)
        assert each.failures == ()
