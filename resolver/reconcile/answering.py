"""The answers to a batch of 0.2: candidates by key, each with all that clients read.

    results = answered({"q0": {"query": "Teheran"}}, scope, resolver, ask)

A query that cannot be answered has no candidates, and says beside them what is wrong. A match is
the engine's verdict, or an ID of the table. Source: Reconciliation Service API 0.2, section 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from resolver.engine import Resolver
from resolver.errors import InvalidInput, UnknownEntity
from resolver.match.score.verdict import judge
from resolver.model import Query
from resolver.reconcile.asked import Asked, beyond, read
from resolver.reconcile.features import ALIAS_EXACT, Feature, features_of
from resolver.reconcile.labels import description, label
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import named_type

Ask = Callable[[Sequence[Query]], list[dict[str, Any]]]
"""What answers questions: their decisions in the wire form with the evidence, in order."""

ALIAS_IS_EXACT: Final = Feature(ALIAS_EXACT, value=True)
"""The feature of a candidate that bears the asked name."""

_NOTHING: Final[dict[str, Any]] = {"candidates": [], "margin": 0, "id": None, "verdict": "no_match"}


class Found(NamedTuple):
    """A candidate that is shown.

    Args:
        record: Of the entity.
        score: From 0 to 100.
        match: Whether it is the one meant.
        alias: The alias that matched; None where its ID was asked.
        features: What it is made of.
    """

    record: Mapping[str, Any]
    score: float
    match: bool
    alias: str | None
    features: list[Feature]


def answered(
    queries: Mapping[str, object], scope: Scope, resolver: Resolver, ask: Ask
) -> dict[str, Any]:
    """The answers to a batch, by the keys of the queries.

    Args:
        queries: By any key, as JSON has them.
        scope: The service that is asked.
        resolver: On the index that answers.
        ask: What answers the questions; what it raises goes to the caller.
    """
    asked = read_all(queries, scope, resolver)
    found = iter(
        answer_all(
            [each for each in asked.values() if isinstance(each, Asked)], scope, resolver, ask
        )
    )
    return {
        key: {"result": [], "error": problem_of(each)}
        if isinstance(each, InvalidInput)
        else {"result": [shown(one, scope) for one in next(found)]}
        for key, each in asked.items()
    }


def read_all(
    queries: Mapping[str, object], scope: Scope, resolver: Resolver
) -> dict[str, Asked | InvalidInput]:
    """The queries of a batch by their keys; what is wrong in the place of each bad one."""
    found: dict[str, Asked | InvalidInput] = {}
    for key, value in queries.items():
        try:
            found[key] = read(value, scope, resolver)
        except InvalidInput as error:
            found[key] = error
    return found


def answer_all(
    asked: Sequence[Asked], scope: Scope, resolver: Resolver, ask: Ask
) -> list[list[Found]]:
    """The candidates of some queries, in order, the likeliest of each first."""
    decisions = _decided([each.queries for each in asked], ask)
    found = [
        candidates_of(each, decision, scope, resolver)
        for each, decision in zip(asked, decisions, strict=True)
    ]
    # One who bears the name ends the search; where the service has not that one, others are asked.
    hidden = [
        place
        for place, decision in enumerate(decisions)
        if len(decision["candidates"]) == 1 and not found[place]
    ]
    further = _decided([[*map(beyond, asked[place].queries)] for place in hidden], ask)
    for place, decision in zip(hidden, further, strict=True):
        found[place] = candidates_of(asked[place], decision, scope, resolver)
    return found


def _decided(asked: Sequence[Sequence[Query]], ask: Ask) -> list[Mapping[str, Any]]:
    """The decisions about some questions, in order; about no queries nothing."""
    queries = [query for each in asked for query in each]
    decisions = iter(ask(queries) if queries else [])
    return [mixed(each, [next(decisions) for _ in each]) for each in asked]


def mixed(queries: Sequence[Query], decisions: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """One decision of those about the same name as each of several types.

    Each type is as likely as the others, so a score is the mean of the scores that it has as each.

    Args:
        queries: What was asked, with the same thresholds.
        decisions: About each, in the wire form.
    """
    if len(decisions) < 2:
        return decisions[0] if decisions else _NOTHING
    scores: dict[str, float] = {}
    best: dict[str, Mapping[str, Any]] = {}
    for each in (each for decision in decisions for each in decision["candidates"]):
        key = each["id"]
        scores[key] = scores.get(key, 0) + each["score"] / len(decisions)
        best[key] = max(best.get(key, each), each, key=lambda one: one["score"])
    order = sorted(scores, key=lambda key: -scores[key])
    verdict, margin = judge([scores[key] for key in order], queries[0])
    return {
        "candidates": [{**best[key], "score": scores[key]} for key in order],
        "margin": margin,
        "id": order[0] if verdict == "match" else None,
        "verdict": verdict,
    }


def candidates_of(
    asked: Asked, decision: Mapping[str, Any], scope: Scope, resolver: Resolver
) -> list[Found]:
    """The candidates of a query that the service has, the likeliest first.

    Args:
        asked: The query.
        decision: What the engine said to it, in the wire form.
        scope: The service that is asked.
        resolver: On the index that answers.
    """
    found: list[Found] = []
    best = decision["candidates"][0]["score"] if decision["candidates"] else 0
    for place, candidate in enumerate(decision["candidates"]):
        if len(found) >= asked.limit:
            break
        record = _record(candidate["id"], resolver)
        if record is not None and _is_wanted(record, asked, scope):
            lead = decision["margin"] if place == 0 else candidate["score"] - best
            found.append(_found(asked, candidate, record, lead, decision["id"]))
    found = _with_one_match(found)
    return found if asked.entity_id is None else _with_id(found, asked, scope, resolver)


def _found(
    asked: Asked,
    candidate: Mapping[str, Any],
    record: Mapping[str, Any],
    lead: float,
    matched: str | None,
) -> Found:
    text = "" if asked.query is None else asked.query.text
    return Found(
        record,
        round(100 * candidate["score"], 2),
        candidate["id"] == matched,
        candidate["alias"]["text"],
        features_of(text, candidate, record, lead),
    )


def _with_one_match(found: list[Found]) -> list[Found]:
    """A match is one where it is the first."""
    return [each._replace(match=each.match and place == 0) for place, each in enumerate(found)]


def _with_id(
    found: list[Found],
    asked: Asked,
    scope: Scope,
    resolver: Resolver,
) -> list[Found]:
    """The candidates behind the entity whose ID was asked.

    Where the text is a name, too, the engine says what is a match, and its match goes first.
    """
    record = _record(asked.entity_id, resolver)
    if record is None or not _is_wanted(record, asked, scope):
        return found
    own = next((each for each in found if each.record["id"] == record["id"]), None)
    is_name = asked.is_text and any(ALIAS_IS_EXACT in each.features for each in found)
    if is_name and found[0].match:
        last = [] if own else [_by_id(record)]
        return [*found[: asked.limit - len(last)], *last] if asked.limit > 1 else found
    first = (own or _by_id(record))._replace(score=100.0, match=not is_name)
    others = [each._replace(match=False) for each in found if each is not own]
    return [first, *others][: asked.limit]


def _by_id(record: Mapping[str, Any]) -> Found:
    """An entity of which the engine knows no name that is like the text."""
    return Found(record, 0.0, False, None, [Feature(ALIAS_EXACT, value=False)])


def _record(entity_id: str | None, resolver: Resolver) -> dict[str, Any] | None:
    """What is known of an entity; None where another index answered, which had it."""
    try:
        return resolver.record(entity_id or "")
    except (InvalidInput, UnknownEntity):
        return None


def _is_wanted(record: Mapping[str, Any], asked: Asked, scope: Scope) -> bool:
    """Whether a service, and the query's types, have an entity."""
    is_there = scope.source is None or scope.source in record["sources"]
    return is_there and (asked.types is None or record["type"] in asked.types)


def shown(found: Found, scope: Scope) -> dict[str, Any]:
    """A candidate in the form of 0.2."""
    return {
        "id": found.record["id"],
        "name": label(found.record, scope.languages),
        "type": [named_type(found.record["type"])],
        "score": found.score,
        "match": found.match,
        "description": description(found.record, found.alias, scope.languages),
        "features": [each.to_dict() for each in found.features],
    }


def problem_of(error: InvalidInput) -> dict[str, str]:
    """What is wrong with a query, as stands beside its empty result."""
    said = {"code": error.code, "title": error.what, "detail": error.remedy, "field": error.field}
    return {key: _sayable(text) for key, text in said.items() if text}


def _sayable(text: str) -> str:
    """A text that UTF-8 can carry."""
    return text.encode("utf-8", "backslashreplace").decode()
