"""Redis is used where a setting names one."""

from __future__ import annotations

from pathlib import Path

from resolver.jobs.chosen_queue import queue_of
from resolver.jobs.queues import DiskQueue
from resolver.jobs.rq_queue import RqQueue
from tests.jobs.conftest import settings_of


def test_the_settings_choose_the_queue(tmp_path: Path) -> None:
    assert isinstance(queue_of(settings_of(tmp_path)), DiskQueue)
    with_redis = settings_of(tmp_path, redis_url="redis://127.0.0.1:1/0")
    assert isinstance(queue_of(with_redis), RqQueue)
