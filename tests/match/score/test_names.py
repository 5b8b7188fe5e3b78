"""Two names are the same, compared in parts, or across scripts: each says what it has."""

from __future__ import annotations

from collections import defaultdict

import pytest

from resolver import Query, Resolver
from resolver.match.score.evidence import WEIGHTS
from resolver.match.score.names import (
    CrossScriptPair,
    NamePair,
    PartedNames,
    SameName,
    Scale,
    prior,
)
from resolver.match.score.terms import SAME_NAME, SAME_PART, Term, WeightKey, total
from resolver.match.score.weights import Values, load_weights
from resolver.text.fold import fold
from resolver.text.names import Name, parts, written_parts
from resolver.text.words import load_words
from tests.match.conftest import MakeResolver, evidence_names, numbered, person

WEIGHTS_OF_PEOPLE = load_weights().resolve["person"]
ONES: Values = dict.fromkeys(WEIGHTS, 1.0)
ZEROS: Values = dict.fromkeys(WEIGHTS, 0.0)
MAX_NATS = 12.0
SCALE = Scale(defaultdict(lambda: 6.0), MAX_NATS, {})


def with_values(weights: Values, others: dict[str, float]) -> Values:
    """The weights with other values for some."""
    return {**weights, **{WeightKey(key): value for key, value in others.items()}}


def in_parts(text: str, family: int = 0) -> Name:
    return parts(text, "person", load_words())._replace(family=family)


def parted(asked: str, known: str, cosine: float | None = None) -> PartedNames:
    return PartedNames(in_parts(asked), in_parts(known), cosine)


def by_name(pair: NamePair, weights: Values = ONES) -> dict[str, Term]:
    """The terms of a pair by their names, of which each comes once."""
    terms = pair.terms(SCALE, weights)
    named = {term.name: term for term in terms}
    assert len(named) == len(terms)
    return named


def term_names(pair: NamePair) -> set[str]:
    """The names of the terms of a pair."""
    return {term.name for term in pair.terms(SCALE, ONES)}


@pytest.mark.parametrize(
    "pair", [SameName("reza zahedi", "reza zahedi"), parted("reza zahedi", "reza zahedi")]
)
def test_that_the_name_is_the_same_stands_in_place_of_the_prior(pair: NamePair) -> None:
    terms = pair.terms(SCALE, WEIGHTS_OF_PEOPLE)
    with_prior = prior(WEIGHTS_OF_PEOPLE, MAX_NATS) + total(terms)
    assert with_prior == pytest.approx(WEIGHTS_OF_PEOPLE[SAME_NAME])


def test_the_prior_grows_with_what_singles_out_a_name() -> None:
    weights = with_values(ONES, {"prior": -1.0, "prior per nat": -0.5})
    assert prior(weights, 12.0) == -7.0


def test_a_pair_that_counts_as_a_whole_has_no_words_and_no_parts() -> None:
    for pair in (SameName("a", "a"), CrossScriptPair("reza", "реза", 2.0, MAX_NATS, True)):
        assert list(pair.words()) == []
        assert pair.asked_parts is None


def test_a_pair_in_parts_has_the_words_of_both() -> None:
    pair = parted("reza zahedi", "ali zahedi")
    assert sorted(pair.words()) == ["ali", "reza", "zahedi", "zahedi"]
    assert pair.asked_parts == in_parts("reza zahedi")


def test_the_same_parts_in_another_order_are_the_same_name_but_for_that() -> None:
    assert by_name(parted("zahedi reza", "reza zahedi")).keys() == {"all parts", "swapped order"}
    assert by_name(parted("reza zahedi", "reza zahedi")).keys() == {"all parts"}


def test_names_that_differ_are_compared_part_by_part_and_as_wholes() -> None:
    names = by_name(parted("reza zahedy", "reza zahedi"))
    assert names.keys() == {"same part", "similar part", "complete", "whole name"}
    names = by_name(parted("reza zahedi", "mohammad reza"))
    assert {"different part", "same part"} <= names.keys()
    assert "complete" not in names


def test_coverage_counts_until_what_agrees_singles_out_a_name() -> None:
    assert "coverage" in by_name(parted("zahedy", "zahedi"))  # half of the nats that it takes
    assert "coverage" not in by_name(parted("reza zahedy", "reza zahedi"))


