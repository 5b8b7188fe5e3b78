"""What of an entity a text around its name may speak of: where it is, what it holds, what it is.

    facts_of(match, words)   → that Hilla is a settlement in Babil, in Iraq; that Babil is a unit

Places that lie in each other are known by keys: a country by its code, a unit of it by the code and
its name, a unit of that by both names, as entities have them in the properties `admin1` and
`admin2`. Two entities that have a key in common are in the same country or unit. All is read from
codes of facts, so that no record is.
"""

from __future__ import annotations

import zlib
from typing import Final, Literal, NamedTuple

from resolver.match.retrieve.exact import ExactMatch
from resolver.match.score.known import countries_of
from resolver.text.fold import latin
from resolver.text.words import Words

Level = Literal["settlement", "district", "unit", "country"]
"""What a place is: a country, a unit of one, a unit of such a unit, or anything else."""

Sort = Literal["settlement", "unit", "country"]
"""What a word beside a name can say that a place is: it seldom tells the units of a country apart
from theirs."""

Key = tuple[str | int, ...]
"""A country or a unit: its country's code, then the names of units, each as a number."""

_ADMIN1: Final = zlib.crc32(b".admin1")
_ADMIN2: Final = zlib.crc32(b".admin2")
_UNIT_TYPE: Final = zlib.crc32(b".unit_type")
_KIND: Final = zlib.crc32(b".kind")
_UNITS: Final = frozenset(
    zlib.crc32(word.encode())
    for word in "admin1 admin2 admin3 adm1 adm2 adm3 unit state province county district".split()
)
"""Values of the property `kind` that units have; those that have a `unit_type` are units too."""


class Facts(NamedTuple):
    """What a text may speak of.

    Args:
        countries: Codes of its countries.
        level: What it is, of a place.
        lies_in: Keys of the countries and units in which it is, itself among them if it is one.
        own: Its own key, if it is a country or a unit.
    """

    countries: tuple[str, ...]
    level: Level
    lies_in: tuple[Key, ...]
    own: Key | None

    @property
    def sort(self) -> Sort:
        """What words beside its name call it."""
        return "unit" if self.level == "district" else self.level


def facts_of(match: ExactMatch, words: Words) -> Facts:
    """The facts of an entity.

    Args:
        match: The entity.
        words: What `load_words` returned.
    """
    segment, entity, _ = match
    codes = segment.facts_of(entity)
    countries = tuple(countries_of(codes).get("country", ()))
    if segment.type_of(entity) != "place" or not countries:
        return Facts(countries, "settlement", tuple([(code,) for code in countries]), None)
    values = {code >> 32: code & 0xFFFFFFFF for code in codes}
    name = own_name(match)
    country, upper, lower = countries[0], values.get(_ADMIN1), values.get(_ADMIN2)
    is_unit = _UNIT_TYPE in values or values.get(_KIND) in _UNITS
    if upper is None and not is_unit and country_called(name, words) == country:
        return Facts(countries, "country", ((country,),), (country,))
    own: Key | None = None
    level: Level = "settlement"
    if is_unit:
        number = zlib.crc32(name.encode())
        if upper is None or upper == number:
            own, level, upper = (country, number), "unit", number
        else:
            own, level, lower = (country, upper, number), "district", number
    lies_in: list[Key] = [(country,)]
    if upper is not None:
        lies_in.append((country, upper))
        if lower is not None:
            lies_in.append((country, upper, lower))
    return Facts(countries, level, tuple(lies_in), own)


def country_called(folded: str, words: Words) -> str | None:
    """The code of the country that a folded name is a name of, if it is one."""
    written = (latin(folded) or "").split()
    for rest, code in words.countries.get(written[0], ()) if written else ():
        if written[1:] == rest:
            return code
    return None


def own_name(match: ExactMatch) -> str:
    """The entity's name, folded."""
    segment, entity, _ = match
    first = segment.aliases_of(entity)[0]
    return segment.form_fold[segment.alias_form.item(first)]
