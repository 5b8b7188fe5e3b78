"""Who asks, whether they may, and how often: decided once for each request, before it is answered.

`Route.scope` says what a route needs. A key is shown as `Authorization: Bearer SECRET` (RFC 6750);
what is no bearer token is left to whoever stands before the service. A key that is shown has to
hold, also where none is needed. Requests of a key count together, wherever they come from, and
those without one by address: a wrong key counts for the address, so that nobody can try many.
Who signed in on the pages shows a cookie there in the place of a key, and nowhere else.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, g, request
from werkzeug.http import parse_cookie

from resolver.access import Key, Keys, Scope, Sessions
from resolver.access.key import SECRET
from resolver.access.rates import Rates
from resolver.errors import (
    KeyNeeded,
    ResolverError,
    ScopeMissing,
    TooManyRequests,
    UnknownKey,
)
from resolver.web.reconcile_routes import ROOT as RECONCILE
from resolver.web.route import Route
from resolver.web.routes import ROUTES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

COOKIE: Final = "resolver_session"
"""The name of the cookie of who signed in on the pages."""

RATE_HEADERS: Final = "resolver.rate"
"""The key of the WSGI environment that holds the headers which say how many requests are left."""

_ADMITTED: Final = "resolver.admitted"
"""The key of the WSGI environment that holds what was decided: a key, None, or the error."""

_BY_RULE: Final[dict[tuple[str, str], Route]] = {
    (route.method, route.rule): route for route in ROUTES
}

_IPV6_NETWORK: Final = 64
"""Bits of an IPv6 address that count: whoever has one has all that begin with them."""


class Access:
    """What decides who may ask.

    Args:
        keys: The keys that hold.
        sessions: Who signed in on the pages; None where nobody can.
        rates: What counts requests, if anything does.
        read_key: Whether reading needs a key.
    """

    def __init__(
        self,
        keys: Keys,
        rates: Rates | None,
        *,
        read_key: bool,
        sessions: Sessions | None = None,
    ) -> None:
        self._keys = keys
        self._sessions = sessions
        self._rates = rates
        self._read_key = read_key
        self._is_open = rates is None and not read_key

    @property
    def waits(self) -> bool:
        """Whether deciding may wait for something outside the process."""
        return self._rates is not None and self._rates.waits

    def admit(self, environ: WSGIEnvironment, route: Route) -> Key | None:
        """The key that asks; None where none does, and none is needed.

        It is decided and counted once for a request, whoever wants to know it.

        Args:
            environ: The head of the request. It gets the headers of `RATE_HEADERS`.
            route: What it asks for.

        Raises:
            KeyNeeded: No key is shown.
            UnknownKey: What is shown is none, or holds no more.
            ScopeMissing: The key may not do that.
            TooManyRequests: There were more than the limit.
            KeysDamaged, HomeDenied: The file of keys cannot be used.
        """
        shows_none = "HTTP_AUTHORIZATION" not in environ and not route.is_page
        if self._is_open and shows_none and _may_be_open(route):
            return None
        if _ADMITTED not in environ:
            try:
                environ[_ADMITTED] = self._decided(environ, route)
            except ResolverError as error:
                environ[_ADMITTED] = error
        outcome: ResolverError | Key | None = environ[_ADMITTED]
        if isinstance(outcome, ResolverError):
            raise outcome.with_traceback(None)
        return outcome

    def _decided(self, environ: WSGIEnvironment, route: Route) -> Key | None:
        key = self._signed_in(environ) if route.is_page else None
        if route.scope is None:
            return key
        secret = _secret(environ.get("HTTP_AUTHORIZATION", ""))
        if secret is not None:
            key = self._keys.find(secret)
        if self._rates is not None:
            _count(self._rates, environ, key)
        if key is not None:
            return _checked(key, route.scope)
        if secret is not None:
            raise UnknownKey(
                f"that key is none, was revoked, or has expired; {_needs(route.scope)}",
                "ask with one that holds: resolver key list",
                scope=route.scope,
            )
        if self._read_key or not _may_be_open(route):
            in_path = f", or have it in the URL: {RECONCILE}/key/SECRET"
            raise KeyNeeded(
                f"no key was sent; {_needs(route.scope)}",
                f"send Authorization: Bearer SECRET{in_path if _may_be_in_path(route) else ''}; "
                "resolver key add makes a key",
                scope=route.scope,
            )
        return None

    def _signed_in(self, environ: WSGIEnvironment) -> Key | None:
        """The key of who signed in, if somebody did."""
        session = session_of(environ)
        if self._sessions is None or not session:
            return None
        return self._sessions.key_of(session)


def session_of(environ: WSGIEnvironment) -> str:
    """The ID of the session that a request shows; "" where it shows none."""
    return parse_cookie(environ.get("HTTP_COOKIE", "")).get(COOKIE, "")


def register(app: Flask, access: Access) -> None:
    """Let no view of an app run for who may not ask for it."""

    @app.before_request
    def _admit() -> None:
        rule, method = request.url_rule, request.method
        if rule is not None and method != "OPTIONS":  # which says only what a route takes
            route = _BY_RULE["GET" if method == "HEAD" else method, rule.rule]
            g.key = access.admit(request.environ, route)


def asking() -> str | None:
    """The name of the key of the request that is being answered; None where it has none."""
    key: Key | None = g.key
    return None if key is None else key.name


def who() -> str:
    """The name of the key of the request, on a route that needs one."""
    return key_shown().name


def key_shown() -> Key:
    """The key of the request that is being answered, on a route that needs one."""
    key: Key = g.key
    return key


def _may_be_open(route: Route) -> bool:
    """Whether a route answers without a key, where the settings do not want one."""
    return route.scope == "read" and not route.is_personal


def _may_be_in_path(route: Route) -> bool:
    """Whether a route is of reconciliation, whose clients have keys in the path."""
    return route.path.startswith(RECONCILE)


def _checked(key: Key, scope: Scope) -> Key:
    if not key.allows(scope):
        raise ScopeMissing(
            f"the key {key.name} has the scope {key.scope}; {_needs(scope)}",
            "ask with a key of that scope: resolver key add makes one",
            scope=scope,
        )
    return key


def _needs(scope: Scope) -> str:
    return f"this needs one with the scope {scope}"


def _secret(header: str) -> str | None:
    """The secret in a header `Authorization`, "" where it can be none; None for another scheme."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        return None
    token = token.strip()
    return token if SECRET.fullmatch(token) else ""


def _count(rates: Rates, environ: WSGIEnvironment, key: Key | None) -> None:
    """Count a request, and leave the headers that say how many are left.

    The headers are those of draft-ietf-httpapi-ratelimit-headers-09.
    """
    address = environ.get("REMOTE_ADDR", "")
    rate = rates.count(f"address {_network(address)}" if key is None else f"key {key.name}")
    environ[RATE_HEADERS] = [
        ("RateLimit-Policy", f'"requests";q={rate.most};w={rate.window_s}'),
        ("RateLimit", f'"requests";r={rate.left};t={rate.reset_s}'),
    ]
    if rate.is_over:
        whose = "this address" if key is None else f"the key {key.name}"
        raise TooManyRequests(
            f"more than {rate.most:,} requests of {whose} in {rate.window_s:,} s",
            f"ask again in {rate.reset_s:,} s, or have RESOLVER_RATE_LIMIT raised",
            after_s=rate.reset_s,
        )


def _network(address: str) -> str:
    """What counts of an address: of IPv6 its network, of another text all of it."""
    try:
        found: Any = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((int(found), _IPV6_NETWORK), strict=False))


def may(scope: Scope) -> bool:
    """Whether the key of the request that is being answered may do what needs a scope."""
    return key_shown().allows(scope)
