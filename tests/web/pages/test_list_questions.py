"""Of the ambiguous names of a list it is known which nobody decided."""

from __future__ import annotations

import os
from pathlib import Path

from resolver.curate.review_file import ReviewRow, review_lines
from resolver.jobs import Jobs
from resolver.table import Table
from resolver.table.undecided import keep
from resolver.web.pages.list_questions import ListQuestions, open_of_list
from tests.journal.test_queue import asked


def test_those_of_the_list_alone_the_most_asked_first(few_home: Path) -> None:
    _, folder, held = Jobs(few_home).take(9)
    os.close(held)
    rows = [
        ReviewRow(text, kind, country, 1, "twins", ())
        for text, kind, country in (("Al", None, ()), ("=Ben", "person", ("IQ", "US")))
    ]
    folder.review.write_text("".join(review_lines(rows)), "utf-8", newline="")
    nobody = ReviewRow("Zed", None, (), 1, "nobody", ())
    folder.unmatched.write_text("".join(review_lines([nobody])), "utf-8", newline="")
    keep(few_home, [asked("Zed", verdict="no_match", reason="nobody", candidates=())])
    keep(few_home, [asked("Al"), asked("=Ben", 3, type="person", country=("IQ", "US"))])
    keep(few_home, [asked("of another list", 9), asked("=Ben", 5)])
    with Table.open(few_home, by="ana") as table:
        found = open_of_list(table.store, folder)
        assert (found.ambiguous, found.unmatched, found.decided) == (2, 1, 0)
        assert [each.text for each in found.open] == ["=Ben", "Al", "Zed"]
        table.review({"text": "al", "decision": "nobody"})
        found = open_of_list(table.store, folder)
        assert (found.asked, found.decided, [each.text for each in found.open]) == (
            3,
            1,
            ["=Ben", "Zed"],
        )
        table.review({"text": "Zed", "decision": "nobody"})
        assert [each.text for each in open_of_list(table.store, folder).open] == ["=Ben"]
        folder.review.unlink()
        folder.unmatched.unlink()
        assert open_of_list(table.store, folder) == ListQuestions(0, 0, [])
