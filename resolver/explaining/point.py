"""Where an entity is, as a point on a map of the land (`static/land.svg`).

Reach for `point_of`. The map is cut to the region around the point; a unit of it is a tenth of a
degree, longitude to the right, latitude up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from resolver.reconcile.showing import coordinates

_PER_DEGREE: Final = 10

_WIDTH, _HEIGHT = 1000, 500
"""The region: a hundred degrees of longitude."""

_EDGE: Final = 900
"""The poles."""


class Point(NamedTuple):
    """A point on the map.

    Args:
        x: Where it is from left to right.
        y: Where it is from above.
        view: The region, as the `viewBox` of SVG.
        words: The coordinates, as people write them.
    """

    x: int
    y: int
    view: str
    words: str


def point_of(record: Mapping[str, Any]) -> Point | None:
    """The point of an entity; None where it has no coordinates, or none that there are."""
    place = coordinates(record)
    if place is None:
        return None
    latitude, longitude = place
    x, y = round(longitude * _PER_DEGREE), round(-latitude * _PER_DEGREE)
    top = max(-_EDGE, min(y - _HEIGHT // 2, _EDGE - _HEIGHT))
    north, east = "south" if latitude < 0 else "north", "west" if longitude < 0 else "east"
    words = f"{abs(latitude):.2f}° {north}, {abs(longitude):.2f}° {east}"
    return Point(x, y, f"{x - _WIDTH // 2} {top} {_WIDTH} {_HEIGHT}", words)
