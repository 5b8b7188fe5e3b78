"""A project of 2,000 rows in OpenRefine, from its CSV to its facets, over its HTTP API.

What it judges by itself is what the engine says of the same rows, row by row.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import Final

import pytest

from resolver import Resolver
from tests.openrefine.refine import OpenRefine, service_at
from tests.openrefine.rows import matches_of, rows_of, to_csv
from tests.web.conftest import Serve, serve  # noqa: F401 - a fixture

EXTENDED: Final = ("country", "description", "prominence")
_MATCHED: Final = 'if(cell.recon == null, "none", cell.recon.judgment)'
_SCORE: Final = "floor(cell.recon.best.score / 10)"
_LETTERS: Final = "cell.recon.features.nameLevenshtein"


def test_2000_rows_are_judged_as_the_engine_judges_them(
    refine: OpenRefine,
    serve: Serve,  # noqa: F811 - the fixture
    bundled: Resolver,
    capsys: pytest.CaptureFixture[str],
) -> None:
    service = service_at(f"http://127.0.0.1:{serve().port}/reconcile")
    rows = rows_of(bundled)
    began = time.monotonic()
    project = refine.project("rows", to_csv(rows))
    guessed = refine.command(
        "guess-types-of-column",
        fields={"project": project, "columnName": "name", "service": service["url"]},
    )
    known = {each["id"] for each in service["defaultTypes"]}
    assert {each["id"] for each in guessed["types"]} <= known
    assert guessed["types"]
    refine.reconcile(project, "name", service, {"country": "country"})
    took = time.monotonic() - began

    said = matches_of(bundled, rows)
    assert refine.matched(project, "name") == said
    matches = sum(each is not None for each in said)
    assert 1_000 < matches < 2_000

    refine.extend(project, "name", service, EXTENDED)
    _check_columns(refine, project, bundled, said)
    facet = refine.facet(project, "name", _MATCHED)
    assert facet["matched"] == matches
    assert sum(refine.facet(project, "name", _SCORE).values()) > matches
    assert sum(refine.facet(project, "name", _LETTERS).values()) > matches
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what a person runs it for
            f"\n2000 rows: {took:.1f} s to judge, {time.monotonic() - began:.1f} s with 3 columns;"
            f" {matches} matched by themselves, {facet}"
        )


def _check_columns(
    refine: OpenRefine, project: str, bundled: Resolver, said: list[str | None]
) -> None:
    """Each row that is matched has the values of its entity, in the columns of their names."""
    names, cells, _ = refine.rows(project)
    assert names[:4] == ["name", *_titles(names)]
    starts = [row for row in cells if row[0].get("v") is not None]
    assert len(starts) == len(said)
    wrong: Counter[str] = Counter()
    for row, entity_id in zip(starts, said, strict=True):
        record = {} if entity_id is None else bundled.record(entity_id)
        countries = record.get("country", ())
        wrong["country"] += (row[1].get("v") is not None) != bool(countries)
        wrong["description"] += row[2].get("v") != record.get("description")
        number = row[3].get("v")
        expected = record.get("prominence")
        wrong["prominence"] += number != expected
    assert +wrong == Counter()


def _titles(names: list[str]) -> list[str]:
    """The names of the three columns, which the service gave, in the order of what was asked."""
    assert [each.lower() for each in names[1:4]] == list(EXTENDED)
    return names[1:4]
