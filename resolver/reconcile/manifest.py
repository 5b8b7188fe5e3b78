"""What a reconciliation service says of itself (0.2): all its parts, with absolute URLs.

Clients keep it as it was when they were told of the service, so its URLs stay what they are.
Source: Reconciliation Service API 0.2, section 3.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from resolver.engine import Resolver
from resolver.reconcile.extending import PROPERTY_SETTINGS
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import default_types
from resolver.version import code_version

BATCH_SIZE: Final = 100
"""Queries that a client should send at once."""

PREVIEW_SIZE: Final = {"width": 400, "height": 200}
"""Pixels of a preview."""


AUTHENTICATION: Final = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "description": "Bearer KEY; or the key in the path: /reconcile/key/KEY.",
}
"""How a key is shown, as OpenAPI 2.0 says it, which specifications of reconciliation refer to."""


class About(NamedTuple):
    """What an operator says of the service.

    Args:
        name: Its name, as clients list it.
        logo: The URL of a picture; None for none.
        identifier_space: What IDs are IDs of, a URI; None for the URL of entities.
        needs_key: Whether nobody reads without a key.
    """

    name: str
    logo: str | None = None
    identifier_space: str | None = None
    needs_key: bool = False


def space_of(scope: Scope, about: About) -> str:
    """What IDs are IDs of, a URI."""
    return about.identifier_space or f"{scope.root_url}/v1/entities/"


def title_of(scope: Scope, about: About) -> str:
    """The name of a service, with what it is narrowed to."""
    narrowed = [each for each in (scope.type, scope.source) if each is not None]
    return f"{about.name} ({', '.join(narrowed)})" if narrowed else about.name


def manifest(scope: Scope, about: About, resolver: Resolver) -> dict[str, Any]:
    """The manifest of 0.2."""
    base = scope.base_url
    suggest = {
        what: {
            "service_url": base,
            "service_path": f"/suggest/{what}",
            "flyout_service_url": base,
            "flyout_service_path": f"/flyout/{what}?id=${{id}}",
        }
        for what in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": title_of(scope, about),
        "identifierSpace": space_of(scope, about),
        "schemaSpace": f"{scope.root_url}/reconcile/types/",
        "defaultTypes": default_types(resolver, scope),
        "view": {"url": f"{base}/view?id={{{{id}}}}"},
        "feature_view": {"url": feature_url(scope)},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", **PREVIEW_SIZE},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/propose"},
            "property_settings": PROPERTY_SETTINGS,
        },
        "documentation": f"{scope.root_url}/docs",
        "serviceVersion": code_version(),
        "batchSize": BATCH_SIZE,
        **said_of(about),
        "license": license_line(resolver),
    }


def feature_url(scope: Scope) -> str:
    """Where a feature is explained, with `{{id}}` for its ID: the page of the service."""
    return f"{scope.base_url}#{{{{id}}}}"


def said_of(about: About) -> dict[str, Any]:
    """What a manifest has only where it is so: a logo, and that a key is needed."""
    logo = {"logo": about.logo} if about.logo else {}
    return logo | ({"authentication": AUTHENTICATION} if about.needs_key else {})


def license_line(resolver: Resolver) -> str:
    """Under which licences the sources of a table are, each once."""
    found = dict.fromkeys(each.get("licence") for each in resolver.sources)
    return "; ".join(each for each in found if each)
