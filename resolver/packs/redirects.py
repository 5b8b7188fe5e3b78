"""The redirects.csv of a pack directory: IDs that became others.

    old_id,id
    zahedi,mohammad-reza-zahedi

Reach for this module to read one. An ID may become one that became another again, but none may come
back to itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from resolver.errors import BadValue
from resolver.model import Redirect
from resolver.packs.pack import Located
from resolver.packs.rejects import Rejects
from resolver.packs.rows import table_rows


def redirect_rows(path: Path, rejects: Rejects) -> Iterator[Located]:
    """The redirects of a CSV, one a row.

    Args:
        path: The file.
        rejects: What becomes of rows that are wrong.

    Raises:
        BadSource: The header or a row is wrong, or an ID comes back to itself; names the line.
    """
    ends: dict[str, str] = {}  # where each ID leads, as far as the rows so far say
    for line, cells in table_rows(path, rejects, required=("old_id", "id"), allowed=()):
        with rejects.row(path, line, [*cells.values()]):
            redirect = Redirect(cells["old_id"], cells["id"])
            end = _followed(redirect.id, ends)
            if end == redirect.old_id:
                raise BadValue(
                    f"the id {redirect.old_id!r} comes back to itself by way of {redirect.id!r}",
                    "take one of these rows away",
                    field="id",
                )
            ends.setdefault(redirect.old_id, end)
            yield Located(redirect, path, line)


def _followed(entity_id: str, ends: Mapping[str, str]) -> str:
    """Where an ID leads in the end."""
    while entity_id in ends:
        entity_id = ends[entity_id]
    return entity_id
