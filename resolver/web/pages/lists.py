"""The pages where somebody hands in a list, says what its columns are, and has it resolved.

A list is kept for half an hour until it is started; then it is a job like any other
(`resolver.jobs`), of who signed in, or of whoever knows its address.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from resolver.bulk.guessing import has_header
from resolver.errors import (
    BadRequest,
    EmptyText,
    InvalidInput,
    ResolverError,
    TooManyJobs,
    UnknownJob,
)
from resolver.jobs import Found, Job, JobQueue, Jobs, ending_of
from resolver.lists.form import SaidForm
from resolver.lists.reading import open_list
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import default_types
from resolver.settings import Settings
from resolver.web.access import asking
from resolver.web.job_answers import job_value
from resolver.web.lists import check_head, check_readable, take_list
from resolver.web.live import Live
from resolver.web.page_routes import LISTS, PASTE_LIST, SEND_LIST, START_LIST
from resolver.web.pages.frame import Frame
from resolver.web.pages.list_columns import ROLES, looked_into, options_of, with_choices
from resolver.web.uploads import Upload, Uploads


class ListWork(NamedTuple):
    """What lists are handed to.

    Args:
        jobs: The jobs of the home.
        uploads: What takes lists in.
        queue: What is named new jobs.
        settings: How many and how long they may be.
    """

    jobs: Jobs
    uploads: Uploads
    queue: JobQueue
    settings: Settings

    def find(self, job: str) -> Found:
        """A list that was started, for who asks.

        Raises:
            UnknownJob: There is none, or it is somebody else's.
        """
        return self.jobs.find(job, asking())


_STATES: Final = {"queued": "waiting", "running": "working", "done": "done", "failed": "failed"}
"""The states of jobs in words."""

PASTED: Final = "pasted"
"""What the names of lists begin with that were pasted."""

ShowDraft = Callable[[str, Found], Response]
"""From the ID of a list that nobody has started, and the list, to its page."""


def register(app: Flask, frame: Frame, work: ListWork, live: Live) -> ShowDraft:
    """Serve the pages; returns what shows a list that nobody has started."""

    @LISTS.serve(app)
    def lists() -> Response:
        return _lists_page(frame, work)

    @SEND_LIST.serve(app)
    def send_list() -> AnyResponse:
        upload = work.uploads.of(request.environ)
        try:
            _keep(upload, take_list(request, upload), work.settings)
        except (BadRequest, InvalidInput) as error:
            return _lists_page(frame, work, error)
        finally:
            upload.close()
        return redirect(list_path(upload.id), 303)

    @PASTE_LIST.serve(app)
    def paste_list() -> AnyResponse:
        text: str = g.form.get("text", "").strip("\r\n")
        try:
            if not text.strip():
                raise EmptyText("nothing was pasted", "copy some cells, and paste them here")
            upload = Upload(work.jobs, work.settings)
            try:
                upload.write(text.encode())
                upload.arrived()
                name = _pasted_name(text)
                job = Job(name, ending_of(name), {}, time.time())
                upload.folder.upload.replace(upload.folder.input(job))
                _keep(upload, job, work.settings)
            finally:
                upload.close()
        except InvalidInput as error:
            return _lists_page(frame, work, error, text)
        return redirect(list_path(upload.id), 303)

    def show_draft(job: str, found: Found, problem: ResolverError | None = None) -> Response:
        path = found.folder.input(found.job)
        fields = g.form if problem is not None else request.args
        header = _says_header(fields.get("header", ""), path_text(found))
        draft = looked_into(path, found.job, live(), header=header)
        if problem is not None:
            draft = with_choices(draft, fields)
        return frame.page(
            "list_draft.html",
            title=found.job.name,
            status=200 if problem is None else problem.status,
            job=job,
            draft=draft,
            header=header,
            roles=ROLES,
            types=default_types(live(), Scope("", "")),
            country=fields.get("country", "") if problem is not None else "",
            excel=bool(fields.get("excel")) if problem else True,
            problem=problem,
        )

    @START_LIST.serve(app)
    def start_list(job: str) -> AnyResponse:
        found = work.jobs.find_draft(job, asking())
        if found is None:
            work.find(job)  # it was started already, or there is none
            return redirect(list_path(job), 303)
        try:
            header = g.form.get("header", "yes") == "yes"
            draft = looked_into(found.folder.input(found.job), found.job, live(), header=header)
            options = options_of(with_choices(draft, g.form), g.form)
            started = replace(found.job, options=options, created=time.time())
            check_head(found.folder.input(started), started, work.settings)
            work.jobs.check_place(work.settings.max_queued_jobs)
        except (InvalidInput, TooManyJobs) as error:
            return show_draft(job, found, error)
        _start(work, found, started)
        return redirect(list_path(job), 303)

    return show_draft


def list_path(job: str) -> str:
    """The path of a list."""
    return f"{LISTS.path}/{job}"


def path_text(found: Found) -> str:
    """The first cells of a list as one text, to see whether they are names of columns."""
    path = found.folder.input(found.job)
    with open_list(path, name=found.job.name, said=SaidForm()) as reader:
        return "\n".join(reader.columns)


def _says_header(chosen: str, columns: str) -> bool:
    """Whether the first row has the names of the columns, as somebody said or as it seems.

    One column alone is often names from its first row on.
    """
    if chosen:
        return chosen == "yes"
    cells = columns.split("\n")
    return len(cells) > 1 or has_header(cells)


def _keep(upload: Upload, job: Job, settings: Settings) -> None:
    """Keep a list that can be read until somebody starts it."""
    owner = asking()
    kept = replace(job, options={}, keeps_list=True)
    check_readable(upload.folder.input(kept), kept, settings)
    upload.keep(kept if owner is None else kept.owned_by(owner, upload.id))


def _start(work: ListWork, found: Found, started: Job) -> None:
    with found.folder.claimed() as held:
        if held is None or not found.folder.is_draft:
            raise UnknownJob("somebody has started or removed the list", "open its page anew")
        found.folder.start(started)
    work.queue.put(found.folder.key)


def _ending(text: str) -> str:
    """The form of a text that was pasted: of one column with commas it is not CSV, but names."""
    first = text.split("\n", 1)[0]
    is_csv = "\t" not in first and first.count(",") and has_header(first.split(","))
    return ".csv" if is_csv else ".tsv"


def _pasted_name(text: str) -> str:
    """What a list that was pasted is called, with the beginning of its first row below a header."""
    ending = _ending(text)
    rows = [row for row in text.split("\n", 2)[:2] if row.strip()]
    first = re.split("[\t,]" if ending == ".csv" else "\t", rows[-1])
    words = "".join(each for each in " ".join(first) if each.isalnum() or each in " -'").split()
    return f"{PASTED} {' '.join(words)[:40].strip()}".strip() + ending


def _lists_page(
    frame: Frame, work: ListWork, problem: ResolverError | None = None, text: str = ""
) -> Response:
    owner = asking()
    own = [] if owner is None else work.jobs.owned_by(owner)
    return frame.page(
        "lists.html",
        title="Resolve a list",
        status=200 if problem is None else problem.status,
        problem=problem,
        text=text,
        own=[(each.job.id, job_value(each.job.id or "", each, work.jobs)) for each in own],
        states=_STATES,
        settings=work.settings,
    )
