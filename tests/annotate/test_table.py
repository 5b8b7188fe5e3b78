"""What is asked about texts, made once for an index."""

from __future__ import annotations

from resolver.annotate.prominence import Prominence
from resolver.annotate.table import table_of
from resolver.annotate.words import load_text_words
from resolver.match.score.weights import Weights
from resolver.text.words import load_words
from tests.annotate.conftest import TABLE
from tests.match.conftest import MakeIndex


def test_a_table_knows_how_prominent_its_places_are_and_the_words_of_texts(
    make_index: MakeIndex,
) -> None:
    index = make_index(*TABLE)
    table = table_of(index, Weights.of_index(index), load_words())
    assert table.prominence == Prominence.of(index)
    assert table.text_words is load_text_words()
