"""Names are decided one after the other, with and without a script, and taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from resolver.table.undecided import keep
from tests.journal.test_queue import asked
from tests.web.conftest import MakeApp
from tests.web.editing import signed_in

EVIL = "<img src=x onerror=alert(1)> \u202eSons"
SCRIPT = {"Sec-Fetch-Dest": "empty"}


@pytest.fixture
def client(make_app: MakeApp, few_home: Path) -> FlaskClient:
    keep(few_home, [asked("the pact", 3), asked("the other pact", 2), asked(EVIL)])
    return signed_in(make_app(few_home), few_home, "review")


def names(page: str) -> list[str]:
    return re.findall(r'<h2 id="name-\d+" tabindex="-1"><bdi dir="auto">(.*?)</bdi>', page)


def number(page: str) -> str:
    found: list[str] = re.findall(r'data-number="(\d+)"', page)
    return found[0]


def decide(client: FlaskClient, page: str, **more: str) -> str:
    """Decide the first name of a page: the page that follows."""
    answer = client.post("/decide", data={"number": number(page), **more})
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"]).text


def test_one_name_after_the_other_is_decided_and_undone(client: FlaskClient) -> None:
    page = client.get("/decide").text
    assert names(page) == ["the pact"]
    assert "<b>3</b> left" in page
    page = decide(client, page, id="nato")
    assert names(page) == ["the other pact"]
    assert '<bdi dir="auto">the pact</bdi> <span class="faint">means</span> <b>' in page
    page = decide(client, page, decision="nobody")
    assert names(page) == ["&lt;img src=x onerror=alert(1)&gt; \u202eSons"]
    change = re.findall(r'name="change" value="(\d+)"', page)[0]
    undone = client.post("/decide/undo", data={"change": change})
    assert re.search(r"show=2&seen=\d+$", undone.headers["Location"])  # it waits for the index
    assert names(client.get(undone.headers["Location"]).text) == ["the other pact"]
    assert names(client.get("/decide?show=1").text) == ["the other pact"]  # 1 is decided
    held = client.get("/v1/reviews?state=decided").get_json()["reviews"]
    assert [(each["text"], each["id"], each["by"]) for each in held] == [
        ("the pact", "nato", "ana")
    ]


def test_who_skips_comes_back_to_it_at_the_end(client: FlaskClient) -> None:
    page = client.get("/decide").text
    skip = re.findall(r'data-skips data-key="s" href="(.*?)"', page)[0]
    page = client.get(skip).text
    assert names(page) == ["the other pact"]
    page = decide(client, page, id="otan", after=skip.partition("after=")[2])
    assert names(page)[0].startswith("&lt;img")
    page = client.get(f"/decide?after={number(page)}").text
    assert names(page) == []
    assert "<b>2</b> of those that you skipped are left" in page
    assert names(client.get("/decide?after=999").text) == ["the pact"]  # it is there no more


def test_a_script_has_the_next_two_ready_and_gets_a_part(client: FlaskClient) -> None:
    first = number(client.get("/decide").text)
    ahead = client.get(f"/decide/next?after={first}", headers=SCRIPT).text
    assert [each[:9] for each in names(ahead)] == ["the other", "&lt;img s"]
    assert "<html" not in ahead
    sent = client.post("/decide", data={"number": first, "id": "nato"}, headers=SCRIPT)
    assert sent.status_code == 200
    assert "<b>2</b> left" in sent.text
    assert "<html" not in sent.text
    wrong = client.post("/decide", data={"number": first, "id": "nobody-here"}, headers=SCRIPT)
    assert wrong.status_code == 404
    assert 'role="alert"' in wrong.text
    assert "<html" not in wrong.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"number": "99", "id": "nato"}, "is in the queue no more"),
        ({"number": "x", "id": "nato"}, "is no number of a name"),
        ({"number": "", "id": "nato"}, "is in the queue no more"),
    ],
)
def test_what_cannot_be_decided_is_said(
    client: FlaskClient, fields: dict[str, str], says: str
) -> None:
    answer = client.post("/decide", data=fields)
    assert answer.status_code in (400, 404)
    assert says in answer.text


def test_somebody_else_is_found_by_name_whatever_type_was_asked(
    make_app: MakeApp, few_home: Path
) -> None:
    keep(few_home, [asked("the pact", type="person")])
    client = signed_in(make_app(few_home), few_home, "review")
    page = client.get("/decide?show=1&called=North+Atlantic+Alliance").text
    assert names(page) == ["the pact"]
    assert "not as person alone" in page
    assert 'name="of_any_type" value="true"' in page
    assert 'value="nato" class="choice"' in page
    assert 'value="a/b" class="choice"' in client.get("/decide?show=1&called=a/b").text
    nobody = client.get(f"/decide?show=1&called={'x' * 5000}").text
    assert 'role="status"' in nobody
    assert "is called anything like that" in client.get("/decide?show=1&called=Zzyzx+Qqq").text
    decide(client, page, id="nato", of_any_type="true")
    (held,) = client.get("/v1/reviews?state=decided").get_json()["reviews"]
    assert (held["text"], held["id"], held.get("type")) == ("the pact", "nato", None)


def test_what_others_decided_takes_another_scope_to_undo(
    client: FlaskClient, few_home: Path
) -> None:
    from resolver.table import Table

    with Table.open(few_home, by="ben") as table:
        change = table.review({"text": "the pact", "decision": "nobody"}).change
    page = client.get("/decide").text
    assert names(page) == ["the other pact"]
    assert "ben, " in page
    assert f'value="{change}"' not in page
    assert client.post("/decide/undo", data={"change": str(change)}).status_code == 403


def test_an_empty_queue_says_how_names_come_into_it(make_app: MakeApp, few_home: Path) -> None:
    page = signed_in(make_app(few_home), few_home, "review").get("/decide").text
    assert "RESOLVER_KEEP_UNDECIDED=true" in page
    assert 'href="/lists"' in page


def test_what_became_the_name_of_whom_it_means_is_not_left(
    make_app: MakeApp, few_home: Path
) -> None:
    keep(few_home, [asked("NATO")])
    page = signed_in(make_app(few_home), few_home, "review").get("/decide").text
    assert names(page) == []
    assert "<b>0</b> left" in page


def test_it_needs_the_scope(make_app: MakeApp, few_home: Path) -> None:
    app = make_app(few_home)
    asked_in = app.test_client().get("/decide?after=7")
    assert asked_in.headers["Location"] == "/sign-in?next=%2Fdecide%3Fafter%3D7"
    assert signed_in(app, few_home, "read").get("/decide").status_code == 403
