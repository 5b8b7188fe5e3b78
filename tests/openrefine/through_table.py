"""A CSV of one's own in OpenRefine over its HTTP API: facets on features, and odd cells and IDs."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.openrefine.refine import Manifest, OpenRefine, address_of, service_at
from tests.web.conftest import Service

PAGE: Final = Path(__file__).parents[2] / "docs" / "reconciliation.md"

ODD: Final = {
    "a/b": "Northern Lighthouse Board",
    "50%": "Harbour Trust of Wick",
    "%2F": "Orkney Ferries",
    "x y+z": "Pilots of Scapa Flow",
    "q?&r=1": "Fair Isle Bird Observatory",
    "ü/ß": "Shetland Museum",
}
"""Names by IDs that mean something else in URLs."""

CELLS: Final = ["Northern Lighthouse Bord", 'The "Harbour" Trust of Wick', "Zanpho Duel", "50%"]
"""Cells, the last of which is an ID."""

_UNCHANGED: Final = "!#$&'()*+,/:;=?@-._~"
"""The signs that `encodeURI` of browsers leaves."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Manifest]:
    """The service of a CSV with such IDs, as one command starts it."""
    table = tmp_path_factory.mktemp("table") / "odd.csv"
    table.write_text(_csv([("id", "type", "name"), *_odd_rows()]), "utf-8")
    running = Service(None, table=table, workers=1)
    yield service_at(address_of(running))
    running.stop()


def _odd_rows() -> list[tuple[str, str, str]]:
    return [(entity_id, "organization", name) for entity_id, name in ODD.items()]


def _csv(rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _project(refine: OpenRefine, *cells: str) -> str:
    return refine.project("cells", _csv([("cell", "other"), *((cell, "-") for cell in cells)]))


def _expressions(service: Manifest) -> tuple[str, ...]:
    """Those of the page on reconciliation: the URL of a row, and then one for each facet."""
    found = re.findall(r"```grel\n(.*?)\n```", PAGE.read_text("utf-8"), re.DOTALL)
    return tuple(each.replace("http://127.0.0.1:8000/reconcile", service["url"]) for each in found)


def _features(service: Manifest, cell: str) -> dict[str, Any]:
    """The features of the best candidate; {} where there is none."""
    queries = urllib.parse.quote(json.dumps({"q": {"query": cell}}))
    asked = f"{service['url']}?queries={queries}"
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - of http
        found = json.load(answer)["q"]["result"]
    return {each["id"]: each["value"] for each in found[0]["features"]} if found else {}


def test_features_are_facets_by_the_expressions_of_the_page(
    refine: OpenRefine, service: Manifest
) -> None:
    project = _project(refine, *CELLS)
    url, *facets = _expressions(service)
    refine.fetch(project, "cell", url, name="said")
    features = [_features(service, cell) for cell in CELLS]
    assert len(facets) == 2
    for facet in facets:
        (name,) = re.findall(r"f\.id == '(\w+)'", facet)
        known = Counter(each[name] for each in features if name in each)
        assert known, features
        assert refine.facet(project, "said", facet) == known


def test_a_cell_of_1000_characters_stops_no_other(refine: OpenRefine, service: Manifest) -> None:
    words = " ".join(f"paragraph{number}" for number in range(200))
    project = _project(refine, CELLS[0], words[:1_000], CELLS[0])
    refine.reconcile(project, "cell", service, {})
    assert refine.matched(project, "cell") == ["a/b", None, "a/b"]


@pytest.mark.parametrize("entity_id", ODD)
def test_an_odd_id_is_matched_extended_viewed_and_previewed(
    refine: OpenRefine, service: Manifest, entity_id: str
) -> None:
    project = _project(refine, entity_id)
    refine.reconcile(project, "cell", service, {})
    assert refine.matched(project, "cell") == [entity_id]
    refine.extend(project, "cell", service, ["source"])
    _, ((_, extended, _),), _ = refine.rows(project)
    assert extended["v"] == "odd"
    for page in ("view", "preview"):
        url = service[page]["url"].replace("{{id}}", entity_id)
        asked = urllib.parse.quote(url, safe=_UNCHANGED)
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - of http
            (heading,) = re.findall("<h1>(.*?)</h1>", answer.read().decode())
            assert re.sub("<[^>]*>", "", heading) == ODD[entity_id]
