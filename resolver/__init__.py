"""Turns a name as somebody wrote it into the canonical ID of who or what is meant.

from resolver import Query, Resolver

with Resolver.open(".resolver") as resolver:
    decision = resolver.resolve(Query("Gen. Ali Reza Zahdi", type="person"))
decision.verdict, decision.id
"""

from resolver.comparing import compare
from resolver.engine import Resolver
from resolver.errors import ResolverError
from resolver.model import (
    Alias,
    Annotation,
    Candidate,
    Comparison,
    Decision,
    Entity,
    Evidence,
    Mention,
    Passage,
    Query,
    Reason,
    Verdict,
)

__all__ = [
    "Alias",
    "Annotation",
    "Candidate",
    "Comparison",
    "Decision",
    "Entity",
    "Evidence",
    "Mention",
    "Passage",
    "Query",
    "Reason",
    "Resolver",
    "ResolverError",
    "Verdict",
    "compare",
]
