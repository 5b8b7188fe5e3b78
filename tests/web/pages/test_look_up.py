"""A name is looked up by the URL alone; all that a table says is shown as text."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from resolver import Resolver
from resolver.store import open_store
from resolver.table.undecided import open_questions
from resolver.web.app import close_app
from resolver.web.pages.look_up import EXAMPLES, examples
from tests.web.conftest import MakeApp


def test_the_first_page_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert 'name="q"' in page.text
    assert "from 4 sources" in page.text
    for name, _ in EXAMPLES:
        assert f"<bdi>{escape(name)}</bdi></a>" in page.text


@pytest.mark.parametrize("name", [name for name, _ in EXAMPLES])
def test_every_example_means_somebody(client: FlaskClient, name: str) -> None:
    page = client.get("/", query_string={"q": name}).text
    assert '<div class="verdict match">' in page
    assert "This is <bdi>" in page


def test_a_table_without_the_bundled_packs_has_examples_of_its_own(few: Path) -> None:
    with Resolver.open(few) as resolver:
        assert len({*examples(resolver)}) == 3


def test_the_url_is_the_question(client: FlaskClient) -> None:
    page = client.get("/?q=Gen.+Zahdi&type=person&country=Iran").text
    assert 'value="Gen. Zahdi"' in page
    assert '<option value="person" selected>' in page
    assert 'name="country" value="Iran"' in page
    assert "This is <bdi>Mohammad Reza Zahedi</bdi>" in page
    assert "English, nickname" in page
    assert "/why?q=Gen.+Zahdi&amp;id=mohammad-reza-zahedi&amp;type=person&amp;country=IR" in page


def test_chips_say_what_options_did_and_lead_to_the_answer_without(client: FlaskClient) -> None:
    page = client.get("/?q=Gen.+Zahdi&type=person&country=IR&as_of=2023").text
    assert "<bdi>person</bdi> <small>left out" in page
    assert "<bdi>Iran</bdi> <small>" in page
    assert " → " in page
    assert 'href="/?q=Gen.+Zahdi&amp;country=IR&amp;as_of=2023" aria-label="Without person"' in page


def test_what_is_wrong_is_said_at_its_field(client: FlaskClient) -> None:
    response = client.get("/?q=Ana&country=Atlantis")
    assert response.status_code == 400
    assert (
        '<span class="wrong" id="wrong-country">&#39;ATLANTIS&#39; is not a country code.'
        in response.text
    )
    assert "<details open>" in response.text
    assert 'class="verdict' not in response.text


def test_the_answer_alone_is_a_part_of_the_page(client: FlaskClient) -> None:
    response = client.get("/answer?q=Gen.+Zahdi")
    part = response.text
    assert "<html" not in part
    assert part in client.get("/?q=Gen.+Zahdi").text
    assert 'data-wrong="as_of"' in client.get("/answer?q=Ana&as_of=soon").text


def test_an_unknown_parameter_is_refused(client: FlaskClient) -> None:
    assert client.get("/?q=Ana&contry=IR").status_code == 400


def test_who_has_a_name_that_begins_so_is_offered(client: FlaskClient) -> None:
    page = client.get("/?q=Moham").text
    assert "Nobody we know" in page
    assert "Names that begin so" in page


def test_what_is_ambiguous_counts_who_may_be_meant(client: FlaskClient) -> None:
    page = client.get("/?q=Congo").text
    assert "One of these two" in page
    assert "compare with the first" in page


EVIL = "<img src=x onerror=alert(1)> \u202etxt.exe"


def test_names_are_text_wherever_they_are_shown(
    make_app: MakeApp, make_home: Callable[..., Path]
) -> None:
    evil = {
        "id": f"id {EVIL}",
        "type": "<b>type</b>",
        "name": f"Evil Person {EVIL}",
        "aliases": [{"text": f"Bad Person {EVIL}", "language": "fa", "kind": "former"}],
        "description": f"said {EVIL}",
        "properties": {"<i>fact</i>": [EVIL]},
    }
    client = make_app(make_home(evil)).test_client()
    for path in ("/", "/answer"):
        asked = {"q": f"Bad Person {EVIL}", "context": EVIL, "property": f"<u>x</u>={EVIL}"}
        page = client.get(path, query_string=asked).text
        assert "Evil Person" in page
        for tag in ("<img", "<b>type", "<i>fact", "<u>x"):
            assert tag not in page
        assert f"<bdi>Evil Person {escape(EVIL)}</bdi>" in page


def test_what_is_typed_is_no_question_to_decide(make_app: MakeApp, few_home: Path) -> None:
    app = make_app(few_home, keep_undecided="true")
    client = app.test_client()
    client.get("/answer?q=Somebody+Else")
    client.get("/?q=Nobody+Here")
    close_app(app)
    with open_store(few_home) as store:
        assert [each.text for each in open_questions(store)] == ["Nobody Here"]


def test_the_page_is_small(client: FlaskClient) -> None:
    page = client.get("/")
    assets = ("style.css", "look_up.js", "icon.svg")
    sizes = [len(page.data), *(len(client.get(f"/page/{each}").data) for each in assets)]
    assert sum(sizes) < 60_000


def test_who_may_write_says_which_one_it_is(editing: FlaskClient) -> None:
    link = 'href="/correct/alias/nato?text=Northern+Alliance+%26+Co"'
    assert link in editing.get("/?q=Northern+Alliance+%26+Co").text
    assert link in editing.get("/answer?q=Northern+Alliance+%26+Co").text
    assert "It is this one" not in editing.get("/?q=NATO").text
    guest = editing.application.test_client()
    assert "It is this one" not in guest.get("/?q=Northern+Alliance+%26+Co").text
