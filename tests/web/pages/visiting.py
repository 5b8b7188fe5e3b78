"""Somebody who goes from page to page of an app, signed in or not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resolver.access import Scope, add_key

EVIL = ("<img src=x onerror=alert(1)>", "\u202egnp.exe", "\"'><script>alert(1)</script>")
"""Names that would run, or turn round what stands beside them, where a page shows them raw."""


class Visitor:
    """Somebody with a browser that keeps cookies.

    Args:
        app: The app.
        home: Its home.
        scope: The scope of the key that they sign in with; None to stay a guest.
    """

    def __init__(self, app: Flask, home: Path, scope: Scope | None = None) -> None:
        self.client: FlaskClient = app.test_client()
        self.csrf = ""
        if scope is not None:
            self.sign_in(add_key(home, f"{scope}-of-{id(self)}", scope, by="test"))

    def sign_in(self, secret: str) -> None:
        """Sign in with a secret, and take the token from a page."""
        answer = self.client.post("/sign-in", data={"key": secret, "csrf": self.csrf})
        assert answer.status_code == 303, answer.text
        self.csrf = token_on(self.get("/sign-in"))

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, headers=_names(headers))

    def send(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> TestResponse:
        """Send a form, with the token of the session."""
        sent = {"csrf": self.csrf, **(fields or {})}
        return self.client.post(path, data=sent, headers=_names(headers))


def token_on(page: TestResponse) -> str:
    """The token that the forms of a page send along."""
    found = re.search(r'name="csrf" value="(\w*)"', page.text)
    assert found is not None, page.text
    return found[1]


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
