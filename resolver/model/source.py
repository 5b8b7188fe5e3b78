"""Where entities come from: a source, and the records that it may bring.

Reach for this module to handle what an importer reads and a store keeps.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from resolver.errors import BadValue
from resolver.model import checks
from resolver.model.checks import FieldKind
from resolver.model.entity import Alias, Entity
from resolver.model.review import Redirect


@dataclass(frozen=True, slots=True)
class Source:
    """A table that was or is to be imported.

    Args:
        name: Its own name; importing the name again replaces what it brought before.
        digest: Digest of its bytes: the same bytes change nothing.
        title: A few words for people.
        licence: SPDX expression or name of its licence.
        attribution: The words that its licence asks for.
        origin: Where it was taken from.
        version: Its own version.
        fields: What kind of values its properties have, where it says so: pairs of a property's
            name and one of `FIELD_KINDS`.
        schemes: The schemes of public identifiers that its IDs are of, such as `geonames`. Two
            sources may both bring an entity of one ID if they have a scheme in common.
    """

    name: str
    digest: str
    title: str | None = None
    licence: str | None = None
    attribution: str | None = None
    origin: str | None = None
    version: str | None = None
    fields: tuple[tuple[str, FieldKind], ...] = ()
    schemes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checks.entity_id("the source's name", self.name)


@dataclass(frozen=True, slots=True)
class Additions:
    """Aliases that a source adds to an entity whose row another source owns."""

    entity_id: str
    aliases: tuple[Alias, ...]

    def __post_init__(self) -> None:
        checks.entity_id("entity_id", self.entity_id)

    @property
    def names(self) -> tuple[Alias, ...]:
        """All names that the record brings: its aliases."""
        return self.aliases

    def to_dict(self) -> dict[str, Any]:
        """As JSON objects, every field of every alias included."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SameAs:
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

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """The names that the record brings: none."""
        return ()

    @property
    def names(self) -> tuple[Alias, ...]:
        """The same, as for other records."""
        return ()

    def to_dict(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


Record = Entity | Additions | Redirect | SameAs
"""What a source says of one ID: `entity_id` is that ID, `names` are its names there."""
