"""What each weight is multiplied by in the evidence of candidates: reach for it to fit weights.

Every value of evidence is linear in the weights that its row of the table of evidence uses. So the
same evidence is made a few times, each time with other weights at 1 and the rest at 0, and no row
uses two that are at 1 together: what a term says then, more than with all weights at 0, is the
amount of that one weight. Amounts times weights are what terms say with those weights, but for what
they say whatever the weights are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.match.score.evidence import AGREEING_PARTS, EVIDENCE, WEIGHTS
from resolver.match.score.terms import Term, WeightKey
from resolver.match.score.weights import Values

Array = npt.NDArray[Any]

COLUMN: Final = {key: column for column, key in enumerate(WEIGHTS)}
"""Each weight by its key: its column among amounts."""


class Amounts(NamedTuple):
    """What the weights are multiplied by in the evidence of some candidates.

    Args:
        agreeing: f8[candidates, weights]: of parts that agree, which together are capped.
        rest: f8[candidates, weights]: of all other evidence.
    """

    agreeing: Array
    rest: Array


def amounts(make: Callable[[Values], Sequence[Sequence[Term]]]) -> Amounts:
    """The amounts of all weights.

    Args:
        make: Makes the terms of each candidate with some values of the weights, not yet capped;
            it is called a few times, and makes the same ones whatever the values are.
    """
    without = make(dict.fromkeys(WEIGHTS, 0.0))
    found = Amounts(*np.zeros((2, len(without), len(WEIGHTS))))
    for values, columns in zip(_PROBES, _COLUMNS, strict=True):
        for row, (terms, bare) in enumerate(zip(make(values), without, strict=True)):
            for term, its in zip(terms, bare, strict=True):
                column = columns.get(term.name)
                if column is not None:
                    kind = found.agreeing if term.name in AGREEING_PARTS else found.rest
                    kind[row, column] += term.value - its.value
    return found


def _apart() -> dict[WeightKey, int]:
    """In which of a few groups each weight is: no row of evidence uses two of one group.

    Source: greedy colouring of a graph.
    """
    rows = [{*row.weights, *row.shares} for row in EVIDENCE]
    groups: dict[WeightKey, int] = {}
    for key in WEIGHTS:
        beside = {groups.get(other) for row in rows if key in row for other in row}
        groups[key] = next(group for group in count() if group not in beside)
    return groups


_GROUPS: Final = _apart()
_PROBES: Final[Sequence[Values]] = [
    {key: float(its == group) for key, its in _GROUPS.items()}
    for group in range(max(_GROUPS.values()) + 1)
]
_COLUMNS: Final[Sequence[Mapping[str, int]]] = [
    {
        row.name: COLUMN[key]
        for row in EVIDENCE
        for key in (*row.weights, *row.shares)
        if values[key]
    }
    for values in _PROBES
]
"""By probe: the column of the one weight at 1 that each name of evidence uses."""
