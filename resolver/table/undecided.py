"""What is left to decide: questions that had no match, and that nobody decided.

Reach for `keep` to note that such questions were asked, for `withdraw` where the list that asked
them is removed, and for `open_questions` to have people decide them, the next best first.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from resolver.engine import Decides
from resolver.journal import Edits, Journal, queue
from resolver.model import Query
from resolver.model.undecided import Undecided
from resolver.processes import in_blocks
from resolver.store import Store
from resolver.store.reviewed import held_of

MAX_OPEN: Final = 1_000
"""Questions that are read at once at most."""

_KEPT_AT_ONCE: Final = 500
"""Questions that are kept in one transaction: others write in between."""


def keep(home: Path, questions: Iterable[Undecided]) -> None:
    """Note that questions were asked, and had no match.

    Raises:
        HomeError: The journal cannot be written.
    """
    with Journal.open(home) as journal:
        for some in in_blocks(questions, _KEPT_AT_ONCE):
            with journal.writing() as writing:
                queue.keep(writing, some)


def withdraw(home: Path, asked_by: Iterable[tuple[str, int]]) -> None:
    """Take back that questions were asked; those go that nobody else asked.

    Args:
        home: The home.
        asked_by: The key of each question, and how often it was asked.

    Raises:
        HomeError: The journal cannot be written.
    """
    with Journal.open(home) as journal:
        for some in in_blocks(asked_by, _KEPT_AT_ONCE):
            with journal.writing() as writing:
                queue.withdraw(writing, some)


def open_questions(
    store: Store,
    *,
    after: int | None = None,
    limit: int = MAX_OPEN,
    resolver: Decides | None = None,
) -> list[Undecided]:
    """Questions that nobody decided: the most asked first, of those asked as often the closest.

    Args:
        store: The store of the home.
        after: The number of the question before the first one; None for the first of all.
        limit: So many at most.
        resolver: On an index of the home; where it is given, texts are left out that have become
            the name of whom they mean.

    Raises:
        BadValue: There is no question of that number any more.
    """
    limit = min(limit, MAX_OPEN)
    found: list[Undecided] = []
    with store.journal.reading() as reading:
        while len(found) < limit:
            some = queue.page(reading, after=after, limit=limit)
            if not some:
                break
            after = some[-1].number
            keys = {key for each in some for key in queue.keys_that_decide(each)}
            edits = reading.edits(keys)
            left = [each for each in some if not _is_decided(each, edits)]
            found += left if resolver is None else _unnamed(left, resolver)
    return found[:limit]


def open_among(store: Store, keys: Iterable[str]) -> list[Undecided]:
    """Of the questions of some keys, those that nobody decided, in the order of `open_questions`.

    Args:
        store: The store of the home.
        keys: As `resolver.journal.questions.key_of` makes them.
    """
    with store.journal.reading() as reading:
        found = queue.keyed(reading, keys)
        deciding = {key for each in found for key in queue.keys_that_decide(each)}
        edits = reading.edits(deciding)
        return [each for each in found if not _is_decided(each, edits)]


def count_open(store: Store) -> int:
    """About how many questions nobody decided, as `resolver.journal.queue.count_unreviewed`."""
    with store.journal.reading() as reading:
        return queue.count_unreviewed(reading)


def question_numbered(store: Store, number: int) -> Undecided | None:
    """A question by its number, decided or not; None where it is no more."""
    with store.journal.reading() as reading:
        return queue.numbered(reading, number)


def question_of(store: Store, review: int) -> Undecided | None:
    """The question that a review decided or decides; None where it is not in the queue.

    Args:
        store: The store of the home.
        review: The number of the change.

    Raises:
        UnknownChange: There is none of that number.
    """
    with store.journal.reading() as reading:
        operations = reading.change(review).operations
        return next(iter(queue.keyed(reading, [each.target for each in operations])), None)


def _unnamed(questions: list[Undecided], resolver: Decides) -> list[Undecided]:
    """Questions but for those that ask for a name that an index has, and finds a match for."""
    queries = {
        each.number: Query(each.text, type=each.type, country=each.country) for each in questions
    }
    named = {number: each for number, each in queries.items() if resolver.has_name(each)}
    decisions = zip(named, resolver.resolve_block([*named.values()]), strict=True)
    matches = {number for number, decision in decisions if decision.verdict == "match"}
    return [each for each in questions if each.number not in matches]


def _is_decided(question: Undecided, edits: Edits) -> bool:
    """Whether the narrowest review that applies says whom it means; or, where that says only whom
    it does not, whether nobody asked since."""
    for key in queue.keys_that_decide(question):
        held = held_of(edits.of(key))
        if held is not None:
            return held.review.decision != "not" or held.review.when >= question.last
    return False
