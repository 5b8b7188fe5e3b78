"""Which web pages may ask for jobs: those of the service's own origin, and those of a setting.

A browser sends what any page on the web tells it to, also to a service on the reader's own machine
or network. It says which page that was, in `Origin` or `Sec-Fetch-Site`; programs send neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from resolver.errors import ForeignOrigin
from resolver.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def check_origin(environ: WSGIEnvironment, settings: Settings) -> None:
    """Check that no foreign page made a request.

    Raises:
        ForeignOrigin: One did.
    """
    origin = environ.get("HTTP_ORIGIN")
    if origin is None:
        if environ.get("HTTP_SEC_FETCH_SITE") == "cross-site":
            raise _foreign("another site")
    elif not _is_ours(origin, environ.get("HTTP_HOST", ""), settings):
        raise _foreign(repr(origin))


def _is_ours(origin: str, host: str, settings: Settings) -> bool:
    if "*" in settings.cors_origins or origin in settings.cors_origins:
        return True
    try:
        asking = urlsplit(origin)
    except ValueError:
        return False
    own = {host.lower()}
    if settings.public_url is not None:
        own.add(urlsplit(settings.public_url).netloc.lower())
    return asking.scheme in ("http", "https") and asking.netloc.lower() in own - {""}


def _foreign(what: str) -> ForeignOrigin:
    return ForeignOrigin(
        f"a web page of {what} asks", "name its origin in RESOLVER_CORS_ORIGINS, if it is yours"
    )
