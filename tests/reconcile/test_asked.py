"""What a client asks of a batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from resolver.engine import Resolver
from resolver.errors import InvalidInput
from resolver.model import Query
from resolver.reconcile.asked import DEFAULT_LIMIT, MAX_LIMIT, WIDE_LIMIT, Asked, read
from resolver.reconcile.scope import Scope
from tests.conftest import compile_entities

SCOPE = Scope("http://localhost", "http://localhost/reconcile")


@pytest.fixture
def asked(bundled: Resolver) -> Any:
    def of(scope: Scope = SCOPE, /, **value: Any) -> Asked:
        return read(value, scope, bundled)

    return of


def test_a_text_is_a_query(asked: Any) -> None:
    assert asked(query=" Teheran ", foo=[1]) == Asked(Query("Teheran"), DEFAULT_LIMIT)
    assert asked(query=1984).query == Query("1984")
    assert Query("a").limit == DEFAULT_LIMIT


@pytest.mark.parametrize(
    ("limit", "found"), [(3, 3), ("3", 3), (3.0, 3), (10**9, MAX_LIMIT), (10**40, MAX_LIMIT)]
)
def test_a_limit_is_a_number(asked: Any, limit: object, found: int) -> None:
    assert asked(query="a", limit=limit).limit == found


@pytest.mark.parametrize("limit", [0, -1, "x", 1.5, True, [], "٣"])
def test_what_is_no_limit_is_an_error(asked: Any, limit: object) -> None:
    with pytest.raises(InvalidInput) as error:
        asked(query="a", limit=limit)
    assert error.value.field == "limit"


@pytest.mark.parametrize(
    "written", ["place", "Place", ["place"], {"id": "place"}, [{"id": "Place"}], "place,"]
)
def test_a_type_is_asked_for_however_it_is_written(asked: Any, written: object) -> None:
    found = asked(query="a", type=written)
    assert found.types == {"place"}
    assert (found.query.type, found.query.type_strict) == ("place", True)
    assert found.limit == DEFAULT_LIMIT < found.query.limit
    preferred = asked(query="a", type=written, type_strict="should")
    assert preferred.types is None
    assert (preferred.query.type, preferred.query.type_strict) == ("place", False)
    assert preferred.query.limit == DEFAULT_LIMIT


def test_several_types_narrow_candidates_alone(asked: Any) -> None:
    found = asked(query="a", type="place,person")
    assert (found.types, found.query.type) == ({"place", "person"}, None)
    assert found.query.limit == WIDE_LIMIT
    assert asked(query="a", type=["place", "person"], type_strict="all").types == frozenset()
    assert asked(query="a", type=["place", "Q5"]).types == {"place"}
    assert asked(query="a", type=["Q5"], type_strict="should").types is None


def test_a_service_of_a_type_has_no_other(asked: Any) -> None:
    places = SCOPE._replace(type="place")
    assert asked(places, query="a").types == {"place"}
    assert asked(places, query="a").query.type == "place"
    assert asked(places, query="a", type="person").types == frozenset()
    preferred = asked(places, query="a", type="person", type_strict="should")
    assert (preferred.types, preferred.query.type) == ({"place"}, "place")


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("ir", ("IR",)),
        ("Iran", ("IR",)),
        (" Iran | Iraq", ("IQ", "IR")),
        ("UK", ("GB",)),
        ("IRN; IRQ", ("IQ", "IR")),
        ({"id": "iran", "name": "x"}, ("IR",)),
        ({"id": "IR"}, ("IR",)),
        (["Iran", {"id": "IQ"}], ("IQ", "IR")),
        ("nowhere", ()),
        (None, ()),
        ("", ()),
        (7, ()),
    ],
)
def test_countries_are_read_as_people_write_them(
    asked: Any, value: object, codes: tuple[str, ...]
) -> None:
    found = asked(query="a", properties=[{"pid": "Country", "v": value}])
    assert found.query.country == codes


def test_what_is_no_country_is_compared_as_the_table_keeps_it(tmp_path: Path, asked: Any) -> None:
    given = {"query": "A", "properties": [{"pid": "country", "v": "Irak"}]}
    entity = {"id": "a", "type": "place", "name": "A", "properties": {"country_name": ["Irak"]}}
    with Resolver.open(compile_entities(tmp_path, entity)) as resolver:
        query = read(given, SCOPE, resolver).query
        assert query is not None
        assert dict(query.property_values) == {"country_name": ("Irak",)}
        of_iraq = [{"pid": "country", "v": {"id": "IQ", "name": "Irak"}}]
        query = read({"query": "A", "properties": of_iraq}, SCOPE, resolver).query
        assert query is not None
        assert (query.country, dict(query.property_values)) == (("IQ",), {})
        query = read({"query": "A"}, SCOPE, resolver).query
        assert query == Query("A")
    assert not asked(**given).query.property_values


def test_properties_are_those_of_the_table(asked: Any) -> None:
    found = asked(
        query="a",
        properties=[
            {"pid": "Birth date", "v": [1944, {"id": "1945-01", "name": "1945"}, None, ""]},
            {"p": "iso_alpha3", "v": True},
            {"id": "birth_date", "v": "1946"},
            {"pid": "P17", "v": "x"},
            {"v": "y"},
        ],
    )
    assert dict(found.query.property_values) == {
        "birth_date": ("1944", "1945-01", "1945", "1946"),
        "iso_alpha3": ("true",),
    }


@pytest.mark.parametrize(
    "value",
    [
        {"query": "tehran"},
        {"query": "geonames-112931"},
        {"properties": [{"pid": "ID", "v": "tehran"}]},
        {"properties": [{"pid": "id", "v": {"id": "geonames-112931"}}]},
        {"query": "Some name", "properties": [{"pid": "id", "v": ["", "tehran"]}]},
    ],
)
def test_an_id_is_asked_for(asked: Any, value: dict[str, Any]) -> None:
    assert asked(**value).entity_id == "tehran"


def test_a_query_of_a_name_among_its_properties(asked: Any) -> None:
    assert asked(properties=[{"pid": "name", "v": "Qom"}]).query == Query("Qom")
    with pytest.raises(InvalidInput) as error:
        asked(properties=[{"pid": "country", "v": "IR"}])
    assert error.value.field == "query"
    assert "properties alone" in error.value.what
    with pytest.raises(InvalidInput, match=r"^query is empty —"):
        asked(query="")


def test_several_types_that_are_preferred_are_each_asked(asked: Any) -> None:
    found = asked(query="a", type=["person", "Place"], type_strict="should")
    assert [(each.type, each.type_strict) for each in found.queries] == [
        ("person", False),
        ("place", False),
    ]
    assert asked(query="a", type=["person", "place"]).preferred == ()
    assert asked(query="a", type="place", type_strict="should").preferred == ()
    assert asked(properties=[{"pid": "id", "v": "tehran"}]).queries == []


@pytest.mark.parametrize(
    ("value", "values"),
    [
        ("Group Holding", ("Group Holding", "group")),
        ("GROUP holding", ("GROUP holding", "group")),
        ({"id": "group", "name": "Group Holding"}, ("group", "Group Holding", "group")),
        ("Group", ("Group",)),
        ("die muhle", ("die muhle", "mill")),
    ],
)
def test_a_value_may_be_the_name_of_an_entity_where_values_are_ids(
    columns_resolver: Resolver, value: object, values: tuple[str, ...]
) -> None:
    properties = [{"pid": "Parent", "v": value}, {"pid": "code", "v": "Group Holding"}]
    found = read({"query": "Mill", "properties": properties}, SCOPE, columns_resolver).query
    assert found is not None
    assert dict(found.property_values) == {"parent": values, "code": ("Group Holding",)}
