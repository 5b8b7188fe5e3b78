"""GeoNames' small files say where a place lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.packs.places.codes import Codes, Unit, cells_of, read_codes
from resolver.packs.rejects import RejectFile, Rejects

INFO = (
    "#ISO\tISO3\tISO-Numeric\n\r\n"
    "IQ\tIRQ\t368\tIZ\tIraq\tBaghdad\t437072\t38433600\tAS\t.iq\tIQD\tDinar\t964\t#####\t^(\\d{5})$\t"
    "ar-IQ,ku,hy\t99237\tSY,SA,IR,JO,TR,KW\t\r\n"
    "AN\tANT\t530\tNT\tNetherlands Antilles\tW\t960\t300000\tNA\t.an\tANG\tG\t599\t\t\tnl\t"
    "8505032\t\t\n"
)


def files(folder: Path, **texts: str) -> dict[str, Path]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8", newline="")
    return {name: folder / f"{name}.txt" for name in texts}


@pytest.fixture
def codes(tmp_path: Path) -> Codes:
    given = files(
        tmp_path,
        admin1CodesASCII="\ufeffIQ.06\tBabil\tBabil\t98227\n",
        admin2Codes="IQ.06.99\tHilla District\tHilla District\t98228\n",
        countryInfo=INFO,
        hierarchy="98227\t98228\tADM\n98228\t500\tADM\n98227\t600\t\n500\t501\tADM\n700\t700\tADM\n",
    )
    return read_codes(given, Rejects())


def test_units_are_found_by_code(codes: Codes) -> None:
    assert codes.units["IQ.06"] == Unit(1, "Babil")
    assert codes.units_of("1", "IQ", "06", "99") == ("Babil", "Hilla District")
    assert codes.units_of("1", "IQ", "06", "") == ("Babil", "")


def test_without_a_code_the_hierarchy_says_it(codes: Codes) -> None:
    assert codes.units_of("501", "IQ", "00", "") == ("Babil", "Hilla District")
    assert codes.units_of("600", "IQ", "00", "") == ("", "")  # its parent is no unit's
    assert codes.units_of("700", "IQ", "00", "") == ("", "")  # in itself


def test_countries_of_today_are_known_with_their_first_language(codes: Codes) -> None:
    assert list(codes.countries) == ["IQ"]
    assert codes.countries_by_id["99237"] == ("IQ", "IRQ", "368", "Iraq", "ar")


def test_no_file_says_nothing() -> None:
    assert read_codes({}, Rejects()).units_of("1", "IQ", "06", "") == ("", "")


def test_a_short_row_ends_the_import_or_is_written_down(tmp_path: Path) -> None:
    given = files(tmp_path, admin1CodesASCII="IQ.06\tBabil\nIQ.07\tB\tB\t98182\n")
    with pytest.raises(BadSource, match=r"ASCII\.txt, line 1: 2 cells where 4 are needed — fetch"):
        read_codes(given, Rejects())
    with RejectFile(tmp_path / "rejects.jsonl") as rejects:
        assert list(read_codes(given, rejects).units) == ["IQ.07"]
    assert rejects.count == 1


def test_bytes_that_are_not_utf_8_are_named() -> None:
    with pytest.raises(BadSource, match=r"a\.txt, line 3: byte 2 of the line is not valid UTF-8"):
        cells_of(Path("a.txt"), 3, b"a\xff\n", 1)
