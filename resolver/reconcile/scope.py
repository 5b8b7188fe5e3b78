"""What a reconciliation service is narrowed to, and where it is."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """One reconciliation service of the table.

    Args:
        root_url: The absolute URL of the resolver, without a slash at its end.
        base_url: The absolute URL of this service as it was asked for, likewise:
            `http://localhost:8000/reconcile/types/place/lang/fa`.
        type: The one type of its entities; None for all.
        source: The one source of its entities; None for all.
        languages: Languages in which names are wanted, the best first, as BCP 47 has them.
        is_keyed: Whether its URL has a key, which other routes are not told.
    """

    root_url: str
    base_url: str
    type: str | None = None
    source: str | None = None
    languages: tuple[str, ...] = ()
    is_keyed: bool = False
