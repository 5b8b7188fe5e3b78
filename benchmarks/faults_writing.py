"""Faults of what writes: import, compile, bulk are killed, or find no space.

An `Operation` is a command in a folder of its own. It is run undisturbed first, to know its length
and what is to be seen after it; then again and again in a copy of the folder, with a fault. What is
seen after a fault must be what was seen before or after the undisturbed run, not before what the
command had said to be done; and the next run of the same command must make it the latter.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.serving import make_home, misspelt
from benchmarks.trials import Trial, left_in, of_group, wait_until_gone
from resolver import Query, Resolver
from resolver.errors import ResolverError
from resolver.store import open_store

ROOT: Final = Path(__file__).parent.parent
ENTITIES: Final = 12_000
"""Entities of the table: an overlay needs 10,000."""

LARGE: Final = 30_000
"""Entities of a file that other processes work on as it is imported."""

ASKED: Final = 200
"""Names that are asked to see what an index answers."""

ROWS: Final = 3_000
"""Rows of the CSV; the larger part is misspelt."""

LONGEST_S: Final = 120
"""Seconds that a command takes at most."""

Seen = Callable[[Path], str]
"""What is to be seen in a folder, as a digest."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A command that writes.

    Args:
        name: What the table calls it.
        folder: Where it runs, in a copy.
        command: The arguments of `resolver`. Each line that it prints says that a step is done.
        steps: The same, step by step.
        seen: What of its outcome is looked at.
        target: The files that grow by it.
    """

    name: str
    folder: Path
    command: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]
    seen: Seen
    target: str


class Undisturbed(NamedTuple):
    """An operation without a fault: its seconds, the largest file, and what is seen, by steps."""

    seconds: float
    largest: int
    states: list[str]


class Ended(NamedTuple):
    """How a command ended: its exit code, what it printed, and its processes that stayed."""

    code: int
    lines: int
    errors: str
    stayed: int


Fault = Callable[[Path, tuple[str, ...]], Ended]
"""Runs a command in a folder, with a fault."""


def start(folder: Path, command: tuple[str, ...], **more: Any) -> subprocess.Popen[bytes]:
    """A command in a group of its own; what it prints goes to files beside the folder."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("RESOLVER_")}
    with (
        folder.with_suffix(".out").open("wb") as out,
        folder.with_suffix(".err").open("wb") as err,
    ):
        return subprocess.Popen(
            [sys.executable, "-m", "resolver", *command],
            cwd=folder,
            env=env | {"PYTHONPATH": str(ROOT), "RESOLVER_HOME": "home"},
            stdout=out,
            stderr=err,
            start_new_session=True,
            **more,
        )


def ended(process: subprocess.Popen[bytes], folder: Path) -> Ended:
    """How it ended; waits for the other processes of its group, then ends those that stayed."""
    stayed = wait_until_gone(of_group(process.pid))
    for pid in stayed:
        os.kill(pid, signal.SIGKILL)
    lines = folder.with_suffix(".out").read_bytes().count(b"\n")
    errors = folder.with_suffix(".err").read_text("utf-8", "replace")
    return Ended(process.wait(), lines, errors, len(stayed))


def run(folder: Path, command: tuple[str, ...]) -> Ended:
    """Run a command to its end."""
    process = start(folder, command)
    process.wait(LONGEST_S)
    return ended(process, folder)


def killed(after_s: float, folder: Path, command: tuple[str, ...]) -> Ended:
    """Run a command, and kill it after so many seconds."""
    process = start(folder, command)
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return ended(process, folder)


def without_space(most: int, folder: Path, command: tuple[str, ...]) -> Ended:
    """Run a command whose files may not grow beyond so many bytes, as on a full disk."""
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
    process = start(folder, command, preexec_fn=limit)
    process.wait(LONGEST_S)
    return ended(process, folder)


def undisturbed(operation: Operation) -> Undisturbed:
    """Run an operation as it should be; ends the program where that fails."""
    states = []
    with copied(operation.folder) as folder:
        states.append(operation.seen(folder))
        for step in operation.steps:
            done = run(folder, step)
            if done.code:
                sys.exit(done.errors)
            states.append(operation.seen(folder))
        largest = max(path.stat().st_size for path in folder.glob(operation.target))
    with copied(operation.folder) as folder:
        begin = time.perf_counter()
        run(folder, operation.command)
        seconds = time.perf_counter() - begin
    return Undisturbed(seconds, largest, states)


def trials(
    operation: Operation, seed: str, kills: int, fulls: int
) -> Iterator[tuple[str, float, Trial]]:
    """The trials of an operation: by what the table calls them, the second or the byte, the trial.

    Moments lie anywhere in the length of the undisturbed run, and bytes below those of the largest
    file; both follow from the seed.
    """
    whole = undisturbed(operation)
    chance = random.Random(f"{seed} {operation.name}")
    for _ in range(kills):
        moment = chance.uniform(0, whole.seconds)
        yield operation.name, moment, trial(operation, whole.states, partial(killed, moment))
    for _ in range(fulls):
        most = chance.randrange(whole.largest)
        done = trial(operation, whole.states, partial(without_space, most))
        yield f"{operation.name}, no space", most, done


