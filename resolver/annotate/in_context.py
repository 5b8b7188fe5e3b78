"""A name that is asked with the text around it: who it means there, as `annotate` would say.

    rank_in_context(Query("Paris", context="He lives in Paris, Texas."), table, weights)

Reach for it where a name alone decides nothing. What a query knows besides, countries and
properties, counts as it does for every name.
"""

from __future__ import annotations

from typing import Final

from resolver.annotate.annotating import judged, settled
from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.reading import Called
from resolver.annotate.table import Table
from resolver.annotate.weights import TextWeights
from resolver.match.retrieve.question import Question
from resolver.match.score.facts import asked_fields, fact_terms
from resolver.match.score.known import Known
from resolver.match.score.scoring import Ranking, known_terms
from resolver.match.score.terms import Term
from resolver.match.score.weights import values_for
from resolver.model import Query
from resolver.model.passage import Passage, Span
from resolver.text.keys import form_of

_BETWEEN: Final = "\n\n"
"""What stands between a context and the name below it; no name goes on behind a blank line."""

_REACH: Final = 1_000
"""Characters on either side of the name that are read of a context; all of them would take longer
than an answer may."""


def rank_in_context(query: Query, table: Table, weights: TextWeights) -> Ranking | None:
    """Who or what is meant, as if the name stood once more below the context; None where nobody
    bears the name, which is then too little to read a text for.

    Args:
        query: A query with a context.
        table: What is asked.
        weights: The numbers of texts.
    """
    lead = f"{_near(query)}{_BETWEEN}"
    span = Span(len(lead), len(lead) + len(query.text))
    passage = Passage(lead + query.text, (span,), as_of=query.as_of, limit=query.limit)
    asking = Asking(table, passage)
    if not asking.borne(query.text):
        return None
    name = settled(asking, weights).names[Called(form_of(query.text), None)]
    question = Question.of(query, table.words)
    known = known_terms(query)
    more = {
        place: [*known, *_facts(each, question, asking)]
        for place, each in enumerate(name.candidates)
        if each.match.segment.is_eligible(each.match.entity, question.types)
    }
    name = name.with_terms(more, weights.linking)
    return judged(name, query, weights)


def _near(query: Query) -> str:
    """The context near the first place at which it has the name, or its beginning; whole words."""
    context = query.context or ""
    at = max(context.find(query.text), 0)
    begin, end = max(at - _REACH, 0), at + len(query.text) + _REACH
    if begin:
        begin = context.find(" ", begin, at) + 1 or begin
    if end < len(context):
        end = max(context.rfind(" ", at, end), at + len(query.text))
    return context[begin:end]


def _facts(candidate: Candidate, question: Question, asking: Asking) -> list[Term]:
    """What the countries and properties that are asked say of a candidate."""
    asked = asked_fields(question, asking.index)
    segment, _, alias = candidate.match
    known = Known.of(candidate.match.number, segment.first_alias + alias, asking.index)
    codes, values = known.facts(), values_for(asking.weights.resolve, candidate.type)
    return fact_terms(asked, codes, known.record(codes), asking.index, asking.words, values)
