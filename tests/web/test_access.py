"""Every route asks for what its row says; what is refused says why, and nothing else."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resolver.access import SCOPES, add_key, revoke_key
from resolver.errors import KeysDamaged
from resolver.home import Home
from resolver.settings import Settings
from resolver.web.access import asking, who
from resolver.web.app import close_app, create_app, service_of
from resolver.web.problems import MEDIA_TYPE
from resolver.web.route import Route
from resolver.web.routes import ROUTES
from tests.conftest import RedisServer, wait_for
from tests.web.conftest import MakeApp, Serve

FOR_PROGRAMS = [route for route in ROUTES if not route.is_page]
PAGES = [route for route in ROUTES if route.is_page]

SHOWN = ("nothing", "wrong", "revoked", "expired", *SCOPES)
"""What may stand in the header `Authorization`: one of four that do not hold, or a key's scope."""


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def expire(home: Path, name: str) -> None:
    """Make a key's last day yesterday."""
    path = Home(home).keys
    value = json.loads(path.read_text())
    for key in value["keys"]:
        if key["name"] == name:
            key["expires"] = "2020-01-01"
    path.write_text(json.dumps(value))


@pytest.fixture(scope="module")
def keyed(
    bundled_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[bool, Flask], dict[str, dict[str, str]]]]:
    """An app where reading needs no key and one where it does, and the headers of `SHOWN`."""
    home = tmp_path_factory.mktemp("keyed")
    (home / "index").symlink_to(bundled_home / "index")
    headers = {
        name: bearer(add_key(home, name, name if name in SCOPES else "admin", by="ann"))
        for name in ("revoked", "expired", *SCOPES)
    }
    revoke_key(home, "revoked")
    expire(home, "expired")
    apps = {
        read_key: create_app(
            Settings.from_environment(
                {"RESOLVER_HOME": str(home), "RESOLVER_READ_KEY": str(read_key)}
            )
        )
        for read_key in (False, True)
    }
    yield apps, headers | {"nothing": {}, "wrong": bearer("rk_" + "x" * 43)}
    for app in apps.values():
        close_app(app)


def expected(route: Route, shown: str, *, read_key: bool) -> tuple[int, str] | None:
    """The refusal that a request gets, if it gets one: its status and code."""
    if route.scope is None:
        return None
    if shown in ("wrong", "revoked", "expired"):
        return 401, "unknown_key"
    if shown == "nothing":
        of_one_key = {("GET", "/v1/jobs"), ("GET", "/v1/key")}
        is_personal = (route.method, route.path) in of_one_key
        is_open = route.scope == "read" and not read_key and not is_personal
        return None if is_open else (401, "key_needed")
    too_small = SCOPES.index(shown) < SCOPES.index(route.scope)
    return (403, "scope_missing") if too_small else None


