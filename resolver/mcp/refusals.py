"""The error that answers what is no message of the protocol.

Reach for `refusal`, over any transport. The SDK takes a request whose `id` is neither a text nor a
whole number for a notification, which nobody answers; `lacks_id` tells it from one.
"""

from __future__ import annotations

import json
from typing import Any, Final

from mcp.types import ErrorData, JSONRPCError

NO_ID: Final = "the id is neither a text nor a whole number"
"""What is said of such a request."""


def refusal(written: str | bytes, code: int, told: str) -> JSONRPCError:
    """The error that answers what was sent, with the `id` of its request where it can be read.

    Args:
        written: What was sent.
        code: What JSON-RPC calls the error.
        told: What is wrong, and what to send instead.
    """
    found = _fields(written).get("id")
    can_be_sent = type(found) is int or (isinstance(found, str) and found.isprintable())
    error = ErrorData(code=code, message=told)
    return JSONRPCError(jsonrpc="2.0", id=found if can_be_sent else None, error=error)


def lacks_id(written: str | bytes) -> bool:
    """Whether what was sent is a request with an `id` that JSON-RPC does not know."""
    fields = _fields(written)
    is_request = "method" in fields and "id" in fields
    return is_request and type(fields["id"]) not in (int, str)


def _fields(written: str | bytes) -> dict[str, Any]:
    """The fields of what was sent, with all that JSON allows and text does not; none of anything
    else."""
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
