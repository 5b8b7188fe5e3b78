"""What words of a text are told apart by."""

from __future__ import annotations

from resolver.annotate.sight import Sight
from resolver.annotate.table import Table
from tests.annotate.conftest import asked


def test_a_text_has_words_in_small_letters_and_with_capitals_behind_these(table: Table) -> None:
    text = "But the Hilla of Iraq, Babil. Then went HILLA and\nBush"
    read, asking = asked(text, table)
    sight = Sight.of(text, read.tokens, asking)
    assert sight == read.sight
    assert sight.small == {"the", "of", "went", "and"}
    assert sight.capitals == {"hilla", "iraq"}
    assert sight.size == asking.size
    assert sight.spoken.is_english


def test_a_token_begins_a_sentence_and_is_small_there(table: Table) -> None:
    read, _ = asked("In Baghdad. Gen. Bush\nAustin, The U.S. said: Of", table)
    sight, numbers = read.sight, range(len(read.tokens))
    words = [token.text for token in read.tokens]
    begins = [words[number] for number in numbers if sight.begins_sentence(number)]
    assert begins == ["In", "Gen", "Austin", "Of"]
    assert [words[number] for number in numbers if sight.is_small(number)] == ["In", "Of"]
    assert [sight.cue(number) for number in numbers[:4]] == ["in", None, "title", None]
    assert [sight.commonness(word) for word in ("a", "in", "qarvan")] == [*["everyday"] * 2, None]
