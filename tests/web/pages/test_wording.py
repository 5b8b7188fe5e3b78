"""Errors are said in words for people, as sentences that are not too long."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import (
    BadDate,
    BadValue,
    ForeignOrigin,
    ResolverError,
    TooManyJobs,
    UnknownCountry,
    UnknownEntity,
    UnknownReview,
    UnreadableText,
    WrongMediaType,
)
from resolver.web.pages.wording import said_of, sentence, sentences
from tests.web.conftest import MakeApp
from tests.web.pages.visiting import Visitor


@pytest.mark.parametrize(
    "error",
    [
        ForeignOrigin("a web page asks", "name its origin in RESOLVER_CORS_ORIGINS"),
        WrongMediaType("the body is not declared as JSON", "send Content-Type"),
        TooManyJobs("20 jobs are not done yet", "later"),
        UnknownCountry("country 'NARNIA' is not a country code", "use ISO 3166-1", field="country"),
        UnknownEntity("no entity has the id 'x'", "look it up by its name"),
        UnknownReview("change 3 is no review", "see: resolver review --list"),
    ],
    ids=lambda error: error.code,
)
def test_pages_have_no_words_for_programs(error: ResolverError) -> None:
    said = sentences(error)
    words = ("RESOLVER_", "JSON", "resolver re", "Content-Type", "ISO", "jobs", "code'")
    assert not [each for each in words if each in said]
    assert said.count(". ") == 1


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            BadDate("valid_from '330' is not a date", "write 2015", field="valid_from"),
            "In use since '330' is not a date. Write 2015.",
        ),
        (
            UnreadableText("text has a NUL character", "send it as clean UTF-8", field="text"),
            "What you wrote has a NUL character. Type it anew.",
        ),
        (BadValue("birth_date is empty", "fill it in", field="birth_date"), "Birth date is empty."),
        (BadValue("texts are long", "cut them", field="text"), "Texts are long. Cut them."),
        (
            BadValue("'a' has no alias 'b'", "see: resolver show a", field="text"),
            "'a' has no alias",
        ),
    ],
)
def test_fields_are_called_as_pages_call_them(error: ResolverError, says: str) -> None:
    assert sentences(error).startswith(says)


def test_what_is_worded_well_stays() -> None:
    error = BadValue("since is not a date", "write 2015", field="valid_from")
    assert said_of(error) == ("since is not a date", "write 2015")
    assert sentences(BadValue("no", None, field="a")) == "No."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the file is empty", "The file is empty."),
        ("e.csv, line 3: a quote is open", "e.csv, line 3: a quote is open."),
        ("valid_from is no date", "valid_from is no date."),
        ("what is meant?", "What is meant?"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_sentence_falsifies_no_name(text: str | None, shown: str) -> None:
    assert sentence(text) == shown


def test_what_somebody_wrote_is_cut_and_what_is_wrong_with_it_is_not() -> None:
    shown = sentence(f"the language {'x' * 5_000!r} is not known")
    assert len(shown) < 310
    assert shown.startswith("The language 'xxx")
    assert shown.endswith("…" + "x" * 66 + "' is not known.")


def test_a_list_of_somebody_who_is_not_signed_in_may_be_theirs(
    make_app: MakeApp, own_home: Path
) -> None:
    page = Visitor(make_app(own_home), own_home).get("/lists/" + "x" * 22)
    assert page.status_code == 404
    assert "Sign in if it is yours" in page.text
    assert f'href="/sign-in?next=/lists/{"x" * 22}"' in page.text.partition("<main")[2]
