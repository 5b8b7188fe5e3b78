"""What tests of matching share: entities in their wire form, and indexes of a few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from resolver import Candidate, Resolver
from resolver.curate.homes import compile_home
from resolver.curate.reviews import decide as decide_all
from resolver.index import Index
from resolver.model import Review
from tests.conftest import compile_entities

MakeIndex = Callable[..., Index]
MakeResolver = Callable[..., Resolver]
Decide = Callable[..., Resolver]
DecidedHome = Callable[..., Path]


def person(entity_id: str, name: str, *aliases: Any, **more: Any) -> dict[str, Any]:
    return {"id": entity_id, "type": "person", "name": name, "aliases": list(aliases), **more}


def numbered(entity_type: str, *names: str) -> list[dict[str, Any]]:
    """Entities of a type with the IDs n0, n1, … in the order of their names."""
    return [
        {"id": f"n{number}", "type": entity_type, "name": name} for number, name in enumerate(names)
    ]


SMALL = (
    person("zahedi", "Mohammad Reza Zahedi", {"text": "محمدرضا زاهدی", "kind": "native"}),
    person("karimi-ir", "Reza Karimi", country=["IR"], properties={"birth_date": ["1960"]}),
    person("karimi-iq", "Reza Karimi", country=["IQ"]),
    person("karimy", "Reza Karimy"),
    person("fadel", "Ali Fadel", "Ali Fadhel", {"text": "Abu Zeinab", "kind": "weak"}),
    {
        "id": "tankers",
        "type": "organization",
        "name": "National Iranian Tanker Company",
        "aliases": [{"text": "NITC", "kind": "acronym"}],
    },
    {
        "id": "x",
        "type": "organization",
        "name": "X Corp.",
        "aliases": [{"text": "Twitter", "kind": "former", "valid_until": "2023-07"}],
    },
    {"id": "moscow", "type": "place", "name": "Москва", "aliases": ["Moscow"]},
    {"id": "sadr-city", "type": "place", "name": "Sadr"},
    {"id": "sadr-44", "type": "organization", "name": "Brigade 44"},
    *(person(f"other-{n}", f"Name {n} Other") for n in range(20)),
)


@st.composite
def near_names(draw: st.DrawFn) -> str:
    """A name of `SMALL`, as it is or with a letter changed, doubled or left out."""
    known = ("Reza Karimi", "Ali Fadel", "Twitter", "Moscow", "Москва", "محمدرضا زاهدی", "NITC")
    name = draw(st.sampled_from(known))
    at = draw(st.integers(0, len(name) - 1))
    new = draw(st.sampled_from(("", name[at], name[at] * 2, "z", "и")))
    return name[:at] + new + name[at + 1 :]


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of `SMALL`. Only read it."""
    return Index.open(compile_entities(tmp_path_factory.mktemp("small"), *SMALL))


@pytest.fixture(scope="session")
def bundled_index(bundled_home: Path) -> Index:
    return Index.open(bundled_home)


@pytest.fixture
def make_index(make_home: Callable[..., Path]) -> MakeIndex:
    """Make an index of entities given in their wire form."""
    return lambda *entities: Index.open(make_home(*entities))


@pytest.fixture
def make_resolver(make_home: Callable[..., Path]) -> MakeResolver:
    """Make a resolver over entities given in their wire form."""
    return lambda *entities: Resolver.open(make_home(*entities))


@pytest.fixture
def decided_home(make_home: Callable[..., Path]) -> DecidedHome:
    """Make a home of entities in their wire form of which somebody decided something: pairs of a
    text and what was decided of it."""

    def make(entities: Iterable[dict[str, Any]], *decided: tuple[str, dict[str, Any]]) -> Path:
        home = make_home(*entities)
        when = "2026-03-01T12:00:00Z"
        reviews = [Review(text, **{"who": "ana", "when": when, **more}) for text, more in decided]
        decide_all(home, reviews)
        compile_home(home, wait_s=10)
        return home

    return make


@pytest.fixture
def decide(decided_home: DecidedHome) -> Decide:
    """The same, opened."""
    return lambda entities, *decided: Resolver.open(decided_home(entities, *decided))


def evidence_names(candidate: Candidate) -> set[str]:
    return {each.name for each in candidate.evidence}
