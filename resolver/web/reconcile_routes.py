"""The rows of the table of routes with which the table is a reconciliation service.

Each is served for a part of the table, too: `resolver.web.narrowed`. 0.2 stands at `/reconcile`,
1.0-draft at `/reconcile/v1`. All answer any web page that the setting lets ask.
"""

from __future__ import annotations

from typing import Final, Literal

from resolver.errors import (
    BodyCut,
    BodyTooLarge,
    InvalidInput,
    Overloaded,
    UnknownEntity,
    UnknownRoute,
    WrongMediaType,
)
from resolver.web.route import JSON, Content, RequestBody, Route

ROOT: Final = "/reconcile"
"""The path of the service of the whole table."""

PAIRS: Final = r"(?:/(?:types|sources|lang|key)/[^/]+)*"
"""What may stand behind it, as a regular expression."""

MAX_BATCH_BYTES: Final = 4 << 20
"""Bytes that the body of a batch has at most."""

HTML: Final = "text/html"
FORM_TYPES: Final = (
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    JSON,
    "text/plain",
)
"""What clients declare a batch as."""

_OBJECT: Final = Content(json_type="object")
_PAGE: Final = Content(HTML, json_type="string")
_BODY_ERRORS: Final = (BodyCut, BodyTooLarge, WrongMediaType)
_ASK_ERRORS: Final = (InvalidInput, Overloaded, UnknownRoute)


def _row(
    method: Literal["GET", "POST"],
    path: str,
    summary: str,
    name: str,
    content: Content = _OBJECT,
    *,
    body: RequestBody | None = None,
) -> Route:
    return Route(
        method,
        ROOT + path,
        summary,
        content,
        operation_id=name,
        body=body,
        errors=(*_ASK_ERRORS, UnknownEntity, *(_BODY_ERRORS if body else ())),
        errors_as_pages=(InvalidInput, UnknownEntity) if content is _PAGE else (),
        of_index=True,
        scope="read",
    )


_FORM: Final = RequestBody(("ReconcileForm",), FORM_TYPES, MAX_BATCH_BYTES, may_be_undeclared=True)

MANIFEST: Final = _row(
    "GET",
    "",
    "What the reconciliation service offers (0.2); or answers, with `queries` or `extend`.",
    "reconcileManifest",
    Content(json_type="object", other_types=(HTML, "application/javascript")),
)
RECONCILE: Final = _row(
    "POST", "", "Reconcile a batch of names, or extend entities (0.2).", "reconcile", body=_FORM
)
SUGGEST: Final = {
    what: _row(
        "GET",
        f"/suggest/{what}",
        f"What begins like, or is spelt like, what somebody types: {what} (0.2).",
        f"reconcileSuggest{what.title()}",
    )
    for what in ("entity", "type", "property")
}
FLYOUT: Final = {
    what: _row(
        "GET",
        f"/flyout/{what}",
        f"A few lines on something suggested: {what} (0.2).",
        f"reconcileFlyout{what.title()}",
    )
    for what in ("entity", "type", "property")
}
PREVIEW: Final = _row("GET", "/preview", "A small page on an entity.", "reconcilePreview", _PAGE)
VIEW: Final = _row("GET", "/view", "The page of an entity.", "reconcileView", _PAGE)
PROPOSE: Final = _row(
    "GET", "/propose", "The properties that entities of a type have (0.2).", "reconcilePropose"
)

V1: Final = _row(
    "GET", "/v1", "What the reconciliation service offers (1.0-draft).", "reconcileManifestV1"
)
MATCH_V1: Final = _row(
    "POST",
    "/v1/match",
    "Reconcile a batch of names (1.0-draft).",
    "reconcileMatchV1",
    body=RequestBody(("ReconcileMatch",), (JSON,), MAX_BATCH_BYTES),
)
SUGGEST_V1: Final = {
    what: _row(
        "GET",
        f"/v1/suggest/{what}",
        f"What begins like, or is spelt like, what somebody types: {what} (1.0-draft).",
        f"reconcileSuggest{what.title()}V1",
    )
    for what in ("entity", "type", "property")
}
PREVIEW_V1: Final = _row(
    "GET", "/v1/preview", "A small page on an entity (1.0-draft).", "reconcilePreviewV1", _PAGE
)
VIEW_V1: Final = _row(
    "GET", "/v1/view", "The page of an entity (1.0-draft).", "reconcileViewV1", _PAGE
)
EXTEND_V1: Final = _row(
    "POST",
    "/v1/extend",
    "Values of entities for columns (1.0-draft).",
    "reconcileExtendV1",
    body=RequestBody(("ReconcileExtend",), (JSON,), MAX_BATCH_BYTES),
)
PROPOSE_V1: Final = _row(
    "GET",
    "/v1/extend/propose",
    "The properties that entities of a type have (1.0-draft).",
    "reconcileProposeV1",
)

RECONCILE_ROUTES: Final = (
    MANIFEST,
    RECONCILE,
    *SUGGEST.values(),
    *FLYOUT.values(),
    PREVIEW,
    VIEW,
    PROPOSE,
    V1,
    MATCH_V1,
    *SUGGEST_V1.values(),
    PREVIEW_V1,
    VIEW_V1,
    EXTEND_V1,
    PROPOSE_V1,
)
"""All of them."""
