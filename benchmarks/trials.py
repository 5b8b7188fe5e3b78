"""What trials of faults share: their outcome, the processes there are, and what is left behind."""

from __future__ import annotations

import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

END_S: Final = 5.0
"""Seconds within which the other processes of a killed one end too."""

# What a folder of trials holds where nothing was left behind.
_EXPECTED: Final = re.compile(
    r"home/((index|indexer)?\.?lock|keys\.(json|lock)|(store|edits)\.sqlite(-wal|-shm)?|rejects/[^/.]+\.jsonl"
    r"|index/CURRENT|index/[0-9a-f]{16}/.*)"
    r"|v2/.*|[^./]+\.(jsonl|csv)"
)


class Trial(NamedTuple):
    """What was seen after one fault.

    Args:
        opened: Whether what should open did.
        changed: Whether the outcome of the operation was there; None where neither it nor what was
            before was there.
        lost: Whether something that was acknowledged was not there.
        stayed: Processes that were left alive.
        left: What lay about after it.
        left_next: What lay about after the next run of the same.
        failures: What should not be, in words.
    """

    opened: bool
    changed: bool | None
    lost: bool
    stayed: int
    left: Counter[str]
    left_next: Counter[str]
    failures: tuple[str, ...]


class Process(NamedTuple):
    """A process: its ID, its parent's, its group's, and its command line."""

    pid: int
    parent: int
    group: int
    command: str


def processes() -> list[Process]:
    """All processes that run; those that ended and wait for their parent do not."""
    command = ["/bin/ps", "-A", "-ww", "-o", "pid=,ppid=,pgid=,stat=,args="]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = [line.split(maxsplit=4) for line in listed.splitlines()]
    return [
        Process(int(pid), int(parent), int(group), " ".join(args))
        for pid, parent, group, stat, *args in rows
        if stat[0] != "Z"
    ]


def of_group(group: int) -> set[int]:
    """The processes of a group."""
    return {each.pid for each in processes() if each.group == group}


def wait_until_gone(pids: Iterable[int]) -> set[int]:
    """Those of the processes that still run after `END_S`."""
    rest, until = set(pids), time.monotonic() + END_S
    while rest and time.monotonic() < until:
        time.sleep(0.02)
        rest &= {each.pid for each in processes()}
    return rest


def left_in(folder: Path) -> Counter[str]:
    """Files that belong to nothing, each by the part that says what it is, numbers left out."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not _EXPECTED.fullmatch(name):
            hidden = next((part for part in name.split("/") if part.startswith(".")), path.name)
            found[re.sub(r"[0-9a-f]{8,}|\d+", "*", hidden)] = 1
    return found
