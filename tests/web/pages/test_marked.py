"""An annotated text is shown whole, and a name with one answer has one entry."""

from __future__ import annotations

import json
from typing import Any

from resolver.model import Alias, Annotation, Candidate, Decision, Evidence, Mention, Verdict
from resolver.web.pages.marked import Marked, marked

TEXT = "Hilla, بغداد,\n Hilla\nParis 🙂"


def decision(verdict: Verdict, name: str, score: float = 0.9) -> Decision:
    evidence = (Evidence("prior", -2.0), Evidence("same name", 4.0, "hilla", "hilla"))
    found = Candidate(f"{name}/1", name, "place", score, Alias("Hilla"), evidence)
    candidates = () if verdict == "no_match" else (found,)
    reason = {"match": "clear_lead", "ambiguous": "close_call", "no_match": "nobody"}[verdict]
    return Decision(verdict, reason, candidates, score, "index")  # type: ignore[arg-type] # a reason


def shown(*found: tuple[str, int, Decision]) -> Marked:
    """The text with names that stand at their how many-eth occurrence."""
    mentions = []
    for name, occurrence, decided in found:
        start = -1
        for _ in range(occurrence):
            start = TEXT.index(name, start + 1)
        mentions.append(Mention(start, start + len(name), name, decided))
    wire: dict[str, Any] = Annotation(tuple(mentions), "index").to_dict(explain=True)
    return marked(TEXT, wire)


def test_the_pieces_are_the_text() -> None:
    hilla = decision("match", "Al Hillah")
    found = shown(
        ("Hilla", 1, hilla),
        ("بغداد", 1, decision("no_match", "")),
        ("Hilla", 2, hilla),
        ("Paris 🙂", 1, decision("ambiguous", "Paris")),
    )
    assert "".join(piece.text for piece in found.pieces) == TEXT
    named = [(p.text, p.entry.number, p.place) for p in found.pieces if p.entry]
    assert named == [("Hilla", 1, 1), ("بغداد", 2, 2), ("Hilla", 1, 3), ("Paris 🙂", 3, 4)]
    assert [(each.number, each.place) for each in found.entries] == [(1, 1), (2, 2), (3, 4)]
    assert found.counts == {"match": 1, "ambiguous": 1, "no_match": 1}


def test_a_name_with_two_answers_has_two_entries() -> None:
    found = shown(("Hilla", 1, decision("match", "One")), ("Hilla", 2, decision("match", "Two")))
    assert [each.choices[0].name for each in found.entries] == ["One", "Two"]


def test_a_text_without_names_is_one_piece() -> None:
    found = shown()
    assert [piece.text for piece in found.pieces] == [TEXT]
    assert found.entries == []


def test_an_entry_says_who_why_and_what_its_buttons_send() -> None:
    (entry,) = shown(("Hilla", 1, decision("match", "Al Hillah"))).entries
    assert (entry.said.words, entry.said.name) == ("This is", "Al Hillah")
    assert entry.fall is not None
    assert [bar.value for bar in entry.fall.bars] == [-2.0, 4.0]
    (choice,) = entry.choices
    assert (choice.path, choice.alias, choice.score) == (
        "/entity/Al%20Hillah%2F1",
        "Hilla",
        (0.9, "90 %"),
    )
    means = {"text": "Hilla", "decision": "match", "id": "Al Hillah/1"}
    assert json.loads(choice.means) == means
    assert json.loads(choice.excludes) == {**means, "decision": "not"}
    assert json.loads(entry.nobody) == {"text": "Hilla", "decision": "nobody"}
    assert json.loads(entry.chosen) == {"text": "Hilla", "decision": "match", "number": 1}
    assert entry.look_up == "/?q=Hilla"


def test_a_name_over_the_end_of_a_line_is_decided_as_one_line() -> None:
    (entry,) = shown((",\n Hilla", 1, decision("match", "Al Hillah"))).entries
    assert json.loads(entry.nobody)["text"] == ", Hilla"


def test_a_name_that_nobody_has_has_no_evidence() -> None:
    (entry,) = shown(("بغداد", 1, decision("no_match", ""))).entries
    assert (entry.choices, entry.fall) == ((), None)
