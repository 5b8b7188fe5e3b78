"""TOML that people write beside a source. Reach for it to read or write a pack.toml or a map."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from resolver.errors import BadSource
from resolver.packs.pack import expect_file
from resolver.rows import readable


def read_toml(path: Path, example: str) -> dict[str, Any]:
    """What a file says (UTF-8 with or without BOM).

    Args:
        path: The file.
        example: A line of such a file, for the remedy.

    Raises:
        BadSource: It is not a regular file, cannot be read, or is not TOML.
    """
    expect_file(path)
    try:
        with readable(path):
            return tomllib.loads(path.read_text("utf-8-sig"))
    except RecursionError:
        what = "brackets nested too deeply"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = str(error)
    raise BadSource(path, f"not valid TOML: {what}", f"write lines such as {example}, in UTF-8")


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
