"""The answers to a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resolver.engine import Resolver
from resolver.model import Query
from resolver.reconcile.answering import Ask, answered, mixed
from resolver.reconcile.scope import Scope
from tests.conftest import compile_entities

SCOPE = Scope("http://localhost", "http://localhost/reconcile")


def asking(resolver: Resolver) -> Ask:
    """What answers as a service without caches does."""
    return lambda queries: [each.to_dict(explain=True) for each in resolver.resolve_block(queries)]


@pytest.fixture
def result(bundled: Resolver) -> Any:
    ask = asking(bundled)

    def of(scope: Scope = SCOPE, /, **query: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = answered({"q": query}, scope, bundled, ask)["q"]["result"]
        return found

    return of


def test_a_candidate_has_all_that_clients_read(result: Any) -> None:
    given = {"query": "Teheran", "properties": [{"pid": "country", "v": "Iran"}]}
    first, *others = result(**given)
    assert (first["id"], first["name"], first["match"]) == ("tehran", "Tehran", True)
    assert first["type"] == [{"id": "place", "name": "Place"}]
    assert first["description"].startswith("Place, IR, capital city of Iran; also: T")
    margin = dict(id_and_value(first))["margin"]
    assert margin == pytest.approx(first["score"] - others[0]["score"], abs=0.02)
    assert dict(id_and_value(others[0]))["margin"] == pytest.approx(-margin, abs=0.02)
    assert len(result(**given, limit=1)) == 1


def id_and_value(candidate: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(each["id"], each["value"]) for each in candidate["features"]]


def test_an_id_is_the_first_and_a_match(result: Any) -> None:
    for query in (
        {"query": "geonames-112931"},
        {"properties": [{"pid": "id", "v": "geonames-112931"}]},
    ):
        first, *others = result(**query)
        assert (first["id"], first["score"], first["match"]) == ("tehran", 100, True)
        assert not any(each["match"] for each in others)
        assert "tehran" not in [each["id"] for each in others]


def test_an_id_that_is_a_name_is_a_match_where_the_name_is(result: Any, bundled: Resolver) -> None:
    for text in ("tehran", "georgia", "iran", "qom", "victoria", "congo", "anthem"):
        decision = bundled.resolve(Query(text))
        found = result(query=text)
        assert [each["id"] for each in found if each["match"]] == (
            [decision.id] if decision.id else []
        )
        if decision.id is not None:
            assert found[0]["score"] == round(100 * decision.candidates[0].score, 2)


TABLE: tuple[dict[str, Any], ...] = (
    {"id": "acme", "type": "organization", "name": "Bolts Holding"},
    {"id": "bolts", "type": "organization", "name": "ACME", "country": ["DE"]},
    {"id": "nuts", "type": "organization", "name": "Nuts and Cogs"},
    {"id": "nuts-de", "type": "organization", "name": "Nuts", "country": ["DE"]},
    {"id": "nuts-fr", "type": "organization", "name": "Nuts", "country": ["FR"]},
)


def test_an_id_that_is_the_name_of_another(tmp_path: Path) -> None:
    with Resolver.open(compile_entities(tmp_path, *TABLE)) as resolver:

        def of(**query: Any) -> list[tuple[str, float, bool]]:
            answer = answered({"q": query}, SCOPE, resolver, asking(resolver))["q"]
            return [(each["id"], each["score"], each["match"]) for each in answer["result"]]

        (first, score, match), *others = of(query="acme")  # the name means it, so that rows are
        assert (first, match) == ("bolts", True)  # matched as the engine decides them
        assert 70 < score < 100
        assert others[-1] == ("acme", 0.0, False)
        assert of(query="acme", limit=1) == [(first, score, True)]
        (first, score, match), *others = of(query="nuts")  # a name of two, and so nobody is sure
        assert (first, score, match) == ("nuts", 100, False)
        assert {"nuts-de", "nuts-fr"} <= {each[0] for each in others}
        assert not any(each[2] for each in others)
        by_property = of(query="ACME", properties=[{"pid": "id", "v": "acme"}])
        assert by_property[0] == ("acme", 100, True)
        assert of(query="nuts-de")[0] == ("nuts-de", 100, True)  # an ID alone


def test_an_id_that_a_service_does_not_have_is_no_match(result: Any) -> None:
    for scope in (SCOPE._replace(type="person"), SCOPE._replace(source="newsrooms-and-brands")):
        assert not any(each["match"] for each in result(scope, query="geonames-112931"))
    assert not any(each["match"] for each in result(query="geonames-112931", type="person"))


def test_a_name_that_is_another_services_hides_nobody(result: Any, bundled: Resolver) -> None:
    for text, scope, given in (
        ("Teheran", SCOPE._replace(source="newsrooms-and-brands"), {}),
        ("Turkey", SCOPE, {"type": "organization,person"}),
    ):
        assert len(bundled.resolve(Query(text)).candidates) == 1
        found = result(scope, query=text, **given)
        assert found
        assert not any(each["match"] for each in found)


def test_candidates_are_of_the_types_that_are_asked(result: Any) -> None:
    for types in ("organization", "organization,person"):
        found = result(query="Irann", type=types, limit=200)
        assert found
        assert {each["type"][0]["id"] for each in found} <= set(types.split(","))
    assert result(query="Iran", type=["place", "person"], type_strict="all") == []


NAMESAKES: tuple[dict[str, Any], ...] = (
    {"id": "brook-p", "type": "place", "name": "Brook"},
    {"id": "brook-o", "type": "organization", "name": "Brook"},
    {"id": "brook-v", "type": "vessel", "name": "Brook"},
    {"id": "lake", "type": "vessel", "name": "Lake Lucy"},
)


def test_several_types_are_preferred(tmp_path: Path) -> None:
    with Resolver.open(compile_entities(tmp_path, *NAMESAKES)) as resolver:

        def of(name: str, *types: str) -> dict[str, tuple[float, bool]]:
            query = {"query": name, "type": [*types], "type_strict": "should"}
            answer = answered({"q": query}, SCOPE, resolver, asking(resolver))["q"]["result"]
            assert [each["match"] for each in answer[1:]] == [False] * len(answer[1:])
            return {each["id"]: (each["score"], each["match"]) for each in answer}

        both = of("Brook", "place", "organization")
        alone, other = of("Brook", "place"), of("Brook", "organization")
        for each in NAMESAKES[:3]:
            mean = (alone[each["id"]][0] + other[each["id"]][0]) / 2
            assert both[each["id"]][0] == pytest.approx(mean, abs=0.02)
        assert both["brook-p"][0] > both["brook-v"][0] < both["brook-o"][0]
        assert not any(match for _, match in both.values())  # they may be either
        assert next(iter(of("Brook", "vessel", "person"))) == "brook-v"
        assert of("Lake Lucy", "place", "person")["lake"][1]  # of another type, and still meant


def test_mixed_is_the_decision_where_there_is_one() -> None:
    assert mixed([], [])["candidates"] == []
    decision = {"candidates": [], "margin": 0.0, "id": None, "verdict": "no_match"}
    assert mixed([Query("a")], [decision]) is decision
