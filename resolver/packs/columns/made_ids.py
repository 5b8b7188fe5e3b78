"""IDs of rows that have none, the same at every import. Reach for it where a table has no ID.

    Mohammad Reza Zahedi, 1944  →  mohammad-reza-zahedi-5f0c2a1b

An ID is the name in plain letters and a digest of the name and the cells that tell rows apart. Rows
that differ, but not in these, each have a digest of all that they say. So an ID depends on no row
of another name, not on the order of the rows and not on the version of the folding. A row that says
in every cell what an earlier one said is the same row again.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_MAX_LETTERS: Final = 40
"""Letters of the name that an ID has at most."""

_DIGEST_SIZE: Final = 4
_ROW_DIGEST_SIZE: Final = 12


class MadeIds:
    """Makes the IDs of one table: every row is noted first, then asked about.

    Args:
        prefix: What stands before each.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._ids: set[str] = set()
        self._repeated: set[str] = set()
        self._noted: set[bytes] = set()
        self._given: set[bytes] = set()

    def note(self, name: str, apart: Sequence[str], cells: Sequence[str]) -> None:
        """Note a row, of any place; the arguments are those of `of_row`."""
        if _is_new(cells, self._noted):
            made = self._made(name, [name, *apart])
            if made in self._ids:
                self._repeated.add(made)
            self._ids.add(made)

    def of_row(self, name: str, apart: Sequence[str], cells: Sequence[str]) -> str | None:
        """The ID of the next row; None where it repeats an earlier one in every cell.

        Args:
            name: Its name.
            apart: The cells that tell rows of one name apart.
            cells: All of its cells.
        """
        if not _is_new(cells, self._given):
            return None
        made = self._made(name, [name, *apart])
        return self._made(name, cells) if made in self._repeated else made

    def _made(self, name: str, cells: Sequence[str]) -> str:
        return f"{self._prefix}{slug(name) or 'row'}-{_digest(cells, _DIGEST_SIZE).hex()}"


def slug(name: str) -> str:
    """A name in small ASCII letters and digits with hyphens between; "" where none are left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_MAX_LETTERS].strip("-")


def _is_new(cells: Sequence[str], known: set[bytes]) -> bool:
    """Whether no row that is known says the same; now it is known."""
    row = _digest(cells, _ROW_DIGEST_SIZE)
    if row in known:
        return False
    known.add(row)
    return True


def _digest(cells: Sequence[str], size: int) -> bytes:
    text = json.dumps([*map(str.strip, cells)]).encode()
    return hashlib.blake2b(text, digest_size=size).digest()
