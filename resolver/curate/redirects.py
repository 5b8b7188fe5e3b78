"""Redirects, followed to the entities that there are. Reach for it to know what became of an ID."""

from __future__ import annotations

from collections.abc import Container, Mapping

from resolver.store import Store


def survivors(store: Store) -> dict[str, str]:
    """By old ID, the ID of the entity that it became in the end.

    An ID that an entity has is not among them, whatever a redirect says of it; nor is one that
    leads to no entity, or back to itself.
    """
    following = {redirect.old_id: redirect.id for redirect in store.redirects()}
    ids = {*following, *following.values()}
    return followed(following, {each.entity.id for each in store.entities_of(ids)})


def followed(following: Mapping[str, str], live: Container[str]) -> dict[str, str]:
    """Redirects from each old ID to the entity that it leads to.

    Args:
        following: By old ID, the ID that it became, which may have become another.
        live: The IDs that entities have.
    """
    ends: dict[str, str | None] = {}
    for old_id in following:
        way: dict[str, None] = {}  # in order, and each once: an ID may come back to itself
        reached = old_id
        while not (reached in live or reached in ends or reached in way):
            way[reached] = None
            reached = following.get(reached, reached)
        end = reached if reached in live else ends.get(reached)
        ends |= dict.fromkeys(way, end)
    return {old_id: end for old_id, end in ends.items() if end is not None}
