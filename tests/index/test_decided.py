"""Reviews and redirects are read from an index as they were written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from resolver.index.columns import COLUMNS, Column
from resolver.index.decided import IndexedReview, Redirects, Reviews, write_decided
from resolver.index.draft import Draft
from resolver.index.format import current_snapshot, read_snapshot
from resolver.index.segment import Texts
from resolver.model import Review
from tests.index.conftest import contents

TABLE: tuple[Column, ...] = tuple(
    column for column in COLUMNS if column.name.startswith(("review", "redirect"))
)


def review(text: str, **more: Any) -> Review:
    return Review(text, **more, who="ana", when="2026-03-01T12:00:00Z")


def columns_of(tmp_path: Path, reviews: list[Review], survivors: Mapping[str, str]) -> Any:
    with Draft(tmp_path, TABLE) as draft:
        write_decided(draft, map(IndexedReview.of, reviews), survivors)
        draft.commit(contents())
    return read_snapshot(current_snapshot(tmp_path), TABLE).columns


def written(tmp_path: Path, *reviews: Review, **survivors: str) -> tuple[Reviews, Redirects]:
    columns = columns_of(tmp_path, list(reviews), survivors)

    def texts(name: str) -> Texts:
        return Texts(columns[f"{name}_bytes"], columns[f"{name}_start"])

    redirects = Redirects([(columns["redirect_hash"], texts("redirect_old"), texts("redirect_id"))])
    return Reviews([(columns["review_hash"], texts("review_record"))], redirects), redirects


def test_reviews_are_found_by_the_form_of_their_text(tmp_path: Path) -> None:
    reviews, _ = written(
        tmp_path,
        review("Zāhedi", means="z"),
        review("zahedi", type="person", country=("IR",), nobody=True),
        review("Karimi", excludes=("a", "b")),
    )
    assert sorted(reviews.find("zahedi"), key=str) == [
        IndexedReview("zahedi", "person", ("IR",), None, True, ()),
        IndexedReview("zahedi", None, (), "z", False, ()),
    ]
    assert [each.excludes for each in reviews.find("karimi")] == [("a", "b")]
    assert reviews.find("nobody") == []
    assert reviews.has(["nobody", "zahedi", "karimi", "zzz"]).tolist() == [False, True, True, False]


def test_the_ids_of_reviews_are_those_of_the_survivors(tmp_path: Path) -> None:
    reviews, _ = written(
        tmp_path,
        review("a", means="old"),
        review("b", means="old", excludes=("new", "x")),
        old="new",
    )
    assert [each.means for each in reviews.find("a")] == ["new"]
    (merged,) = reviews.find("b")  # what it means and what it does not became one
    assert (merged.means, merged.excludes) == (None, ("new", "x"))


def test_redirects_are_found_by_the_old_id(tmp_path: Path) -> None:
    survivors = {f"old/{n}": f"é {n}" for n in range(300)}
    _, redirects = written(tmp_path, **survivors)
    assert {old_id: redirects.find(old_id) for old_id in survivors} == survivors
    assert redirects.find("é 1") is None


def test_an_index_without_decisions_has_none(tmp_path: Path) -> None:
    reviews, redirects = written(tmp_path)
    assert (reviews.find("a"), redirects.find("a")) == ([], None)
