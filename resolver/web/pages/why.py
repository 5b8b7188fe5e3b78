"""The page that says why a candidate has its score, alone or beside another one.

A candidate that is scored in full has its evidence as a waterfall. One that is not, or that the
text did not bring at all, is compared by its names alone, and the page says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from flask import Flask, Response, request

from resolver.cache import CachedResolver
from resolver.comparing import compare
from resolver.engine import Resolver
from resolver.errors import BadValue
from resolver.explaining.letters import Piece, differing
from resolver.explaining.naming import alias_words, percent, spoken
from resolver.explaining.waterfall import Waterfall, beside, waterfall
from resolver.model import OPTIONS, TYPES, Query
from resolver.web.live import Live
from resolver.web.page_routes import ENTITY_PAGE, LOOK_UP, WHY
from resolver.web.pages.answering import chips, what_it_is
from resolver.web.pages.asking import Asked, asked_of
from resolver.web.pages.frame import Frame, path_of
from resolver.web.requests import url_pairs

_ALL: Final = int(next(option.high for option in OPTIONS if option.name == "limit"))
"""Candidates that are searched for the one that is meant: all that an answer may have."""

_NAMES: Final = 40
"""Names of an entity that a text is compared with where it is no candidate."""

_OTHERS: Final = 4
"""Other candidates that it may be compared with."""

_NO_CANDIDATE: Final = "The text did not bring it up as a candidate."
_SORTED: Final = (
    "Its name is too far from the text to be weighed in full: it was sorted by a quick look alone."
)
_OTHER: Final = "The other one was not weighed in full."

_PAGE: Final = ("id", "beside")
"""What the URL has beside the question."""


class Explained(NamedTuple):
    """A candidate, with what speaks for and against it.

    Args:
        id: Its ID.
        name: Its name.
        what: Its type and its countries.
        path: Of its page.
        score: In words; "" of one that is no candidate.
        alias: The alias that was compared.
        language: The tag of its language, or "".
        alias_is: What the alias is, in words.
        pieces: The text asked and the alias, letters that differ marked.
        rank: The place among the candidates, from 1; None where it is none of them.
        evidence: The terms in their wire form.
        fall: The same as a waterfall.
        by_name: Why it is compared by its name alone, in a sentence; "" where it is not.
    """

    id: str
    name: str
    what: str
    path: str
    score: str
    alias: str
    language: str
    alias_is: str
    pieces: tuple[list[Piece], list[Piece]]
    rank: int | None
    evidence: list[dict[str, Any]]
    fall: Waterfall
    by_name: str


def register(app: Flask, frame: Frame, live: Live, cached: CachedResolver) -> None:
    """Serve the page; arguments as of `resolver.web.pages.look_up`."""

    @WHY.serve(app)
    def why() -> Response:
        pairs = url_pairs(request.query_string)
        asked = asked_of(pair for pair in pairs if pair[0] not in _PAGE)
        ids = {name: value for name, value in pairs if name in _PAGE and value}
        if asked.wrong:
            name, wrong = next(iter(asked.wrong.items()))
            raise BadValue(wrong.removesuffix("."), "look the name up again", field=name)
        if asked.query is None or "id" not in ids:
            what = "the address says of no name whom it may mean"
            raise BadValue(what, "look a name up, and choose Why", field="q")
        resolver = live()
        answer = _answer(cached, asked.query)
        shown = [
            explained(resolver, asked.query, answer, ids[name]) for name in _PAGE if name in ids
        ]
        if len({each.by_name == "" for each in shown}) > 1:  # of two, one has no evidence
            shown = [
                each if each.by_name else _by_name(each, resolver, asked.query) for each in shown
            ]
        one, other = shown[0], shown[1] if len(shown) > 1 else None
        return frame.page(
            "why.html",
            title=f"Why {one.name}?" if other is None else f"{one.name} or {other.name}?",
            asked=asked,
            chips=chips(asked),
            one=one,
            other=other,
            both=None if other is None else beside(one.evidence, other.evidence),
            others=_others(asked, answer, one),
            look_up=asked.path(LOOK_UP),
            swapped=asked.path(WHY, id=other.id, beside=one.id) if other else "",
            alone=[asked.path(WHY, id=each.id) for each in (one, other) if each],
        )


def explained(
    resolver: Resolver, query: Query, answer: Mapping[str, Any], entity_id: str
) -> Explained:
    """A candidate with its evidence.

    Args:
        resolver: What knows the entity.
        query: What was asked.
        answer: The answer to it, with evidence.
        entity_id: Its ID, or one that became another.

    Raises:
        UnknownEntity: There is none with that ID.
    """
    record = resolver.record(entity_id)
    candidates = answer["candidates"]
    places = [place for place, each in enumerate(candidates) if each["id"] == record["id"]]
    candidate: Mapping[str, Any] = candidates[places[0]] if places else {"evidence": []}
    if candidate["evidence"]:
        alias, evidence, by_name = candidate["alias"], candidate["evidence"], ""
    else:
        alias, evidence = _compared(query, record)
        by_name = _SORTED if places else _NO_CANDIDATE
    return Explained(
        id=record["id"],
        name=record["name"],
        what=what_it_is(record),
        path=path_of(ENTITY_PAGE, record["id"]),
        score=percent(candidate["score"]) if places else "",
        rank=places[0] + 1 if places else None,
        by_name=by_name,
        **_evident(query, alias, evidence),
    )


def _by_name(each: Explained, resolver: Resolver, query: Query) -> Explained:
    """The same compared by its name alone, for it stands beside one that has no evidence."""
    alias, evidence = _compared(query, resolver.record(each.id))
    return each._replace(by_name=_OTHER, **_evident(query, alias, evidence))


def _evident(
    query: Query, alias: Mapping[str, Any], evidence: list[dict[str, Any]]
) -> dict[str, Any]:
    """What follows from evidence about an alias, by the fields of `Explained`."""
    return {
        "alias": alias["text"],
        "language": spoken(alias.get("language")),
        "alias_is": alias_words(alias),
        "pieces": differing(query.text, alias["text"]),
        "evidence": evidence,
        "fall": waterfall(evidence),
    }


def _answer(cached: CachedResolver, query: Query) -> dict[str, Any]:
    """The answer to a query with the evidence of all candidates; it is nobody's to decide."""
    (answer,) = cached.answers([(replace(query, limit=_ALL), True)], is_typed=True)
    decoded: dict[str, Any] = json.loads(answer.answer.body.content)
    return decoded


def _compared(
    query: Query, record: Mapping[str, Any]
) -> tuple[Mapping[str, Any], list[dict[str, Any]]]:
    """The name of an entity that is most like a text, and what that says without any table."""
    names = [{"text": record["name"]}, *record.get("aliases", ())][:_NAMES]
    kind = record["type"] if record["type"] in TYPES else None
    compared = [compare(query.text, each["text"], type=kind) for each in names]
    best = max(range(len(names)), key=lambda place: compared[place].score)
    return names[best], [each.to_dict() for each in compared[best].evidence]


def _others(asked: Asked, answer: Mapping[str, Any], one: Explained) -> list[tuple[str, str]]:
    """The names of other candidates, with the page that shows each beside this one."""
    others = [each for each in answer["candidates"] if each["id"] != one.id and each["evidence"]]
    return [
        (each["name"], asked.path(WHY, id=one.id, beside=each["id"])) for each in others[:_OTHERS]
    ]
