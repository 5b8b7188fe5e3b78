"""A page of another origin asks for nothing about jobs; programs and own pages ask for all."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from resolver.errors import ForeignOrigin
from resolver.web.origins import check_origin
from tests.jobs.conftest import settings_of
from tests.web.conftest import MakeApp

HOST = {"HTTP_HOST": "127.0.0.1:8000"}


@pytest.mark.parametrize(
    "head",
    [
        {},
        {"HTTP_ORIGIN": "http://127.0.0.1:8000"},
        {"HTTP_ORIGIN": "https://127.0.0.1:8000"},  # a proxy speaks TLS
        {"HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "https://page.example", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://names.example"},
    ],
)
def test_who_may_ask(head: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = settings_of(
        tmp_path_factory.getbasetemp(),
        cors_origins="https://page.example",
        public_url="https://names.example/",
    )
    check_origin({**HOST, **head}, settings)


@pytest.mark.parametrize(
    "head",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "http://127.0.0.1:9000"},
        {"HTTP_ORIGIN": "http://127.0.0.1:8000.evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://["},
        {"HTTP_ORIGIN": ""},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
    ],
)
def test_who_may_not(head: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(ForeignOrigin):
        check_origin({**HOST, **head}, settings_of(tmp_path_factory.getbasetemp()))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/jobs?column=name"),
        ("GET", "/v1/jobs/" + "A" * 22),
        ("DELETE", "/v1/jobs/" + "A" * 22),
        ("GET", "/v1/jobs/" + "A" * 22 + "/result"),
        ("GET", "/v1/jobs/" + "A" * 22 + "/report"),
        ("GET", "/v1/jobs/" + "A" * 22 + "/review"),
    ],
)
def test_every_route_of_jobs_refuses_foreign_pages(
    method: str, path: str, client: FlaskClient
) -> None:
    for head in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.open(path, method=method, headers=head, content_type="text/csv")
        assert answer.status_code == 403
        assert answer.get_json()["code"] == "foreign_origin"


def test_a_page_that_is_named_may_ask_from_anywhere(make_app: MakeApp) -> None:
    client = make_app(cors_origins="https://page.example").test_client()
    head = {"Origin": "https://page.example", "Sec-Fetch-Site": "cross-site"}
    assert client.get("/v1/jobs/" + "A" * 22, headers=head).status_code == 404
    options = client.options("/v1/jobs/" + "A" * 22, headers=head)
    assert "DELETE" in options.headers["Access-Control-Allow-Methods"]
