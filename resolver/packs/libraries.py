"""The libraries that a pack is read out of. Reach for it where a pack needs no file."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from resolver.errors import BadSource


def versions_of(pack: str, libraries: Iterable[str]) -> str:
    """The libraries with their versions, as what such a pack has for a version.

    Args:
        pack: What the pack is called.
        libraries: What pip calls them; all are of the extra `places`.

    Raises:
        BadSource: One is not installed.
    """
    return " ".join(f"{library} {_version(pack, library)}" for library in libraries)


def _version(pack: str, library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        raise BadSource(
            pack, f"{library} is not installed", "pip install 'alias-resolver[places]'"
        ) from None
