"""`/reconcile`: the manifest."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_the_manifest_is_what_a_client_gets(client: FlaskClient) -> None:
    response = client.get("/reconcile")
    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert response.get_json()["versions"] == ["0.2"]
