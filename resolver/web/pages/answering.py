"""An answer as the page of look-up shows it: the verdict, the candidates, what options did.

Reach for `found` to answer what a URL asks. Each option is asked about once more without it, to say
what it did; what somebody is still typing is nobody's question to decide.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from resolver.cache import CachedResolver
from resolver.engine import Resolver
from resolver.errors import UnknownEntity
from resolver.explaining.facts import Fact, countries, differing_facts
from resolver.explaining.naming import (
    alias_words,
    country_name,
    percent,
    property_name,
    spoken,
    type_name,
)
from resolver.explaining.verdicts import MANY, Said, effect, near, said
from resolver.model import Query
from resolver.web.page_routes import ALIAS_FORM, ENTITY_PAGE, LOOK_UP, WHY
from resolver.web.pages.asking import Asked, Given
from resolver.web.pages.frame import path_of

_SHOWN: Final = 5
"""Candidates that are shown, unless more may be meant."""

_COMPARED: Final = 50
"""Candidates without an option that are compared with those with it."""

_BEGINNINGS: Final = 6
"""Names that begin as what was typed, where nobody is meant by it."""

_LETTERS: Final = 40
"""Letters of a context that are shown."""


class ShownAlias(NamedTuple):
    """The alias that matched.

    Args:
        text: As it is written.
        language: The tag of its language, where that is one that browsers know; else "".
        words: What it is, in words.
    """

    text: str
    language: str
    words: str


class ShownCandidate(NamedTuple):
    """A candidate as the page shows it.

    Args:
        id: Its ID.
        name: Its name.
        what: Its type and its countries, in words.
        description: What the table says of it, or "".
        alias: What matched; None where that is the name itself.
        facts: What tells it apart from the others.
        score: 0 to 1.
        percent: The same in words.
        path: Of its page.
        why: Of the page that says why.
        beside: Of the page that compares it with the first; "" of the first itself.
        this_one: Of the form that makes the text a name of it.
    """

    id: str
    name: str
    what: str
    description: str
    alias: ShownAlias | None
    facts: Sequence[Fact]
    score: float
    percent: str
    path: str
    why: str
    beside: str
    this_one: str


class Chip(NamedTuple):
    """What was known beside the name.

    Args:
        what: It, in words.
        effect: What it did to the answer, or "".
        without: The path of the same question without it.
    """

    what: str
    effect: str
    without: str


class Beginning(NamedTuple):
    """An entity with a name that begins as what was typed.

    Args:
        name: Its name.
        what: Its type and its countries, in words.
        path: Of its page.
    """

    name: str
    what: str
    path: str


class Found(NamedTuple):
    """What was found.

    Args:
        verdict: As in `Decision`.
        said: The same in words.
        candidates: Who may be meant.
        chips: What was known.
        begun: Who has a name that begins so, where nobody is meant.
    """

    verdict: str
    said: Said
    candidates: Sequence[ShownCandidate]
    chips: Sequence[Chip]
    begun: Sequence[Beginning]


def found(
    asked: Asked, query: Query, resolver: Resolver, cached: CachedResolver, *, is_typed: bool
) -> Found:
    """The answer to what was asked.

    Args:
        asked: What was.
        query: The query that it made.
        resolver: What knows the entities.
        cached: What answers.
        is_typed: Whether somebody is still typing it.
    """
    answer = _answer(cached, replace(query, limit=MANY), is_typed=is_typed)
    is_open = answer["verdict"] == "ambiguous"
    candidates = answer["candidates"][: max(_SHOWN, near(answer)) if is_open else _SHOWN]
    records = [_record(resolver, each["id"]) for each in candidates]
    facts = differing_facts(records)
    shown = [
        _shown(asked, each, record, telling, candidates[0]["id"])
        for each, record, telling in zip(candidates, records, facts, strict=True)
    ]
    begun = _begun(resolver, query) if answer["verdict"] == "no_match" else []
    return Found(
        answer["verdict"], said(answer, query.type), shown, _chips(asked, answer, cached), begun
    )


def chips(asked: Asked) -> list[Chip]:
    """What is known beside a name that was not asked."""
    return [
        Chip(_in_words(each), "", asked.without(place).path(LOOK_UP))
        for place, each in enumerate(asked.given)
    ]


def what_it_is(record: Mapping[str, Any]) -> str:
    """The type and the countries of an entity in words."""
    where = countries(record)
    kind = type_name(record["type"])
    return f"{kind}, {where}" if where else kind


def _answer(cached: CachedResolver, query: Query, *, is_typed: bool) -> dict[str, Any]:
    if is_typed:
        (answer,) = cached.answers([(query, False)], is_typed=True)
    else:
        answer = cached.answer(query)
    decoded: dict[str, Any] = json.loads(answer.answer.body.content)
    return decoded


def _chips(asked: Asked, answer: Mapping[str, Any], cached: CachedResolver) -> list[Chip]:
    """What was known, with what each did."""
    shown = chips(asked)
    queries = [asked.without(place).query for place in range(len(asked.given))]
    asked_again = [replace(query, limit=_COMPARED) for query in queries if query is not None]
    answers = cached.answers([(query, False) for query in asked_again], is_typed=True)
    return [
        chip._replace(effect=effect(answer, json.loads(each.answer.body.content), _type_of(given)))
        for chip, given, each in zip(shown, asked.given, answers, strict=True)
    ]


def _type_of(given: Given) -> str | None:
    return given.value if given.name == "type" else None


def _in_words(given: Given) -> str:
    """What is known, as a chip says it."""
    if given.name == "country":
        return country_name(given.value)
    if given.name == "as_of":
        return f"as of {given.value}"
    if given.name == "property":
        name, sign, value = given.value.partition("=" if "=" in given.value else ":")
        return f"{property_name(name)}: {value}" if sign else given.value
    if given.name == "context":
        cut = given.value[:_LETTERS].rstrip()
        return f"beside “{cut}{'…' if len(given.value) > _LETTERS else ''}”"
    return type_name(given.value)


def _record(resolver: Resolver, entity_id: str) -> Mapping[str, Any]:
    """What is known of a candidate; nothing if it went away since it was found."""
    try:
        return resolver.record(entity_id)
    except UnknownEntity:
        return {}


def _shown(
    asked: Asked,
    candidate: Mapping[str, Any],
    record: Mapping[str, Any],
    facts: Sequence[Fact],
    first: str,
) -> ShownCandidate:
    entity_id, score = candidate["id"], candidate["score"]
    return ShownCandidate(
        entity_id,
        candidate["name"],
        what_it_is({"type": candidate["type"], "country": record.get("country", ())}),
        record.get("description") or "",
        _alias(candidate),
        facts,
        score,
        percent(score),
        path_of(ENTITY_PAGE, entity_id),
        asked.path(WHY, id=entity_id),
        "" if entity_id == first else asked.path(WHY, id=first, beside=entity_id),
        f"{path_of(ALIAS_FORM, entity_id)}?{urlencode({'text': asked.text})}",
    )


def _alias(candidate: Mapping[str, Any]) -> ShownAlias | None:
    alias = candidate["alias"]
    words = alias_words(alias)
    if alias["text"] == candidate["name"] and not alias.get("valid_until"):
        return None
    return ShownAlias(alias["text"], spoken(alias.get("language")), words)


def _begun(resolver: Resolver, query: Query) -> list[Beginning]:
    begun = islice(resolver.begun_by(query.text, query.type), _BEGINNINGS)
    return [
        Beginning(each["name"], what_it_is(each), path_of(ENTITY_PAGE, each["id"]))
        for each in begun
    ]
