"""The tables of words are as their readers expect them."""

from __future__ import annotations

import csv
from pathlib import Path

from resolver.model import TYPES
from resolver.text import words
from resolver.text.fold import fold
from resolver.text.words import ROLES, load_words

WORDS = load_words()


def test_the_table_of_words_is_folded_sorted_and_has_known_types_and_roles() -> None:
    path = Path(words.__file__).with_name("words.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows == sorted(rows, key=lambda row: (row["word"], row["type"], row["role"]))
    for row in rows:
        assert fold(row["word"]) == row["word"]
        assert row["role"] in ROLES
        assert " " not in row["word"] or row["same_as"]
        assert not row["type"] or set(row["type"].split("|")) <= set(TYPES)


def test_a_word_stands_for_one_that_stands_for_itself() -> None:
    for entity_type, same_as in WORDS.same_as.items():
        for word, other in same_as.items():
            assert same_as.get(other, other) == other, (entity_type, word)


def test_names_that_many_persons_have_are_known() -> None:
    common = WORDS.common_names
    assert 0 < common["mohammed"] < common["john"] < common["smith"] < common["garcia"] < 8
    assert "zorglub" not in common
    assert all(name == name.lower() and 0 < nats < 8 for name, nats in common.items())
