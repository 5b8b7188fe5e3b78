"""Rows → rows with their answers, in order. Reach for it to answer rows from anywhere.

What rows ask alike is asked once, as long as its answer is remembered. Rows wait for their answers
in bounded number and size, and go out as soon as all before them are answered. The resolver works
long streams on all processors (`Resolver.resolve_many`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from resolver.bulk.answers import (
    NO_TYPE,
    values_by_id,
    values_of,
    values_of_new,
    values_without,
)
from resolver.bulk.creating import Create, New
from resolver.bulk.questions import Questions
from resolver.bulk.remembered import Remembered
from resolver.engine import Resolver
from resolver.errors import InvalidInput, UnknownEntity
from resolver.lists.reading import Row
from resolver.lists.writing import Value
from resolver.model import Decision, Query

MAX_WAITING: Final = 10_000
"""Rows that wait for answers."""

MAX_WAITING_CHARACTERS: Final = 32_000_000
"""Characters that are in them."""

MAX_REMEMBERED: Final = 256 << 20
"""Bytes of answers that are remembered, some 350,000 of them."""

MAX_NEW: Final = 300
"""Names that are nobody's and wait together for entities to be created."""


Encode = Callable[[Sequence[Value]], str]
"""The values that are added to a row → their text, made once for all rows that ask the same."""


class Answer:
    """What is added to the rows that ask the same; `added` is None until it is known.

    Args:
        query: What they ask; None where they ask nothing, or what cannot be asked.
        error: What is wrong with the rows, if anything.
        name: The name in them, where they ask nothing.
    """

    __slots__ = (
        "added", "asked", "asked_type", "best", "country", "error", "extra", "name", "query",
        "score", "text", "type", "verdict",
    )  # fmt: skip

    def __init__(self, query: Query | None, error: str | None = None, name: str = "") -> None:
        self.query = query
        """What is asked, until the answer is known."""
        self.error = error
        self.text = None if query is None else query.text
        """The name that was asked."""
        self.name = name if query is None else query.text
        """The name in the rows, though it may not have been asked."""
        self.country = () if query is None else query.country
        self.asked_type = None if query is None else query.type
        self.asked = False
        self.added: str | None = None
        self.verdict = ""
        self.score: float | None = None
        """Of the first candidate."""
        self.best = ""
        """The first candidate, for people."""
        self.type = self.asked_type or ""
        """What was asked for, else that of the first candidate."""
        self.extra: str | None = None
        """What `Answering.describe` said of the decision."""

    def memory_bytes(self) -> int:
        """Bytes that it takes, about."""
        texts = (self.added or "", self.best, self.name, self.extra or "")
        return 210 + sum(text.__sizeof__() for text in texts)


Sink = Callable[[Row, str | None, Answer], None]
"""Takes a row, the key of what it asks, and its answer; called in the order of the rows."""


class Answering(NamedTuple):
    """How rows are answered.

    Args:
        resolver: What answers.
        questions: What rows ask.
        encode: Makes the text of what is added.
        top: For how many candidates there are columns.
        describe: What else is to be known of a decision, once for each question.
        create: Creates entities for names that are nobody's; None where none are to be.
    """

    resolver: Resolver
    questions: Questions
    encode: Encode
    top: int = 1
    describe: Callable[[Decision], str | None] = lambda _: None
    create: Create | None = None

    def to_answer(self, answer: Answer, decision: Decision) -> None:
        """Complete an answer by what was decided."""
        answer.verdict = decision.verdict
        if decision.candidates:
            first = decision.candidates[0]
            answer.score = first.score
            answer.type = answer.type or first.type
            answer.best = f"{first.name} ({first.id})"
        answer.extra = self.describe(decision)
        answer.query = None
        lacks_type = self.create and decision.verdict == "no_match" and answer.asked_type is None
        reason = NO_TYPE if lacks_type else None
        answer.added = self.encode(values_of(decision, self.top, answer.error, reason=reason))

    def to_new(self, answer: Answer, decision: Decision, new: New) -> None:
        """Complete an answer by what became of its name."""
        answer.verdict = "ambiguous" if new.id is None else "created"
        answer.best = f"{new.name} ({new.id})"
        answer.query = None
        values = values_of_new(answer.verdict, new, decision, self.top)
        answer.added = self.encode((*values[:-1], answer.error))

    def without_asking(self, row: Row) -> Answer:
        """The answer to a row that asks nothing."""
        answer = Answer(None, row.error, self.questions.name_of(row.cells))
        answer.verdict = "" if row.error is None else "error"
        answer.added = self.encode(values_without(answer.verdict, row.error, self.top))
        return answer

    def by_id(self, row: Row, entity_id: str) -> Answer:
        """The answer to a row that has an ID: the entity that it is now."""
        answer = Answer(None, row.error, self.questions.name_of(row.cells))
        resolver, entity = self.resolver, None
        try:
            record = resolver.entity(entity_id)
            entity = (record["id"], record["name"], record["type"])
            answer.type = record["type"]
            answer.best = f"{record['name']} ({record['id']})"
        except (UnknownEntity, InvalidInput):
            answer.error = answer.error or f"no entity has the id {entity_id!r}"
        answer.verdict = "no_match" if entity is None else "match"
        values = values_by_id(entity, entity_id, resolver.fingerprint, self.top)
        answer.added = self.encode((*values[:-1], answer.error))
        return answer

    def new(self, row: Row) -> Answer:
        """The answer to a row that nobody asked before, known or to be asked."""
        if not row.is_asked:
            return self.without_asking(row)
        entity_id = self.questions.id_of(row.cells)
        if entity_id:
            return self.by_id(row, entity_id)
        try:
            return Answer(self.questions.query(row.cells), row.error)
        except InvalidInput as error:
            return self.without_asking(row._replace(error=str(error)))


