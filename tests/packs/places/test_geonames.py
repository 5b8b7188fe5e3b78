"""The pack out of GeoNames' own files: places with their units, names and numbers."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import Entity, Record, SameAs
from resolver.packs import open_pack
from resolver.packs.places.geonames import is_geonames, open_geonames
from resolver.packs.rejects import RejectFile
from tests.packs.places.test_codes import INFO


def row(number: int, name: str, feature: str, **changes: str) -> str:
    """A line of a file of places; `feature` is class and code, as P.PPL."""
    cells = {
        "alternatenames": "Hilla,الحلة,HLL,al hlt",
        "country": "IQ",
        "admin1": "06",
        "admin2": "",
        "population": "0",
    } | changes
    feature_class, _, code = feature.partition(".")
    return "\t".join(
        (
            *(str(number), name, name, cells["alternatenames"], "32.46", "44.41"),
            *(feature_class, code, cells["country"], "", cells["admin1"], cells["admin2"]),
            *("", "", cells["population"], "", "40", "Asia/Baghdad", "2024-01-01"),
        )
    )


IRAQ = row(99237, "Republic of Iraq", "A.PCLI", admin1="00", population="38433600")
BABIL = row(98227, "Bābil", "A.ADM1")
DISTRICT = row(98228, "Qaḑā’ al Ḩillah", "A.ADM2", admin2="99")
HILLA = row(99347, "Al Ḩillah", "P.PPLA", admin2="99", population="289709")
VILLAGE = row(99348, "A Village", "P.PPL")
OCEAN = row(3411923, "Arctic Ocean", "H.OCN", country="", admin1="00", alternatenames="")
PLACES = "\r\n".join((IRAQ, BABIL, DISTRICT, "", HILLA, VILLAGE, OCEAN)) + "\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "cities500.txt": "\ufeff" + PLACES,
        "readme.txt": "Readme",
        "admin1CodesASCII.txt": "IQ.06\tBabil\tBabil\t98227\n",
        "admin2Codes.txt": "IQ.06.99\tHilla District\tHilla District\t98228\n",
        "countryInfo.txt": INFO,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8", newline="")
    return tmp_path


def read(path: Path) -> list[Record]:
    return list(open_pack(path).records())


def entities(path: Path) -> dict[str, Entity]:
    return {each.id: each for each in read(path) if isinstance(each, Entity)}


def test_a_city_knows_its_units_country_place_and_inhabitants(folder: Path) -> None:
    hilla = entities(folder)["geonames-99347"]
    assert hilla.name == "Al Ḩillah"
    assert [alias.text for alias in hilla.aliases] == ["Hilla", "الحلة", "HLL", "al hlt"]
    assert (hilla.country, hilla.prominence) == (("IQ",), 289709)
    assert hilla.description == "city in Babil, Iraq"
    assert dict(hilla.property_values) == {
        "latitude": ("32.46",),
        "longitude": ("44.41",),
        "feature": ("PPLA",),
        "admin1": ("Babil",),
        "admin2": ("Hilla District",),
    }


def test_a_country_has_its_code_and_its_number_is_the_same_thing(folder: Path) -> None:
    iraq = entities(folder)["IQ"]
    assert iraq.name == "Iraq"
    assert "Republic of Iraq" in {alias.text for alias in iraq.aliases}
    assert SameAs("IQ", ("geonames-99237",)) in read(folder)


def test_a_unit_does_not_lie_in_itself(folder: Path) -> None:
    found = entities(folder)
    babil, district = found["geonames-98227"], found["geonames-98228"]
    assert babil.description == "first-order unit in Iraq"
    assert "admin1" not in dict(babil.property_values)
    assert dict(district.property_values)["admin1"] == ("Babil",)
    assert "admin2" not in dict(district.property_values)


def test_what_lies_nowhere_is_said_in_a_word(folder: Path) -> None:
    found = entities(folder)
    ocean, village = found["geonames-3411923"], found["geonames-99348"]
    assert (ocean.country, ocean.description, ocean.prominence) == ((), "ocean", None)
    assert village.description == "populated place in Babil, Iraq"


def test_names_by_language_take_the_place_of_those_without(folder: Path) -> None:
    (folder / "alternateNamesV2.txt").write_text(
        "1\t99347\tar\tالحلة\t1\n2\t99347\twkdt\tQ1530\n3\t99237\twkdt\tQ796\n", "utf-8"
    )
    (alias,) = entities(folder)["geonames-99347"].aliases
    assert (alias.text, alias.language, alias.kind) == ("الحلة", "ar", "native")
    records = read(folder)
    assert SameAs("geonames-99347", ("Q1530",)) in records
    assert SameAs("IQ", ("Q796", "geonames-99237")) in records


def test_a_file_may_be_as_it_was_fetched(folder: Path) -> None:
    path = folder / "IQ.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "Readme")
        archive.writestr("IQ.txt", PLACES)
    assert entities(path)["geonames-99347"].description == "city in Babil, Iraq"
    assert open_geonames(path).source.digest != open_geonames(folder).source.digest
    assert entities(folder / "cities500.txt").keys() == entities(folder).keys()


def test_a_damaged_row_ends_the_import_or_is_written_down(folder: Path) -> None:
    rows = [HILLA, "1\tshort", row(5, "", "P.PPL"), VILLAGE]
    (folder / "cities500.txt").write_text("\n".join(rows), "utf-8")
    with pytest.raises(BadSource, match=r"cities500\.txt, line 2: 2 cells where 19 are needed"):
        read(folder)
    with RejectFile(folder / "rejects.jsonl") as rejects:
        assert len(list(open_pack(folder).records(rejects))) == 2
    assert rejects.count == 2


def test_what_is_no_file_of_places_is_not_recognised(folder: Path) -> None:
    assert is_geonames(folder)
    assert is_geonames(folder / "cities500.txt")
    assert not is_geonames(folder / "readme.txt")
    assert not is_geonames(folder / "missing")
    (folder / "cities500.txt").rename(folder / "places.txt")
    for name in ("admin1CodesASCII.txt", "admin2Codes.txt"):
        (folder / name).unlink()
    assert not is_geonames(folder)  # countryInfo.txt may be anybody's
    (folder / "US.txt").write_text("a\tb\n")
    assert not is_geonames(folder)
    with pytest.raises(BadSource, match=r"no file of places of GeoNames — put allCountries"):
        open_geonames(folder)


def test_what_is_missing_of_a_directory_is_said(folder: Path) -> None:
    (folder / "cities500.txt").unlink()
    (folder / "alternateNamesV2.txt").write_text("1\t99347\tar\tالحلة\t1\n", "utf-8")
    message = (
        "no file of places of GeoNames beside admin1CodesASCII.txt, admin2Codes.txt, alternate"
    )
    with pytest.raises(BadSource, match=message):
        open_pack(folder)
    for name in ("UA.txt", "IQ.txt"):
        (folder / name).write_text(PLACES, "utf-8")
    with pytest.raises(BadSource, match=r"several files of places: IQ\.txt, UA\.txt — give each"):
        open_pack(folder)
    (folder / "pack.toml").write_text('name = "mine"\n')
    assert not is_geonames(folder)


def test_the_file_of_a_country_is_a_source_of_its_own(folder: Path) -> None:
    assert open_pack(folder).source.name == "geonames"
    for name in ("IQ.txt", "UA.txt"):
        (folder / name).write_text(PLACES, "utf-8")
        assert open_pack(folder / name).source.name == f"geonames-{name[:2]}"


def test_a_file_may_be_packed_otherwise_or_fetched_twice(folder: Path) -> None:
    known = entities(folder)
    (folder / "cities500.txt").unlink()
    packed = folder / "cities500.txt.gz"
    packed.write_bytes(gzip.compress(PLACES.encode()))
    assert entities(folder) == known
    packed.unlink()
    again = folder / "cities500 (1).zip"
    with zipfile.ZipFile(again, "w") as archive:
        archive.writestr("cities500.txt", PLACES)
    assert entities(folder) == entities(again) == known


def test_names_of_the_older_file_are_read(folder: Path) -> None:
    with zipfile.ZipFile(folder / "alternateNames.zip", "w") as archive:
        archive.writestr("alternateNames.txt", "1\t99347\tar\tالحلة\t1\t\t\t\n")
    (alias,) = entities(folder)["geonames-99347"].aliases
    assert (alias.text, alias.language, alias.kind) == ("الحلة", "ar", "native")


@pytest.mark.parametrize("digits", [30, 5_000])
def test_a_population_of_many_digits_is_refused_with_its_line(folder: Path, digits: int) -> None:
    rows = [HILLA, row(5, "Many", "P.PPL", population="9" * digits)]
    (folder / "cities500.txt").write_text("\n".join(rows), "utf-8")
    with pytest.raises(BadSource, match=rf"cities500\.txt, line 2.*a population of {digits:,} dig"):
        read(folder)


def test_an_id_of_wikidata_that_several_places_have_makes_them_not_one(folder: Path) -> None:
    rows = "1\t99347\twkdt\tQ28515\n2\t99348\twkdt\tQ28515\n3\t98227\twkdt\tQ1\n"
    (folder / "alternateNamesV2.txt").write_text(rows, "utf-8")
    same = [each for each in read(folder) if isinstance(each, SameAs)]
    assert same == [SameAs("IQ", ("geonames-99237",)), SameAs("geonames-98227", ("Q1",))]


def test_the_file_that_holds_most_is_read(folder: Path) -> None:
    (folder / "allCountries.txt").write_text(VILLAGE + "\n", "utf-8")
    assert list(entities(folder)) == ["geonames-99348"]
