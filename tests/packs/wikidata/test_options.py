"""What is wanted of a dump is said in a file beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadSource
from resolver.model import COUNTRIES, TYPES
from resolver.packs.wikidata.options import LANGUAGES, Options, options_beside, stem_of, table


def options(folder: Path, text: str) -> Options:
    (folder / "latest-all.toml").write_text(text, "utf-8")
    return options_beside(folder / "latest-all.json.bz2")


@pytest.mark.parametrize("name", ["a.toml", "a.json.toml", "a.json.bz2.toml"])
def test_its_name_may_have_the_ends_of_the_dump_and_its_bytes_a_bom(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("min_sitelinks = 7", "utf-8-sig")
    assert options_beside(tmp_path / "a.json.bz2").min_sitelinks == 7


def test_without_a_file_the_classes_of_the_list_are_wanted(tmp_path: Path) -> None:
    found = options_beside(tmp_path / "latest-all.json.bz2")
    assert found.types["Q5"] == "person"
    assert {"Q515": "place", "Q4830453": "organization", "Q11446": "vessel"}.items() <= (
        found.types.items()
    )
    assert (found.languages, found.min_sitelinks) == (frozenset(LANGUAGES), 1)
    assert {"ar", "zh", "en", "fr", "ru", "es"} <= found.languages


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ('types = ["person"]', {"Q5": "person"}),
        ('classes = ["Q5", "Q20857065"]', {"Q5": "person", "Q20857065": "organization"}),
        ('classes = ["Q327333"]', {"Q327333": "organization", "Q20857065": "organization"}),
        ('classes = {Q11344 = "other"}', {"Q11344": "other"}),
        ('classes = ["Q5", "Q22687"]\ntypes = ["person"]', {"Q5": "person"}),
    ],
)
def test_classes_are_chosen_by_type_or_with_their_subclasses(
    tmp_path: Path, text: str, types: dict[str, str]
) -> None:
    assert options(tmp_path, text).types == types


def test_languages_and_pages_are_chosen(tmp_path: Path) -> None:
    found = options(tmp_path, 'languages = ["uk", "zh-Hant"]\nmin_sitelinks = 0')
    assert (found.languages, found.min_sitelinks) == (frozenset({"uk", "zh-hant"}), 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("clases = []", "unknown key 'clases' — the keys are classes, languages, min_sitelinks"),
        ("types", "not valid TOML: .* — write lines such as"),
        ('types = "person"', "types is not a list of texts — write types = "),
        ("languages = [1]", "languages is not a list of texts"),
        ("min_sitelinks = -1", "min_sitelinks is not a count"),
        ("min_sitelinks = true", "min_sitelinks is not a count"),
        ('types = ["people"]', "'people' is not a type — use one of person"),
        ('classes = ["Q42"]', r"the list of classes has no Q42 — say its type: classes = \{Q42"),
        ('classes = {Q42 = "book"}', "'book' is not a type"),
        ('classes = {book = "work"}', "'book' is no class of Wikidata"),
        ("classes = []", "no class is wanted"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadSource, match=rf"latest-all\.toml.*: {message}"):
        options(tmp_path, text)


@pytest.mark.parametrize("name", ["x.json", "x.json.gz", "x.jsonl.zst", "x.NDJSON.bz2", "x"])
def test_the_stem_is_without_the_ends_of_a_dump(name: str) -> None:
    assert stem_of(Path("a.b") / name) == "x"


def test_the_list_of_classes_hangs_together() -> None:
    rows = {row["id"]: row for row in table("classes.csv")}
    assert len(rows) == len(table("classes.csv"))
    for row in rows.values():
        assert row["id"].startswith("Q")
        assert row["label"]
        assert row["type"] in TYPES
        seen = [row["id"]]
        while broader := rows[seen[-1]]["subclass_of"]:
            assert broader not in seen
            assert rows[broader]["type"] == row["type"]
            seen.append(broader)


def test_every_country_has_an_item() -> None:
    rows = table("countries.csv")
    assert {row["country"] for row in rows} == COUNTRIES
    assert len({row["id"] for row in rows}) == len(rows)
