"""A name that somebody has to decide, as a page shows it: who may be meant, and what tells apart.

Reach for `shown` to show some of them as the index answers them now, and for `called` to find
somebody else who is meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from resolver.engine import Decides, Resolver
from resolver.errors import BadValue, UnknownEntity
from resolver.explaining.facts import Fact, differing_facts
from resolver.explaining.naming import alias_words, country_name, percent, spoken, type_name
from resolver.explaining.verdicts import ADVICE, Said, said
from resolver.model import Candidate, Decision, Query
from resolver.model.undecided import Undecided
from resolver.web.page_routes import ENTITY_PAGE, WHY
from resolver.web.pages.answering import what_it_is
from resolver.web.pages.frame import path_of

MAX_SHOWN: Final = 9
"""Candidates that are shown at most: each has a key of its own."""

_ALWAYS: Final = 5
"""Candidates that are shown however unlikely they are."""

_LIKELY: Final = 0.01
"""How likely the others are at least."""

ORIGINS: Final[Mapping[str, str]] = {"list": "in a list", "service": "of the service"}
"""Where a name was asked, in words."""


class ShownCandidate(NamedTuple):
    """Somebody who may be meant.

    Args:
        key: The number of the key that chooses them.
        id: Their ID.
        name: Their name.
        what: Their type and countries, in words.
        description: What the table says of them, or "".
        score: How likely they are, 0 to 1.
        percent: The same in words.
        alias: The name by which they were found, where that is another one, else "".
        language: The tag of its language, where that is one that browsers know, else "".
        alias_words: What that alias is, in words.
        facts: What tells them apart from the others.
        page: The path of their page.
        why: The path of the page that says why.
    """

    key: int
    id: str
    name: str
    what: str
    description: str
    score: float
    percent: str
    alias: str
    language: str
    alias_words: str
    facts: Sequence[Fact]
    page: str
    why: str


class Called(NamedTuple):
    """Somebody of the table who is called as somebody said.

    Args:
        id: Their ID.
        name: Their name.
        what: Their type and countries, in words.
        is_asked: Whether they are of the type that was asked; else the name is decided without it.
    """

    id: str
    name: str
    what: str
    is_asked: bool


class ShownQuestion(NamedTuple):
    """A name that is to be decided.

    Args:
        asked: The question.
        narrowed: The type and the countries that were asked, in words.
        origin: Where it was asked, in words.
        said: What the index answers now, in words.
        candidates: Who may be meant, the likeliest first.
        row: What stands beside it in the list that it is of, by column.
    """

    asked: Undecided
    narrowed: Sequence[str]
    origin: str
    said: Said
    candidates: Sequence[ShownCandidate]
    row: Mapping[str, str] = MappingProxyType({})


def shown(
    questions: Sequence[Undecided], asking: Decides, resolver: Resolver
) -> list[ShownQuestion]:
    """Questions as they are answered now.

    Args:
        questions: The questions.
        asking: What answers them.
        resolver: What knows the facts.

    Raises:
        Overloaded: Too many others ask.
    """
    queries = [
        Query(each.text, type=each.type, country=each.country, limit=MAX_SHOWN)
        for each in questions
    ]
    decisions = asking.resolve_block(queries) if queries else []
    return [_shown(*each, resolver) for each in zip(questions, decisions, strict=True)]


def called(written: str, question: Undecided, asking: Decides, resolver: Resolver) -> list[Called]:
    """Who has a name or an ID that somebody wrote, of whatever type, the likeliest first.

    Args:
        written: The name or the ID.
        question: What is to be decided.
        asking: What answers.
        resolver: What knows the facts.

    Raises:
        InvalidInput: It is no name.
        Overloaded: Too many others ask.
    """
    (decision,) = asking.resolve_block([Query(written, limit=MAX_SHOWN)])
    records = [resolver.record(each.id) for each in decision.candidates]
    try:
        itself = resolver.record(written)
    except (BadValue, UnknownEntity):
        pass  # it is a name, as most are
    else:
        records = [itself, *(each for each in records if each["id"] != itself["id"])]
    return [
        Called(
            str(each["id"]),
            str(each["name"]),
            what_it_is(each),
            question.type in (None, each["type"]),
        )
        for each in records
    ]


def _shown(question: Undecided, decision: Decision, resolver: Resolver) -> ShownQuestion:
    found = [
        each
        for place, each in enumerate(decision.candidates)
        if place < _ALWAYS or each.score >= _LIKELY
    ]
    records = [resolver.record(each.id) for each in found]
    all_of_them = zip(found, records, differing_facts(records), strict=True)
    candidates = [_candidate(key, *each, question) for key, each in enumerate(all_of_them, 1)]
    narrowed = [type_name(question.type)] if question.type else []
    narrowed += [country_name(each) for each in question.country]
    says = said(decision.to_dict(), question.type)
    says = says._replace(why=says.why.removesuffix(ADVICE).rstrip())  # it has no field for that
    return ShownQuestion(question, narrowed, ORIGINS[question.origin], says, candidates)


def _candidate(
    key: int,
    candidate: Candidate,
    record: Mapping[str, Any],
    facts: Sequence[Fact],
    question: Undecided,
) -> ShownCandidate:
    asked: list[tuple[str, str]] = [("q", question.text), ("id", candidate.id)]
    asked += [("type", question.type)] if question.type else []
    asked += [("country", each) for each in question.country]
    alias = candidate.alias.to_dict()
    is_other = candidate.alias.text != candidate.name
    return ShownCandidate(
        key,
        candidate.id,
        candidate.name,
        what_it_is(record),
        record.get("description") or "",
        candidate.score,
        percent(candidate.score),
        candidate.alias.text if is_other else "",
        spoken(alias.get("language")),
        alias_words(alias),
        facts,
        path_of(ENTITY_PAGE, candidate.id),
        f"{WHY.path}?{urlencode(asked)}",
    )
