"""The route `/v1/changes`: what changed, a page at a time or all of it, and news when they come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from flask import Flask, Response, request

from resolver.model.edit import MAX_CHANGES, Change
from resolver.web.edit_routes import CHANGES, NDJSON
from resolver.web.editor import Editor
from resolver.web.front import STREAMED
from resolver.web.requests import url_options
from resolver.web.responses import json_response
from resolver.web.route import JSON, MAX_NUMBER
from resolver.web.waiting import waited

PAGE: Final = 100
"""Changes of a page, where a request does not say how many."""


def register(app: Flask, editor: Editor) -> None:
    """Serve the route."""

    @CHANGES.serve(app)
    def changes() -> Response:
        asked = url_options(request.query_string, CHANGES)
        seconds, limit, after = asked.pop("wait"), asked.pop("limit"), asked.pop("after")
        if seconds:
            waited(request.environ, "news", _news(editor, after, asked), seconds)
        if request.accept_mimetypes.best_match([JSON, NDJSON]) == NDJSON:
            request.environ[STREAMED] = True
            return _no_store(Response(_lines(editor, after, limit, asked), content_type=NDJSON))
        found = editor.opened().changes(after=after, limit=limit or PAGE, **asked)
        last = found[-1].number if found else after
        return json_response({"changes": [each.to_dict() for each in found], "next": last})


def _news(editor: Editor, after: int, which: dict[str, Any]) -> Callable[[], bool]:
    """Whether there is a change after one, of those that are asked for."""
    seen = after
    any_change = not any(which.values())

    def is_there() -> bool:
        nonlocal seen
        last = editor.last_change()
        if last <= seen:
            return False
        if any_change or editor.opened().changes(after=seen, limit=1, **which):
            return True
        seen = last
        return False

    return is_there


def _lines(editor: Editor, after: int, limit: int | None, which: dict[str, Any]) -> Iterator[bytes]:
    """Changes, one a line, up to the last one that there was in the beginning."""
    table = editor.opened()
    last, left = table.through, limit or MAX_NUMBER
    while left > 0:
        found = table.changes(after=after, limit=min(left, MAX_CHANGES), **which)
        lines = [_line(each) for each in found if each.number <= last]
        yield b"".join(lines)
        if len(lines) < MAX_CHANGES:
            return
        after, left = found[-1].number, left - len(lines)


def _line(change: Change) -> bytes:
    return json.dumps(change.to_dict(), ensure_ascii=False).encode() + b"\n"


def _no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
