"""The page of an entity: all that is known of it, what people changed, a box to set a text against.

It is read from the index, as answers are. Behind a change (`?done=NUMBER`) it waits until every
answer has that; where this takes too long, the store is read.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from flask import Flask, Response, g, request

from resolver.errors import HomeError, InvalidInput
from resolver.explaining import entities, history
from resolver.explaining.against import Against, set_against
from resolver.explaining.naming import percent, type_name
from resolver.explaining.point import point_of
from resolver.explaining.timeline import timeline
from resolver.web.editor import Editor
from resolver.web.entity_answers import moved
from resolver.web.live import Live
from resolver.web.page_routes import (
    ALIAS_FORM,
    ENTITY_PAGE,
    FIELDS_FORM,
    MERGE_FORM,
    REMOVAL_FORM,
    SPLIT_FORM,
    UNDO_FORM,
    WHY,
)
from resolver.web.pages.frame import Frame, path_of
from resolver.web.pages.wording import sentences

DONE: Final = "done"
"""The parameter that has the number of the change that led here."""


_DIGITS: Final = 15
"""Digits that the number of a change has at most."""


class Links(NamedTuple):
    """Where an entity's forms are."""

    itself: str
    alias: str
    remove: str
    fields: str
    merge: str
    split: str
    undo: str

    @classmethod
    def of(cls, entity_id: str) -> Links:
        """The links of an entity."""
        routes = (
            ENTITY_PAGE,
            ALIAS_FORM,
            REMOVAL_FORM,
            FIELDS_FORM,
            MERGE_FORM,
            SPLIT_FORM,
            UNDO_FORM,
        )
        return cls(*(path_of(route, entity_id) for route in routes))


class _Past(NamedTuple):
    """What the journal says of an entity.

    Args:
        changes: The last changes, newest first.
        done: The change that led to the page, where who asks made it.
        is_seen: Whether every answer has that.
        problem: Why nothing is known of all this; "" where it is.
    """

    changes: list[history.ChangeInWords]
    done: history.ChangeInWords | None = None
    is_seen: bool = True
    problem: str = ""


def register(app: Flask, frame: Frame, live: Live, editor: Editor) -> None:
    """Serve the page."""

    @ENTITY_PAGE.serve(app)
    def entity(id: str) -> Response:  # noqa: A002 - the parameter's name in the path
        past = _past(editor, id)
        if past.is_seen:
            resolver = live()
            survivor = resolver.survivor(id)
            if survivor != id:
                return _moved(survivor)
            record = resolver.entity(survivor)
        else:
            stored = editor.opened().entity(id)
            if stored.entity.id != id:
                return _moved(stored.entity.id)
            record = live().described(stored.record())
        return frame.page("entity.html", title=record["name"], **_shown(record, past, editor))


def number_of(text: str) -> int | None:
    """The number of a change that a text is; None where it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_number else None


def _past(editor: Editor, entity_id: str) -> _Past:
    """What the journal says, once all answers have the change that led here."""
    try:
        journal = editor.journal()
        number = number_of(request.args.get(DONE, ""))
        done = None if number is None else history.change_of(journal, entity_id, number)
        is_seen = done is None or editor.seen(done.number)
        is_own = done is not None and g.key is not None and g.key.name == done.by
        changes = history.history_of(journal, entity_id, reviews=_may_review())
        return _Past(changes, done if is_own else None, is_seen)
    except HomeError as error:  # a home that was made elsewhere may have no journal
        return _Past([], problem=error.what)


def _may_review() -> bool:
    """Whether who asks may see which names others decided: of lists, they are nobody else's."""
    return g.key is not None and g.key.allows("review")


def _moved(survivor: str) -> Response:
    response = moved(survivor, ENTITY_PAGE, request.query_string)
    response.headers["Cache-Control"] = "no-store"  # it may be an entity of its own again
    return response


def _shown(record: dict[str, Any], past: _Past, editor: Editor) -> dict[str, Any]:
    """What the template shows."""
    against, problem = _against(record, editor)
    return {
        "entity": record,
        "links": Links.of(record["id"]),
        "description": record.get("description", ""),
        "type": type_name(record["type"]),
        "names": entities.names_of(record),
        "facts": entities.facts_of(record),
        "sources": entities.sources_of(record),
        "other_ids": entities.other_ids_of(record),
        "timeline": timeline(record, datetime.now(UTC).date()),
        "point": point_of(record),
        "past": past,
        "may_write": g.key is not None and g.key.allows("write"),
        "asked": request.args.get("against", ""),
        "against": against,
        "against_problem": problem,
        "why": WHY.path,
        "entity_path": lambda entity_id: path_of(ENTITY_PAGE, entity_id),
        "percent": percent,
    }


def _against(record: dict[str, Any], editor: Editor) -> tuple[Against | None, str]:
    """What is said of the text in the box, or what is wrong with it."""
    text = request.args.get("against", "").strip()
    if not text:
        return None, ""
    try:
        return set_against(record, text, editor.resolver(is_batch=True)), ""
    except InvalidInput as error:
        return None, sentences(error)
