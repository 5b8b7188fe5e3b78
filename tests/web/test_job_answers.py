"""What a job has made is called and declared as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.jobs import Found, JobFolder, ending_of
from resolver.jobs.job import Job
from resolver.web.job_answers import report_of, result_of, review_of


@pytest.mark.parametrize(
    ("name", "form", "called", "media_type"),
    [
        ("cities.csv", None, "cities-resolved.csv", "text/csv"),
        ("Cities.CSV", None, "Cities-resolved.csv", "text/csv"),
        ("a.b.tsv", None, "a.b-resolved.tsv", "text/tab-separated-values"),
        ("rows.jsonl.gz", None, "rows-resolved.jsonl.gz", "application/gzip"),
        ("rows.csv", "parquet", "rows-resolved.parquet", "application/vnd.apache.parquet"),
        ("rows", None, "rows-resolved", "application/octet-stream"),
    ],
)
def test_a_result_has_the_name_of_its_list(
    name: str, form: str | None, called: str, media_type: str, tmp_path: Path
) -> None:
    options = {} if form is None else {"format": [form]}
    found = Found(JobFolder(tmp_path), Job(name, ending_of(name), options, 0.0))
    assert result_of(found)[1:3] == (media_type, called)
    stem = called.partition("-resolved")[0]
    assert report_of(found).name == f"{stem}-resolved-report.html"
    assert review_of(found).name == f"{stem}-resolved-review.csv"
    assert report_of(found).is_shown
