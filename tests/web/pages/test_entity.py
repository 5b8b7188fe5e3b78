"""The page of an entity: what it shows, where it leads, and that nothing in it is HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resolver.access import add_key
from resolver.curate.homes import compile_home
from resolver.table import Table
from resolver.web import editor
from tests.conftest import compile_entities
from tests.web.conftest import MakeApp
from tests.web.editing import signed_in

EVIL = "<img src=x onerror=alert(1)> \"'&\u202eSons"
ODD_IDS = ["a/b", "//a", "100%", "50%25", "R&D?x=1#y", "c d", "https://a.example/x?y=z&w", "ä'\""]


@pytest.fixture(autouse=True)
def _short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor, "MAX_WAIT_S", 0.05)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with odd IDs, and with an entity all of whose fields are evil. Only read it."""
    evil = {
        "id": "evil",
        "type": EVIL[:64],
        "name": EVIL,
        "description": EVIL,
        "aliases": [
            {"text": EVIL + "a", "language": "fa", "valid_from": "2000", "source": EVIL},
            {"text": "Usual", "language": "en"},
        ],
        "properties": {EVIL: [EVIL, "javascript:alert(1)"], "url": ["https://a.example/?<b>"]},
    }
    named = [{"id": each, "type": "person", "name": f"Name {n}"} for n, each in enumerate(ODD_IDS)]
    return compile_entities(tmp_path_factory.mktemp("odd"), evil, *named)


@pytest.fixture
def odd_client(make_app: MakeApp, odd: Path) -> FlaskClient:
    return make_app(odd).test_client()


