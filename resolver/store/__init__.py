"""The system of record: what was imported, by source, in one SQL database.

Writers open it (`Store.open`), under the home's lock; readers never do, for everything that an
answer needs is compiled into the index.
"""

from resolver.store.replacing import Changes
from resolver.store.sql import Store

__all__ = ["Changes", "Store"]
