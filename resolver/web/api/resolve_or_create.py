"""`POST /v1/entities?resolve=true`: the ID of a record, or of a list of them, or new ones.

A record that may be several entities is refused with 409 and the candidates, so that no program
takes the answer for an ID; among a list it has the verdict `ambiguous` in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response

from resolver.errors import AmbiguousEntity, BadValue
from resolver.web.edit_requests import Asked, entity_sent
from resolver.web.edit_routes import RESOLVE_OR_CREATE
from resolver.web.editor import Editor
from resolver.web.entity_answers import url_of
from resolver.web.responses import json_response
from resolver.web.route import MAX_RECORDS
from resolver.web.routes import ENTITY

if TYPE_CHECKING:
    from resolver.table import How, Resolved


def respond(editor: Editor, asked: Asked) -> Response:
    """The response to what was asked.

    Raises:
        InvalidInput: A record is wrong; nothing is changed.
        AmbiguousEntity: A single record may be several entities.
        Overloaded: The index has too much to do.
    """
    how, table, is_list = _how(asked), editor.table(), "records" in asked.fields
    resolver = editor.resolver(is_batch=is_list)
    if is_list:
        records = _records(asked)
        done = table.resolve_or_create_many(records, resolver, how, reason=asked.reason)
        return _many(editor, done)
    one = table.resolve_or_create(entity_sent(asked.fields), resolver, how, reason=asked.reason)
    if one.id is None:
        raise AmbiguousEntity(
            f"{asked.fields['name']!r} may be several entities",
            "say more of it, or its id; or add ambiguous=create",
            [each.to_dict() for each in one.candidates],
        )
    status, headers = 200, {}
    if one.created:
        status, headers = 201, {"Location": url_of(one.id, ENTITY)}
    return _answered(editor, one.change, one.to_dict(), status, headers)


def expect_none(asked: Asked) -> None:
    """Refuse what is for resolve=true alone.

    Raises:
        BadValue: Something of that is there.
    """
    said = {
        "records": "records" in asked.fields,
        "add_alias": asked.options["add_alias"],
        "ambiguous": asked.options["ambiguous"] != RESOLVE_OR_CREATE["ambiguous"].default,
    }
    for name, is_there in said.items():
        if is_there:
            raise BadValue(f"{name} is for resolve=true alone", "add ?resolve=true", field=name)


def _many(editor: Editor, done: list[Resolved]) -> Response:
    changes = [each.change for each in done if each.change is not None]
    body = {"results": [each.to_dict() for each in done]}
    return _answered(editor, max(changes, default=None), body)


def _answered(
    editor: Editor,
    change: int | None,
    body: dict[str, Any],
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    body = {**body, "change": change}
    if change is None:
        return json_response(body)
    return editor.written(change, body, status, headers)


def _how(asked: Asked) -> How:
    from resolver.table import How

    return How(asked.options["ambiguous"], asked.options["add_alias"])


def _records(asked: Asked) -> list[Any]:
    records = asked.only("records")["records"]
    if not isinstance(records, list):
        raise BadValue(
            "records is not a list",
            'send {"records": [{"type": "…", "name": "…"}]}',
            field="records",
        )
    if len(records) > MAX_RECORDS:
        raise BadValue(
            f"{len(records):,} records are more than {MAX_RECORDS}",
            "send several requests",
            field="records",
        )
    return [entity_sent(each) for each in records]
