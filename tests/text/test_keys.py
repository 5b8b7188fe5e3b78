"""Two names are equal where they have a key in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.text.keys import (
    as_written,
    asked_organization_keys,
    core,
    form_of,
    hash64,
    initials,
    match_key,
    match_keys,
    organization_keys,
)
from resolver.text.words import load_words

WORDS = load_words()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("U.S. Navy", "US Navy"),
        ("Kata'ib HIZBALLAH", "kataib hizballah"),
        ("J. R. Smith", "JR Smith"),
    ],
)
def test_names_that_differ_in_case_points_and_lone_letters_are_equal(name: str, other: str) -> None:
    assert match_key(form_of(name)) == match_key(form_of(other))


@pytest.mark.parametrize(
    ("name", "other", "alike"),
    [
        ("EU", "eu", True),
        ("  New\t York ", "New York", True),
        ("Mu\u0308nster", "Münster", True),
        ("EU", "É.-U.", False),
        ("Munster", "Münster", False),
        ("US", "U.S.", False),
    ],
)
def test_names_are_written_alike_where_letters_and_signs_are_the_same(
    name: str, other: str, alike: bool
) -> None:
    assert (as_written(name) == as_written(other)) is alike


def test_a_text_that_folds_to_nothing_equals_itself_alone() -> None:
    assert form_of(" $ ") == "=$"
    assert match_key(form_of("$")) != match_key(form_of("+"))
    assert match_keys("=$", "") == ("=$",)


def test_a_name_in_other_letters_has_the_key_of_its_latin_ones_too() -> None:
    assert match_keys("ссср у с", "ssr u s") == ("ссср ус", "ssr us")
    assert match_keys("u s navy", "u s navy") == ("us navy",)


@given(st.text(max_size=40))
def test_every_text_has_a_form_and_a_hash_of_64_bits(text: str) -> None:
    form = form_of(text)
    assert form
    assert match_key(form)
    assert 0 <= hash64(form) < 1 << 64


@pytest.mark.parametrize(
    ("latin", "acronyms"),
    [
        ("ejercito de liberacion nacional", ["eln", "edln"]),
        ("china national offshore oil corporation", ["cnooc", "cnoo"]),
        ("ministry of justice", ["moj"]),
        ("federal security", []),
        ("a b c", []),
        (" ".join(["word"] * 17), []),
    ],
)
def test_initials_are_those_of_three_words_or_more(latin: str, acronyms: list[str]) -> None:
    assert initials(latin, WORDS) == acronyms


def test_a_core_has_neither_the_legal_form_nor_small_words() -> None:
    assert core("joint stock company vad", WORDS) == core("vad ao", WORDS) == "vad"
    assert core("bank of the west", WORDS) == "bank west"
    assert core("limited", WORDS) == ""


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("eln", "ejercito de liberacion nacional"),
        ("rncb oao", "russian national commercial bank"),
        ("ejercito de liberacion nacional", "eln"),
        ("now corporation", "now inc"),
        ("now corporation", "now"),
        ("now", "now inc"),
    ],
)
def test_an_asked_key_is_one_of_the_known_name(asked: str, known: str) -> None:
    keys = asked_organization_keys(asked, WORDS)
    assert {*keys.cores, *keys.acronyms} & {match_key(known), *organization_keys(known, WORDS)}


@given(st.text(alphabet="abc0 ", min_size=1, max_size=60).map(lambda text: " ".join(text.split())))
def test_keys_of_organizations_equal_no_other_key(latin: str) -> None:
    assert all(key[0] in "^#" and len(key) > 1 for key in organization_keys(latin, WORDS))
