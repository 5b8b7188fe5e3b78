"""What 1.0-draft writes otherwise than 0.2: all of it is here, because the draft still moves.

A question of the draft is asked as one of 0.2, and conditions that 0.2 does not know are held
against its candidates. Source: Reconciliation Service API 1.0-draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from resolver.engine import Resolver
from resolver.errors import BadValue, InvalidInput, TooManyQueries
from resolver.match.score.levels import SAME, level
from resolver.model import FieldKind
from resolver.reconcile.answering import Ask, answered, problem_of
from resolver.reconcile.columns import Columns, find_column, kind_of
from resolver.reconcile.extending import PROPERTY_SETTINGS, cells_of, limit_of, meta_of, read_asked
from resolver.reconcile.manifest import (
    BATCH_SIZE,
    PREVIEW_SIZE,
    About,
    feature_url,
    license_line,
    said_of,
    space_of,
    title_of,
)
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import default_types
from resolver.text import fold
from resolver.text.words import load_words
from resolver.version import code_version

VERSION: Final = "1.0-draft"
"""As the manifest names it."""

MAX_QUERIES: Final = 1000
"""Queries of a batch at most."""

FILTERED_LIMIT: Final = 50
"""Candidates that are asked of 0.2 where conditions may leave only some of them."""

QUANTIFIERS: Final = ("any", "all", "none")
"""How many of a condition's values a candidate has to have."""

_REMEDY: Final = (
    'send {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "NAME"}]}]}'
)


class Condition(NamedTuple):
    """What a candidate has to say in a column.

    Args:
        column_id: Of the column of the table.
        values: As texts.
        quantifier: One of `QUANTIFIERS`.
    """

    column_id: str
    values: tuple[str, ...]
    quantifier: str

    def holds(self, said: Sequence[str], kind: FieldKind) -> bool:
        """Whether it is so where an entity says these values, of a kind."""
        met = [any(is_same(kind, each, other) for other in said) for each in self.values]
        if self.quantifier == "all":
            return all(met)
        return any(met) == (self.quantifier == "any")


def is_same(kind: FieldKind, value: str, other: str) -> bool:
    """Whether two values of a kind say the same: dates, numbers and countries however written."""
    return _folded(value) == _folded(other) or level(kind, value, other, load_words()) == SAME


class Question(NamedTuple):
    """A query of the draft.

    Args:
        query: The same as 0.2 writes it.
        limit: Candidates of the answer at most; None for what 0.2 answers.
        conditions: What its candidates have to say.
        only_id: The one ID that they may have; None for any.
    """

    query: dict[str, Any]
    limit: int | None = None
    conditions: tuple[Condition, ...] = ()
    only_id: str | None = None


def manifest_v1(scope: Scope, about: About, resolver: Resolver) -> dict[str, Any]:
    """The manifest of 1.0-draft. Beside what it asks, `preview` has the URL that testers want."""
    base = f"{scope.base_url}/v1"
    return {
        "versions": [VERSION],
        "name": title_of(scope, about),
        "identifierSpace": space_of(scope, about),
        "schemaSpace": f"{scope.root_url}/reconcile/types/",
        "defaultTypes": default_types(resolver, scope),
        "documentation": f"{scope.root_url}/docs",
        "serviceVersion": code_version(),
        "view": {"url": f"{base}/view?id={{id}}"},
        "featureView": {"url": feature_url(scope).replace("{{id}}", "{id}")},
        "preview": {**PREVIEW_SIZE, "url": f"{base}/preview?id={{{{id}}}}"},
        "suggest": {"entity": True, "type": True, "property": True},
        "extend": {"proposeProperties": True, "propertySettings": _settings()},
        "standardizedScore": True,
        "batchSize": BATCH_SIZE,
        **said_of(about),
        "license": license_line(resolver),
    }


def _settings() -> list[dict[str, Any]]:
    """The settings of properties, with keys as the draft writes them."""
    keys = {"name": "id", "label": "name", "help_text": "helpText"}
    return [
        {keys.get(key, key): value for key, value in each.items()} for each in PROPERTY_SETTINGS
    ]


