"""The routes that change the table: entities, their aliases, merges, splits, and what is undone.

A write to an ID that became another one changes nothing: it is refused with 409 and the other ID.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from resolver.errors import BadValue, EntityChanged, IdTaken, UnknownEntity
from resolver.model import checks
from resolver.web.api import resolve_or_create
from resolver.web.edit_requests import Asked, alias_sent, asked_of, entity_sent, if_match
from resolver.web.edit_routes import (
    ADD_ALIAS,
    CREATE_ENTITY,
    MERGE,
    PATCH_ENTITY,
    PUT_ENTITY,
    REMOVE_ALIAS,
    RETIRE_ENTITY,
    SPLIT,
    UNDO,
)
from resolver.web.editor import Editor
from resolver.web.responses import json_response
from resolver.web.route import MAX_NUMBER

if TYPE_CHECKING:
    from resolver.table import Done, Table


def register(app: Flask, editor: Editor) -> None:
    """Serve the routes."""
    _register_entities(app, editor)
    _register_aliases(app, editor)
    _register_groups(app, editor)


def _register_entities(app: Flask, editor: Editor) -> None:
    @CREATE_ENTITY.serve(app)
    def create() -> Response:
        asked = asked_of(request, CREATE_ENTITY)
        if asked.options["resolve"]:
            return resolve_or_create.respond(editor, asked)
        resolve_or_create.expect_none(asked)
        fields = entity_sent(asked.fields)
        return editor.done(editor.table().create(fields, reason=asked.reason), 201)

    @PUT_ENTITY.serve(app)
    def put(id: str) -> Response:  # noqa: A002 - the parameter's name in the path
        asked = asked_of(request, PUT_ENTITY)
        tag, table = if_match(request), editor.table()
        if request.if_none_match.star_tag:
            return editor.done(_created(table, id, asked), 201)
        done = _put(table, id, asked, tag)
        return editor.done(done, 201 if done.is_new else 200)

    @PATCH_ENTITY.serve(app)
    def patch(id: str) -> Response:  # noqa: A002 - the parameter's name in the path
        asked = asked_of(request, PATCH_ENTITY)
        table, tag = editor.table(), if_match(request)
        return editor.done(
            table.patch(id, entity_sent(asked.fields), reason=asked.reason, if_match=tag)
        )

    @RETIRE_ENTITY.serve(app)
    def retire(id: str) -> Response:  # noqa: A002 - the parameter's name in the path
        asked = asked_of(request, RETIRE_ENTITY)
        asked.only()
        table, tag = editor.table(), if_match(request)
        return editor.done(table.retire(id, reason=asked.reason, if_match=tag))


def _register_aliases(app: Flask, editor: Editor) -> None:
    @ADD_ALIAS.serve(app)
    def add(id: str) -> Response:  # noqa: A002 - the parameter's name in the path
        asked, table, tag = asked_of(request, ADD_ALIAS), editor.table(), if_match(request)
        fields = alias_sent(asked.fields)
        checks.text("text", fields.get("text"))
        return editor.done(table.alias(id, fields, reason=asked.reason, if_match=tag), 201)

    @REMOVE_ALIAS.serve(app)
    def remove(id: str) -> Response:  # noqa: A002 - the parameter's name in the path
        asked, table, tag = asked_of(request, REMOVE_ALIAS), editor.table(), if_match(request)
        said = _alias_named({**_named_in_url(asked), **asked.fields})
        return editor.done(table.unalias(id, **said, reason=asked.reason, if_match=tag))


def _register_groups(app: Flask, editor: Editor) -> None:
    @MERGE.serve(app)
    def merge() -> Response:
        asked, table, tag = asked_of(request, MERGE), editor.table(), if_match(request)
        fields = asked.only("into", "from", required=("into", "from"))
        into, dry_run = checks.entity_id("into", fields["into"]), asked.options["dry_run"]
        others = _list("from", fields["from"], '["otan"]')
        merge = table.merge(
            into,
            others,
            reason=asked.reason,
            dry_run=dry_run,
            if_match=tag,
            resolver=editor.resolver(is_batch=False),
        )
        entity = editor.shown(merge.entity)
        body = {
            "id": merge.id,
            "entity": entity.value,
            "merged": merge.merged,
            "aliases": [each.to_dict() for each in merge.aliases],
            "types": [each._asdict() for each in merge.types],
        }
        if merge.change is None:
            body["clashes"] = [each._asdict() for each in merge.clashes]
            body["reviews"] = [each.to_dict() for each in merge.reviews]
            return json_response({"change": None, **body})
        return editor.written(merge.change, body, headers={"ETag": entity.etag})

    @SPLIT.serve(app)
    def split() -> Response:
        asked, table, tag = asked_of(request, SPLIT), editor.table(), if_match(request)
        fields = asked.only("id", "aliases", "new", required=("id",))
        given = _list("aliases", fields.get("aliases") or [], '[{"text": "OTAN"}]')
        aliases, new = [_alias_named(each) for each in given], entity_sent(fields.get("new"))
        if new is not None and (not isinstance(new, dict) or not aliases):
            raise BadValue(
                "new is not an object beside aliases", "name the aliases that go to it", field="new"
            )
        done = table.split(
            fields["id"], aliases=aliases, new=new, reason=asked.reason, if_match=tag
        )
        return editor.done(done, 201)

    @UNDO.serve(app)
    def undo() -> Response:
        asked, table = asked_of(request, UNDO), editor.table()
        change = asked.only("change", required=("change",))["change"]
        if type(change) is not int or not 0 < change <= MAX_NUMBER:
            raise BadValue(
                f"change {json.dumps(change)} is not the number of a change",
                "give a number that a write answered",
                field="change",
            )
        return editor.done(table.undo(change, reason=asked.reason))


def _put(table: Table, entity_id: str, asked: Asked, tag: str | None) -> Done:
    """What was put in the place of an entity; one that has to be there is never created."""
    try:
        return table.put(entity_id, entity_sent(asked.fields), reason=asked.reason, if_match=tag)
    except UnknownEntity as unknown:
        raise EntityChanged(unknown.what, "leave out If-Match to create it") from None


def _created(table: Table, entity_id: str, asked: Asked) -> Done:
    """What was created under an ID that no entity may have."""
    try:
        fields = {**entity_sent(asked.fields), "id": entity_id}
        return table.create(fields, reason=asked.reason)
    except IdTaken as taken:
        raise EntityChanged(taken.what, "leave out If-None-Match to change it") from None


def _alias_named(said: Any) -> dict[str, str]:
    """The text of an alias and, where it is given, its language; a text is one of its own."""
    if isinstance(said, str):
        said = {"text": said}
    if not isinstance(said, dict):
        raise BadValue(
            "an alias is neither a text nor an object", 'write {"text": "OTAN"}', field="aliases"
        )
    for key in said.keys() - {"text", "language"}:
        raise BadValue(f"unknown field {key!r}", "there are text, language", field=key)
    if said.get("text") is None:
        raise BadValue("text is missing", "name the alias: text=OTAN", field="text")
    named = {"text": checks.text("text", said.get("text"))}
    language = checks.optional_text("language", said.get("language"))
    return named if language is None else {**named, "language": language}


def _named_in_url(asked: Asked) -> dict[str, str]:
    said = {name: asked.options[name] for name in ("text", "language")}
    return {name: each for name, each in said.items() if each is not None}


def _list(field: str, value: Any, example: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadValue(f"{field} is not a list", f"write {example}", field=field)
    return value
