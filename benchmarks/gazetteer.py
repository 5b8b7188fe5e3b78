"""Tables of any size to measure retrieval on: a gazetteer, samples of it, and made-up names too.

A smaller table is a sample of the gazetteer. A larger one has made-up names too: the beginning of
one real name and the end of another, joined where both have the same two letters, so that their
trigrams are as frequent as those of real ones. The entities that the labelled queries mean are in
all of them, and the same arguments make the same tables.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final, Self

from resolver import Query

_DRAWS: Final = 6
"""Ends drawn for a made-up entity: without duplicates, about as many as a real one has names."""

_PARENTS: Final = 100_000
"""Real names from which the made-up ones are joined."""

_MEGABYTE: Final = 1 << (20 if sys.platform == "darwin" else 10)
"""A megabyte in the unit of `ru_maxrss`: bytes on macOS, kilobytes elsewhere."""

# A process inherits the peak memory of the one that started it, so a small one starts it.
_RUNNER: Final = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A query, and the right answers to it.

    Args:
        query: The query.
        gold: IDs of the entities of which one is meant.
    """

    query: Query
    gold: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> list[Self]:
        """The lines of a compressed JSONL file with text, type, country and gold."""
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        return [
            cls(Query(row["text"], row["type"], row.get("country") or ()), frozenset(row["gold"]))
            for row in rows
        ]


class Gazetteer:
    """The entities of a JSONL file, from which tables of any size are made.

    Args:
        path: Entity JSONL, compressed.
        first: IDs of the entities that a table of any size has.
    """

    def __init__(self, path: Path, first: frozenset[str]) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            entities = [json.loads(line) for line in file]
        random.Random(5).shuffle(entities)
        entities.sort(key=lambda entity: entity["id"] not in first)
        self._entities = entities
        self.names = sum(len(_names(entity)) for entity in entities)
        """How many names its entities have together."""

    def entities(self, names: int) -> Iterator[dict[str, Any]]:
        """Entities with so many names together."""
        for entity in chain(self._entities, self._made_up()):
            yield entity
            names -= len(_names(entity))
            if names <= 0:  # before the next one is made up
                return

    def names_of_first(self, entities: int) -> list[str]:
        """The names of the first entities, those that every table has."""
        return list(chain.from_iterable(map(_names, self._entities[:entities])))

    def _made_up(self) -> Iterator[dict[str, Any]]:
        chance = random.Random(6)
        names = list(chain.from_iterable(map(_names, self._entities)))
        parents = [name for name in chance.sample(names, _PARENTS) if len(name) > 2]
        ends = defaultdict(list)
        for name in parents:
            for at in range(1, len(name) - 1):
                ends[name[at : at + 2]].append(name[at + 2 :])
        number = 0
        while True:
            parent = chance.choice(parents)
            at = chance.randrange(1, len(parent) - 1)
            drawn = chance.choices(ends[parent[at : at + 2]], k=_DRAWS)
            name, *aliases = dict.fromkeys(parent[: at + 2] + end for end in drawn)
            yield {"id": f"made-{number}", "type": "place", "name": name, "aliases": aliases}
            number += 1


@dataclass(frozen=True, slots=True)
class Built:
    """A home that was built, and what that took.

    Args:
        home: Its folder.
        import_s: Seconds from entities to the store.
        compile_s: Seconds from the store to the index.
        compile_mb: Peak memory of compiling, in megabytes.
    """

    home: str
    import_s: float
    compile_s: float
    compile_mb: float


def build(home: Path, entities: Iterable[dict[str, Any]]) -> Built:
    """Import and compile as a user does; a home that was built before is used as it is."""
    record = home / "built.json"
    if record.exists():
        return Built(**json.loads(record.read_text("utf-8")))
    home.mkdir(parents=True, exist_ok=True)
    table = home / "table.jsonl"
    with table.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)
    import_s, _ = _run(["import", str(table), "--home", str(home)])
    table.unlink()
    built = Built(str(home), import_s, *_run(["compile", "--home", str(home)]))
    record.write_text(json.dumps(asdict(built)), "utf-8")
    return built


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Run `resolver`; the seconds it took, and its peak memory in megabytes."""
    resolver = [sys.executable, "-m", "resolver", *command]
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _RUNNER, *resolver], check=True, stdout=subprocess.PIPE
    )
    return round(time.perf_counter() - begin, 1), round(int(done.stdout) / _MEGABYTE)


def _names(entity: dict[str, Any]) -> list[str]:
    return [entity["name"], *entity["aliases"]]
