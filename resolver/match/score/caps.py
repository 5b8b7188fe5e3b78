"""Caps: what parts that agree, or facts that agree, may say together at most.

Many common parts that agree still single out no more than one name, and facts do not make up for a
name that differs, however many agree. The excess is taken away as a term of its own, so that terms
add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from resolver.match.score.evidence import AGREEING_FACTS, AGREEING_PARTS
from resolver.match.score.terms import CAP, Term

NAME_CAP: Final = 1.0
"""Nats that parts which agree may say beyond those that single out one name."""

FACT_SHARE: Final = 0.8
"""The share of the nats that single out one name that facts which agree may say: the name says the
rest."""


def part_cap(max_nats: float) -> float:
    """The log-odds that parts which agree may say together.

    Args:
        max_nats: Nats that single out one name.
    """
    return max_nats + NAME_CAP


def cap_parts(terms: Sequence[Term], max_nats: float) -> list[Term]:
    """What parts that agree say too much, taken away.

    Args:
        terms: Of one candidate.
        max_nats: Nats that single out one name.
    """
    agreeing = sum([value for name, value, _, _ in terms if value > 0 and name in AGREEING_PARTS])
    return _excess(agreeing - part_cap(max_nats))


def cap_facts(terms: Sequence[Term], max_nats: float) -> list[Term]:
    """What facts that agree say too much, taken away: some of it is left to the name.

    Args:
        terms: Of one candidate.
        max_nats: Nats that single out one name.
    """
    agreeing = sum([value for name, value, _, _ in terms if name in AGREEING_FACTS])
    return _excess(agreeing - FACT_SHARE * max_nats)


def _excess(nats: float) -> list[Term]:
    return [Term(CAP, -nats)] if nats > 0 else []
