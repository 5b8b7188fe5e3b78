"""What tells entities apart: the facts in which some records differ, in the words of people."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from resolver.explaining.naming import country_name, property_name

FEW: Final = 4
"""Facts that are shown of an entity at most."""

_POSITION: Final = ("latitude", "longitude")

_MAX_VALUES: Final = 3
"""Values of a fact that are shown."""

Record = Mapping[str, Any]


class Fact(NamedTuple):
    """A fact of an entity.

    Args:
        name: What it is called; "" where the value says it itself.
        value: Its values in words.
    """

    name: str
    value: str


def differing_facts(records: Sequence[Record]) -> list[list[Fact]]:
    """Of each record the facts in which they differ, `FEW` at most; of a single one all of these.

    Args:
        records: As `Resolver.record` has them.
    """
    all_facts = [_facts(record) for record in records]
    names = list(dict.fromkeys(name for facts in all_facts for name in facts))
    telling = [name for name in names if _tells([each[name] for each in all_facts if name in each])]
    return [
        [Fact(name, facts[name]) for name in telling if name in facts][:FEW] for facts in all_facts
    ]


def countries(record: Record) -> str:
    """The countries of an entity, by their names."""
    return ", ".join(country_name(code) for code in record.get("country", ()))


def _tells(values: Sequence[str]) -> bool:
    """Whether a fact tells apart those that have it: they differ, or one alone has it."""
    return len(values) == 1 or len(set(values)) > 1


def _facts(record: Record) -> dict[str, str]:
    """The facts of a record by their names; countries and descriptions are shown by themselves."""
    properties = record.get("properties", {})
    facts = {
        property_name(name): _values(values)
        for name, values in properties.items()
        if name not in _POSITION
    }
    position = _position(properties)
    if position:
        facts["position"] = position
    prominence = record.get("prominence")
    if prominence is not None:
        facts["prominence"] = f"{prominence:,}"
    return facts


def _values(values: Sequence[str]) -> str:
    more = " …" if len(values) > _MAX_VALUES else ""
    return ", ".join(str(each) for each in values[:_MAX_VALUES]) + more


def _position(properties: Mapping[str, Sequence[str]]) -> str:
    """Where on earth it is, in degrees; "" where that is not known."""
    try:
        latitude, longitude = (float(properties[key][0]) for key in _POSITION)
    except (KeyError, IndexError, ValueError):
        return ""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return ""
    north, east = "S" if latitude < 0 else "N", "W" if longitude < 0 else "E"
    return f"{abs(latitude):.1f}° {north}, {abs(longitude):.1f}° {east}"
