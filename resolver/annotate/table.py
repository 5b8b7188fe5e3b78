"""What is asked about texts: an opened index with all that its names are read and weighed with.

Reach for `table_of` to have it, once for an index; `resolver.annotate.candidates` asks it.
"""

from __future__ import annotations

from dataclasses import dataclass

from resolver.annotate.prominence import Prominence
from resolver.annotate.words import TextWords, load_text_words
from resolver.index import Index
from resolver.match.score.weights import Weights
from resolver.text.words import Words


@dataclass(frozen=True, slots=True)
class Table:
    """What is asked, and with what.

    Args:
        index: The table.
        weights: The numbers for names.
        words: The words that names are read with.
        text_words: The words that texts are read with.
        prominence: How prominent its entities are.
    """

    index: Index
    weights: Weights
    words: Words
    text_words: TextWords
    prominence: Prominence


def table_of(index: Index, weights: Weights, words: Words) -> Table:
    """What is asked about texts, of an opened index; looks once through all its places.

    Args:
        index: The index.
        weights: The numbers for names.
        words: What `load_words` returned.
    """
    return Table(index, weights, words, load_text_words(), Prominence.of(index))
