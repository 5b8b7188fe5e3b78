"""A list is handed in as a file or as text, shown, and started as its columns are chosen."""

from __future__ import annotations

import gzip
import re
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.access import add_key
from resolver.jobs import Jobs
from tests.jobs.conftest import job_of
from tests.web.conftest import MakeApp
from tests.web.editing import signed_in

CSV = b"Name,Land\nnato,\n<img src=x onerror=alert(1)>,US\n"


@pytest.fixture
def client(make_app: MakeApp, own_home: Path) -> FlaskClient:
    return make_app(own_home).test_client()


def upload(client: FlaskClient, content: bytes = CSV, name: str = "a.csv") -> TestResponse:
    return client.post("/lists", data={"file": (BytesIO(content), name)})


def chosen(page: str) -> list[str]:
    """The roles that the selects of a page have."""
    selects = re.findall(r'<select name="role_\d+">(.*?)</select>', page, re.DOTALL)
    return [(re.findall(r'value="([^"]*)" selected', each) or [""])[0] for each in selects]


def test_a_file_is_shown_with_its_columns_guessed_and_is_no_job_yet(
    client: FlaskClient, own_home: Path
) -> None:
    sent = upload(client)
    assert sent.status_code == 303
    page = client.get(sent.headers["Location"]).text
    assert chosen(page) == ["name", "country"]
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert 'name="excel" value="true" checked' in page
    assert Jobs(own_home).unfinished() == []
    job = sent.headers["Location"].removeprefix("/lists/")
    assert client.get(f"/v1/jobs/{job}").status_code == 404


def test_what_was_chosen_makes_a_job(client: FlaskClient, own_home: Path) -> None:
    path = upload(client).headers["Location"]
    fields = {"role_0": "name", "role_1": "country", "type": "organization", "header": "yes"}
    started = client.post(f"{path}/start", data=fields)
    assert started.headers["Location"] == path
    (folder,) = Jobs(own_home).unfinished()
    job = job_of(folder)
    assert job.options == {"column": ["Name"], "country_column": ["Land"], "type": ["organization"]}
    assert (job.name, job.owner, job.keeps_list) == ("a.csv", None, True)
    assert "Waiting for its turn" in client.get(path).text
    assert client.post(f"{path}/start", data=fields).headers["Location"] == path  # it is started
    assert len(Jobs(own_home).unfinished()) == 1


def test_a_wrong_choice_is_said_and_what_was_chosen_kept(client: FlaskClient) -> None:
    path = upload(client).headers["Location"]
    fields = {"role_0": "context", "role_1": "", "country": "Nowhere", "header": "yes"}
    answer = client.post(f"{path}/start", data=fields)
    assert answer.status_code == 400
    assert "No column is chosen that has the names." in answer.text
    assert chosen(answer.text) == ["context", ""]
    assert 'value="Nowhere"' in answer.text
    answer = client.post(f"{path}/start", data={**fields, "role_1": "name"})
    assert answer.status_code == 400
    assert "is not a country code. Write its name" in answer.text.partition('role="alert"')[2]


def test_a_list_that_has_answers_already_is_refused_before_it_starts(client: FlaskClient) -> None:
    path = upload(client, b"name,resolver_id\nnato,nato\n").headers["Location"]
    answer = client.post(f"{path}/start", data={"role_0": "name", "header": "yes"})
    assert answer.status_code == 400
    assert "already has a column resolver_id" in answer.text


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "The file is empty"),
        (b"PK\x03\x04", "a.xlsx", "use CSV: a spreadsheet saves and opens it"),
        (b"PAR1 and no more", "a.parquet", "a.parquet"),
    ],
)
def test_what_is_no_list_is_said_on_the_page_and_not_kept(
    content: bytes, name: str, says: str, client: FlaskClient, own_home: Path
) -> None:
    answer = upload(client, content, name)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert says.lower() in answer.text.lower()
    assert not list((own_home / "jobs").glob("*/*"))


@pytest.mark.parametrize(
    ("text", "roles", "cells"),
    [
        ("Name\tLand\r\nnato\tUS\r\n", ["name", "country"], ["nato", "US"]),
        ("Zahedi, Ali\r\nBell, Ana", ["name"], ["Zahedi, Ali"]),
        ("name,land\nnato,US", ["name", "country"], ["nato", "US"]),
        ("\tnato\n\totan\n", ["", "name"], ["", "otan"]),
    ],
)
def test_cells_of_a_spreadsheet_are_a_list_too(
    text: str, roles: list[str], cells: list[str], client: FlaskClient
) -> None:
    sent = client.post("/paste", data={"text": text})
    assert sent.status_code == 303
    page = client.get(sent.headers["Location"]).text
    assert chosen(page) == roles
    body = page.partition("<tbody>")[2].partition("</tr>")[0]
    assert re.findall('<bdi dir="auto">(.*?)</bdi>', body) == cells


