"""Two bare names are compared by the same evidence, and the same either way."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import compare
from resolver.match.score.comparison import compare_names, pair_terms
from resolver.match.score.evidence import EVIDENCE_NAMES
from resolver.match.score.weights import load_weights
from resolver.text.sound import load_encoder
from resolver.text.words import load_words


def term_names(name: str, other: str, entity_type: str | None = None) -> set[str]:
    weights = load_weights().compare[entity_type or "other"]
    terms = pair_terms(name, other, entity_type, load_words(), load_encoder(), weights)
    return {term.name for term in terms}


@pytest.mark.parametrize(
    ("name", "other", "names"),
    [
        ("Reza Zahedi", "REZA zahedi", {"prior", "same name"}),
        ("U.S. Navy", "US Navy", {"prior", "same name"}),
        ("Zahedi Reza", "Reza Zahedi", {"prior", "all parts", "swapped order"}),
        ("$", "Reza", {"prior", "different name"}),
        ("Реза", "Reza", {"prior", "other script", "sounds alike", "same in Latin"}),
    ],
)
def test_names_are_compared_as_what_they_are(name: str, other: str, names: set[str]) -> None:
    assert term_names(name, other) == names


def test_a_comparison_has_its_terms_as_they_were_given() -> None:
    tables = load_words(), load_encoder(), load_weights()
    one = compare_names("Mohammad Reza", "Reza", "person", *tables)
    two = compare_names("Reza", "Mohammad Reza", "person", *tables)
    assert one.score == two.score
    swapped = [(term.name, term.value, term.known, term.asked) for term in two.evidence]
    assert [(t.name, t.value, t.asked, t.known) for t in one.evidence] == swapped
    assert {term.name for term in one.evidence} <= EVIDENCE_NAMES


def test_names_that_nobody_can_write_in_latin_letters_are_not_the_same_there() -> None:
    gothic, cuneiform = "𐌰𐍄𐍄𐌰", "𒀀𒁀𒀀"
    names = term_names(gothic, cuneiform)
    assert "other script" in names
    assert "same in Latin" not in names


@pytest.mark.parametrize(
    ("name", "other", "entity_type", "low", "high"),
    [
        ("Olaf Scholze", "Olaf Scholz", "person", 0.5, 0.99),
        ("Reza Zahedi", "reza  ZAHEDI", "person", 0.9, 1.0),
        ("Abdul Rahman", "Abdulrahman", "person", 0.5, 1.0),
        ("Robert Zahn", "Reza Zahedi", "person", 0.0, 0.3),
        ("Fund 5", "Fund 8", "organization", 0.0, 0.1),
        ("Fund 12345 6", "Fund 1234567", "organization", 0.0, 0.1),
        ("B52 Bomber", "B53 Bomber", "product", 0.0, 0.1),
        ("44th Brigade", "Brigade 44", "organization", 0.5, 1.0),
        ("!!!", "???", None, 0.0, 0.1),
        ("!!!", "!!!", None, 0.9, 1.0),
    ],
)
def test_two_names_are_compared(
    name: str, other: str, entity_type: str | None, low: float, high: float
) -> None:
    assert low <= compare(name, other, type=entity_type).score <= high


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_comparing_is_the_same_in_either_order_and_adds_up(name: str, other: str) -> None:
    name, other = f"a{name}".replace("\0", ""), f"b{other}".replace("\0", "")
    one, two = compare(name, other, type="person"), compare(other, name, type="person")
    assert one.score == two.score
    total = math.fsum(term.value for term in one.evidence)
    assert math.isclose(1 / (1 + math.exp(-total)), one.score, abs_tol=1e-9)


def test_a_long_name_is_itself() -> None:
    name = "Islamic Republic of Iran Shipping Lines"
    assert compare(name, name.upper(), type="organization").score > 0.9
