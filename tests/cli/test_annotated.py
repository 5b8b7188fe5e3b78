"""An annotated text as lines and as CSV."""

from __future__ import annotations

from resolver.cli.annotated import annotation_csv, annotation_text
from resolver.model import Alias, Annotation, Candidate, Decision, Mention

TEXT = "=Hilla\nis not\nParis, R.\nZahn"


def candidate(entity_id: str, score: float) -> Candidate:
    name = entity_id.title()
    return Candidate(entity_id, name, "place", score, Alias(name))


def annotation() -> Annotation:
    """A match that looks like a formula, an ambiguous name, and nobody."""
    sure = Decision("match", "clear_lead", (candidate("hilla", 0.95),), 0.9, "index")
    two = (candidate("paris", 0.5), candidate("paris-texas", 0.4))
    unsure = Decision("ambiguous", "close_call", two, 0.1, "index")
    nobody = Decision("no_match", "unlikely", (candidate("zahn", 0.01),), 0.0, "index")
    return Annotation(
        (
            Mention(0, 6, "=Hilla", sure),
            Mention(14, 19, "Paris", unsure),
            Mention(21, 28, "R.\nZahn", nobody),
        ),
        "index",
    )


def test_lines_say_where_and_who() -> None:
    assert annotation_text(annotation(), TEXT).splitlines() == [
        "1:1  =Hilla   match      0.950  hilla  Hilla",
        "3:1  Paris    ambiguous  0.500  paris or paris-texas",
        "3:8  R. Zahn  no_match",
        "3 names: 1 match, 1 ambiguous, 1 no_match",
    ]
    assert annotation_text(Annotation((), "index"), TEXT) == "0 names"


def test_rows_have_an_id_for_a_match_alone_and_run_nothing() -> None:
    assert annotation_csv(annotation()).splitlines() == [
        "start,end,text,verdict,id,name,type,score,margin,reason",
        "0,6,'=Hilla,match,hilla,Hilla,place,0.9500,0.9000,clear_lead",
        "14,19,Paris,ambiguous,,Paris,place,0.5000,0.1000,close_call",
        '21,28,"R.',
        'Zahn",no_match,,,,,,unlikely',
    ]
