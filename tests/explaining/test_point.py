"""A place is a point on the map, and the map is cut around it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from resolver.explaining.point import Point, point_of


def at(latitude: str, longitude: str) -> Point | None:
    return point_of({"properties": {"latitude": [latitude], "longitude": [longitude]}})


def test_a_place_is_in_the_middle_of_its_region() -> None:
    istanbul, sydney = at("41.01", "28.95"), at("-33.9", "151.2")
    assert istanbul == (290, -410, "-210 -660 1000 500", "41.01° north, 28.95° east")
    assert sydney == (1512, 339, "1012 89 1000 500", "33.90° south, 151.20° east")


@pytest.mark.parametrize(("latitude", "top"), [("90", -900), ("-90", 400)])
def test_the_region_of_a_pole_ends_there(latitude: str, top: int) -> None:
    found = at(latitude, "0")
    assert found is not None
    assert found.view == f"-500 {top} 1000 500"


@pytest.mark.parametrize("latitude", ["91", "nan", "inf", "north", ""])
def test_what_is_no_coordinate_is_on_no_map(latitude: str) -> None:
    assert at(latitude, "0") is None
    assert point_of({"properties": {"latitude": ["1"]}}) is None
    assert point_of({}) is None


def test_the_map_is_small_and_as_large_as_the_world() -> None:
    land = files("resolver.web.pages").joinpath("static/land.svg").read_bytes()
    assert len(land) <= 60_000
    assert b'viewBox="-1800 -900 3600 1800"' in land[:200]
    assert b"<script" not in land