@pytest.mark.parametrize("read_key", [False, True])
@pytest.mark.parametrize("route", FOR_PROGRAMS, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_is_refused_to_who_has_not_its_scope_and_to_nobody_else(
    route: Route,
    read_key: bool,
    keyed: tuple[dict[bool, Flask], dict[str, dict[str, str]]],
) -> None:
    apps, headers = keyed
    client = apps[read_key].test_client()
    path = route.path.format(**dict.fromkeys(route.path_parameters, "1" * 22))
    for shown in SHOWN:
        methods = [route.method, "HEAD"] if route.method == "GET" else [route.method]
        for method in methods:
            answer = client.open(path, method=method, headers=headers[shown])
            refusal = expected(route, shown, read_key=read_key)
            if refusal is None:
                assert answer.status_code not in (401, 403), (shown, answer.data)
                continue
            assert answer.status_code == refusal[0], (shown, answer.data)
            assert answer.content_type == MEDIA_TYPE
            assert answer.headers["Cache-Control"] == "no-store"
            said = answer.headers["WWW-Authenticate"]
            assert said.startswith('Bearer realm="resolver"')
            assert said.endswith(f'scope="{route.scope}"')
            if method != "HEAD":
                problem = answer.get_json()
                assert problem["code"] == refusal[1]
                assert f"scope {route.scope}" in problem["title"]
                assert problem["detail"]


@pytest.mark.parametrize("read_key", [False, True])
@pytest.mark.parametrize("route", PAGES, ids=lambda route: f"{route.method} {route.path}")
def test_a_page_is_refused_to_who_signed_in_without_its_scope_and_to_nobody_else(
    route: Route,
    read_key: bool,
    keyed: tuple[dict[bool, Flask], dict[str, dict[str, str]]],
) -> None:
    apps, headers = keyed
    path = route.path.format(**dict.fromkeys(route.path_parameters, "1" * 22))
    for shown in ("nothing", *SCOPES):
        client = apps[read_key].test_client()
        if shown in SCOPES:
            secret = headers[shown]["Authorization"].removeprefix("Bearer ")
            assert client.post("/sign-in", data={"key": secret, "csrf": ""}).status_code == 303
        answer = client.open(path, method=route.method)
        refusal = expected(route, shown, read_key=read_key)
        needs = "You are not signed in, or no longer."
        if shown in SCOPES:
            needs = f"Your key may not do this, which needs one that may {route.scope}."
        if refusal is None:
            assert needs not in answer.text
            assert not answer.headers.get("Location", "").startswith("/sign-in")
        elif route.method == "GET" and shown == "nothing":
            assert answer.headers["Location"] == f"/sign-in?next={quote(path, safe='')}"
        else:
            assert (answer.status_code, needs in answer.text) == (refusal[0], True)


def test_all_that_has_to_do_with_the_table_has_a_scope_and_changes_need_more_than_to_read() -> None:
    open_to_all = {route.path for route in ROUTES if route.scope is None}
    assert open_to_all == {
        *("/healthz", "/readyz", "/metrics", "/openapi.json"),
        *("/docs", "/sign-in", "/sign-out", "/page/{file}"),
    }
    reading = {"/v1/resolve", "/v1/annotate", "/v1/jobs", "/v1/jobs/{job}"}
    reading |= {"/reconcile", "/reconcile/v1/match", "/reconcile/v1/extend"}  # questions in a body
    changing = {r.path for r in FOR_PROGRAMS if r.method != "GET" and r.scope == "read"}
    assert changing <= reading


def test_a_wrong_key_is_answered_as_a_revoked_and_an_expired_one_are(
    keyed: tuple[dict[bool, Flask], dict[str, dict[str, str]]],
) -> None:
    apps, headers = keyed
    client = apps[True].test_client()
    answers = {
        client.get("/v1/resolve?q=nato", headers=headers[shown]).data
        for shown in ("wrong", "revoked", "expired")
    }
    assert len(answers) == 1
    assert b"revoked, or has expired" in answers.pop()


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Basic YW5uOnNlY3JldA==", None),  # of a proxy
        ("", None),
        ("Bearer", "unknown_key"),
        ("Bearer ", "unknown_key"),
        ("Bearer short", "unknown_key"),
        ("Bearer " + "x" * 257, "unknown_key"),
        ("Bearer " + "é" * 40, "unknown_key"),
        ("Bearer " + "x" * 40 + ",Bearer " + "x" * 40, "unknown_key"),
    ],
)
def test_what_is_shown_as_a_key_has_to_be_one(client: FlaskClient, header: str, code: str) -> None:
    answer = client.get("/v1/resolve?q=nato", headers={"Authorization": header})
    assert answer.get_json().get("code") == code
    assert client.get("/healthz", headers={"Authorization": header}).status_code == 200


def test_the_scheme_is_written_in_any_case(make_app: MakeApp, own_home: Path) -> None:
    secret = add_key(own_home, "bot", "read", by="ann")
    client = make_app(own_home, read_key=True).test_client()
    for scheme in ("Bearer ", "bearer ", "BEARER  "):
        headers = {"Authorization": f"{scheme}{secret}"}
        assert client.get("/v1/resolve?q=nato", headers=headers).status_code == 200


def test_a_view_knows_who_asks(make_app: MakeApp, own_home: Path) -> None:
    secret = add_key(own_home, "bot", "write", by="ann")
    app = make_app(own_home)
    with app.test_request_context("/v1/entities/nato", headers=bearer(secret)):
        app.preprocess_request()
        assert asking() == who() == "bot"
    with app.test_request_context("/v1/entities/nato"):
        app.preprocess_request()
        assert asking() is None


def test_an_unusable_file_of_keys_stops_the_start_and_later_those_who_show_a_key(
    make_app: MakeApp, own_home: Path
) -> None:
    secret = add_key(own_home, "bot", "admin", by="ann")
    client = make_app(own_home).test_client()
    path = Home(own_home).keys
    path.chmod(0o640)
    refused = client.get("/v1/jobs", headers=bearer(secret))
    assert (refused.status_code, refused.get_json()["code"]) == (503, "keys_damaged")
    assert f"run: chmod 600 {path}" in refused.get_json()["detail"]
    assert client.get("/v1/resolve?q=nato").status_code == 200
    with pytest.raises(KeysDamaged):
        make_app(own_home)
    path.chmod(0o600)
    assert client.get("/v1/jobs", headers=bearer(secret)).status_code == 200


def test_a_browser_is_answered_what_a_route_takes_before_it_sends_a_key(
    keyed: tuple[dict[bool, Flask], dict[str, dict[str, str]]],
) -> None:
    apps, _ = keyed
    for route in ROUTES:
        path = route.path.format(**dict.fromkeys(route.path_parameters, "1" * 22))
        assert apps[True].test_client().options(path).status_code == 200


