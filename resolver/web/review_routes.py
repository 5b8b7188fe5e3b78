"""The rows of the table of routes by which people decide what names mean."""

from __future__ import annotations

from typing import Final

from resolver.errors import (
    HomeError,
    InvalidInput,
    Overloaded,
    ScopeMissing,
    UnknownEntity,
    UnknownReview,
)
from resolver.model import Option
from resolver.web.edit_routes import REASON, WRITE_ERRORS, WRITE_PARAMETERS
from resolver.web.route import MAX_NUMBER, Content, RequestBody, Route

MAX_REVIEWS: Final = 1_000
"""Reviews or open questions of a page at most."""

_PARAMETERS: Final = {
    "state": Option(
        "state",
        "text",
        "Whether what is left to decide is wanted, or what is decided.",
        "open",
        choices=("open", "decided"),
    ),
    "limit": Option("limit", "integer", "How many to return.", 100, 1, MAX_REVIEWS),
    "after": Option("after", "integer", "The `next` of the page before.", 0, 0, MAX_NUMBER),
}

REVIEW: Final = Route(
    "POST",
    "/v1/reviews",
    "Decide what a name means: an entity, not some entity, or nobody.",
    Content(schemas=("Reviewed",)),
    operation_id="review",
    description="It was decided so already; `change` is the one that did.",
    created="It is decided.",
    parameters=WRITE_PARAMETERS,
    body=RequestBody(("NewReview",)),
    errors=(*WRITE_ERRORS, UnknownEntity),
    scope="review",
)
REVIEWS: Final = Route(
    "GET",
    "/v1/reviews",
    "What is left to decide, the next best first; or what is decided, the newest last.",
    Content(schemas=("OpenQuestions", "Reviews")),
    operation_id="reviews",
    description="A page of them; `next` is the `after` of the next one.",
    parameters=_PARAMETERS,
    errors=(InvalidInput, HomeError, Overloaded),
    scope="review",
)
TAKE_BACK: Final = Route(
    "DELETE",
    "/v1/reviews/{number}",
    "Take back a review of one's own; that of somebody else needs the scope write.",
    Content(schemas=("Reviewed",)),
    operation_id="takeBackReview",
    description="What is decided of its question now: what was before, or nothing.",
    parameters={**WRITE_PARAMETERS, "reason": REASON},
    body=RequestBody(("Because",), is_required=False),
    errors=(*WRITE_ERRORS, UnknownReview, ScopeMissing),
    scope="review",
)

REVIEW_ROUTES: Final = (REVIEW, REVIEWS, TAKE_BACK)
"""The routes of reviews."""
