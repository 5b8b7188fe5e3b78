"""The rows of the table of evidence that are about all that is known beside the name.

That is the text around the name, its alias, and the type, prominence, countries and properties of
the candidate.
"""

from __future__ import annotations

from typing import Final

from resolver.match.score import terms as t
from resolver.match.score.evidence_row import EvidenceRow, Weight, row

EVIDENCE_OF_FACTS: Final = (
    EvidenceRow(
        t.CONTEXT,
        "The text around the name has a fact that is known of the candidate, or none.",
        {
            t.CONTEXT_AGREES: Weight("The text has a fact that is known of the candidate."),
            t.CONTEXT_SILENT: Weight("Such facts are known, and the text has none of them."),
            t.CONTEXT_SAME_COUNTRY: Weight("The text names its country."),
            t.CONTEXT_OTHER_COUNTRY: Weight("The text names countries, and not its own."),
        },
    ),
    EvidenceRow(
        t.GIVEN_CONTEXT,
        "The context given beside the name has a fact that is known of the candidate.",
        {},
        shares=(t.SAME_FACT, t.SAME_FACT_PER_NAT, t.OTHER_COUNTRY),
        agrees="facts",
    ),
    EvidenceRow(
        t.SPAN,
        "The name is a span of a long text; the commoner its words, the less it says.",
        {t.SPAN_PER_NAT: Weight("For each nat that the span lacks to single out a name.")},
    ),
    row(t.UNIT, "The span says that it is a unit of something: a department, a division."),
    EvidenceRow(
        t.ALIAS_KIND,
        "The alias is one that usually means something else, or not the main name.",
        {
            t.WEAK_ALIAS: Weight("The alias usually means something else."),
            # Labelled questions seldom ask an acronym alone, and pairs never.
            t.ACRONYM_ALIAS: Weight("The alias is an acronym.", fixed_for=("resolve", "compare")),
            t.OTHER_ALIAS_KIND: Weight("The alias is neither name, native, weak nor acronym."),
        },
    ),
    row(t.PROMINENCE, "How well known it is, from the least to the most prominent of its type."),
    row(t.OTHER_TYPE, "Its type is `other`, or differs where that is allowed."),
    EvidenceRow(
        t.SAME_FACT,
        "A country or property agrees; the rarer its value in the table, the more it says.",
        {
            t.SAME_FACT: Weight("A fact agrees.", either_sign=True),
            t.SAME_FACT_PER_NAT: Weight("For each nat of rarity of its value.", highest=1.0),
        },
        agrees="facts",
    ),
    EvidenceRow(
        t.SIMILAR_FACT,
        "A fact may be the same, written otherwise or less exactly; the rarer, the more it says.",
        {
            t.SIMILAR_FACT: Weight("A fact is similar.", either_sign=True),
            t.SIMILAR_FACT_PER_NAT: Weight("For each nat of rarity of likeness.", highest=1.0),
        },
        agrees="facts",
    ),
    EvidenceRow(
        t.RELATED_FACT,
        "A fact differs, but not by much: another day, year or decade, a word in common.",
        {t.RELATED_FACT_PER_NAT: Weight("For each nat of rarity of likeness.", highest=1.0)},
        shares=(t.OTHER_COUNTRY, t.OTHER_DATE, t.OTHER_TEXT, t.OTHER_CODE),
    ),
    EvidenceRow(
        t.FACT_IN_NAME,
        "A part was asked that the known name lacks, and that is a fact of the candidate.",
        {t.FACT_IN_NAME: Weight("For each nat of rarity of its value.", highest=1.0)},
        agrees="facts",
    ),
    EvidenceRow(
        t.OTHER_FACT,
        "A fact is known on both sides and differs; by the kind of its values.",
        {
            t.OTHER_COUNTRY: Weight("Countries are known, and none agrees."),
            t.OTHER_DATE: Weight("A date is another."),
            t.OTHER_TEXT: Weight("A text is another."),
            t.OTHER_CODE: Weight("A code, an identifier or a number is another."),
        },
    ),
    EvidenceRow(
        t.UNKNOWN_FACT,
        "A fact is asked that another candidate has; of this one none is known.",
        {},
        shares=(t.SAME_FACT,),
    ),
    row(t.OUTSIDE_VALIDITY, "The alias was not in use at the time asked about."),
)
"""Evidence of all but the name, in the order of docs/evidence.md."""
