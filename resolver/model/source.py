"""Where entities come from: a source, and the records that it may bring.

Reach for this module to handle what an importer reads and a store keeps.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from resolver.model import checks
from resolver.model.checks import FieldKind
from resolver.model.entity import Alias, Entity
from resolver.model.links import Redirect, SameAs


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


RecordKind = Literal["entity", "additions", "redirect", "same_as"]
"""What a record is."""

Record = Entity | Additions | Redirect | SameAs
"""What a source says of one ID: `entity_id` is that ID, `names` are its names there."""
