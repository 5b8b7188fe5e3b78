"""The frozen values that flow: entities in, queries in, decisions out.

Every value is immutable and hashable. What comes from outside checks itself when it is made, so
that nobody needs to check it again. Mappings are normalised to sorted tuples inside. The
wire forms are separate: `Entity.from_dict`/`to_dict`, `Query.from_dict`, `Decision.to_dict`.

- `checks`: the words that fields may hold, and the check of each field.
- `dates`: dates of three precisions, as intervals of days.
- `frozen`: the decorator for frozen classes whose instances are made by the hundred.
- `entity`: entities and their aliases.
- `links`: IDs that became others, and IDs that mean the same thing.
- `review`: what people decided of names.
- `edit`: what people change of a table: operations, and the numbered changes made of them.
- `undecided`: questions that had no match, for people to decide.
- `source`: where entities come from, and what a source may bring.
- `query`: what is asked, and the table of its options.
- `decision`: what is answered, with its evidence.
- `passage`: a text whose names are asked for.
- `annotation`: what is answered about a text.
- `offsets`: places in a text, in code points and in UTF-16 units.
- `wire`: a decision as JSON bytes with an entity tag.
"""

from resolver.model.annotation import Annotation, Mention
from resolver.model.checks import ALIAS_KINDS, COUNTRIES, FIELD_KINDS, TYPES, FieldKind
from resolver.model.dates import parse_interval
from resolver.model.decision import (
    REASONS,
    Candidate,
    Comparison,
    Decision,
    Evidence,
    Reason,
    Verdict,
)
from resolver.model.entity import Alias, Entity
from resolver.model.links import Redirect, SameAs
from resolver.model.passage import Passage, Span
from resolver.model.query import OPTIONS, Option, Query
from resolver.model.review import REVIEWS, Review
from resolver.model.source import Additions, Record, RecordKind, Source

__all__ = [
    "ALIAS_KINDS",
    "COUNTRIES",
    "FIELD_KINDS",
    "OPTIONS",
    "REASONS",
    "REVIEWS",
    "TYPES",
    "Additions",
    "Alias",
    "Annotation",
    "Candidate",
    "Comparison",
    "Decision",
    "Entity",
    "Evidence",
    "FieldKind",
    "Mention",
    "Option",
    "Passage",
    "Query",
    "Reason",
    "Record",
    "RecordKind",
    "Redirect",
    "Review",
    "SameAs",
    "Source",
    "Span",
    "Verdict",
    "parse_interval",
]
