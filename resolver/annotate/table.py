"""What is asked about texts: an opened index with all that its names are read and weighed with.

Reach for `table_of` to have it, once for an index; `resolver.annotate.candidates` asks it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from resolver.annotate.words import TextWords, load_text_words
from resolver.index import Index
from resolver.index.segment import type_bit
from resolver.match.score.weights import Weights
from resolver.text.words import Words

_COUNTRIES: Final = 250
"""Countries that there are: where a table does not know how prominent they are, the most prominent
places."""

_FEW_PROMINENT: Final = 0.1
"""The share of places with a prominence below which a table is taken to know none."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is asked, and with what.

    Args:
        index: The table.
        weights: The numbers for names.
        words: The words that names are read with.
        text_words: The words that texts are read with.
        lists_the_prominent: Whether the table knows of hardly any place how prominent it is.
        of_a_country: The prominence in nats of a country of which that is not known.
    """

    index: Index
    weights: Weights
    words: Words
    text_words: TextWords
    lists_the_prominent: bool
    of_a_country: float


def table_of(index: Index, weights: Weights, words: Words) -> Table:
    """What is asked about texts, of an opened index; looks once through all its places.

    Args:
        index: The index.
        weights: The numbers for names.
        words: What `load_words` returned.
    """
    base = index.segments[0]
    ranks = base.entity_rank[base.type_bits[base.entity_type] & type_bit("place") > 0]
    known = len(ranks) - int(np.isnan(ranks).sum())
    lists_the_prominent = known < _FEW_PROMINENT * len(ranks)
    of_a_country = math.log(max(len(ranks) / _COUNTRIES, 1.0))
    return Table(index, weights, words, load_text_words(), lists_the_prominent, of_a_country)
