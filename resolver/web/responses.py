"""The responses of the service: one function for each form.

Reach for this module to change a header or the frame of an answer. An answer that a client may
cache has an `ETag`, and gets 304 where the client has it already. What changes at any time says
`no-store`. Answers to queries say in `Server-Timing` where they came from.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any, Final

from flask import Response, request

from resolver.cache import CachedAnswer, Tier
from resolver.errors import ResolverError
from resolver.model.wire import Body, render
from resolver.web import problems
from resolver.web.requests import Batch
from resolver.web.route import JSON

REVALIDATE: Final = "private, no-cache"
"""The `Cache-Control` of an answer that a client may cache, if it asks with the tag each time."""


Headers = list[tuple[str, str]]
"""The headers of a response, as WSGI takes them."""


def body_response(body: Body) -> Response:
    """A body with its tag, or 304 where the client has it."""
    return _unless_had(body, _tag_headers(body))


def _tag_headers(body: Body) -> Headers:
    return [("ETag", body.etag), ("Cache-Control", REVALIDATE)]


def _unless_had(body: Body, headers: Headers) -> Response:
    unchanged = "HTTP_IF_NONE_MATCH" in request.environ and _has(body.etag)
    return Response(
        b"" if unchanged else body.content,
        304 if unchanged else 200,
        headers,
        content_type=JSON,
    )


def _has(etag: str) -> bool:
    """Whether a client that asks conditionally has the body with a tag (RFC 9110, 13.1.2)."""
    had = request.if_none_match
    return had.star_tag or had.contains_weak(etag.strip('"'))


def json_response(value: dict[str, Any], *, escaped: bool = False) -> Response:
    """A JSON object that nobody may cache; all but ASCII escaped where UTF-8 cannot carry it."""
    return _no_store(json.dumps(value).encode() if escaped else render(value).content)


def moved_response(location: str) -> Response:
    """Where a thing is found that has another URL now; asked again, as an ID may come to life.

    Args:
        location: That URL, from the root of the service on, percent-encoded.
    """
    return Response(b"", 308, [("Location", location), ("Cache-Control", REVALIDATE)])


def answer_response(cached: CachedAnswer, *, begin: float) -> Response:
    """The answer to one query.

    Args:
        cached: The answer, and its tier.
        begin: The `time.perf_counter` of when work on it began.
    """
    return _unless_had(cached.answer.body, answer_headers(cached, begin=begin))


def answer_headers(cached: CachedAnswer, *, begin: float) -> Headers:
    """The headers of the answer to one query, but for those that every body has."""
    timing = ("Server-Timing", _timing([cached.tier], begin))
    return [*_tag_headers(cached.answer.body), timing]


def batch_response(batch: Batch, answers: Sequence[CachedAnswer], *, begin: float) -> Response:
    """The answers to a batch, a problem in the place of each bad query.

    Args:
        batch: The queries.
        answers: The answers to the good ones, in order.
        begin: The `time.perf_counter` of when work on them began.
    """
    bodies = (cached.answer.body.content for cached in answers)
    parts = batch.in_order(bodies, _problem_part)
    response = _no_store(b'{"results":[' + b",".join(parts) + b"]}")
    response.headers["Server-Timing"] = _timing([each.tier for each in answers], begin)
    return response


def _problem_part(error: ResolverError) -> bytes:
    problem = json.dumps(problems.to_problem(error), ensure_ascii=False)
    return b'{"error":' + problem.encode() + b"}"


def _no_store(content: bytes) -> Response:
    response = Response(content, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


def _timing(tiers: list[Tier], begin: float) -> str:
    """`hit` where every answer was cached, `miss` where one had to be worked out."""
    word = "bypass" if "bypass" in tiers else "miss" if "miss" in tiers else "hit"
    taken_ms = (time.perf_counter() - begin) * 1000
    tier = f', tier;desc="{tiers[0]}"' if len(tiers) == 1 else ""
    return f'cache;desc="{word}"{tier}, resolve;dur={taken_ms:.3f}'
