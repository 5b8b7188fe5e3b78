"""Scripts of texts, and which of them fit a language."""

from __future__ import annotations

import pytest

from resolver.text.script import fits_language, main_script, other_script, scripts_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Zahedi", "latin"),
        ("زاهدی", "arabic"),
        ("Путин V", "cyrillic"),
        ("東 アメリカ", "katakana"),
        ("習近平", "cjk"),
        ("김정은", "hangul"),
        ("12", "none"),
        ("١٢", "none"),
    ],
)
def test_the_main_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert main_script(text) == script


def test_scripts_of_a_text_are_those_of_its_letters() -> None:
    assert scripts_of("Aя 1!") == {"LATIN", "CYRILLIC"}
    assert scripts_of("1!") == frozenset()


@pytest.mark.parametrize(
    ("text", "language", "fits"),
    [
        ("زاهدی", "fa", True),
        ("Zahedi", "fa", False),
        ("Zahedi", "fa-Latn", True),
        ("Zahedi", "en", True),
        ("Захеди", "en", False),
        ("Београд", "sr", True),
        ("Beograd", "sr", True),
        ("2015", "fa", True),
    ],
)
def test_a_text_fits_a_language_by_a_letter_of_its_script(
    text: str, language: str, fits: bool
) -> None:
    assert fits_language(text, language) is fits


def test_of_two_names_in_different_scripts_the_other_one_is_named() -> None:
    assert other_script("zahedi", "захеди") == other_script("захеди", "zahedi") == "cyrillic"
    assert other_script("zahedi", "zahidi") is None
    assert other_script("захеди", "захиди") is None
    assert other_script("زاهدی", "захеди") == "arabic"
