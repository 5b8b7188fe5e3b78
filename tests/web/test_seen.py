"""A change is seen everywhere once every process of the service says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.telemetry import METRICS_FOLDER
from resolver.web.seen import Seen, UpTo, forget_seen


def test_an_app_without_a_folder_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(METRICS_FOLDER, raising=False)
    seen = Seen()
    assert not seen.everywhere(1)
    seen.note(UpTo(7))
    assert seen.everywhere(7)
    assert not seen.everywhere(8)


def test_all_processes_are_waited_for_but_not_one_that_died(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(METRICS_FOLDER, str(tmp_path))
    note = (
        "import os; from resolver.web.seen import Seen, UpTo; "
        "Seen().note(UpTo(5)); print(os.getpid())"
    )
    other = subprocess.run(
        [sys.executable, "-c", note], env=os.environ, capture_output=True, text=True, check=True
    )
    seen = Seen()
    seen.note(UpTo(7))
    assert seen.everywhere(5)
    assert not seen.everywhere(6)
    forget_seen(int(other.stdout))
    assert seen.everywhere(7)
    assert not seen.everywhere(8)
    forget_seen(int(other.stdout))  # once more is no error


def test_a_change_that_is_none_of_the_journal_does_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(METRICS_FOLDER, str(tmp_path))
    seen = Seen()
    seen.note(UpTo(7, "2026-03-01T12:00:00Z"))
    assert not seen.everywhere(5, lambda each: each.changed_at is None)
    assert seen.everywhere(5, lambda each: each == UpTo(7, "2026-03-01T12:00:00Z"))
