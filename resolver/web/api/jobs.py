"""The routes `/v1/jobs`: lists in, lists out, worked on in the background."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request

from resolver.jobs import Found, JobQueue, Jobs
from resolver.settings import Settings
from resolver.web.access import asking, who
from resolver.web.files import file_response
from resolver.web.job_answers import check_done, job_value, report_of, result_of, review_of
from resolver.web.lists import check_head, take_list
from resolver.web.origins import check_origin
from resolver.web.responses import json_response
from resolver.web.routes import (
    CREATE_JOB,
    JOB,
    JOB_REPORT,
    JOB_RESULT,
    JOB_REVIEW,
    JOBS,
    REMOVE_JOB,
)
from resolver.web.uploads import Uploads


def register(app: Flask, jobs: Jobs, uploads: Uploads, queue: JobQueue, settings: Settings) -> None:
    """Serve the routes.

    Args:
        app: The app.
        jobs: The jobs of its home.
        uploads: What takes lists in.
        queue: What is named new jobs.
        settings: Which origins may ask, and how long lists may be.
    """

    def find(job: str) -> Found:
        check_origin(request.environ, settings)
        return jobs.find(job, asking())

    @CREATE_JOB.serve(app)
    def create() -> Response:
        upload = uploads.of(request.environ)
        try:
            job = take_list(request, upload)
            check_head(upload.folder.input(job), job, settings)
            owner = asking()
            if owner is not None:
                job = job.owned_by(owner, upload.id)
            upload.become(job)
        finally:
            upload.close()
        queue.put(upload.folder.key)
        response = json_response(job_value(upload.id, Found(upload.folder, job), jobs))
        response.status_code = 202
        response.headers["Location"] = f"{JOBS.path}/{upload.id}"
        return response

    @JOBS.serve(app)
    def own_jobs() -> Response:
        check_origin(request.environ, settings)
        own = jobs.owned_by(who())
        return json_response({"jobs": [job_value(each.job.id or "", each, jobs) for each in own]})

    @JOB.serve(app)
    def show(job: str) -> Response:
        return json_response(job_value(job, find(job), jobs))

    @REMOVE_JOB.serve(app)
    def remove(job: str) -> Response:
        jobs.remove(find(job).folder)
        response = Response(status=204)
        del response.headers["Content-Type"]
        return response

    _register_files(app, find)


def _register_files(app: Flask, find: Callable[[str], Found]) -> None:
    """Serve what a job has made."""

    @JOB_RESULT.serve(app)
    def result(job: str) -> Response:
        return file_response(result_of(check_done(find(job))))

    @JOB_REPORT.serve(app)
    def report(job: str) -> Response:
        return file_response(report_of(check_done(find(job))))

    @JOB_REVIEW.serve(app)
    def review(job: str) -> Response:
        return file_response(review_of(check_done(find(job))))
