"""A list in, the same list out with the answers beside each row. Reach for `resolve_list`.

open_list            the rows, whatever form they have           lists.reading
chosen_roles         which column is what                        bulk.options
Checkpoint.open      what a killed run has done                  bulk.checkpoint
answer_rows          rows with their answers, in order           bulk.stream
Blocks.take          their text, and what is counted of them     bulk.blocks
review, report       what is written beside                      bulk.review, bulk.report
give_name            the part becomes the output                 bulk.output
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from resolver.atomic import whole_file
from resolver.bulk.answers import columns_of, is_number
from resolver.bulk.blocks import Blocks, Watch
from resolver.bulk.checkpoint import Checkpoint
from resolver.bulk.creating import Create
from resolver.bulk.options import BulkOptions, chosen_roles
from resolver.bulk.output import Output, PartOutput, StreamOutput, part_of, state_of, to_bytes
from resolver.bulk.questions import Questions, unknown_properties
from resolver.bulk.report import report_text
from resolver.bulk.review import keep_undecided, question_cells, review_text
from resolver.bulk.stamp import stamp_of
from resolver.bulk.stream import Answering, answer_rows
from resolver.bulk.tally import Summary, Tally
from resolver.engine import Resolver
from resolver.errors import BadSource, BadValue, OutputStarted, TooManyRows
from resolver.lists.form import Form, named_form, output_form, refuse_spreadsheet
from resolver.lists.reading import ListReader, Row, open_list
from resolver.lists.writing import ListWriter, writer_for
from resolver.model.undecided import MAX_CANDIDATES
from resolver.text.words import load_words

SHOWN_NAMES: Final = 10
"""Most frequent names that a summary has."""

_CHUNK: Final = 1 << 20


class Limits(NamedTuple):
    """What a list may be at most; None is any.

    Args:
        bytes: Of its unpacked content.
        rows: Of it.
    """

    bytes: int | None = None
    rows: int | None = None


class Files(NamedTuple):
    """What is read and written.

    Args:
        source: The list: a file, or a stream such as standard input.
        output: The list with its answers: a file, which appears when it is complete, or a stream.
        review: Where the ambiguous questions go.
        report: Where the page of what was done goes.
        name: What to call the list in errors; a file has its path.
        home: The home that answers, where what is left to decide is to be kept in it.
        unmatched: Where the questions go that mean nobody.
    """

    source: Path | BinaryIO
    output: Path | BinaryIO
    review: Path | None = None
    report: Path | None = None
    name: str | None = None
    home: Path | None = None
    unmatched: Path | None = None


def resolve_list(
    resolver: Resolver,
    files: Files,
    options: BulkOptions,
    *,
    resume: bool = False,
    limits: Limits = Limits(),  # noqa: B008 - nobody can change it
    warn: Callable[[str], None] = lambda _: None,
    watch: Watch = lambda _: None,
    create: Create | None = None,
) -> Summary:
    """Resolve a list.

    Args:
        resolver: What answers.
        files: What is read and written.
        options: What was said of the list.
        resume: Whether to go on from what a killed run left beside the output, if it left anything.
        limits: What the list may be at most.
        warn: Called with what is doubtful in the list or in what was said of it.
        watch: Called after each block, at least every second.
        create: Creates entities for names that are nobody's, if any are to be created.

    Raises:
        InvalidInput: The list cannot be read as what it is said to be, or an option does not fit.
        OutputStarted: A killed run has left its part, and `resume` is not said.
        OutputBusy: Another process writes the same file.
        TooManyErrors: More rows have an error than may.
        DiskFull: No space is left; what was done is there, and can be gone on from.
    """
    with _kept_source(files, options) as source, _opened(source, options, limits) as reader:
        for doubt in (*reader.warnings, *unknown_properties(options.roles, resolver.fields)):
            warn(doubt)
        name = source.output.name if isinstance(source.output, Path) else ""
        refuse_spreadsheet(name)
        read = reader.form
        if len(reader.columns) == 1 and options.said.delimiter is None:
            read = dataclasses.replace(read, delimiter=",")  # one column shows none
        form = output_form(name, read, options.kind)
        run = _Run((resolver, create), source, options, limits, (warn, watch), (reader, form))
        if isinstance(source.output, Path):
            return run.into_file(source.output, resume=resume)
        return run.into_stream(source.output)


class _Run:
    """One run at work."""

    def __init__(
        self,
        answering: tuple[Resolver, Create | None],
        files: Files,
        options: BulkOptions,
        limits: Limits,
        told: tuple[Callable[[str], None], Watch],
        opened: tuple[ListReader, Form],
    ) -> None:
        self._begin = time.monotonic()
        self._files, self._options, self._limits = files, options, limits
        self._warn, self._watch = told
        self._reader, self._form = opened
        resolver, self._create = answering
        self._index = resolver.fingerprint
        self._read_bytes = self._read_rows = 0
        added = columns_of(options.top)
        self._writer: ListWriter = writer_for(
            self._reader,
            self._form,
            added,
            numbers=[column for column in added if is_number(column)],
            excel=options.excel,
        )
        self._answering = self._how(resolver, added)

    def into_file(self, target: Path, *, resume: bool) -> Summary:
        """Answer the rows that are left, and give the output its name."""
        can_resume = isinstance(self._files.source, Path)
        if resume and not can_resume:
            what = f"{self._name} cannot be read once more"
            raise BadValue(what, "leave --resume out, or give a file", field="resume")
        review = self._files.review is not None
        index = self._index if self._create is None else None
        stamp = stamp_of(self._files.source, self._options, self._form, index, review=review)
        checkpoint = Checkpoint.open(state_of(target), stamp, resume=resume, target=target)
        with closing(checkpoint):
            try:
                summary = self._kept(checkpoint, target)
            except BadSource:
                # Nothing can go on from here: a list that was mended is another one.
                part_of(target).unlink(missing_ok=True)
                checkpoint.remove()
                raise
            except OutputStarted:
                checkpoint.remove()  # the part is somebody else's
                raise
            checkpoint.remove()
        return summary

    def into_stream(self, stream: BinaryIO) -> Summary:
        """Answer the rows as they come; nothing is kept."""
        with tempfile.TemporaryDirectory(prefix="resolver-bulk-") as folder:
            target = Path(folder, "output")
            state = state_of(target)
            with closing(Checkpoint.open(state, {}, resume=False, target=target)) as checkpoint:
                if self._writer.is_final:
                    summary = self._answered(checkpoint, StreamOutput(stream))
                    self._write_beside(checkpoint, summary)
                else:
                    summary = self._kept(checkpoint, target)
                    with target.open("rb") as file:
                        shutil.copyfileobj(file, stream, _CHUNK)
            stream.flush()
        return summary

    def _kept(self, checkpoint: Checkpoint, target: Path) -> Summary:
        """As `into_file`, under a checkpoint."""
        part, block = part_of(target), checkpoint.block
        if block is not None and block.is_last and not part.exists():
            # It was killed when the output had its name already.
            summary = self._summary(checkpoint, Tally.from_dict(block.tally), block.rows)
            self._write_beside(checkpoint, summary)
            return summary
        if block is None and checkpoint.is_resumed:
            part.unlink(missing_ok=True)  # of a run that was killed in its first second
        with closing(PartOutput(part, target, block.bytes if block else 0)) as output:
            summary = self._answered(checkpoint, output)
            self._write_beside(checkpoint, summary)
            if self._writer.is_final:
                output.give_name(target)
                return summary
        with whole_file(target) as whole:
            self._writer.finish(part, self._again, whole)
        part.unlink()
        return summary

    def _answered(self, checkpoint: Checkpoint, output: Output) -> Summary:
        """Answer the rows that are left into an output."""
        before = checkpoint.block
        blocks = Blocks(self._writer, self._options, output, checkpoint, self._share, self._watch)
        resumed = blocks.tally.rows
        if before is None or not before.is_last:
            answer_rows(self._answering, self._rows(resumed), blocks.take)
            blocks.end(is_last=True)
        return self._summary(checkpoint, blocks.tally, resumed)

    def _how(self, resolver: Resolver, added: tuple[str, ...]) -> Answering:
        columns, options = self._reader.columns, self._options
        roles = chosen_roles(options, columns)
        refuse_answered(self._name, columns, added)
        most = options.top if self._files.review is None else max(options.top, MAX_CANDIDATES)
        asked = dataclasses.replace(options.asked, limit=most)
        questions = Questions(columns, roles, asked, load_words(), self._name)
        shown = None if self._files.review is None else resolver
        return Answering(
            resolver,
            questions,
            self._writer.added,
            options.top,
            lambda decision: question_cells(decision, shown),
            self._create,
        )

    def _rows(self, done: int) -> Iterator[Row]:
        """The rows that are left, after so many."""
        most = self._limits.rows
        for row in self._reader.rows(self._advance):
            if most is not None and row.number > most:
                what = f"the list has more than {most:,} rows"
                raise TooManyRows(self._name, what, "split it", line=row.line)
            self._read_rows = row.number
            if row.number > done:
                yield row

    def _advance(self, more: int) -> None:
        self._read_bytes += more

    def _share(self, rows: int) -> float | None:
        """How much of the input is done, where so many rows are: some were read ahead."""
        size = self._reader.size
        if not size or not self._read_rows:
            return None
        return min(self._read_bytes / size, 1.0) * rows / self._read_rows

    def _summary(self, checkpoint: Checkpoint, tally: Tally, resumed: int) -> Summary:
        return Summary(
            tally,
            checkpoint.most_frequent("no_match", SHOWN_NAMES),
            checkpoint.most_frequent("ambiguous", SHOWN_NAMES),
            time.monotonic() - self._begin,
            resumed,
            self._index,
        )

    def _write_beside(self, checkpoint: Checkpoint, summary: Summary) -> None:
        """Write the review and the report, and keep what is left to decide."""
        for path, verdict in (
            (self._files.review, "ambiguous"),
            (self._files.unmatched, "no_match"),
        ):
            if path is not None:
                with whole_file(path) as part, part.open("wb") as file:
                    for text in review_text(checkpoint.questions(verdict), self._form):
                        file.write(to_bytes(text))
        if self._files.report is not None:
            with whole_file(self._files.report) as part:
                part.write_bytes(to_bytes(report_text(summary, self._options.asked, self._name)))
        if self._files.home is not None:
            keep_undecided(self._files.home, checkpoint, self._warn)

    @contextmanager
    def _again(self) -> Iterator[ListReader]:
        """The list, read once more."""
        with _opened(self._files, self._options, self._limits) as reader:
            yield reader

    @property
    def _name(self) -> str:
        return name_of(self._files)


def name_of(files: Files) -> str:
    """What to call a list."""
    return files.name or str(files.source)


@contextmanager
def _kept_source(files: Files, options: BulkOptions) -> Iterator[Files]:
    """The files, where a stream that must be read twice is a file, too."""
    name = files.output.name if isinstance(files.output, Path) else ""
    if isinstance(files.source, Path) or (options.kind or named_form(name)[0]) != "parquet":
        yield files
        return
    with tempfile.NamedTemporaryFile(prefix="resolver-bulk-") as spooled:
        shutil.copyfileobj(files.source, spooled, _CHUNK)
        spooled.flush()
        yield files._replace(source=Path(spooled.name))


@contextmanager
def _opened(files: Files, options: BulkOptions, limits: Limits) -> Iterator[ListReader]:
    with open_list(
        files.source,
        name=name_of(files),
        said=options.said,
        wanted=options.roles.columns(),
        max_bytes=limits.bytes,
    ) as reader:
        yield reader


def refuse_answered(name: str, columns: Sequence[str], added: tuple[str, ...]) -> None:
    """Refuse a list that has answers already.

    Args:
        name: What errors call it.
        columns: Of the list.
        added: Those that it would get.

    Raises:
        BadSource: It has one of them.
    """
    for column in added:
        if column in columns:
            what = f"the header already has a column {column}"
            raise BadSource(name, what, "rename or remove it", line=1)
