"""Names that entities have only since a change."""

from __future__ import annotations

from pathlib import Path

from resolver.journal import Journal
from resolver.journal.named import Named, name_key


def test_equal_names_have_one_key_and_no_text_is_in_it() -> None:
    assert name_key("U.S. Navy") == name_key("us  NAVY") != name_key("Us Navi")
    assert len(name_key("$")) == 16
    assert name_key("$") != name_key("€")


def test_names_are_found_by_the_last_change_that_brought_them(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        for name in ("Ana Ruiz", "ANA RUIZ", "Bo"):
            with journal.writing() as writing:
                writing.append("create", by="ana")
                writing.put_names([Named(name, "e1"), Named(f"{name} II", "e2")])
        with journal.reading() as reading:
            assert reading.named(["ana ruíz"], 1) == {"e1"}
            assert reading.named(["Ana Ruiz", "Bo II"], 0) == {"e1", "e2"}
            assert reading.named(["Ana Ruiz"], 2) == set()
            assert reading.named([], 0) == set()
            assert reading.named([f"Nobody {each}" for each in range(1_000)] + ["Bo"], 2) == {"e1"}
