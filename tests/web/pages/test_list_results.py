"""A list that was started is watched, read, decided, resolved again, and removed."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.indexing import seen
from resolver.jobs import JobFolder, Jobs, Progress
from resolver.jobs.watching import work_on
from resolver.table import Table
from resolver.table.undecided import keep, open_questions
from tests.jobs.conftest import job_of, settings_of
from tests.journal.test_queue import asked
from tests.web.conftest import MakeApp
from tests.web.editing import signed_in

CSV = (
    b"name,note\nBen Stone,1\nBen Stone,2\nNATO,3\n<img src=x onerror=alert(1)>,4\n"
    b"\xe2\x80\xaeSons,5\nx,y,z\n"
)
EVIL_NAME = "<img src=x onerror=alert(1)>"
EVIL = "&lt;img src=x onerror=alert(1)&gt;"


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    ben = {"type": "person", "name": "Ben Stone"}
    nato = {"id": "nato", "type": "organization", "name": "NATO"}
    return make_home({"id": "a", **ben}, {"id": "b", **ben}, nato)


@pytest.fixture
def client(make_app: MakeApp, home: Path) -> FlaskClient:
    return signed_in(make_app(home), home, "review")


def start(client: FlaskClient) -> str:
    """Hand a list in and start it: its path."""
    path = client.post("/lists", data={"file": (BytesIO(CSV), "a.csv")}).headers["Location"]
    client.post(f"{path}/start", data={"role_0": "name", "header": "yes"})
    return str(path)


def result(client: FlaskClient, path: str) -> list[dict[str, str]]:
    """The rows of a list with its answers."""
    with client.get(f"{path}/result") as answer:
        return list(csv.DictReader(answer.get_data(as_text=True).splitlines()))


def work(home: Path) -> JobFolder:
    """Resolve the list that waits."""
    (folder,) = Jobs(home).unfinished()
    assert work_on(folder, settings_of(home), lambda: False) == "ended"
    return folder


def test_how_far_it_is_is_shown_with_and_without_a_script(client: FlaskClient, home: Path) -> None:
    path = start(client)
    (folder,) = Jobs(home).unfinished()
    with folder.claimed():
        folder.write(job_of(folder).begun(1.0))
    verdicts = {"match": 1200, "ambiguous": 0, "no_match": 1200}
    folder.write_progress(Progress(2400, verdicts, 0, 0, 0, 0.42, 800.0, 130.0, ["odd"]))
    page = client.get(path).text
    assert '<noscript><meta http-equiv="refresh"' in page
    for text in ("2,400", "42 %", "800 a second", "about 2 min left", "1,200", "Odd."):
        assert text in page
    part = client.get(f"{path}/progress", headers={"Sec-Fetch-Dest": "empty"}).text
    assert 'data-said="Working: 40 % done"' in part
    assert "<html" not in part
    assert client.get(f"{path}/result").status_code == 409


def test_what_was_done_is_shown_and_saved(client: FlaskClient, home: Path) -> None:
    path = start(client)
    work(home)
    page = client.get(path).text
    assert "refresh" not in page
    assert re.findall(r"<b>(\d+)</b> (matched|ambiguous|unmatched)", page) == [
        ("1", "matched"),
        ("2", "ambiguous"),
        ("2", "unmatched"),
    ]
    assert EVIL in page
    assert "<img src=x" not in page
    assert "3 cells where the header has 2" in page
    assert '<h2 id="rows">The rows, with their answers' in page
    rows = result(client, path)
    assert [row["resolver_verdict"] for row in rows[:3]] == ["ambiguous", "ambiguous", "match"]
    for name, ending in (("result", ".csv"), ("report", "-report.html"), ("review", "-review.csv")):
        with client.get(f"{path}/{name}") as answer:
            said = answer.headers["Content-Disposition"]
        assert said == f"attachment; filename=a-resolved{ending}"


def test_once_its_names_are_decided_it_is_resolved_again(client: FlaskClient, home: Path) -> None:
    path = start(client)
    work(home)
    page = client.get(path).text
    assert "3 names to decide<" in page
    assert "1 ambiguous, 2 unmatched." in page
    assert "Resolve the list again" not in page
    job = path.removeprefix("/lists/")
    asked = client.get(f"/decide?list={job}").text
    assert "Ben Stone" in asked
    assert '<dt><bdi dir="auto">note</bdi></dt><dd><bdi dir="auto">1</bdi></dd>' in asked
    assert "Add what you know" not in asked
    number = re.findall(r'data-number="(\d+)"', asked)[0]
    sent = client.post("/decide", data={"number": number, "id": "b", "list": job})
    assert "<b>2</b> left" in client.get(sent.headers["Location"]).text
    page = client.get(path).text
    assert "1 is decided, 2 left." in page
    assert '<button class="main">Resolve the list again, with the decision<' in page
    assert "Download it without it<" in page
    again = client.post(f"{path}/again", data={"csrf": ""}).headers["Location"]
    assert again != path
    with Table.open(home, by="ana") as table:
        assert seen(home, table.through, wait_s=10)
    folder = work(home)
    assert job_of(folder).owner == "ana"
    rows = result(client, again)
    assert [row["resolver_id"] for row in rows[:3]] == ["b", "b", "nato"]


def test_its_columns_can_be_chosen_once_more(client: FlaskClient, home: Path) -> None:
    path = start(client)
    work(home)
    again = client.post(f"{path}/columns", data={"csrf": ""}).headers["Location"]
    assert again != path
    assert 'name="role_0"' in client.get(again).text
    assert Jobs(home).unfinished() == []
    assert client.get(path).status_code == 200


def test_names_decided_in_a_spreadsheet_are_uploaded(client: FlaskClient, home: Path) -> None:
    path = start(client)
    work(home)

    def upload(text: str) -> TestResponse:
        file = BytesIO(text.encode()), "mine.csv"
        return client.post(f"{path}/decided", data={"file": file})

    wrong = upload("decision,text\nnobody-here,Ben Stone\n")
    assert wrong.status_code == 400
    assert "The file mine.csv, line 2, column decision" in wrong.text
    assert "Write an ID of the columns id_1" in wrong.text
    assert str(home) not in wrong.text
    with client.get(f"{path}/review") as answer:
        review = answer.get_data(as_text=True).replace("\r\n,Ben Stone", "\r\na,Ben Stone")
    assert upload(review).headers["Location"] == path
    assert "1 is decided, 2 left." in client.get(path).text
    assert len(list((home / "jobs").glob("*/input*"))) == 1  # the decided file is not kept


def test_what_failed_says_why(client: FlaskClient, home: Path) -> None:
    path = start(client)
    (folder,) = Jobs(home).unfinished()
    folder.input(job_of(folder)).write_bytes(b"other\nx\n")
    assert work_on(folder, settings_of(home), lambda: False) == "ended"
    page = client.get(path).text
    assert 'role="alert"' in page
    assert "there is no column name" in page
    assert client.post(f"{path}/again", data={"csrf": ""}).status_code == 409


def test_a_removed_one_is_gone_with_all_that_it_made(client: FlaskClient, home: Path) -> None:
    path = start(client)
    folder = work(home)
    client.post(f"{path}/remove", data={"csrf": ""})
    assert not folder.path.exists()
    assert client.get(path).status_code == 404


def test_names_that_come_only_from_a_removed_one_wait_for_nobody(
    client: FlaskClient, home: Path
) -> None:
    path = start(client)
    work(home)
    keep(home, [asked("ben stone", 3)])
    again = client.post(f"{path}/again", data={"csrf": ""}).headers["Location"]
    work(home)
    assert waiting(home) == [("Ben Stone", 7), (EVIL_NAME, 2), ("\u202eSons", 2)]
    client.post(f"{path}/remove", data={"csrf": ""})
    assert waiting(home) == [("Ben Stone", 5), (EVIL_NAME, 1), ("\u202eSons", 1)]
    client.post(f"{again}/remove", data={"csrf": ""})
    assert waiting(home) == [("Ben Stone", 3)]


def waiting(home: Path) -> list[tuple[str, int]]:
    """The names that wait to be decided, and how often each was asked."""
    with Table.open(home, by="ana") as table:
        return [(each.text, each.count) for each in open_questions(table.store)]


def test_a_list_that_one_may_not_see_may_be_somebodys(
    client: FlaskClient, make_app: MakeApp, home: Path
) -> None:
    path = start(client)
    folder = work(home)
    assert job_of(folder).owner == "ana"
    guest = make_app(home).test_client().get(path)
    assert guest.status_code == 404
    assert "ign in if it is yours" in guest.text
    assert "NATO" not in guest.text


def test_a_home_without_a_store_has_no_names_to_decide(make_app: MakeApp, own_home: Path) -> None:
    client = make_app(own_home).test_client()
    path = start(client)
    work(own_home)
    page = client.get(path).text
    assert "Download the list with its answers" in page
    assert "/decide?list" not in page
