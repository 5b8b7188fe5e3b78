"""The tables of words are clean, and abbreviations are known by how they are written."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from resolver.annotate.cues import is_given_name
from resolver.annotate.words import (
    COMMONNESS,
    INSTITUTIONS,
    Unit,
    load_text_words,
    unit_abbreviated,
)
from resolver.model import COUNTRIES
from resolver.text.words import load_words

WORDS = load_text_words()


def rows(name: str) -> list[list[str]]:
    """The cells of a table, without its header."""
    text = resources.files("resolver.annotate").joinpath(name).read_text("utf-8")
    return [*csv.reader(text.splitlines())][1:]


def test_everyday_words_are_sorted_and_stand_once() -> None:
    text = resources.files("resolver.annotate").joinpath("everyday.txt").read_text("utf-8")
    lines = [line.split() for line in text.splitlines()]
    assert len(lines) == len(COMMONNESS)
    assert all(line == sorted(line) for line in lines)
    assert len(WORDS.everyday) == sum(map(len, lines))
    assert all(word.isascii() and word.islower() and len(word) > 1 for word in WORDS.everyday)


@pytest.mark.parametrize("name", ["cues.csv", "demonyms.csv", "abbreviations.csv"])
def test_a_table_is_sorted_and_has_no_row_twice(name: str) -> None:
    keys = [cells[0] for cells in rows(name)]
    assert keys == sorted(set(keys))
    assert all(cell == cell.strip() != "" for cells in rows(name) for cell in cells)


def test_demonyms_and_abbreviations_are_of_countries_that_there_are() -> None:
    assert set().union(*WORDS.demonyms.values()) <= COUNTRIES
    assert {unit.country for unit in WORDS.abbreviations.values()} <= COUNTRIES
    assert WORDS.demonyms["Iraqis"] == ["IQ"]
    assert WORDS.demonyms["Dominican"] == ["DM", "DO"]


def test_languages_are_sorted_and_no_demonyms() -> None:
    text = resources.files("resolver.annotate").joinpath("languages.txt").read_text("utf-8")
    assert text.split() == sorted(WORDS.languages)
    assert {"Hindi", "Urdu", "Farsi"} <= WORDS.languages
    assert WORDS.languages.isdisjoint(WORDS.demonyms)


def test_cues_are_words_in_small_letters_of_a_few_kinds() -> None:
    assert all(word == word.lower() for word in WORDS.cues)
    assert {"in", "title", "unit", "part", "side", "said", *INSTITUTIONS} <= set(
        WORDS.cues.values()
    )
    assert WORDS.cues["general"] == "title"


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Tex.", Unit("Texas", "US")),
        ("TX", Unit("Texas", "US")),
        ("N.Y.", Unit("New York", "US")),
        ("N. Y.", Unit("New York", "US")),
        ("Tex", None),
        ("tx", None),
        ("in", None),
        ("", None),
    ],
)
def test_a_unit_is_abbreviated_with_a_point_or_in_capitals(written: str, unit: Unit | None) -> None:
    assert unit_abbreviated(written, WORDS) == unit


def test_given_names_are_known() -> None:
    assert is_given_name("robert", load_words())
    assert not is_given_name("babil", load_words())
