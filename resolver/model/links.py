"""What a source says of IDs alone: that one became another, and that some mean the same thing.

Reach for this module to handle IDs that no entity has any more, or that several sources have for
one thing. Both records check themselves when they are made, and bring no names.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from resolver.errors import BadValue
from resolver.model import checks
from resolver.model.entity import Alias


@dataclass(frozen=True, slots=True)
class _Link:
    """A record without names."""

    aliases: ClassVar[tuple[Alias, ...]] = ()
    names: ClassVar[tuple[Alias, ...]] = ()

    def to_dict(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Redirect(_Link):
    """An ID that became another.

    Args:
        old_id: The ID that was; an entity that still has it goes before.
        id: What it is now: an entity's ID, or one that became another again.

    Raises:
        InvalidInput: An ID is wrong, or both are the same.
    """

    old_id: str
    id: str

    def __post_init__(self) -> None:
        checks.entity_id("old_id", self.old_id)
        checks.entity_id("id", self.id)
        if self.old_id == self.id:
            raise BadValue(
                f"the id {self.id!r} is redirected to itself",
                "name the id that it became",
                field="id",
            )

    @property
    def entity_id(self) -> str:
        """The ID that the record is about: `old_id`."""
        return self.old_id


@dataclass(frozen=True, slots=True)
class SameAs(_Link):
    """That an ID means the same thing as others; an entity need not have any of them.

    Args:
        entity_id: One ID.
        others: The other ones.

    Raises:
        InvalidInput: An ID is wrong, there is no other, or one is the same.
    """

    entity_id: str
    others: tuple[str, ...]

    def __post_init__(self) -> None:
        checks.entity_id("id", self.entity_id)
        others = {checks.entity_id("same_as", each) for each in self.others}
        object.__setattr__(self, "others", tuple(sorted(others)))
        if not others or self.entity_id in others:
            raise BadValue(
                f"the id {self.entity_id!r} has to be the same as another one",
                "name the other id",
                field="same_as",
            )
