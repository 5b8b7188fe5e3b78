"""The names of evidence as people read them: reach for it to add a label when evidence is added.

What each piece of evidence says at length stands in the table of evidence
(`resolver.match.score.evidence`), of texts in `resolver.annotate.evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from resolver.annotate.evidence import TEXT_EVIDENCE
from resolver.match.score.evidence import EVIDENCE

LABELS: Final[Mapping[str, str]] = {
    "prior": "Before anything is compared",
    "known": "How many are in the table",
    "reviewed": "Somebody decided it is meant",
    "review excludes": "Somebody decided it is not meant",
    "same name": "The same name",
    "rare name": "A rare name",
    "other spelling": "Another has it letter by letter",
    "same part": "The same word",
    "similar part": "A similar word",
    "nickname": "A nickname",
    "initial": "An initial",
    "cut part": "A word cut off",
    "joined part": "Two words written as one",
    "acronym": "An acronym",
    "patronymic": "The patronymic",
    "qualifier": "What stands in brackets",
    "missing part": "A word left out",
    "extra part": "A word too many",
    "different part": "Another word",
    "different number": "Another number",
    "family name": "The family name",
    "generic word": "What sort of thing it is",
    "legal form": "The legal form",
    "function word": "A title or small word",
    "told apart": "A word that tells them apart",
    "nothing of its own": "Only common words agree",
    "all parts": "All words agree",
    "complete": "No word missing, none too many",
    "coverage": "How much of both names agrees",
    "whole name": "Both names as a whole",
    "whole sound": "How both names sound",
    "sounds alike": "Sounds alike in another script",
    "same in Latin": "The same in Latin letters",
    "other script": "Another script",
    "swapped order": "Words in another order",
    "different name": "A different name",
    "cap": "No name says more than this",
    "context": "The rest of the text",
    "given context": "The text around the name",
    "span": "Part of a longer text",
    "unit": "A unit of something larger",
    "alias kind": "What kind of name matched",
    "prominence": "How well known it is",
    "other type": "Another type",
    "same fact": "A fact agrees",
    "similar fact": "A fact agrees nearly",
    "related fact": "A fact is close",
    "fact in name": "The name says a fact of it",
    "other fact": "A fact differs",
    "unknown fact": "A fact is not known of it",
    "outside validity": "Not called so at that time",
    "background": "How far it stands out",
    "calibration": "How such names turned out before",
    "competition": "Others may be meant as well",
}
"""What each piece of evidence is called, by its name."""

MEANINGS: Final[Mapping[str, str]] = {row.name: row.meaning for row in EVIDENCE} | {**TEXT_EVIDENCE}
"""What each piece of evidence says, in a sentence."""


def label(evidence: str) -> str:
    """What a piece of evidence is called; that of texts is called as it is."""
    return LABELS.get(evidence) or f"{evidence[:1].upper()}{evidence[1:]}"
