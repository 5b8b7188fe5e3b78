"""Names are searched by letters, and by sound where letters bring nothing good."""

from __future__ import annotations

import numpy as np
import pytest

from resolver import Query, Resolver
from resolver.index import Index
from resolver.match.retrieve.candidates import find, search
from resolver.match.retrieve.exact import find_exact
from resolver.match.retrieve.question import Question
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, person

WORDS = load_words()


def test_a_search_finds_near_names_beside_the_exact_one(small_index: Index) -> None:
    question = Question.of(Query("Mohammad Reza Zahedi"), WORDS)
    (candidates,) = search([question], [find_exact(question, small_index)], small_index)
    assert small_index.ids(candidates.entities)[0] == "zahedi"
    assert len(candidates) > 1
    assert candidates.exact.tolist()[0]


def test_sound_is_searched_where_letters_bring_nothing_good(small_index: Index) -> None:
    question = Question.of(Query("Мохамад Реза Захеди"), WORDS)
    (by_letters,) = find([question], small_index, phonetic=False)
    assert np.isnan(by_letters.cosines).all()
    (candidates,) = find([question], small_index)
    assert small_index.ids(candidates.entities)[0] == "zahedi"
    assert candidates.cosines[0] > 0.5


def test_sound_is_not_searched_where_letters_are_enough(small_index: Index) -> None:
    question = Question.of(Query("Reza Karimi"), WORDS)
    (found,) = find([question], small_index)
    assert np.isnan(found.cosines).all()


@pytest.mark.parametrize("text", ["!!!", "🙂", "\u0301", "$", "—", "\ufe0f", "()"])
def test_a_text_that_folds_to_nothing_matches_nobody(bundled: Resolver, text: str) -> None:
    decision = bundled.resolve(Query(text))
    assert decision.verdict == "no_match"
    assert decision.candidates == ()


def test_a_name_that_folds_to_nothing_is_found_letter_by_letter(
    make_resolver: MakeResolver,
) -> None:
    resolver = make_resolver(person("dollar", "$"), person("plus", "+"), person("a", "A"))
    assert resolver.resolve(Query("$")).id == "dollar"
    assert resolver.resolve(Query("$$")).verdict == "no_match"
