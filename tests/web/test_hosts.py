"""A service answers those who call it by a name that is its own."""

from __future__ import annotations

import pytest

from resolver.settings import Settings
from resolver.web.hosts import allowed_hosts, host_name
from tests.web.conftest import MakeApp


def hosts(**given: str) -> frozenset[str] | None:
    variables = {f"RESOLVER_{name.upper()}": value for name, value in given.items()}
    return allowed_hosts(Settings.from_environment(variables))


def test_a_page_that_was_made_to_mean_the_loopback_gets_no_answer(make_app: MakeApp) -> None:
    client = make_app(public_url="https://names.example.org").test_client()
    for ours in ("localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "localhost.", ""):
        assert client.get("/healthz", headers={"Host": ours}).status_code == 200, ours
    assert client.get("/healthz", headers={"Host": "names.example.org"}).status_code == 200
    for other in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "[x"):
        response = client.get("/v1/resolve?q=nato", headers={"Host": other})
        assert (response.status_code, response.get_json()["code"]) == (421, "wrong_host"), other
        assert "RESOLVER_ALLOWED_HOSTS" in response.get_json()["detail"]


def test_beyond_the_loopback_any_host_is_answered_until_one_is_named() -> None:
    assert hosts(host="0.0.0.0") is None  # noqa: S104 - nothing listens there - as a container listens
    assert hosts(host="0.0.0.0", public_url="http://a.example:8080") is None  # noqa: S104 - nothing listens there
    assert hosts(
        host="0.0.0.0",  # noqa: S104 - nothing listens there
        allowed_hosts="a.example B.example",
        public_url="https://c.example/names",
    ) == frozenset(("a.example", "b.example", "c.example"))
    assert hosts(host="127.0.0.2") == frozenset(("localhost", "127.0.0.1", "::1", "127.0.0.2"))


@pytest.mark.parametrize(
    ("header", "host"),
    [("a.example:80", "a.example"), ("[::1]", "::1"), ("A.", "a"), (":80", ""), ("x@y", "x@y")],
)
def test_a_host_is_read_without_its_port(header: str, host: str) -> None:
    assert host_name(header) == host
