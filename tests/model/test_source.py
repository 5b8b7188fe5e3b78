"""Sources, and the records that they bring."""

from __future__ import annotations

import pytest

from resolver.errors import EmptyText, UnreadableText
from resolver.model import Additions, Alias, Entity, Source


def test_every_record_says_whose_it_is_and_which_names_it_brings() -> None:
    entity = Entity("a", "person", "A", (Alias("B"),))
    additions = Additions("a", (Alias("C"),))
    assert (entity.entity_id, [alias.text for alias in entity.names]) == ("a", ["A", "B"])
    assert (additions.entity_id, [alias.text for alias in additions.names]) == ("a", ["C"])


def test_a_source_and_additions_refuse_an_id_that_is_none() -> None:
    with pytest.raises(EmptyText, match="the source's name is empty"):
        Source("", "digest")
    with pytest.raises(UnreadableText, match="entity_id"):
        Additions("a\n", ())