def left(answer: object) -> int:
    """How many requests the headers of a response say are left."""
    header: str = answer.headers["RateLimit"]  # type: ignore[attr-defined] # a response
    return int(header.partition(";r=")[2].partition(";")[0])


def test_requests_are_counted_once_by_key_or_address_and_refused_beyond_the_limit(
    make_app: MakeApp, own_home: Path
) -> None:
    headers = bearer(add_key(own_home, "bot", "read", by="ann"))
    client = make_app(own_home, rate_limit="6/minute").test_client()
    first = client.get("/v1/resolve?q=nato")
    assert first.headers["RateLimit-Policy"] == '"requests";q=6;w=60'
    assert left(first) == 5
    conditional = {"If-None-Match": first.headers["ETag"]}
    assert left(client.get("/v1/resolve?q=nato", headers=conditional)) == 4  # by Flask
    assert left(client.get("/v1/resolve?q=")) == 3  # by both
    assert left(client.post("/v1/jobs", data=b"", content_type="text/plain")) == 2
    assert left(client.get("/v1/resolve?q=nato", headers=bearer("x" * 40))) == 1
    assert left(client.get("/v1/entities/nato")) == 0
    for path in ("/v1/resolve?q=nato", "/v1/resolve?q=", "/v1/entities/nato"):
        refused = client.get(path)
        assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many_requests")
        assert 58 <= int(refused.headers["Retry-After"]) <= 60
        assert left(refused) == 0
    assert left(client.get("/v1/resolve?q=nato", headers=headers)) == 5
    other = client.get("/v1/resolve?q=nato", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert left(other) == 5
    for path in ("/healthz", "/readyz", "/metrics", "/docs"):
        free = client.get(path)
        assert free.status_code == 200
        assert "RateLimit" not in free.headers


def test_addresses_of_one_ipv6_network_count_together(make_app: MakeApp) -> None:
    client = make_app(rate_limit="9/minute").test_client()
    addresses = ("2001:db8::1", "[2001:db8::2]", "2001:db8:0:0:ffff::", "2001:db8:0:1::1", "odd")
    counted = [
        left(client.get("/v1/resolve?q=nato", environ_base={"REMOTE_ADDR": address}))
        for address in addresses
    ]
    assert counted == [8, 7, 6, 8, 8]
    for address in ("192.0.2.7", "::ffff:192.0.2.7"):
        answer = client.get("/v1/resolve?q=nato", environ_base={"REMOTE_ADDR": address})
    assert left(answer) == 7


def test_without_a_limit_no_header_speaks_of_one(client: FlaskClient) -> None:
    headers = client.get("/v1/resolve?q=nato").headers
    assert [name for name, _ in headers if name.startswith("RateLimit")] == []


@pytest.mark.alone
def test_processes_count_together_in_redis_and_no_request_fails_when_it_dies(
    make_app: MakeApp,
) -> None:
    server = RedisServer()
    apps = [make_app(rate_limit="1000/minute", redis_url=server.url) for _ in range(2)]
    clients = [app.test_client() for app in apps]
    for client in clients:
        wait_for(lambda: client.get("/readyz").get_json()["redis"])  # noqa: B023 - asked at once
    counted = [left(client.get("/v1/resolve?q=nato")) for client in (*clients, *clients)]
    assert counted == [999, 998, 997, 996]
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/v1/resolve", "QUERY_STRING": "q=nato"}
    assert not service_of(apps[0]).at_once(environ)  # the event loop does not wait for Redis
    server.send(signal.SIGKILL)
    begin = time.perf_counter()
    after = [clients[0].get("/v1/resolve?q=nato") for _ in range(20)]
    assert time.perf_counter() - begin < 1
    assert {answer.status_code for answer in after} == {200}
    assert [left(answer) for answer in after] == list(range(999, 979, -1))


def test_a_key_holds_in_all_workers_at_once_until_it_is_revoked_and_is_in_no_log(
    serve: Serve, own_home: Path
) -> None:
    service = serve(own_home, workers=2, read_key="true")
    asked = "/v1/resolve?q=nato"

    def statuses(secret: str) -> set[int]:
        """What a few workers say, each asked on connections of its own."""
        return {service.get(asked, **bearer(secret))[0] for _ in range(24)}

    assert service.get(asked)[0] == 401
    secret = add_key(own_home, "bot", "read", by="ann")
    assert statuses(secret) == {200}
    status, body = service.get(asked)  # what is cached is for those who have a key
    assert (status, json.loads(body)["code"]) == (401, "key_needed")
    assert service.metric('resolver_cache_total{tier="process"') > 0
    revoke_key(own_home, "bot")
    assert statuses(secret) == {401}
    wrong = "rk_" + "y" * 43
    assert service.get(f"{asked}&explain=1", **bearer(wrong))[0] == 401
    metrics = service.get("/metrics")[1].decode()
    service.stop()
    assert '"status": 401' in service.log
    for text in (secret, wrong):
        assert text not in service.log + metrics
