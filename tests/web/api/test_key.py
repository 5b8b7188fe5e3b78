"""A program learns what its key may do."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.access import Scope
from tests.web.conftest import MakeApp
from tests.web.editing import code, signed_in


@pytest.mark.parametrize("scope", ["read", "review", "write", "admin"])
def test_a_key_learns_its_name_and_scope(make_app: MakeApp, few_home: Path, scope: Scope) -> None:
    client = signed_in(make_app(few_home), few_home, scope)
    response = client.get("/v1/key")
    assert response.status_code == 200
    assert response.get_json() == {"name": "ana", "scope": scope, "expires": None}


def test_without_a_key_there_is_nothing_to_learn(make_app: MakeApp, few_home: Path) -> None:
    client = make_app(few_home).test_client()
    assert code(client.get("/v1/key")) == (401, "key_needed")
    wrong = {"Authorization": f"Bearer {'x' * 40}"}
    assert code(client.get("/v1/key", headers=wrong)) == (401, "unknown_key")
