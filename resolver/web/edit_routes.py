"""The rows of the table of routes that change the table of the home, and that say what changed.

Reach for this module to add a route that writes: give it `WRITE_PARAMETERS` and `WRITE_ERRORS`, and
`resolver.web.editor` makes its answer.
"""

from __future__ import annotations

from typing import Final

from resolver.errors import (
    AmbiguousEntity,
    BodyCut,
    BodyTooLarge,
    EntityChanged,
    EntityMoved,
    HomeError,
    IdTaken,
    IndexBehind,
    InvalidInput,
    Overloaded,
    Unchanged,
    UnknownChange,
    UnknownEntity,
    WrongMediaType,
)
from resolver.model import Option
from resolver.model.checks import ID_LIMIT, TEXT_LIMIT
from resolver.model.edit import MAX_CHANGES
from resolver.web.route import JSON, MAX_NUMBER, Content, RequestBody, Route

MERGE_PATCH: Final = "application/merge-patch+json"
"""The media type of a patch (RFC 7396)."""

NDJSON: Final = "application/x-ndjson"
"""The media type of one JSON object a line."""

MAX_HELD_S: Final = 30
"""Seconds for which a request that waits for news is held at most."""

WAIT: Final = Option(
    "wait",
    "switch",
    "Whether to answer once every answer has the change, after 5 s at most.",
    False,
)
DRY_RUN: Final = Option(
    "dry_run", "switch", "Whether to change nothing, and say what would be changed.", False
)
RESOLVE_OR_CREATE: Final = {
    "resolve": Option(
        "resolve", "switch", "Whether to answer the entity that the record is, if it is one.", False
    ),
    "add_alias": Option(
        "add_alias", "switch", "With resolve: whether that entity gets names that it lacks.", False
    ),
    "ambiguous": Option(
        "ambiguous",
        "text",
        "With resolve: what a record becomes that may be several: `return` refuses it with the "
        "candidates, `create` creates an entity.",
        "return",
        choices=("return", "create"),
    ),
}
"""What the query string may say where the ID of a record is asked for, or a new one."""

WRITE_PARAMETERS: Final = {"wait": WAIT}
"""What the query string of every route that changes something may carry."""

REASON: Final = Option("reason", "text", "Why, in your words.", high=TEXT_LIMIT)

REMOVED_ALIAS: Final = {
    "text": Option("text", "text", "The alias as written.", high=TEXT_LIMIT),
    "language": Option("language", "text", "Only the alias in this language.", high=35),
    "reason": REASON,
}
"""What says which alias is taken away, and why."""

CHANGES_PARAMETERS: Final = {
    "after": Option("after", "integer", "Changes with a higher number.", 0, 0, MAX_NUMBER),
    "limit": Option(
        "limit",
        "integer",
        "How many changes to return: 100, or all that come one a line.",
        None,
        1,
        MAX_CHANGES,
    ),
    "entity": Option("entity", "text", "Changes that speak of this ID.", high=ID_LIMIT),
    "by": Option("by", "text", "Changes that this person or key made.", high=TEXT_LIMIT),
    "wait": Option(
        "wait", "number", "Seconds to wait for news, if there is none.", 0, 0, MAX_HELD_S
    ),
}

WRITE_ERRORS: Final = (InvalidInput, Unchanged, BodyCut, BodyTooLarge, WrongMediaType, HomeError)
"""What may go wrong on every route that changes something."""

_WRITTEN: Final = Content(schemas=("Written",))

