"""Values of statements are read by rank and precision."""

from __future__ import annotations

import pytest

from resolver.packs.wikidata.statements import (
    best,
    coordinates,
    date_of,
    item_ids,
    part,
    values,
)
from tests.packs.wikidata.dumped import claims, item_value, statement, text_value, time_value


@pytest.mark.parametrize(
    ("time", "precision", "expected"),
    [
        ("+1952-03-11T00:00:00Z", 11, "1952-03-11"),
        ("+1952-03-00T00:00:00Z", 10, "1952-03"),
        ("+1952-00-00T00:00:00Z", 9, "1952"),
        ("+1952-03-11T00:00:00Z", 9, "1952"),
        ("+00000001952-03-11T00:00:00Z", 11, "1952-03-11"),
        ("+0966-01-01T00:00:00Z", 9, "0966"),
        ("+1952-00-00T00:00:00Z", 11, "1952"),
        ("+1700-02-29T00:00:00Z", 11, "1700-02"),  # of the Julian calendar
        ("+1950-01-01T00:00:00Z", 8, None),  # a decade
        ("-0044-03-15T00:00:00Z", 11, None),
        ("+10000-01-01T00:00:00Z", 9, None),
        ("+0000-01-01T00:00:00Z", 9, None),
    ],
)
def test_a_date_has_the_precision_that_is_said(
    time: str, precision: int, expected: str | None
) -> None:
    assert date_of(time_value(time, precision)["value"]) == expected


def test_preferred_statements_alone_count_and_deprecated_ones_never() -> None:
    found = claims(
        statement("P1", text_value("old"), "deprecated"),
        statement("P1", text_value("one")),
        statement("P2", text_value("one")),
        statement("P2", text_value("two"), "preferred"),
        statement("P3", "somevalue", "preferred"),
        statement("P3", "novalue"),
    )
    assert [values(found, each) for each in ("P1", "P2", "P3", "P4")] == [["one"], ["two"], [], []]


def test_an_item_of_an_older_dump_is_named_by_its_number() -> None:
    older = item_value("Q5")
    del older["value"]["id"]
    found = claims(statement("P31", older), statement("P31", item_value("Q6")))
    assert item_ids(best(found, "P31")) == ["Q5", "Q6"]


def test_coordinates_are_those_on_earth() -> None:
    def point(globe: str, latitude: float) -> dict[str, object]:
        value = {"latitude": latitude, "longitude": -0.5, "globe": globe}
        return statement("P625", {"value": value, "type": "globecoordinate"})

    moon = point("http://www.wikidata.org/entity/Q405", 1)
    earth = point("http://www.wikidata.org/entity/Q2", 52.5166666667)
    assert coordinates(claims(moon, earth)) == ("52.516667", "-0.5")
    assert coordinates(claims(moon)) is None


def test_an_empty_object_may_be_a_list() -> None:
    assert part({"labels": []}, "labels") == part({}, "labels") == {}
