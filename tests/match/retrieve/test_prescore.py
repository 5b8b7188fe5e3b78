"""The forms of a search become their entities, each once, best first by a cheap score."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query
from resolver.index import Index
from resolver.match.retrieve.candidates import find
from resolver.match.retrieve.prescore import (
    CandidateSet,
    Spans,
)
from resolver.match.retrieve.question import Question
from resolver.text.keys import match_key
from resolver.text.words import load_words
from tests.match.conftest import near_names

WORDS = load_words()


@given(near_names())
def test_each_entity_is_there_once_best_first(small_index: Index, text: str) -> None:
    question = Question.of(Query(text), WORDS)
    (found,) = find([question], small_index)
    assert len(set(found.entities.tolist())) == len(found)
    assert (np.diff(found.prescores) <= 0).all()
    (segment,) = small_index.segments
    exact = segment.form_latin.many(segment.alias_form[found.aliases[found.exact]])
    assert {match_key(latin) for latin in exact} <= {match_key(question.latin)}
    owners = [segment.alias_entity.item(alias) for alias in found.aliases.tolist()]
    assert owners == found.entities.tolist()


def test_an_entity_comes_by_the_best_of_its_aliases(small_index: Index) -> None:
    for text, best in (("Ali Fadell", "Ali Fadel"), ("Ali Fadhell", "Ali Fadhel")):
        (found,) = find([Question.of(Query(text), WORDS)], small_index)
        assert small_index.ids(found.entities).count("fadel") == 1
        assert small_index.segments[0].alias_text[found.aliases[0]] == best
        assert not found.exact.any()


@given(st.integers(0, 6))
def test_the_first_few_keep_their_order_and_their_spans(count: int) -> None:
    numbers = np.arange(4)
    questions = tuple(Question.of(Query(text), WORDS) for text in "abcd")
    whole = CandidateSet(
        numbers, numbers + 10, -numbers, numbers < 1, numbers / 4, Spans(questions, " a b c d ")
    )
    few = whole.first(count)
    assert len(few) == min(count, 4)
    assert few.entities.tolist() == numbers[:count].tolist()
    assert few.aliases.tolist() == (numbers + 10)[:count].tolist()
    assert few.prescores.tolist() == (-numbers)[:count].tolist()
    assert few.spans == Spans(questions[:count], " a b c d ")
