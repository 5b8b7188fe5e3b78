"""A text is read on a page, saved as a file, and corrected by whoever may."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest
from flask import Flask

from resolver.access import Scope
from resolver.model.passage import MAX_TEXT
from resolver.web.pages.texts import SAMPLE
from tests.conftest import compile_entities
from tests.web.conftest import MakeApp
from tests.web.editing import signed_in
from tests.web.pages.visiting import EVIL, Visitor

TEXT = "NATO met.\r\nXaver Yilmaz spoke of NATO."


@pytest.fixture
def app(make_app: MakeApp, few_home: Path) -> Flask:
    return make_app(few_home, reload_s=0.05)


@pytest.fixture
def guest(app: Flask, few_home: Path) -> Visitor:
    return Visitor(app, few_home)


def reviewer(app: Flask, home: Path, scope: Scope = "review") -> Visitor:
    return Visitor(app, home, scope)


def test_the_page_takes_a_text_and_offers_one(guest: Visitor) -> None:
    page = guest.get("/texts").text
    assert '<textarea name="text"' in page
    assert f'<div class="running">{escape(SAMPLE)}</div>' in page.replace("&#34;", "&quot;")
    assert "200,000 characters" in page


def test_names_are_marked_and_each_says_who_it_is(guest: Visitor) -> None:
    answer = guest.send("/texts", {"text": TEXT})
    assert answer.status_code == 200
    page = answer.text
    assert page.count('class="named match" href="#name-1"') == 2
    assert '<sup>1</sup></a> met.\n<a class="named match" href="#name-2"' in page
    assert '<a href="/entity/nato"><bdi>NATO</bdi></a>' in page
    assert "Names found:" in page
    assert "2 known" in page
    assert 'aria-label="A name that was missed"' in page
    assert "This is <bdi>Xaver Yilmaz</bdi>" in page
    assert 'name="decide"' not in page
    assert '<a class="correct" href="/sign-in?next=/texts">Sign in</a>' in page


def test_a_text_without_names_says_so(guest: Visitor) -> None:
    page = guest.send("/texts", {"text": "it rained all day"}).text
    assert "No names were found in this text." in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "text"),
        (" \n", "text"),
        ("a" * (MAX_TEXT + 1), "200,000"),
    ],
)
def test_what_cannot_be_read_is_said(guest: Visitor, text: str, says: str) -> None:
    answer = guest.send("/texts", {"text": text})
    assert answer.status_code == 400
    assert says in answer.text


def test_the_longest_text_in_the_widest_letters_fits(guest: Visitor) -> None:
    assert guest.send("/texts", {"text": "🙂" * MAX_TEXT}).status_code == 200


def test_it_is_saved_as_json_and_as_a_page(guest: Visitor) -> None:
    saved = guest.send("/texts/file", {"text": TEXT, "as": "json"})
    assert saved.headers["Content-Disposition"] == 'attachment; filename="names.json"'
    asked = guest.client.post(
        "/v1/annotate", json={"text": TEXT.replace("\r\n", "\n"), "explain": True}
    )
    assert json.loads(saved.data) == asked.get_json()
    page = guest.send("/texts/file", {"text": TEXT, "as": "html"})
    assert page.headers["Content-Disposition"] == 'attachment; filename="names.html"'
    assert page.text.count('<mark id="m') == 3
    assert page.headers["Cache-Control"] == "no-store"


def test_a_name_that_was_missed_is_shown_with_who_it_is(app: Flask, few_home: Path) -> None:
    person, text = reviewer(app, few_home), "Yesterday xaver Yilmas spoke of Natoo."
    assert "<sup>1</sup>" not in person.send("/texts", {"text": text}).text
    page = person.send("/texts", {"text": text, "missing": " xaver  Yilmas"}).text
    assert "xaver Yilmas<sup>1</sup></a> spoke of Natoo." in page
    (opened,) = [each for each in page.split("<details")[1:] if " open>" in each]
    assert "This is <bdi>Xaver Yilmaz</bdi>" in opened
    assert '<input type="hidden" name="missed" value="xaver Yilmas">' in page
    asked = {"text": text, "missed": "xaver Yilmas", "missing": "Natoo"}
    page = person.send("/texts", asked).text
    assert "xaver Yilmas<sup>1</sup></a> spoke of <a" in page
    assert "Natoo<sup>2</sup></a>." in page
    saved = json.loads(person.send("/texts/file", {**asked, "as": "json"}).data)
    assert [each["text"] for each in saved["mentions"]] == ["xaver Yilmas", "Natoo"]
    decided = {**asked, "decide": '{"text": "Natoo", "decision": "match", "id": "otan"}'}
    page = person.send("/texts/decide", decided).text
    assert "xaver Yilmas<sup>1</sup></a>" in page
    assert "<b><bdi>Natoo</bdi></b> means <b><bdi>OTAN</bdi></b>" in page


def test_a_name_that_stands_nowhere_in_the_text_is_looked_up_alone(guest: Visitor) -> None:
    page = guest.send("/texts", {"text": TEXT, "missing": EVIL[0], "missed": "Nobody"}).text
    assert f"<bdi>{escape(EVIL[0], quote=False)}</bdi> does not stand in this text." in page
    assert 'href="/?q=%3Cimg' in page
    assert 'name="missed"' not in page


def test_what_somebody_decides_holds_in_the_text_at_once_and_can_be_undone(
    app: Flask, few_home: Path
) -> None:
    person = reviewer(app, few_home)
    page = person.send("/texts", {"text": TEXT}).text
    asked = {"text": "NATO", "decision": "match", "id": "otan"}
    assert (
        escape(json.dumps({**asked, "decision": "not", "id": "nato"})).replace("&quot;", "&#34;")
        in page
    )
    decided = person.send("/texts/decide", {"text": TEXT, "decide": json.dumps(asked)})
    assert decided.status_code == 200
    assert "<b><bdi>NATO</bdi></b> means <b><bdi>OTAN</bdi></b>" in decided.text
    assert 'name="undo" value="1"' in decided.text
    undone = person.send("/texts/decide", {"text": TEXT, "undo": "1", "undone": "NATO"})
    assert "Taken back: what was decided of <bdi>NATO</bdi>" in undone.text
    again = person.send("/texts/decide", {"text": TEXT, "undo": "1"})
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("decision", "says"),
    [("nobody", "means nobody we know"), ("not", "does not mean <b><bdi>NATO</bdi>")],
)
def test_nobody_and_not_this_one_are_decisions_too(
    app: Flask, few_home: Path, decision: str, says: str
) -> None:
    asked = {"text": "NATO", "decision": decision, **({"id": "nato"} if decision == "not" else {})}
    answer = reviewer(app, few_home).send(
        "/texts/decide", {"text": TEXT, "decide": json.dumps(asked)}
    )
    assert says in answer.text


@pytest.mark.parametrize("written", ["otan", "OTAN", " otan "])
def test_somebody_else_is_chosen_by_name_or_id(app: Flask, few_home: Path, written: str) -> None:
    asked = json.dumps({"text": "NATO", "decision": "match", "number": 3})
    answer = reviewer(app, few_home).send(
        "/texts/decide", {"text": TEXT, "decide": asked, "other-3": written}
    )
    assert "means <b><bdi>OTAN</bdi></b>" in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"decide": "no JSON"},
        {"decide": "[]"},
        {"decide": '{"text": "NATO", "decision": "match"}'},
        {"decide": '{"text": "NATO", "decision": "match", "id": "nobody-has-this"}'},
        {"decide": '{"text": "NATO", "decision": "match", "number": 3}', "other-3": ""},
        {"decide": '{"text": "NATO", "decision": "match", "number": 3}', "other-3": "nobody has"},
        {"decide": '{"decision": "nobody"}'},
        {"undo": "x"},
        {"undo": "99"},
    ],
)
def test_what_cannot_be_decided_is_said_and_changes_nothing(
    app: Flask, few_home: Path, fields: dict[str, str]
) -> None:
    answer = reviewer(app, few_home).send("/texts/decide", {"text": TEXT, **fields})
    assert answer.status_code in (400, 404), answer.text
    assert 'role="alert"' in answer.text
    assert signed_in(app, few_home, "review").get("/v1/changes").get_json()["changes"] == []


def test_what_is_wrong_is_said_at_its_name_with_the_text_and_what_was_written(
    app: Flask, few_home: Path
) -> None:
    asked = json.dumps({"text": "NATO", "decision": "match", "number": 1})
    fields = {"text": TEXT, "decide": asked, "other-1": "nobody has"}
    page = reviewer(app, few_home).send("/texts/decide", fields).text
    assert "Xaver Yilmaz spoke of NATO.</textarea>" in page
    (opened,) = [each for each in page.split("<details")[1:] if " open>" in each]
    assert 'id="entry-1"' in opened
    assert 'value="nobody has" aria-invalid="true"' in opened
    assert "means nobody of the table, or several" in opened
    assert page.count('role="alert"') == 1


def test_who_goes_back_to_a_decision_comes_to_the_page_of_texts(guest: Visitor) -> None:
    answer = guest.get("/texts/decide")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/texts")


def test_who_may_not_decide_cannot(app: Flask, few_home: Path, guest: Visitor) -> None:
    asked = {"text": TEXT, "decide": '{"text": "NATO", "decision": "nobody"}'}
    assert guest.send("/texts/decide", asked).status_code == 401
    reader = reviewer(app, few_home, "read")
    assert reader.send("/texts/decide", asked).status_code == 403
    assert 'name="decide"' not in reader.send("/texts", {"text": TEXT}).text


def test_names_that_would_run_or_turn_round_are_shown_as_they_are(
    make_app: MakeApp, tmp_path: Path
) -> None:
    home = compile_entities(
        tmp_path,
        *({"id": f"evil/{n}", "type": "person", "name": name} for n, name in enumerate(EVIL)),
        {"id": "plain", "type": "person", "name": "Zorro Mandrake", "aliases": list(EVIL)},
    )
    person = Visitor(make_app(home), home, "review")
    page = person.send("/texts", {"text": f"Zorro Mandrake met {' and '.join(EVIL)}."}).text
    assert "Zorro Mandrake" in page
    assert "<img" not in page
    assert "<script>alert" not in page
    for before in page.split("\u202e")[:-1]:
        isolated = before.rpartition("<bdi>")[2]
        in_text = before.rpartition('<div class="running">')[2]
        in_attribute = before.rpartition('="')[2]
        assert "</bdi>" not in isolated or "</div>" not in in_text or '"' not in in_attribute
