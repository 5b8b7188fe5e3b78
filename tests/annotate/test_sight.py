"""What words of a text are told apart by."""

from __future__ import annotations

from resolver.annotate.sight import Sight
from resolver.annotate.table import Table
from tests.annotate.conftest import asked


def test_a_text_has_words_in_small_letters_and_with_capitals_behind_these(table: Table) -> None:
    text = "But the Hilla of Iraq, Babil. Then went HILLA and\nBush"
    read, asking = asked(text, table)
    sight = Sight.of(text, read.tokens, asking)
    assert sight.small == {"the", "of", "went", "and"}
    assert sight.capitals == {"hilla", "iraq"}
    assert sight.size == asking.size
    assert sight.spoken.is_english
