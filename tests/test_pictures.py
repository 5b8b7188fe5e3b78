"""The pictures of docs/page.md show the pages as they are now."""

from __future__ import annotations

import re

from tests.browser.made_of import NOTE, PICTURES, made_of


def test_pictures_are_of_the_pages_of_now() -> None:
    assert NOTE.read_text("utf-8").strip() == made_of(), "run: make pictures"


def test_each_picture_is_shown_and_each_that_is_shown_is_there() -> None:
    page = (PICTURES.parent / "page.md").read_text("utf-8")
    shown = set(re.findall(r"\]\(page/([\w-]+\.png)\)", page))
    assert shown == {path.name for path in PICTURES.glob("*.png")}
