"""The journal of a home: every change that somebody made of its table, numbered, in one database.

    with Journal.open(home) as journal:
        with journal.writing() as writing:
            number = writing.append("alias", operations, by="ana", entity="nato", touched={"nato"})
        journal.changes(after=number - 10)

Nothing of it is changed in place. What holds now follows from it, and is kept beside it: the
`Edits`, which `resolver.store` puts together with what sources say. Any process may write while the
home is served, imported into or compiled: one writes at a time, for a few milliseconds.

- `schema`: the tables.
- `edits`: what holds, in memory.
- `named`: names that entities have only since a change.
- `once`: requests that may be sent again, and are done once.
- `rows`: changes and effects, to rows and back.
- `reading`: what it says, within a transaction.
- `writing`: changes added, within a transaction.
- `journal`: the journal, opened.
- `questions`: the key of a question that people decide.
- `queue`: what to decide: questions that had no match.
- `checking`: whether what is kept beside the changes follows from them.
- `sought`: what is to be erased, and hashes of what was.
- `blanking`: texts taken out of the journal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resolver.journal.edits import Edits, Pair

if TYPE_CHECKING:
    from resolver.journal.journal import Journal
    from resolver.journal.reading import Reading
    from resolver.journal.writing import Writing

__all__ = ["Edits", "Journal", "Pair", "Reading", "Writing"]


def __getattr__(name: str) -> Any:
    """The journal itself, imported when it is asked for: SQLAlchemy takes 14 MB and 0.2 s."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from resolver.journal import journal

    return getattr(journal, name)
