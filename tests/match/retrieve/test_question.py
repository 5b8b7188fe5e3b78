"""A query is folded once, in every form in which it is searched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query
from resolver.index.columns import ALL_TYPES
from resolver.index.segment import type_bit
from resolver.match.retrieve.question import Question
from resolver.model import TYPES
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, person

WORDS = load_words()

TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and "\0" not in text)


@pytest.mark.parametrize(
    ("text", "form", "key", "latin"),
    [
        ("  José ÁLVAREZ ", "jose alvarez", "jose alvarez", "jose alvarez"),
        ("U.S. Navy", "u s navy", "us navy", "u s navy"),
        ("Москва", "москва", "москва", "moskva"),
        ("$", "=$", "=$", ""),
    ],
)
def test_a_text_is_folded_to_a_form_a_key_and_latin_letters(
    text: str, form: str, key: str, latin: str
) -> None:
    question = Question.of(Query(text), WORDS)
    assert (question.form, question.key, question.latin) == (form, key, latin)


def test_spellings_with_one_key_are_searched_by_the_same_features() -> None:
    one, other = (Question.of(Query(text), WORDS) for text in ("U.S. Navy", "US NAVY"))
    assert one.features == other.features


def test_a_text_that_folds_to_nothing_has_no_features() -> None:
    assert Question.of(Query("!!!"), WORDS).features == []


@given(TEXTS)
def test_every_text_has_a_form_and_its_latin_is_ascii(text: str) -> None:
    question = Question.of(Query(text), WORDS)
    assert question.form
    assert question.key
    assert question.latin.isascii()


def test_a_text_that_grows_when_folded_is_put_into_latin_letters_in_part() -> None:
    assert len(Question.of(Query("ﷺ" * 1_000), WORDS).latin) <= 1_000


@pytest.mark.parametrize("entity_type", TYPES)
def test_a_type_admits_itself_and_other_unless_it_is_only_preferred(entity_type: str) -> None:
    strict = Question.of(Query("x", type=entity_type), WORDS)
    assert strict.types == type_bit(entity_type) | type_bit("other")
    assert Question.of(Query("x", type=entity_type, type_strict=False), WORDS).types == ALL_TYPES
    assert Question.of(Query("x"), WORDS).types == ALL_TYPES


def test_facts_are_asked_by_key_with_every_value() -> None:
    query = Query("x", country=("IR", "IQ"), properties={"city": ("Tehran", "TEHRAN", "Qom")})
    country, city = Question.of(query, WORDS).facts
    assert (country.key, city.key) == ("country", ".city")
    assert len(country.codes) == 2
    assert len(city.codes) == 2  # both spellings of Tehran fold to one
    assert Question.of(Query("x"), WORDS).facts == ()


def test_a_property_named_country_is_not_the_country(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(
        person("a", "Li Wei", country=["IR"]),
        person("b", "Li Wei", properties={"country": ["IR"]}),
    )
    assert resolver.resolve(Query("Li Wei", country=("IR",))).candidates[0].id == "a"


def test_the_facts_of_a_query_are_folded_once_whatever_spans_are_asked() -> None:
    question = Question.of(
        Query("A, B", country=("IR",), properties={"city": "Qom"}, limit=9), WORDS
    )
    span = question.of_span("U.S. Navy")
    assert span.facts is question.facts
    assert (span.query, span.types) == (question.query, question.types)
    assert (span.text, span.form, span.key) == ("U.S. Navy", "u s navy", "us navy")


def test_property_values_beyond_what_is_folded_of_a_query_are_not_compared() -> None:
    long = {f"p{number:02}": chr(ord("一") + number) * 1_000 for number in range(100)}
    facts = Question.of(Query("x", properties=long), WORDS).facts
    assert [fact.key for fact in facts] == [f".p{number:02}" for number in range(5)]
    grown = {f"p{number:02}": "ﷺ" * (900 + number) for number in range(100)}
    assert len(Question.of(Query("x", properties=grown), WORDS).facts) == 3
