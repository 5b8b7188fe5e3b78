"""The page where people sign in with a key, and what takes the key.

A browser gets the random ID of a session for it (`resolver.access.sessions`) in a cookie that
scripts cannot read, that no other site can have sent, and that goes over https alone where the
service is reached by that. Who sends wrong keys is made to wait, ever longer, before the next wrong
one is looked at; a key that holds always signs in, for behind a proxy all have one address.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Final

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from resolver.access import Keys, Sessions
from resolver.access.key import SECRET
from resolver.access.sessions import LASTS_S
from resolver.errors import TooManyRequests
from resolver.settings import Settings
from resolver.web.access import COOKIE, session_of
from resolver.web.page_routes import SEND_KEY, SIGN_IN, SIGN_OUT
from resolver.web.pages.frame import CSRF, Frame, field_of, token_of
from resolver.web.pages.kept import Kept, carried_form

_FREE: Final = 3
"""Wrong keys of an address after which it has to wait."""

_LONGEST_S: Final = 300
"""Seconds that it waits at most."""

_ADDRESSES: Final = 10_000
"""Addresses that are remembered."""


class WrongKeys:
    """Which addresses sent wrong keys, and how long each has to wait."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def check(self, address: str) -> None:
        """Check that an address has waited.

        Raises:
            TooManyRequests: It has not.
        """
        _, until = self._seen.get(address, (0, 0.0))
        left_s = int(until - time.monotonic()) + 1 if time.monotonic() < until else 0
        if left_s:
            raise TooManyRequests(
                "too many wrong keys came from this address",
                f"try again in {left_s} s",
                after_s=left_s,
            )

    def note(self, address: str) -> None:
        """Note that an address sent a wrong key: it waits twice as long as before."""
        count = self._seen.pop(address, (0, 0.0))[0] + 1
        waits_s = min(2 ** (count - _FREE), _LONGEST_S) if count >= _FREE else 0
        self._seen[address] = count, time.monotonic() + waits_s
        if len(self._seen) > _ADDRESSES:
            self._seen.popitem(last=False)

    def forget(self, address: str) -> None:
        """Note that an address sent a key that holds."""
        self._seen.pop(address, None)


def register(app: Flask, frame: Frame, keys: Keys, sessions: Sessions, settings: Settings) -> None:
    """Serve the page, and what its form and the button to sign out are sent to."""
    wrong = WrongKeys()

    def page(back: str, problem: str = "", status: int = 200, kept: Kept | None = None) -> Response:
        return frame.page(
            "sign_in.html",
            title="Sign in",
            status=status,
            back=back,
            problem=problem,
            kept=kept,
            has_keys=not keys.is_empty,
            is_open=not settings.read_key,
            signed_in=g.get("key"),
        )

    @SIGN_IN.serve(app)
    def sign_in() -> Response:
        return page(_own_path(request.args.get("next", "")))

    @SEND_KEY.serve(app)
    def send_key() -> AnyResponse:
        address, back = request.remote_addr or "", _own_path(field_of("next"))
        kept, secret = carried_form(g.form, without=CSRF), field_of("key")
        key = keys.find(secret) if SECRET.fullmatch(secret) else None
        if key is None:
            try:
                wrong.check(address)
            except TooManyRequests as error:
                says = f"Too many wrong keys came from here. Try again in {error.after_s} s."
                waiting = page(back, says, error.status, kept)
                waiting.headers["Retry-After"] = str(error.after_s)
                return waiting
            wrong.note(address)
            return page(back, "That key is none, was revoked, or has expired.", 403, kept)
        wrong.forget(address)
        sessions.close(session_of(request.environ))
        session = sessions.open(key)
        response: AnyResponse = redirect(back, 303)
        if kept is not None:
            g.key = key
            response = frame.send_again(kept, "You are signed in now.", csrf=token_of(session))
        response.set_cookie(
            COOKIE,
            session,
            max_age=LASTS_S,
            secure=_is_https(settings),
            httponly=True,
            samesite="Strict",
        )
        return response

    @SIGN_OUT.serve(app)
    def sign_out() -> AnyResponse:
        sessions.close(session_of(request.environ))
        response = redirect("/", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="Strict")
        return response


def _own_path(path: str) -> str:
    """A path of this service to go to, and of no other; "/" where it is none."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_own and path.isprintable() else "/"


def _is_https(settings: Settings) -> bool:
    public = settings.public_url or ""
    return request.is_secure or public.startswith("https:")
