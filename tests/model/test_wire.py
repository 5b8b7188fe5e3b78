"""The same decision is always the same bytes, with the same tag."""

from __future__ import annotations

import json

from resolver.model import Alias, Candidate, Decision, Evidence
from resolver.model.wire import Answer, render

DECISION = Decision(
    "match",
    "clear_lead",
    (Candidate("a", "Ä", "person", 0.9, Alias("Ä"), (Evidence("same name", 2.0),)),),
    0.9,
    "index",
)


def test_an_answer_has_the_evidence_only_where_it_is_asked_for() -> None:
    plain, explained = Answer.of(DECISION, explain=False), Answer.of(DECISION, explain=True)
    assert plain.verdict == explained.verdict == "match"
    assert json.loads(plain.body.content) == DECISION.to_dict()
    assert json.loads(explained.body.content) == DECISION.to_dict(explain=True)
    assert plain.body.etag != explained.body.etag
    assert len(plain.body.content) < plain.memory_bytes() < explained.memory_bytes()


def test_a_body_is_compact_utf_8_and_the_same_bytes_have_the_same_tag() -> None:
    body = render({"name": "Ä", "ids": [1, 2]})
    assert body.content == '{"name":"Ä","ids":[1,2]}'.encode()
    assert body.etag == render({"name": "Ä", "ids": [1, 2]}).etag
    assert body.etag[0] == body.etag[-1] == '"'
