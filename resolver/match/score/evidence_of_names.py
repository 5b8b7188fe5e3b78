"""The rows of the table of evidence that are about two names, as wholes and by their parts."""

from __future__ import annotations

from typing import Final

from resolver.match.score import terms as t
from resolver.match.score.evidence_row import EvidenceRow, Weight, row

_SAME_NAME: Final = (t.SAME_NAME, t.SAME_PART, t.PRIOR, t.PRIOR_PER_NAT)

EVIDENCE_OF_NAMES: Final = (
    EvidenceRow(
        t.SAME_NAME,
        "The whole name is the same when folded; a long one says more, as its parts do.",
        # In a table, a name that one entity alone owns is that entity's, whatever labels say.
        {t.SAME_NAME: Weight("The whole name is the same.", fixed_for=("resolve",))},
        shares=_SAME_NAME[1:],
    ),
    EvidenceRow(
        t.RARE_NAME,
        "The name is the same, and nothing contradicts; the rarer a person's name, the more.",
        {
            t.RARE_NAME: Weight(
                "For each nat of rarity, 11 at most, of the name that a person has.",
                fixed_for=("resolve", "compare"),  # labels seldom have strangers of one name
            )
        },
    ),
    row(
        t.OTHER_SPELLING,
        "The names are the same, and another candidate's is written as asked, letter by letter.",
    ),
    EvidenceRow(
        t.SAME_PART,
        "A part is the same; the rarer, the more it says.",
        {t.SAME_PART: Weight("For each nat of rarity of a part that both have.")},
        agrees="parts",
    ),
    EvidenceRow(
        t.SIMILAR_PART,
        "A part is similar: by its letters, as spoken, by its consonants.",
        {
            t.SIMILAR_PART: Weight("For each nat of a similar part, added to same part."),
            t.DIFFERING_LETTERS: Weight("For each nat of a similar part, by differing letters."),
            t.DIFFERING_SOUNDS: Weight("For each nat of a similar part, by differing sounds."),
            t.DIFFERING_CONSONANTS: Weight("For each nat of a similar part, by consonants."),
        },
        shares=(t.SAME_PART,),
        agrees="parts",
    ),
    EvidenceRow(
        t.NICKNAME,
        "A part is a nickname of the other.",
        {t.NICKNAME: Weight("For each nat of rarity of a part that is a nickname of the other.")},
        agrees="parts",
    ),
    EvidenceRow(
        t.INITIAL,
        "A letter stands for a part that begins with it.",
        {t.INITIAL: Weight("For each nat of rarity, 3 at most, of the part that it stands for.")},
        agrees="parts",
    ),
    EvidenceRow(
        t.CUT_PART,
        "A part is cut off: it is the beginning of the other.",
        {t.CUT_PART: Weight("For each nat of rarity of a part that is the other's beginning.")},
        agrees="parts",
    ),
    EvidenceRow(
        t.JOINED_PART,
        "Two parts of one name are written as one in the other.",
        {
            t.JOINED_PART: Weight(
                "A part is in two words, or two are in one, added to its likeness."
            )
        },
        shares=(
            t.SAME_PART,
            t.SIMILAR_PART,
            t.DIFFERING_LETTERS,
            t.DIFFERING_SOUNDS,
            t.DIFFERING_CONSONANTS,
        ),
        agrees="parts",
    ),
    EvidenceRow(
        t.ACRONYM,
        "A part is the acronym of words of the other name.",
        {
            t.ACRONYM: Weight("For each nat of rarity of the acronym, or of its words if less."),
            # Any few letters are the initials of many names, and labels have none of them.
            t.ACRONYM_ALONE: Weight(
                "Nothing else of the names agrees.", fixed_for=("resolve", "compare")
            ),
        },
        agrees="parts",
    ),
    EvidenceRow(
        t.PATRONYMIC,
        "The patronymic is another, or on one side alone.",
        {
            t.ONE_SIDED_PATRONYMIC: Weight("One name has a patronymic that the other lacks."),
            t.DIFFERENT_PATRONYMIC: Weight("The patronymics differ."),
        },
    ),
    EvidenceRow(
        t.QUALIFIER,
        "What stands in brackets after the name is another, or on one side alone.",
        {
            t.ONE_SIDED_QUALIFIER: Weight("A word in brackets stands on one side alone."),
            t.DIFFERENT_QUALIFIER: Weight("What stands in brackets after the names differs."),
        },
    ),
    EvidenceRow(
        t.MISSING_PART,
        "The known name has a part that was not asked.",
        {
            t.MISSING_PART: Weight("A part of the known name was not asked."),
            t.MISSING_PART_PER_NAT: Weight("For each nat of rarity of a missing part."),
            t.ONE_SIDED_INITIAL: Weight("One name has an initial more."),
        },
    ),
    EvidenceRow(
        t.EXTRA_PART,
        "A part was asked that the known name lacks.",
        {
            t.EXTRA_PART: Weight("An asked part is not in the known name."),
            t.EXTRA_PART_PER_NAT: Weight("For each nat of rarity of an extra part."),
        },
        shares=(t.ONE_SIDED_INITIAL,),
    ),
    EvidenceRow(
        t.DIFFERENT_PART,
        "Each name has a part where the other has another.",
        {
            t.DIFFERENT_PART: Weight("Both have a part that the other lacks."),
            t.DIFFERENT_PART_PER_NAT: Weight("For each nat of rarity of the commoner of the two."),
            t.DIFFERENT_INITIAL: Weight("An initial stands against a part that begins otherwise."),
        },
    ),
    EvidenceRow(
        t.DIFFERENT_NUMBER,
        "A number stands on one side alone, or another one; numbers are identity.",
        {
            t.ONE_SIDED_NUMBER: Weight("A number stands on one side alone."),
            t.DIFFERENT_NUMBER: Weight(
                "Both have a number that the other lacks; numbers are identity.", highest=-8.0
            ),
        },
    ),
    EvidenceRow(
        t.FAMILY_NAME,
        "The family name is the same, or another.",
        {
            t.SAME_FAMILY_NAME: Weight("The family name is the same or similar."),
            t.DIFFERENT_FAMILY_NAME: Weight("The family name is another."),
            t.LIKELY_DIFFERENT_FAMILY_NAME: Weight("The likely family name is another."),
        },
    ),
    EvidenceRow(
        t.GENERIC_WORD,
        "A word that says what sort of thing it is: the same, another, on one side.",
        {
            t.SAME_GENERIC_WORD: Weight("A generic word is the same."),
            t.MISSING_GENERIC_WORD: Weight("A generic word of the known name was not asked."),
            t.EXTRA_GENERIC_WORD: Weight("An asked generic word is not in the known name."),
            t.DIFFERENT_GENERIC_WORD: Weight("Both have a generic word that the other lacks."),
        },
        agrees="parts",
    ),
    EvidenceRow(
        t.LEGAL_FORM,
        "The legal form is the same, another, or left out.",
        {
            t.SAME_LEGAL_FORM: Weight("A legal form is the same."),
            t.ONE_SIDED_LEGAL_FORM: Weight("A legal form stands on one side alone."),
            t.DIFFERENT_LEGAL_FORM: Weight("The legal forms differ."),
        },
    ),
    EvidenceRow(
        t.FUNCTION_WORD,
        "An honorific, a particle or an article: the same, or on one side.",
        {
            t.SAME_FUNCTION_WORD: Weight("An honorific, particle or article is the same."),
            t.ONE_SIDED_FUNCTION_WORD: Weight("A function word stands on one side alone."),
        },
    ),
    EvidenceRow(
        t.TOLD_APART,
        "A word of its own tells names apart, the more the more of the rest agrees.",
        {
            t.DIFFERENCE_BESIDE_AGREEMENT: Weight(
                "Both have a word of their own, times the share of the names that agrees."
            ),
            t.ADDITION_BESIDE_AGREEMENT: Weight(
                "One has a word of its own, times the share of the names that agrees."
            ),
        },
        shares=(t.DIFFERENT_PATRONYMIC,),
    ),
    EvidenceRow(
        t.NOTHING_OF_ITS_OWN,
        "What agrees is nobody's own: words that many names have, or initials.",
        {
            t.COMMON_WORDS_ALONE: Weight("Only generic words, legal forms and the like agree."),
            t.INITIALS_ALONE: Weight("Beside such words, only initials agree."),
        },
    ),
    EvidenceRow(t.ALL_PARTS, "All parts are the same.", {}, shares=_SAME_NAME),
    row(t.COMPLETE, "No part is missing and none is extra."),
    EvidenceRow(
        t.COVERAGE,
        "How much of both names agrees: together, common parts single out a name too.",
        {
            t.COVERAGE: Weight(
                "For each nat missing to one name, times the share of parts that agree.",
                either_sign=True,
                # Between two bare names, `told apart` says what a share that agrees is worth.
                fixed_for=("compare",),
            )
        },
        agrees="parts",
    ),
    EvidenceRow(
        t.WHOLE_NAME,
        "How similar the names are as wholes, without their spaces.",
        {
            t.WHOLE_LETTERS: Weight("For the likeness of both by letters, from -1 to 1."),
            t.WHOLE_CONSONANTS: Weight("For the likeness of both by consonants, from -1 to 1."),
        },
    ),
    EvidenceRow(
        t.WHOLE_SOUND,
        "How similar the names sound as wholes, where they were searched by sound.",
        {t.WHOLE_SOUND: Weight("For the likeness of both in sound, from -1 to 1.")},
    ),
    EvidenceRow(
        t.SOUNDS_ALIKE,
        "In different scripts, names are compared by sound: the more alike, the more it says.",
        {
            t.SOUNDS_ALIKE: Weight(
                "For each nat that likeness in sound says of names in different scripts.",
                fixed_for=("resolve",),  # the odds were fitted with the encoder
            )
        },
        shares=(t.PRIOR, t.PRIOR_PER_NAT),
    ),
    row(t.SAME_IN_LATIN, "In different scripts: both are the same once in Latin letters."),
    row(t.OTHER_SCRIPT, "Two bare names are in different scripts.", either_sign=True),
    row(t.SWAPPED_ORDER, "The parts stand in another order."),
    EvidenceRow(
        t.DIFFERENT_NAME,
        "The names have no letter or digit in common that could be compared.",
        {},
        shares=(t.PRIOR, t.PRIOR_PER_NAT),
    ),
)
"""Evidence of two names, in the order of docs/evidence.md."""
