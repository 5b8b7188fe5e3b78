"""Who each name of a text means, with regard to the others."""

from __future__ import annotations

import random

import numpy as np
import pytest

from resolver import Resolver
from resolver.annotate.candidates import Candidate
from resolver.annotate.evidence import COLUMNS
from resolver.annotate.linking import Around, Name, profile_of, settle
from resolver.annotate.table import Table
from resolver.annotate.weights import load_text_weights
from resolver.match.score.terms import total
from tests.annotate.conftest import asked

WEIGHTS = load_text_weights().linking
NOTHING = Around(frozenset(), frozenset(), frozenset())
TEXTS = ("Hilla", "Austin", "Paris", "Iraq", "Babil", "Texas", "Mohammad Reza Zahedi")


def names(texts: tuple[str, ...], table: Table) -> dict[str, Name]:
    _, asking = asked("text", table)
    return {text: Name(asking.borne(text), NOTHING, 3.0) for text in texts}


def chances(
    texts: tuple[str, ...], table: Table, countries: tuple[str, ...] = ()
) -> dict[str, list[float]]:
    """The chance of each candidate of each name, once all are settled."""
    of_text = names(texts, table)
    settle([*of_text.values()], countries, WEIGHTS)
    return {text: name.chances.tolist() for text, name in of_text.items()}


def test_the_chances_of_candidates_and_of_nobody_add_up_to_one(table: Table) -> None:
    for text, found in chances(TEXTS, table).items():
        assert all(0 < each < 1 for each in found), text
        assert 0 < sum(found) < 1


def test_the_order_of_names_does_not_matter(table: Table) -> None:
    expected = chances(TEXTS, table)
    shuffled = [*TEXTS]
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)  # noqa: S311 - the same orders every time
        found = chances(tuple(shuffled), table)
        for text in TEXTS:
            assert found[text] == pytest.approx(expected[text], rel=1e-9)


def test_a_settled_text_is_settled_so_each_time(table: Table) -> None:
    assert chances(TEXTS, table) == chances(TEXTS, table)


def test_names_of_one_unit_speak_for_each_other(table: Table) -> None:
    def chance(texts: tuple[str, ...], countries: tuple[str, ...] = ()) -> float:
        found = names(texts, table)["Paris"].candidates
        texan = next(
            row
            for row, each in enumerate(found)
            if table.index.record(each.match.number)["id"] == "paris-texas"
        )
        return chances(texts, table, countries)["Paris"][texan]

    alone = chance(("Paris",))
    assert chance(("Paris", "Austin")) > alone
    assert chance(("Paris", "Texas")) > alone
    assert chance(("Paris", "France")) < alone
    assert chance(("Paris",), ("US",)) > alone > chance(("Paris",), ("FR",))


def test_a_name_does_not_speak_for_itself(table: Table) -> None:
    (babil,) = names(("Babil",), table).values()
    settle([babil], (), WEIGHTS)
    moving = {COLUMNS[column] for column in np.flatnonzero(babil.rows[0]).tolist()}
    assert moving == {"in a text", "prominence in a text", "is a unit"}


def test_what_stands_beside_a_name_is_evidence(table: Table) -> None:
    _, asking = asked("text", table)
    candidates = asking.borne("Paris")
    texas = asking.borne("Texas")[0].facts.own
    assert texas is not None
    beside = Name(candidates, Around(frozenset([texas]), frozenset([texas]), frozenset()), 3.0)
    values = beside.rows[:, [COLUMNS.index("stands in it"), COLUMNS.index("stands behind it")]]
    lies = [texas in each.facts.lies_in for each in candidates]
    assert values.tolist() == [[float(each)] * 2 for each in lies]


def test_terms_add_up_to_the_log_odds_of_a_candidate(table: Table) -> None:
    for name in names(TEXTS, table).values():
        settle([name], ("US",), WEIGHTS)
        for place, log_odds in enumerate(name.log_odds.tolist()):
            assert total(name.terms(place, WEIGHTS)) == pytest.approx(log_odds)


def test_evidence_of_countries_says_which(table: Table) -> None:
    (paris, _) = names(("Paris", "Iraq"), table).values()
    settle([paris], ("US",), WEIGHTS)
    known = {term.name: term.known for each in range(2) for term in paris.terms(each, WEIGHTS)}
    assert (known["country named"], known["prominence in a text"]) == ("US", None)


def test_a_name_of_nobody_settles() -> None:
    name = Name([], NOTHING, 3.0)
    settle([name], (), WEIGHTS)
    assert (name.chances.tolist(), name.log_odds.tolist()) == ([], [])


def test_places_and_all_else_have_weights_of_their_own(table: Table) -> None:
    def of(text: str) -> Candidate:
        return asked("text", table)[1].borne(text)[0]

    assert profile_of(of("Iraq")) == "place"
    assert profile_of(of("Mohammad Reza Zahedi")) == "other"


def test_where_a_country_is_named_its_towns_are_meant(small: Resolver) -> None:
    text = "Troops left Baghdad and Hilla in Iraq. Babil was quiet."
    assert {each.decision.verdict for each in small.annotate(text).mentions} == {"match"}
