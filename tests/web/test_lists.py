"""A list comes as a body or in a form, its options in the URL, in fields or as JSON."""

from __future__ import annotations

import errno
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.jobs import Jobs
from tests.jobs.conftest import job_of
from tests.web.conftest import MakeApp

CSV = b"city,name\nParis,nato\n"


@pytest.fixture
def jobs_client(make_app: MakeApp, own_home: Path) -> FlaskClient:
    return make_app(own_home).test_client()


def post_form(client: FlaskClient, url: str = "/v1/jobs", **fields: Any) -> TestResponse:
    return client.post(url, data=fields, content_type="multipart/form-data")


def file(content: bytes = CSV, name: str = "cities.csv") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


@pytest.mark.parametrize(
    "fields",
    [
        {"options": json.dumps({"column": "name", "top": 2, "excel": True, "type": None})},
        {"column": "name", "top": "2", "excel": "true"},
        {"options": '{"column": "name"}', "top": "2", "excel": "true"},
    ],
)
def test_options_of_a_form_are_json_or_fields(
    fields: dict[str, str], jobs_client: FlaskClient, own_home: Path
) -> None:
    answer = post_form(jobs_client, file=file(), **fields)
    assert answer.status_code == 202
    said = {"column": ["name"], "top": ["2"], "excel": ["true"]}
    assert answer.get_json()["options"] == said
    (folder,) = Jobs(own_home).unfinished()
    assert folder.input(job_of(folder)).read_bytes() == CSV
    assert (job_of(folder).name, job_of(folder).ending) == ("cities.csv", ".csv")


def test_what_is_longer_once_it_is_unpacked_is_refused_at_once(
    make_app: MakeApp, own_home: Path
) -> None:
    client = make_app(own_home, job_max_mb=1).test_client()
    packed = gzip.compress(b"PAR1" + bytes(2 << 20))
    answer = post_form(client, "/v1/jobs?column=name", file=file(packed, "a.parquet.gz"))
    assert (answer.status_code, answer.get_json()["code"]) == (413, "list_too_large")
    assert "more than 1,048,576 bytes" in answer.get_json()["title"]
    assert not list((own_home / "jobs").glob("*/*"))


def test_options_may_stand_in_the_url_and_properties_be_an_object(
    jobs_client: FlaskClient,
) -> None:
    answer = post_form(
        jobs_client, "/v1/jobs?column=name", file=file(), options='{"property": {"state": "city"}}'
    )
    assert answer.get_json()["options"] == {"column": ["name"], "property": ["state=city"]}


@pytest.mark.parametrize(
    ("content", "head", "ending"),
    [
        (CSV, {"Content-Type": "text/csv"}, ".csv"),
        (CSV, {"Content-Type": "text/csv; charset=utf-8"}, ".csv"),
        (CSV.replace(b",", b"\t"), {"Content-Type": "text/tab-separated-values"}, ".tsv"),
        (b'{"name": "nato"}\n', {"Content-Type": "application/x-ndjson"}, ".jsonl"),
        (gzip.compress(CSV, mtime=0), {"Content-Type": "application/gzip"}, ".csv.gz"),
        (
            gzip.compress(CSV, mtime=0),
            {"Content-Type": "text/csv", "Content-Encoding": "gzip"},
            ".csv.gz",
        ),
    ],
)
def test_a_body_is_a_list_of_the_form_that_it_is_declared_as(
    content: bytes, head: dict[str, str], ending: str, jobs_client: FlaskClient, own_home: Path
) -> None:
    answer = jobs_client.post("/v1/jobs?column=name&country=FR", data=content, headers=head)
    assert answer.status_code == 202, answer.text
    (folder,) = Jobs(own_home).unfinished()
    job = job_of(folder)
    assert (job.name, job.ending) == (f"list{ending}", ending)
    assert folder.input(job).read_bytes() == content
    assert job.options == {"column": ["name"], "country": ["FR"]}


@pytest.mark.parametrize(
    ("url", "fields", "code", "field"),
    [
        ("/v1/jobs?colunm=name", {}, "bad_value", "colunm"),
        ("/v1/jobs?column=name&column=city", {}, "bad_value", "column"),
        ("/v1/jobs?top=99", {}, "bad_value", "top"),
        ("/v1/jobs?column=street", {}, "bad_source", None),
        ("/v1/jobs?type=persn", {}, "unknown_type", "type"),
        ("/v1/jobs", {"options": "{"}, "bad_json", None),
        ("/v1/jobs", {"options": "[]"}, "bad_json", None),
        ("/v1/jobs", {"options": '{"top": {"a": []}}'}, "bad_value", "top"),
        ("/v1/jobs", {"other": file()}, "bad_request", None),
        ("/v1/jobs", {"file": "no file"}, "bad_request", None),
        ("/v1/jobs", {"note": "x" * 70_000}, "bad_request", None),
        ("/v1/jobs", {"file": file(b"")}, "bad_source", None),
    ],
)
def test_what_is_wrong_is_said_before_a_job_is_made(
    url: str,
    fields: dict[str, Any],
    code: str,
    field: str | None,
    jobs_client: FlaskClient,
    own_home: Path,
) -> None:
    answer = post_form(jobs_client, url, **{"file": file(), **fields})
    assert answer.status_code == 400, answer.text
    problem = answer.get_json()
    assert problem["code"] == code
    assert field is None or problem["field"] == field
    assert Jobs(own_home).unfinished() == []
    assert [path.name for path in (own_home / "jobs").iterdir()] == []


def test_what_is_declared_as_nothing_that_is_taken_is_refused(jobs_client: FlaskClient) -> None:
    for content_type in ("application/json", "", "multipart/form-data"):
        answer = jobs_client.post("/v1/jobs", data=CSV, content_type=content_type)
        assert (answer.status_code, answer.get_json()["code"]) == (415, "wrong_media_type")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("городá.csv", "городá.csv"),
        ("x" * 5_000 + ".CSV", "x" * 196 + ".csv"),
    ],
)
def test_of_a_file_name_only_the_last_part_is_kept(
    sent: str, kept: str, jobs_client: FlaskClient
) -> None:
    answer = post_form(jobs_client, file=file(name=sent))
    assert answer.get_json()["name"] == kept


def test_where_the_disk_is_full_a_form_is_refused_and_nothing_is_left(
    jobs_client: FlaskClient, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("resolver.web.lists._parsed", full)
    answer = post_form(jobs_client, file=file())
    assert (answer.status_code, answer.get_json()["code"]) == (503, "disk_full")
    assert str(own_home) not in answer.text
    assert list((own_home / "jobs").iterdir()) == []
