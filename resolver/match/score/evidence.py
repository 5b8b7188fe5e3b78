"""Evidence is one table: each name of evidence, what it says, and the weights that it uses.

To add evidence or a weight: a name in `resolver.match.score.terms`, a row in `evidence_of_names` or
`evidence_of_facts` (here, if it is of neither), a value in weights.toml. Everything else derives
from the table: the keys of weights.toml (`WEIGHTS`), what counts as agreement (`AGREEING_PARTS`,
`AGREEING_FACTS`), how weights are fitted, docs/evidence.md. Every value of evidence is linear in
the weights, which is how they are fitted.

Source: Fellegi and Sunter, A Theory for Record Linkage (JASA 1969), with frequency-based agreement
weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from resolver.match.score import terms as t
from resolver.match.score.evidence_of_facts import EVIDENCE_OF_FACTS
from resolver.match.score.evidence_of_names import EVIDENCE_OF_NAMES
from resolver.match.score.evidence_row import EvidenceRow, Weight, row

EVIDENCE: Final = (
    EvidenceRow(
        t.PRIOR,
        "What holds before any evidence: how many names there are to be confused with.",
        {
            t.PRIOR: Weight(
                "Before any evidence, whatever the size of the table.", either_sign=True
            ),
            t.PRIOR_PER_NAT: Weight("For each nat that it takes to single out one name."),
        },
    ),
    EvidenceRow(
        t.KNOWN,
        "Another share of questions than usual has its entity in the table, as the query says.",
        {},
    ),
    EvidenceRow(
        t.REVIEWED,
        "Somebody decided that the text means it: +20, whatever else is known.",
        {},
    ),
    EvidenceRow(
        t.REVIEW_EXCLUDES,
        "Somebody decided that the text does not mean it: -40, whatever else is known.",
        {},
    ),
    *EVIDENCE_OF_NAMES,
    EvidenceRow(
        t.CAP,
        "What parts that agree say beyond one name, and facts beyond facts, is taken away.",
        {},
    ),
    *EVIDENCE_OF_FACTS,
    row(
        t.BACKGROUND,
        "How well those fit that cannot be meant, the third to the sixth: a name that stands out"
        " from them is seldom a stranger's.",
    ),
    EvidenceRow(
        t.CALIBRATION,
        "What the table's own questions have shown: such log-odds mean more in it, or less.",
        {},
    ),
    EvidenceRow(
        t.COMPETITION,
        "Others may be meant as well, or somebody unknown.",
        {t.TAIL_PENALTY: Weight("What is not scored in full, beside the least likely that is.")},
    ),
)
"""All evidence, in the order of docs/evidence.md."""

EVIDENCE_NAMES: Final = frozenset(each.name for each in EVIDENCE)
"""Every name that a term may have."""

AGREEING_PARTS: Final = frozenset(each.name for each in EVIDENCE if each.agrees == "parts")
"""Names of evidence that is agreement of parts of names."""

AGREEING_FACTS: Final = frozenset(each.name for each in EVIDENCE if each.agrees == "facts")
"""Names of evidence that is agreement of facts."""

WEIGHTS: Final[Mapping[t.WeightKey, Weight]] = {
    key: weight for each in EVIDENCE for key, weight in each.weights.items()
}
"""Every weight by its key, in the order of the table."""
