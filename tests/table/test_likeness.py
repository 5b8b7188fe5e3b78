"""Whether a record and an entity are the same by what both say."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.model import Entity
from resolver.table.likeness import asked_texts, is_same

ANA = {
    "id": "e1",
    "type": "person",
    "name": "Ana Ruiz",
    "aliases": [{"text": "Ana María Ruiz", "kind": "legal"}],
    "country": ["ES", "MX"],
    "properties": {"birth_date": ["1944-03-01"], "team": ["Reds"]},
}


def said(**given: Any) -> Entity:
    return Entity.from_dict({"id": "e2", "type": "person", "name": "Ana Ruiz", **given})


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "ANA  RUÍZ"},
        {"name": "Ana Maria Ruiz"},
        {"name": "A. R.", "aliases": ["Ana Ruiz"]},
        {"country": ["MX"]},
        {"properties": {"birth_date": "1944"}},
        {"properties": {"birth_date": "1944-03"}},
        {"properties": {"team": "REDS", "height": "170"}},
    ],
)
def test_a_name_in_common_and_no_contradiction_make_it_the_same(given: dict[str, Any]) -> None:
    assert is_same(said(**given), Entity.from_dict(ANA))


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Ana Ruis"},
        {"type": "organization"},
        {"country": ["DE"]},
        {"properties": {"birth_date": "1945"}},
        {"properties": {"birth_date": "1944-03-02"}},
        {"properties": {"team": "Blues"}},
        {"name": "A. R.", "aliases": [{"text": "Ana Ruiz", "kind": "nickname"}]},
    ],
)
def test_another_name_type_country_or_property_makes_it_another(given: dict[str, Any]) -> None:
    assert not is_same(said(**given), Entity.from_dict(ANA))


def test_types_that_are_not_known_are_one_type() -> None:
    ship = Entity.from_dict({**ANA, "type": "starship"})
    assert is_same(said(type="spaceship"), ship)
    assert is_same(said(type="other"), ship)


def test_aliases_of_many_are_not_asked() -> None:
    kinds = ["acronym", "nickname", "weak", "native", "former"]
    aliases = [{"text": kind, "kind": kind} for kind in kinds]
    assert asked_texts(said(aliases=[*aliases, "Ana Ruiz"])) == ["Ana Ruiz", "native", "former"]
