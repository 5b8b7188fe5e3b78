"""`Resolver`, whom users ask: it answers queries and reads texts from an index.

    Resolver.resolve        one query: `rank`, then `to_decision`
    Resolver.resolve_block  a few queries at once: `rank_many`
    Resolver.resolve_many   a stream: the same here, or in the processes of `resolver.pool`
    Resolver.annotate       the names in a text: `resolver.annotate`

`resolver.match.pipeline.rank` is the way of a query, on one page. Nothing is cached from one call
to the next, and nothing is written.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from resolver.errors import HomeError, UnknownEntity
from resolver.home import Home
from resolver.index import Index
from resolver.index.current import Hold
from resolver.index.manifest import Calibrated, FieldEntry
from resolver.match.pipeline import has_name, rank, rank_many
from resolver.match.retrieve.typed import begun_by
from resolver.match.score.scoring import Ranking, to_decision
from resolver.match.score.weights import Weights
from resolver.model import Annotation, Decision, Passage, Query, checks
from resolver.pool import BLOCK, CACHED, Pool, RankedBlocks
from resolver.processes import processors
from resolver.text.words import Words, load_words

if TYPE_CHECKING:
    from resolver.annotate import Pause, Table

WITHOUT_POOL: Final = 400
"""Queries of a stream that are answered before processes are started for the rest."""


class Decides(Protocol):
    """What decides about a few queries: a `Resolver`, or one that has to wait for its turn."""

    @property
    def through(self) -> int:
        """The number of the last change of the journal that its index has."""
        ...

    def has_name(self, query: Query) -> bool:
        """Whether an entity has the very name that is asked."""
        ...

    def resolve_block(self, queries: Sequence[Query]) -> list[Decision]:
        """The decisions about queries, in order."""
        ...


class Resolver:
    """Answers queries from an index. Use `Resolver.open`; threads may share one."""

    def __init__(self, index: Index, words: Words, weights: Weights) -> None:
        self._opened: Index | None = index
        self._holds = [Hold(index.folder.with_name(each.name)) for each in index.segments]
        self._weights = weights
        self._words = words

    @classmethod
    def open(cls, home: str | Path, opened: Resolver | None = None) -> Self:
        """A resolver on the current index of a home or, where that is damaged, the one before it.

        Args:
            home: The directory that holds the index; it is only read.
            opened: An open resolver of the same home. What its index has in common with the current
                one is used by both, so that an overlay is opened in little time.

        Raises:
            HomeError: There is no index, or none can be read; says why and what to do.
        """
        if opened is None:
            return cls._of(Index.open(Path(home)))
        index = Index.open(Path(home), opened._index)
        if _learnt(index) == _learnt(opened._index):
            return cls(index, opened._words, opened._weights)
        return cls._of(index)

    @classmethod
    def open_snapshot(cls, home: str | Path, fingerprint: str) -> Self:
        """A resolver on one index of a home; raises as `open` where it is gone."""
        return cls._of(Index.read(Home(Path(home)).snapshots / fingerprint))

    @classmethod
    def _of(cls, index: Index) -> Self:
        return cls(index, load_words(), Weights.of_index(index))

    @staticmethod
    def current(home: str | Path) -> str:
        """The fingerprint of the index that is current now; raises where none is named."""
        return Index.current(Path(home))

    @property
    def fingerprint(self) -> str:
        """The index's name: the same name, the same answers."""
        return self._index.fingerprint

    def shares_base(self, other: Resolver) -> bool:
        """Whether its index is that of another one but for overlays."""
        return self._index.segments[0].name == other._index.segments[0].name

    @property
    def fallback(self) -> HomeError | None:
        """Why it is not the current index that is open; None where it is."""
        return self._index.fallback

    @property
    def through(self) -> int:
        """The number of the last change of the journal that the index has."""
        return self._index.manifest["through"]

    @property
    def changed_at(self) -> str | None:
        """When that change was made; None where there is none, or the index does not say it."""
        return self._index.manifest.get("changed_at")

    @property
    def entities(self) -> int:
        """How many entities the index has."""
        return self._index.entities

    @property
    def types(self) -> frozenset[str]:
        """The types that its entities have."""
        return frozenset(itertools.chain.from_iterable(each.types for each in self._index.segments))

    @property
    def fields(self) -> dict[str, FieldEntry]:
        """What the index knows of its properties, a dot before the name, and of `country`."""
        return self._index.fields

    @property
    def calibration(self) -> dict[str, Calibrated]:
        """What the table has learnt of its scores from questions to itself, by profile."""
        return self._index.manifest["calibration"]

    def resolve(self, query: Query) -> Decision:
        """Who or what is meant: a verdict, and candidates with their evidence."""
        return to_decision(self._rank(query), self._index)

    def resolve_block(self, queries: Sequence[Query]) -> list[Decision]:
        """The decisions about a few queries, each as `resolve` makes it, in less time."""
        return [to_decision(ranking, self._index) for ranking in self._rank_many(queries)]

    def has_name(self, query: Query) -> bool:
        """Whether an entity has the very name that is asked; says it without a search."""
        return has_name(query, self._index, self._words)

    def resolve_many(self, queries: Iterable[Query]) -> Iterator[Decision]:
        """The decisions about many queries, in order, each as `resolve` makes it.

        Lazy: takes from `queries` as decisions are taken from it, but some hundreds ahead once
        some hundreds were answered. A query asked again soon is not worked out again.
        """
        queries = iter(queries)
        resolve = functools.lru_cache(CACHED)(self.resolve)
        yield from map(resolve, itertools.islice(queries, WITHOUT_POOL))
        if processors() == 1:
            ranked = RankedBlocks(self._rank_many)
            while block := list(itertools.islice(queries, BLOCK)):
                for ranking in ranked.rank(block):
                    yield to_decision(ranking, self._index)
            return
        following = next(queries, None)
        if following is None:
            return
        queries = itertools.chain([following], queries)
        with Pool(self._index.folder, processors(), self._rank) as pool:
            while not pool.ready():
                following = next(queries, None)
                if following is None:
                    return
                yield resolve(following)
            for ranking in pool.rank(queries):
                yield to_decision(ranking, self._index)

    def annotate(
        self,
        text: str | Passage,
        spans: Iterable[tuple[int, int] | tuple[int, int, str | None]] | None = None,
        types: Iterable[str] | None = None,
        country: Iterable[str] = (),
        as_of: str | None = None,
        limit: int = 5,
    ) -> Annotation:
        """The names in a text, each with who or what it means here.

        Args:
            text: 1 to 200,000 characters; or a `Passage`, which has all of the following.
            spans: Where names stand, (start, end[, type]) in code points; None to find them.
            types: The types that may be meant; None for all.
            country: Codes of countries that it is about.
            as_of: When it was written.
            limit: How many candidates of each name to return.

        Raises InvalidInput where a value is wrong.
        """
        if not isinstance(text, Passage):
            more = {"types": types, "country": country, "as_of": as_of, "limit": limit}
            text = Passage.from_dict({"text": text, "spans": spans, **more})
        return self.annotate_with_pauses(text, lambda: None)

    def annotate_with_pauses(self, passage: Passage, pause: Pause) -> Annotation:
        """What `annotate` does, for whoever shares a processor.

        Args:
            passage: The text.
            pause: Called every few milliseconds; it may wait, and what it raises ends the work.
        """
        from resolver.annotate import annotate, load_text_weights

        return annotate(passage, self._table, load_text_weights(), pause)

    def entity(self, entity_id: str) -> dict[str, Any]:
        """All that is known of an entity: its record, and the sources it comes from.

        Each alias has a `pack`, the name of its source, and `other_ids` has the IDs that lead to
        the entity, each with what declares it (`by`: `same_as` or `redirect`) and the source.

        Args:
            entity_id: Its ID, or one that became another: the record of the survivor is returned.

        Raises:
            InvalidInput: No ID looks like that.
            UnknownEntity: There is none with that ID.
        """
        return self.described(self.record(entity_id))

    def record(self, entity_id: str) -> dict[str, Any]:
        """What a store said of an entity when the index was made; raises as `entity`."""
        _, number = self._survivor(entity_id)
        return self._index.record(number)

    def sample(self, limit: int, type: str | None = None) -> list[dict[str, Any]]:  # noqa: A002 - the contract's name
        """The records of some entities, evenly spread over the table.

        Args:
            limit: How many at most, 1 or more; all where there are no more than that.
            type: Their type; None for any.
        """
        return [self._index.record(number) for number in self._index.sampled(limit, type)]

    def begun_by(self, typed: str, type_name: str | None = None) -> Iterator[dict[str, Any]]:
        """The records of entities with a name that begins as typed, the likeliest first.

        Accents and scripts do not matter, and a name may begin so at any of its words.

        Args:
            typed: What was typed.
            type_name: The type that they have; None for any.
        """
        return map(self._index.record, begun_by(self._index, typed, type_name))

    def described(self, record: dict[str, Any]) -> dict[str, Any]:
        """A record of an index or a store, with all that the index knows of its sources."""
        first = record["sources"][0]
        aliases = [{"pack": first, **alias} for alias in record.get("aliases", ())]
        named = {source["name"]: source for source in self.sources}
        sources = [named.get(name, {"name": name}) for name in record["sources"]]
        return {**record, **({"aliases": aliases} if aliases else {}), "sources": sources}

    @property
    def sources(self) -> list[dict[str, Any]]:
        """Where its table comes from: of each source its name, title, licence, attribution, origin
        and version."""
        return self._index.manifest["sources"]

    def survivor(self, entity_id: str) -> str:
        """The ID that an entity has now: the given one, or the one that it became.

        Raises:
            InvalidInput: No ID looks like that.
            UnknownEntity: No entity has that ID, and it became none that there is.
        """
        survivor, _ = self._survivor(entity_id)
        return survivor

    def close(self) -> None:
        """Let go of the index; its files are unmapped once nothing uses them."""
        self._opened = None
        self._holds = []

    def _survivor(self, entity_id: str) -> tuple[str, int]:
        """The ID that an entity has now, and its number in the index; raises as `survivor`."""
        entity_id = checks.entity_id("id", entity_id)
        index = self._index
        for survivor in (entity_id, index.redirected(entity_id)):
            number = None if survivor is None else index.find_id(survivor)
            if survivor is not None and number is not None:
                return survivor, number
        raise UnknownEntity(f"no entity has the id {entity_id!r}", "look it up by its name")

    @functools.cached_property
    def _table(self) -> Table:
        from resolver.annotate import table_of

        return table_of(self._index, self._weights, self._words)

    def _rank(self, query: Query) -> Ranking:
        return self._in_context(query, rank(query, self._index, self._weights, self._words))

    def _rank_many(self, queries: Sequence[Query]) -> list[Ranking]:
        rankings = rank_many(queries, self._index, self._weights, self._words)
        return [*map(self._in_context, queries, rankings)]

    def _in_context(self, query: Query, alone: Ranking) -> Ranking:
        """A ranking; where it is no match, that of the name in its context, if that is one."""
        if query.context is None or alone.verdict == "match" or alone.reason == "reviewed":
            return alone
        from resolver.annotate import load_text_weights, rank_in_context

        found = rank_in_context(query, self._table, load_text_weights())
        return alone if found is None or found.verdict != "match" else found

    @property
    def _index(self) -> Index:
        if self._opened is None:
            raise ValueError("this resolver is closed")
        return self._opened

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _learnt(index: Index) -> tuple[object, object]:
    """All that its weights come from."""
    return index.manifest["weights"], index.manifest["calibration"]
