"""Changes as lines of a file that lives in git, and back: one change that holds a line, as JSON.

    {"at": "2026-03-01T12:00:00Z", "by": "ana", "kind": "alias", "entity": "nato",
     "operations": [{"target": "nato", "action": "add", "value": {"text": "OTAN", "kind": "name"}}]}

Reach for `edit_lines` to write them and for `read_line` to have a change again. Lines come in the
order of the journal: a new change is a new last line, and one that is undone takes its line away. A
line has no number, for the journal that takes it in gives it one of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from resolver.errors import BadValue
from resolver.journal import Journal
from resolver.model import Alias, Entity, Review, checks
from resolver.model.dates import utc_time
from resolver.model.edit import CHANGE_KINDS, OTHER_ID, Action, Change, Operation
from resolver.store.reviewed import review_operation
from resolver.table.fields import created

_KEYS: Final = ("at", "by", "kind", "entity", "reason", "operations")

_NEVER: Final = ("undo", "erased")
"""Kinds of changes of which nothing holds."""

_REMEDY: Final = "write it as resolver export --source edits does"


def edit_lines(journal: Journal) -> Iterator[str]:
    """The lines of all changes that hold, in order, without their ends."""
    for change in holding(journal):
        yield to_line(change)


def holding(journal: Journal) -> Iterator[Change]:
    """The changes that hold, in order."""
    edits = journal.edits()
    numbers = {each.number for found in edits.effects.values() for each in found}
    yield from (each for each in every_change(journal) if each.number in numbers)


def every_change(journal: Journal) -> Iterator[Change]:
    """All changes, in order."""
    after = 0
    while found := journal.changes(after=after):
        yield from found
        after = found[-1].number


def to_line(change: Change) -> str:
    """A change as a line, without its end."""
    said: dict[str, Any] = {"at": change.at, "by": change.by, "kind": change.kind}
    if change.entity is not None:
        said["entity"] = change.entity
    if change.reason is not None:
        said["reason"] = change.reason
    said["operations"] = [_said(each) for each in change.operations]
    return json.dumps(said, ensure_ascii=False)


def read_line(line: str) -> Change:
    """The change of a line; its number is 0.

    Raises:
        InvalidInput: It is not one.
    """
    said = _object("line", line)
    kind = said.get("kind")
    if kind not in CHANGE_KINDS or kind in _NEVER:
        raise BadValue(f"kind {kind!r} is not one of a change that holds", _REMEDY, field="kind")
    operations = said.get("operations")
    if not isinstance(operations, list) or not operations:
        raise BadValue("operations is not a list of them", _REMEDY, field="operations")
    made = tuple([_operation(each) for each in operations])
    entity = said.get("entity")
    told = made[:1] if kind == "create" else made  # one that is created may decide its name
    if any((each.action == "review") != (kind == "review") for each in told):
        raise BadValue(f"a change of kind {kind} does something else", _REMEDY, field="operations")
    if entity is None and kind != "review":
        raise BadValue("entity is missing", "name the one that it is about", field="entity")
    return Change(
        0,
        utc_time("at", said.get("at")),
        checks.text("by", said.get("by")),
        kind,
        None if entity is None else checks.entity_id("entity", entity),
        reason=checks.optional_text("reason", said.get("reason"), limit=checks.TEXT_LIMIT),
        operations=made,
    )


def _object(what: str, line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadValue(f"the {what} is not a JSON object", _REMEDY)
    if not said.keys() <= set(_KEYS):
        key = next(key for key in said if key not in _KEYS)
        raise BadValue(f"{key!r} is no key of a change", f"the keys are {', '.join(_KEYS)}")
    return said


def _said(operation: Operation) -> dict[str, Any]:
    """An operation; that of a review follows from what it says."""
    if operation.action == "review":
        return {"action": "review", "value": operation.value}
    return operation._asdict()


def _operation(said: object) -> Operation:
    if not isinstance(said, dict) or not isinstance(said.get("value"), dict):
        raise BadValue("an operation is not an object with a value", _REMEDY, field="operations")
    action: Any = said.get("action")
    value = said["value"]
    if action not in get_args(Action):
        raise BadValue(f"action {action!r} is none that there is", _REMEDY, field="operations")
    if action == "review":
        return review_operation(_review(value))
    target = checks.entity_id("target", said.get("target"))
    return Operation(target, action, _value(target, action, value))


def _value(target: str, action: Action, value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The value of an operation as verbs write it."""
    if action == "create":
        return created(Entity.from_dict({**value, "id": target})).value
    if action == "set":
        return _set(value)
    if action == "add":
        return Alias.from_wire(value).to_dict()
    if action == "suppress":
        alias = Alias.from_wire({key: value[key] for key in value if key in ("text", "language")})
        return {"text": alias.text, **({"language": alias.language} if "language" in value else {})}
    if action == "retire":
        return {}
    key = OTHER_ID[action]
    found: dict[str, Any] = {key: checks.entity_id(key, value.get(key))}
    if action == "split" and "apart" in value:
        if value["apart"] is not True:
            raise BadValue("apart is not true", _REMEDY, field="operations")
        found["apart"] = True
    return found


def _set(value: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an entity; those that are null are cleared."""
    given = {key: each for key, each in value.items() if each is not None}
    properties, kept = given.get("properties", {}), {"type", "name"}
    if (
        not isinstance(properties, Mapping)
        or value.keys() & {"id", "aliases"}
        or kept & (value.keys() - given.keys())
    ):
        raise BadValue("set has fields that it cannot set", _REMEDY, field="operations")
    if properties:
        given["properties"] = {key: each for key, each in properties.items() if each is not None}
    whole = Entity.from_dict({"type": "other", "name": "-", **given, "id": "-"}).to_dict()
    found = {key: whole.get(key) for key in value}
    if "properties" in value:
        found["properties"] = {key: whole.get("properties", {}).get(key) for key in properties}
    return found


def _review(value: Mapping[str, Any]) -> Review:
    try:
        return Review(**{**value, "country": tuple(value.get("country", ()))})
    except TypeError:
        raise BadValue("a review has keys that none has", _REMEDY, field="operations") from None
