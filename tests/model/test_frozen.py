"""A frozen class is a frozen dataclass with slots."""

from __future__ import annotations

import dataclasses

import pytest

from resolver.model.frozen import frozen


@frozen
class Point:
    """A point."""

    x: int
    y: int = 2


def test_it_cannot_be_changed_is_hashable_and_has_defaults() -> None:
    point = Point(1)
    assert (point.x, point.y) == (1, 2)
    assert point == Point(1, y=2)
    assert hash(point) == hash(Point(1))
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 3  # type: ignore[misc] # it is refused, which is what is tested
    assert not hasattr(point, "__dict__")
