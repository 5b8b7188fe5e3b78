"""Cells say countries as people do."""

from __future__ import annotations

import pytest

from resolver.packs.columns.country_cells import countries_of, no_countries


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


def test_what_is_no_country_is_warned_of() -> None:
    assert no_countries("Land", []) is None
    assert no_countries("Land", ["IQ", "Iran; Iraq", ""]) is None
    said = no_countries("Land", ["Irak", "IQ", "Irak", "Ägypten; IR"])
    assert said is not None
    assert said.startswith("the column 'Land' has 'Irak', 'Ägypten', which are no countries")
    many = no_countries("Land", [f"Land {number}" for number in range(9)])
    assert many is not None
    assert "'Land 4' and 4 more" in many
