"""Aliases are added and removed by forms, and changes are taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.access import add_key
from resolver.table import Table
from resolver.web import editor
from tests.web.conftest import MakeApp

EVIL = "<img src=x onerror=alert(1)>\u202e"


@pytest.fixture(autouse=True)
def _short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor, "MAX_WAIT_S", 0.05)


def aliases(home: Path, entity_id: str = "nato") -> dict[str, dict[str, str]]:
    with Table.open(home, by="test") as table:
        return {each.text: each.to_dict() for each in table.entity(entity_id).entity.aliases}


def led_to(response: TestResponse) -> str:
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def test_an_alias_is_added_as_it_was_filled_in(editing: FlaskClient, few_home: Path) -> None:
    form = {
        "text": " ناتو ",
        "language": "Persian",
        "kind": "transliteration",
        "valid_from": "1949",
        "valid_until": "",
        "reason": "in the press",
    }
    assert led_to(editing.post("/correct/alias/nato", data=form)) == "/entity/nato?done=1"
    assert aliases(few_home)["ناتو"] == {
        "text": "ناتو",
        "language": "fa",
        "kind": "transliteration",
        "valid_from": "1949",
    }
    page = editing.get("/entity/nato?done=1").text
    assert "Alias added: <ins>" in page
    assert "in the press" in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(editing: FlaskClient) -> None:
    form = {"text": EVIL, "language": "Persian", "kind": "former", "valid_until": "330"}
    page = editing.post("/correct/alias/nato", data={**form, "reason": "as I said"})
    assert page.status_code == 400
    assert "In use until &#39;330&#39; is not a date. Write 2015" in page.text
    assert 'role="alert"' in page.text
    assert re.search(r'name="valid_until" value="330"[^>]*aria-invalid="true"', page.text)
    assert page.text.count("aria-invalid") == 1
    assert 'value="Persian"' in page.text
    assert '<option value="former" selected>' in page.text
    assert 'value="as I said"' in page.text
    assert "<img" not in page.text


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"text": "North Atlantic Alliance", "kind": "name"}, 409, "already"),
        ({"text": "", "kind": "name"}, 400, "empty"),
        ({"text": "N", "kind": "none"}, 400, "is not a kind of alias"),
        ({"text": "N", "language": "xy-"}, 400, "is not a language tag"),
        ({"text": "x" * 1_001}, 400, "more than 1,000"),
    ],
)
def test_the_form_checks_as_the_api_does(
    editing: FlaskClient, form: dict[str, str], status: int, says: str
) -> None:
    page = editing.post("/correct/alias/nato", data=form)
    assert page.status_code == status
    assert says in page.text


def test_what_is_no_language_is_said_with_the_one_that_is_meant(
    editing: FlaskClient, few_home: Path
) -> None:
    for written, says in (
        ("Englisch", "Englisch is no language. Did you mean English?"),
        ("Qwrtzuiop", "Qwrtzuiop is no language. Write Persian, or fa."),
    ):
        form = {"text": "N1", "language": written}
        page = editing.post("/correct/alias/nato", data=form)
        assert page.status_code == 400
        assert says in page.text
        assert re.search(rf'name="language" value="{written}"[^>]*aria-invalid="true"', page.text)
    assert "N1" not in aliases(few_home)


def test_a_name_that_another_has_is_added_once_that_is_confirmed(
    editing: FlaskClient, few_home: Path
) -> None:
    form = {"text": "otan", "kind": "acronym"}
    asked = editing.post("/correct/alias/nato", data=form).text
    assert '<a href="/entity/otan"><bdi>OTAN</bdi></a> has this name, too.' in asked
    assert 'name="also" value="otan"' in asked
    assert '<option value="acronym" selected>' in asked
    assert "otan" not in aliases(few_home)
    other = editing.post("/correct/alias/nato", data={**form, "also": "another"})
    assert "has this name, too." in other.text
    led_to(editing.post("/correct/alias/nato", data={**form, "also": "otan"}))
    assert aliases(few_home)["otan"]["kind"] == "acronym"


def test_the_form_may_be_filled_in_by_its_url(editing: FlaskClient) -> None:
    page = editing.get("/correct/alias/nato?text=A.%20R.%20Zahedi&language=fa").text
    assert 'value="A. R. Zahedi"' in page
    assert 'value="fa"' in page


def test_an_alias_is_removed_once_that_is_confirmed(editing: FlaskClient, few_home: Path) -> None:
    where = "/correct/remove/nato"
    page = editing.get(f"{where}?text=North%20Atlantic%20Alliance").text
    assert "North Atlantic Alliance</bdi>" in page
    form = {"text": "North Atlantic Alliance", "language": "", "reason": "never used"}
    assert led_to(editing.post(where, data=form)) == "/entity/nato?done=1"
    assert aliases(few_home) == {}
    again = editing.post(where, data=form)
    assert again.status_code == 400
    assert "has no alias" in again.text
    assert 'value="never used"' in again.text


def test_only_the_alias_of_a_language_is_removed(editing: FlaskClient, few_home: Path) -> None:
    for language, kind in (("fr", "native"), ("es", "name")):
        form = {"text": "NATOT", "language": language, "kind": kind}
        led_to(editing.post("/correct/alias/nato", data=form))
    page = editing.get("/correct/remove/nato?text=NATOT&language=fr").text
    assert "(French)" in page
    led_to(editing.post("/correct/remove/nato", data={"text": "NATOT", "language": "fr"}))
    assert aliases(few_home)["NATOT"]["language"] == "es"


def test_a_change_is_taken_back_and_that_too(editing: FlaskClient, few_home: Path) -> None:
    led_to(editing.post("/correct/alias/nato", data={"text": "N1"}))
    asked = editing.get("/correct/undo/nato?change=1").text
    assert "Alias added" in asked
    assert "N1" in asked
    undone = editing.post("/correct/undo/nato", data={"change": "1", "reason": "wrong"})
    assert led_to(undone) == "/entity/nato?done=2"
    assert "N1" not in aliases(few_home)
    said = editing.get("/entity/nato?done=2").text
    assert 'Taken back: alias added: <del><bdi dir="auto">N1</bdi></del>.' in said
    assert led_to(editing.post("/correct/undo/nato", data={"change": "2"})) == "/entity/nato?done=3"
    assert "N1" in aliases(few_home)


def test_a_change_is_not_taken_back_twice(editing: FlaskClient) -> None:
    led_to(editing.post("/correct/alias/nato", data={"text": "N1"}))
    led_to(editing.post("/correct/undo/nato", data={"change": "1"}))
    again = editing.post("/correct/undo/nato", data={"change": "1", "reason": "once more"})
    assert again.status_code == 409
    assert "undone already" in again.text
    assert 'value="once more"' in again.text


@pytest.mark.parametrize("number", ["", "x", "-1", "²", "9" * 30, "2", "1.0"])
def test_what_is_no_change_of_the_entity_is_refused(editing: FlaskClient, number: str) -> None:
    led_to(editing.post("/correct/alias/nato", data={"text": "N1"}))
    led_to(editing.post("/correct/alias/otan", data={"text": "N2"}))
    for answer in (
        editing.get("/correct/undo/nato", query_string={"change": number}),
        editing.post("/correct/undo/nato", data={"change": number}),
    ):
        assert answer.status_code == 400
        assert "change" in answer.text


def test_where_nothing_is_left_of_an_entity_undoing_leads_to_the_first_page(
    editing: FlaskClient,
) -> None:
    editing.post("/v1/entities", json={"id": "new", "type": "person", "name": "New"})
    assert led_to(editing.post("/correct/undo/new", data={"change": "1"})) == "/"


def test_a_form_of_an_id_that_became_another_is_that_of_the_other(editing: FlaskClient) -> None:
    editing.post("/v1/merges", json={"into": "nato", "from": ["otan"]})
    assert led_to(editing.get("/correct/alias/otan")) == "/correct/alias/nato"
    assert led_to(editing.get("/correct/remove/otan?text=x%26")) == "/correct/remove/nato?text=x%26"


def test_what_was_typed_for_an_id_that_became_another_is_sent_to_that(
    editing: FlaskClient, few_home: Path
) -> None:
    editing.post("/v1/merges", json={"into": "nato", "from": ["otan"]})
    page = editing.post("/correct/alias/otan", data={"text": "N9", "reason": "so"})
    assert page.status_code == 409
    assert "became &#39;nato&#39;" in page.text
    assert 'action="/correct/alias/nato"' in page.text
    assert 'value="N9"' in page.text
    assert "N9" not in aliases(few_home)


def test_a_form_of_nobody_is_not_found(editing: FlaskClient) -> None:
    assert editing.get("/correct/alias/nobody").status_code == 404
    assert editing.post("/correct/alias/nobody", data={"text": "N"}).status_code == 404


def test_what_is_wrong_is_said_at_its_field(editing: FlaskClient) -> None:
    page = editing.post("/correct/alias/nato", data={"text": " "}).text
    field = re.search(r'<input name="text"[^>]*>', page)
    assert field is not None
    assert 'aria-invalid="true" aria-describedby="problem"' in field[0]


def test_changes_by_forms_are_counted(editing: FlaskClient) -> None:
    editing.post("/correct/alias/nato", data={"text": "N1"})
    editing.post("/correct/alias/nato", data={"text": "N1"})
    lines = editing.get("/metrics").text.splitlines()
    for outcome in ("written", "unchanged"):
        of_form = f'kind="/correct/alias/{{id}}",outcome="{outcome}"'
        assert f"resolver_changes_total{{{of_form}}} 1.0" in lines


def test_a_form_that_is_not_ours_changes_nothing(make_app: MakeApp, few_home: Path) -> None:
    secret = add_key(few_home, "ana", "write", by="test")
    client = make_app(few_home).test_client()
    assert client.post("/sign-in", data={"key": secret}).status_code == 303
    assert client.post("/correct/alias/nato", data={"text": "N1"}).status_code == 403
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    (token,) = set(re.findall(r'name="csrf" value="(\w+)"', client.get("/correct/alias/nato").text))
    form = {"text": "N1", "csrf": token}
    refused = client.post("/correct/alias/nato", data=form, headers=foreign)
    assert refused.status_code == 403
    assert "N1" not in aliases(few_home)
    assert led_to(client.post("/correct/alias/nato", data=form)) == "/entity/nato?done=1"
