"""The background of a question: how well the names fit that cannot all be meant.

A stranger's name is about as near to the third best candidate of a table as to the first; the name
of somebody whom the table has stands out. So what the also-rans reach says how near a name comes by
chance: in a table of persons called alike nearer than in one of songs, for a short name nearer than
for a long one. Source: score normalisation by a cohort, as in speaker verification (Auckenthaler,
Carey and Lloyd-Thomas, 2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

ALSO_RANS: Final = slice(2, 6)
"""Which candidates are the background, from the best on: the first is the answer, and the second
may be its twin."""

TYPICAL_NATS: Final = -5.0
"""What an also-ran reaches that is not there, because the table is small: about the median."""

MIN_NATS: Final = -8.0
"""The least that an also-ran counts: below it, all names are equally far. So what it can say for a
candidate is bounded, and does not make up for a name of which little agrees."""


def background_nats(log_odds: Sequence[float]) -> float:
    """What the also-rans reach on average, in nats above what is typical.

    Args:
        log_odds: Of the candidates that are scored in full, highest first.
    """
    there = log_odds[ALSO_RANS]
    whole = ALSO_RANS.stop - ALSO_RANS.start
    return sum([max(each, MIN_NATS) - TYPICAL_NATS for each in there]) / whole
