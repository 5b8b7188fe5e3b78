"""Rows that were answered → the output, block by block. Reach for it to change what a block is.

A block ends after a second, at least: the text of its rows is on disk, then the checkpoint notes
how far they go. Whatever kills the process, what was noted is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, NamedTuple

from resolver.bulk.checkpoint import AskedQuestion, Block, Checkpoint
from resolver.bulk.options import BulkOptions
from resolver.bulk.output import Output
from resolver.bulk.stream import Answer
from resolver.bulk.tally import Tally
from resolver.errors import TooManyErrors
from resolver.lists.reading import Row
from resolver.lists.writing import ListWriter

BLOCK_S: Final = 1.0
"""Seconds after which a block ends."""

_TOGETHER: Final = 64
"""Rows that go to the output together."""

_MAX_ASKED: Final = 50_000
"""Questions after which a block ends, however fast they are answered."""


class Done(NamedTuple):
    """How far a run is.

    Args:
        rows: Rows that are done, those of an earlier run included.
        share: How much of the input is done, 0 to 1; None where its length is not known.
        tally: What was counted of them.
    """

    rows: int
    share: float | None
    tally: Tally


Watch = Callable[[Done], None]
"""Called after each block."""


class _Counted:
    """A question, and the rows of a block that ask it."""

    __slots__ = ("question", "rows")

    def __init__(self, question: AskedQuestion) -> None:
        self.question = question
        self.rows = 1


class Blocks:
    """Takes rows with their answers.

    Args:
        writer: Makes the text of a row.
        options: What was said of the list.
        output: Where the text goes.
        checkpoint: Where it is noted how far it goes; what it has is gone on from.
        share: How much of the input is done, where so many rows are.
        watch: Called after each block.
    """

    def __init__(
        self,
        writer: ListWriter,
        options: BulkOptions,
        output: Output,
        checkpoint: Checkpoint,
        share: Callable[[int], float | None],
        watch: Watch,
    ) -> None:
        self._writer, self._options = writer, options
        self._output, self._checkpoint = output, checkpoint
        self._share, self._watch = share, watch
        self._asked: dict[str, _Counted] = {}
        self._texts: list[str] = []
        self._ended = time.monotonic()
        before = checkpoint.block
        self.tally = Tally() if before is None else Tally.from_dict(before.tally)
        """What was counted so far."""
        if before is None:
            output.write(writer.head())

    def take(self, row: Row, key: str | None, answer: Answer) -> None:
        """Take the next row.

        Raises:
            TooManyErrors: It is one error too many.
            DiskFull: There is no space for it.
        """
        tally, options = self.tally, self._options
        tally.add(row, answer)
        if options.only is None or answer.verdict == options.only_verdict:
            self._texts.append(self._writer.row(row, answer.added or ""))
            tally.written += 1
        if (
            key is not None
            and answer.text is not None
            and answer.verdict not in ("match", "created")
        ):
            self._count(row.number, key, answer)
        if options.max_errors is not None and tally.errors > options.max_errors:
            raise _too_many_errors(tally)
        if tally.rows % _TOGETHER == 0:
            self._pass_on()
        if time.monotonic() - self._ended >= BLOCK_S or len(self._asked) > _MAX_ASKED:
            self.end()

    def end(self, *, is_last: bool = False) -> None:
        """End a block."""
        self._pass_on()
        self._output.sync()
        tally = self.tally
        block = Block(tally.rows, self._output.bytes, tally.to_dict(), is_last)
        asked = (each.question._replace(rows=each.rows) for each in self._asked.values())
        self._checkpoint.commit(block, asked)
        self._asked.clear()
        self._watch(Done(tally.rows, 1.0 if is_last else self._share(tally.rows), tally))
        self._ended = time.monotonic()

    def _pass_on(self) -> None:
        """Give the rows so far to the output."""
        self._output.write("".join(self._texts))
        self._texts.clear()

    def _count(self, number: int, key: str, answer: Answer) -> None:
        """Count a row whose question was not a match."""
        before = self._asked.get(key)
        if before is not None:
            before.rows += 1
        elif answer.text is not None:
            country, asked_type = " ".join(answer.country), answer.asked_type or ""
            question = AskedQuestion(
                key, answer.verdict, answer.text, asked_type, country, number, 1, answer.extra
            )
            self._asked[key] = _Counted(question)


def _too_many_errors(tally: Tally) -> TooManyErrors:
    first, last = tally.reported[0], tally.reported[-1]
    return TooManyErrors(
        f"rows with an error: {tally.errors:,}, the first in line {first.line}: {first.error}",
        f"see how line {last.line} is read; or go on with --resume and more --max-errors",
    )
