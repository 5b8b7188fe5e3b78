"""Evidence of texts is one table, from which columns, keys of weights and a page follow."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

from resolver.annotate.evidence import COLUMNS, TEXT_EVIDENCE
from resolver.match.score.evidence import EVIDENCE_NAMES

PAGE = Path(__file__).parents[2] / "docs" / "evidence.md"


def test_no_name_of_it_is_a_name_of_evidence_of_queries() -> None:
    assert TEXT_EVIDENCE.keys() & EVIDENCE_NAMES == set()


def test_every_name_has_a_sentence_and_a_row_of_the_page() -> None:
    page = PAGE.read_text("utf-8")
    for name, meaning in TEXT_EVIDENCE.items():
        assert re.fullmatch(r"[A-Z].*\.", meaning)
        assert f"| {name} | {meaning} |" in page


def test_the_file_of_weights_has_a_number_for_every_column_in_the_order_of_the_table() -> None:
    source = resources.files("resolver.annotate").joinpath("weights.toml")
    profiles = tomllib.loads(source.read_text("utf-8"))["linking"]
    assert profiles.keys() == {"place", "other"}
    for values in profiles.values():
        assert tuple(values) == COLUMNS
