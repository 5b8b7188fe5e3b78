"""Why a verdict is what it is, in one word (`resolver.model.decision.REASONS`).

Reach for it where a program or a person should be told more than the verdict. It reads the evidence
that there is, and decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from resolver.match.retrieve.prescore import CandidateSet
from resolver.match.score.terms import (
    ALIAS_KIND,
    ALL_PARTS,
    KNOWN,
    OTHER_SPELLING,
    PRIOR,
    PROMINENCE,
    RARE_NAME,
    SAME_NAME,
    SOUNDS_ALIKE,
    WHOLE_NAME,
    Term,
)
from resolver.model import Reason, Verdict

_HAIR: Final = 0.01
"""Nats by which what is asked may tell two twins apart: none, but for rounding."""

_OF_THE_TABLE: Final = frozenset((PRIOR, KNOWN, SAME_NAME, ALL_PARTS, RARE_NAME, PROMINENCE))
"""Evidence that is there whatever else is asked beside a name that two bear."""


def reason_of(
    verdict: Verdict,
    candidates: CandidateSet,
    evidence: Sequence[Sequence[Term]],
    order: Sequence[int],
) -> Reason:
    """The reason of a verdict.

    Args:
        verdict: What was decided.
        candidates: Those that may be meant.
        evidence: The terms of the first of them.
        order: The rows of `evidence`, the likeliest candidate first.
    """
    if verdict == "no_match":
        return "unlikely" if len(candidates) else "nobody"
    if verdict == "match":
        return "sole_owner" if _owns_alone(order[0], candidates, evidence) else "clear_lead"
    twins = len(order) > 1 and _are_twins(evidence[order[0]], evidence[order[1]])
    return "twins" if twins else "close_call"


def _owns_alone(row: int, candidates: CandidateSet, evidence: Sequence[Sequence[Term]]) -> bool:
    """Whether a candidate bears the asked name by an alias that usually means it, and no other
    does, but for those whose name merely folds alike."""
    exact = candidates.exact
    if not exact.item(row):
        return False
    others = int(np.count_nonzero(exact)) - 1
    for place, terms in enumerate(evidence):
        for term in terms:
            if term.name == OTHER_SPELLING and exact.item(place):
                if place == row:
                    return False
                others -= 1
                break
            if place == row and term.name == ALIAS_KIND and term.known == "weak":
                return False
    return others == 0


def _are_twins(some: Sequence[Term], others: Sequence[Term]) -> bool:
    """Whether both have names that are the same, and nothing that was asked tells them apart.

    How prominent each is was not asked; it is in the table.
    """
    bearers = all(_is_same_name(terms) for terms in (some, others))
    if not bearers and _whole_name(some) != _whole_name(others):
        return False
    one, other = (
        sum(term.value for term in terms if term.name not in _OF_THE_TABLE)
        for terms in (some, others)
    )
    return math.isclose(one, other, abs_tol=_HAIR)


def _whole_name(terms: Sequence[Term]) -> str | None:
    """The name of a candidate that is merely like the asked one."""
    return next((term.known for term in terms if term.name in (WHOLE_NAME, SOUNDS_ALIKE)), None)


def _is_same_name(terms: Sequence[Term]) -> bool:
    return any(term.name in (SAME_NAME, ALL_PARTS) for term in terms)
