"""Faults of commands that edit: `resolver alias`, `edit`, `merge`, `split`, `undo` are killed.

Two at a time, at a moment that a seed draws over the length of a command: while Python starts,
while it writes, while it publishes what it wrote. What a command printed is acknowledged. What is
looked at is that of `faults_editing`.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.faults_editing import ROOT, behind, reasons, trial
from benchmarks.trials import Trial, of_group, wait_until_gone
from resolver.table import Table

AT_ONCE: Final = 2
"""Commands that run at the same time."""

_DONE: Final = re.compile(rb"change ([0-9]+): .*\n")
"""What a command prints once its change is on disk."""


def kill_commands(home: Path, seed: str, kills: int) -> Iterator[Trial]:
    """Kill commands, again and again; the home stays what it became."""
    chance = random.Random(f"{seed} commands")
    length_s = _length(home, chance)
    for number in range(kills):
        before = reasons(home)
        said = [f"command-{seed}-{number}-{each}" for each in range(AT_ONCE)]
        started = [_start(home, chance, before, each) for each in said]
        time.sleep(chance.uniform(0, length_s))
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
        done: dict[int, str] = {}
        for process, each in zip(started, said, strict=True):
            printed = _DONE.match(process.communicate()[0])
            done |= {} if printed is None else {int(printed[1]): each}
        stayed = wait_until_gone(pid for process in started for pid in of_group(process.pid))
        seen = trial(home, before | done, len(done), unsaid=AT_ONCE - len(done))
        failures = (*seen.failures, *behind(home))
        yield seen._replace(stayed=len(stayed), failures=failures)


def _length(home: Path, chance: random.Random) -> float:
    """Seconds that commands take which nobody kills, as many at a time."""
    begin = time.monotonic()
    for process in [_start(home, chance, {}, "undisturbed") for _ in range(AT_ONCE)]:
        process.communicate()
    return time.monotonic() - begin


def _start(
    home: Path, chance: random.Random, changes: dict[int, str], said: str
) -> subprocess.Popen[bytes]:
    """A command that changes something, in a group of its own."""
    with Table.open(home, by="nobody") as table:
        ids = [each.entity.id for each in table.store.entities()][:50]
    one, other = chance.sample(ids, 2)
    commands = [
        ["alias", one, f"Alias {chance.randrange(1_000)}"],
        ["edit", one, "--description", said],
        ["merge", one, other],
        ["split", one, "--alias", f"Alias {chance.randrange(1_000)}"],
    ]
    if changes:
        commands.append(["undo", str(chance.choice([*changes][-20:]))])
    command = [*chance.choice(commands), "--reason", said, "--home", str(home)]
    return subprocess.Popen(
        [sys.executable, "-m", "resolver", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
