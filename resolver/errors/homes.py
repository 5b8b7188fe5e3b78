"""The home cannot do what is asked. Reach for it to add an error of a store or an index."""

from __future__ import annotations

from resolver.errors.root import ResolverError


class HomeError(ResolverError):
    """The home cannot do what is asked of it."""

    code = "home_error"
    status = 503


class HomeMissing(HomeError):
    """There is no home at that place."""

    code = "home_missing"
    exit_code = 2


class HomeDenied(HomeError):
    """The home may not be read or written by this user."""

    code = "home_denied"


class HomeBusy(HomeError):
    """Another process is writing the home."""

    code = "home_busy"


class HomeFormat(HomeError):
    """The home was made by a version that this one cannot read."""

    code = "home_format"


class OtherWeights(HomeFormat):
    """The weights of a home, or of an index, are those of another version."""

    code = "other_weights"


class IndexMissing(HomeError):
    """The home has no index: nothing was compiled yet."""

    code = "index_missing"


class IndexDamaged(HomeError):
    """A file of the index is missing, cut short or changed."""

    code = "index_damaged"


class StoreDamaged(HomeError):
    """The database of the home is not what was written."""

    code = "store_damaged"


class KeysDamaged(HomeError):
    """The file of keys is not what was written, or others may read it."""

    code = "keys_damaged"


class StoreEmpty(HomeError):
    """The store holds no entity."""

    code = "store_empty"


class DiskFull(HomeError):
    """No space is left for what is being written."""

    code = "disk_full"