def test_lists_that_nobody_starts_keep_nobody_out(
    make_app: MakeApp, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolver.jobs.jobs.MAX_DRAFTS", 4)
    client = make_app(own_home, max_queued_jobs=2).test_client()
    paths = [upload(client).headers["Location"] for _ in range(6)]
    assert [client.get(path).status_code for path in paths] == [404, 404, 200, 200, 200, 200]
    fields = {"role_0": "name", "role_1": "country", "header": "yes"}
    assert [client.post(f"{path}/start", data=fields).status_code for path in paths[3:5]] == [
        303
    ] * 2
    full = client.post(f"{paths[5]}/start", data={**fields, "role_1": ""})
    assert (full.status_code, chosen(full.text)) == (503, ["name", ""])
    assert "So many lists wait that no more are taken now." in full.text
    assert len(Jobs(own_home).unfinished()) == 2


def test_nothing_pasted_is_said_so(client: FlaskClient) -> None:
    answer = client.post("/paste", data={"text": " \r\n "})
    assert answer.status_code == 400
    assert "Nothing was pasted." in answer.text


def test_the_first_row_may_be_said_to_be_one_like_the_others(
    client: FlaskClient, own_home: Path
) -> None:
    path = client.post("/paste", data={"text": "nato\notan"}).headers["Location"]
    assert "It has the names of the columns" in client.get(path).text
    page = client.get(f"{path}?header=yes").text
    assert "It is a row like the others" in page
    assert chosen(page) == ["name"]
    client.post(f"{path}/start", data={"role_0": "name", "header": "no"})
    (folder,) = Jobs(own_home).unfinished()
    assert job_of(folder).options == {"column": ["1"], "no_header": ["true"]}


def test_the_list_of_who_signed_in_is_theirs_alone(make_app: MakeApp, own_home: Path) -> None:
    app = make_app(own_home)
    ana = signed_in(app, own_home)
    path = upload(ana).headers["Location"]
    for method, where in (("GET", ""), ("POST", "/start"), ("POST", "/remove")):
        assert (
            app.test_client().open(path + where, method=method, data={"csrf": ""}).status_code
            == 404
        )
    ana.post(f"{path}/start", data={"role_0": "name", "header": "yes"})
    assert f'href="{path}"' in ana.get("/lists").text
    assert app.test_client().get(path).status_code == 404
    assert path not in app.test_client().get("/lists").text


def test_a_list_goes_when_it_is_removed(client: FlaskClient, own_home: Path) -> None:
    path = upload(client).headers["Location"]
    assert client.post(f"{path}/remove", data={"csrf": ""}).headers["Location"] == "/lists"
    assert client.get(path).status_code == 404
    assert not list((own_home / "jobs").glob("*/*"))


def test_what_is_longer_once_it_is_unpacked_is_refused(make_app: MakeApp, own_home: Path) -> None:
    client = make_app(own_home, job_max_mb=1).test_client()
    packed = gzip.compress(b"PAR1" + bytes(2 << 20))
    answer = upload(client, packed, "a.parquet.gz")
    assert answer.status_code == 413
    assert "more than 1,048,576 bytes" in answer.text.lower()


def test_more_lists_than_may_wait_are_refused(make_app: MakeApp, own_home: Path) -> None:
    client = make_app(own_home, max_queued_jobs=1).test_client()
    path = upload(client).headers["Location"]
    client.post(f"{path}/start", data={"role_0": "name", "header": "yes"})
    assert upload(client).status_code == 503


def test_who_signed_in_hands_in_by_the_cookie_and_by_forms_of_theirs_alone(
    make_app: MakeApp, own_home: Path
) -> None:
    secret = add_key(own_home, "ana", "read", by="test")
    client = make_app(own_home, read_key="true").test_client()
    assert client.get("/lists").headers["Location"] == "/sign-in?next=%2Flists"
    assert upload(client).status_code == 401
    client.post("/sign-in", data={"key": secret})
    assert upload(client).status_code == 403  # the form of somebody who is not signed in
    action = re.findall(r'action="(/lists\?csrf=\w+)"', client.get("/lists").text)[0]
    sent = client.post(action, data={"file": (BytesIO(CSV), "a.csv")})
    assert sent.status_code == 303
    assert chosen(client.get(sent.headers["Location"]).text) == ["name", "country"]
