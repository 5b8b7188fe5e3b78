"""What became of IDs that are no more. Reach for it where a source says who followed whom.

An ID that became one other leads to it, and over all that came after to the survivor, which has
the names of all before as former names. IDs that come back to themselves lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from resolver.model import Alias


class Succession:
    """IDs that became others, and their names; filled before the first survivor is asked for."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def add(self, old_id: str, new_id: str, names: Iterable[str] = ()) -> None:
        """Take in that an ID became another one.

        Args:
            old_id: The ID that was.
            new_id: What it is now; it may have become another again.
            names: The names that it had, and that the other one has now as former names.
        """
        self._next[old_id] = new_id
        self._names[old_id] = tuple(names)

    def survivor(self, old_id: str) -> str | None:
        """What an ID became in the end; None where it became nothing, or comes back to itself."""
        seen, at = {old_id}, old_id
        while at in self._next:
            at = self._next[at]
            if at in seen:
                return None
            seen.add(at)
        return at if at != old_id else None

    def former(self) -> dict[str, list[str]]:
        """The names of those that became others, by survivor."""
        former: dict[str, list[str]] = {}
        for old_id, names in self._names.items():
            survivor = self.survivor(old_id)
            if survivor is not None and names:
                former.setdefault(survivor, []).extend(names)
        return former


def former_names(texts: Iterable[str], own: Mapping[str, object] | set[str]) -> tuple[Alias, ...]:
    """Former names, except those that a survivor has anyway.

    Args:
        texts: The names of those that became it.
        own: Its own names.
    """
    return tuple(Alias(text, kind="former") for text in texts if text not in own)
