"""A small table with something in every column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resolver.engine import Resolver
from tests.conftest import compile_entities

COLUMNS_TABLE: tuple[dict[str, Any], ...] = (
    {
        "id": "mill",
        "type": "organization",
        "name": "The Mill",
        "aliases": [
            {"text": "Die Mühle", "language": "de"},
            {"text": "Mühle AG", "language": "de-CH", "kind": "legal"},
            {"text": "آسیاب", "language": "fa"},
        ],
        "country": ["CH"],
        "description": "a mill",
        "prominence": 12.5,
        "properties": {
            "parent": ["group"],
            "founded": ["1944-05-01", "1944"],
            "staff": ["120", "2.5"],
            "code": ["group"],
        },
    },
    {
        "id": "group",
        "type": "organization",
        "name": "Group Holding",
        "properties": {"founded": ["1950-01-02"], "code": ["B2"], "staff": ["7"]},
    },
    {"id": "ana", "type": "person", "name": "Ana Bell", "properties": {"code": ["A1"]}},
)
"""What is in the table."""


@pytest.fixture(scope="session")
def columns_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with that table. Only read it."""
    return compile_entities(tmp_path_factory.mktemp("columns"), *COLUMNS_TABLE)


@pytest.fixture(scope="session")
def columns_resolver(columns_home: Path) -> Iterator[Resolver]:
    """A resolver on it."""
    with Resolver.open(columns_home) as resolver:
        yield resolver
