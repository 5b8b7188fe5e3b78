"""What is suggested for what somebody types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.curate.homes import compile_home, import_sources
from resolver.engine import Resolver
from resolver.errors import BadValue
from resolver.model import Query
from resolver.reconcile import suggesting
from resolver.reconcile.properties import properties_of
from resolver.reconcile.scope import Scope
from resolver.reconcile.suggesting import MAX_CURSOR, MAX_LIMIT, Typed, entities, named
from resolver.reconcile.types import default_types
from tests.conftest import write_jsonl

SCOPE = Scope("http://localhost", "http://localhost/reconcile")

Suggest = Callable[..., dict[str, Any]]


def suggest_from(resolver: Resolver, asked: list[str] | None = None) -> Suggest:
    """What asks a resolver for suggestions, and notes what the engine is asked."""

    def ask(queries: Sequence[Query]) -> list[dict[str, Any]]:
        if asked is not None:
            asked.extend(each.text for each in queries)
        return [each.to_dict(explain=True) for each in resolver.resolve_block(queries)]

    def suggest(prefix: str, scope: Scope = SCOPE, /, **given: Any) -> dict[str, Any]:
        typed = Typed.of({"prefix": prefix, **{key: str(each) for key, each in given.items()}})
        return entities(typed, scope, resolver, ask)

    return suggest


@pytest.fixture
def suggest(bundled: Resolver) -> Suggest:
    return suggest_from(bundled)


@pytest.fixture(scope="module")
def two_sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resolver]:
    """Many mills of one source, and one of another."""
    folder = tmp_path_factory.mktemp("two")
    many = [
        {"id": f"m{n:02}", "type": "place", "name": f"Mill {n}", "prominence": 100 - n}
        for n in range(40)
    ]
    one = [{"id": "rare", "type": "organization", "name": "Mill of Rare", "prominence": 1}]
    sources: list[Path] = [
        write_jsonl(folder / "many.jsonl", many),
        write_jsonl(folder / "one.jsonl", one),
    ]
    import_sources(folder / "home", sources, wait_s=10)
    compile_home(folder / "home", wait_s=10)
    with Resolver.open(folder / "home") as resolver:
        yield resolver


def ids(answer: dict[str, Any]) -> list[str]:
    return [each["id"] for each in answer["result"]]


@pytest.mark.parametrize(
    "prefix", ["Tehr", "TEHRÁN", "tehran", "تهرا", "Тегер", "Tehrn", "Tehran "]
)
def test_an_entity_is_found_while_its_name_is_typed(suggest: Suggest, prefix: str) -> None:
    assert "tehran" in ids(suggest(prefix))


def test_a_suggestion_has_all_that_clients_read(suggest: Suggest) -> None:
    first = suggest("Tehran")["result"][0]
    assert first == {
        "id": "tehran",
        "name": "Tehran",
        "description": first["description"],
        "notable": [{"id": "place", "name": "Place"}],
    }
    assert first["description"].startswith("Place, IR, capital city of Iran")
    assert "also:" not in first["description"]


def test_the_alias_that_was_typed_is_said_where_the_name_is_another(suggest: Suggest) -> None:
    (found,) = [each for each in suggest("Bombay")["result"] if each["name"] == "Mumbai"]
    assert found["description"].endswith("; also: Bombay")
    persian = SCOPE._replace(languages=("fa",))
    first = suggest("تهران", persian)["result"][0]
    assert (first["id"], first["name"]) == ("tehran", "تهران")
    assert "also:" not in first["description"]


@pytest.mark.parametrize("prefix", ["tehran", "geonames-112931"])
def test_an_id_is_the_first_as_its_survivor(suggest: Suggest, prefix: str) -> None:
    found = ids(suggest(prefix))
    assert found[0] == "tehran"
    assert len(found) == len(set(found))


def test_the_prominent_come_first_among_equals(two_sources: Resolver) -> None:
    found = ids(suggest_from(two_sources)("mill", SCOPE._replace(type="place"), limit=40))
    assert found == [f"m{n:02}" for n in range(40)]


def test_pages_are_of_one_list(two_sources: Resolver) -> None:
    suggest = suggest_from(two_sources)
    whole, page, pages = suggest("mi", limit=100), {"cursor": 0}, []
    while "cursor" in page:
        page = suggest("mi", limit=7, cursor=page["cursor"])
        pages += ids(page)
    assert pages == ids(whole)
    assert len(pages) == 41
    assert "cursor" not in whole


def test_the_engine_is_asked_where_beginnings_are_too_few(two_sources: Resolver) -> None:
    asked: list[str] = []
    suggest = suggest_from(two_sources, asked)
    assert len(ids(suggest("mil"))) == 10
    assert len(ids(suggest("mi", limit=100))) == 41
    assert asked == []
    assert "m03" in ids(suggest("Mlil 3"))
    assert asked == ["Mlil 3"]


def test_a_part_of_the_table_suggests_its_own(
    two_sources: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggest = suggest_from(two_sources)
    assert ids(suggest("mill", SCOPE._replace(type="organization"))) == ["rare"]
    assert ids(suggest("rare", SCOPE._replace(type="place"))) == []
    of_one = SCOPE._replace(source="one")
    assert ids(suggest("mi", of_one)) == ["rare"]
    monkeypatch.setattr(suggesting, "LOOKED_THROUGH", 20)
    assert ids(suggest("mi", of_one)) == []  # of so many others it is not seen
    assert ids(suggest("mill of", of_one)) == ["rare"]


def test_nothing_typed_suggests_nothing(suggest: Suggest) -> None:
    for prefix in ("", " ", "!", "\u202e"):
        assert suggest(prefix) == {"result": []}


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(bundled: Resolver, prefix: str) -> None:
    answer = suggest_from(bundled)(prefix.replace("\0", ""))
    assert len(answer["result"]) <= 10
    assert all(each["name"] for each in answer["result"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"prefix": "a" * 1001}, "prefix"),
        ({"prefix": "a", "cursor": "-1"}, "cursor"),
        ({"prefix": "a", "cursor": str(MAX_CURSOR + 1)}, "cursor"),
        ({"prefix": "a", "limit": "ten"}, "limit"),
        ({"prefix": "a", "limit": "٣"}, "limit"),
        ({"prefix": "a", "limit": "9" * 10}, "limit"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(given: dict[str, str], field: str) -> None:
    with pytest.raises(BadValue) as refused:
        Typed.of(given)
    assert refused.value.field == field
    assert refused.value.remedy


def test_numbers_are_taken_within_their_limits() -> None:
    assert Typed.of({"prefix": " a ", "limit": "", "cursor": " "}) == Typed("a")
    assert Typed.of({"limit": "0"}).limit == 1
    assert Typed.of({"limit": "5000"}).limit == MAX_LIMIT


def test_types_and_properties_are_found_by_a_part_of_their_name(bundled: Resolver) -> None:
    types = default_types(bundled, SCOPE)
    assert named(Typed(""), types)["result"] == types[:10]
    assert ids(named(Typed("Pl"), types)) == ["place"]
    known = properties_of(bundled, SCOPE)
    assert "country" in ids(named(Typed("COUN"), known))
    several = [{"id": each, "name": each} for each in ("birth date", "date", "place")]
    assert ids(named(Typed("date"), several)) == ["date", "birth date"]  # type: ignore[arg-type] # as they are
    assert ids(named(Typed("birth_d"), several)) == ["birth date"]  # type: ignore[arg-type] # likewise
    assert named(Typed("x"), several) == {"result": []}  # type: ignore[arg-type] # likewise
    assert named(Typed("", limit=2), several)["cursor"] == 2  # type: ignore[arg-type] # likewise
