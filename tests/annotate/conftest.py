"""What tests of annotating share: a small table of places, persons and organizations, and texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from resolver import Resolver
from resolver.annotate.candidates import Asking
from resolver.annotate.reading import Read, read
from resolver.annotate.table import Table, table_of
from resolver.index import Index
from resolver.match.score.weights import Weights
from resolver.model import Annotation, Passage
from resolver.text.words import load_words
from tests.conftest import compile_entities
from tests.match.conftest import decide, decided_home, make_index, make_resolver

__all__ = [
    "decide",
    "decided_home",
    "make_index",
    "make_resolver",
]  # fixtures that tests of matching share too


def place(
    entity_id: str, name: str, country: str, prominence: int | None = None, **properties: str
) -> dict[str, Any]:
    """A place in its wire form: `admin1` and `admin2` are where it lies, `kind` is what it is."""
    of_it = {key: [value] for key, value in properties.items()}
    known = {} if prominence is None else {"prominence": prominence}
    return {
        "id": entity_id,
        "type": "place",
        "name": name,
        "country": [country],
        "properties": of_it,
        **known,
    }


def person(entity_id: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": entity_id, "type": "person", "name": name, **more}


TABLE = (
    place("iraq", "Iraq", "IQ", 40_000_000),
    place("babil", "Babil", "IQ", 2_000_000, kind="admin1"),
    place("hilla", "Hilla", "IQ", 450_000, admin1="Babil"),
    place("hilla-yemen", "Hilla", "YE", 1_000, admin1="Dhamar"),
    place("baghdad", "Baghdad", "IQ", 7_000_000, admin1="Baghdad"),
    place("usa", "United States", "US", 330_000_000),
    place("texas", "Texas", "US", 29_000_000, kind="admin1"),
    place("travis", "Travis County", "US", 1_200_000, kind="admin2", admin1="Texas"),
    place("austin", "Austin", "US", 950_000, admin1="Texas", admin2="Travis County"),
    place("austin-minnesota", "Austin", "US", 25_000, admin1="Minnesota"),
    place("paris-texas", "Paris", "US", 25_000, admin1="Texas"),
    place("paris", "Paris", "FR", 2_100_000, admin1="Île-de-France"),
    place("france", "France", "FR", 67_000_000),
    place("nice", "Nice", "FR", 340_000, admin1="Provence"),
    place("reading", "Reading", "GB", 230_000, admin1="England"),
    place("mobile", "Mobile", "US", 190_000, admin1="Alabama"),
    place("of", "Of", "TR", 40_000, admin1="Trabzon"),
    place("bush", "Bush", "US", 300, admin1="Louisiana"),
    place("hilltown", "Hilltown", "GB", 3_000, admin1="England"),
    place("beijing", "北京", "CN", 21_000_000),
    *(place(f"town-{n}", f"Qarv{chr(97 + n)}n", "IQ", 100 + n, admin1="Babil") for n in range(20)),
    person("zahedi", "Mohammad Reza Zahedi", country=["IR"]),
    person("hassan-singer", "Ali Hassan Rida", description="singer of folk songs"),
    person("hassan-commander", "Ali Hassan Rida", description="commander of a militia brigade"),
    {"id": "mobilization", "type": "organization", "name": "Popular Mobilization Forces"},
)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    """A resolver over `TABLE`. Only ask it."""
    return Resolver.open(compile_entities(tmp_path_factory.mktemp("texts"), *TABLE))


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """The same table, opened for texts."""
    index = Index.open(compile_entities(tmp_path_factory.mktemp("table"), *TABLE))
    return table_of(index, Weights.of_index(index), load_words())


def asked(text: str, table: Table, **options: Any) -> tuple[Read, Asking]:
    """A text that is read, and what is asked about its names."""
    asking = Asking(table, Passage(text, **options))
    return read(text, asking), asking


def said(annotation: Annotation) -> list[tuple[str, str]]:
    """Of each name of a text the ID of whom it is said to mean, or the verdict."""
    return [(each.text, _meant(each.decision)) for each in annotation.mentions]


def ids(candidates: Iterable[Any]) -> list[str]:
    """The IDs of candidates of a decision."""
    return [each.id for each in candidates]


def _meant(decision: Any) -> str:
    matched = decision.verdict == "match"
    found: str = decision.candidates[0].id if matched else decision.verdict
    return found
