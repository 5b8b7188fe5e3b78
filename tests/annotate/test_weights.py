"""The numbers by which names are found in texts and told apart there."""

from __future__ import annotations

from resolver.annotate.evidence import COLUMNS
from resolver.annotate.finding import SURE_ENOUGH
from resolver.annotate.weights import load_text_weights


def test_places_and_all_else_have_numbers_of_finding_and_of_linking() -> None:
    weights = load_text_weights()
    assert weights.finding.keys() == weights.linking.keys() == {"place", "other"}
    assert all(SURE_ENOUGH in values for values in weights.finding.values())
    assert all(values.shape == (len(COLUMNS),) for values in weights.linking.values())


def test_what_is_the_name_and_is_no_everyday_word_is_likelier_a_name() -> None:
    place = load_text_weights().finding["place"]
    assert place["is the name"] > 0 > place["everyday word"]
    assert place["within a longer name"] < 0
