"""Cells say countries as people do."""

from __future__ import annotations

import pytest

from resolver.packs.columns.country_cells import countries_of


@pytest.mark.parametrize(
    ("cell", "codes", "unknown"),
    [
        ("iq", ("IQ",), ()),
        ("IRQ", ("IQ",), ()),
        ("XK", ("XK",), ()),
        ("Iran, Islamic Republic of", ("IR",), ()),
        ("Iraq; Deutschland", ("IQ", "DE"), ()),
        ("IQ|SY/LB", ("IQ", "SY", "LB"), ()),
        ("Iraq, Atlantis", ("IQ",), ("Atlantis",)),
        ("QQ", (), ("QQ",)),
        ("!!!", (), ("!!!",)),
    ],
)
def test_codes_and_names_become_codes(
    cell: str, codes: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert countries_of(cell) == (codes, unknown)
