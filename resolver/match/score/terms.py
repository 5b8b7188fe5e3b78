"""A term: one named piece of evidence about one candidate. And the names that terms may have.

Whoever makes terms imports the names from here, so a wrong one fails where a module is imported.
What each name means, and which weights it uses, is said in `resolver.match.score.evidence`. Most
weights are called as the evidence that they serve, so names of evidence and of weights are one
list.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Final, NewType

from resolver.model import Evidence

WeightKey = NewType("WeightKey", str)
"""The name of a weight, which may be the name of evidence too."""


Term = Evidence
"""Evidence in the making; its name is that of a row of `resolver.match.score.evidence.EVIDENCE`."""


def total(terms: Iterable[Term]) -> float:
    """The log-odds that terms say together."""
    log_odds: float = sum(map(_VALUE, terms))
    return log_odds


_VALUE: Final = itemgetter(1)


PRIOR: Final = WeightKey("prior")
PRIOR_PER_NAT: Final = WeightKey("prior per nat")
KNOWN: Final = "known"
REVIEWED: Final = "reviewed"
REVIEW_EXCLUDES: Final = "review excludes"
SAME_NAME: Final = WeightKey("same name")
RARE_NAME: Final = WeightKey("rare name")
OTHER_SPELLING: Final = WeightKey("other spelling")
SAME_PART: Final = WeightKey("same part")
SIMILAR_PART: Final = WeightKey("similar part")
DIFFERING_LETTERS: Final = WeightKey("differing letters")
DIFFERING_SOUNDS: Final = WeightKey("differing sounds")
DIFFERING_CONSONANTS: Final = WeightKey("differing consonants")
NICKNAME: Final = WeightKey("nickname")
INITIAL: Final = WeightKey("initial")
CUT_PART: Final = WeightKey("cut part")
JOINED_PART: Final = WeightKey("joined part")
ACRONYM: Final = WeightKey("acronym")
ACRONYM_ALONE: Final = WeightKey("acronym alone")
PATRONYMIC: Final = "patronymic"
ONE_SIDED_PATRONYMIC: Final = WeightKey("one-sided patronymic")
DIFFERENT_PATRONYMIC: Final = WeightKey("different patronymic")
QUALIFIER: Final = "qualifier"
ONE_SIDED_QUALIFIER: Final = WeightKey("one-sided qualifier")
DIFFERENT_QUALIFIER: Final = WeightKey("different qualifier")
MISSING_PART: Final = WeightKey("missing part")
MISSING_PART_PER_NAT: Final = WeightKey("missing part per nat")
EXTRA_PART: Final = WeightKey("extra part")
EXTRA_PART_PER_NAT: Final = WeightKey("extra part per nat")
ONE_SIDED_INITIAL: Final = WeightKey("one-sided initial")
DIFFERENT_PART: Final = WeightKey("different part")
DIFFERENT_PART_PER_NAT: Final = WeightKey("different part per nat")
DIFFERENT_INITIAL: Final = WeightKey("different initial")
DIFFERENT_NUMBER: Final = WeightKey("different number")
ONE_SIDED_NUMBER: Final = WeightKey("one-sided number")
FAMILY_NAME: Final = "family name"
SAME_FAMILY_NAME: Final = WeightKey("same family name")
DIFFERENT_FAMILY_NAME: Final = WeightKey("different family name")
LIKELY_DIFFERENT_FAMILY_NAME: Final = WeightKey("likely different family name")
GENERIC_WORD: Final = "generic word"
SAME_GENERIC_WORD: Final = WeightKey("same generic word")
MISSING_GENERIC_WORD: Final = WeightKey("missing generic word")
EXTRA_GENERIC_WORD: Final = WeightKey("extra generic word")
DIFFERENT_GENERIC_WORD: Final = WeightKey("different generic word")
LEGAL_FORM: Final = "legal form"
SAME_LEGAL_FORM: Final = WeightKey("same legal form")
ONE_SIDED_LEGAL_FORM: Final = WeightKey("one-sided legal form")
DIFFERENT_LEGAL_FORM: Final = WeightKey("different legal form")
FUNCTION_WORD: Final = "function word"
SAME_FUNCTION_WORD: Final = WeightKey("same function word")
ONE_SIDED_FUNCTION_WORD: Final = WeightKey("one-sided function word")
TOLD_APART: Final = "told apart"
DIFFERENCE_BESIDE_AGREEMENT: Final = WeightKey("difference beside agreement")
ADDITION_BESIDE_AGREEMENT: Final = WeightKey("addition beside agreement")
NOTHING_OF_ITS_OWN: Final = "nothing of its own"
COMMON_WORDS_ALONE: Final = WeightKey("common words alone")
INITIALS_ALONE: Final = WeightKey("initials alone")
ALL_PARTS: Final = "all parts"
COMPLETE: Final = WeightKey("complete")
COVERAGE: Final = WeightKey("coverage")
WHOLE_NAME: Final = "whole name"
WHOLE_LETTERS: Final = WeightKey("whole letters")
WHOLE_CONSONANTS: Final = WeightKey("whole consonants")
WHOLE_SOUND: Final = WeightKey("whole sound")
SOUNDS_ALIKE: Final = WeightKey("sounds alike")
SAME_IN_LATIN: Final = WeightKey("same in Latin")
OTHER_SCRIPT: Final = WeightKey("other script")
SWAPPED_ORDER: Final = WeightKey("swapped order")
DIFFERENT_NAME: Final = "different name"
CAP: Final = "cap"
CONTEXT: Final = "context"
CONTEXT_AGREES: Final = WeightKey("context agrees")
CONTEXT_SILENT: Final = WeightKey("context silent")
CONTEXT_SAME_COUNTRY: Final = WeightKey("context same country")
CONTEXT_OTHER_COUNTRY: Final = WeightKey("context other country")
GIVEN_CONTEXT: Final = "given context"
SPAN: Final = "span"
SPAN_PER_NAT: Final = WeightKey("span per nat")
UNIT: Final = WeightKey("unit")
ALIAS_KIND: Final = "alias kind"
WEAK_ALIAS: Final = WeightKey("weak alias")
ACRONYM_ALIAS: Final = WeightKey("acronym alias")
OTHER_ALIAS_KIND: Final = WeightKey("other alias kind")
PROMINENCE: Final = WeightKey("prominence")
OTHER_TYPE: Final = WeightKey("other type")
SAME_FACT: Final = WeightKey("same fact")
SAME_FACT_PER_NAT: Final = WeightKey("same fact per nat")
SIMILAR_FACT: Final = WeightKey("similar fact")
SIMILAR_FACT_PER_NAT: Final = WeightKey("similar fact per nat")
RELATED_FACT: Final = "related fact"
RELATED_FACT_PER_NAT: Final = WeightKey("related fact per nat")
FACT_IN_NAME: Final = WeightKey("fact in name")
OTHER_FACT: Final = "other fact"
UNKNOWN_FACT: Final = "unknown fact"
OTHER_COUNTRY: Final = WeightKey("other country")
OTHER_DATE: Final = WeightKey("other date")
OTHER_TEXT: Final = WeightKey("other text")
OTHER_CODE: Final = WeightKey("other code")
OUTSIDE_VALIDITY: Final = WeightKey("outside validity")
BACKGROUND: Final = WeightKey("background")
CALIBRATION: Final = "calibration"
COMPETITION: Final = "competition"
TAIL_PENALTY: Final = WeightKey("tail penalty")
