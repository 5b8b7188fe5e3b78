"""What is known of the properties of a table: the kind of their values, and how alike they are.

Reach for it where a table is compiled whole: `FieldSample` takes its entities one by one, and
`entries` says what the manifest keeps. An agreement of two entities in a property says the more,
the rarer it is between two that are drawn at random; and nothing new, where another property says
the same already. Both are seen on a sample, drawn by a fixed seed: the same table gives the same
numbers.

Source: adjusted mutual information, Vinh, Epps and Bailey (JMLR 2010), by permutation.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index.builder import Builder
from resolver.index.manifest import FieldEntry
from resolver.match.score.fields import smoothed_share
from resolver.match.score.levels import LEVELS, OTHER, best_level, date_of, number_of
from resolver.model import FieldKind
from resolver.model.checks import Properties
from resolver.text.fold import fold
from resolver.text.words import Words

Array = npt.NDArray[Any]
Values = Sequence[str]

_SAMPLE: Final = 20_000
"""Entities whose values are looked at."""

_PAIRS: Final = 10_000
"""Pairs of entities whose values are compared for each property."""

_COMPARED_FIELDS: Final = 20
"""Properties, the most common ones, of which it is seen whether one repeats another."""

_COMPARED_ENTITIES: Final = 5_000
"""Entities on which that is seen, at most."""

_MIN_COMPARED: Final = 50
"""Entities with both of two properties from which on that can be seen."""

_MIN_REPEATED: Final = 0.1
"""The share of what a property says from which on it is kept that another says it already."""

_MIN_LEFT: Final = 0.1
"""Nats that a property must say beyond chance, so that a share of them means anything."""

_BINS: Final = 20
"""Bins of numbers."""

_MOST: Final = 0.9
"""The share of a property's values that tells its kind."""

_CODE_LENGTH: Final = 4
"""Letters of a code at most."""

_YEARS: Final = range(1000, 2101)
"""Numbers of four digits that are years."""

_FULL_DATE: Final = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?")


class FieldSample:
    """The values of a sample of entities."""

    def __init__(self) -> None:
        self._random = random.Random(1)  # noqa: S311 - the same numbers every time
        self._seen = 0
        self._entities: Counter[str] = Counter()
        self._facts: list[dict[str, tuple[str, ...]]] = []

    def add(self, named: Properties) -> None:
        """Take an entity, by what `named_facts` says of it. Source: Vitter's Algorithm R."""
        facts = dict(named)
        self._entities.update(facts.keys())
        self._seen += 1
        if len(self._facts) < _SAMPLE:
            self._facts.append(facts)
        elif (place := self._random.randrange(self._seen)) < _SAMPLE:
            self._facts[place] = facts

    def entries(
        self, table: Builder, declared: Mapping[str, FieldKind], words: Words
    ) -> dict[str, FieldEntry]:
        """What the manifest has of each property.

        Args:
            table: The finished columns of all entities.
            declared: The kinds that sources say, by property.
            words: What is known of words.
        """
        found: dict[str, FieldEntry] = {}
        for key in sorted(self._entities):
            values = [facts[key] for facts in self._facts if key in facts]
            kind = declared.get(key.removeprefix(".")) if key != "country" else "code"
            kind = kind or kind_of(list(itertools.chain(*values)))
            found[key] = {
                "kind": kind,
                "entities": self._entities[key],
                "values": table.distinct_values(key),
                "chance": level_chances(kind, values, words),
                "repeats": {},
            }
        for key, repeats in self._repeats({key: entry["kind"] for key, entry in found.items()}):
            found[key]["repeats"] = repeats
        return found

    def _repeats(self, kinds: Mapping[str, str]) -> Iterable[tuple[str, dict[str, float]]]:
        """For each of the most common properties, the share that each other one says already."""
        common = [key for key, _ in self._entities.most_common(_COMPARED_FIELDS)]
        some = self._facts[:_COMPARED_ENTITIES]
        columns = {key: coarse(kinds[key], [facts.get(key) for facts in some]) for key in common}
        for key in common:
            shares = {
                other: round(repeated_share(columns[key], columns[other]), 3)
                for other in sorted(common)
                if other != key
            }
            yield key, {other: share for other, share in shares.items() if share >= _MIN_REPEATED}


