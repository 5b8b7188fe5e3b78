"""How much an agreement in a fact says, by how common it is in the table that is asked.

Reach for it to change what counts as rare. `nats_of_same` is of two equal values, `nats_of_level`
of two that agree less; both are minus the logarithm of a share, smoothed: a table of few entities
is taken for a sample of a larger one.

Source: term-frequency adjustments, as in Splink.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from resolver.index.manifest import FieldEntry

_USUAL_SHARE: Final = 0.005
"""The share of entities that has a value, before any is seen."""

_USUAL_COUNT: Final = 50
"""Entities that this is worth."""

MAX_NATS: Final = 8.0
"""Nats that one fact may single out: beyond that, errors of tables are likelier than strangers."""

Fields = Mapping[str, FieldEntry]
"""What an index has of its properties, a dot before the name, and of `country`."""


def smoothed_share(count: int, of: int) -> float:
    """A share, drawn towards what is usual where little was seen."""
    return (count + _USUAL_COUNT * _USUAL_SHARE) / (of + _USUAL_COUNT)


def nats_of_same(count: int, of: int) -> float:
    """What the agreement in a value singles out.

    Args:
        count: Entities that have the value.
        of: Entities that have the property.
    """
    return min(-math.log(smoothed_share(count, max(of, count))), MAX_NATS)


def nats_of_level(level: str, entry: FieldEntry | None, count: int) -> float:
    """What an agreement at a level singles out: no more than the value itself.

    Args:
        level: One of `levels.LEVELS`.
        entry: What the index has of the property; None where it has nothing.
        count: Entities that have the known value.
    """
    if entry is None:
        return nats_of_same(count, count)
    chance = entry["chance"].get(level, _USUAL_SHARE)
    return min(-math.log(chance), nats_of_same(count, entry["entities"]))
