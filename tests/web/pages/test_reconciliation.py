"""The pages of reconciliation: of the service, and of entities, small and whole."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.access import add_key
from resolver.curate.homes import compile_home
from resolver.settings import Settings
from resolver.web.app import close_app, create_app
from tests.conftest import compile_entities
from tests.web.conftest import MakeApp
from tests.web.editing import change

PAGES = ["/reconcile/preview", "/reconcile/view", "/reconcile/v1/preview", "/reconcile/v1/view"]
ODD_IDS = [
    "a/b",
    "100%",
    "50%25",
    "R&D?x=1",
    "c d",
    "a+b",
    "https://a.example/x?y=z&w",
    "ä",
    "a'b\"c",
]
EVIL = '<img src=x onerror=alert(1)> & "\u202eSons'
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FRONT = "/reconcile"


@pytest.fixture(scope="module")
def odd_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app on entities with odd IDs and names."""
    odd: list[dict[str, Any]] = [
        {"id": each, "type": "place", "name": f"Name of {n}"} for n, each in enumerate(ODD_IDS)
    ]
    odd += [
        {"id": "evil", "type": "person", "name": EVIL, "aliases": ["x" * 1000]},
        {"id": "long", "type": "person", "name": "Long " * 199},
    ]
    home = compile_entities(tmp_path_factory.mktemp("odd"), *odd)
    app = create_app(Settings.from_environment({"RESOLVER_HOME": str(home)}))
    yield app
    close_app(app)


@pytest.fixture
def odd(odd_app: Flask) -> FlaskClient:
    return odd_app.test_client()


def title(response: TestResponse) -> str:
    assert response.mimetype == "text/html"
    (found,) = re.findall("<title>(.*)</title>", response.text, re.DOTALL)
    return str(found)


def policy(response: TestResponse) -> dict[str, str]:
    """The parts of the policy of a page by their names."""
    parts = response.headers["Content-Security-Policy"].split("; ")
    return dict(each.split(" ", 1) for each in parts)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("entity_id", ODD_IDS)
def test_an_entity_has_its_page_however_its_id_is_put_in_a_url(
    odd: FlaskClient, path: str, entity_id: str
) -> None:
    expected = f"Name of {ODD_IDS.index(entity_id)}"
    as_openrefine = quote(entity_id, safe="-_.!~*'();/?:@&=+$,")
    for written in (quote(entity_id, safe=""), quote_plus(entity_id), as_openrefine):
        assert title(odd.get(f"{path}?id={written}")) == expected, written
        assert title(odd.get(f"{path}?lang=x&id={written}&_=1")) == expected, written


def test_another_id_shows_the_survivor(
    editing: FlaskClient, make_app: MakeApp, few_home: Path
) -> None:
    change(editing.post("/v1/merges", json={"into": "nato", "from": ["otan"]}))
    change(editing.delete("/v1/entities/a%2Fb"))
    compile_home(few_home, wait_s=10)
    client = make_app(few_home).test_client()
    for path in PAGES:
        assert title(client.get(f"{path}?id=otan")) == "NATO"
        assert client.get(f"{path}?id=a%2Fb").status_code == 404
    assert "otan" in client.get("/reconcile/view?id=nato").text  # among its other IDs
    assert client.get("/reconcile/flyout/entity?id=otan").get_json()["id"] == "nato"
    suggested = client.get("/reconcile/suggest/entity?prefix=otan").get_json()["result"]
    assert [each["id"] for each in suggested] == ["nato"]
    assert client.get("/reconcile/suggest/entity?prefix=ana").get_json() == {"result": []}


@pytest.mark.parametrize("path", PAGES)
def test_what_there_is_not_is_said_on_a_page(odd: FlaskClient, path: str) -> None:
    unknown = odd.get(f"{path}?id=<b>nobody%20here</b>")
    assert (unknown.status_code, title(unknown)) == (404, "Not Found")
    assert escape("'<b>nobody here</b>'") in unknown.text
    assert "<b>" not in unknown.text
    missing = odd.get(path)
    assert (missing.status_code, "add ?id=ID" in missing.text) == (400, True)


