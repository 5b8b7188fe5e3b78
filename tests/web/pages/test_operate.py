"""An admin sees how the service is; nobody else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from resolver.home import Home
from tests.web.conftest import MakeApp
from tests.web.editing import signed_in
from tests.web.pages.visiting import Visitor


def fact(page: TestResponse, name: str) -> str:
    """What a page says under a name."""
    found = re.search(f"<dt>{name}</dt><dd>(.*?)</dd>", page.text)
    assert found is not None, page.text
    return re.sub("<.*?>", "", found[1])


def test_it_shows_what_is_counted(make_app: MakeApp, few_home: Path) -> None:
    app = make_app(few_home, reload_s=0.05)
    admin = Visitor(app, few_home, "admin")
    for _ in range(2):
        admin.client.get("/v1/resolve?q=nato")
    changed = signed_in(app, few_home, "review").post(
        "/v1/reviews?wait=true", json={"text": "NATO", "decision": "match", "id": "otan"}
    )
    assert changed.status_code == 201
    page = admin.get("/operate")
    assert "Nothing is wrong." in page.text
    assert '<p class="big">4 <small>entities</small>' in page.text
    assert fact(page, "Last in the index") in ("0", "1")
    assert fact(page, "In the last hour") == "1"
    assert fact(page, "Written, refused") == "1, 0"
    assert fact(page, "Redis") == "not used"
    assert fact(page, "Became current").endswith(("ago", "now"))
    assert '<p class="big">2 <small>names</small>' in page.text
    assert '<p class="big">50 % <small>not worked out anew' in page.text
    assert '<td class="number">4</td>' in page.text
    part = admin.get("/operate/now")
    assert part.text.lstrip().startswith('<p class="notice good">')
    assert "<html" not in part.text
    assert part.headers["Cache-Control"] == "no-store"


def test_what_is_wrong_stands_on_top(make_app: MakeApp, few_home: Path) -> None:
    app = make_app(few_home)
    admin = Visitor(app, few_home, "admin")

    def broken() -> str:
        raise RuntimeError

    app.view_functions["GET /healthz"] = broken
    assert admin.get("/healthz").status_code == 500
    assert "1 request failed through a fault" in admin.get("/operate").text


def test_it_is_there_without_a_store(make_app: MakeApp, few_home: Path) -> None:
    Home(few_home).store.unlink()
    page = Visitor(make_app(few_home), few_home, "admin").get("/operate")
    assert page.status_code == 200
    assert '<td class="number">–</td>' in page.text


@pytest.mark.parametrize("scope", ["read", "review", "write"])
def test_it_is_for_admins_alone(make_app: MakeApp, few_home: Path, scope: str) -> None:
    person = Visitor(make_app(few_home), few_home, scope)  # type: ignore[arg-type] # a scope
    for path in ("/operate", "/operate/now"):
        assert person.get(path).status_code == 403
    assert ">Operate</a>" not in person.get("/docs").text
