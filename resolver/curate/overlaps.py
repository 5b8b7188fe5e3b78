"""Likely pairs across two sources: reach for `find_overlaps` to see what may be one thing twice.

Every entity of the first source is asked of the second, which is compiled into a home that lasts as
long as that takes, under each of its names and with all else that is known of it. The best answer
is a pair where it is a match or ambiguous. What both have under one ID, and what either declares to
be the same, is no news. One entity of the second source may be in several pairs; each of them says
so. A review file has the pairs (`resolver.curate.overlap_file`).
"""

from __future__ import annotations

import tempfile
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from resolver.curate.compile import compile_index
from resolver.curate.importing import import_pack, total_of
from resolver.curate.review_file import facts_text, why_text
from resolver.curate.sides import opened_sides
from resolver.engine import Resolver
from resolver.home import Home
from resolver.match.score.weights import load_weights
from resolver.model import TYPES, Candidate, Decision, Entity, Query, SameAs
from resolver.model.checks import TEXT_LIMIT, VALUES_LIMIT, Properties
from resolver.packs import Pack
from resolver.progress import Progress, no_progress
from resolver.store import open_store
from resolver.text.fold import fold

MAX_NAMES: Final = 8
"""Names of an entity that are asked at most."""

_CANDIDATES: Final = 2
"""Candidates of an answer: the best, and one that may compete with it."""

_ASKED: Final = ("name", "native", "legal", "transliteration", "former", "acronym", "nickname")
"""Kinds of names that are asked, the most telling first."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that may be one.

    Args:
        id: Of the first source's entity.
        name: Its name.
        facts: What is known of it, in a few words.
        other: What the second source has.
        other_facts: What is known of that.
        verdict: `match` or `ambiguous`.
        also: IDs of the first source that are paired with the same entity of the second.
    """

    id: str
    name: str
    facts: str
    other: Candidate
    other_facts: str
    verdict: str
    also: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The strongest evidence for and against, in words."""
        return why_text(self.other)


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What two sources may have in common.

    Args:
        pairs: The pairs, from the highest score.
        asked: How many entities the first source has.
        shared: How many of the second source's entities are in several pairs.
    """

    pairs: tuple[Pair, ...]
    asked: int
    shared: int


def find_overlaps(
    first: str,
    second: str,
    home: Path,
    *,
    wait_s: float,
    decided: Iterable[tuple[str, str]] = (),
    progress: Progress = no_progress,
) -> Overlaps:
    """The likely pairs across two sources.

    Args:
        first: A path, the name of a pack, or that of a source in the home.
        second: Another.
        home: The home.
        wait_s: Seconds to wait for a writer of the home.
        decided: Pairs of IDs that somebody decided about, which are left out.
        progress: Of reading and compiling the second source, then "ask" in entities of the first.

    Raises:
        BadSource: A side is none of these, or something in it is wrong.
        DiskFull: There is no space for the second source's index.
        HomeError: The home is busy or damaged.
    """
    with (
        opened_sides([first, second], home, wait_s=wait_s) as (asked, known),
        tempfile.TemporaryDirectory(prefix="resolver-") as folder,
    ):
        declared = _compile(known, Path(folder, "home"), progress) | set(map(frozenset, decided))
        with Resolver.open(Path(folder, "home")) as resolver:
            found = _Found(declared)
            with progress("ask", None) as advance:
                for entity, decisions in _answered(found.entities(asked), resolver):
                    found.take(entity, decisions, resolver)
                    advance(1)
    return found.overlaps()


def _compile(pack: Pack, home: Path, progress: Progress) -> set[frozenset[str]]:
    """Compile a source alone: the pairs of IDs that it declares to be the same."""
    Home(home).make()
    with Home(home).locked(wait_s=0), open_store(home) as store:
        with progress(pack.source.name, total_of(pack)) as advance:
            import_pack(store, pack, advance)
        compile_index(store, home, load_weights(), progress)
        records = store.records_of(pack.source.name)
        return {pair for each in records if isinstance(each, SameAs) for pair in _pairs(each)}