@pytest.mark.parametrize("path", [*(f"{each}?id=evil" for each in PAGES), FRONT])
def test_a_page_is_text_and_a_style_of_its_own(odd: FlaskClient, path: str) -> None:
    response = odd.get(path, headers=HTML)
    page = response.text
    elements = set(re.findall(r"<(\w+)", page))
    assert not elements & {"script", "img", "link", "iframe", "object", "embed", "base", "form"}
    assert not re.search(r"<[^>]* (on\w+|src|style)=", page)
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    assert not re.search(r"url\(|@import", style)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    said = policy(response)
    assert said["style-src"] == f"'sha256-{digest}'"
    assert said["default-src"] == said["form-action"] == said["base-uri"] == "'none'"
    assert "script-src" not in said
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    is_small = "preview" in path
    assert said["frame-ancestors"] == ("*" if is_small else "'none'")
    assert response.headers.get("X-Frame-Options") == (None if is_small else "DENY")


def test_names_are_escaped_and_as_long_as_they_are(odd: FlaskClient) -> None:
    for path in PAGES:
        page = odd.get(f"{path}?id=evil").text
        assert f"<h1><bdi>{escape(EVIL)}</bdi></h1>" in page
        assert "x" * 1000 in page
        assert ("Long " * 199).strip() in odd.get(f"{path}?id=long").text


@pytest.mark.parametrize(("part", "header"), [("/lang/fa", "de"), ("", "fa-IR, en;q=0.5")])
def test_the_name_is_in_the_language_that_is_asked(
    bundled_app: Flask, part: str, header: str
) -> None:
    client, given = bundled_app.test_client(), {"Accept-Language": header}
    for path in ("preview", "view"):
        response = client.get(f"/reconcile{part}/{path}?id=tehran", headers=given)
        assert title(response) == "تهران"
        assert "Accept-Language" in response.vary
        assert ("The record as JSON" in response.text) is (path == "view")


def box(response: TestResponse) -> str:
    """The URL that is to be pasted."""
    assert response.mimetype == "text/html"
    (url,) = re.findall('<input readonly [^>]*value="([^"]*)">', response.text)
    return str(url)


def test_the_page_of_a_service_has_its_url(make_app: MakeApp) -> None:
    own, public = make_app(), make_app(public_url="https://names.example/r/")
    for app, root in ((own, "http://localhost"), (public, "https://names.example/r")):
        for part in ("", "/types/place", "/sources/countries/lang/fa", "/lang/fa"):
            check_front(app.test_client(), root, part)


def check_front(client: FlaskClient, root: str, part: str) -> None:
    """The page of a service has the URL that its manifest has, and those of its parts."""
    page = client.get(f"{FRONT}{part}", headers=HTML)
    assert box(page) == f"{root}/reconcile{part}"
    manifest = client.get(f"{FRONT}{part}").get_json()
    assert escape(manifest["name"]) == title(page)
    assert manifest["view"]["url"].startswith(f"{box(page)}/view")
    listed = re.findall("<li><code>(.*?)</code>", page.text)
    kinds = [each.removeprefix(box(page)).split("/")[1] for each in listed]
    assert kinds == [each for each in ("types", "sources", "lang", "key") if each not in part]
    for each in listed[:-1]:  # all but the one with a key
        assert client.get(each.removeprefix(root)).status_code == 200


def test_with_a_key_in_the_path_it_is_in_the_url_and_sent_nowhere(
    make_app: MakeApp, few_home: Path
) -> None:
    secret = add_key(few_home, "ana", "read", by="test")
    client = make_app(few_home, read_key="true").test_client()
    assert client.get(FRONT, headers=HTML).status_code == 401
    page = client.get(f"{FRONT}/key/{secret}", headers=HTML)
    assert box(page) == f"http://localhost/reconcile/key/{secret}"
    assert "/key/KEY" not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert title(client.get(f"{FRONT}/key/{secret}/preview?id=nato")) == "NATO"


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        (HTML["Accept"], "text/html"),
        ("text/html", "text/html"),
        ("*/*", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("text/html;q=0, */*", "application/json"),
        (None, "application/json"),
    ],
)
def test_only_who_names_html_gets_the_page(
    odd: FlaskClient, accept: str | None, mimetype: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    response = odd.get(FRONT, headers=headers)
    assert response.mimetype == mimetype
    assert "Accept" in response.vary
    asked = odd.get(f"{FRONT}?callback=on", headers=headers)
    assert asked.mimetype == "application/javascript"


def test_features_are_explained_where_the_manifest_leads(client: FlaskClient) -> None:
    url = client.get("/reconcile").get_json()["feature_view"]["url"]
    address, _, anchor = url.replace("{{id}}", "margin").partition("#")
    page = client.get(address, headers={"Accept": "text/html"}).text
    assert f'<li id="{anchor}">' in page
