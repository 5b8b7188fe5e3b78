"""Amounts times weights are what the evidence says with those weights."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from resolver.index import Index
from resolver.learn.amounts import COLUMN, Amounts, amounts
from resolver.match.pipeline import retrieve
from resolver.match.retrieve.question import Question
from resolver.match.score.collect import collect_evidence
from resolver.match.score.comparison import pair_terms
from resolver.match.score.evidence import AGREEING_PARTS, WEIGHTS
from resolver.match.score.terms import Term, total
from resolver.match.score.weights import Values, Weights, load_weights
from resolver.model import Query
from resolver.text.sound import load_encoder
from resolver.text.words import load_words
from tests.conftest import compile_entities

Make = Callable[[Values], list[list[Term]]]

NAMES = (
    *("Reza Zahedi", "Zahedi, Reza", "Resa Zahedy", "R. Zahedi", "Mohammad Reza Zahedi"),
    *(
        "Reza",
        "Реза",
        "Abdul Rahman Omar",
        "Abdulrahmen Omar",
        "Ahmad bin Salim",
        "Salim bin Ahmad",
    ),
    *("Bob Smith", "Robert Smith", "J. F. Smith", "John Fitzgerald Smythe", "Dr. Bob Smith"),
    *("Ivan Petrovich Sidorov", "Ivan Pavlovich Sidorov", "Ivan Sidorov", "SIDOROV, Ivan"),
    *("Zorglub (Berlin)", "Zorglub (Paris)", "Zorglub", "Fund 5", "Fund 8", "Fund"),
    *("Acme Trading Ltd", "Acme Holding GmbH", "Acme Bank", "Bank of Acme", "Quux Trading Ltd"),
    *("Acme Transportation", "Acme Trans", "National Iranian Tanker Company", "NITC", "$"),
)
TABLE = (
    {
        "id": "reza",
        "type": "person",
        "name": "Reza Zahedi",
        "aliases": [{"text": "Abu Zeinab", "kind": "weak"}, {"text": "RZ", "kind": "acronym"}],
        "country": ["IR"],
        "properties": {"birth_date": ["1960-05-01"], "office": ["Red Brigade"], "no": ["A-1"]},
        "prominence": 7,
    },
    {"id": "resa", "type": "person", "name": "Resa Zahedi", "country": ["IQ"], "prominence": 1},
    {"id": "new", "type": "place", "name": "New Amsterdam"},
    {"id": "nueva", "type": "place", "name": "Nueva Amsterdam"},
    {
        "id": "x",
        "type": "other",
        "name": "X Corp.",
        "aliases": [{"text": "Twitter", "kind": "former", "valid_until": "2023-07"}],
        "properties": {"city": ["Zorglubia"]},
    },
    {
        "id": "quux",
        "type": "organization",
        "name": "Quux University",
        "aliases": ["Department of Quux"],
        "country": ["FR"],
        "properties": {"city": ["Lyon"]},
    },
)
PROPERTIES = (
    {"birth_date": "1960-05-01", "office": "red brigade"},
    {"birth_date": "1960", "office": "The Red Brigades"},
    {"birth_date": "1965", "office": "Red Army"},
    {"birth_date": "1920", "office": "Blue Navy", "no": "B-2"},
)
QUERIES = (
    *(Query(text, type=kind) for text in NAMES for kind in (None, "person")),
    *(Query(text, type="person") for text in ("Abu Zeinab", "RZ")),
    Query("Twitter Zorglubia", type="organization"),
    Query("Twitter", as_of="2024"),
    Query("New Amsterdam", as_of="2024"),
    Query("Reza Zahedy", context="the Red Brigade, in Iran since 1960"),
    *(
        Query("Reza Zahedi", country=(code,), properties=properties)
        for code in ("IR", "FR")
        for properties in PROPERTIES
    ),
    *(
        Query(f"{name}, {city}, {country}", type="organization")
        for name in ("Physics, Quux University", "Legal Office, Department of Quux", "Office, Quux")
        for city in ("Lyon", "Berlin")
        for country in ("France", "Germany")
    ),
)
FITTED_BESIDE = {"background", "tail penalty"}
"""Weights of what follows from the evidence of all candidates together."""


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes the terms of all pairs of `NAMES`, and of all candidates of `QUERIES`."""
    index = Index.open(compile_entities(tmp_path_factory.mktemp("table"), *TABLE))
    words, encoder = load_words(), load_encoder()
    questions = [Question.of(query, words) for query in QUERIES]
    asked = [(question, retrieve(question, index)) for question in questions]

    def made(values: Values) -> list[list[Term]]:
        evidence = [
            pair_terms(name, other, kind, words, encoder, values)
            for name, other in combinations_with_replacement(NAMES, 2)
            for kind in ("person", "organization")
        ]
        weights = Weights({"other": values}, {})
        for question, candidates in asked:
            evidence += collect_evidence(question, candidates, index, weights, words)
        return evidence

    return made


def some_values(seed: int) -> Values:
    """Values of either sign, of which some are 0."""
    chance = random.Random(seed)  # noqa: S311 - numbers, no secrets
    return {key: chance.choice((0.0, chance.uniform(-9, 9))) for key in WEIGHTS}


NOUGHT = dict.fromkeys(WEIGHTS, 0.0)


def times(evidence: Amounts, values: Values) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """What parts that agree say of each candidate, and what the rest does."""
    row = np.array([values[key] for key in WEIGHTS])
    return evidence.agreeing @ row, evidence.rest @ row


def test_every_weight_of_evidence_has_an_amount_somewhere(make: Make) -> None:
    evidence = amounts(make)
    counted = (evidence.agreeing != 0).any(0) | (evidence.rest != 0).any(0)
    assert {key for key, column in COLUMN.items() if not counted[column]} == FITTED_BESIDE


@pytest.mark.parametrize(
    "values",
    [
        *(table["other"] for table in (load_weights().resolve, load_weights().compare)),
        *map(some_values, range(3)),
    ],
    ids=["resolve", "compare", "0", "1", "2"],
)
def test_amounts_times_weights_are_what_every_term_says(make: Make, values: Values) -> None:
    def each_alone(values: Values) -> list[list[Term]]:
        return [[term] for terms in make(values) for term in terms]

    agreeing, rest = times(amounts(each_alone), values)
    both = list(zip(each_alone(values), each_alone(NOUGHT), strict=True))
    agrees = np.array([term.name in AGREEING_PARTS for (term,), _ in both])
    said = np.array([term.value - bare.value for (term,), (bare,) in both])
    np.testing.assert_allclose(agreeing, np.where(agrees, said, 0), atol=1e-9)
    np.testing.assert_allclose(rest, np.where(agrees, 0, said), atol=1e-9)


def test_amounts_of_a_candidate_are_those_of_its_terms_together(make: Make) -> None:
    values = some_values(4)
    agreeing, rest = times(amounts(make), values)
    both = zip(make(values), make(NOUGHT), strict=True)
    said = [total(terms) - total(bare) for terms, bare in both]
    np.testing.assert_allclose(agreeing + rest, said, atol=1e-9)


def test_only_names_that_cannot_be_compared_say_something_whatever_the_weights_are(
    make: Make,
) -> None:
    fixed = {term.name for terms in make(NOUGHT) for term in terms if term.value != 0}
    assert fixed == {"different name"}


def test_nobody_has_no_amounts() -> None:
    agreeing, rest = amounts(lambda _: [])
    assert agreeing.shape == rest.shape == (0, len(WEIGHTS))
