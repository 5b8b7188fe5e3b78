"""Tables of TOML as text. Reach for `toml_table` to write a pack.toml or the map of a table."""

from __future__ import annotations

import json
from collections.abc import Iterable


def toml_table(head: str, pairs: Iterable[tuple[str, object]]) -> str:
    """A table of TOML, a key a line; "" where no key has a value.

    Args:
        head: Its head, such as `[columns]`; "" for the keys that come first in a file.
        pairs: Keys with a text or a list of texts; None where a key has none.
    """
    lines = [f"{_key(key)} = {_quoted(value)}\n" for key, value in pairs if value is not None]
    return "".join([f"{head}\n" if head else "", *lines]) if lines else ""


def _key(name: str) -> str:
    is_bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if is_bare else _quoted(name)


def _quoted(value: object) -> str:
    """Strings of JSON are strings of TOML, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
