"""Makes the home with edits that later versions have to bring along: cases/homes/with-edits.tar.gz.

It is that of before the journal, brought up and edited, and copied while it is open: its logs are
beside its databases. Run it before a version is released whose journal has other tables; one that
was released stays as it is, and a later one lies beside it.

    python -m tests.store.edited_home
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Final

from resolver.model import Review
from resolver.store.reviewed import review_operation, review_value
from resolver.table import Table

HOMES: Final = Path(__file__).parent.parent / "cases" / "homes"

DECIDED: Final = Review("Zahedi", means="reza", who="ben", when="2026-11-29T02:00:00Z")


def unpacked(name: str, folder: Path) -> Path:
    """A home of the cases, in a folder."""
    with tarfile.open(HOMES / name) as packed:
        packed.extractall(folder, filter="data")
    return folder


def edit(home: Path, copy: Path) -> None:
    """Edit a home of before the journal, and copy it while it is open."""
    with Table.open(home, by="ben") as table:
        tajik = {"text": "Зоҳеди", "language": "tg", "kind": "transliteration"}
        table.alias("reza", tajik, reason="as in the press")
        table.patch("ana-2", {"description": "a painter", "properties": {"birth_date": ["1971"]}})
        table.create({"id": "own-1", "type": "place", "name": "Our place", "aliases": ["OP"]})
        table.unalias("acme", "ACM")
        table.merge("ana-2", ["ana-1"], reason="one person")
        table.merge("r-2", ["acme"])
        table.split("acme")
        table.undo(table.retire("own-1").change)
        table.split("ana-2", aliases=[{"text": "A. Ruiz"}], new={"id": "own-2"})
        with table.store.journal.writing() as writing:
            decided = [review_operation(DECIDED)]
            writing.append("review", decided, by="ben", entity="reza", after=review_value(DECIDED))
        shutil.copytree(home, copy, ignore=shutil.ignore_patterns("index"))


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as folder:
        home = unpacked("before-edits.tar.gz", Path(folder) / "home")
        edit(home, Path(folder) / "copy")
        with tarfile.open(HOMES / "with-edits.tar.gz", "w:gz") as packed:
            packed.add(Path(folder) / "copy", ".")


if __name__ == "__main__":
    main()
