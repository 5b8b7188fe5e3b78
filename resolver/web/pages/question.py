"""A name that somebody has to decide, as a page shows it: who may be meant, and what tells apart.

Reach for `shown` to show some of them as the index answers them now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from resolver.engine import Decides, Resolver
from resolver.model import Candidate, Decision, Query, Reason
from resolver.model.undecided import Undecided
from resolver.reconcile.properties import named_property
from resolver.reconcile.types import named_type
from resolver.web.page_routes import ENTITY_PAGE, WHY
from resolver.web.pages.frame import path_of

MAX_SHOWN: Final = 9
"""Candidates that are shown at most: each has a key of its own."""

_ALWAYS: Final = 5
"""Candidates that are shown however unlikely they are."""

_LIKELY: Final = 0.01
"""How likely the others are at least."""

MAX_FACTS: Final = 4
"""Facts that are shown of a candidate at most."""

_FIRST: Final = ("Description", "Country")
"""The facts that say most, which come first."""

_MAX_LETTERS: Final = 160
"""Letters of a fact that are shown."""

ORIGINS: Final[Mapping[str, str]] = {"list": "in a list", "service": "of the service"}
"""Where a name was asked, in words."""

_ANSWERED: Final = "It has an answer by now, and had none when it was asked."

WHYS: Final[Mapping[Reason, str]] = {
    "twins": "Several have this very name, and nothing that was asked tells them apart.",
    "close_call": "The likeliest is not sure enough.",
    "unlikely": "Nobody is likely enough.",
    "nobody": "Nobody has a name like it.",
    "sole_owner": _ANSWERED,
    "clear_lead": _ANSWERED,
    "reviewed": "Somebody decided it before.",
}
"""Why a name has no match, by the reason of its decision now."""


class Fact(NamedTuple):
    """Something known of an entity: what it is called, and what it is."""

    name: str
    value: str


class ShownCandidate(NamedTuple):
    """Somebody who may be meant.

    Args:
        key: The number of the key that chooses them.
        id: Their ID.
        name: Their name.
        kind: Their type, in words.
        score: How likely they are, 0 to 1.
        alias: The name by which they were found, where that is another one.
        facts: What tells them apart from the others.
        page: The path of their page.
        why: The path of the page that says why.
    """

    key: int
    id: str
    name: str
    kind: str
    score: float
    alias: str | None
    facts: Sequence[Fact]
    page: str
    why: str


class ShownQuestion(NamedTuple):
    """A name that is to be decided.

    Args:
        asked: The question.
        kind: The type that was asked, in words; "" for none.
        origin: Where it was asked, in words.
        says: Why it has no match.
        candidates: Who may be meant, the likeliest first.
    """

    asked: Undecided
    kind: str
    origin: str
    says: str
    candidates: Sequence[ShownCandidate]


def shown(
    questions: Sequence[Undecided], asking: Decides, resolver: Resolver
) -> list[ShownQuestion]:
    """Questions as they are answered now.

    Args:
        questions: The questions.
        asking: What answers them.
        resolver: What knows the facts.

    Raises:
        Overloaded: Too many others ask.
    """
    queries = [
        Query(each.text, type=each.type, country=each.country, limit=MAX_SHOWN)
        for each in questions
    ]
    decisions = asking.resolve_block(queries) if queries else []
    return [_shown(*each, resolver) for each in zip(questions, decisions, strict=True)]


def apart(records: Sequence[Mapping[str, Any]]) -> list[list[Fact]]:
    """Of some entities, the facts in which they differ; all that is known of one alone.

    Args:
        records: Of the entities.

    Returns:
        The facts of each, `MAX_FACTS` at most, in the same order of facts for all.
    """
    known = [_facts_of(each) for each in records]
    names = list(dict.fromkeys((*_FIRST, *(name for facts in known for name in facts))))
    told = [name for name in names if len({facts.get(name) for facts in known}) > 1]
    if len(known) == 1:
        told = [name for name in names if name in known[0]]
    return [
        [Fact(name, facts[name]) for name in told[:MAX_FACTS] if name in facts] for facts in known
    ]


def _facts_of(record: Mapping[str, Any]) -> dict[str, str]:
    """What is known of an entity, by what it is called."""
    description, country = _FIRST
    facts = {
        description: [record["description"]] if record.get("description") else [],
        country: record.get("country", ()),
        **{
            named_property(name)["name"]: values
            for name, values in record.get("properties", {}).items()
        },
    }
    return {name: _joined(values) for name, values in facts.items() if values}


def _joined(values: Iterable[str]) -> str:
    text = ", ".join(values)
    return text if len(text) <= _MAX_LETTERS else text[:_MAX_LETTERS].rstrip() + "…"


def _shown(question: Undecided, decision: Decision, resolver: Resolver) -> ShownQuestion:
    found = [
        each
        for place, each in enumerate(decision.candidates)
        if place < _ALWAYS or each.score >= _LIKELY
    ]
    facts = apart([resolver.record(each.id) for each in found])
    candidates = [
        _candidate(key, candidate, of_it, question)
        for key, (candidate, of_it) in enumerate(zip(found, facts, strict=True), 1)
    ]
    kind = "" if question.type is None else named_type(question.type)["name"]
    says = WHYS[decision.reason]
    return ShownQuestion(question, kind, ORIGINS[question.origin], says, candidates)


def _candidate(
    key: int, candidate: Candidate, facts: Sequence[Fact], question: Undecided
) -> ShownCandidate:
    asked: list[tuple[str, str]] = [("q", question.text), ("id", candidate.id)]
    asked += [("type", question.type)] if question.type else []
    asked += [("country", each) for each in question.country]
    alias = candidate.alias.text
    return ShownCandidate(
        key,
        candidate.id,
        candidate.name,
        named_type(candidate.type)["name"],
        candidate.score,
        None if alias == candidate.name else alias,
        facts,
        path_of(ENTITY_PAGE, candidate.id),
        f"{WHY.path}?{urlencode(asked)}",
    )
