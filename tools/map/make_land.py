"""Makes `resolver/web/pages/static/land.svg`: the land of the world, for the small map of a place.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python tools/map/make_land.py package/land-110m.json resolver/web/pages/static/land.svg

Source: Natural Earth 1:110m (public domain), by way of world-atlas, as TopoJSON
(https://github.com/topojson/topojson-specification): shared borders ("arcs") in whole steps, each
point as what lies between it and the one before.

A unit of the picture is a tenth of a degree; longitude goes to the right, latitude up. Coasts cross
the line at 180 degrees: what hangs over one edge of the picture comes in at the other once more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

PER_DEGREE = 10
ROUND = 360 * PER_DEGREE
SOUTH = 90 * PER_DEGREE

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1800 -900 3600 1800" width="3600" '
    'height="1800"><path fill="#8a9a8e" fill-opacity=".6" fill-rule="evenodd" d="'
)

Point = tuple[int, int]


def make(topology: dict[str, Any]) -> str:
    """The picture of the land in a topology."""
    arcs = [list(_points(arc, topology["transform"])) for arc in topology["arcs"]]
    (land,) = topology["objects"]["land"]["geometries"]
    rings = [_ring(numbers, arcs) for polygon in land["arcs"] for numbers in polygon]
    whole = [each for ring in rings for each in _within(_unrolled(ring))]
    return HEAD + "".join(map(_path, whole)) + '"/></svg>\n'


def _points(arc: Iterable[Point], transform: dict[str, list[float]]) -> Iterator[Point]:
    """The points of an arc, in units of the picture."""
    x = y = 0
    for east, north in arc:
        x, y = x + east, y + north
        longitude = x * transform["scale"][0] + transform["translate"][0]
        latitude = y * transform["scale"][1] + transform["translate"][1]
        yield round(longitude * PER_DEGREE), round(-latitude * PER_DEGREE)


def _ring(numbers: Iterable[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring; an arc whose number is negative runs the other way."""
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _unrolled(ring: list[Point]) -> list[Point]:
    """A ring without jumps from one edge to the other; one round a pole is closed below it."""
    found, turn = ring[:1], 0
    for (before, _), (x, y) in pairwise(ring):
        if abs(x - before) > ROUND / 2:
            turn += ROUND if x < before else -ROUND
        found.append((x + turn, y))
    if turn:
        found += [(found[-1][0], SOUTH), (found[0][0], SOUTH), found[0]]
    return found


def _within(ring: list[Point]) -> Iterator[list[Point]]:
    """A ring, as often as it takes for all of it to be in the picture."""
    xs = [x for x, _ in ring]
    for turn in (-ROUND, 0, ROUND):
        if min(xs) + turn < ROUND / 2 and max(xs) + turn > -ROUND / 2:
            yield [(x + turn, y) for x, y in ring]


def _path(ring: list[Point]) -> str:
    """A closed path through points, in steps."""
    steps = [(right - x, down - y) for (x, y), (right, down) in pairwise(ring)]
    lines = "".join(_pair(*step) for step in steps[:-1] if step != (0, 0))
    return f"M{_pair(*ring[0])}l{lines}z" if lines else ""


def _pair(x: int, y: int) -> str:
    """Two numbers; a minus parts them from what stands before as well as a space does."""
    first = f"{x}" if x < 0 else f" {x}"
    return f"{first}{y}" if y < 0 else f"{first} {y}"


def main() -> None:
    """Write the file."""
    source, path = sys.argv[1:]
    topology = json.loads(Path(source).read_text("utf-8"))
    Path(path).write_text(make(topology), "utf-8")


if __name__ == "__main__":
    main()
