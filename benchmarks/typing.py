"""How long an answer takes while somebody types a name, and how soon and how small the page is.

Goals, at 1.2 million names: of the answers to all that is typed, 95 in 100 within 100 ms; the first
paint of `/` within 100 ms, and at most 60 kB over the wire with all that the page is made of.

A running service is asked as its page asks it: names that are evenly spread over its table, half of
them with a letter wrong, letter by letter, each beginning once, so that nothing was cached. Where
Playwright and Chromium are there, the page itself is opened and typed into, too, with names of
others: what is measured is from the letter to the frame after the answer is in the page. The first
paint is that of a browser that runs and has nothing of the page, beside that of a page of one line,
`/healthz`, in the same run: what a browser takes in any case depends on what else the machine does.

    python -m benchmarks.typing HOME [URL]

HOME has the table that the service at URL (http://127.0.0.1:8000) answers from. A row for each way
is appended to docs/benchmarks/typing.csv.
"""

from __future__ import annotations

import http.client
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

import numpy as np

from benchmarks.rows import add_row
from benchmarks.serving import misspelt
from resolver import Resolver
from resolver.index import Index

if TYPE_CHECKING:
    from playwright.sync_api import Page

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "typing.csv"
NAMES: Final = 100
"""Names that are typed over HTTP."""

IN_BROWSER: Final = 20
"""Names that are typed into the page."""

LETTERS: Final = 24
"""Letters of a name that are typed at most."""

OPENED: Final = 15
"""Times that each page is opened; the first does not count, for the browser begins with it."""

TYPE: Final = """
async (typed) => {
  const box = document.querySelector("#q"), answer = document.querySelector("#answer");
  const taken = [];
  for (const text of typed) {
    const begin = performance.now();
    const seen = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - begin));
      });
      observer.observe(answer, { childList: true });
    });
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    taken.push(await seen);
  }
  return taken;
}
"""
"""Types each text, and says how long it took until its answer was in the page."""

PAINTED: Final = """
new Promise((resolve) => {
  const seen = (list) => {
    const [entry] = list.getEntriesByName("first-contentful-paint");
    if (entry) resolve(entry.startTime);
  };
  new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
})
"""

BYTES: Final = """
[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, each) => sum + each.transferSize, 0)
"""


class Taken(NamedTuple):
    """Milliseconds until an answer was there.

    Args:
        way: Over HTTP alone, or in a browser.
        typed: How many beginnings were typed.
        first_paint_ms: Of the page, the median; "" over HTTP.
        line_paint_ms: Of a page of one line, likewise.
        page_kb: What the page and all that it is made of take over the wire; "" over HTTP.
    """

    way: str
    typed: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float
    first_paint_ms: float | str = ""
    line_paint_ms: float | str = ""
    page_kb: float | str = ""


def beginnings(names: Sequence[str]) -> list[str]:
    """All that is typed of some names, each once; of every other name a letter is wrong."""
    typed = [misspelt(name) if place % 2 else name for place, name in enumerate(names)]
    ends = [name[:end] for name in typed for end in range(1, min(len(name), LETTERS) + 1)]
    return list(dict.fromkeys(each for each in ends if not each.endswith(" ")))


def over_http(url: str, typed: Sequence[str]) -> Taken:
    """The times of answers over one connection that stays open."""
    times = []
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)) as connection:
        for text in typed:
            begin = time.perf_counter()
            connection.request("GET", f"/answer?{urlencode({'q': text})}")
            response = connection.getresponse()
            response.read()
            times.append((time.perf_counter() - begin) * 1000)
            if response.status != 200:
                raise SystemExit(f"{text!r}: {response.status}")
    return taken("HTTP", times)


def in_browser(url: str, typed: Sequence[str]) -> Iterator[Taken]:
    """The times in a browser, where there is one."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        print("Playwright or Chromium is not installed: no browser is measured")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page()
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        line_ms, _ = opened(page, f"{url}/healthz")
        first_ms, size = opened(page, f"{url}/")
        times = page.evaluate(TYPE, typed)
        browser.close()
    yield taken("browser", times)._replace(
        first_paint_ms=first_ms, line_paint_ms=line_ms, page_kb=round(size / 1000, 1)
    )


def opened(page: Page, url: str) -> tuple[float, int]:
    """Milliseconds until a page is painted first, the median, and the bytes that it takes."""
    painted, sizes = [], []
    for _ in range(OPENED):
        page.goto(url, wait_until="load")
        painted.append(page.evaluate(PAINTED))
        sizes.append(page.evaluate(BYTES))
    return round(float(np.median(painted[1:])), 1), max(sizes)


def taken(way: str, times: Sequence[float]) -> Taken:
    """The figures of some times in milliseconds."""
    figures = (*np.percentile(times, (50, 95, 99)), max(times))
    return Taken(way, len(times), *(round(float(each), 1) for each in figures))


def main(home: str, url: str = "http://127.0.0.1:8000") -> None:
    """Measure, print, and append the figures to docs/benchmarks/typing.csv."""
    with Resolver.open(home) as resolver:
        sample = resolver.sample(NAMES + IN_BROWSER)
    names = Index.open_current(Path(home)).manifest["aliases"]
    written = [str(each["name"]) for each in sample if len(each["name"]) > 1]
    step = len(written) // IN_BROWSER
    others = written[::step]
    asked = beginnings([name for place, name in enumerate(written) if place % step])
    new = [each for each in beginnings(others) if each not in set(asked)]
    day = datetime.now(UTC).date().isoformat()
    for each in chain([over_http(url, asked)], in_browser(url, new)):
        print("  ".join(f"{name} {value}" for name, value in each._asdict().items()))
        add_row(RESULTS, {"date": day, "names": names, **each._asdict()})


if __name__ == "__main__":
    main(*sys.argv[1:])
