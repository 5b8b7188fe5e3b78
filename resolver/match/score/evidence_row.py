"""What a row of the table of evidence says (`resolver.match.score.evidence`)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from resolver.match.score import terms as t


class Weight(NamedTuple):
    """A number that evidence uses.

    Args:
        meaning: What it is multiplied with, or when it counts.
        either_sign: Whether fitting may turn its sign; what speaks against a candidate otherwise
            never comes to speak for it.
        fixed_for: The tables of weights in which it is not fitted.
        highest: The highest value that fitting may give it.
    """

    meaning: str
    either_sign: bool = False
    fixed_for: tuple[Literal["resolve", "compare"], ...] = ()
    highest: float = math.inf


Agreement = Literal["parts", "facts"] | None
"""What a row is agreement of, if of something that is capped."""


class EvidenceRow(NamedTuple):
    """One name of evidence.

    Args:
        name: What it is called in explanations.
        meaning: What it says, in a sentence.
        weights: The weights that are its own, by their keys.
        shares: Keys of weights of other rows that it uses too.
        agrees: What it is agreement of, if of something that is capped.
    """

    name: str
    meaning: str
    weights: Mapping[t.WeightKey, Weight]
    shares: tuple[t.WeightKey, ...] = ()
    agrees: Agreement = None


def row(name: t.WeightKey, meaning: str, agrees: Agreement = None, **fit: Any) -> EvidenceRow:
    """A row whose one weight has its name and its meaning."""
    return EvidenceRow(name, meaning, {name: Weight(meaning, **fit)}, agrees=agrees)
