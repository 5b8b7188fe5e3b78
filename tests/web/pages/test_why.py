"""Why a candidate has its score: its evidence, alone or beside another's."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import MakeApp, ask

WHY = "/why?q=Gen.+Zahdi&id=mohammad-reza-zahedi"


def test_the_terms_add_up_to_the_score(client: FlaskClient) -> None:
    page = client.get(WHY).text
    candidate = ask(client, q="Gen. Zahdi", explain="true").get_json()["candidates"][0]
    total = sum(each["value"] for each in candidate["evidence"])
    assert f"Adds up to +{total:.2f} → {candidate['score']:.0%}".replace("%", " %") in page
    shown = [each for each in candidate["evidence"] if abs(each["value"]) >= 0.005]
    assert page.count("<rect") == len(shown) + 1  # and that of the sum


def test_one_line_says_how_to_read_the_bars(client: FlaskClient) -> None:
    page = client.get(WHY).text
    assert "Each bar begins where the ones above it have come to" in page
    assert " nat" not in page


def test_letters_that_differ_are_marked(client: FlaskClient) -> None:
    page = client.get(WHY).text
    assert '<bdi lang="en">Gen. Zah<mark>e</mark>di</bdi>' in page
    assert "<bdi>zah<mark>e</mark>di</bdi>" in page


def test_two_stand_side_by_side_with_the_difference_first(client: FlaskClient) -> None:
    page = client.get(f"{WHY}&beside=esmail-qaani").text
    assert "and not <bdi>Esmail Qaani</bdi>?" in page
    assert page.index("What makes the difference") < page.index("Another word")
    assert page.index("Another word") < page.index("The same for both")
    assert "/why?q=Gen.+Zahdi&amp;id=esmail-qaani&amp;beside=mohammad-reza-zahedi" in page


def test_what_is_no_candidate_is_compared_by_its_names_alone(client: FlaskClient) -> None:
    page = client.get("/why?q=Gen.+Zahdi&id=mossad").text
    assert "not among the candidates" in page
    assert "compared by themselves" in page
    assert "→" not in page


def test_beside_what_is_no_candidate_both_are_compared_by_their_names(client: FlaskClient) -> None:
    page = client.get(f"{WHY}&beside=mossad").text
    assert "The other one was not weighed in full" in page
    assert "How such names turned out before" not in page
    assert "<b>78 %</b>" in page


def test_what_was_only_sorted_says_so(make_app: MakeApp, make_home: Callable[..., Path]) -> None:
    many = [{"id": f"p{n}", "type": "person", "name": f"Ali Hassan {n}"} for n in range(150)]
    client = make_app(make_home(*many)).test_client()
    answer = ask(client, q="Ali Hassan", limit=200, explain="true").get_json()
    bare = next(each for each in answer["candidates"] if not each["evidence"])
    page = client.get(f"/why?q=Ali+Hassan&id={bare['id']}").text
    assert "sorted by a quick look alone" in page


def test_an_old_id_leads_to_what_it_became(client: FlaskClient) -> None:
    assert "Why <bdi>Iran</bdi>?" in client.get("/why?q=Iran&id=IR").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/why?q=Ana", 400),
        ("/why?id=iran", 400),
        ("/why?q=Ana&id=iran&country=Atlantis", 400),
        ("/why?q=Ana&id=nobody-has-this", 404),
        (f"{WHY}&beside=nobody-has-this", 404),
    ],
)
def test_what_cannot_be_explained_is_an_error(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert 'role="alert"' in response.text


def test_options_count_as_they_did_in_the_answer(client: FlaskClient) -> None:
    page = client.get(f"{WHY}&country=Iran&type=person").text
    assert "<bdi>Iran</bdi>" in page
    assert "A fact agrees" in page


EVIL = "<img src=x onerror=alert(1)> \u202etxt.exe"


def test_names_are_text_wherever_they_are_shown(
    make_app: MakeApp, make_home: Callable[..., Path]
) -> None:
    evil = [
        {"id": f"{n} {EVIL}", "type": "<b>type</b>", "name": f"Person {n} {EVIL}"} for n in (1, 2)
    ]
    client = make_app(make_home(*evil)).test_client()
    asked = {"q": f"Person {EVIL}", "id": f"1 {EVIL}", "context": EVIL}
    for more in ({}, {"beside": f"2 {EVIL}"}):
        page = client.get("/why", query_string={**asked, **more}).text
        assert "<img" not in page
        assert "<b>type" not in page
        assert f"<bdi>Person 1 {escape(EVIL)}</bdi>" in page
