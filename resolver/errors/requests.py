"""What goes wrong over HTTP alone. Reach for it to add an error of a request or a job."""

from __future__ import annotations

from typing import ClassVar

from resolver.errors.root import ResolverError


class BadRequest(ResolverError):
    """An HTTP request that no route takes as it is."""

    code = "bad_request"
    status = 400


class BadJson(BadRequest):
    """A body that is not the JSON that is expected."""

    code = "bad_json"


class TooManyQueries(BadRequest):
    """A batch of more queries than the limit, or of longer ones."""

    code = "too_many_queries"


class KeyNeeded(BadRequest):
    """A request that only the holder of a key may make.

    Args:
        what: What is wrong.
        remedy: What to do about it.
        scope: The scope that the key has to have.
    """

    code = "key_needed"
    status = 401
    reason: ClassVar[str | None] = None
    """The word for it in the header WWW-Authenticate (RFC 6750, 3.1)."""

    def __init__(self, what: str, remedy: str, *, scope: str) -> None:
        super().__init__(what, remedy)
        self.scope = scope


class UnknownKey(KeyNeeded):
    """A key that is none, was revoked, or has expired."""

    code = "unknown_key"
    reason = "invalid_token"


class ScopeMissing(KeyNeeded):
    """A key whose scope is too small for what is asked."""

    code = "scope_missing"
    status = 403
    reason = "insufficient_scope"


class ForeignOrigin(BadRequest):
    """A web page of another origin asks what it may not."""

    code = "foreign_origin"
    status = 403


class FormStale(BadRequest):
    """A form of a page that was made before who sends it signed in or out."""

    code = "form_stale"
    status = 403


class UnknownRoute(BadRequest):
    """No route has that path."""

    code = "unknown_route"
    status = 404


class WrongMethod(BadRequest):
    """The route does not take that method."""

    code = "wrong_method"
    status = 405


class BodyCut(BadRequest):
    """A body that did not arrive whole."""

    code = "body_cut"
    status = 408


class JobNotDone(BadRequest):
    """What a job makes is asked for before it is done."""

    code = "job_not_done"
    status = 409


class BodyTooLarge(BadRequest):
    """A body longer than the route's limit."""

    code = "body_too_large"
    status = 413


class WrongMediaType(BadRequest):
    """A body that is not declared as what the route takes."""

    code = "wrong_media_type"
    status = 415


class KeyReused(BadRequest):
    """A request has the idempotency key of another one."""

    code = "idempotency_key_reused"
    status = 422


class WrongRange(BadRequest):
    """A range that is not within what is asked for.

    Args:
        size: How many bytes that has.
        remedy: What to do about it.
    """

    code = "wrong_range"
    status = 416

    def __init__(self, size: int, remedy: str) -> None:
        super().__init__(f"that range is not within {size:,} bytes", remedy)
        self.size = size


class TooManyRequests(BadRequest):
    """More requests of a key or an address than the limit of the service.

    Args:
        what: What is wrong.
        remedy: What to do about it.
        after_s: Seconds after which the next one is taken.
    """

    code = "too_many_requests"
    status = 429

    def __init__(self, what: str, remedy: str, *, after_s: int) -> None:
        super().__init__(what, remedy)
        self.after_s = after_s


class WrongHost(BadRequest):
    """The request names a host that is not served here."""

    code = "wrong_host"
    status = 421


class Overloaded(ResolverError):
    """Too many requests wait already; try again later."""

    code = "overloaded"
    status = 503


class TooManyJobs(Overloaded):
    """Too many lists wait already; try again later."""

    code = "too_many_jobs"


class IndexBehind(ResolverError):
    """The index does not have the change yet up to which an answer was asked to go."""

    code = "index_behind"
    status = 503


class UnknownJob(ResolverError):
    """No job has that ID: it never was, was removed, or is too old."""

    code = "unknown_job"
    status = 404


class JobTooLarge(ResolverError):
    """A job that needs more time or memory than it may have."""

    code = "job_too_large"
    status = 413


class JobFailed(ResolverError):
    """A job that ended without a result."""

    code = "job_failed"
    status = 409


class ServiceUnreachable(ResolverError):
    """A service that does not answer, or not as one of ours does."""

    code = "service_unreachable"
    status = 502
