"""The files of pages are asked for once, and are another URL when they change."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from flask.testing import FlaskClient

from resolver.web.pages.assets import Assets

NAMES = sorted(each.name for each in files("resolver.web.pages").joinpath("static").iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_served_as_what_it_is_and_kept(client: FlaskClient, name: str) -> None:
    url = Assets().url(name)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.data == files("resolver.web.pages").joinpath("static", name).read_bytes()
    kinds = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    assert answer.mimetype == kinds[name.rpartition(".")[2]]
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert url.startswith(f"/page/{name}?v=")


@pytest.mark.parametrize("path", ["/page/none.css", "/page/..%2Fframe.py", "/page/"])
def test_no_other_file_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_is_taken_from_elsewhere() -> None:
    folder = files("resolver.web.pages").joinpath("static")
    for name in NAMES:
        text = folder.joinpath(name).read_text("utf-8").replace("http://www.w3.org/", "")
        assert not [part for part in ("@import", "url(http", "http:", "https:") if part in text]


def test_a_class_of_one_page_is_styled_by_no_other() -> None:
    style = files("resolver.web.pages").joinpath("static", "style.css").read_text("utf-8")
    pages = re.split(r"^/\* ([\w ]+) \*/$", style.partition("/* Look up */")[2], flags=re.MULTILINE)
    places: dict[str, list[int]] = {}
    for number, rules in enumerate(pages[::2]):
        for name in set(re.findall(r"^(\.[\w-]+)", rules, re.MULTILINE)):
            places.setdefault(name, []).append(number)
    assert len(places) > 50
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
