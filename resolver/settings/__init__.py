"""What an operator can set: one table, read once from the environment.

`Settings.from_environment` is the only reader. A variable that begins with `RESOLVER_` and is not
in the table stops the start, with the nearest name as a hint.

- `setting`: what a setting is, and how values are read.
- `table`: all settings.
- `settings`: those of a process.
"""

from resolver.settings.setting import mask_password
from resolver.settings.settings import Settings
from resolver.settings.table import SETTINGS

__all__ = ["SETTINGS", "Settings", "mask_password"]
