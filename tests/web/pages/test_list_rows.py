"""Rows of a list that is done are shown with their answers, as they stand in its result."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.jobs import Found
from resolver.jobs.watching import work_on
from resolver.web.pages.list_rows import SHOWN_ROWS, beside_of, first_rows
from tests.jobs.conftest import job_of, send, settings_of


def done(home: Path, content: bytes, **options: str) -> Found:
    """A list that was resolved."""
    _, folder = send(home, content, **options)
    assert work_on(folder, settings_of(home), lambda: False) == "ended"
    return Found(folder, job_of(folder))


def test_the_first_rows_have_their_answers(own_home: Path) -> None:
    rows = b"Note,Who,Land\nfirst,nato,\n,Zzyzx Qqq,\nsecond,nato,Nowhere\nx,y,z,too,many\n"
    found = done(own_home, rows + b",nato,\n" * 30, column="Who", country_column="Land")
    first, unknown, wrong, *rest = first_rows(found)
    assert (first.number, first.asked, first.verdict, first.error) == (1, "nato", "match", "")
    assert float(first.score) > 0.5
    assert (unknown.best, unknown.verdict) == ("", "no_match")
    assert "NOWHERE" in wrong.error
    assert (wrong.asked, wrong.verdict) == ("nato", "error")
    assert 3 + len(rest) == SHOWN_ROWS
    assert beside_of(found, "nato") == {"Note": "first"}
    assert beside_of(found, "Zzyzx Qqq") == {}
    assert beside_of(found, "nobody of it") == {}


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (b"nato\nOTAN\n", {"no_header": "true", "column": "1"}),
        (b"Who;Note\nnato;-1\n", {"column": "Who", "excel": "true", "top": "2"}),
        (b"Who\nnato\n", {"column": "Who", "format": "jsonl"}),
        (b"Who\nnato\n", {"column": "Who", "format": "parquet"}),
    ],
)
def test_in_every_form(own_home: Path, content: bytes, options: dict[str, str]) -> None:
    first = first_rows(done(own_home, content, **options))[0]
    assert (first.number, first.asked, first.verdict) == (1, "nato", "match")
