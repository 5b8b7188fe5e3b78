"""What the pictures of docs/page.md were made of: the templates, styles and scripts of the pages.

`python -m tests.browser.made_of` notes it beside them, as the last step of `make pictures`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[2]
_PAGES: Final = _ROOT / "resolver" / "web" / "pages"

PICTURES: Final = _ROOT / "docs" / "page"
"""Where the pictures are."""

NOTE: Final = PICTURES / "made_of.txt"
"""The file that says what they were made of."""


def made_of() -> str:
    """A digest of all templates, styles and scripts, by name and content."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted([*_PAGES.glob("templates/*"), *_PAGES.glob("static/*")]):
        content = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


if __name__ == "__main__":
    NOTE.write_text(f"{made_of()}\n", encoding="utf-8")
