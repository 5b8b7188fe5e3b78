"""Responses say whether they changed, and where their answer came from."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.conftest import MakeApp, ask


def test_a_client_that_has_the_answer_gets_304(client: FlaskClient) -> None:
    for path in ("/v1/resolve?q=nato", "/v1/entities/nato", "/openapi.json"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert first.headers["Cache-Control"] == "private, no-cache"


def test_a_tag_is_found_in_a_list_weakened_and_by_a_star(client: FlaskClient) -> None:
    tag = client.get("/v1/resolve?q=nato").headers["ETag"]
    for had in (f"W/{tag}", f'"other", {tag}', f'"a",W/"b" , W/{tag}', "*"):
        again = client.get("/v1/resolve?q=nato", headers={"If-None-Match": had})
        assert again.status_code == 304, had
    for had in ('"other"', tag.strip('"') + "x", "", '"', "W/"):
        again = client.get("/v1/resolve?q=nato", headers={"If-None-Match": had})
        assert again.status_code == 200, had


def test_the_response_says_where_its_answer_came_from(make_app: MakeApp) -> None:
    client = make_app().test_client()
    timings = [
        ask(client, q="Reza Zahedi").headers["Server-Timing"].split(",")[0] for _ in range(2)
    ]
    assert timings == ['cache;desc="miss"', 'cache;desc="hit"']
    past = client.get("/v1/resolve?q=Reza+Zahedi", headers={"Cache-Control": "no-store"})
    assert past.headers["Server-Timing"].startswith('cache;desc="bypass"')
    assert past.data == ask(client, q="Reza Zahedi").data
