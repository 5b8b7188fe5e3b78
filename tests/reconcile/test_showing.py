"""What people see of an entity, as HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.reconcile.scope import Scope
from resolver.reconcile.showing import (
    FEW,
    FEW_ALIASES,
    coordinates,
    flyout,
    flyout_of_name,
    small_page,
    whole_page,
)

SCOPE = Scope("http://localhost", "http://localhost/reconcile")

TEHRAN: dict[str, Any] = {
    "id": "a/tehran?x=1&y=50%",
    "type": "place",
    "name": "Tehran",
    "country": ["IR"],
    "description": "capital of Iran",
    "prominence": 9_000_000,
    "properties": {"latitude": ["35.69"], "longitude": ["51.42"], "founded_in": ["1796"]},
    "aliases": [
        {"text": "THR", "kind": "acronym"},
        {"text": "تهران", "kind": "native", "language": "fa"},
        {"text": "طهران", "kind": "former", "language": "fa", "valid_until": "1935"},
    ],
    "other_ids": [{"id": "old-tehran", "by": "redirect"}],
    "sources": [{"name": "atlas", "title": "An Atlas", "licence": "CC0", "attribution": "Ana"}],
}

SHOWS = [small_page, whole_page, flyout]


class Seen(HTMLParser):
    """The text, elements and attributes of a piece of HTML, as a browser reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_small_page_has_the_first_of_each() -> None:
    html = small_page(TEHRAN, SCOPE)
    text = Seen(html).text
    for part in ("Tehran", "Place, IR", "capital of Iran", "founded in", "1796", "THR", "تهران"):
        assert part in text
    assert "An Atlas. CC0. Ana" in text
    assert "35.69° N, 51.42° E" in text
    assert "latitude" not in text  # the map says it
    assert "<a " not in html


def test_no_link_leads_where_the_key_of_the_path_is_not_known() -> None:
    assert "<a " in whole_page(TEHRAN, SCOPE)
    assert "<a " not in whole_page(TEHRAN, SCOPE._replace(is_keyed=True))


def test_a_whole_page_has_all_that_is_known() -> None:
    html = whole_page(TEHRAN, SCOPE)
    text = Seen(html).text
    for part in ("latitude", "9,000,000", "old-tehran", "THR (acronym)", "also (fa)"):
        assert part in text
    assert "طهران (former, –1935)" in text
    assert 'href="http://localhost/v1/entities/a%2Ftehran%3Fx%3D1%26y%3D50%25"' in html


def test_a_name_is_in_the_language_that_is_wanted_beside_its_own() -> None:
    persian = SCOPE._replace(languages=("fa",))
    for show in (small_page, whole_page):
        html = show(TEHRAN, persian)
        assert "<h1><bdi>تهران</bdi></h1><p><bdi>Tehran</bdi></p>" in html
        assert '<bdi lang="fa">تهران</bdi>' in html
    assert "<strong><bdi>تهران</bdi></strong>" in flyout(TEHRAN, persian)


def test_much_is_cut_on_a_small_page_alone() -> None:
    languages = [chr(ord("a") + n) * 2 for n in range(FEW + 2)]
    record = {
        **TEHRAN,
        "properties": {f"fact{n}x": [f"value{n}x"] for n in range(FEW + 2)},
        "aliases": [
            {"text": f"{language}-{n}x", "language": language}
            for language in languages
            for n in range(FEW_ALIASES + 1)
        ],
    }
    small, whole = small_page(record, SCOPE), whole_page(record, SCOPE)
    for n in range(FEW + 2):
        for part in (f"value{n}x", f"{languages[n]}-{FEW_ALIASES - 1}x"):
            assert (part in small) is (n < FEW)
            assert part in whole
        assert f"{languages[n]}-{FEW_ALIASES}x" not in small
        assert f"{languages[n]}-{FEW_ALIASES}x" in whole
    assert Seen(small).text.count("…") == FEW + 1


def test_aliases_in_a_wanted_language_come_first_on_a_small_page() -> None:
    aliases = [{"text": f"{code}-alias", "language": code} for code in ("ar", "de", "fa")]
    record = {**TEHRAN, "aliases": aliases}
    text = Seen(small_page(record, SCOPE._replace(languages=("fa",)))).text
    assert text.index("fa-alias") < text.index("ar-alias") < text.index("de-alias")


def test_little_is_shown_as_well() -> None:
    record = {"id": "1", "type": "person", "name": "A", "sources": [{"name": "s"}]}
    assert Seen(small_page(record, SCOPE)).text == "APerson 1Source: s"
    assert "<table>" not in whole_page(record, SCOPE)
    assert Seen(flyout({**record, "sources": ["s"]}, SCOPE)).text == "A 1Person"


ODD = st.text(st.characters(codec="utf-8", exclude_characters="\0\r")) | st.sampled_from(
    [
        "<img src=x onerror=alert(1)>",
        "</bdi></td><script>alert(1)</script>",
        '" onmouseover="alert(1)',
        "' autofocus onfocus='alert(1)",
        "&lt;b&gt; &amp; &#60;",
        "\u202eevil\u2066",
        "]]><!--",
        "a" * 1000,
    ]
)


@given(ODD, ODD, ODD)
def test_what_a_table_says_is_text_and_nothing_else(name: str, other: str, fact: str) -> None:
    record = {
        **TEHRAN,
        "id": other,
        "name": name,
        "description": fact,
        "country": [other],
        "properties": {other: [fact], "latitude": ["1"], "longitude": ["2"]},
        "aliases": [{"text": other, "language": fact, "kind": name, "valid_from": other}],
        "other_ids": [{"id": fact}],
        "sources": [{"name": name, "licence": other, "attribution": fact}],
    }
    plain = {each: Seen(each(TEHRAN, SCOPE)) for each in SHOWS}
    for show, expected in plain.items():
        seen = Seen(show(record, SCOPE))
        assert seen.elements <= expected.elements | {"small", "td", "th"}
        assert seen.attributes <= expected.attributes
        assert name in seen.text
    seen = Seen(flyout_of_name(name, other))
    assert (seen.text, seen.elements) == (name + other, {"p", "strong", "bdi"})


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("35.69", "51.42", (35.69, 51.42)),
        ("-90", "180", (-90.0, 180.0)),
        ("90.1", "0", None),
        ("0", "-180.5", None),
        ("nan", "0", None),
        ("0", "nan", None),
        ("inf", "0", None),
        ("35° N", "51", None),
        ("", "", None),
    ],
)
def test_a_place_is_on_the_map_where_it_is_one(
    latitude: str, longitude: str, place: tuple[float, float] | None
) -> None:
    record = {**TEHRAN, "properties": {"latitude": [latitude], "longitude": [longitude]}}
    assert coordinates(record) == place
    assert ("<svg" in small_page(record, SCOPE)) is (place is not None)


def test_the_map_is_drawn_with_north_above_and_the_point_in_it() -> None:
    record = {**TEHRAN, "properties": {"latitude": ["-33.87"], "longitude": ["1e-7"]}}
    html = whole_page(record, SCOPE)
    assert "33.87° S, 0.00° E" in html
    picture = ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])  # noqa: S314 - our own
    (point,) = picture.iter("circle")
    assert (float(point.attrib["cx"]), float(point.attrib["cy"])) == pytest.approx(
        (0, 33.87), abs=1e-3
    )
    for record in ({**TEHRAN, "properties": {"latitude": ["1"]}}, {**TEHRAN, "properties": {}}):
        assert coordinates(record) is None
