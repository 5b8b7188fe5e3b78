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


@frozen
class Even:
    """An even number."""

    number: int

    def __post_init__(self) -> None:
        if self.number % 2:
            raise ValueError(self.number)


def test_it_may_check_itself() -> None:
    assert Even(2).number == 2
    with pytest.raises(ValueError, match="3"):
        Even(3)
    with pytest.raises(ValueError, match="3"):
        dataclasses.replace(Even(2), number=3)
