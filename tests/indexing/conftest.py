"""What tests of publishing share: a table, and what an index says of all of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from resolver import Resolver
from resolver.curate.homes import compile_home
from resolver.index import Index
from resolver.table import Table
from tests.conftest import compile_entities

PEOPLE: list[dict[str, Any]] = [
    {
        "id": f"e{n}",
        "type": "person",
        "name": f"Name {n}",
        "aliases": [f"Alias {n}"],
        "prominence": n or None,
    }
    for n in range(30)
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return compile_entities(tmp_path, *PEOPLE)


def through(home: Path) -> int:
    """The number of the last change that the current index has."""
    return Index.open_current(home).manifest["through"]


def sizes(home: Path) -> list[int]:
    """How many entities each snapshot of the current index has of its own."""
    return [len(segment.entity_id) for segment in Index.open_current(home).segments]


def said(home: Path) -> dict[str, Any]:
    """All that the current index says: of every ID that the table ever had, and how much it is."""
    with Table.open(home) as table, Resolver.open(home) as resolver:
        ids = {each["id"] for each in PEOPLE} | table.store.edits().effects.keys()
        index = resolver._index
        found: dict[str, Any] = {"entities": index.entities, "names": index.manifest["aliases"]}
        for each in ids:
            number = index.find_id(each)
            found[each] = index.redirected(each) if number is None else index.record(number)
        texts = [each["name"] for each in PEOPLE]
        found["reviews"] = [index.reviews and index.reviews.find(text.lower()) for text in texts]
    return found


def said_when_compiled_whole(home: Path) -> dict[str, Any]:
    """As `said`, of a whole index of the same store and journal."""
    copy = home.with_name("whole")
    shutil.copytree(home, copy)
    compile_home(copy, wait_s=0, whole=True)
    found = said(copy)
    shutil.rmtree(copy)
    return found
