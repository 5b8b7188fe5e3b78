"""Fields of an entity are texts in a form, and only what was typed otherwise is changed."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from resolver.model import Entity
from resolver.table import Table
from resolver.web.pages.fields import patch_of, texts_of

WHOLE = Entity(
    "x",
    "person",
    "Xaver",
    country=("FR", "IR"),
    description="a singer",
    prominence=1_200_000,
    properties={"birth_date": ["1944"], "lines": ["one\ntwo", "three"]},
)


def entity(home: Path, entity_id: str = "nato") -> Entity:
    with Table.open(home, by="test") as table:
        return table.entity(entity_id).entity


def fields_in(page: str) -> dict[str, str]:
    """What a browser would send of a form."""
    found = re.findall(r'<input[^>]*name="([^"]*)" value="([^"]*)"', page)
    found += re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', page)
    found += [("type", re.findall(r'<option value="([^"]*)" selected>', page)[0])]
    return {unescape(name): unescape(value) for name, value in found}


def test_fields_are_texts_in_the_words_of_people() -> None:
    assert texts_of(WHOLE) == {
        "name": "Xaver",
        "type": "person",
        "country": "France, Iran",
        "description": "a singer",
        "prominence": "1200000",
        "property.birth_date": "1944",
        "property.lines": "one\ntwo\nthree",
    }
    assert texts_of(Entity("y", "place", "Y"))["prominence"] == ""


def test_what_comes_back_as_it_was_sent_changes_nothing() -> None:
    sent = {name: text.replace("\n", "\r\n") + "\r\n" for name, text in texts_of(WHOLE).items()}
    assert patch_of(WHOLE, sent) == {}
    assert patch_of(WHOLE, {}) == {}


@given(st.text(min_size=1).filter(str.strip), st.lists(st.text(min_size=1).filter(str.strip)))
def test_whatever_stands_there_is_not_changed_by_reading_it(name: str, values: list[str]) -> None:
    if "\0" in name or any("\0" in each for each in values):
        return
    made = Entity("x", "person", name[:1000], properties={"p": values})
    assert patch_of(made, texts_of(made)) == {}


def test_only_what_was_typed_otherwise_is_in_the_patch() -> None:
    typed = {
        **texts_of(WHOLE),
        "name": "Xaver Y",
        "country": "iran, FR ,Norway,",
        "description": "",
        "prominence": "",
        "property.birth_date": "1944\r\n\r\n 1945 ",
        "property.new": "a",
    }
    assert patch_of(WHOLE, typed) == {
        "name": "Xaver Y",
        "country": ["IR", "FR", "NO"],
        "description": None,
        "prominence": None,
        "properties": {"birth_date": ["1944", "1945"], "new": ["a"]},
    }
    assert patch_of(WHOLE, {"country": " ", "property.lines": ""}) == {
        "country": None,
        "properties": {"lines": None},
    }


def test_a_form_that_is_sent_changes_what_was_typed(editing: FlaskClient, few_home: Path) -> None:
    form = fields_in(editing.get("/correct/fields/nato").text)
    form |= {
        "name": "NATO (alliance)",
        "country": "Belgium",
        "description": "a military alliance",
        "prominence": "32",
        "new_property": "founded",
        "new_values": "1949-04-04",
        "reason": "from its page",
    }
    sent = editing.post("/correct/fields/nato", data=form)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/entity/nato?done=1")
    made = entity(few_home)
    assert (made.name, made.country, made.prominence) == ("NATO (alliance)", ("BE",), 32)
    assert (made.type, made.description) == ("organization", "a military alliance")
    assert dict(made.property_values) == {"founded": ("1949-04-04",)}
    form = fields_in(editing.get("/correct/fields/nato").text)
    assert form["property.founded"] == "1949-04-04"
    editing.post("/correct/fields/nato", data={**form, "property.founded": "", "type": "event"})
    assert (entity(few_home).property_values, entity(few_home).type) == ((), "event")


@pytest.mark.parametrize(
    ("typed", "status", "says", "field"),
    [
        ({"country": "Belgium, Atlantis"}, 400, "is not a country code", "country"),
        ({"name": ""}, 400, "missing", "name"),
        ({"prominence": "many"}, 400, "is not a count", "prominence"),
        ({}, 409, "is that already", ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    editing: FlaskClient, typed: dict[str, str], status: int, says: str, field: str
) -> None:
    form = fields_in(editing.get("/correct/fields/nato").text)
    page = editing.post("/correct/fields/nato", data={**form, **typed, "reason": "so"})
    assert page.status_code == status
    assert says in unescape(page.text)
    assert f'name="{field}"' in page.text or not field
    assert ("aria-invalid" in page.text) == bool(field)
    again = fields_in(page.text)
    assert {name: again[name] for name in typed} == typed
    assert again["reason"] == "so"


def test_nobody_overwrites_what_somebody_else_did_meanwhile(
    editing: FlaskClient, few_home: Path
) -> None:
    form = fields_in(editing.get("/correct/fields/nato").text)
    editing.patch(
        "/v1/entities/nato",
        json={"description": "an <b>alliance</b>"},
        content_type="application/merge-patch+json",
    )
    page = editing.post("/correct/fields/nato", data={**form, "name": "Nato"})
    assert page.status_code == 412
    assert "Somebody changed it while you did." in page.text
    assert 'It is now: <bdi dir="auto">an &lt;b&gt;alliance&lt;/b&gt;</bdi>' in page.text
    assert entity(few_home).name == "NATO"
    again = fields_in(page.text)
    assert (again["name"], again["description"]) == ("Nato", "")
    sent = editing.post("/correct/fields/nato", data={**again, "description": "an alliance"})
    assert sent.status_code == 303
    assert (entity(few_home).name, entity(few_home).description) == ("Nato", "an alliance")


def test_of_very_many_properties_those_that_are_not_in_the_form_stay(
    editing: FlaskClient, few_home: Path
) -> None:
    many = {f"p{number:03}": [str(number)] for number in range(120)}
    editing.put("/v1/entities/much", json={"type": "other", "name": "M", "properties": many})
    page = editing.get("/correct/fields/much").text
    assert "40 more facts" in page
    form = {**fields_in(page), "property.p000": "changed"}
    assert editing.post("/correct/fields/much", data=form).status_code == 303
    found = dict(entity(few_home, "much").property_values)
    assert (len(found), found["p000"], found["p119"]) == (120, ("changed",), ("119",))


def test_a_type_that_is_none_of_ours_stays(editing: FlaskClient, few_home: Path) -> None:
    editing.put("/v1/entities/ship", json={"type": "space ship", "name": "Rocinante"})
    form = fields_in(editing.get("/correct/fields/ship").text)
    assert form["type"] == "space ship"
    editing.post("/correct/fields/ship", data={**form, "description": "fast"})
    assert entity(few_home, "ship").type == "space ship"


def test_the_form_of_an_id_that_became_another_is_that_of_the_other(editing: FlaskClient) -> None:
    editing.post("/v1/merges", json={"into": "nato", "from": ["otan"]})
    assert editing.get("/correct/fields/otan").headers["Location"] == "/correct/fields/nato"
