"""The questions of an index to itself are like those of others, and always the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from resolver.index import Index
from resolver.learn.questions import OwnQuestion, misspelt, own_questions, rewritten
from resolver.match.pipeline import retrieve
from resolver.text.keys import form_of
from resolver.text.words import load_words
from tests.conftest import compile_entities

WORDS = load_words()
ENTITIES = [
    {
        "id": f"e{n}",
        "type": "person",
        "name": f"{first} {last}",
        "aliases": [f"{last.upper()}, {first}", {"text": f"{first[:2]}{last[2:]}", "kind": "weak"}],
        "country": ["IR"],
        "properties": {"birth_date": [f"19{50 + n}"]},
    }
    for n, (first, last) in enumerate(
        (first, last)
        for first in ("Ali", "Reza", "Hassan", "Maryam", "Zahra")
        for last in ("Karimi", "Fadel", "Tehrani", "Mousavi", "Qasemi", "Rahimi")
    )
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    home: Path = compile_entities(tmp_path_factory.mktemp("own"), *ENTITIES)
    return Index.open(home)


@pytest.fixture(scope="module")
def questions(index: Index) -> list[OwnQuestion]:
    return list(own_questions(index, 600, WORDS))


def test_the_same_table_makes_the_same_questions(
    index: Index, questions: list[OwnQuestion]
) -> None:
    again = list(own_questions(index, 600, WORDS))
    assert [each.question.query for each in again] == [each.question.query for each in questions]
    other = own_questions(index, 600, WORDS, seed=2)
    assert [each.question.text for each in other] != [each.question.text for each in questions]


def test_of_a_third_the_entity_is_hidden_and_not_found(
    index: Index, questions: list[OwnQuestion]
) -> None:
    hidden = [
        (question, question.hidden.entity)
        for question, entity in questions
        if entity is None and question.hidden is not None
    ]
    assert 80 < len(hidden) < 180
    for question, entity in hidden:
        assert entity not in retrieve(question, index).entities


def test_some_names_have_another_word_which_no_name_of_the_table_has(
    questions: list[OwnQuestion],
) -> None:
    known = {word for entity in ENTITIES for word in form_of(str(entity["name"])).split()}
    others = [
        each.question for each in questions if each.entity is None and not each.question.hidden
    ]
    assert 30 < len(others) < 100
    for question in others:
        assert len(set(question.form.split()) & known) == len(question.form.split()) - 1


def test_a_name_that_is_left_out_is_not_what_brings_its_entity(
    index: Index, questions: list[OwnQuestion]
) -> None:
    left_out = [each for each in questions if each.entity is not None and each.question.hidden]
    assert len(left_out) > 100
    found = 0
    for question, entity in left_out:
        candidates = retrieve(question, index)
        for number, alias in zip(candidates.entities, candidates.aliases, strict=True):
            if number == entity:
                found += 1
                assert question.hidden is not None
                assert alias not in question.hidden.aliases
    assert found > len(left_out) / 2


def test_names_are_mostly_written_otherwise_but_the_weak_ones_never_asked(
    questions: list[OwnQuestion],
) -> None:
    known = {form_of(str(entity["name"])) for entity in ENTITIES}
    asked = [each.question.form for each in questions]
    assert len([form for form in asked if form not in known]) > 0.5 * len(asked)
    weak = {form_of(str(entity["aliases"][1]["text"])) for entity in ENTITIES}  # type: ignore[index]
    assert not weak & {each.question.form for each in questions if each.question.hidden is None}


def test_facts_are_sometimes_asked_and_sometimes_wrong(questions: list[OwnQuestion]) -> None:
    right = wrong = 0
    for question, _ in questions:
        for _, values in question.query.property_values:
            ours = {entity["properties"]["birth_date"][0] for entity in ENTITIES}  # type: ignore[index]
            right += values[0] in ours
            wrong += values[0] not in ours
    assert right > 50
    assert 0 < wrong < right / 3


@pytest.mark.parametrize("seed", range(40))
def test_a_rewritten_name_is_a_name(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - names, no secrets
    for text in ("Reza Karimi", "$", "Ростов", "Acme Holdings Ltd.", "X", "北京"):
        assert rewritten(text, "organization", WORDS, chance).strip()
    assert misspelt("karimi", chance)
