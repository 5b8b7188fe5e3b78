"""The table as routes that write use it: opened once, and changed by whoever asks.

Reach for it in a route that changes something. The response to a change waits, where the request
says so, until every worker's answers have it.
"""

from __future__ import annotations

import threading
from typing import Any

from flask import Response

from resolver.settings import Settings
from resolver.table import Table
from resolver.web.access import who
from resolver.web.live import Live
from resolver.web.responses import json_response


class Editor:
    """The table of the home that is served.

    Args:
        settings: Where the home is.
        live: The index that answers.
    """

    def __init__(self, settings: Settings, live: Live) -> None:
        self._settings = settings
        self._live = live
        self._lock = threading.Lock()
        self._table: Table | None = None

    def table(self) -> Table:
        """The table, changed by the key of the request; it is opened where it is not yet."""
        with self._lock:
            if self._table is None:
                self._table = Table.open(self._settings.home)
        return self._table.by(who())

    def written(self, change: int, body: dict[str, Any], status: int = 200) -> Response:
        """The response to a change, once it is where the request wants it.

        Args:
            change: Its number.
            body: What is answered beside it.
            status: The status.
        """
        response = json_response({"change": change, **body})
        response.status_code = status
        return response

    def close(self) -> None:
        """Close the table, if it was opened."""
        with self._lock:
            if self._table is not None:
                self._table.close()
