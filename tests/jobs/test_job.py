"""The record of a job says all that is known of it."""

from __future__ import annotations

from resolver.errors import BadValue, JobFailed
from resolver.jobs.job import Failure, Job

JOB = Job("list.csv", ".csv", {"column": ["name"]}, 1.0)


def test_a_record_comes_back_as_it_was() -> None:
    failed = JOB.begun(2.0).answered_by("index", "version").failed(3.0, JobFailed("died", "split"))
    assert Job.from_dict(failed.to_dict()) == failed
    assert Job.from_dict(JOB.to_dict()) == JOB


def test_a_job_begins_once_however_often_it_is_gone_on_with() -> None:
    assert JOB.begun(2.0).begun(5.0).started == 2.0
    waits = JOB.begun(2.0).waiting("no space left")
    assert (waits.state, waits.note, waits.begun(3.0).note) == ("queued", "no space left", None)


def test_deaths_are_counted_from_the_last_time_that_the_job_got_on() -> None:
    stuck = JOB.died(0).died(0)
    assert stuck.deaths == 2
    assert stuck.died(10).deaths == 1
    assert stuck.died(10).died(10).deaths == 2


def test_a_failure_has_what_the_error_had() -> None:
    failure = Failure.of(BadValue("top is 0", "use 1 to 20", field="top"))
    assert failure == ("bad_value", 400, "top is 0", "use 1 to 20", "top")
    assert JOB.failed(2.0, JobFailed("died")).has_ended
