"""A text set against an entity: whether it is meant, who else is, and why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from resolver.engine import Resolver
from resolver.errors import InvalidInput
from resolver.explaining.against import Against, set_against
from tests.conftest import compile_entities


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resolver]:
    home = compile_entities(
        tmp_path_factory.mktemp("against"),
        {
            "id": "zahedi",
            "type": "person",
            "name": "Mohammad Reza Zahedi",
            "aliases": ["Gen. Zahedi"],
        },
        {"id": "smith", "type": "person", "name": "Alan Smithee", "country": ["US"]},
        {"id": "smith-2", "type": "person", "name": "Alan Smithee", "country": ["GB"]},
    )
    with Resolver.open(home) as resolver:
        yield resolver


def against(resolver: Resolver, entity_id: str, text: str) -> Against:
    return set_against(resolver.entity(entity_id), text, resolver)


def test_a_text_that_means_the_entity_says_so_and_why(resolver: Resolver) -> None:
    found = against(resolver, "zahedi", "General Mohammad Reza Zahedi")
    assert (found.verdict, found.others, found.is_candidate) == ("yes", (), True)
    assert found.score > 0.5
    assert 1 <= len(found.reasons) <= 5
    assert found.reasons[0].is_for
    assert "prior" not in [each.label for each in found.reasons]


def test_a_text_that_means_another_one_names_that(resolver: Resolver) -> None:
    found = against(resolver, "smith", "Mohammad Reza Zahedi")
    assert (found.verdict, [each.id for each in found.others]) == ("no", ["zahedi"])
    assert (found.is_candidate, found.closest) == (False, "Alan Smithee")
    assert found.score < 0.5
    assert found.reasons


def test_of_twins_each_may_be_meant(resolver: Resolver) -> None:
    found = against(resolver, "smith-2", "Alan Smithee")
    assert (found.verdict, [each.id for each in found.others]) == ("perhaps", ["smith"])


def test_a_text_that_is_nobodys_names_nobody(resolver: Resolver) -> None:
    found = against(resolver, "smith", "Qwrtz Plmvk")
    assert (found.verdict, found.others) == ("no", ())


def test_a_text_that_is_none_is_refused(resolver: Resolver) -> None:
    with pytest.raises(InvalidInput):
        against(resolver, "smith", "x" * 1_001)
