"""The same decision is always the same bytes, with the same tag."""

from __future__ import annotations

import json

from resolver.model import Alias, Candidate, Decision, Evidence
from resolver.model.wire import Answer, render

DECISION = Decision(
    "match",
    (Candidate("a", "Ä", "person", 0.9, Alias("Ä"), (Evidence("same name", 2.0),)),),
    0.9,
    "index",
)


def test_an_answer_renders_each_body_once_with_evidence_only_where_it_is_asked_for() -> None:
    answer = Answer(DECISION)
    plain, explained = answer.body(explain=False), answer.body(explain=True)
    assert answer.body(explain=False) is plain
    assert json.loads(plain.content) == DECISION.to_dict()
    assert json.loads(explained.content) == DECISION.to_dict(explain=True)
    assert plain.etag != explained.etag


def test_a_body_is_compact_utf_8_and_the_same_bytes_have_the_same_tag() -> None:
    body = render({"name": "Ä", "ids": [1, 2]})
    assert body.content == '{"name":"Ä","ids":[1,2]}'.encode()
    assert body.etag == render({"name": "Ä", "ids": [1, 2]}).etag
    assert body.etag[0] == body.etag[-1] == '"'
