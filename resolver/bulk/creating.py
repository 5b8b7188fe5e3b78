"""Names of a list that are nobody's, made entities. Reach for `creating` to have `bulk --create`.

What was created is found again by its name before any index has it: the same name in many rows is
one entity, and so it is where a run was killed and goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from resolver.engine import Resolver
from resolver.model import Query

REASON: Final = "resolver bulk --create"
"""Why the entities were created, as the journal says."""


class New(NamedTuple):
    """What became of a name that was nobody's.

    Args:
        id: The ID of its entity; None where several have the name since.
        name: The name of that entity, or of the first one.
        type: Its type.
    """

    id: str | None
    name: str
    type: str


Create = Callable[[Sequence[Query]], Sequence[New]]
"""Creates entities for names, each with a type, that are nobody's; several names may be one."""


@contextmanager
def creating(home: Path, resolver: Resolver) -> Iterator[Create]:
    """What creates entities in a home.

    Args:
        home: The home.
        resolver: On the index in which the names are nobody's.

    Raises:
        HomeError: There is no home, or it cannot be written.
    """
    from resolver.table import Table  # SQLAlchemy with it, which only writers need

    with Table.open(home) as table:

        def create(queries: Sequence[Query]) -> list[New]:
            done = table.create_missing(queries, resolver, reason=REASON)
            return [
                New(each.id, query.text, query.type or "")
                if each.created
                else New(each.id, *each.candidates[0][1:3])
                for each, query in zip(done, queries, strict=True)
            ]

        yield create
