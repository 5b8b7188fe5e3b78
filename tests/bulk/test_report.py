"""The page says what was done, and needs nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from resolver import Query
from resolver.bulk.report import report_text
from resolver.bulk.stream import Answer
from resolver.bulk.tally import Summary, Tally
from resolver.lists.reading import Row

EVIL = '<script>alert(1)</script>"&'


def page(tally: Tally) -> str:
    summary = Summary(tally, [("Robert Zahn", 7)], [(EVIL, 3)], 2.0, 0, "f00d")
    return report_text(summary, Query("any", accept=0.8), f"list{EVIL}.csv")


def counted() -> Tally:
    tally = Tally()
    for number, verdict in enumerate(["match", "ambiguous", "no_match", "match", "error"], 1):
        answer = Answer(Query(f"name {EVIL}", country=("IQ",)), "odd <b>" if number == 5 else None)
        answer.verdict, answer.score, answer.best, answer.type = verdict, 0.9, EVIL, "place"
        tally.add(Row(number, number + 1, ["x"], None, True, ""), answer)
    return tally


class Checker(HTMLParser):
    """Collects the tags and the addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


def test_names_are_texts_and_nothing_comes_from_elsewhere() -> None:
    text = page(counted())
    checker = Checker()
    checker.feed(text)
    assert "script" not in checker.tags
    assert checker.addresses == []
    assert re.search(r"https?:|@import|url\(", text) is None


def test_it_has_counts_names_scores_types_countries_rows_and_errors() -> None:
    text = page(counted())
    for part in (
        "5 rows, answered by the index <code>f00d</code>",
        "Robert Zahn",
        "accept 0.8",
        "By type",
        "By country asked",
        "Rows drawn at random",
        "odd &lt;b&gt;",
        "50.0%",
    ):
        assert part in text, part


def test_a_list_without_rows_has_a_page_too() -> None:
    text = report_text(Summary(Tally(), [], [], 0.0, 0, "f00d"), Query("any"), "empty.csv")
    assert "0 rows" in text
