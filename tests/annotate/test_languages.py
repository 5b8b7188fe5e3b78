"""In which languages a text is, and the everyday words of these."""

from __future__ import annotations

import pytest

from resolver.annotate.languages import load_languages, spoken
from resolver.annotate.tokens import tokens
from tests.annotate.conftest import person, place, said
from tests.match.conftest import MakeResolver

ARABIC = "كان الوزير في المدينة وكان هناك"


@pytest.mark.parametrize(
    ("text", "word", "is_english"),
    [
        ("Bakan bugün burada konuştu ve gitti", "sabah", False),
        ("Le ministre est allé lundi à Paris pour parler avec la presse", "dans", False),
        ("Er sagte, dass er nicht nach Berlin kommt", "mehr", False),
        ("По словам министра, он сказал это в среду", "по", False),
        (ARABIC, "كان", False),
        ("روز دوشنبه او آمد و گفت", "آمد", False),
        (f"He said that this is what it was: {ARABIC}", "كان", True),
        ("He said that this is what it was", "", True),
        ("OK Bakan", "", True),
        ("sabah", "", True),  # a word is no language
        ("", "", True),
    ],
)
def test_a_text_is_in_the_languages_whose_words_it_has(
    text: str, word: str, is_english: bool
) -> None:
    found = spoken(tokens(text))
    assert found.is_english is is_english
    assert (word in found.words) if word else not found.words


def test_words_of_one_language_are_none_of_another() -> None:
    assert "dans" not in spoken(tokens("Bakan bugün burada konuştu ve gitti")).words
    assert "آمد" not in spoken(tokens(ARABIC)).words


def test_the_words_are_small_and_of_one_script() -> None:
    codes = [each.code for each in load_languages()]
    assert codes[0] == "en"
    assert codes[1:] == sorted({*codes} - {"en"})
    for language in load_languages():
        assert all(word == word.lower() and len(word) > 1 for word in language.words)


NAMED = (
    *(person(f"kan-{name}", name) for name in ("كان", "الشرق الأوسط", "Sabah", "Kan")),
    place("iq", "Iraq", "IQ") | {"aliases": [{"text": "العراق", "language": "ar"}]},
    place("tr", "Türkiye", "TR"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("كان الوزير في المدينة وكان العراق هناك", ["العراق"]),
        ("كان الوزير في قناة كان هناك", ["كان"]),
        ("قال الوزير هناك إن «كان» في العراق", ["كان", "العراق"]),
        ("قال الوزير إنه في الشرق الأوسط وهو هناك", []),
        ("قال الوزير لصحيفة الشرق الأوسط إنه هناك", ["الشرق الأوسط"]),
        ("Sabah saatlerinde bakan Türkiye için konuştu ve gitti", ["Türkiye"]),
        ("Sabah gazetesi bugün bakan ve Türkiye için yeni", ["Sabah", "Türkiye"]),
        ("Bakan bugün burada Sabah için konuştu", ["Sabah"]),
        ("Sabah left. Kan said that he was there.", ["Sabah", "Kan"]),
    ],
)
def test_an_everyday_word_is_a_name_where_it_is_written_as_one(
    text: str, expected: list[str], make_resolver: MakeResolver
) -> None:
    found = said(make_resolver(*NAMED).annotate(text))
    assert [written for written, _ in found] == expected
