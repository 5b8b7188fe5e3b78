"""Entities become the rows that the columns promise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from resolver.index.builder import Builder
from resolver.index.decided import write_decided
from resolver.index.draft import Draft
from resolver.index.entities import EntityBlock
from resolver.index.format import Array, current_snapshot, read_snapshot
from resolver.index.manifest import Contents
from resolver.index.segment import Segment
from resolver.model import Entity
from resolver.text.keys import hash64
from resolver.text.sound import load_encoder
from resolver.text.words import load_words
from tests.index.conftest import contents

SOUND = load_encoder()


def built(
    home: Path, *entities: Entity, prominences: Mapping[str, Array] | None = None
) -> tuple[Segment, list[int]]:
    """The rows of some entities, and each step by which the builder reported progress."""
    advanced: list[int] = []
    with Draft(home) as draft:
        table = Builder(draft, SOUND, load_words(), prominences=prominences)
        table.add(
            EntityBlock.of(
                (entity, entity.to_dict() | {"sources": ("people",)}) for entity in entities
            )
        )
        table.finish(advanced.append)
        table.place(advanced.append)
        write_decided(draft, (), {})
        about: Contents = {
            **contents(table.entities),
            "aliases": table.aliases,
            "types": table.types,
            "languages": table.languages,
            "encoder": {"digest": SOUND.digest, "dim": SOUND.dim},
        }
        draft.commit(about)
    return Segment(*read_snapshot(current_snapshot(home))), advanced


def person(entity_id: str, name: str, prominence: float | None = None) -> Entity:
    return Entity.from_dict(
        {"id": entity_id, "type": "person", "name": name, "prominence": prominence}
    )


def test_aliases_that_fold_to_the_same_share_a_form(tmp_path: Path) -> None:
    segment, advanced = built(tmp_path, person("a", "José"), person("b", "JOSE"), person("c", "Al"))
    assert segment.alias_form.tolist() == [0, 0, 1]
    assert segment.form_start.tolist() == [0, 2, 3]
    assert segment.exact.find(hash64("jose")) == [0]
    assert sum(advanced) == 3 + 2  # aliases, then forms


def test_a_rank_counts_the_prominences_of_the_base_too(tmp_path: Path) -> None:
    entities = person("a", "Ana", 10), person("b", "Ben", 30), person("c", "Cy")
    others = {"person": np.array([20.0, 40.0]), "place": np.array([1.0])}
    segment, _ = built(tmp_path, *entities, prominences=others)
    assert segment.entity_rank.tolist() == [
        pytest.approx(1 / 8),
        pytest.approx(5 / 8),
        pytest.approx(np.nan, nan_ok=True),
    ]


def test_no_entity_at_all_makes_columns_without_a_row(tmp_path: Path) -> None:
    segment, advanced = built(tmp_path)
    assert len(segment.entity_id) == len(segment.form_fold) == 0
    assert segment.find_id("a") is None
    assert sum(advanced) == 0
