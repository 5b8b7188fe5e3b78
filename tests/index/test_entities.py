"""What blocks of entities hold is what their columns hold."""

from __future__ import annotations

import json

import numpy as np
import pytest

from resolver.index.entities import EntityBlock
from resolver.model import Entity
from resolver.text.keys import hash64

ANA = Entity.from_dict(
    {
        "id": "a",
        "type": "person",
        "name": "Ana",
        "aliases": [{"text": "Анна", "language": "ru", "kind": "native", "valid_from": "2001"}],
        "country": ["IR"],
        "prominence": 7,
        "properties": {"born": ["1970", "1971"]},
    }
)
BEN = Entity("b", "place", "Ben")
RECORD = ANA.to_dict() | {"sources": ["people"]}


def test_a_block_holds_entities_and_their_names_in_order() -> None:
    block = EntityBlock.of([(ANA, RECORD), (BEN, BEN.to_dict() | {"sources": ("places", "more")})])
    assert (block.ids.raw, block.ids.sizes.tolist()) == (b"ab", [1, 1])
    assert (block.types.words, block.types.numbers.tolist()) == (("person", "place"), [0, 1])
    assert block.prominence.tolist() == [7, pytest.approx(np.nan, nan_ok=True)]
    assert (block.fact_counts.tolist(), block.alias_counts.tolist()) == ([3, 0], [2, 1])
    assert block.aliases.texts.raw.decode() == "AnaАннаBen"
    assert block.aliases.form_hash.tolist() == [hash64(form) for form in ("ana", "анна", "ben")]
    language = block.aliases.language
    assert (language.words, language.numbers.tolist()) == (("", "ru"), [0, 1, 0])
    assert block.aliases.since.tolist() == [0, 20010000, 0]
    first = block.records.raw[: block.records.sizes[0]]
    assert json.loads(first) == RECORD


def test_no_entity_is_a_block_without_a_row() -> None:
    block = EntityBlock.of([])
    assert len(block.facts) == len(block.prominence) == len(block.aliases.kind) == 0
