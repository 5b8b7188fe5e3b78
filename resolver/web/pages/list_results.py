"""The page of a list that was started: how far it is, then its result and what was done.

Its files are those of the job that it is (`resolver.web.job_answers`), and a browser saves them:
the report has a style of its own, which no page may have.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from resolver.atomic import writing
from resolver.errors import HomeError, JobNotDone
from resolver.explaining.naming import country_name, type_name
from resolver.home import Home
from resolver.jobs import Found, Job
from resolver.web.access import asking
from resolver.web.editor import Editor
from resolver.web.files import file_response
from resolver.web.job_answers import check_done, job_value, report_of, result_of, review_of
from resolver.web.page_routes import (
    LIST,
    LIST_AGAIN,
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
    breakdown_of,
    counts_of,
    duration,
    histogram_of,
    said_of,
)
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

    def find(job: str) -> Found:
        return work.jobs.find(job, asking())

    @LIST.serve(app)
    def show(job: str) -> Response:
        draft = work.jobs.find_draft(job, asking())
        if draft is not None:
            return show_draft(job, draft)
        found = find(job)
        if found.job.state != "done":
            values = _progress(job, found, work)
            return frame.page("list_progress.html", title=found.job.name, **values)
        return _done_page(frame, work, editor, job, found)

    @LIST_PROGRESS.serve(app)
    def progress(job: str) -> Response:
        return frame.part("list_progress_part.html", **_progress(job, find(job), work))

    @LIST_AGAIN.serve(app)
    def again(job: str) -> AnyResponse:
        return redirect(list_path(_again(work, check_done(find(job)))), 303)

    @REMOVE_LIST.serve(app)
    def remove(job: str) -> AnyResponse:
        (work.jobs.find_draft(job, asking()) or find(job)).folder.cancel()
        return redirect(LISTS.path, 303)

    _register_files(app, find)


def _register_files(app: Flask, find: Callable[[str], Found]) -> None:
    """Serve what was made of a list."""

    @LIST_RESULT.serve(app)
    def result(job: str) -> Response:
        return file_response(result_of(check_done(find(job))))

    @LIST_REPORT.serve(app)
    def report(job: str) -> Response:
        return file_response(report_of(check_done(find(job)))._replace(is_shown=False))

    @LIST_REVIEW.serve(app)
    def review(job: str) -> Response:
        return file_response(review_of(check_done(find(job))))


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


def _done_page(frame: Frame, work: ListWork, editor: Editor, job: str, found: Found) -> Response:
    folder, record = found
    value, summary = job_value(job, found, work.jobs), folder.read_summary()
    return frame.page(
        "list_done.html",
        title=record.name,
        job=job,
        path=list_path(job),
        value=value,
        took=duration((record.finished or 0.0) - (record.started or 0.0)),
        counts=counts_of(value["verdicts"]),
        summary=summary,
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
    """The ambiguous names of a list; None where the home keeps no decisions."""
    if Home(work.settings.home).store.exists():
        with suppress(HomeError):  # the list is done all the same
            return open_of_list(editor.opened().store, found.folder)
    return None


def _again(work: ListWork, found: Found) -> str:
    """Have a list resolved once more, as it was the first time; the ID of that.

    Raises:
        JobNotDone: The list is not kept any more.
        TooManyJobs, DiskFull: There is no place for it.
    """
    folder, done = found
    if not folder.input(done).exists():
        raise JobNotDone("the list itself was not kept", "hand it in once more")
    job = Job(done.name, done.ending, done.options, time.time(), keeps_list=True)
    upload = Upload(work.jobs, work.settings)
    try:
        upload.arrived()
        with writing("an upload"):
            upload.folder.input(job).hardlink_to(folder.input(done))
        upload.become(job if done.owner is None else job.owned_by(done.owner, upload.id))
    finally:
        upload.close()
    work.queue.put(upload.folder.key)
    return upload.id
