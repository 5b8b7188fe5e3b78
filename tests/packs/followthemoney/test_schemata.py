"""Every schema that is an entity has a type of ours."""

from __future__ import annotations

from resolver.model import TYPES as OURS
from resolver.packs.followthemoney.schemata import TYPES


def test_schemata_become_types_of_ours() -> None:
    assert set(TYPES.values()) <= set(OURS)
    assert (TYPES["Company"], TYPES["PublicBody"], TYPES["Airplane"]) == (
        "organization",
        "organization",
        "product",
    )
    assert not {"Ownership", "Address", "Sanction", "Document"} & TYPES.keys()
