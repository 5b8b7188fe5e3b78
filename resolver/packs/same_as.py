"""The same_as.csv of a pack directory: IDs that mean one thing.

    id,same_as
    iraq,IQ
    iraq,Q796

Reach for this module to read one. A row is a pair; an ID may be in several, and no entity need have
one of them. What is declared over several steps is one thing too. Further columns, such as who said
so, are left aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from resolver.model import SameAs
from resolver.packs.pack import Located
from resolver.packs.rejects import Rejects
from resolver.packs.rows import table_rows


def same_as_rows(path: Path, rejects: Rejects) -> Iterator[Located]:
    """What a CSV declares: a record for each ID, where it comes first.

    Args:
        path: The file.
        rejects: What becomes of rows that are wrong.

    Raises:
        BadSource: The header or a row is wrong; names the line.
    """
    declared: dict[str, tuple[int, dict[str, None]]] = {}  # of each ID the first line and others
    for line, cells in table_rows(path, rejects, required=("id", "same_as")):
        with rejects.row(path, line, [*cells.values()]):
            pair = SameAs(cells["id"], (cells["same_as"],))
            declared.setdefault(pair.entity_id, (line, {}))[1].update(dict.fromkeys(pair.others))
    for entity_id, (line, others) in declared.items():
        yield Located(SameAs(entity_id, tuple(others)), path, line)
