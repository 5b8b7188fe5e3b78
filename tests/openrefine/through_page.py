"""OpenRefine's own page in a browser: from one command and one paste to reconciled cells.

With RESOLVER_PICTURES=FOLDER (`make pictures`) the pictures of docs/reconciliation.md are made.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.openrefine.refine import OpenRefine, address_of
from tests.web.conftest import Service

pytest.importorskip("selenium", reason="Selenium is not installed: make test-openrefine brings it")

from tests.openrefine.browser import Browser, chromium

PAGE: Final = Path(__file__).parents[2] / "docs" / "reconciliation.md"

LETTERS: Final = """Sender,Where
University of Bagdad,Iraq
Natl Archives,UK
National Archives,
Golestan Uni,Iran
Acme Widgets Ltd,
"""

MUSEUMS: Final = """Musée;Ville;Pays;Autres noms;Fondé en
Musée du Louvre;Paris;France;Louvre|Le Louvre;1793
Musée des Beaux-Arts;Lyon;France;MBA Lyon;1801
Musée des Beaux-Arts;Lille;France;Palais des Beaux-Arts de Lille;1809
Musée royal de Mariemont;Morlanwelz;Belgique;Domaine de Mariemont;1920
Fondation Beyeler;Riehen;Suisse;Beyeler;1997
"""

LOANS: Final = "Lent by\nPalais des beaux arts, Lille\nMusee royal Mariemont\n"

ServeTable = Callable[[str, str], tuple[str, float]]

_CANDIDATE: Final = ".data-table-recon-topic"
_MATCHED: Final = "td a[href*='/reconcile/view?id=']:not(.data-table-recon-topic)"
_PREVIEW: Final = ".data-table-topic-popup iframe"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("Chromium is not installed: apt install chromium chromium-driver")
    folder = os.environ.get("RESOLVER_PICTURES")
    found = Browser(Path(folder) if folder else None)
    yield found
    found.stop()


@pytest.fixture
def serve_table(tmp_path: Path) -> Iterator[ServeTable]:
    """Serve a CSV by one command: the URL to paste, and the second in which it was given."""
    services = []

    def start(name: str, text: str) -> tuple[str, float]:
        table = tmp_path / name
        table.write_text(text, "utf-8")
        began = time.monotonic()
        services.append(Service(None, table=table))
        return address_of(services[-1]), began

    yield start
    for service in services:
        service.stop()


def _register(browser: Browser, url: str) -> None:
    """From the menu of the first column to the panel of the service, whose URL is pasted."""
    browser.click("th.column-header:nth-of-type(2) .column-header-menu")
    browser.hover(".menu-item", "Reconcile", shows=".menu-container ~ .menu-container")
    browser.click(".menu-item", "Start reconciling")
    browser.click("button", "Add standard service")
    browser.write(".dialog-container form input", "http://127.0.0.1:8000/reconcile")
    browser.picture("paste", ".dialog-frame:has(form)")
    browser.write(".dialog-container form input", url)
    browser.click("button", "Add service")
    browser.click(".recon-dialog-service-selector.selected")  # the list of services goes away


def _the_csv_of_the_page() -> str:
    found = re.search(r"```csv\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_page_shows_candidates_previews_and_what_is_searched(
    browser: Browser, refine: OpenRefine, serve_table: ServeTable
) -> None:
    url, _ = serve_table("institutions.csv", _the_csv_of_the_page())
    project = refine.project("letters", LETTERS)
    browser.open(f"{refine.url}/project?project={project}")
    _register(browser, url)
    browser.click("input[name=include]")
    browser.write("input[name=property]", "coun")
    browser.click(".fbs-item", "country")
    browser.picture("start", ".dialog-frame")
    browser.click("button", "Start reconciling")

    browser.seen(_CANDIDATE)
    assert browser.texts(_MATCHED) == [
        "University of Baghdad",
        "National Archives",
        "Golestan University",
    ]
    assert browser.texts(_CANDIDATE)[:2] == ["National Archives"] * 2
    browser.hover(_CANDIDATE, shows=_PREVIEW)
    shown = browser.framed(_PREVIEW)
    assert "National Archives" in shown
    assert "founded" in shown
    browser.picture("candidates")

    browser.leave()
    browser.click(".data-table-recon-extra a", "Search for match")
    browser.write(".dialog-container input:not([type])", "publik record ofice")
    browser.seen(".fbs-item", "National Archives")
    browser.picture("search")
    browser.click(".fbs-item", "National Archives")
    browser.gone(_CANDIDATE)
    assert Counter(browser.texts(_MATCHED))["National Archives"] == 2


def test_one_command_and_one_paste(
    browser: Browser,
    refine: OpenRefine,
    serve_table: ServeTable,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = refine.project("loans", LOANS)
    browser.open(f"{refine.url}/project?project={project}")
    url, began = serve_table("musees.csv", MUSEUMS)
    served = time.monotonic() - began
    _register(browser, url)
    browser.click("button", "Start reconciling")
    assert browser.texts(_MATCHED)[0] in MUSEUMS
    took = time.monotonic() - began
    with capsys.disabled():
        print(  # noqa: T201 - the figure is what a person runs it for
            f"\nfrom a new CSV to the first reconciled row: {took:.1f} s, until it is served"
            f" {served:.1f} s; one command, one paste, the rest clicks"
        )
