"""Which hosts a request may name, against DNS rebinding.

A web page whose name was made to mean 127.0.0.1 asks a service on the loopback with the page's own
name as `Host`. So a service on the loopback answers only those who call it by a name of the
loopback, or by one that a setting has. Elsewhere any name is answered until a setting says which.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from resolver.errors import WrongHost
from resolver.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LOOPBACK: Final = frozenset(("localhost", "127.0.0.1", "::1"))
"""The names of the loopback."""


def allowed_hosts(settings: Settings) -> frozenset[str] | None:
    """The hosts that a request may name, without ports; None for any."""
    named = {host_name(host) for host in settings.allowed_hosts}
    if settings.public_url is not None:
        named.add(urlsplit(settings.public_url).hostname or "")
    if is_loopback(settings.host):
        return LOOPBACK | named | {settings.host.lower()}
    return frozenset(named) if settings.allowed_hosts else None


def check_host(environ: WSGIEnvironment, allowed: frozenset[str] | None) -> None:
    """Check that a request names a host that is ours, or none.

    Args:
        environ: Its head.
        allowed: The hosts that it may name, as `allowed_hosts` has them.

    Raises:
        WrongHost: It names another one.
    """
    host = environ.get("HTTP_HOST", "")
    if not is_allowed(host, allowed):
        remedy = "name it in RESOLVER_ALLOWED_HOSTS or RESOLVER_PUBLIC_URL, if it is yours"
        raise WrongHost(f"the host {host!r} is not served here", remedy)


def is_allowed(host: str, allowed: frozenset[str] | None) -> bool:
    """Whether a request may have this header `Host`, "" for none."""
    return allowed is None or not host or host_name(host) in allowed


def host_name(header: str) -> str:
    """The host in a header `Host`, without its port and in small letters: `[::1]:80` → `::1`."""
    if header.startswith("["):
        host, closed, _ = header[1:].partition("]")
        return host.lower() if closed else ""
    return header.partition(":")[0].rstrip(".").lower()


def is_loopback(host: str) -> bool:
    """Whether a host that a service listens on is reached from its machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
