"""The frozen records that flow: entities in, queries in, decisions out.

Every record is immutable and hashable and checks itself when it is made, so that whatever holds
one needs no further check. Mappings are normalised to sorted tuples inside. The wire forms are
separate: `Entity.from_dict`/`to_dict`, `Query.from_dict`, `Decision.to_dict`.
"""

from resolver.model.checks import ALIAS_KINDS, COUNTRIES, TYPES
from resolver.model.dates import parse_interval
from resolver.model.decision import Candidate, Comparison, Decision, Evidence, Verdict
from resolver.model.entity import Alias, Entity
from resolver.model.query import OPTIONS, Option, Query
from resolver.model.source import Additions, Record, Source

__all__ = [
    "ALIAS_KINDS",
    "COUNTRIES",
    "OPTIONS",
    "TYPES",
    "Additions",
    "Alias",
    "Candidate",
    "Comparison",
    "Decision",
    "Entity",
    "Evidence",
    "Option",
    "Query",
    "Record",
    "Source",
    "Verdict",
    "parse_interval",
]
