"""A few of the faults of `benchmarks.faults`: those of a table that is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.faults_commands import kill_commands
from benchmarks.faults_editing import kill_publishers, kill_writers
from benchmarks.faults_http_edits import kill_parts, kill_services
from benchmarks.trials import Trial
from tests.conftest import compile_entities

PEOPLE = [{"id": f"e{n}", "type": "person", "name": f"Name {n}"} for n in range(20)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kill", "count"),
    [(kill_writers, 2), (kill_publishers, 1), (kill_services, 1), (kill_parts, 2)],
)
def test_what_was_acknowledged_is_there_after_a_kill(
    kill: Callable[[Path, str, int], Iterator[Trial]], count: int, tmp_path: Path
) -> None:
    home = compile_entities(tmp_path, *PEOPLE)
    trials = list(kill(home, "1", count))
    assert len(trials) == count
    for each in trials:
        assert each.failures == ()
        assert (each.opened, each.changed, each.lost, each.stayed) == (True, True, False, 0)


def test_what_a_command_printed_is_there_after_a_kill(tmp_path: Path) -> None:
    home = compile_entities(tmp_path, *PEOPLE)
    trials = list(kill_commands(home, "1", 3))
    assert [(each.opened, each.lost, each.stayed, each.failures) for each in trials] == [
        (True, False, 0, ())
    ] * 3
