"""The parts of names and their roles."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from resolver.model import TYPES
from resolver.text import names
from resolver.text.fold import fold
from resolver.text.names import ROLES, countries_in, load_words, parts, words_in_brackets

WORDS = load_words()


@pytest.mark.parametrize(
    ("text", "entity_type", "roles"),
    [
        ("Gen. Ali Reza Zahdi", "person", "honorific word word word"),
        ("W. D. Schuler", "person", "initial initial word"),
        ("Mohammed bin Salman", "person", "word particle word"),
        ("Ali bin Salman Zahedi", "person", "word particle patronymic word"),
        ("X Corp.", "organization", "word legal"),
        ("Babil Province", "place", "word generic"),
        ("44th Brigade 7", "organization", "number generic number"),
        ("Bank of Baghdad", "organization", "generic stop word"),
        ("Gen. Electric", None, "word word"),
        ("Oleg Leonidovich Slizhevsky", "person", "word patronymic word"),
        ("Roman Abramovich", "person", "word word"),
        ("T0yota", "organization", "word"),
        ("B2B 7a", "organization", "number number"),
    ],
)
def test_a_part_has_the_role_that_words_of_its_type_have(
    text: str, entity_type: str | None, roles: str
) -> None:
    folded = fold(text)
    assert folded is not None
    assert " ".join(parts(folded, entity_type, WORDS).roles) == roles


def test_lone_letters_are_an_acronym_unless_a_person_bears_them() -> None:
    assert parts("u s navy", "organization", WORDS).words == ("us", "navy")
    assert parts("j r smith", "person", WORDS).words == ("j", "r", "smith")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Siemens AG", "Siemens Aktiengesellschaft"),
        ("OOO Molot", "Limited Liability Company Molot"),
        ("Foo sp. z o.o.", "Foo Ltd."),
        ("FooGmbH", "Foo G.m.b.H."),
        ("Battalion Twenty-One", "21 Battalion"),
        ("Ninety-Ninth Squadron", "99th Squadron"),
        ("Fund XIV", "Fund Fourteen"),
        ("M1ch1gan Steel", "Michigan Steel"),
        ("Universidad Nacional", "National University"),
        ("First Trading Company", "1st Trading Co."),
        ("T0yota Motor C0rporation", "Toyota Motor Corp."),
    ],
)
def test_words_of_one_meaning_are_one_word(text: str, other: str) -> None:
    one, two = (parts(fold(each) or "", "organization", WORDS) for each in (text, other))
    assert sorted(one.words) == sorted(two.words)


def test_sister_companies_have_other_words() -> None:
    one, two = (
        parts(f"deutsche bank {form}", "organization", WORDS).words for form in ("ag", "gmbh")
    )
    assert one != two


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Eurocambio (Madrid)", 1),
        ("Ait Mazigh (Commune Rurale) ", 2),
        ("(Madrid)", 0),
        ("X (formerly Twitter) Inc", 0),
        ("X ()", 0),
    ],
)
def test_words_in_brackets_at_the_end_are_counted(text: str, count: int) -> None:
    assert words_in_brackets(text) == count


def test_words_in_brackets_are_qualifiers() -> None:
    name = parts("eurocambio madrid u s", "organization", WORDS, in_brackets=3)
    assert name.words == ("eurocambio", "madrid", "us")
    assert name.roles == ("word", "qualifier", "qualifier")


def test_what_follows_a_comma_may_be_no_given_name() -> None:
    assert parts("smith jr", "person", WORDS, family_first=1).words == ("smith", "jr")
    assert parts("smith john jr", "person", WORDS, family_first=1).words == ("john", "jr", "smith")


def test_the_table_of_words_is_folded_sorted_and_has_known_types_and_roles() -> None:
    path = Path(names.__file__).with_name("words.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows == sorted(rows, key=lambda row: (row["word"], row["type"], row["role"]))
    for row in rows:
        assert fold(row["word"]) == row["word"]
        assert row["role"] in ROLES
        assert " " not in row["word"] or row["same_as"]
        assert not row["type"] or set(row["type"].split("|")) <= set(TYPES)


def test_a_word_stands_for_one_that_stands_for_itself() -> None:
    for entity_type, same_as in WORDS.same_as.items():
        for word, other in same_as.items():
            assert same_as.get(other, other) == other, (entity_type, word)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (" lavras brazil ", {"BR"}),
        (" madison wi usa ", {"US"}),
        (" papua new guinea ", {"PG"}),
        (" nowhere ", set()),
    ],
)
def test_countries_are_found_in_a_text(text: str, codes: set[str]) -> None:
    assert countries_in(text, WORDS) == codes


def test_names_that_many_persons_have_are_known() -> None:
    common = WORDS.common_names
    assert 0 < common["mohammed"] < common["john"] < common["smith"] < common["garcia"] < 8
    assert "zorglub" not in common
    assert all(name == name.lower() and 0 < nats < 8 for name, nats in common.items())