def tags_in(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """The tags that a browser reads in a page, with their attributes."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(page)
    return found


def path(entity_id: str) -> str:
    return f"/entity/{quote(entity_id, safe='')}"


def test_it_shows_what_is_known_in_the_words_of_people(client: FlaskClient) -> None:
    page = client.get("/entity/istanbul")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    text = page.text
    assert "<h1><bdi>Istanbul</bdi></h1>" in text
    for word in ("Turkish", "Persian", "former name", "until 1930", "Türkiye", "MIT"):
        assert word in text, word
    assert '<rect class="used open"' in text
    assert "geonames-745044" in text
    assert "Nobody has changed anything here." in text
    assert "<image" not in text  # it has no coordinates


@pytest.mark.parametrize("entity_id", ODD_IDS)
def test_an_id_may_be_anything(odd_client: FlaskClient, entity_id: str) -> None:
    page = odd_client.get(path(entity_id))
    assert page.status_code == 200
    assert f"Name {ODD_IDS.index(entity_id)}" in page.text
    for link in re.findall(r'href="(/correct/alias/[^"]*)"', page.text):
        assert link == path(entity_id).replace("/entity/", "/correct/alias/")


def test_an_id_that_nobody_has_is_a_page_that_says_so(client: FlaskClient) -> None:
    page = client.get("/entity/nobody-at-all", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "No entity has the id" in page.text


def test_nothing_of_a_table_is_taken_for_html(odd_client: FlaskClient) -> None:
    for query in ("", f"?against={quote(EVIL)}"):
        text = odd_client.get(f"/entity/evil{query}").text
        assert text.count("&lt;img src=x") >= 5
        assert 'href="https://a.example/?&lt;b&gt;" rel="noreferrer nofollow"' in text
        tags = tags_in(text)
        assert "img" not in [tag for tag, _ in tags]
        names = {name for _, attributes in tags for name in attributes}
        assert {"href", "aria-label"} <= names
        assert not [name for name in names if name.startswith("on") or name == "style"]
        links = [attributes.get("href") or "" for _, attributes in tags]
        assert not [link for link in links if link.startswith("javascript")]


def test_texts_that_turn_around_turn_nothing_beside_them(odd_client: FlaskClient) -> None:
    text = odd_client.get("/entity/evil").text
    main = text[text.index("<main") :]
    shown = re.sub(r'="[^"]*"', "", main)  # what stands in attributes turns nothing
    assert "\u202e" in shown
    assert "\u202e" not in re.sub(r"<bdi[^>]*>.*?</bdi>", "", shown)


def test_a_place_is_a_point_on_the_map(make_app: MakeApp, few_home: Path) -> None:
    with Table.open(few_home, by="ana") as table:
        table.patch("nato", {"properties": {"latitude": ["50.88"], "longitude": ["4.42"]}})
    compile_home(few_home, wait_s=10)
    text = make_app(few_home).test_client().get("/entity/nato").text
    assert 'aria-label="Map of the region, with a point at 50.88° north, 4.42° east"' in text
    assert 'cx="44" cy="-509"' in text
    assert re.search(r'<image href="/page/land.svg\?v=\w+"', text)


def test_an_id_that_became_another_leads_there_with_its_question(
    make_app: MakeApp, few_home: Path
) -> None:
    with Table.open(few_home, by="ana") as table:
        table.merge("nato", ["otan"])
    compile_home(few_home, wait_s=10)
    moved = make_app(few_home).test_client().get("/entity/otan?against=x%26y")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/entity/nato?against=x%26y")
    assert moved.headers["Cache-Control"] == "no-store"  # a split makes it one of its own again


def test_the_history_says_who_changed_what_and_why(make_app: MakeApp, few_home: Path) -> None:
    with Table.open(few_home, by="ana") as table:
        table.alias("nato", "N1", reason=EVIL)
        table.undo(1)
    text = make_app(few_home).test_client().get("/entity/nato").text
    assert "Alias added (taken back since)" in text
    assert "Taken back: alias added" in text
    assert "by <bdi>ana</bdi>" in text
    assert "&lt;img src=x onerror" in text
    assert 'href="/correct/undo/nato?change=2"' in text
    assert "change=1" not in text


def test_a_home_without_a_journal_is_read_all_the_same(make_app: MakeApp, own_home: Path) -> None:
    page = make_app(own_home).test_client().get("/entity/istanbul")
    assert page.status_code == 200
    assert "What people changed is not known" in page.text


def test_behind_a_change_it_shows_that_before_the_index_has_it(editing: FlaskClient) -> None:
    added = editing.post("/v1/entities/nato/aliases", json={"text": "Trans-Atlantic Pact"})
    number = added.get_json()["change"]
    page = editing.get(f"/entity/nato?done={number}").text
    assert 'Alias added: <ins><bdi dir="auto">Trans-Atlantic Pact</bdi></ins>.' in page
    assert "Look-ups will have it in a moment." in page
    assert "Trans-Atlantic Pact" in page
    assert f'name="change" value="{number}"><button class="quiet">Undo</button>' in page
    assert "Trans-Atlantic Pact</bdi>" not in editing.get("/entity/nato").text.split("history")[0]


def test_behind_a_merge_the_id_leads_on_before_the_index_has_it(editing: FlaskClient) -> None:
    editing.post("/v1/merges", json={"into": "nato", "from": ["otan"]})
    moved = editing.get("/entity/otan?done=1")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/entity/nato?done=1")


def test_a_change_is_said_only_where_it_is_one_of_the_entity(editing: FlaskClient) -> None:
    editing.post("/v1/entities/nato/aliases", json={"text": "N1"})
    for query in ("done=1", "done=7", "done=-1", "done=x", f"done={10**30}"):
        page = editing.get(f"/entity/otan?{query}")
        assert page.status_code == 200
        assert 'role="status"' not in page.text


def test_who_may_review_sees_which_names_were_decided_to_mean_it(
    editing: FlaskClient, few_home: Path
) -> None:
    editing.post("/v1/reviews", json={"text": "Natoo", "decision": "match", "id": "nato"})
    page = editing.get("/entity/nato").text
    assert "Decided of a name</b>" in page
    assert '<ins><bdi dir="auto">Natoo</bdi></ins>' in page.replace("\n", "")
    secret = add_key(few_home, "bob", "read", by="test")
    for headers in ({"Authorization": f"Bearer {secret}"}, None):
        page = editing.application.test_client().get("/entity/nato", headers=headers).text
        assert "Natoo" not in page
    asked = editing.get("/correct/undo/nato?change=1").text
    assert "Decided of a name</b>" in asked
    editing.post("/correct/undo/nato", data={"change": "1"})
    assert "Taken back: decided of a name</b>" in editing.get("/entity/nato").text


def test_a_change_is_said_to_who_made_it_alone(editing: FlaskClient, few_home: Path) -> None:
    editing.post("/v1/entities/nato/aliases", json={"text": "N1"})
    secret = add_key(few_home, "bob", "write", by="test")
    bob = {"Authorization": f"Bearer {secret}"}
    for headers in (bob, None):
        page = editing.application.test_client().get("/entity/nato?done=1", headers=headers).text
        assert 'role="status"' not in page
        assert "N1" in page
    assert 'role="status"' in editing.get("/entity/nato?done=1").text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gen. Zahdi", "<b>Yes.</b>"),
        ("Barack Obama", "<b>No.</b>"),
        ("Qwrtz Plmvk", "for nobody that we know"),
    ],
)
def test_a_text_is_set_against_it(client: FlaskClient, text: str, words: str) -> None:
    page = client.get("/entity/mohammad-reza-zahedi", query_string={"against": text}).text
    assert words in page
    assert f'value="{text}"' in page
    assert f'href="/why?q={quote(text)}&amp;id=mohammad-reza-zahedi"' in page
    assert f'href="/correct/alias/mohammad-reza-zahedi?text={quote(text)}"' in page


def test_a_text_that_is_too_long_is_said_to_be(client: FlaskClient) -> None:
    page = client.get("/entity/istanbul", query_string={"against": "x" * 1_001})
    assert page.status_code == 200
    assert "What you wrote has 1,001 characters, more than 1,000. Shorten it" in page.text
    assert 'aria-invalid="true"' in page.text


def test_buttons_lead_who_may_not_write_to_the_way_in_and_back(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/entity/istanbul").text
    for form in ("alias", "fields", "merge", "split"):
        assert f'href="/correct/{form}/istanbul"' in page
        asked = client.get(f"/correct/{form}/istanbul")
        assert asked.status_code == 303
        assert asked.headers["Location"] == f"/sign-in?next=%2Fcorrect%2F{form}%2Fistanbul"


def test_a_key_that_may_only_read_hears_what_it_needs(make_app: MakeApp, few_home: Path) -> None:
    page = signed_in(make_app(few_home), few_home, "read").get("/correct/alias/nato")
    assert page.status_code == 403
    assert "one that may write" in page.text
    assert "Sign in" in page.text


def test_what_is_a_name_of_it_already_is_not_offered_as_an_alias(client: FlaskClient) -> None:
    page = client.get("/entity/istanbul?against=Constantinople").text
    assert "<b>Yes.</b>" in page
    assert "Add it as an alias" not in page
