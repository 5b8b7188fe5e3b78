"""What parts of two names say that stand for each other, or alone."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver import Query
from resolver.match.score.alignment import align, likeness
from resolver.match.score.evidence import EVIDENCE_NAMES, WEIGHTS
from resolver.match.score.parts import Rarity, agreement, name_nats, one_sided
from resolver.match.score.terms import Term
from resolver.match.score.weights import load_weights
from resolver.text.names import Name, parts
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, person

ONES = dict.fromkeys(WEIGHTS, 1.0)
RARITY: Rarity = defaultdict(lambda: 5.0)
TEXTS = st.lists(
    st.sampled_from("reza zahedi ltd inc gen university bank of 44 a b ivanovich".split()),
    max_size=5,
    unique=True,
).map(" ".join)


def in_parts(text: str, entity_type: str = "organization") -> Name:
    return parts(text, entity_type, load_words())


def agreed(
    asked: str, known: str, entity_type: str = "person", **nicknames: str
) -> tuple[Term, float]:
    """What the first parts say that stand for each other, with weights of one each."""
    one, other = in_parts(asked, entity_type), in_parts(known, entity_type)
    stand_for = {name: frozenset([nickname]) for name, nickname in nicknames.items()}
    pair = align(one, other, stand_for).pairs[0]
    return agreement(pair, one, other, RARITY, ONES)


def alone(asked: str, known: str) -> list[Term]:
    """What all parts of two names say where none stands for another, with weights of one each."""
    one, other = in_parts(asked), in_parts(known)
    places = list(range(len(one.words))), list(range(len(other.words)))
    return one_sided(one, other, *places, RARITY, ONES)


@pytest.mark.parametrize(
    ("asked", "known", "name", "value", "nats"),
    [
        ("zahedi", "zahedi", "same part", 5.0, 5.0),
        ("a", "a", "same part", 2.0, 2.0),  # an initial
        ("r", "reza", "initial", 3.0, 2.0),  # of any part it says three nats at most
        ("gen", "gen", "function word", 1.0, 2.5),
        ("bob", "robert", "nickname", 5.0, 5.0),
    ],
)
def test_parts_that_stand_for_each_other_say_as_much_as_they_are_rare(
    asked: str, known: str, name: str, value: float, nats: float
) -> None:
    assert agreed(asked, known, bob="robert") == (Term(name, value, asked, known), nats)


def test_a_similar_part_says_by_how_much_it_differs() -> None:
    term, nats = agreed("zahedy", "zahedi")
    letters, sounds, consonants = likeness("zahedy", "zahedi")
    assert term.name == "similar part"
    assert term.value == pytest.approx(
        5 * (1 + 1 + (1 - letters) + (1 - sounds) + (1 - consonants))
    )
    assert nats == pytest.approx(5 * sounds)


def test_two_parts_written_as_one_say_so() -> None:
    term, nats = agreed("abdul rahman", "abdulrahman")
    assert (term.name, term.asked, term.known) == ("joined part", "abdul rahman", "abdulrahman")
    assert nats == pytest.approx(5)


def test_an_acronym_says_no_more_than_the_commoner_side() -> None:
    term, nats = agreed("nitc", "national iranian tanker company", "organization")
    assert (term.name, term.value, nats) == ("acronym", 5.0, 5.0)


def test_a_misspelling_says_no_more_than_the_word_it_is_of() -> None:
    one, other = in_parts("zahedy"), in_parts("zahedi")
    (pair,) = align(one, other, {}).pairs
    weights = load_weights().resolve["person"]
    rare, same = (
        agreement(pair, one, other, {"zahedy": nats, "zahedi": 4.0}, weights)[0].value
        for nats in (12.0, 4.0)
    )
    assert rare == same


@pytest.mark.parametrize(
    ("asked", "known", "names"),
    [
        ("zahedi", "karimi", {"different part": 1}),
        ("zahedi", "", {"extra part": 1}),
        ("", "zahedi", {"missing part": 1}),
        ("44", "45", {"different number": 1}),
        ("44", "", {"different number": 1}),
        ("ltd", "inc", {"legal form": 1}),
        ("ltd", "zahedi", {"legal form": 1, "missing part": 1}),
        ("university", "", {"generic word": 1}),
        ("university", "zahedi 44", {"generic word": 1, "missing part": 1, "different number": 1}),
    ],
)
def test_only_parts_of_one_sort_stand_against_each_other(
    asked: str, known: str, names: dict[str, int]
) -> None:
    assert Counter(term.name for term in alone(asked, known)) == names


def test_two_function_words_that_differ_are_one_too_many_on_either_side() -> None:
    (both,), (extra,) = alone("the", "of"), alone("the", "")
    assert both.value == 2 * extra.value


def test_an_initial_says_the_same_however_rare_it_is() -> None:
    one, other = in_parts("a", "person"), in_parts("", "person")
    (term,) = one_sided(one, other, [0], [], {"a": 99.0}, ONES)
    assert term == Term("extra part", 1.0, "a", None)


@given(TEXTS, TEXTS)
def test_every_part_is_in_one_term(asked: str, known: str) -> None:
    terms = alone(asked, known)
    one, other = in_parts(asked), in_parts(known)
    assert Counter(t.asked for t in terms if t.asked is not None) == Counter(one.words)
    assert Counter(t.known for t in terms if t.known is not None) == Counter(other.words)
    assert {term.name for term in terms} <= EVIDENCE_NAMES


def test_a_name_holds_what_its_parts_could_agree_on() -> None:
    assert name_nats(in_parts("zahedi", "person"), RARITY) == 5
    assert name_nats(in_parts("a zahedi", "person"), RARITY) == 2 + 5
    assert name_nats(in_parts("zahedi ltd"), RARITY) == 5 + 2.5
    assert name_nats(in_parts(""), RARITY) == 0


def test_a_misspelled_part_never_says_more_than_the_part_itself(
    make_resolver: MakeResolver,
) -> None:
    crowd = [person(f"p{n}", f"Ivan {chr(97 + n % 26)}{chr(97 + n // 26)}rov") for n in range(300)]
    resolver = make_resolver(*crowd)
    right, *wrong = (
        resolver.resolve(Query(f"{first} Xyzwq")) for first in ("Ivan", "Iwan", "Ivann")
    )
    own = [
        sum(term.value for term in each.candidates[0].evidence if term.name != "competition")
        for each in (right, *wrong)
    ]
    assert own[0] == max(own)
    for each in wrong:
        assert each.verdict == "no_match"
