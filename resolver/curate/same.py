"""What people decided to be one thing, into the journal. Reach for `declare_same` with a file.

Each row that decides something new is a change of its own; the next compile has them.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from resolver.curate.overlap_file import read_overlap_file
from resolver.home import Home
from resolver.journal import Journal, Pair
from resolver.model.edit import Operation
from resolver.store import expect_store, open_store


class DeclaredSame(NamedTuple):
    """What taking in a file did.

    Args:
        same: Pairs of the file that are one thing.
        different: Pairs that are not.
        left_open: Rows of the file in which nothing is decided.
    """

    same: int
    different: int
    left_open: int


def declare_same(home: Path, path: Path, *, by: str) -> DeclaredSame:
    """Store in a home which pairs of IDs are one thing, and which are not.

    Args:
        home: The directory.
        path: A file as `resolver.curate.overlap_file` describes it.
        by: Who decided.

    Raises:
        BadSource: Something in the file is wrong; names line and column.
        HomeError: There is no home or nothing in it, or it cannot be written.
    """
    expect_store(home)
    said = read_overlap_file(path)
    with open_store(home) as store, store.journal.writing() as writing:
        edits = writing.edits({each for pair in said.same | said.different for each in pair})
        operations = [
            *(
                Operation(one, "same", {"as": other})
                for one, other in sorted(said.same - edits.same)
            ),
            *(
                Operation(one, "different", {"from": other})
                for one, other in sorted(said.different - edits.different)
            ),
        ]
        for operation in operations:
            pair = operation.target, str(operation.other)
            writing.append(
                "same" if operation.action == "same" else "different",
                [operation],
                by=by,
                entity=operation.target,
                after=operation.value,
                touched_ids=store.around(pair, writing).ids,
            )
    return DeclaredSame(len(said.same), len(said.different), said.left_open)


def declared_pairs(home: Path) -> frozenset[Pair]:
    """The pairs of IDs, each in order, of which somebody decided in a home whether they are one.

    Raises:
        HomeError: The home is damaged.
    """
    if not Home(home).journal.exists():
        return frozenset()
    with Journal.open(home) as journal:
        edits = journal.edits()
    return edits.same | edits.different
