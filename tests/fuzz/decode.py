"""Bytes out of Redis → a decision that can be sent, or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, get_args

from hypothesis import strategies as st

from resolver.cache.codec import decode, encode
from resolver.model import Alias, Candidate, Decision, Evidence
from resolver.model.decision import Verdict
from resolver.model.wire import render
from tests.fuzz.target import Target, within

LIMIT_S: Final = 0.25
"""Seconds of a processor for a decision."""

EVIDENCE: Final = ["same part", 1.5, "reza", None]
ALIAS: Final = {
    "text": "Reza",
    "language": None,
    "kind": "name",
    "valid_from": None,
    "valid_until": None,
}
CANDIDATE: Final = {
    "id": "p1",
    "name": "Reza",
    "type": "person",
    "score": 0.9,
    "alias": ALIAS,
    "evidence": [EVIDENCE],
}
DECISION: Final = {
    "verdict": "match",
    "reason": "clear_lead",
    "candidates": [CANDIDATE],
    "margin": 0.9,
    "index": "0f",
}

JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


def _changed(value: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object of which some fields are something else, missing, or more than there should be."""
    fields = st.sampled_from([*value, "more"])
    others = st.dictionaries(fields, JSON, max_size=2)
    gone = st.sets(fields, max_size=1)
    return st.builds(
        lambda other, without: {k: v for k, v in (value | other).items() if k not in without},
        others,
        gone,
    )


def _with(value: dict[str, Any], field: str, inner: st.SearchStrategy[Any]) -> Any:
    return st.builds(lambda outer, changed: outer | {field: changed}, _changed(value), inner)


ALIASES: Final = _changed(ALIAS)
EVIDENCES: Final = st.lists(st.just(EVIDENCE) | st.lists(JSON, max_size=5) | JSON, max_size=2)
CANDIDATES: Final = st.one_of(
    _changed(CANDIDATE), _with(CANDIDATE, "alias", ALIASES), _with(CANDIDATE, "evidence", EVIDENCES)
)
CONTENTS: Final = st.one_of(
    JSON, _changed(DECISION), _with(DECISION, "candidates", st.lists(CANDIDATES, max_size=2))
).map(lambda value: json.dumps(value).encode())
VALUES: Final = st.one_of(
    st.binary(),
    (CONTENTS | st.binary()).map(
        lambda content: hashlib.blake2b(content, digest_size=8).digest() + content
    ),
)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_optional_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def check_alias(alias: object) -> None:
    """Each field of it is what its class says."""
    assert isinstance(alias, Alias)
    assert isinstance(alias.text, str)
    assert isinstance(alias.kind, str)
    assert _is_optional_text(alias.language)
    assert _is_optional_text(alias.valid_from)
    assert _is_optional_text(alias.valid_until)


def check_candidate(candidate: object) -> None:
    """Each field of it is what its class says."""
    assert isinstance(candidate, Candidate)
    assert all(isinstance(text, str) for text in (candidate.id, candidate.name, candidate.type))
    assert _is_number(candidate.score)
    check_alias(candidate.alias)
    assert isinstance(candidate.evidence, tuple)
    for term in candidate.evidence:
        assert isinstance(term, Evidence)
        assert isinstance(term.name, str)
        assert _is_number(term.value)
        assert _is_optional_text(term.asked)
        assert _is_optional_text(term.known)


def check_decode(value: bytes) -> None:
    """What is decoded is a decision in every field, can be sent, and is decoded again as itself."""
    with within(LIMIT_S):
        decision = decode(value)
    if decision is None:
        return
    assert isinstance(decision, Decision)
    assert decision.verdict in get_args(Verdict)
    assert isinstance(decision.candidates, tuple)
    assert isinstance(decision.index, str)
    assert _is_number(decision.margin)
    for candidate in decision.candidates:
        check_candidate(candidate)
    assert decision.verdict != "match" or decision.candidates
    json.loads(render(decision.to_dict(explain=True)).content)
    assert decode(encode(decision)) == decision


@contextmanager
def decode_target(_folder: Path) -> Iterator[Target]:
    """The target."""
    yield Target(check_decode, VALUES)
