"""The wire form of what is answered about a text."""

from __future__ import annotations

import pytest

from resolver.model import Alias, Annotation, Candidate, Decision, Evidence, Mention

EVIDENCE = (Evidence("prior", 2.2),)
CANDIDATE = Candidate("hilla", "Hilla", "place", 0.9, Alias("Hilla"), EVIDENCE)
DECISION = Decision("match", "sole_owner", (CANDIDATE,), 0.9, "abc")
MENTION = Mention(3, 8, "Hilla", DECISION)


def test_a_mention_has_its_place_and_its_decision_without_the_index() -> None:
    wire = MENTION.to_dict()
    assert [*wire][:3] == ["start", "end", "text"]
    assert (wire["start"], wire["end"], wire["text"], wire["verdict"]) == (3, 8, "Hilla", "match")
    assert "index" not in wire
    assert "evidence" not in wire["candidates"][0]


def test_the_evidence_comes_where_it_is_asked_for() -> None:
    wire = MENTION.to_dict(explain=True)
    assert wire["candidates"][0]["evidence"][0]["name"] == "prior"


def test_an_annotation_has_its_names_and_its_index_once() -> None:
    wire = Annotation((MENTION, MENTION), "abc").to_dict()
    assert wire == {"mentions": [MENTION.to_dict()] * 2, "index": "abc"}


def test_values_do_not_change() -> None:
    with pytest.raises(AttributeError):
        MENTION.start = 4  # type: ignore[misc]  # what is refused here
