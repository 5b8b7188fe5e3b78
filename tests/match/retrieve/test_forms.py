"""Each arm brings forms with a similarity, the exact ones first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from resolver import Query
from resolver.index import Index
from resolver.index.vectors import rounded
from resolver.match.retrieve.exact import find_exact
from resolver.match.retrieve.forms import Forms, no_cosines, search_lexical, search_phonetic
from resolver.match.retrieve.question import Question
from resolver.text.keys import form_of
from resolver.text.words import load_words
from tests.match.conftest import MakeIndex, near_names, person

WORDS = load_words()


def lexical_forms(text: str, index: Index, **known: str) -> Forms:
    question = Question.of(Query(text, **known), WORDS)  # type: ignore[arg-type] # texts alone
    exact = [find_exact(question, index).forms]
    (forms,) = search_lexical([question], index, exact)
    return forms


def phonetic_forms(text: str, index: Index) -> Forms:
    question = Question.of(Query(text), WORDS)
    vectors = rounded(index.encoder.vectors([question.form]))
    lexical = [lexical_forms(text, index)]
    (forms,) = search_phonetic([question], index, lexical, vectors)
    return forms


def folds(forms: Forms, index: Index) -> list[str]:
    return index.segments[0].form_fold.many(forms.forms)


def test_the_lexical_arm_brings_the_exact_form_first(small_index: Index) -> None:
    forms = lexical_forms("Reza Karimi", small_index)
    assert forms.exact == 1
    assert folds(forms, small_index)[0] == "reza karimi"
    assert forms.similarity[0] == 1
    assert "reza karimy" in folds(forms, small_index)
    assert forms.similarity[1:].max() < 1


def test_sound_is_unknown_where_it_was_not_searched(small_index: Index) -> None:
    assert np.isnan(lexical_forms("Reza Karimi", small_index).cosines).all()
    assert np.isnan(no_cosines(3)).tolist() == [True] * 3


def test_a_name_in_another_script_that_is_known_brings_its_own_form_alone(
    small_index: Index,
) -> None:
    assert folds(lexical_forms("Москва", small_index), small_index) == ["москва"]


def test_a_text_that_folds_to_nothing_brings_no_form(small_index: Index) -> None:
    assert not len(lexical_forms("!!!", small_index).forms)


def test_facts_widen_the_lexical_arm(make_index: MakeIndex) -> None:
    letters = "abcdefghijklmnop"
    index = make_index(*(person(f"{a}{b}", f"Foo {a}Bar{b}") for a in letters for b in letters))
    assert len(lexical_forms("Foo Bar", index).forms) == 150
    assert len(lexical_forms("Foo Bar", index, country="FR").forms) > 150


def test_the_phonetic_arm_bridges_scripts(small_index: Index) -> None:
    text = "Мохаммад Реза Захеди"
    forms = phonetic_forms(text, small_index)
    assert "mohammad reza zahedi" in folds(forms, small_index)
    assert folds(forms, small_index)[int(forms.similarity.argmax())] in (
        "mohammad reza zahedi",
        "محمدرضا زاهدی",
    )


@pytest.mark.parametrize("text", ["Reza Karimi", "Reza Karimee", "Москва", "Сдр"])
def test_the_phonetic_arm_keeps_what_the_lexical_arm_brought_in_its_order(
    small_index: Index, text: str
) -> None:
    lexical, both = lexical_forms(text, small_index), phonetic_forms(text, small_index)
    assert both.forms[: len(lexical.forms)].tolist() == lexical.forms.tolist()
    assert both.exact == lexical.exact
    assert not np.isnan(both.cosines).any()


@given(near_names())
def test_forms_are_brought_once_and_compared_from_0_to_1(small_index: Index, text: str) -> None:
    for forms in (lexical_forms(text, small_index), phonetic_forms(text, small_index)):
        assert len(set(forms.forms.tolist())) == len(forms.forms)
        assert (forms.similarity[: forms.exact] == 1).all()
        for values in (forms.letters, forms.features, forms.similarity):
            assert ((values >= 0) & (values <= 1 + 1e-6)).all()
            assert values.dtype == np.float32
        assert (forms.similarity[forms.exact :] < 1).all()


@pytest.mark.parametrize(
    ("asked", "known", "least"),
    [
        ("ELN", "Ejército de Liberación Nacional", 0.5),
        ("Federal Security Bureau", "FSB", 0.5),
        ("NOW Corporation", "NOW Inc.", 0.8),
    ],
)
def test_an_organization_is_found_by_its_acronym_and_without_its_legal_form(
    asked: str, known: str, least: float, make_index: MakeIndex
) -> None:
    words = ("Corporation", "Security Bureau", "Federal Bureau", "Elnor", "Liberal Nation")
    others = [person(f"o{n}", f"{word} {n}", type="organization") for n, word in enumerate(words)]
    index = make_index(person("known", known, type="organization"), *others)
    for forms in (lexical_forms(asked, index), phonetic_forms(asked, index)):
        at = folds(forms, index).index(form_of(known))
        assert forms.similarity[at] >= least


def test_a_person_has_no_acronym(make_index: MakeIndex) -> None:
    index = make_index(person("a", "Ejercito de Liberacion Nacional"), person("b", "ARZ"))
    assert folds(lexical_forms("ELN", index), index) == []
    assert "arz" not in folds(lexical_forms("Ali Reza Zahedi", index), index)


def test_spans_of_texts_and_other_types_have_no_keys_of_organizations() -> None:
    question = Question.of(Query("Office of Naval Research, Arlington"), WORDS)
    assert question.organization_keys is not None
    assert question.of_span("Office of Naval Research").organization_keys is None
    assert Question.of(Query("ELN", type="person"), WORDS).organization_keys is None