CREATE_ENTITY: Final = Route(
    "POST",
    "/v1/entities",
    "Create an entity; without an ID it gets one. With resolve: the ID of a record, or a new one.",
    Content(schemas=("Written", "Resolved", "ResolvedMany")),
    operation_id="createEntity",
    description="With resolve: the entities that the records are.",
    created="It is created; `Location` is its URL.",
    parameters={**RESOLVE_OR_CREATE, **WRITE_PARAMETERS},
    body=RequestBody(("NewEntity", "Records")),
    errors=(*WRITE_ERRORS, IdTaken, AmbiguousEntity, IndexBehind, Overloaded),
    of_index=True,
    scope="write",
)
PUT_ENTITY: Final = Route(
    "PUT",
    "/v1/entities/{id}",
    "Make an entity be what is given and nothing else; it is created where there is none.",
    _WRITTEN,
    operation_id="putEntity",
    description="The entity as it is now.",
    created="It is created; `Location` is its URL.",
    parameters=WRITE_PARAMETERS,
    body=RequestBody(("PutEntity",)),
    errors=(*WRITE_ERRORS, EntityMoved, EntityChanged),
    scope="write",
)
PATCH_ENTITY: Final = Route(
    "PATCH",
    "/v1/entities/{id}",
    "Set or clear fields of an entity by a JSON merge patch: null clears.",
    _WRITTEN,
    operation_id="patchEntity",
    description="The entity as it is now.",
    parameters=WRITE_PARAMETERS,
    body=RequestBody(("EntityPatch",), media_types=(MERGE_PATCH, JSON)),
    errors=(*WRITE_ERRORS, UnknownEntity, EntityMoved, EntityChanged),
    scope="write",
)
RETIRE_ENTITY: Final = Route(
    "DELETE",
    "/v1/entities/{id}",
    "Take an entity away; what sources say of it stays in the store.",
    _WRITTEN,
    operation_id="retireEntity",
    description="It is gone.",
    parameters={**WRITE_PARAMETERS, "reason": REASON},
    body=RequestBody(("Because",), is_required=False),
    errors=(*WRITE_ERRORS, UnknownEntity, EntityMoved, EntityChanged),
    scope="write",
)
ADD_ALIAS: Final = Route(
    "POST",
    "/v1/entities/{id}/aliases",
    "Add an alias to an entity.",
    _WRITTEN,
    operation_id="addAlias",
    description="The entity as it is now.",
    status=201,
    parameters=WRITE_PARAMETERS,
    body=RequestBody(("NewAlias",)),
    errors=(*WRITE_ERRORS, UnknownEntity, EntityMoved, EntityChanged),
    scope="write",
)
REMOVE_ALIAS: Final = Route(
    "DELETE",
    "/v1/entities/{id}/aliases",
    "Take an alias away from an entity, also where a source brings it.",
    _WRITTEN,
    operation_id="removeAlias",
    description="The entity as it is now.",
    parameters={**REMOVED_ALIAS, **WRITE_PARAMETERS},
    body=RequestBody(("RemovedAlias",), is_required=False),
    errors=(*WRITE_ERRORS, UnknownEntity, EntityMoved, EntityChanged),
    scope="write",
)
MERGE: Final = Route(
    "POST",
    "/v1/merges",
    "Make entities one: the others' IDs lead to the survivor, which has the aliases of all.",
    Content(schemas=("Merged",)),
    operation_id="merge",
    description="The survivor, the IDs that lead to it since, and the names that it gained.",
    parameters={"dry_run": DRY_RUN, **WRITE_PARAMETERS},
    body=RequestBody(("Merge",)),
    errors=(*WRITE_ERRORS, UnknownEntity, EntityChanged),
    scope="write",
)
SPLIT: Final = Route(
    "POST",
    "/v1/splits",
    "Take aliases, or an ID that was merged, out of an entity again.",
    _WRITTEN,
    operation_id="split",
    description="What came out of it.",
    status=201,
    parameters=WRITE_PARAMETERS,
    body=RequestBody(("Split",)),
    errors=(*WRITE_ERRORS, UnknownEntity, EntityChanged, IdTaken),
    scope="write",
)
UNDO: Final = Route(
    "POST",
    "/v1/undo",
    "Take back a change; all others stay.",
    _WRITTEN,
    operation_id="undo",
    description="What the change was about, as it is now.",
    parameters=WRITE_PARAMETERS,
    body=RequestBody(("Undo",)),
    errors=(*WRITE_ERRORS, UnknownChange),
    scope="write",
)
CHANGES: Final = Route(
    "GET",
    "/v1/changes",
    f"What changed, newest last; `Accept: {NDJSON}` has all of it, one change a line.",
    Content(schemas=("Changes",), other_types=(NDJSON,)),
    operation_id="changes",
    description="Changes; `next` is the `after` of what comes then.",
    parameters=CHANGES_PARAMETERS,
    errors=(InvalidInput, HomeError),
    scope="review",
)

EDIT_ROUTES: Final = (
    CREATE_ENTITY,
    PUT_ENTITY,
    PATCH_ENTITY,
    RETIRE_ENTITY,
    ADD_ALIAS,
    REMOVE_ALIAS,
    MERGE,
    SPLIT,
    UNDO,
    CHANGES,
)
"""The routes that change something, and the one that says what changed."""
