"""A name as ISO 3166 writes it holds one name or several."""

from __future__ import annotations

import pytest

from resolver.packs.territories.iso_names import plain_names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Bābil", ["Bābil"]),
        ("Asturias, Principado de", ["Principado de Asturias"]),
        ("Valle d'Aosta, L'", ["L'Valle d'Aosta"]),
        ("Bristol, City of", ["City of Bristol"]),
        ("A Coruña [La Coruña]", ["A Coruña", "La Coruña"]),
        ("Cardiff [Caerdydd GB-CRD]", ["Cardiff", "Caerdydd"]),
        ("Vale of Glamorgan, The [Bro GB-BMG]", ["The Vale of Glamorgan", "Bro"]),
        ("Haute-Sangha / Mambéré-Kadéï", ["Haute-Sangha", "Mambéré-Kadéï"]),
        ("Elgeyo/Marakwet", ["Elgeyo/Marakwet"]),
        ("Sofia (stolitsa)", ["Sofia (stolitsa)", "Sofia"]),
        ("Newry, Mourne and Down", ["Newry, Mourne and Down"]),
        ("San Andrés, Providencia y Santa Catalina", ["San Andrés, Providencia y Santa Catalina"]),
        (
            "USSR, Union of Soviet Socialist Republics",
            ["USSR", "Union of Soviet Socialist Republics"],
        ),
        (
            "Czechoslovakia, Czechoslovak Socialist Republic",
            ["Czechoslovakia", "Czechoslovak Socialist Republic"],
        ),
        ("Cut short [La", ["Cut short", "La"]),
        ("  ", []),
    ],
)
def test_the_names_that_are_written_are_found(written: str, names: list[str]) -> None:
    assert list(plain_names(written)) == names
