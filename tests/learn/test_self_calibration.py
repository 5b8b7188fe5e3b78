"""An index learns from its own questions how right its scores are."""

from __future__ import annotations

import json
import math
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from resolver import Query, Resolver
from resolver.index import Index
from resolver.learn.self_calibration import (
    MIN_QUESTIONS,
    Outcome,
    calibrate_own,
    calibrated,
    fit,
    questions_for,
)
from resolver.match.score.verdict import contest
from resolver.match.score.weights import load_weights
from resolver.text.words import load_words
from tests.conftest import compile_entities

FIRST = ("Ali", "Reza", "Hassan", "Maryam", "Zahra", "Omid", "Parisa", "Yusuf", "Leila", "Kaveh")
LAST = ("Karimi", "Fadel", "Tehrani", "Mousavi", "Qasemi", "Rahimi", "Shirazi", "Zahedi", "Omari")


def people(count: int) -> list[dict[str, Any]]:
    names = [f"{first} {last}" for first in FIRST for last in LAST][:count]
    return [{"id": f"p{n}", "type": "person", "name": name} for n, name in enumerate(names)]


def outcomes(offset: float, slope: float, count: int = 2_000) -> list[Outcome]:
    """Questions that go as they would if log-odds had to be corrected so."""
    chance, found = random.Random(3), []  # noqa: S311 - numbers, no secrets
    for _ in range(count):
        log_odds = sorted((chance.gauss(0, 3) for _ in range(3)), reverse=True)
        corrected = [offset + slope * each for each in log_odds]
        shared = contest(corrected)
        luck, right = chance.random(), None
        for place, each in enumerate(corrected):
            luck -= shared.score(each)
            if luck < 0:
                right = place
                break
        found.append(Outcome("person", [*log_odds, -99.0], right))
    return found


@pytest.mark.parametrize(("offset", "slope"), [(0.0, 1.0), (1.0, 1.0), (-1.0, 0.8), (0.5, 1.3)])
def test_what_holds_is_found_again(offset: float, slope: float) -> None:
    found = fit(outcomes(offset, slope))
    assert found.offset == pytest.approx(offset, abs=0.3)
    assert found.slope == pytest.approx(slope, abs=0.15)
    assert found.rivals == pytest.approx(1.0, abs=0.2)


def test_the_error_falls() -> None:
    learnt = calibrated(outcomes(1.5, 0.6))
    assert learnt["error"] < 0.03 < learnt["error_before"]
    assert learnt["precision"] is not None
    assert 0 < learnt["matched"] <= 1


def test_few_questions_change_little() -> None:
    few = fit(outcomes(3.0, 1.0, count=5))
    assert abs(few.offset) < 1.5


def test_a_small_table_asks_itself_less_and_a_large_one_more() -> None:
    assert [questions_for(count) for count in (1, 50, 100, 10_000, 1_000_000)] == [
        10,
        500,
        1_000,
        1_100,
        2_000,
    ]


def test_a_table_is_calibrated_when_it_is_compiled_and_the_same_one_the_same(
    tmp_path: Path,
) -> None:
    home = compile_entities(tmp_path, *people(90))
    index = Index.open(home)
    learnt = index.manifest["calibration"]["person"]
    assert learnt["questions"] >= MIN_QUESTIONS
    assert calibrate_own(index, load_weights(), load_words()) == index.manifest["calibration"]
    with Resolver.open(home) as resolver:
        first = resolver.resolve(Query("Kaveh Zahidi")).candidates[0]
    terms = {term.name: term.value for term in first.evidence}
    assert "calibration" in terms
    total = math.fsum(term.value for term in first.evidence)
    assert 1 / (1 + math.exp(-total)) == pytest.approx(first.score)


def test_a_table_of_a_few_is_not(tmp_path: Path) -> None:
    index = Index.open(compile_entities(tmp_path, *people(3)))
    assert index.manifest["calibration"] == {}


def test_the_manifest_holds_it_in_json(tmp_path: Path) -> None:
    home = compile_entities(tmp_path, *people(90))
    copy = Path(shutil.copytree(home, tmp_path / "copy"))
    (manifest,) = (copy / "index").glob("*/manifest.json")
    assert set(json.loads(manifest.read_text())["calibration"]) == {"person"}
