"""Faults of what edits: processes that change a table are killed while they do, and what publishes.

Two processes change one table without a pause: aliases, fields, new entities, merges, splits and
undos, through `resolver.table`; no service is asked. Each says what it did when it is acknowledged,
and nothing before. `kill_writers` kills both, one after the other, from a moment on that a seed
draws; `kill_publishers` the process that publishes while one of them writes. Then every change that
was acknowledged is there with the reason that was given, at most one more of each that was killed,
and none by halves: the journal agrees with itself, and each entity alone is what it is among all.
The home opens, and where a publisher was killed the next one has the index know all of it.

    python -m benchmarks.faults_editing HOME NAME     edits until it is killed
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, cast

from benchmarks.trials import Trial, left_in, wait_until_gone
from resolver.errors import HomeBusy, InvalidInput, ResolverError, UnknownEntity
from resolver.journal.checking import disagreements
from resolver.model.edit import Change
from resolver.table import Table

ROOT: Final = Path(__file__).parent.parent
WRITERS: Final = 2
LONGEST_S: Final = 1.0
"""Seconds after the first acknowledged change within which the kill comes."""


def edit(home: Path, name: str) -> None:
    """Change the table without a pause, and print what was acknowledged, a line each."""
    chance = random.Random(f"{name} {os.getpid()}")
    with Table.open(home, by=name) as table:
        ids = [each.entity.id for each in table.store.entities()][:50]
        for count in range(1_000_000):
            said = f"{name} {os.getpid()} {count}"
            try:
                number = _one(table, chance, ids, said)
            except (InvalidInput, UnknownEntity, HomeBusy):
                continue
            print(json.dumps([number, said]), flush=True)


def _one(table: Table, chance: random.Random, ids: list[str], said: str) -> int:
    one, other = chance.choice(ids), chance.choice(ids)
    kinds = ["alias", "alias", "patch", "create", "merge", "split", "unalias"]
    kind = chance.choice([*kinds, "undo"] if table.through else kinds)
    if kind == "alias":
        return table.alias(one, f"Alias {chance.randrange(1_000)}", reason=said).change
    if kind == "patch":
        return table.patch(one, {"description": said}, reason=said).change
    if kind == "create":
        return table.create({"type": "person", "name": said}, reason=said).change
    if kind == "merge":
        return table.merge(one, [other], reason=said).change or 0
    if kind == "split":
        return table.split(one, reason=said).change
    if kind == "unalias":
        return table.unalias(one, f"Alias {chance.randrange(1_000)}", reason=said).change
    return table.undo(chance.randint(max(1, table.through - 20), table.through), reason=said).change


class Writer:
    """A process that edits, and what it said to be done.

    Args:
        home: The home.
        name: Who it is in the journal.
    """

    def __init__(self, home: Path, name: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.faults_editing", str(home), name],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._said = cast(IO[bytes], self._process.stdout)
        self._first = self._said.readline()

    def kill(self) -> list[tuple[int, str]]:
        """Kill it; the numbers of what was acknowledged, and the reason of each."""
        self._process.send_signal(signal.SIGKILL)
        with self._said:
            lines = [self._first, *self._said]
        self._process.wait()
        return [tuple(json.loads(each)) for each in lines if each.endswith(b"\n")]


def kill_writers(home: Path, seed: str, kills: int) -> Iterator[Trial]:
    """Kill writers, again and again; the home stays what it became."""
    chance = random.Random(f"{seed} editing")
    acknowledged = reasons(home)
    for _ in range(kills):
        writers = [Writer(home, f"writer-{number}") for number in range(WRITERS)]
        time.sleep(chance.uniform(0, LONGEST_S))
        done = [each for writer in writers for each in writer.kill()]
        acknowledged |= dict(done)
        yield trial(home, acknowledged, len(done), unsaid=WRITERS)
        acknowledged = reasons(home)


def kill_publishers(home: Path, seed: str, kills: int) -> Iterator[Trial]:
    """Kill what publishes while others write; the next one catches up."""
    chance = random.Random(f"{seed} publishing")
    for _ in range(kills):
        before = reasons(home)
        publisher = _publisher(home)
        writer = Writer(home, "writer")
        time.sleep(chance.uniform(0, LONGEST_S))
        publisher.send_signal(signal.SIGKILL)
        done = writer.kill()
        publisher.communicate()
        stayed = wait_until_gone({publisher.pid})
        seen = trial(home, before | dict(done), len(done), unsaid=1)
        yield seen._replace(stayed=len(stayed), failures=(*seen.failures, *behind(home)))


def _publisher(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "resolver.indexing.indexer"],
        cwd=ROOT,
        env=os.environ | {"RESOLVER_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def behind(home: Path) -> tuple[str, ...]:
    """What the index lacks once the next one that publishes has done so."""
    from resolver.indexing import seen

    with Table.open(home, by="nobody") as table:
        through = table.through
    if not seen(home, through, wait_s=30):
        return (f"the index does not get to change {through}",)
    return ()


def trial(home: Path, acknowledged: dict[int, str], done: int, *, unsaid: int) -> Trial:
    """What is to be seen in a home after a kill.

    Args:
        home: The home.
        acknowledged: By number of each change that was said to be done its reason.
        done: How many of them are of this trial.
        unsaid: How many changes may be there that nobody heard of.
    """
    failures: list[str] = []
    opened = True
    try:
        there = reasons(home)
        failures += _disagreements(home)
    except ResolverError as error:
        opened, there = False, {}
        failures.append(f"the home does not open: {error}")
    lost = [number for number, said in acknowledged.items() if there.get(number) != said]
    failures += [f"change {number} was acknowledged and is not there" for number in lost]
    more = len(there) - len(acknowledged)
    if not lost and more > unsaid:
        failures.append(f"{more} changes are there that nobody made")
    return Trial(opened, done > 0, bool(lost), 0, left_in(home.parent), Counter(), tuple(failures))


def reasons(home: Path) -> dict[int, str]:
    """By number of each change its reason."""
    with Table.open(home, by="nobody") as table:
        return {each.number: each.reason or "" for each in changes_of(table)}


def changes_of(table: Table) -> Iterator[Change]:
    """Every change, in order."""
    after = 0
    while found := table.changes(after=after):
        yield from found
        after = found[-1].number


def _disagreements(home: Path) -> list[str]:
    """What is wrong with a journal, and what of the table does not follow from it."""
    with Table.open(home, by="nobody") as table:
        with table.store.journal.reading() as reading:
            found = disagreements(reading)
        records: dict[str, Any] = {each.entity.id: each for each in table.store.entities()}
        if table.store.count() != len(records):
            found.append("what is counted is not what is there")
        asked = {each.entity for each in table.changes(after=table.through - 20) if each.entity}
        for each in asked & records.keys():
            if table.entity(each) != records[each]:
                found.append(f"{each!r} alone is not as among all")
    return found


if __name__ == "__main__":
    edit(Path(sys.argv[1]), sys.argv[2])