@pytest.mark.parametrize(
    ("asked", "known", "value"),
    [
        ("reza zahedi", "ali zahedi", -0.5),  # half of either name agrees
        ("zahedi", "karimi", None),  # nothing agrees that they could be told apart by
        ("reza zahedi", "reza zahedy", None),  # nothing differs
        ("zahedi", "reza zahedi", -0.07),  # one name alone has a word
    ],
)
def test_a_word_of_its_own_tells_a_name_apart_the_more_of_the_rest_agrees(
    asked: str, known: str, value: float | None
) -> None:
    keys = {"difference beside agreement": -1.0, "addition beside agreement": -0.1}
    term = by_name(parted(asked, known), with_values(ZEROS, keys)).get("told apart")
    assert (term and term.value) == (value and pytest.approx(value, abs=0.001))


@pytest.mark.parametrize(
    ("asked", "known", "told_apart"),
    [
        ("ahmad bin salim", "salim bin ahmad", True),
        ("ahmad bin salim", "ahmad salim bin", False),  # the same words, and nobody is the father
        ("ali bin salim", "ali bin omar", True),
        ("salim ahmad", "ahmad salim", False),
    ],
)
def test_a_father_is_not_his_son(asked: str, known: str, told_apart: bool) -> None:
    assert ("told apart" in term_names(parted(asked, known))) is told_apart


@pytest.mark.parametrize(
    ("asked", "known", "alone"),
    [("j f", "john fitzgerald", True), ("j kennedy", "john kennedy", False)],
)
def test_initials_alone_are_nobodys(asked: str, known: str, alone: bool) -> None:
    assert ("nothing of its own" in term_names(parted(asked, known))) is alone


def test_a_branch_in_brackets_is_an_addition_that_tells_nobody_apart() -> None:
    def names(asked: str, known: str) -> set[str]:
        both = [
            written_parts(fold(each) or "", each, None, load_words()) for each in (asked, known)
        ]
        return term_names(PartedNames(both[0], both[1]))

    assert "told apart" not in names("Zorglub (Berlin)", "Zorglub")
    assert "told apart" in names("Zorglub (Berlin)", "Zorglub (Paris)")


def test_words_that_many_names_have_say_so_where_nothing_else_agrees() -> None:
    def names(asked: str, known: str) -> set[str]:
        both = [parts(each, "organization", load_words()) for each in (asked, known)]
        return term_names(PartedNames(both[0], both[1])) & {"nothing of its own"}

    assert names("zorglub trading llc", "quux trading llc")
    assert not names("zorglub trading llc", "zorglub holding gmbh")
    assert not names("trading llc", "quux trading llc")


def test_parts_that_agree_in_another_order_say_so() -> None:
    assert "swapped order" in by_name(parted("zahedy reza", "reza zahedi"))


@pytest.mark.parametrize(("cosine", "value"), [(0.0, -1.0), (0.5, 0.0), (1.0, 1.0)])
def test_sound_counts_from_minus_one_to_one_where_it_was_searched(
    cosine: float, value: float
) -> None:
    assert by_name(parted("reza zahedy", "reza zahedi", cosine))["whole sound"].value == value
    assert "whole sound" not in by_name(parted("reza zahedy", "reza zahedi"))


@pytest.mark.parametrize(
    ("asked", "known", "families", "key"),
    [
        ("ali zahedi", "reza zahedi", (1, 1), "same family name"),
        ("reza karimi", "reza zahedi", (1, 1), "different family name"),
        ("reza karimi", "reza zahedi", (1, 0), "likely different family name"),
    ],
)
def test_the_family_name_is_compared_where_one_is_known(
    asked: str, known: str, families: tuple[int, int], key: str
) -> None:
    pair = PartedNames(in_parts(asked, families[0]), in_parts(known, families[1]))
    weights = with_values(ZEROS, {key: 7.0})
    assert by_name(pair, weights)["family name"].value == 7.0
    assert "family name" not in by_name(parted(asked, known))


def test_across_scripts_the_odds_of_the_sound_stand_in_place_of_the_prior() -> None:
    weights = with_values(ONES, {"sounds alike": 0.5})
    names = by_name(CrossScriptPair("реза", "reza", 8.0, MAX_NATS, same_in_latin=False), weights)
    assert names.keys() == {"sounds alike"}
    assert names["sounds alike"].value == 0.5 * 8.0 - prior(weights, MAX_NATS)
    names = by_name(CrossScriptPair("реза", "reza", 8.0, MAX_NATS, same_in_latin=True))
    assert names.keys() == {"sounds alike", "same in Latin"}


@pytest.mark.parametrize(
    ("asked", "known", "key"),
    [
        ("бригада 44", "brigade 45", "different number"),
        ("бригада", "brigade 45", "one-sided number"),
        ("бригада 45", "brigade", "one-sided number"),
        ("бригада 45", "brigade 45", None),
    ],
)
def test_across_scripts_numbers_are_compared_as_they_are(
    asked: str, known: str, key: str | None
) -> None:
    weights = with_values(ZEROS, {"different number": -8.0, "one-sided number": -4.0})
    terms = by_name(CrossScriptPair(asked, known, 5.0, MAX_NATS, same_in_latin=False), weights)
    if key is None:
        assert "different number" not in terms
    else:
        assert terms["different number"].value == weights[WeightKey(key)]


