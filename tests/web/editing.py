"""Apps on a small home of their own that a test may change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.access import Scope, add_key

ENTITIES: tuple[dict[str, Any], ...] = (
    {"id": "nato", "type": "organization", "name": "NATO", "aliases": ["North Atlantic Alliance"]},
    {"id": "a/b", "type": "person", "name": "Ana Bell", "country": ["NO"]},
    {"id": "https://example.org/1", "type": "person", "name": "Xaver Yilmaz"},
    {"id": "otan", "type": "organization", "name": "OTAN"},
)
"""What is in the home."""


def signed_in(app: Flask, home: Path, scope: Scope = "write") -> FlaskClient:
    """A client of an app with a key to its home, that of ana."""
    secret = add_key(home, "ana", scope, by="test")
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


def another(client: FlaskClient, app: Flask | None = None) -> FlaskClient:
    """A client with the same key, for another thread, or of another app on the same home."""
    other = (app or client.application).test_client()
    other.environ_base = client.environ_base
    return other


def change(response: TestResponse) -> int:
    """The number of the change that was written."""
    assert response.status_code in (200, 201), response.text
    number: int = response.get_json()["change"]
    return number


def code(response: TestResponse) -> tuple[int, str]:
    """The status and the code of a problem."""
    return response.status_code, response.get_json()["code"]