def answer_rows(answering: Answering, rows: Iterable[Row], sink: Sink) -> None:
    """Answer rows, and give each to the sink in order.

    Args:
        answering: How.
        rows: The rows; what iterating them raises ends it.
        sink: Takes them with their answers.
    """
    work = _Work(answering, sink)
    for decision in answering.resolver.resolve_many(work.queries(rows)):
        work.take(decision)
    work.create()
    work.write()


class _WaitingRow(NamedTuple):
    """A row that has not gone out yet, how many characters it has, and its answer."""

    row: Row
    size: int
    key: str | None
    answer: Answer


class _Work:
    """Rows on their way."""

    def __init__(self, answering: Answering, sink: Sink) -> None:
        self._answering = answering
        self._sink = sink
        self._remembered: Remembered[Answer] = Remembered(MAX_REMEMBERED)
        self._pending: dict[str, Answer] = {}
        self._order: deque[tuple[str, Answer]] = deque()  # of the answers that come
        self._nobody: dict[str, tuple[Answer, Decision]] = {}  # names that wait to be created
        self._waiting: deque[_WaitingRow] = deque()
        self._waiting_size = 0

    def queries(self, rows: Iterable[Row]) -> Iterator[Query]:
        """A query for each question that is not remembered; every row waits for its answer."""
        for row in rows:
            key, answer = self._answer(row)
            self._wait(row, key, answer)
            if not answer.asked and answer.added is None:
                yield from self._ask(key, answer)
            self.write()
            if self._too_many_wait():
                self.create()
            while self._too_many_wait():
                # What is asked once more costs little, and brings the answer that is waited for.
                yield from self._ask(self._waiting[0].key, self._waiting[0].answer)
                self.write()

    def take(self, decision: Decision) -> None:
        """Take the next decision, and let the rows go that have waited for it."""
        key, answer = self._order.popleft()
        if answer.added is not None:
            return  # it was asked twice
        if self._is_new(answer, decision):
            self._nobody[key] = answer, decision
            if len(self._nobody) >= MAX_NEW:
                self.create()
            return
        self._answering.to_answer(answer, decision)
        self._remembered.add(key, self._pending.pop(key))
        self.write()

    def create(self) -> None:
        """Create entities for the names that wait for that, and let their rows go."""
        create = self._answering.create
        if create is None or not self._nobody:
            return
        asked = [answer.query for answer, _ in self._nobody.values() if answer.query is not None]
        found = zip(self._nobody.items(), create(asked), strict=True)
        for (key, (answer, decision)), new in found:
            self._answering.to_new(answer, decision, new)
            self._remembered.add(key, self._pending.pop(key))
        self._nobody.clear()
        self.write()

    def _is_new(self, answer: Answer, decision: Decision) -> bool:
        """Whether an entity is to be created for a name."""
        can_create = self._answering.create is not None and answer.asked_type is not None
        return can_create and decision.verdict == "no_match"

    def write(self) -> None:
        """Let the rows go whose answers are known, in order, up to one that still waits."""
        while self._waiting and self._waiting[0].answer.added is not None:
            row, size, key, answer = self._waiting.popleft()
            self._waiting_size -= size
            self._sink(row, key, answer)

    def _answer(self, row: Row) -> tuple[str | None, Answer]:
        """The key of what a row asks, and the answer that it waits for."""
        key = self._answering.questions.key(row.cells) if row.is_asked else None
        if key is None:
            return None, self._answering.without_asking(row)
        whole = key if row.error is None else f"{key}\n{row.error}"
        answer = self._remembered.find(whole) or self._pending.get(whole)
        if answer is None:
            answer = self._answering.new(row)
            if answer.query is not None:
                self._pending[whole] = answer
            else:
                self._remembered.add(whole, answer)
        return whole, answer

    def _ask(self, key: str | None, answer: Answer) -> Iterator[Query]:
        if key is not None and answer.query is not None:
            answer.asked = True
            self._order.append((key, answer))
            yield answer.query

    def _wait(self, row: Row, key: str | None, answer: Answer) -> None:
        size = sum(map(len, row.cells)) + len(row.cells) + len(row.raw)
        self._waiting.append(_WaitingRow(row, size, key, answer))
        self._waiting_size += size

    def _too_many_wait(self) -> bool:
        if len(self._waiting) > MAX_WAITING:
            return True
        return self._waiting_size > MAX_WAITING_CHARACTERS and len(self._waiting) > 1