@pytest.mark.parametrize(
    "text", ["Мохаммад Реза Захеди", "モハンマド・レザー・ザーヘディー", "모하마드 레자 자헤디"]
)
def test_a_spelling_in_another_script_is_found_though_no_table_lists_it(
    bundled: Resolver, text: str
) -> None:
    decision = bundled.resolve(Query(text))
    assert decision.id == "mohammad-reza-zahedi"
    assert "sounds alike" in evidence_names(decision.candidates[0])


def test_sound_decides_which_of_several_spellings_is_meant(make_resolver: MakeResolver) -> None:
    names = ("Zhuangta", "Changtai", "Chunta", "Chantal", "Chungtan")
    resolver = make_resolver(*numbered("place", *names))
    first, second = resolver.resolve(Query("Chuang-t’a", type="place")).candidates[:2]
    assert first.id == "n0"
    own, other = (
        next(term.value for term in candidate.evidence if term.name == "whole sound")
        for candidate in (first, second)
    )
    assert own > max(0, other)


def test_the_same_name_in_latin_letters_says_more_than_its_sound(
    make_resolver: MakeResolver,
) -> None:
    names = ("Neena", "Nina", "Ninian", "Niina")
    resolver = make_resolver(*numbered("place", *names))
    candidates = resolver.resolve(Query("Нина", type="place")).candidates
    assert candidates[0].id == "n1"
    same = [each.id for each in candidates if "same in Latin" in evidence_names(each)]
    assert same == ["n1"]


def test_numbers_are_identity_in_every_script(make_resolver: MakeResolver) -> None:
    names = ("Brigade 44", "Brigade 45", *(f"Name {n} Other" for n in range(30)))
    resolver = make_resolver(*(person(f"n{n}", name) for n, name in enumerate(names)))
    first, second = resolver.resolve(Query("Бригада 45")).candidates[:2]
    assert (first.id, second.id) == ("n1", "n0")
    assert first.score > 10 * second.score
    assert "different number" in evidence_names(second)


def test_no_longer_name_says_more_than_the_same_one(make_resolver: MakeResolver) -> None:
    names = (
        "Calder Global Gold, Silver & Copper Income Trust",
        "Calder Gold, Silver & Copper Income Trust",
    )
    others = (f"{word} Fund" for word in ("Ember", "Fathom", "Galley", "Hollow", "Ingot"))
    resolver = make_resolver(*numbered("organization", *names, *others))
    first, second = resolver.resolve(Query(names[1], as_of="2020")).candidates[:2]
    assert (first.id, second.id) == ("n1", "n0")
    assert first.score > 2 * second.score


def test_the_same_name_says_more_the_more_its_parts_single_out() -> None:
    short, long = (SameName(text, text) for text in ("a b c", "a b c d"))
    said = [total(pair.terms(SCALE, WEIGHTS_OF_PEOPLE)) for pair in (short, long)]
    nats = 4 * SCALE.rarity["a"] - MAX_NATS
    assert said[1] - said[0] == pytest.approx(WEIGHTS_OF_PEOPLE[SAME_PART] * nats)


def test_initials_alone_make_no_match(make_resolver: MakeResolver) -> None:
    others = numbered(
        "organization", *(f"Bureau of {word}" for word in ("Mines", "Trade", "Labor"))
    )
    idf = {
        "id": "idf",
        "type": "organization",
        "name": "Israel Defense Forces",
        "aliases": [{"text": "IDF", "kind": "acronym"}],
    }
    resolver = make_resolver(idf, *others)
    assert resolver.resolve(Query("IDF")).id == "idf"
    for text in ("Idaho Dairy Farmers", "Indian Dance Forum"):
        assert resolver.resolve(Query(text)).verdict != "match", text


def test_a_table_whose_only_form_is_found_by_initials_answers(make_resolver: MakeResolver) -> None:
    name = "North Atlantic Treaty Organization"
    resolver = make_resolver({"id": "nato", "type": "organization", "name": name})
    decision = resolver.resolve(Query("NATO"))
    assert [each.id for each in decision.candidates] == ["nato"]


def test_a_son_is_not_his_father(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(person("father", "Ahmad bin Salim"), person("other", "Omar bin Zayd"))
    assert resolver.resolve(Query("Ahmad bin Salim")).id == "father"
    assert resolver.resolve(Query("Salim bin Ahmad", type="person")).verdict != "match"
