"""Apps over the bundled packs, closed when their test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from resolver.settings import Settings
from resolver.web.app import close_app, create_app

MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(bundled_home: Path) -> Iterator[MakeApp]:
    apps: list[Flask] = []

    def make(home: Path = bundled_home, **given: Any) -> Flask:
        variables = {f"RESOLVER_{name.upper()}": str(value) for name, value in given.items()}
        settings = Settings.from_environment({"RESOLVER_HOME": str(home), **variables})
        apps.append(create_app(settings))
        return apps[-1]

    yield make
    for app in apps:
        close_app(app)


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()
