"""What people read of an entity."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.reconcile.labels import MAX_LETTERS, description, label

TEHRAN: dict[str, Any] = {
    "id": "tehran",
    "type": "place",
    "name": "Tehran",
    "country": ["IR"],
    "description": "capital of Iran",
    "aliases": [
        {"text": "Thr", "kind": "nickname", "language": "fr"},
        {"text": "طهران", "kind": "former", "language": "fa", "valid_until": "1935"},
        {"text": "تهران", "kind": "native", "language": "fa"},
        {"text": "Téhéran", "kind": "name", "language": "fr"},
        {"text": "Teheran", "kind": "transliteration", "language": "en"},
        {"text": "Teerã", "kind": "name", "language": "pt-BR"},
    ],
}


@pytest.mark.parametrize(
    ("languages", "shown"),
    [
        ((), "Tehran"),
        (("fa",), "تهران"),
        (("fa-IR",), "تهران"),
        (("FR-ca",), "Téhéran"),
        (("de",), "Tehran"),
        (("de", "fa"), "تهران"),
        (("en-US", "fa"), "Tehran"),
        (("pt",), "Teerã"),
        (("pt-PT",), "Teerã"),
    ],
)
def test_a_name_is_shown_in_the_language_that_is_wanted(
    languages: tuple[str, ...], shown: str
) -> None:
    assert label(TEHRAN, languages) == shown


def test_a_name_in_the_script_of_a_language_is_in_it() -> None:
    record = {**TEHRAN, "name": "تهران", "aliases": [{"text": "Téhéran", "language": "fr"}]}
    assert label(record, ("ar", "fr")) == "تهران"
    assert label(record, ("fr",)) == "Téhéran"
    assert label(record, ("en", "fr")) == "Téhéran"


def test_a_description_tells_apart_and_says_which_alias_matched() -> None:
    assert description(TEHRAN) == "Place, IR, capital of Iran"
    assert description(TEHRAN, "TEHRÁN") == "Place, IR, capital of Iran"
    assert description(TEHRAN, "Teheran") == "Place, IR, capital of Iran; also: Teheran"
    assert description(TEHRAN, "تهران", ("fa",)) == "Place, IR, capital of Iran"
    person = {"id": "1", "type": "person", "name": "A", "properties": {"birth_date": ["1944"]}}
    assert description(person) == "Person, birth date 1944"


def test_a_description_is_short() -> None:
    text = description({**TEHRAN, "description": "a" * 5000}, "Teheran")
    assert text.endswith("…; also: Teheran")
    assert len(text) < MAX_LETTERS + 30