def extended_v1(asked: object, scope: Scope, resolver: Resolver) -> dict[str, Any]:
    """Columns beside entities: rows in the order of the IDs, properties in that of the question.

    Args:
        asked: The body from JSON.
        scope: The service that is asked.
        resolver: On the index that answers.

    Raises:
        InvalidInput: As of `read_asked`.
    """
    wanted = read_asked(asked, resolver)
    values = cells_of(wanted, scope, resolver)
    rows = [
        {
            "id": entity_id,
            "properties": [
                {"id": column.id, "values": cells}
                for column, cells in zip(wanted.columns, row, strict=True)
            ],
        }
        for entity_id, row in zip(wanted.ids, values, strict=True)
    ]
    return {"meta": meta_of(wanted, values, resolver), "rows": rows}


def with_qualifiers(suggested: Mapping[str, Any]) -> dict[str, Any]:
    """Suggested properties, each with the ways in which its values may be compared: the table's
    own alone, which needs no name."""
    return {
        **suggested,
        "result": [{**each, "matchQualifiers": []} for each in suggested["result"]],
    }


def matched(body: Mapping[str, Any], scope: Scope, resolver: Resolver, ask: Ask) -> dict[str, Any]:
    """The answers to a batch, in the order of its queries.

    Args:
        body: From JSON.
        scope: The service that is asked.
        resolver: On the index that answers.
        ask: What answers the questions; what it raises goes to the caller.

    Raises:
        InvalidInput: As of `read_batch`.
    """
    batch = read_batch(body, resolver)
    queries = {
        str(place): each.query for place, each in enumerate(batch) if isinstance(each, Question)
    }
    answers = answered(queries, scope, resolver, ask)
    return {
        "results": [
            answer_of(each, answers.get(str(place), {}), scope, resolver)
            for place, each in enumerate(batch)
        ]
    }


def read_batch(body: Mapping[str, Any], resolver: Resolver) -> list[Question | InvalidInput]:
    """The questions of a batch in order, an error in the place of each bad one.

    Raises:
        BadValue: There is no list of them.
        TooManyQueries: They are more than `MAX_QUERIES`.
    """
    queries = body.get("queries")
    if not isinstance(queries, list):
        raise BadValue("queries is not a list", _REMEDY, field="queries")
    if len(queries) > MAX_QUERIES:
        raise TooManyQueries(
            f"{len(queries):,} queries are more than {MAX_QUERIES:,}", "send several requests"
        )
    found: list[Question | InvalidInput] = []
    for each in queries:
        try:
            found.append(read_question(each, resolver))
        except InvalidInput as error:
            found.append(error)
    return found


def read_question(asked: object, resolver: Resolver) -> Question:
    """One query of the draft.

    Raises:
        BadValue: It has not the form of one, or asks for what there is not.
    """
    if not isinstance(asked, dict):
        raise BadValue("a query is not a JSON object", _REMEDY, field="queries")
    conditions = asked.get("conditions")
    if not isinstance(conditions, list) or not conditions:
        raise BadValue("a query has no conditions", _REMEDY, field="conditions")
    query: dict[str, Any] = {"type": asked["type"]} if asked.get("type") else {}
    held: list[Condition] = []
    only_id = None
    for each in conditions:
        match_type, value = _checked(each)
        if match_type == "property":
            query.setdefault("properties", [])
            condition = _condition(each, resolver)
            if condition.quantifier != "none":
                query["properties"].append({"pid": each["propertyId"], "v": value})
            if each.get("required") or condition.quantifier != "any":
                held.append(condition)
        elif not isinstance(value, str):
            raise BadValue(f"the {match_type} is not a text", "send a text", field="propertyValue")
        else:
            query.setdefault("query", value)
            if match_type == "id":
                query.setdefault("properties", []).append({"pid": "id", "v": value})
                only_id = value if each.get("required") else only_id
    limit = limit_of(asked.get("limit"))
    if held or only_id is not None:
        query["limit"] = max(FILTERED_LIMIT, limit or 0)
    elif limit:
        query["limit"] = limit
    return Question(query, limit, tuple(held), only_id)


