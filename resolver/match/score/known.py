"""What the index has of a candidate that is scored in full, read row by row.

Reach for it to compare more of a candidate. A dozen rows are read faster one by one than as arrays;
a record is JSON, and read only where the codes of facts do not say enough.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from resolver.index import Index
from resolver.index.segment import Segment, fact_code, folded_fact_code
from resolver.model import ALIAS_KINDS, Alias
from resolver.model.checks import COUNTRIES

_COUNTRY_OF: Final = {fact_code("country", country): country for country in sorted(COUNTRIES)}
"""Each country by its code as a fact."""


_UNIT: Final = fact_code(".unit_type", "") >> 32
"""The key of the property that units of a country have, as the code of a fact begins."""


class Known(NamedTuple):
    """A candidate, as the index has it.

    Args:
        segment: The segment that holds it.
        entity: Its number there.
        alias: The number there of the alias that brought it.
        type: Its type, as the table has it.
        text: The alias as it is written.
        kind: The kind of the alias.
        fold: To what the alias folds, in its own letters.
        latin: The same in ASCII letters; "" where there are none.
    """

    segment: Segment
    entity: int
    alias: int
    type: str
    text: str
    kind: str
    fold: str
    latin: str

    @classmethod
    def of(cls, entity: int, alias: int, index: Index) -> Known:
        """Read it, by its number and that of its alias in the whole index."""
        segment, row = index.of_entity(entity)
        place = alias - segment.first_alias
        form = segment.alias_form.item(place)
        return cls(
            segment,
            row,
            place,
            segment.type_of(row),
            segment.alias_text[place],
            ALIAS_KINDS[segment.alias_kind.item(place)],
            segment.form_fold[form],
            segment.form_latin[form],
        )

    def rank(self) -> float:
        """The rank of its prominence within its type, 0..1; NaN where it is not known."""
        rank: float = self.segment.entity_rank.item(self.entity)
        return rank

    def whole_alias(self) -> Alias:
        """The alias, with when it was in use."""
        return self.segment.alias(self.alias)

    def facts(self) -> list[int]:
        """Its countries and properties, each as `fact_code`."""
        return self.segment.facts_of(self.entity)

    def record(self, codes: Sequence[int]) -> Mapping[str, Any]:
        """Its countries and properties, as its record has them.

        Args:
            codes: What `facts` returned.
        """
        countries = countries_of(codes)
        if len(countries.get("country", ())) == len(codes):
            return countries  # it has no properties
        record: dict[str, Any] = json.loads(self.segment.entity_record[self.entity])
        return record


def countries_of(codes: Sequence[int]) -> Mapping[str, list[str]]:
    """The countries of an entity, as its record has them: in the same order, under `country`.

    Args:
        codes: Its countries and properties, each as `fact_code`.
    """
    countries = [_COUNTRY_OF[code] for code in codes if code in _COUNTRY_OF]
    return {"country": countries} if countries else {}


def units_named_as_places(scored: Sequence[Known]) -> frozenset[int]:
    """The rows of units that are called as a place which lies in them and is none.

    Tehran is the city rather than the province, whatever a table lists of both. A unit has the
    property `unit_type`, and what lies in it has one of its names as `admin1` or `admin2`.
    """
    called = Counter([known.fold for known in scored if known.type == "place"])
    if not called or max(called.values()) < 2:
        return frozenset()
    units, places = list[tuple[int, Known]](), dict[str, set[int]]()
    for row, known in enumerate(scored):
        if known.type == "place" and called[known.fold] > 1:
            codes = known.facts()
            if any(code >> 32 == _UNIT for code in codes):
                units.append((row, known))
            else:
                places.setdefault(known.fold, set()).update(codes)
    return frozenset(
        row
        for row, unit in units
        if unit.fold in places and not places[unit.fold].isdisjoint(_codes_of_inside(unit))
    )


def _codes_of_inside(unit: Known) -> Iterator[int]:
    """The facts that what lies in a unit may have of it: its names as values."""
    segment = unit.segment
    for alias in segment.aliases_of(unit.entity):
        fold = segment.form_fold[segment.alias_form.item(alias)]
        yield folded_fact_code(".admin1", fold)
        yield folded_fact_code(".admin2", fold)
