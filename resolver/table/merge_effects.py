"""What a merge would do beside making entities one: names that clash, decisions that change.

Reach for `clashes` and `changed_reviews` where a merge is tried.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from pathlib import Path
from typing import Final, NamedTuple

from resolver.engine import Decides, Resolver
from resolver.errors import IndexMissing
from resolver.journal import Reading
from resolver.journal.queue import decided_keys
from resolver.model import Entity, Query, Review
from resolver.store.reviewed import Held, all_held
from resolver.text.keys import form_of

MAX_NAMES: Final = 200
"""Names of the survivor that are looked up at most, its name and its first aliases."""

_MAX_BEARERS: Final = 20
"""Candidates among which those are found that bear a name."""


class Clash(NamedTuple):
    """A name that another entity bears too.

    Args:
        text: The name.
        id: The ID of the other entity.
        name: The name of the other entity.
    """

    text: str
    id: str
    name: str


def clashes(
    home: Path, survivor: Entity, merged: Collection[str], resolver: Decides | None
) -> tuple[Clash, ...]:
    """The names of a survivor that others bear too.

    Args:
        home: The home; one that was never compiled has no index, and nothing is known.
        survivor: The entity as it would be.
        merged: The IDs that would be one with it.
        resolver: On an index of the home that is open; the one of now is opened where it is None.
    """
    if resolver is None:
        try:
            opened = Resolver.open(home)
        except IndexMissing:
            return ()
        with opened:
            return clashes(home, survivor, merged, opened)
    own, names = {survivor.id, *merged}, _names(survivor)
    queries = [Query(text, limit=_MAX_BEARERS) for text in names.values()]
    found = zip(names.items(), resolver.resolve_block(queries), strict=True)
    return tuple(
        Clash(text, each.id, each.name)
        for (form, text), decision in found
        for each in decision.candidates
        if each.id not in own and form_of(each.alias.text) == form
    )


def changed_reviews(
    reading: Reading, before: Mapping[str, str], after: Mapping[str, str], ids: Set[str]
) -> tuple[Held, ...]:
    """Decisions that would mean something else: those of an entity that is merged.

    Args:
        reading: The journal.
        before: By ID that became another, the one that it is now.
        after: The same once the merge is done.
        ids: The IDs that the merge speaks of; none else becomes another by it.
    """
    keys = decided_keys(reading, after=0, limit=-1)
    return tuple(
        held
        for held in all_held(reading.edits(keys))
        if not ids.isdisjoint(held.review.ids)
        and _followed(held.review, before) != _followed(held.review, after)
    )


def _followed(review: Review, survivors: Mapping[str, str]) -> tuple[str | None, set[str]]:
    """Whom a review means and excludes, by the IDs that there are; nobody is both."""
    excluded = {survivors.get(each, each) for each in review.excludes}
    means = None if review.means is None else survivors.get(review.means, review.means)
    return None if means in excluded else means, excluded


def _names(entity: Entity) -> dict[str, str]:
    """The names of an entity, one of those that fold alike, by their form."""
    found: dict[str, str] = {}
    for text in (entity.name, *(alias.text for alias in entity.aliases)):
        if len(found) < MAX_NAMES:
            found.setdefault(form_of(text), text)
    return found
