"""What the service finds no match for is kept where that is wanted, and holds nobody up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from resolver import Query
from resolver.home import Home
from resolver.model.undecided import Undecided
from resolver.model.wire import Answer, Body
from resolver.store import open_store
from resolver.table.undecided import open_questions
from resolver.telemetry import Metrics
from resolver.web import undecided
from resolver.web.app import close_app
from resolver.web.undecided import KeptUndecided
from tests.conftest import wait_for
from tests.web.conftest import MakeApp, ask

BEN, OTHER = ({"id": each, "type": "person", "name": "Ben Stone"} for each in ("ben", "other"))


@pytest.fixture
def home(make_home: Callable[..., Path]) -> Path:
    return make_home(BEN, OTHER, {"id": "al", "type": "person", "name": "Al Gore"})


def left(home: Path) -> list[Undecided]:
    with open_store(home) as store:
        return open_questions(store)


def asking(client: FlaskClient) -> None:
    """Ask for a name of two, one of nobody and one of one: alone, once more, and in a batch."""
    for text in ("Ben Stone", "Qqq", "Al Gore", "Ben Stone"):
        assert ask(client, q=text, type="person").status_code == 200
    queries = [{"text": text} for text in ("Ben Stone", "Al Gore")]
    assert client.post("/v1/resolve", json={"queries": queries}).status_code == 200


def test_names_without_a_match_are_kept_with_how_often(make_app: MakeApp, home: Path) -> None:
    app = make_app(home, keep_undecided="true")
    asking(app.test_client())
    close_app(app)
    first, *rest = left(home)
    assert (first.text, first.type, first.count) == ("Ben Stone", "person", 2)
    assert (first.verdict, first.reason, first.origin) == ("ambiguous", "twins", "service")
    assert {each for each, _ in first.candidates} == {"ben", "other"}
    assert {(each.text, each.type, each.count) for each in rest} == {
        ("Qqq", "person", 1),
        ("Ben Stone", None, 1),
    }


def test_what_somebody_types_is_no_question_to_decide(make_app: MakeApp, home: Path) -> None:
    app = make_app(home, keep_undecided="true")
    for path in ("/reconcile", "/reconcile/v1"):
        answer = app.test_client().get(f"{path}/suggest/entity?prefix=Ben+Stnoe").get_json()
        assert {each["id"] for each in answer["result"]} >= {"ben", "other"}
    close_app(app)
    assert left(home) == []


def test_nothing_is_kept_unless_it_is_wanted(make_app: MakeApp, home: Path) -> None:
    app = make_app(home)
    asking(app.test_client())
    close_app(app)
    assert left(home) == []


def answer(verdict: str, reason: str = "nobody") -> Answer:
    content = f'{{"verdict": "{verdict}", "reason": "{reason}", "margin": 0, "candidates": []}}'
    return Answer(verdict, Body.of(content.encode()))  # type: ignore[arg-type] # as it comes


def lost(metrics: Metrics) -> float:
    return float(metrics.undecided_lost._value.get())


def test_what_is_noted_is_written_within_a_moment(home: Path) -> None:
    kept = KeptUndecided(home, Metrics())
    kept.note(Query("Qqq"), answer("no_match"))
    wait_for(lambda: [each.text for each in left(home)] == ["Qqq"], 5)
    kept.close()


def test_what_is_decided_to_mean_nobody_is_not_kept(home: Path) -> None:
    kept = KeptUndecided(home, Metrics())
    kept.note(Query("Qqq"), answer("no_match", "reviewed"))
    kept.close()
    assert left(home) == []


def test_more_than_can_wait_is_dropped_and_counted(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undecided, "MAX_WAITING", 2)
    monkeypatch.setattr(undecided, "EVERY_S", 60)
    metrics = Metrics()
    kept = KeptUndecided(home, metrics)
    for text in ("a", "b", "c", "a"):
        kept.note(Query(text), answer("no_match"))
    assert lost(metrics) == 1
    kept.close()
    assert [(each.text, each.count) for each in left(home)] == [("a", 2), ("b", 1)]


def test_a_home_that_cannot_be_written_costs_questions_and_nothing_else(home: Path) -> None:
    left(home)
    Home(home).journal.write_bytes(b"no database at all, and long enough to be told" * 9)
    metrics = Metrics()
    kept = KeptUndecided(home, metrics)
    kept.note(Query("Qqq"), answer("no_match"))
    wait_for(lambda: lost(metrics) == 1, 5)
    kept.close()
