"""The numbers that evidence and verdict use: log-odds in nats, unless said otherwise.

An index carries the weights that it was compiled with, and answers with those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from resolver.errors import HomeFormat


@dataclass(frozen=True, slots=True)
class Weights:
    """Every weight with its meaning.

    Args:
        known: Log-odds, before any evidence, that a name with no rival in the table is meant to be
            of the table at all.
        same_name: Log-odds, in all, where the whole name is the same.
        likeness: How fast a similar part loses: value = rarity · (1 - likeness · (1 - similarity)).
        initial: Share of its rarity that an initial is worth.
        joined: Share of its rarity that a part written in two words (or two in one) is worth.
        missing: A part of the known name that was not asked.
        extra: An asked part that the known name lacks.
        light: Share of the above for parts that say little (honorifics, legal forms, …).
        number: A number on one side that is not on the other.
        swapped: Parts in another order.
        ceiling: The most that parts which agree may say beyond what singles out one name.
        weak: The alias usually means something else.
        lesser: The alias is neither the name nor native.
        prominence: From the least to the most prominent of a type.
        other_type: The candidate's type is `other`, or differs where that is allowed.
        country_same: A country agrees.
        country_other: Countries are known and none agrees.
        property_same: A property agrees.
        property_other: A property is known on both sides and differs.
        facts: The most that facts which agree may say together.
        outdated: The alias was not in use at the time asked about.
        rarity: Rarity of a word where no table is asked (`compare`).
        stranger: Log-odds, before any evidence, that two bare names are of one and the same.
    """

    known: float = 3.0
    same_name: float = 4.5
    likeness: float = 2.5
    initial: float = 0.4
    joined: float = 0.9
    missing: float = -1.5
    extra: float = -2.5
    light: float = 0.15
    number: float = -6.0
    swapped: float = -0.5
    ceiling: float = 1.0
    weak: float = -2.5
    lesser: float = -0.3
    prominence: float = 1.0
    other_type: float = -1.0
    country_same: float = 2.5
    country_other: float = -3.0
    property_same: float = 2.5
    property_other: float = -2.5
    facts: float = 4.0
    outdated: float = -3.0
    rarity: float = 6.0
    stranger: float = -6.0

    def to_dict(self) -> dict[str, float]:
        """The wire form, as an index carries it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, value: Mapping[str, float]) -> Self:
        """The weights of an index.

        Raises:
            HomeFormat: It has other weights than this version uses.
        """
        try:
            return cls(**value)
        except TypeError:
            raise HomeFormat(
                "the index has weights of another version", "run: resolver compile"
            ) from None
