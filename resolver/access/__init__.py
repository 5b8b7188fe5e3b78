"""Who may ask, for what, and how often: keys in a file of the home, and limits of rate.

- `key`: a key, its scope, and how a secret is made and kept.
- `key_file`: the file of keys: read, added to, revoked in.
- `keys`: the keys that hold now, as a process that serves sees them.
- `sessions`: who signed in on the pages, and until when.
- `rates`: how many requests each asker may make in a span of time. It is imported by itself, for
  the command line needs no library that counts.
"""

from resolver.access.key import SCOPES, Key, Scope, new_secret
from resolver.access.key_file import add_key, read_keys, revoke_key
from resolver.access.keys import Keys
from resolver.access.sessions import Sessions

__all__ = [
    "SCOPES",
    "Key",
    "Keys",
    "Scope",
    "Sessions",
    "add_key",
    "new_secret",
    "read_keys",
    "revoke_key",
]
