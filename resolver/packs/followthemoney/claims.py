"""Which entities of a file claim an ID. Reach for it before an ID is said to mean an entity.

An ID that two entities claim, as their own or as another one of theirs, says nothing of either: to
take it for both would make two persons one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from resolver.packs.seen import Seen


class Claims:
    """The IDs that the entities of a file claim: about 40 bytes for each, and those in dispute."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._disputed: set[str] = set()

    def add(self, ids: Iterable[str], path: Path, line: int) -> None:
        """Take in what an entity claims.

        Args:
            ids: The IDs, its own among them.
            path: The file.
            line: Its line there, by which it is known.
        """
        for each in ids:
            first = self._seen.first(each, path, line)
            if first is not None and first.line != line:
                self._disputed.add(each)

    def undisputed(self, ids: Iterable[str]) -> list[str]:
        """Those IDs that no two entities claim, in their order."""
        return [each for each in ids if each not in self._disputed]
