"""A project of 2,000 rows in OpenRefine, from its CSV to its facets, over its HTTP API.

What it judges by itself is what the engine says of the same rows, row by row.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from resolver import Query, Resolver
from tests.openrefine.refine import ALL_ROWS, OpenRefine, openrefine
from tests.openrefine.rows import rows_of, to_csv
from tests.web.conftest import Serve, serve  # noqa: F401 - a fixture

pytestmark = pytest.mark.skipif(openrefine() is None, reason="openrefine is not installed")

MATCH_S: Final = 300
"""Seconds that 2,000 rows may take."""

EXTENDED: Final = ("country", "description", "prominence")
_MATCHED: Final = 'if(cell.recon == null, "none", cell.recon.judgment)'
_SCORE: Final = "floor(cell.recon.best.score / 10)"
_LETTERS: Final = "cell.recon.features.nameLevenshtein"


@pytest.fixture
def refine(tmp_path: Path) -> Iterator[OpenRefine]:
    folder = tmp_path / "refine"
    folder.mkdir()
    found = OpenRefine(folder)
    yield found
    found.stop()


def _service(base: str) -> dict[str, Any]:
    with urllib.request.urlopen(base, timeout=20) as answer:  # noqa: S310 - of http
        found: dict[str, Any] = json.load(answer)
    return found


def _reconcile(refine: OpenRefine, project: str, base: str, manifest: dict[str, Any]) -> None:
    config = {
        "mode": "standard-service",
        "service": base,
        "identifierSpace": manifest["identifierSpace"],
        "schemaSpace": manifest["schemaSpace"],
        "type": None,
        "autoMatch": True,
        "batchSize": manifest["batchSize"],
        "columnDetails": [{"column": "country", "property": {"id": "country", "name": "Country"}}],
        "limit": 0,
    }
    fields = {"columnName": "name", "config": config, "engine": ALL_ROWS}
    refine.command("reconcile", project=project, fields=fields)
    refine.wait(project, MATCH_S)


def _extend(refine: OpenRefine, project: str, base: str, manifest: dict[str, Any]) -> None:
    fields = {
        "baseColumnName": "name",
        "endpoint": base,
        "identifierSpace": manifest["identifierSpace"],
        "schemaSpace": manifest["schemaSpace"],
        "columnInsertIndex": "1",
        "extension": {"properties": [{"id": each, "name": each} for each in EXTENDED]},
        "engine": ALL_ROWS,
    }
    refine.command("extend-data", project=project, fields=fields)
    refine.wait(project, MATCH_S)


def _facet(refine: OpenRefine, project: str, expression: str) -> dict[str, int]:
    """How many rows have each value of an expression of OpenRefine's."""
    facet = {
        "type": "list",
        "name": "f",
        "columnName": "name",
        "expression": f"grel:{expression}",
        "omitBlank": False,
        "omitError": False,
        "selection": [],
        "selectBlank": False,
        "selectError": False,
        "invert": False,
    }
    engine = {**ALL_ROWS, "facets": [facet]}
    found = refine.command("compute-facets", project=project, fields={"engine": engine})
    (made,) = found["facets"]
    return {str(each["v"]["v"]): each["c"] for each in made["choices"]}


def _said(resolver: Resolver, rows: list[tuple[str, str]]) -> list[str | None]:
    """What the engine says of each row: the ID of a match, else None."""
    queries = [
        Query(name, country=tuple(country.split("|")) if country else (), type_strict=False)
        for name, country in rows
    ]
    found = resolver.resolve_many(queries)
    return [each.id if each.verdict == "match" else None for each in found]


def test_2000_rows_are_judged_as_the_engine_judges_them(
    refine: OpenRefine,
    serve: Serve,  # noqa: F811 - the fixture
    bundled: Resolver,
    capsys: pytest.CaptureFixture[str],
) -> None:
    base = f"http://127.0.0.1:{serve().port}/reconcile"
    manifest = _service(base)
    rows = rows_of(bundled)
    began = time.monotonic()
    project = refine.project("rows", to_csv(rows))
    guessed = refine.command(
        "guess-types-of-column",
        fields={"project": project, "columnName": "name", "service": base},
    )
    known = {each["id"] for each in manifest["defaultTypes"]}
    assert {each["id"] for each in guessed["types"]} <= known
    assert guessed["types"]
    _reconcile(refine, project, base, manifest)
    took = time.monotonic() - began

    _, cells, recons = refine.rows(project)
    judged = [_matched(recons, row[0]) for row in cells]
    said = _said(bundled, rows)
    assert judged == said
    matches = sum(each is not None for each in said)
    assert 1_000 < matches < 2_000

    _extend(refine, project, base, manifest)
    _check_columns(refine, project, bundled, said)
    facet = _facet(refine, project, _MATCHED)
    assert facet["matched"] == matches
    assert sum(_facet(refine, project, _SCORE).values()) > matches
    assert sum(_facet(refine, project, _LETTERS).values()) > matches
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what a person runs it for
            f"\n2000 rows: {took:.1f} s to judge, {time.monotonic() - began:.1f} s with 3 columns;"
            f" {matches} matched by themselves, {facet}"
        )


def _matched(recons: dict[str, Any], cell: dict[str, Any]) -> str | None:
    """The ID that a cell was matched with by itself; None for none."""
    recon = recons.get(str(cell.get("r")))
    if recon is None or recon["j"] != "matched":
        return None
    found: str = recon["m"]["id"]
    return found


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
