"""GeoNames' names by language: each is a name of a kind, a code, an ID, or nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import Alias
from resolver.packs.places.alternate_names import Named, alternate_names
from resolver.packs.rejects import RejectFile, Rejects


def named(tmp_path: Path, *rows: str) -> Named:
    """What place 7 is called, whose own language is Arabic."""
    path = tmp_path / "alternateNamesV2.txt"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    with alternate_names(path, Rejects()) as names:
        return names.of("7", "ar")


@pytest.mark.parametrize(
    ("row", "alias"),
    [
        ("en\tHilla", Alias("Hilla", "en")),
        ("\tHilla\t\t\t\t\t\t", Alias("Hilla")),
        ("en\t\u200eHilla  &amp; Co\u200f", Alias("Hilla & Co", "en")),
        ("ar\tالحلة\t1\t\t\t\t\t", Alias("الحلة", "ar", "native")),
        ("ar-Latn\tal-Ḥilla\t\t\t\t\t\t", Alias("al-Ḥilla", "ar-Latn", "transliteration")),
        ("zh-Hant\t希拉\t\t1\t\t\t\t", Alias("希拉", "zh-Hant")),
        ("piny\tXi la\t\t\t\t\t\t", Alias("Xi la", "zh-Latn-pinyin", "transliteration")),
        ("abbr\tHL\t\t\t\t\t\t", Alias("HL", None, "acronym")),
        ("en\tBig Apple\t\t\t1\t\t\t", Alias("Big Apple", "en", "nickname")),
        ("en\tBombay\t\t\t\t1\t\t1995", Alias("Bombay", "en", "former", None, "1995")),
        ("ru\tЛ\t\t\t\t1\t1924\t19910906", Alias("Л", "ru", "former", "1924", "1991-09-06")),
        ("ru\tЛ\t\t\t\t\t1991-12-26\t", Alias("Л", "ru", "name", "1991-12-26")),
        ("fr_1793\tLibreville\t\t\t\t\t\t", Alias("Libreville", "fr", "former")),
        ("en\tX\t\t\t\t1\tcirca 1962\t12th century", Alias("X", "en", "former")),
        ("en\tX\t\t\t\t1\t-500\t1991-02-30", Alias("X", "en", "former")),
        ("en\tX\t\t\t\t1\t1990\t1980", Alias("X", "en", "former")),
    ],
)
def test_a_name_has_its_kind_language_and_time(tmp_path: Path, row: str, alias: Alias) -> None:
    assert named(tmp_path, f"1\t7\t{row}") == Named([alias])


@pytest.mark.parametrize("language", ["link", "post", "phon", "nuts", "lauc", "tcid", "EN", "x_y"])
def test_links_postal_codes_and_unknown_sorts_are_no_names(tmp_path: Path, language: str) -> None:
    assert named(tmp_path, f"1\t7\t{language}\t51001\t\t\t\t\t\t") == Named()


def test_codes_become_properties_and_ids_of_wikidata_are_kept(tmp_path: Path) -> None:
    rows = ["1\t7\tiata\tBGW", "2\t7\tunlc\tIQBGW", "3\t7\twkdt\tQ1530", "4\t7\twkdt\tL12"]
    assert named(tmp_path, *rows) == Named([], {"iata": ["BGW"], "unlocode": ["IQBGW"]}, ["Q1530"])


def test_an_id_that_several_places_have_is_nobodys(tmp_path: Path) -> None:
    rows = ["1\t7\twkdt\tQ28515", "2\t8\twkdt\tQ28515", "3\t7\twkdt\tQ5", "4\t7\twkdt\tQ5"]
    assert set(named(tmp_path, *rows).wikidata) == {"Q5"}


def test_preferred_names_go_first_and_other_places_stay_out(tmp_path: Path) -> None:
    rows = ["1\t7\ten\tA", "2\t8\ten\tB", "3\t7\ten\tC\t1\t\t\t", "", "4\t7\ten\t ", "5\t7\ten\tD"]
    assert [alias.text for alias in named(tmp_path, *rows).aliases] == ["C", "A", "D"]


def test_a_short_row_ends_the_import_or_is_written_down(tmp_path: Path) -> None:
    path = tmp_path / "alternateNamesV2.txt"
    path.write_text("1\t7\ten\n2\t7\ten\tB\n")
    with (
        pytest.raises(BadSource, match=r"V2\.txt, line 1: 3 cells where 4 are needed"),
        alternate_names(path, Rejects()),
    ):
        pass
    with (
        RejectFile(tmp_path / "rejects.jsonl") as rejects,
        alternate_names(path, rejects) as names,
    ):
        assert names.of("7", "").aliases == [Alias("B", "en")]
    assert rejects.count == 1


def test_of_a_zip_the_file_of_names_is_read(tmp_path: Path) -> None:
    path = tmp_path / "alternateNamesV2.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("iso-languagecodes.txt", "ISO 639-3\n")
        archive.writestr("alternateNamesV2.txt", "1\t7\ten\tA\n" * 1000)
    with alternate_names(path, Rejects()) as names:
        assert len(names.of("7", "").aliases) == 1000
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(BadSource, match="damaged or cut short"), alternate_names(path, Rejects()):
        pass
