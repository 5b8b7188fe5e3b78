"""Progress is shown on a terminal; of a list, in lines elsewhere."""

from __future__ import annotations

import io

import pytest

from resolver.bulk.blocks import Done
from resolver.bulk.tally import Tally
from resolver.cli.progress import progress, watch_rows


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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that `time.monotonic` says, to be changed."""
    now = [100.0]
    monkeypatch.setattr("resolver.cli.progress.time.monotonic", lambda: now[0])
    return now


def test_a_list_says_in_a_line_every_ten_seconds_how_fast_it_goes(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    log = io.StringIO()
    monkeypatch.setattr("sys.stderr", log)
    with watch_rows() as watch:
        for second in range(31):
            clock[0] = 100.0 + second
            watch(Done(1_000 * second, second / 300, Tally()))
    assert log.getvalue().splitlines() == [
        "10,000 rows, 1,000 rows a second, 5 min left",
        "20,000 rows, 1,000 rows a second, 5 min left",
        "30,000 rows, 1,000 rows a second, 4 min left",
    ]


def test_a_list_of_unknown_length_says_no_time(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    log = io.StringIO()
    monkeypatch.setattr("sys.stderr", log)
    with watch_rows() as watch:
        watch(Done(5, None, Tally()))
        clock[0] += 12
        watch(Done(125, None, Tally()))
    assert log.getvalue() == "125 rows, 10 rows a second\n"


def test_a_list_has_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with watch_rows() as watch:
        watch(Done(7, 0.5, Tally()))
        watch(Done(1_234, 1.0, Tally()))
    assert "1,234 rows" in terminal.getvalue()