def _pairs(same: SameAs) -> Iterator[frozenset[str]]:
    return (frozenset((same.entity_id, other)) for other in same.others)


class _Found:
    """The pairs, as they are found.

    Args:
        declared: Pairs of IDs that are no news.
    """

    def __init__(self, declared: set[frozenset[str]]) -> None:
        self._declared = declared
        self._pairs: list[Pair] = []
        self._asked = 0

    def entities(self, pack: Pack) -> Iterator[Entity]:
        """The entities of a source; what it declares to be the same is noted."""
        for record in pack.records():
            if isinstance(record, Entity):
                self._asked += 1
                yield record
            elif isinstance(record, SameAs):
                self._declared.update(_pairs(record))

    def take(self, entity: Entity, decisions: Iterable[Decision], resolver: Resolver) -> None:
        """Note the best answer about an entity, if any is good enough."""
        good = [each for each in decisions if each.verdict != "no_match" and each.candidates]
        best = max(good, key=lambda each: each.candidates[0].score, default=None)
        if best is None or best.candidates[0].id == entity.id:
            return
        other = best.candidates[0]
        facts, other_facts = facts_text(entity.to_dict()), facts_text(resolver.entity(other.id))
        pair = Pair(entity.id, entity.name, facts, other, other_facts, best.verdict)
        self._pairs.append(pair)

    def overlaps(self) -> Overlaps:
        """All pairs that are news."""
        news = [each for each in self._pairs if {each.id, each.other.id} not in self._declared]
        of_other: dict[str, list[str]] = defaultdict(list)
        for pair in news:
            of_other[pair.other.id].append(pair.id)
        pairs = [_with_also(pair, of_other[pair.other.id]) for pair in news]
        pairs.sort(key=lambda pair: (-pair.other.score, pair.id))
        shared = sum(len(ids) > 1 for ids in of_other.values())
        return Overlaps(tuple(pairs), self._asked, shared)


def _with_also(pair: Pair, ids: Iterable[str]) -> Pair:
    also = tuple(sorted(each for each in ids if each != pair.id))
    return replace(pair, also=also)


def _answered(
    entities: Iterable[Entity], resolver: Resolver
) -> Iterator[tuple[Entity, list[Decision]]]:
    """Entities with the answers about each of their names, in order."""
    waiting: deque[tuple[Entity, int]] = deque()

    def queries() -> Iterator[Query]:
        for entity in entities:
            asked = list(_queries(entity))
            waiting.append((entity, len(asked)))
            yield from asked

    answers: list[Decision] = []
    for decision in resolver.resolve_many(queries()):
        answers.append(decision)
        if len(answers) == waiting[0][1]:
            yield waiting.popleft()[0], answers
            answers = []


def _queries(entity: Entity) -> Iterator[Query]:
    """What is asked about an entity: each of its names, with all else that is known of it."""
    of_type = entity.type if entity.type in TYPES and entity.type != "other" else None
    properties = _asked_properties(entity.property_values)
    texts: dict[str, str] = {entity.name: entity.name}
    aliases = [each for each in entity.aliases if each.kind in _ASKED]
    for alias in sorted(aliases, key=lambda each: _ASKED.index(each.kind)):
        if len(texts) == MAX_NAMES:
            break
        texts.setdefault(fold(alias.text) or alias.text, alias.text)
    for text in texts.values():
        yield Query(text, of_type, entity.country, properties, limit=_CANDIDATES)


def _asked_properties(properties: Properties) -> Properties:
    """The properties that a query may have: not too long, and not too many."""
    found, count = [], 0
    for name, values in properties:
        short = tuple(value for value in values if len(value) <= TEXT_LIMIT)
        short = short[: VALUES_LIMIT - count]
        count += len(short)
        if short:
            found.append((name, short))
    return tuple(found)
