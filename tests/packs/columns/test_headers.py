"""A header says the role of its column, in several languages."""

from __future__ import annotations

import pytest

from resolver.packs.columns.headers import plain_header, read_header


@pytest.mark.parametrize(
    ("header", "role", "language"),
    [
        ("ID", "id", None),
        ("Full_Name", "name", None),
        ("fullName", "name", None),
        ("الاسم", "name", None),
        ("Наименование", "name", None),
        ("名前", "name", None),
        ("Name (fa)", "name", "fa"),
        ("name_ar", "name", "ar"),
        ("name:zh-Hant", "name", "zh-Hant"),
        ("label@en", "label", "en"),
        ("Arabic name", "name", "ar"),
        ("Name auf Deutsch", "name", "de"),
        ("alias3", "alias", None),
        ("Alternative Names", "alias", None),
        ("Former name", "alias former", None),
        ("Früherer Name", "alias former", None),
        ("Geburtsdatum", "property birth_date", None),
        ("dateOfBirth", "property birth_date", None),
        ("Land", "country", None),
        ("País", "country", None),
        ("Unternehmen", "name of organization", None),
        ("favourite colour", "", None),
        ("Name ID", "", None),
        ("country_it", "", None),
    ],
)
def test_a_header_says_role_and_language(header: str, role: str, language: str | None) -> None:
    assert read_header(header)[:2] == (role, language)


def test_columns_with_numbers_are_columns_of_one_kind() -> None:
    first, second = read_header("Phone 1"), read_header("phone2")
    assert first.plain == second.plain == "phone"
    assert first.has_number
    assert second.has_number


def test_a_plain_header_has_no_case_accent_or_sign() -> None:
    assert plain_header("  Prénom(s)/usuel ") == "prenom s usuel"
