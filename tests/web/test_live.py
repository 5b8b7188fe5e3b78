"""A new index takes the place of the one that answers, without a stop."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver import Query
from resolver.telemetry import Metrics, make_log
from resolver.web.live import Live
from resolver.web.seen import Seen, UpTo
from tests.conftest import run_cli, wait_for, write_jsonl
from tests.index.conftest import overlaid
from tests.web.conftest import MakeApp, ask


def test_a_new_index_is_opened_while_serving(
    make_app: MakeApp, make_home: Callable[..., Path], tmp_path: Path
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    client = make_app(home, reload_s=0.05).test_client()
    assert ask(client, q="Ben").get_json()["verdict"] == "no_match"
    source = write_jsonl(tmp_path / "more.jsonl", [{"id": "b", "type": "person", "name": "Ben"}])
    for command in (["import", source], ["compile"]):
        run_cli(*command, "--home", home)
    wait_for(lambda: ask(client, q="Ben").get_json()["id"] == "b")
    assert 'resolver_reloads_total{result="opened"} 1.0' in client.get("/metrics").text


def test_an_index_that_cannot_be_read_is_refused(
    make_app: MakeApp, make_home: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    client = make_app(home, reload_s=0.05).test_client()
    (home / "index" / "CURRENT").write_text("nowhere\n")
    wait_for(lambda: 'result="refused"} 1.0' in client.get("/metrics").text)
    assert ask(client, q="Ana").get_json()["id"] == "a"
    assert client.get("/readyz").get_json()["current"] is False
    seen: list[str] = []

    def logged() -> bool:
        seen.append(capsys.readouterr().err)
        return "CURRENT names no snapshot" in "".join(seen)

    wait_for(logged)


def test_the_watch_survives_a_moment_without_free_files(
    make_app: MakeApp, make_home: Callable[..., Path], tmp_path: Path
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    client = make_app(home, reload_s=0.05).test_client()
    assert client.get("/readyz").get_json()["current"] is True
    source = write_jsonl(tmp_path / "more.jsonl", [{"id": "b", "type": "person", "name": "Ben"}])
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))  # what is open stays, nothing is opened
    try:
        wait_for(lambda: client.get("/readyz").get_json()["current"] is False)
        assert 'result="refused"}' in client.get("/metrics").text
        assert "resolver_stale 1.0" in client.get("/metrics").text
        assert ask(client, q="Ana").get_json()["id"] == "a"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    for command in (["import", source], ["compile"]):
        run_cli(*command, "--home", home)
    wait_for(lambda: ask(client, q="Ben").get_json()["id"] == "b")
    assert client.get("/readyz").get_json()["current"] is True
    assert "resolver_stale 0.0" in client.get("/metrics").text


def test_the_watch_survives_an_error_that_nobody_foresaw(
    make_app: MakeApp, make_home: Callable[..., Path], tmp_path: Path
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    current = home / "index" / "CURRENT"
    before = current.read_text()
    source = write_jsonl(tmp_path / "more.jsonl", [{"id": "b", "type": "person", "name": "Ben"}])
    for command in (["import", source], ["compile"]):
        run_cli(*command, "--home", home)
    client = make_app(home, reload_s=0.05).test_client()
    (home / "sound.table").write_bytes(b"no encoder")  # not an error of the home
    current.write_text(before)
    wait_for(lambda: 'resolver_reloads_total{result="failed"}' in client.get("/metrics").text)
    assert ask(client, q="Ben").get_json()["id"] == "b"
    (home / "sound.table").unlink()
    wait_for(lambda: ask(client, q="Ben").get_json()["verdict"] == "no_match")
    assert client.get("/readyz").get_json()["current"] is True


def test_answers_go_up_to_the_change_that_the_index_has(make_home: Callable[..., Path]) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    live = Live(home, every_s=0.01, metrics=Metrics(), log=make_log(sys.stderr))
    try:
        assert live.through == 0
        assert not live.everywhere(1)
        overlaid(home, {"id": "b", "type": "person", "name": "Ben"})
        wait_for(lambda: live.everywhere(1))
        assert live.through == 1
        assert live().resolve(Query("Ben")).id == "b"
        assert not live.everywhere(2)
    finally:
        live.close()


def test_what_is_published_while_a_process_starts_is_in_its_first_answer(
    make_home: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    note = Seen.note

    def publish(seen: Seen, up_to: UpTo) -> None:
        if not up_to.through:  # nobody knows of the process yet, so that nobody waits for it
            overlaid(home, {"id": "b", "type": "person", "name": "Ben"})
        note(seen, up_to)

    monkeypatch.setattr(Seen, "note", publish)
    live = Live(home, every_s=60, metrics=Metrics(), log=make_log(sys.stderr))
    try:
        assert live().resolve(Query("Ben")).id == "b"
        assert live.everywhere(1)
    finally:
        live.close()


def test_words_are_sorted_before_anybody_types(make_home: Callable[..., Path]) -> None:
    home, metrics = make_home({"id": "a", "type": "person", "name": "Ana"}), Metrics()
    live = Live(home, every_s=60, metrics=metrics, log=make_log(sys.stderr))
    (segment,) = live()._index.segments
    assert {"beginnings", "form_rank"} <= vars(segment).keys()
    live.close()