def trial(operation: Operation, states: list[str], fault: Fault) -> Trial:
    """One fault in a copy of the folder, then the next run of the same."""
    failures: list[str] = []
    with copied(operation.folder) as folder:
        end = fault(folder, operation.command)
        left = left_in(folder)
        opened, step = _step(operation, states, folder, failures)
        done = len(operation.steps) if end.code == 0 else min(end.lines, len(operation.steps))
        lost = step is not None and step < done
        if lost:
            failures.append(f"step {done} was said to be done, and step {step} is there")
        if end.stayed:
            failures.append(f"{end.stayed} processes stayed")
        if end.code > 0 and (end.errors.count("\n") != 1 or not end.errors.startswith("error: ")):
            failures.append(f"no error of one line, but {end.errors.strip()[-200:]!r}")
        again = run(folder, operation.command)
        if again.code:
            failures.append(f"the next run failed: {again.errors.strip()[-200:]}")
        elif _step(operation, states, folder, failures)[1] != len(operation.steps):
            failures.append("the next run does not mend it")
        left_next = left_in(folder)
    changed = None if step is None else step > 0
    return Trial(opened, changed, lost, end.stayed, left, left_next, tuple(failures))


def _step(
    operation: Operation, states: list[str], folder: Path, failures: list[str]
) -> tuple[bool, int | None]:
    """Whether the home opens, and after which step it is; None where after none of them."""
    try:
        return True, states.index(operation.seen(folder))
    except ResolverError as error:
        failures.append(f"the home does not open: {error}")
        return False, None
    except ValueError:
        failures.append("neither what was before nor what should be after is there")
        return True, None


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of a folder, removed at the end of the block."""
    copy = folder.with_name(f"{folder.name}-trial")
    shutil.copytree(folder, copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


def operations(folder: Path) -> list[Operation]:
    """The operations, each with its folder made below this one."""
    base, names = _base(folder / "base")
    compiling, overlay = folder / "compile", folder / "overlay"
    importing = ("import", "v2/home.jsonl", "more.jsonl")
    for copy, sources in ((compiling, importing[1:]), (overlay, ("v2/few.jsonl",))):
        shutil.copytree(base, copy)
        run(copy, ("import", *sources))
    index = partial(_index_seen, names)
    steps = tuple(("import", source) for source in importing[1:])
    compile_, bulk = ("compile",), ("bulk", "in.csv", "-c", "name", "-o", "out.csv", "--resume")
    sqlite, columns = "home/store.sqlite", "home/index/*/*.npy"
    large, bad = ("import", "large.jsonl"), ("import", "--skip-bad", "bad.jsonl")
    return [
        Operation("import, large", base, large, (large,), partial(_store_seen, names), sqlite),
        Operation("import, bad rows", base, bad, (bad,), partial(_store_seen, names), sqlite),
        Operation("import", base, importing, steps, partial(_store_seen, names), sqlite),
        Operation("compile, whole", compiling, compile_, (compile_,), index, columns),
        Operation("compile, overlay", overlay, compile_, (compile_,), index, columns),
        Operation("bulk", base, bulk, (bulk,), partial(_output_seen, names), "out.csv"),
    ]


def _base(folder: Path) -> tuple[Path, list[str]]:
    """A compiled home of two sources, newer ones of both, a third, and a CSV; names to ask."""
    (folder / "v2").mkdir(parents=True)
    names = make_home(folder / "home", ENTITIES)
    table = [json.loads(line) for line in (folder / "home.jsonl").open(encoding="utf-8")]
    newer = [each | {"name": f"{each['name']} Second"} for each in table[::3]] + table[1::3]
    few = [{"id": f"f{n}", "type": "person", "name": f"{names[n]} Third"} for n in range(500)]
    _write(folder / "v2" / "home.jsonl", newer)
    _write(folder / "few.jsonl", few)
    _write(folder / "v2" / "few.jsonl", [each | {"aliases": ["Fourth"]} for each in few[:300]])
    _write(folder / "more.jsonl", [each | {"id": f"m{each['id']}"} for each in table[:3000]])
    large = [{"id": f"l{n}", "type": "place", "name": f"{n} Street"} for n in range(LARGE)]
    more = [{"aliases": [f"{each['id']} St {m}" for m in range(8)]} for each in large]
    _write(folder / "large.jsonl", [one | other for one, other in zip(large, more, strict=True)])
    lines = (folder / "large.jsonl").read_text("utf-8").splitlines()
    bad = [line if n % 100 else line[:-9] for n, line in enumerate(lines)]
    (folder / "bad.jsonl").write_text("\n".join(bad), "utf-8")
    for command in (("import", "few.jsonl"), ("compile",)):
        run(folder, command)
    rows = [misspelt(name) if n % 3 else name for n, name in enumerate(names[:ROWS])]
    (folder / "in.csv").write_text("\n".join(["name", *rows]), "utf-8")
    (folder / "out.csv").write_text("what was there before\n", "utf-8")
    later = [each["name"] for each in (*newer[:ASKED], *few[:ASKED])]
    return folder, names[:ASKED] + later


def _write(path: Path, entities: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(each) + "\n" for each in entities), "utf-8")


def _index_seen(names: list[str], folder: Path) -> str:
    with Resolver.open(folder / "home") as resolver:
        said = [resolver.resolve(Query(name)).to_dict() for name in names]
    return _digest(json.dumps(said))


def _store_seen(names: list[str], folder: Path) -> str:
    with open_store(folder / "home") as store:
        held = [repr(each) for each in store.entities()]
    return _digest(*held, _index_seen(names, folder))


def _output_seen(names: list[str], folder: Path) -> str:
    return _digest((folder / "out.csv").read_text("utf-8"), _index_seen(names, folder))


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
