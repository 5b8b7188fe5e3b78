"""Codes have words, and what has none is shown as it is."""

from __future__ import annotations

import pytest

from resolver.explaining.naming import (
    KINDS,
    alias_words,
    country_code,
    country_name,
    country_names,
    language_meant,
    language_name,
    language_names,
    language_tag,
    percent,
    spoken,
    type_name,
)
from resolver.model import ALIAS_KINDS, COUNTRIES


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("fa", "Persian"),
        ("ckb", "Central Kurdish"),
        ("zh-Hant", "Chinese (Traditional)"),
        ("zh-hant-hk", "Chinese (Traditional, Hong Kong)"),
        ("de-1996", "German (1996)"),
        ("xx", "xx"),
        ("x-klingon", "x-klingon"),
    ],
)
def test_a_language_is_called_by_its_name(tag: str, name: str) -> None:
    assert language_name(tag) == name


@pytest.mark.parametrize(
    ("written", "meant"), [("Englisch", "English"), ("Arabisch", "Arabic"), ("Qwrtzuiop", "")]
)
def test_a_language_that_was_nearly_named_is_found(written: str, meant: str) -> None:
    assert language_meant(written) == meant


def test_every_country_has_a_name_that_leads_back_to_its_code() -> None:
    assert len(country_names()) == len(COUNTRIES)
    for code in COUNTRIES:
        assert country_name(code) != code
        assert country_code(country_name(code)) == code


@pytest.mark.parametrize("written", ["Iran", "iran", "IR", "ir", " IRAN "])
def test_a_country_is_found_however_it_is_written(written: str) -> None:
    assert country_code(written) == "IR"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Gaza", "PS"),
        ("GAZA STRIP", "PS"),
        ("West Bank", "PS"),
        ("غزة", "PS"),
        ("ישראל", "IL"),
        ("USA", "US"),
        ("Iraqi Kurdistan", "IQ"),
        ("Kurdistan", "Kurdistan"),  # it lies in four of them
    ],
)
def test_a_country_is_found_by_its_other_names_and_parts(written: str, code: str) -> None:
    assert country_code(written) == code


def test_what_is_no_country_stays_as_it_was_written() -> None:
    assert country_code("Atlantis") == "Atlantis"
    assert country_name("QQ") == "QQ"


def test_every_kind_of_alias_has_words() -> None:
    assert set(KINDS) == set(ALIAS_KINDS)


@pytest.mark.parametrize(
    ("alias", "words"),
    [
        ({"text": "NATO"}, ""),
        ({"text": "ناتو", "language": "fa", "kind": "name"}, "Persian"),
        ({"text": "Twitter", "kind": "former", "valid_until": "2023"}, "former name until 2023"),
        ({"text": "X", "kind": "name", "valid_from": "2023"}, "name since 2023"),
        (
            {"text": "Zaire", "language": "fr", "valid_from": "1971", "valid_until": "1997"},
            "French, name 1971 to 1997",
        ),
    ],
)
def test_an_alias_says_what_it_is(alias: dict[str, str], words: str) -> None:
    assert alias_words(alias) == words


@pytest.mark.parametrize(
    ("score", "words"),
    [(1.0, "over 99 %"), (0.994, "99 %"), (0.5, "50 %"), (0.01, "1 %"), (0.0, "under 1 %")],
)
def test_a_score_is_never_certain(score: float, words: str) -> None:
    assert percent(score) == words


def test_a_type_of_several_words_is_written_as_such() -> None:
    assert type_name("administrative_area") == "administrative area"


def test_every_language_has_a_name_that_leads_back_to_its_tag() -> None:
    for name in language_names():
        assert language_name(language_tag(name)) == name
    assert language_tag("PERSIAN") == "fa"
    assert language_tag("zh-Hant") == "zh-Hant"


def test_a_language_that_browsers_do_not_know_has_no_tag() -> None:
    assert [spoken(tag) for tag in ("fa", "klingon", "", None)] == ["fa", "", "", ""]