def kind_of(values: Sequence[str]) -> FieldKind:
    """The kind of some values, by how most of them look."""
    dates = [value for value in values if _is_full_date(value)]
    if _mostly(dates, values):
        return "date"
    if _mostly([value for value in values if number_of(value) is not None], values):
        return "identifier" if _are_numbered(values) else "number"
    words = [value for value in values if " " not in value]
    with_digits = [value for value in words if any(map(str.isdigit, value))]
    if _mostly(with_digits, values) and _mostly(set(values), values):
        return "identifier"
    short = [value for value in words if len(value) <= _CODE_LENGTH]
    return "code" if _mostly(short, values) else "text"


def level_chances(kind: FieldKind, values: Sequence[Values], words: Words) -> dict[str, float]:
    """How often two different entities agree at least so well, by level, smoothed.

    Args:
        kind: The kind of the values.
        values: Those of each entity.
        words: What is known of words.
    """
    chance = random.Random(2)  # noqa: S311 - the same numbers every time
    pairs = min(_PAIRS, len(values) * (len(values) - 1) // 2)
    levels: Counter[str] = Counter()
    for _ in range(pairs):
        some, others = chance.sample(values, 2)
        levels[best_level(kind, some, others, words) or OTHER] += 1
    reached = itertools.accumulate(levels[level] for level in LEVELS[kind])
    return {
        level: round(smoothed_share(count, pairs), 6)
        for level, count in zip(LEVELS[kind][:-1], reached, strict=False)
    }


def coarse(kind: str, values: Sequence[Values | None]) -> Array:
    """Values as whole numbers (i8), those that are alike as one: years, bins of numbers, texts.

    Args:
        kind: The kind of the values.
        values: Those of each entity, of which the first counts; None where it has none: -1.
    """
    rows = np.full(len(values), -1)
    known = [row for row, some in enumerate(values) if some]
    first = [some[0] for some in values if some]
    if kind == "number":
        numbers = np.array([number_of(text) or 0.0 for text in first])
        edges = np.quantile(numbers, np.arange(1, _BINS) / _BINS) if len(numbers) else numbers
        rows[known] = edges.searchsorted(numbers, "right")
    elif known:
        texts = [_coarse_text(kind, text) for text in first]
        rows[known] = np.unique(texts, return_inverse=True)[1]
    return rows


def repeated_share(rows: Array, others: Array) -> float:
    """The share, 0 to 1, of what a property says that another one says already.

    Args:
        rows: i8 by entity: the property's values, as `coarse` returned them.
        others: The same of the other property.
    """
    both = (rows >= 0) & (others >= 0)
    rows, others = rows[both], others[both]
    if len(rows) < _MIN_COMPARED:
        return 0.0
    shuffled = np.random.default_rng(3).permutation(rows)
    by_chance = _mutual_information(shuffled, others)
    left = _entropy(rows) - by_chance
    if left < _MIN_LEFT:
        return 0.0
    return min(max((_mutual_information(rows, others) - by_chance) / left, 0.0), 1.0)


def _mutual_information(rows: Array, others: Array) -> float:
    """In nats."""
    joined = rows * (others.max() + 1) + others
    return _entropy(rows) + _entropy(others) - _entropy(joined)


def _entropy(rows: Array) -> float:
    """In nats."""
    share = np.unique(rows, return_counts=True)[1] / len(rows)
    return -float(share @ np.log(share))


def _coarse_text(kind: str, text: str) -> str:
    date = date_of(text) if kind == "date" else None
    return fold(text) or text if date is None else str(date.year)


def _is_full_date(value: str) -> bool:
    if value.isdigit():
        return len(value) == 4 and int(value) in _YEARS
    return _FULL_DATE.fullmatch(value) is not None


def _are_numbered(values: Sequence[str]) -> bool:
    """Whether whole numbers number things: nearly each another, and all of one length."""
    lengths = Counter(len(value) for value in values)
    (length, count), *_ = lengths.most_common(1)
    same_length = length > 4 and count >= _MOST * len(values)
    return same_length and _mostly(set(values), values) and all(map(str.isdigit, values))


def _mostly(some: Iterable[str], values: Sequence[str]) -> bool:
    return len(list(some)) >= _MOST * len(values)
