"""Pages have headers, errors and forms in common; a form that is not ours does nothing."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.access import add_key, revoke_key
from resolver.web.access import COOKIE
from resolver.web.page_routes import SEND_KEY, SIGN_OUT
from resolver.web.pages.frame import path_of
from resolver.web.problems import MEDIA_TYPE
from resolver.web.route import Route
from resolver.web.routes import ENTITY, ROUTES
from tests.web.conftest import MakeApp
from tests.web.pages.visiting import EVIL, Visitor, token_on

FORMS = [route for route in ROUTES if route.is_page and route.method == "POST"]
FORMS = [route for route in FORMS if route not in (SEND_KEY, SIGN_OUT)]


def main_of(page: TestResponse) -> str:
    """What a page says, without its menu."""
    return page.text.partition("<main")[2]


def test_a_page_runs_and_loads_nothing_but_files_of_this_service(client: FlaskClient) -> None:
    for path in ("/sign-in", "/docs", "/nowhere"):
        answer = client.get(path, headers={"Accept": "text/html"})
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]
        assert not [
            part for part in (" style=", "<style", "javascript:", ' on="') if part in answer.text
        ]


def test_an_error_is_a_page_for_people_and_a_problem_for_programs(client: FlaskClient) -> None:
    page = client.get("/nowhere", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "<h1>Not found</h1>" in page.text
    assert '<p class="notice bad" role="alert">There is no such page.' in page.text
    form = client.get("/sign-out", headers={"Accept": "text/html,*/*;q=0.8"})
    assert form.status_code == 405
    assert "<h1>That did not work</h1>" in form.text
    assert "no page by itself" in form.text
    assert not [
        word for word in ("route", "/docs<", "POST") if word in main_of(page) + main_of(form)
    ]
    for path, accepts in (("/nowhere", "*/*"), ("/v1/nowhere", "text/html")):
        answer = client.get(path, headers={"Accept": accepts})
        assert (answer.status_code, answer.content_type) == (404, MEDIA_TYPE)


def test_a_script_gets_the_error_alone(client: FlaskClient) -> None:
    answer = client.get("/page/none.js", headers={"Sec-Fetch-Dest": "empty"})
    assert answer.status_code == 404
    assert answer.text.startswith('<p class="notice bad" role="alert">')


def test_who_has_to_sign_in_is_led_there_and_back(make_app: MakeApp, own_home: Path) -> None:
    app = make_app(own_home, read_key=True)
    guest = Visitor(app, own_home)
    led = guest.get("/?q=a%26b&type=person")
    assert led.status_code == 303
    assert led.headers["Location"] == "/sign-in?next=%2F%3Fq%3Da%2526b%26type%3Dperson"
    assert guest.get("/", Sec_Fetch_Dest="empty").status_code == 401
    assert Visitor(app, own_home, "read").get("/").status_code == 200


@pytest.mark.parametrize("path", ["/entity/a%3Fb%23c%25", "/entity/%D9%86?against=a%23b"])
def test_who_signs_in_comes_back_to_an_id_of_any_letters(
    make_app: MakeApp, own_home: Path, path: str
) -> None:
    app = make_app(own_home, read_key=True)
    guest = Visitor(app, own_home)
    led = guest.get(path).headers["Location"]
    assert unquote(led) == f"/sign-in?next={path}"
    assert f'name="next" value="{path}"' in guest.get(led).text


def test_a_missing_key_is_said_in_the_words_of_people(make_app: MakeApp, own_home: Path) -> None:
    app = make_app(own_home)
    alone = Visitor(app, own_home).get("/decide", Sec_Fetch_Dest="empty")
    assert "You are not signed in, or no longer. Sign in, then do it once more." in alone.text
    refused = Visitor(app, own_home, "read").get("/decide")
    assert refused.status_code == 403
    assert "Your key may not do this, which needs one that may review." in refused.text
    assert "Bearer" not in alone.text + refused.text


def test_a_cookie_is_honoured_by_pages_alone(make_app: MakeApp, own_home: Path) -> None:
    app = make_app(own_home, read_key=True)
    admin = Visitor(app, own_home, "admin")
    assert admin.get("/").status_code == 200
    for path in ("/v1/resolve?q=nato", "/v1/key", "/v1/jobs", "/v1/changes"):
        refused = admin.get(path)
        assert (refused.status_code, refused.get_json()["code"]) == (401, "key_needed")
    assert admin.get("/reconcile").status_code == 401


def test_a_session_ends_at_once_with_its_key(make_app: MakeApp, own_home: Path) -> None:
    secret = add_key(own_home, "ann", "read", by="test")
    person = Visitor(make_app(own_home, read_key=True), own_home)
    person.sign_in(secret)
    assert person.get("/").status_code == 200
    revoke_key(own_home, "ann")
    assert person.get("/").headers["Location"].startswith("/sign-in")
    assert "Sign out" not in person.get("/sign-in").text


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.path)
@pytest.mark.parametrize("csrf", ["", "wrong", "é", "of another"])
def test_a_form_without_the_token_of_the_session_does_nothing(
    make_app: MakeApp, own_home: Path, csrf: str, route: Route
) -> None:
    app = make_app(own_home)
    person, other = Visitor(app, own_home, "admin"), Visitor(app, own_home, "admin")
    sent = other.csrf if csrf == "of another" else csrf
    path = route.path.format(**dict.fromkeys(route.path_parameters, "1"))
    ran: list[str] = []

    def done(**_: object) -> str:
        ran.append(path)
        return "done"

    for endpoint in {route.endpoint} & set(app.view_functions):
        app.view_functions[endpoint] = done
    # A list's form has its token in the URL, for its body goes to disk as it arrives.
    query = {"csrf": sent} if route.takes_list else {}
    refused = person.client.post(path, query_string=query, data={"csrf": sent})
    assert refused.status_code == 403, refused.text
    says = "Open its page anew" if route.takes_list else "Send it now"
    assert says in refused.text
    assert ran == []


def test_a_guest_has_no_token_and_none_fits(make_app: MakeApp, own_home: Path) -> None:
    app = make_app(own_home)
    guest, person = Visitor(app, own_home), Visitor(app, own_home, "read")
    assert token_on(guest.get("/sign-in")) == ""
    assert len(person.csrf) == 64
    cookie = person.client.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.value not in person.get("/sign-in").text
    assert guest.send("/sign-in", {"csrf": person.csrf, "key": "x"}).status_code == 403
    refused = guest.send("/paste", {"csrf": person.csrf, "text": "nato"})
    assert refused.status_code == 403
    assert "Send it now" in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:99"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_of_another_site_does_nothing(
    make_app: MakeApp, own_home: Path, headers: dict[str, str]
) -> None:
    person = Visitor(make_app(own_home), own_home, "read")
    assert (
        person.client.post("/sign-out", data={"csrf": person.csrf}, headers=headers).status_code
        == 403
    )
    assert "Sign out" in person.get("/sign-in").text
    assert person.send("/sign-out", Origin="http://localhost").status_code == 303


def test_a_form_is_declared_as_one_and_not_too_long(make_app: MakeApp, own_home: Path) -> None:
    client = make_app(own_home).test_client()
    assert client.post("/sign-in", json={"key": "x"}).status_code == 415
    assert client.post("/sign-in", data={"key": "x" * (1 << 20)}).status_code == 413


def test_a_page_has_links_to_what_who_signed_in_may_do(make_app: MakeApp, own_home: Path) -> None:
    app = make_app(own_home)
    shown = {
        scope: [each for each in ("Lists", "Decide", "Operate") if f">{each}</a>" in page]
        for scope in (None, "read", "review", "admin")
        for page in [Visitor(app, own_home, scope).get("/sign-in").text]
    }
    assert shown == {
        None: ["Lists"],
        "read": ["Lists"],
        "review": ["Lists", "Decide"],
        "admin": ["Lists", "Decide", "Operate"],
    }


@pytest.mark.parametrize("text", EVIL)
def test_what_a_request_says_is_escaped(app: Flask, text: str) -> None:
    answer = app.test_client().get(
        "/sign-in", query_string={"next": f"/{text}"}, headers={"Accept": "text/html"}
    )
    assert text not in answer.text


def test_fields_of_a_form_are_those_of_its_body(app: Flask) -> None:
    body = "key=a%20b&next=%2F&csrf=&note=%E2%82%AC"
    kind = "application/x-www-form-urlencoded"
    with app.test_request_context("/sign-in", method="POST", data=body, content_type=kind):
        app.preprocess_request()
        del g.form
        app.preprocess_request()  # as for a request that waited; its body is read already
        assert g.form["key"] == "a b"
        assert g.form["note"] == "€"


def test_an_id_in_a_path_is_quoted() -> None:
    assert path_of(ENTITY, "a/b?c#d") == "/v1/entities/a%2Fb%3Fc%23d"
