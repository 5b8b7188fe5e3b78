"""A pack as the catalogue lists it. Reach for it to offer a pack in a module of a family.

PACKS = (
    Entry(
        name="ror",
        title="Research organizations",
        licence="CC0-1.0",
        attribution="Research Organization Registry (ROR)",
        origin="https://ror.org",
        size="120,000 organizations",
        needs="the zip of the newest data dump, or the JSON file in it",
        recognises=_is_dump,
        open=_open_dump,
    ),
)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from resolver.model import FieldKind, Source
from resolver.packs.pack import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is known of a pack before it is opened.

    Args:
        name: What it is imported by, where nothing has to be downloaded; the name of its source.
        title: A few words for people.
        licence: SPDX expression or name of its licence.
        attribution: The words that its licence asks for.
        origin: Where it comes from: an address, or a few words.
        size: About how many entities it has, in a few words.
        needs: What has to be there, in words that go on after "needs": the files that one
            downloads, or the extra that pip installs; "" where nothing is needed.
        recognises: Whether what lies at a path is this pack; it looks at names and first bytes
            alone. None where no file is.
        open: The pack at a path that it recognises.
        open_installed: The pack out of what is installed; None where a path is needed.
    """

    name: str
    title: str
    licence: str
    attribution: str
    origin: str
    size: str
    needs: str = ""
    recognises: Callable[[Path], bool] | None = None
    open: Callable[[Path], Pack] | None = None
    open_installed: Callable[[], Pack] | None = None

    def source(
        self,
        digest: str,
        *,
        version: str | None = None,
        fields: tuple[tuple[str, FieldKind], ...] = (),
        schemes: tuple[str, ...] = (),
    ) -> Source:
        """What a pack of this entry says of itself; arguments as of `Source`."""
        return Source(
            name=self.name,
            digest=digest,
            title=self.title,
            licence=self.licence,
            attribution=self.attribution,
            origin=self.origin,
            version=version,
            fields=fields,
            schemes=schemes,
        )

    def lines(self) -> Iterator[tuple[str, str]]:
        """What is known of it as lines for people: what is said, and the words."""
        yield "title", self.title
        yield "size", self.size
        yield "licence", self.licence
        yield "attribution", self.attribution
        yield "comes from", self.origin
        if self.needs:
            yield "needs", self.needs
        given = self.name if self.open_installed is not None else "PATH"
        yield "command", f"resolver import {given}"
