"""How prominent entities are, in nats: minus the logarithm of the share of their type that is more.

Reach for `Prominence.of` to have it of all entities of an index. Where a source says of no place
how prominent it is, it lists the prominent ones: a country, or a place of a short list of news, is
no village beside those of a gazetteer whose inhabitants are counted.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np

from resolver.annotate.facts import Level
from resolver.index import Index
from resolver.index.segment import type_bit
from resolver.match.retrieve.exact import ExactMatch

OF_A_SHORT_LIST: Final = 4.0
"""The prominence of an entity in a table that knows no prominence: such a table lists the
prominent, one in fifty."""

_COUNTRIES: Final = 250
"""Countries that there are: where a table does not know how prominent they are, the most prominent
places."""

_FEW_PROMINENT: Final = 0.1
"""The share of places with a prominence below which a table is taken to know none."""

_SAMPLED: Final = 500
"""Places that are looked at to learn of which sources the prominence is known."""

_LISTED_TOO: Final = ("unit", "district")
"""What is as prominent as a list says though inhabitants are counted: of units mostly few are. The
record of every settlement would take too long to read."""

_LEAST_SHARE: Final = 1e-6
"""The share of entities of a type that are more prominent, for the most prominent."""


@dataclass(frozen=True, slots=True)
class Prominence:
    """How prominent entities are of which the table does not say it.

    Args:
        of_all: In a table that says it of hardly any place, the prominence of each entity.
        of_a_country: That of a country.
        of_sources: By source, that of its other places; None where it says it of some.
        of_a_short_list: That of the places of a source that is not there, for it lists so few; None
            where all sources say how prominent some of theirs are.
    """

    of_all: float | None
    of_a_country: float
    of_sources: Mapping[str, float | None]
    of_a_short_list: float | None

    @classmethod
    def of(cls, index: Index) -> Self:
        """Looks once through all places of an index, and at some of them more closely."""
        base = index.segments[0]
        ranks = base.entity_rank[base.type_bits[base.entity_type] & type_bit("place") > 0]
        known = len(ranks) - int(np.isnan(ranks).sum())
        is_short = known < _FEW_PROMINENT * len(ranks)
        of_a_country = math.log(max(len(ranks) / _COUNTRIES, 1.0))
        sampled = [] if is_short else index.sampled(_SAMPLED, "place")
        of_sources = _of_sources([index.record(number) for number in sampled])
        names = [source["name"] for source in index.manifest["sources"]]
        has_lists = any(of_sources.get(name, 0.0) is not None for name in names)
        return cls(
            OF_A_SHORT_LIST if is_short else None,
            of_a_country,
            of_sources,
            math.log(max(len(sampled), 1)) if has_lists else None,
        )

    def nats(self, match: ExactMatch, level: Level) -> float | None:
        """How prominent an entity is; None where that is not known.

        Args:
            match: The entity.
            level: What it is, of a place.
        """
        segment, entity, _ = match
        rank_in_type: float = segment.entity_rank.item(entity)
        is_known = not math.isnan(rank_in_type)
        known = -math.log(max(1 - rank_in_type, _LEAST_SHARE)) if is_known else None
        if is_known and level not in _LISTED_TOO:
            return known
        if not is_known and self.of_all is not None:
            return self.of_all
        if not is_known and level == "country":
            return self.of_a_country
        if self.of_a_short_list is None or segment.type_of(entity) != "place":
            return known
        sources = json.loads(segment.entity_record[entity])["sources"]
        said = [known, *(self.of_sources.get(each, self.of_a_short_list) for each in sources)]
        return max((nats for nats in said if nats is not None), default=None)


def _of_sources(records: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    """Of the sources of some places how prominent their places are of which that is not known: as
    one among so many as the source lists. Places of several sources do not say whose it is."""
    listed, known = Counter[str](), set[str]()
    for record in records:
        if len(record["sources"]) == 1:
            listed.update(record["sources"])
            if "prominence" in record:
                known.update(record["sources"])
    return {
        source: None if source in known else math.log(len(records) / count)
        for source, count in listed.items()
    }
