"""The pages in Debian's Chromium, driven by Playwright: light, dark, and as wide as a phone.

`make test-browser` installs Playwright and axe-core and runs `through_*.py`. Each has one flow as a
person goes it. A page is checked by `calm`, which needs its script: axe finds nothing, nothing
hangs over its edge, no script failed, and nothing was asked of another host.

With RESOLVER_PICTURES=FOLDER (`make pictures`) `picture` keeps what it sees.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest

from resolver.access import SCOPES, Scope, add_key
from tests.web.conftest import Service

pytest.importorskip("playwright", reason="Playwright is not installed: make test-browser brings it")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM: Final = shutil.which("chromium")

LOOKS: Final = {
    "light": {"color_scheme": "light", "viewport": {"width": 1180, "height": 800}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1180, "height": 800}},
    "phone": {
        "color_scheme": "light",
        "viewport": {"width": 390, "height": 800},
        "has_touch": True,
    },
}
"""How a person may look at a page."""


class Site:
    """A running service, and the secrets of its keys by their scopes; each key has that name."""

    def __init__(self, home: Path, **variables: str) -> None:
        self.home = home
        self.secrets = {scope: add_key(home, scope, scope, by="test") for scope in SCOPES}
        self.service = Service(home, None, None, workers=1, **variables)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.service.port}"


@pytest.fixture(scope="module")
def site(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A service on a copy of the bundled packs, which the tests of a module share and change."""
    home = shutil.copytree(bundled_home, tmp_path_factory.mktemp("site") / "home")
    found = Site(home)
    yield found
    found.service.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM)
        yield found
        found.close()


class Person:
    """Somebody in front of a browser.

    Args:
        context: The browser, with its cookies.
        site: Where they are.
        look: How they look at pages, one of `LOOKS`.
    """

    def __init__(self, context: BrowserContext, site: Site, look: str) -> None:
        self.site = site
        self.look = look
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._said)
        self.page.on("request", self._asked)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.site.url + path)
        return self.page

    def sign_in(self, scope: Scope, *, then: str = "/") -> Page:
        """Sign in with the key of a scope."""
        self.go(f"/sign-in?next={then}")
        self.page.get_by_label("Key").fill(self.site.secrets[scope])
        self.page.get_by_role("main").get_by_role("button", name="Sign in").click()
        return self.page

    def calm(self) -> None:
        """Check the page that is open, as the head of this module says."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        told = [f"{each['id']}: {[n['html'] for n in each['nodes']][:4]}" for each in found]
        assert not told, "\n".join(told)
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(width) <= 0, "the page is wider than the window"
        assert not self.wrong, self.wrong

    def picture(self, name: str, look: str = "light") -> None:
        """Keep what the window shows, for the documentation; where that is the look."""
        folder = os.environ.get("RESOLVER_PICTURES")
        if folder and self.look == look:
            self.page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    def _said(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        # Chromium reports each answer that is an error, which a test may want.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.wrong.append(text)

    def _asked(self, request: object) -> None:
        url = getattr(request, "url", "")
        if urlsplit(url).scheme in ("http", "https") and not url.startswith(self.site.url):
            self.wrong.append(f"asked {url}")


Meet = Callable[..., Person]


@pytest.fixture
def meet(browser: Browser, site: Site) -> Iterator[Meet]:
    """Make a person who looks at the site: `meet("dark")`, `meet(javascript=False)`."""
    contexts: list[BrowserContext] = []

    def make(look: str = "light", *, javascript: bool = True) -> Person:
        options = LOOKS[look]
        contexts.append(
            browser.new_context(java_script_enabled=javascript, **options)  # type: ignore[arg-type] # as LOOKS has them
        )
        return Person(contexts[-1], site, look)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(params=LOOKS)
def person(request: pytest.FixtureRequest, meet: Meet) -> Person:
    """Somebody who looks at the site, in each way of `LOOKS`."""
    return meet(request.param)
