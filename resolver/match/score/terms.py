"""A term: one named piece of evidence about one candidate. And the names that terms may have.

Whoever makes terms imports the names from here, so a wrong one fails where a module is imported.
What each name means, and which weights it uses, is said in `resolver.match.score.evidence`. Most
weights are called as the evidence that they serve, so names of evidence and of weights are one
list.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Final, NamedTuple

from resolver.model import Evidence


class Term(NamedTuple):
    """Evidence in the making, as `resolver.model.Evidence` has it.

    Args:
        name: The name of a row of `resolver.match.score.evidence.EVIDENCE`.
        value: Nats of log-odds.
        asked: The text of the question that was compared, if any.
        known: The text of the table that was compared, if any.
    """

    name: str
    value: float
    asked: str | None = None
    known: str | None = None


def to_evidence(terms: Iterable[Term]) -> tuple[Evidence, ...]:
    """Terms as they are returned."""
    return tuple([Evidence(*term) for term in terms])


def total(terms: Iterable[Term]) -> float:
    """The log-odds that terms say together."""
    log_odds: float = sum(map(_VALUE, terms))
    return log_odds


_VALUE: Final = itemgetter(1)


PRIOR: Final = "prior"
PRIOR_PER_NAT: Final = "prior per nat"
SAME_NAME: Final = "same name"
SAME_PART: Final = "same part"
SIMILAR_PART: Final = "similar part"
DIFFERING_LETTERS: Final = "differing letters"
DIFFERING_SOUNDS: Final = "differing sounds"
DIFFERING_CONSONANTS: Final = "differing consonants"
NICKNAME: Final = "nickname"
INITIAL: Final = "initial"
JOINED_PART: Final = "joined part"
ACRONYM: Final = "acronym"
PATRONYMIC: Final = "patronymic"
ONE_SIDED_PATRONYMIC: Final = "one-sided patronymic"
DIFFERENT_PATRONYMIC: Final = "different patronymic"
QUALIFIER: Final = "qualifier"
ONE_SIDED_QUALIFIER: Final = "one-sided qualifier"
DIFFERENT_QUALIFIER: Final = "different qualifier"
MISSING_PART: Final = "missing part"
MISSING_PART_PER_NAT: Final = "missing part per nat"
EXTRA_PART: Final = "extra part"
EXTRA_PART_PER_NAT: Final = "extra part per nat"
ONE_SIDED_INITIAL: Final = "one-sided initial"
DIFFERENT_PART: Final = "different part"
DIFFERENT_PART_PER_NAT: Final = "different part per nat"
DIFFERENT_INITIAL: Final = "different initial"
DIFFERENT_NUMBER: Final = "different number"
ONE_SIDED_NUMBER: Final = "one-sided number"
FAMILY_NAME: Final = "family name"
SAME_FAMILY_NAME: Final = "same family name"
DIFFERENT_FAMILY_NAME: Final = "different family name"
LIKELY_DIFFERENT_FAMILY_NAME: Final = "likely different family name"
GENERIC_WORD: Final = "generic word"
SAME_GENERIC_WORD: Final = "same generic word"
MISSING_GENERIC_WORD: Final = "missing generic word"
EXTRA_GENERIC_WORD: Final = "extra generic word"
DIFFERENT_GENERIC_WORD: Final = "different generic word"
LEGAL_FORM: Final = "legal form"
SAME_LEGAL_FORM: Final = "same legal form"
ONE_SIDED_LEGAL_FORM: Final = "one-sided legal form"
DIFFERENT_LEGAL_FORM: Final = "different legal form"
FUNCTION_WORD: Final = "function word"
SAME_FUNCTION_WORD: Final = "same function word"
ONE_SIDED_FUNCTION_WORD: Final = "one-sided function word"
ALL_PARTS: Final = "all parts"
COMPLETE: Final = "complete"
COVERAGE: Final = "coverage"
WHOLE_NAME: Final = "whole name"
WHOLE_LETTERS: Final = "whole letters"
WHOLE_CONSONANTS: Final = "whole consonants"
WHOLE_SOUND: Final = "whole sound"
SOUNDS_ALIKE: Final = "sounds alike"
SAME_IN_LATIN: Final = "same in Latin"
OTHER_SCRIPT: Final = "other script"
SWAPPED_ORDER: Final = "swapped order"
DIFFERENT_NAME: Final = "different name"
CAP: Final = "cap"
CONTEXT: Final = "context"
CONTEXT_AGREES: Final = "context agrees"
CONTEXT_SILENT: Final = "context silent"
CONTEXT_SAME_COUNTRY: Final = "context same country"
CONTEXT_OTHER_COUNTRY: Final = "context other country"
PART_OF_A_TEXT: Final = "part of a text"
PART_OF_A_TEXT_PER_NAT: Final = "part of a text per nat"
UNIT: Final = "unit"
ALIAS_KIND: Final = "alias kind"
WEAK_ALIAS: Final = "weak alias"
ACRONYM_ALIAS: Final = "acronym alias"
OTHER_ALIAS_KIND: Final = "other alias kind"
PROMINENCE: Final = "prominence"
OTHER_TYPE: Final = "other type"
SAME_COUNTRY: Final = "same country"
OTHER_COUNTRY: Final = "other country"
SAME_PROPERTY: Final = "same property"
SAME_YEAR: Final = "same year"
OTHER_PROPERTY: Final = "other property"
OUTSIDE_VALIDITY: Final = "outside validity"
COMPETITION: Final = "competition"
TAIL_PENALTY: Final = "tail penalty"
