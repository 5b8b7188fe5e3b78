"""Weights go to their wire form and back, and those of another version are refused."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest

from resolver.errors import HomeFormat
from resolver.match.score.evidence import WEIGHTS
from resolver.match.score.weights import (
    PROFILES,
    Weights,
    load_weights,
    profile_of,
    values_for,
)


def test_weights_come_back_from_their_wire_form() -> None:
    assert Weights.from_dict(load_weights().to_dict()) == load_weights()


def test_every_profile_of_both_tables_has_a_number_for_every_weight() -> None:
    for table in (load_weights().resolve, load_weights().compare):
        assert table.keys() == set(PROFILES)
        for values in table.values():
            assert all(math.isfinite(values[key]) for key in WEIGHTS)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tables: tables.pop("compare"),
        lambda tables: tables["resolve"].pop("span"),
        lambda tables: tables["resolve"].update(vessel={}),
        lambda tables: tables["compare"]["person"].pop("prior"),
        lambda tables: tables["compare"]["person"].update(unknown=1.0),
        lambda tables: tables["compare"]["person"].update(prior="1"),
        lambda tables: tables["compare"].update(person=[]),
        lambda tables: tables.update(resolve=None),
    ],
)
def test_other_keys_or_values_are_refused_with_the_remedy(spoil: Callable[[Any], object]) -> None:
    tables = copy.deepcopy(load_weights().to_dict())
    spoil(tables)
    with pytest.raises(HomeFormat, match="run: resolver compile"):
        Weights.from_dict(tables)


@pytest.mark.parametrize(
    ("entity_type", "profile"),
    [("person", "person"), ("place", "place"), ("aircraft", "other"), (None, "other")],
)
def test_a_type_without_weights_of_its_own_has_those_of_other(
    entity_type: str | None, profile: str
) -> None:
    table = load_weights().resolve
    assert profile_of(entity_type) == profile
    assert values_for(table, entity_type) == table[profile]
