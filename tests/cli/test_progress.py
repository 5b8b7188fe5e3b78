"""Progress is shown on a terminal and nowhere else."""

from __future__ import annotations

import io

import pytest

from resolver.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress("compile", 2) as advance:
        advance(1)
        advance(1)
    assert "compile" in terminal.getvalue()


@pytest.mark.parametrize("total", [2, None])
def test_a_file_gets_nothing(monkeypatch: pytest.MonkeyPatch, total: int | None) -> None:
    log = io.StringIO()
    monkeypatch.setattr("sys.stderr", log)
    with progress("compile", total) as advance:
        advance(2)
    assert log.getvalue() == ""
