"""The routes `/v1/reviews`: what names mean by somebody's decision, and what is left to decide."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request

from resolver.web.access import may, who
from resolver.web.edit_requests import asked_of
from resolver.web.editor import Editor
from resolver.web.requests import url_options
from resolver.web.responses import json_response
from resolver.web.review_routes import REVIEW, REVIEWS, TAKE_BACK


def register(app: Flask, editor: Editor) -> None:
    """Serve the routes."""
    from resolver.table import reviewing, undecided  # SQLAlchemy with them

    @REVIEW.serve(app)
    def review() -> Response:
        asked = asked_of(request, REVIEW)
        done = editor.table().review(asked.fields, reason=asked.reason)
        body = {"review": done.to_dict()}
        return editor.written(done.change, body, 201 if done.is_new else 200)

    @REVIEWS.serve(app)
    def reviews() -> Response:
        asked = url_options(request.query_string, REVIEWS)
        state, store, after = asked.pop("state"), editor.opened().store, asked.pop("after")
        found: list[Any]
        if state == "open":
            index = editor.resolver(is_batch=True)
            found = undecided.open_questions(store, after=after or None, resolver=index, **asked)
        else:
            found = reviewing.decided(store, after=after, **asked)
        last = found[-1].number if found else after
        values = [each.to_dict() for each in found]
        return json_response({"state": state, "reviews": values, "next": last})

    @TAKE_BACK.serve(app)
    def take_back(number: int) -> Response:
        asked = asked_of(request, TAKE_BACK)
        asked.only()
        table, is_only_own = editor.table(), not may("write")
        done = reviewing.take_back(
            table.store, number, by=who(), reason=asked.reason, only_own=is_only_own
        )
        return editor.written(done.change, {"review": done.to_dict()})
