"""The parts of names and their roles."""

from __future__ import annotations

import pytest

from resolver.text.fold import fold
from resolver.text.names import countries_in, parts, words_in_brackets, written_parts
from resolver.text.words import load_words

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


def test_where_a_person_is_from_is_no_part_of_the_name() -> None:
    words = load_words()
    name = written_parts("ray of lincolnville", "RAY of Lincolnville", "person", words)
    assert name.roles == ("word", "stop", "qualifier")
    company = written_parts("bank of lincolnville", "Bank of Lincolnville", "organization", words)
    assert "qualifier" not in company.roles
    assert written_parts("of mice", "of mice", "person", words).roles[-1] == "word"
