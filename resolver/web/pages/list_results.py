"""The page of a list that was started: how far it is, then its result and what was done.

Its files are those of the job that it is (`resolver.web.job_answers`), and a browser saves them:
the report has a style of its own, which no page may have.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from resolver.atomic import writing
from resolver.errors import BadRequest, HomeError, InvalidInput, JobNotDone, ResolverError
from resolver.explaining.naming import country_name, type_name
from resolver.home import Home
from resolver.jobs import Found, Job
from resolver.web.access import asking, who
from resolver.web.editor import Editor
from resolver.web.files import file_response
from resolver.web.job_answers import check_done, job_value, report_of, result_of, review_of
from resolver.web.lists import take_list
from resolver.web.page_routes import (
    DECIDED_FILE,
    LIST,
    LIST_AGAIN,
    LIST_COLUMNS,
    LIST_PROGRESS,
    LIST_REPORT,
    LIST_RESULT,
    LIST_REVIEW,
    LISTS,
    REMOVE_LIST,
)
from resolver.web.pages.frame import Frame
from resolver.web.pages.list_questions import ListQuestions, open_of_list
from resolver.web.pages.list_report import (
    HEIGHT,
    WIDTH,
    WORDS,
    breakdown_of,
    counts_of,
    duration,
    histogram_of,
    said_of,
)
from resolver.web.pages.list_rows import first_rows
from resolver.web.pages.lists import ListWork, ShowDraft, list_path
from resolver.web.uploads import Upload


def register(
    app: Flask, frame: Frame, work: ListWork, editor: Editor, show_draft: ShowDraft
) -> None:
    """Serve the pages.

    Args:
        app: The app.
        frame: The layout of pages.
        work: What lists are handed to.
        editor: The table, for what people decided since.
        show_draft: Shows a list that nobody has started.
    """

    @LIST.serve(app)
    def show(job: str) -> Response:
        draft = work.jobs.find_draft(job, asking())
        if draft is not None:
            return show_draft(job, draft)
        found = work.find(job)
        if found.job.state != "done":
            values = _progress(job, found, work)
            return frame.page("list_progress.html", title=found.job.name, **values)
        return _done_page(frame, work, editor, job, found)

    @DECIDED_FILE.serve(app)
    def decided(job: str) -> AnyResponse:
        upload = work.uploads.of(request.environ)
        try:
            found = check_done(work.find(job))
            sent = take_list(request, upload)
            _decide(work, upload.folder.input(sent), sent.name)
        except (BadRequest, InvalidInput) as error:
            return _done_page(frame, work, editor, job, found, error)
        finally:
            upload.close()
        return redirect(list_path(job), 303)

    @LIST_PROGRESS.serve(app)
    def progress(job: str) -> Response:
        return frame.part("list_progress_part.html", **_progress(job, work.find(job), work))

    @LIST_AGAIN.serve(app)
    def again(job: str) -> AnyResponse:
        found = check_done(work.find(job))
        return redirect(list_path(_anew(work, found, found.job.options)), 303)

    @LIST_COLUMNS.serve(app)
    def columns(job: str) -> AnyResponse:
        return redirect(list_path(_anew(work, check_done(work.find(job)), None)), 303)

    @REMOVE_LIST.serve(app)
    def remove(job: str) -> AnyResponse:
        found = work.jobs.find_draft(job, asking()) or work.find(job)
        work.jobs.remove(found.folder)
        return redirect(LISTS.path, 303)

    _register_files(app, work)


def _register_files(app: Flask, work: ListWork) -> None:
    """Serve what was made of a list."""

    @LIST_RESULT.serve(app)
    def result(job: str) -> Response:
        return file_response(result_of(check_done(work.find(job))))

    @LIST_REPORT.serve(app)
    def report(job: str) -> Response:
        return file_response(report_of(check_done(work.find(job)))._replace(is_shown=False))

    @LIST_REVIEW.serve(app)
    def review(job: str) -> Response:
        return file_response(review_of(check_done(work.find(job))))


def _decide(work: ListWork, path: Path, name: str) -> None:
    """Decide what somebody decided in a spreadsheet.

    Raises:
        InvalidInput: The file is none of names to decide, or something in it is wrong.
    """
    from resolver.curate.reviews import decide_file  # SQLAlchemy with it

    try:
        decide_file(work.settings.home, path, who=who(), when=datetime.now(UTC).isoformat())
    except InvalidInput as error:
        is_decision = error.field == "decision"
        remedy = (
            "write an ID of the columns id_1, id_2, …, or none" if is_decision else error.remedy
        )
        what = error.what.replace(str(path), f"the file {name}")
        raise InvalidInput(what, remedy, field=error.field) from None


def _progress(job: str, found: Found, work: ListWork) -> dict[str, Any]:
    """What is shown of a list that is not done."""
    value = job_value(job, found, work.jobs)
    left = value["seconds_left"]
    return {
        "job": job,
        "path": list_path(job),
        "value": value,
        "counts": counts_of(value["verdicts"]),
        "left": None if left is None else duration(left),
        "said": said_of(value["state"], value["share"]),
        "failure": found.job.failure,
        "has_ended": found.job.has_ended,
        "is_open": found.job.owner is None,
    }


def _done_page(
    frame: Frame,
    work: ListWork,
    editor: Editor,
    job: str,
    found: Found,
    problem: ResolverError | None = None,
) -> Response:
    folder, record = found
    value, summary = job_value(job, found, work.jobs), folder.read_summary()
    return frame.page(
        "list_done.html",
        title=record.name,
        status=200 if problem is None else problem.status,
        problem=problem,
        job=job,
        path=list_path(job),
        value=value,
        took=duration((record.finished or 0.0) - (record.started or 0.0)),
        counts=counts_of(value["verdicts"]),
        summary=summary,
        rows=first_rows(found),
        words=WORDS,
        bars=[] if summary is None else histogram_of(summary.tally),
        types=[] if summary is None else breakdown_of(summary.tally.types, type_name),
        countries=[] if summary is None else breakdown_of(summary.tally.countries, country_name),
        size=(WIDTH, HEIGHT),
        questions=_questions(work, editor, found),
        may_repeat=folder.input(record).exists(),
        is_open=record.owner is None,
        keep_days=work.settings.job_days,
    )


def _questions(work: ListWork, editor: Editor, found: Found) -> ListQuestions | None:
    """The names of a list without a match; None where the home keeps no decisions."""
    if Home(work.settings.home).store.exists():
        with suppress(HomeError):  # the list is done all the same
            return open_of_list(editor.opened().store, found.folder)
    return None


def _anew(work: ListWork, found: Found, options: Mapping[str, Sequence[str]] | None) -> str:
    """Take a list once more; the ID of that.

    Args:
        work: What lists are handed to.
        found: The list that is done.
        options: How it is to be resolved; None where somebody chooses that first.

    Raises:
        JobNotDone: The list is not kept any more.
        TooManyJobs, DiskFull: There is no place for it.
    """
    folder, done = found
    if not folder.input(done).exists():
        raise JobNotDone("the list itself was not kept", "hand it in once more")
    job = Job(done.name, done.ending, dict(options or {}), time.time(), keeps_list=True)
    upload = Upload(work.jobs, work.settings)
    try:
        upload.arrived()
        with writing("an upload"):
            upload.folder.input(job).hardlink_to(folder.input(done))
        kept = job if done.owner is None else job.owned_by(done.owner, upload.id)
        upload.keep(kept) if options is None else upload.become(kept)
    finally:
        upload.close()
    if options is not None:
        work.queue.put(upload.folder.key)
    return upload.id
