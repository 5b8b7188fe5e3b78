"""Compiles `match/` and `text/` into a wheel, with mypyc, where that is asked for.

Hatchling calls it for a wheel while HATCH_BUILD_HOOK_ENABLE_CUSTOM is `true`. It needs a C
compiler. The wheel has the sources too, and Python prefers the compiled modules beside
them. The checkout stays as it is.
"""

from __future__ import annotations

import os
from contextlib import chdir
from pathlib import Path
from shutil import which
from sysconfig import get_config_var
from tempfile import TemporaryDirectory
from typing import Any, Final

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED: Final = ("resolver/match", "resolver/text")
"""The folders whose modules are compiled, but for each `__init__`."""

SHARED: Final = "resolver"
"""All code is in the library `resolver__mypyc`, which lies beside the package: mypyc reckons the
`__file__` of each module from there."""


def compile_into(folder: Path, root: Path) -> dict[str, str]:
    """Compile the modules of a checkout; returns where each library lies, and where in a wheel."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    found = (path for each in COMPILED for path in sorted(root.joinpath(each).rglob("*.py")))
    modules = [str(path.relative_to(root)) for path in found if path.name != "__init__.py"]
    mypy = ["--config-file=", f"--cache-dir={os.devnull}"]  # `make lint` is strict, this is not
    with chdir(root):
        # -O1 takes three quarters of the time of -O3, and what it makes is as fast.
        extensions = mypycify(
            [*mypy, *modules],
            opt_level="1",
            debug_level="0",
            target_dir=str(folder / "c"),
            group_name=SHARED,
        )
    command = build_ext(Distribution({"ext_modules": extensions}))
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "objects")
    command.ensure_finalized()
    command.run()
    lib = folder / "lib"
    return {str(path): str(path.relative_to(lib)) for path in lib.rglob("*.so")}


class CompiledWheel(BuildHookInterface[BuilderConfig]):
    """Adds the compiled modules to a wheel, which then is for one Python and platform."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless the package stays in the checkout."""
        if version != "editable":
            compiler = os.environ.get("CC") or str(get_config_var("CC") or "cc")
            if which(compiler.split()[0]) is None:
                self.app.abort(
                    f"there is no C compiler ({compiler}) — install one, or build without"
                    " HATCH_BUILD_HOOK_ENABLE_CUSTOM, and nothing is compiled"
                )
            self._folder = TemporaryDirectory()
            made = compile_into(Path(self._folder.name), Path(self.root))
            build_data.update(pure_python=False, infer_tag=True)
            build_data["force_include"].update(made)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - as it is called
        """Remove what was compiled; the wheel has it."""
        if version != "editable":
            self._folder.cleanup()
