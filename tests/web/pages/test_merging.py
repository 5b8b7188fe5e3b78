"""Entities are merged once one has seen what that does, and split again."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from resolver.model import Entity
from resolver.table import Table
from resolver.web import editor
from resolver.web.pages.merging import choice_of

EVIL = "<img src=x onerror=alert(1)>\u202e"


@pytest.fixture(autouse=True)
def _short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor, "MAX_WAIT_S", 0.05)


def entity(home: Path, entity_id: str) -> Entity:
    with Table.open(home, by="test") as table:
        return table.entity(entity_id).entity


def tag_in(page: str) -> str:
    return str(re.findall(r'name="tag" value="(\w+)"', page)[0])


def test_a_choice_says_what_it_is_and_what_it_was_found_by() -> None:
    made = Entity("x", "space_ship", "X", country=("FR",), description="fast")
    assert choice_of(made, "The X") == ("x", "X", "space ship, France, fast", "The X")
    assert choice_of(made, "X").called == ""


def test_the_other_one_is_looked_up_by_a_name(editing: FlaskClient) -> None:
    page = editing.get("/correct/merge/nato?name=OTAN").text
    assert 'href="/correct/merge/nato?with=otan"' in page
    assert '?with=nato"' not in page  # itself is no choice
    nobody = editing.get("/correct/merge/nato?name=Qwrtz%20Plmvk").text
    assert "Nobody else here is called anything like that." in nobody


def test_the_other_one_is_looked_up_by_its_id(editing: FlaskClient) -> None:
    page = editing.get("/correct/merge/nato?name=https://example.org/1").text
    assert '?with=https%3A//example.org/1"' in page
    assert "Xaver Yilmaz" in page


def test_a_name_that_is_none_is_said_to_be(editing: FlaskClient) -> None:
    page = editing.get("/correct/merge/nato", query_string={"name": "x" * 1_001})
    assert page.status_code == 400
    assert "more than 1,000" in page.text


def test_what_a_merge_would_do_is_said_before_it_is_done(
    editing: FlaskClient, few_home: Path
) -> None:
    editing.put(
        "/v1/entities/other",
        json={
            "type": "event",
            "name": "Summit",
            "aliases": ["North Atlantic Alliance", EVIL],
            "country": ["TR"],
            "description": "a meeting",
            "properties": {"held": ["2004"]},
        },
    )
    editing.post("/v1/reviews", json={"text": "the summit", "decision": "match", "id": "other"})
    page = editing.get("/correct/merge/nato?with=other")
    text = unescape(page.text)
    assert page.status_code == 200
    assert "What is <bdi>event</bdi> would be <bdi>organization</bdi>." in text
    assert "2 names come over" in text
    assert "the summit" in text
    assert "<img" not in page.text
    assert 'href="/correct/merge/other?with=nato"' in page.text
    assert entity(few_home, "other").name == "Summit"  # nothing was done


def test_names_that_others_bear_are_said(editing: FlaskClient) -> None:
    page = editing.get("/correct/merge/https%3A%2F%2Fexample.org%2F1?with=nato").text
    assert "Names that others bear, too" not in page
    editing.post("/v1/entities/a%2Fb/aliases", json={"text": "OTAN"})
    page = editing.get("/correct/merge/nato?with=a/b").text
    assert "Names that others bear, too" in page
    assert "is also <b>" in page


def test_two_are_merged_and_the_id_leads_to_the_survivor(
    editing: FlaskClient, few_home: Path
) -> None:
    page = editing.get("/correct/merge/nato?with=otan").text
    form = {"with": "otan", "tag": tag_in(page), "reason": "the same"}
    sent = editing.post("/correct/merge/nato", data=form)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/entity/nato?done=1")
    assert entity(few_home, "otan").id == "nato"
    assert "Merged." in editing.get("/entity/nato?done=1").text
    back = editing.post("/correct/undo/nato", data={"change": "1"})
    assert back.headers["Location"] == "/entity/nato?done=2"
    assert entity(few_home, "otan").id == "otan"


def test_a_merge_of_what_changed_meanwhile_is_asked_anew(
    editing: FlaskClient, few_home: Path
) -> None:
    tag = tag_in(editing.get("/correct/merge/nato?with=otan").text)
    editing.post("/v1/entities/nato/aliases", json={"text": "N1"})
    form = {"with": "otan", "tag": tag, "reason": "the same"}
    refused = editing.post("/correct/merge/nato", data=form)
    assert refused.status_code == 412
    assert "is not what it was" in unescape(refused.text)
    assert 'value="the same"' in refused.text
    assert entity(few_home, "otan").id == "otan"
    form["tag"] = tag_in(refused.text)
    assert editing.post("/correct/merge/nato", data=form).status_code == 303


@pytest.mark.parametrize(("other", "status"), [("nobody", 404), ("nato", 409), ("\u0001", 400)])
def test_what_cannot_be_merged_is_said_beside_the_box(
    editing: FlaskClient, other: str, status: int
) -> None:
    asked = editing.get("/correct/merge/nato", query_string={"with": other})
    assert asked.status_code == status
    assert "Name or ID of the other one" in asked.text
    sent = editing.post("/correct/merge/nato", data={"with": other, "tag": "x"})
    assert sent.status_code >= 400


def test_aliases_become_an_entity_of_their_own_and_come_back(
    editing: FlaskClient, few_home: Path
) -> None:
    editing.post("/v1/entities/nato/aliases", json={"text": EVIL})
    page = editing.get("/correct/split/nato")
    assert "North Atlantic Alliance" in page.text
    assert "<img" not in page.text
    form = {
        "alias": ["North Atlantic Alliance", EVIL],
        "name": "The Alliance",
        "type": "event",
        "tag": tag_in(page.text),
    }
    sent = editing.post("/correct/split/nato", data=form)
    where = sent.headers["Location"]
    assert sent.status_code == 303
    new = entity(few_home, where.removeprefix("/entity/").partition("?")[0])
    assert (new.name, new.type, len(new.aliases)) == ("The Alliance", "event", 2)
    assert entity(few_home, "nato").aliases == ()
    shown = editing.get(where).text
    assert "Split." in shown
    assert 'href="/entity/nato">See what it was taken out of' in shown
    back = editing.post(f"/correct/undo/{new.id}", data={"change": "2"})
    assert back.headers["Location"] == "/entity/nato?done=3"
    assert len(entity(few_home, "nato").aliases) == 2


def test_an_id_that_was_merged_comes_out_again(editing: FlaskClient, few_home: Path) -> None:
    editing.post("/v1/merges", json={"into": "nato", "from": ["otan"]})
    page = editing.get("/correct/split/nato").text
    assert 'type="radio" name="other" value="otan"' in page
    assert "was merged into it" in page
    sent = editing.post("/correct/split/nato", data={"other": "otan", "tag": tag_in(page)})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/entity/otan?done=2")
    assert entity(few_home, "otan").id == "otan"


def test_what_cannot_be_split_is_said_and_what_was_chosen_stays(editing: FlaskClient) -> None:
    tag = tag_in(editing.get("/correct/split/nato").text)
    none = editing.post("/correct/split/nato", data={"tag": tag, "name": "The A", "type": "event"})
    assert none.status_code == 400
    assert "No alias is chosen." in none.text
    assert 'value="The A"' in none.text
    assert '<option value="event" selected>' in none.text
    assert '<fieldset aria-invalid="true"' in none.text
    form = {"tag": tag, "alias": ["North Atlantic Alliance", "gone"]}
    gone = editing.post("/correct/split/nato", data=form)
    assert gone.status_code == 400
    assert "has no alias" in gone.text
    assert "resolver show" not in gone.text  # which is for who has a terminal
    assert 'value="North Atlantic Alliance" checked' in gone.text
    other = editing.post("/correct/split/nato", data={"other": "otan"})
    assert other.status_code == 400
    assert "leads to no other entity" in other.text


def test_where_there_is_nothing_to_split_that_is_said(editing: FlaskClient) -> None:
    assert "There is nothing that could be taken out" in editing.get("/correct/split/otan").text


def test_forms_of_an_id_that_became_another_are_those_of_the_other(editing: FlaskClient) -> None:
    editing.post("/v1/merges", json={"into": "nato", "from": ["otan"]})
    for form in ("merge", "split"):
        assert editing.get(f"/correct/{form}/otan").headers["Location"] == f"/correct/{form}/nato"
