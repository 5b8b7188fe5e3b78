"""Apps on a small home of their own that a test may change."""

from __future__ import annotations

from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ENTITIES: tuple[dict[str, Any], ...] = (
    {"id": "nato", "type": "organization", "name": "NATO", "aliases": ["North Atlantic Alliance"]},
    {"id": "a/b", "type": "person", "name": "Ana Bell", "country": ["NO"]},
    {"id": "https://example.org/1", "type": "person", "name": "Xaver Yilmaz"},
    {"id": "otan", "type": "organization", "name": "OTAN"},
)
"""What is in the home."""


def signed_in(app: Flask) -> FlaskClient:
    """A client of an app whose key may write; it is called ana."""

    @app.before_request
    def _ana() -> None:
        g.who = "ana"

    return app.test_client()


def change(response: TestResponse) -> int:
    """The number of the change that was written."""
    assert response.status_code in (200, 201), response.text
    number: int = response.get_json()["change"]
    return number


def code(response: TestResponse) -> tuple[int, str]:
    """The status and the code of a problem."""
    return response.status_code, response.get_json()["code"]
