"""The system of record: what was imported, by source, in one database.

    with Home(home).locked(wait_s=60), open_store(home) as store:
        changes = store.replace(source, map(prepared, records))
        for stored in store.entities(): ...

What people changed is in its journal (`resolver.journal`), and comes to it as it is read. Only
writers open it. Readers never do, for all that an answer needs is compiled into the index.

- `contract`: what every back-end promises (`Store`), and how atomic each call is.
- `prepared`: a record → what is written of it, in any process.
- `joining`: which IDs are one, and which of them stays.
- `edited`: what people's edits make of an entity.
- `merged`: what was merged into what, in the order in which it is put together.
- `composing`: what is said of one thing, put together to one entity.
- `schema`: the tables.
- `sql`: the contract kept over SQLAlchemy, shared by the back-ends.
- `removing`: what sources say, without what was erased.
- `replacing`: one import at work.
- `records`: what one source says, as it brought it.
- `rows`: rows of the tables: what sources say of each ID.
- `said`: what was read of some IDs, to put entities together of it several times.
- `reading`: entities out of the tables, in order.
- `reviewed`: reviews as operations of the journal.
- `taking_over`: what an older store held of people's decisions.
- `sqlite`: the back-end that keeps a store in one file of the home.
"""

from __future__ import annotations

from pathlib import Path

from resolver.errors import StoreEmpty
from resolver.home import Home
from resolver.store.composing import OtherId, StoredEntity, UnreadEntity
from resolver.store.contract import Around, Changes, Looked, Store
from resolver.store.joining import Declared, Joined, joined
from resolver.store.prepared import PreparedRecord, prepared

__all__ = [
    "Around",
    "Changes",
    "Declared",
    "Joined",
    "Looked",
    "OtherId",
    "PreparedRecord",
    "Store",
    "StoredEntity",
    "UnreadEntity",
    "expect_store",
    "joined",
    "open_store",
    "prepared",
    "store_exists",
]


def open_store(home: Path) -> Store:
    """Open the store of a home; it is made, or brought up to this version, where it has to be.

    Raises:
        HomeFormat: It was made by a later version.
        StoreDamaged: What is there is not a store.
        HomeDenied: This user may not write it.
    """
    from resolver.store.sqlite import SqliteStore  # SQLAlchemy takes a fifth of a second to load

    return SqliteStore.open(home)


def store_exists(home: Path) -> bool:
    """Whether a home holds a store; nothing is opened or made to find out.

    Raises:
        HomeDenied: This user may not look into the home.
    """
    try:
        return Home(home).store.exists()
    except OSError as error:
        raise Home(home).denied(error, "read") from None


def expect_store(home: Path) -> None:
    """Check that there is a home and that it holds a store; nothing is made to find out.

    Raises:
        HomeMissing: There is no such directory.
        StoreEmpty: It holds no store, for nothing was imported yet.
        HomeDenied: This user may not look into the home.
    """
    if not home.is_dir():
        raise Home(home).missing()
    if not store_exists(home):
        raise empty_store(home)


def empty_store(home: Path) -> StoreEmpty:
    """The error for a home whose store holds no entity."""
    return StoreEmpty(f"{home} holds no entity yet", "run: resolver import SOURCE")