def _checked(condition: object) -> tuple[str, Any]:
    """The match type of a condition, and its value."""
    if not isinstance(condition, dict):
        raise BadValue("a condition is not a JSON object", _REMEDY, field="conditions")
    if condition.get("matchQualifier"):
        raise BadValue(
            f"there is no matchQualifier {condition['matchQualifier']!r}",
            "leave it out; values are compared as the table has them",
            field="matchQualifier",
        )
    match_type = condition.get("matchType")
    if match_type not in ("name", "id", "property"):
        raise BadValue(
            f"there is no matchType {match_type!r}",
            "use name, id or property",
            field="matchType",
        )
    if condition.get("propertyValue") is None:
        raise BadValue("a condition has no propertyValue", _REMEDY, field="propertyValue")
    return match_type, condition["propertyValue"]


def _condition(given: Mapping[str, Any], resolver: Resolver) -> Condition:
    property_id, quantifier = given.get("propertyId"), given.get("matchQuantifier") or "any"
    if quantifier not in QUANTIFIERS:
        raise BadValue(
            f"there is no matchQuantifier {quantifier!r}",
            f"use one of {', '.join(QUANTIFIERS)}",
            field="matchQuantifier",
        )
    column_id = find_column(resolver, property_id) if isinstance(property_id, str) else None
    if column_id is None:
        raise BadValue(
            f"there is no property {property_id!r}",
            "see suggest/property for those there are",
            field="propertyId",
        )
    values = given["propertyValue"]
    values = values if isinstance(values, list) else [values]
    texts = [
        str(each.get("id", each.get("name", "")) if isinstance(each, dict) else each)
        for each in values
    ]
    return Condition(column_id, tuple(texts), quantifier)


def _folded(text: str) -> str:
    return fold.fold(text) or text


def answer_of(
    asked: Question | InvalidInput, answer: Mapping[str, Any], scope: Scope, resolver: Resolver
) -> dict[str, Any]:
    """The answer to a query, from the answer of 0.2 to the same.

    Args:
        asked: The query, or what is wrong with it.
        answer: `{"result": […]}`, maybe with an `error` beside it; of a bad query it is not read.
        scope: The service that is asked.
        resolver: On the index that answers.
    """
    if isinstance(asked, InvalidInput):
        return {"candidates": [], "error": problem_of(asked)}
    columns = Columns(resolver, scope)
    kept = [each for each in answer["result"] if _fits(each["id"], asked, columns, resolver)]
    candidates = [{**each, "features": _features(each)} for each in kept[: asked.limit or None]]
    return {
        "candidates": candidates,
        **({"error": answer["error"]} if "error" in answer else {}),
    }


def _fits(entity_id: str, asked: Question, columns: Columns, resolver: Resolver) -> bool:
    """Whether a candidate fulfils all conditions."""
    if not asked.conditions and asked.only_id is None:
        return True
    record = resolver.record(entity_id)
    ids = {entity_id, *(each["id"] for each in record.get("other_ids", ()))}
    if asked.only_id is not None and asked.only_id not in ids:
        return False
    return all(
        each.holds(_said(record, each.column_id, columns), kind_of(resolver, each.column_id))
        for each in asked.conditions
    )


def _said(record: Mapping[str, Any], column_id: str, columns: Columns) -> list[str]:
    """What an entity says in a column; of an entity that is a value, its ID and name too."""
    cells = columns.cells(record, column_id, {})
    said = [*columns.values(record, column_id, {}), *(v for each in cells for v in each.values())]
    return [str(each) for each in said]


def _features(candidate: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": str(each["id"]).replace("_", " ").replace(":", ": "), **each}
        for each in candidate["features"]
    ]
