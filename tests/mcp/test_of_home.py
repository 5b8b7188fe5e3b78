"""A home answers tools as the service answers its routes, and is changed by whoever may."""

from __future__ import annotations

import getpass
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="needs the extra mcp")

import anyio

from resolver.access import Keys, revoke_key
from resolver.annotate import Pause
from resolver.engine import Resolver
from resolver.errors import (
    AmbiguousEntity,
    BadValue,
    HomeDenied,
    KeyNeeded,
    ResolverError,
    ScopeMissing,
    UnknownEntity,
    UnknownKey,
)
from resolver.indexing import seen
from resolver.mcp.of_home import OfHome
from resolver.mcp.tools import BY_NAME, READING, TOOLS
from resolver.model import Passage
from resolver.settings import Settings
from resolver.table import Table
from resolver.web.access import Access
from resolver.web.app import close_app, create_app
from tests.mcp.conftest import key_of
from tests.web.editing import signed_in


def ask(source: OfHome, name: str, authorization: str | None = None, /, **given: Any) -> Any:
    return anyio.run(source.ask, BY_NAME[name], given, authorization)


def offered(source: OfHome, authorization: str | None = None) -> list[str]:
    return [tool.name for tool in anyio.run(source.offered, authorization)]


def test_answers_are_those_of_the_service(home: Path) -> None:
    app, source = create_app(Settings.from_environment({"RESOLVER_HOME": str(home)})), OfHome(home)
    client = signed_in(app, home)
    try:
        for asked in ({"text": "NATO"}, {"text": "Kim Min-jun", "explain": True}):
            assert ask(source, "resolve", **asked) == client.post("/v1/resolve", json=asked).json
        assert ask(source, "entity", id="a/b") == client.get("/v1/entities/a/b").json
        over_http = client.post(
            "/v1/reviews", json={"text": "Ana", "decision": "nobody"}
        ).get_json()
        mine = ask(source, "review", text="Bea", decision="nobody")
        assert {*mine} == {*over_http, "seen"}
        assert {*mine["review"]} == {*over_http["review"]}
    finally:
        close_app(app)


def test_a_text_is_annotated_with_who_its_names_mean(home: Path) -> None:
    text = "The general of NATO met Ana Bell."
    found = ask(OfHome(home), "annotate", text=text, spans=[[15, 19], [24, 32, "person"]])
    assert [each["id"] for each in found["mentions"]] == ["nato", "a/b"]
    assert all(text[each["start"] : each["end"]] == each["text"] for each in found["mentions"])
    assert "evidence" not in found["mentions"][0]["candidates"][0]


def test_what_the_user_decided_is_kept_and_answered_at_once(home: Path) -> None:
    source = OfHome(home)
    assert ask(source, "resolve", text="Kim Min-jun")["verdict"] == "ambiguous"
    decided = {"text": "Kim Min-jun", "decision": "match", "id": "kim-2"}
    done = ask(source, "review", **decided, reason="she said so")
    assert done["seen"] is True
    assert done["review"]["by"] == getpass.getuser()
    answer = ask(source, "resolve", text="Kim Min-jun")
    assert (answer["id"], answer["reason"]) == ("kim-2", "reviewed")
    with Table.open(home) as table:
        (change,) = table.changes()
        assert (change.by, change.reason) == (getpass.getuser(), "she said so")


def test_a_record_gets_an_id_once_and_one_that_may_be_several_gets_none(home: Path) -> None:
    source = OfHome(home)
    record = {"type": "person", "name": "Xenia Quorn", "country": ["NO"]}
    created = ask(source, "resolve-or-create", record=record)
    assert (created["created"], created["seen"]) == (True, True)
    again = ask(source, "resolve-or-create", record=record)
    assert (again["id"], again["created"], again["change"]) == (created["id"], False, None)
    with pytest.raises(AmbiguousEntity) as caught:
        ask(source, "resolve-or-create", record={"type": "person", "name": "Kim Min-jun"})
    assert {each["id"] for each in caught.value.candidates} == {"kim-1", "kim-2"}
    with pytest.raises(
        BadValue, match="'guess' is none that there is — it is one of return, create"
    ):
        ask(source, "resolve-or-create", record=record, ambiguous="guess")


def test_a_home_that_cannot_be_written_offers_reading_alone(home: Path) -> None:
    (home / "store.sqlite").unlink()
    source = OfHome(home)
    assert offered(source) == [tool.name for tool in READING]
    assert ask(source, "resolve", text="NATO")["id"] == "nato"
    with pytest.raises(HomeDenied, match="has no store that"):
        ask(source, "review", text="NATO", decision="nobody")


def test_over_http_a_key_of_the_home_decides(home: Path) -> None:
    source = OfHome(home, Access(Keys(home), None, read_key=False))
    reading = [tool.name for tool in READING]
    review, write = (f"Bearer {key_of(home, scope)}" for scope in ("review", "write"))
    assert offered(source) == reading
    assert offered(source, review) == [*reading, "review"]
    assert offered(source, write) == [tool.name for tool in TOOLS]
    decided = {"text": "Ana", "decision": "nobody"}
    with pytest.raises(KeyNeeded, match="no key was sent"):
        ask(source, "review", **decided)
    assert ask(source, "review", review, **decided)["review"]["by"] == "agent-review"
    with pytest.raises(ScopeMissing):
        ask(source, "resolve-or-create", review, record={"type": "person", "name": "A B"})
    revoke_key(home, "agent-write")
    assert offered(source, write) == reading
    for name, given in (("review", decided), ("resolve", {"text": "NATO"})):
        with pytest.raises(UnknownKey):
            ask(source, name, write, **given)


def test_over_http_reading_needs_a_key_where_a_setting_says_so(home: Path) -> None:
    source = OfHome(home, Access(Keys(home), None, read_key=True))
    with pytest.raises(KeyNeeded):
        ask(source, "resolve", text="NATO")
    assert ask(source, "resolve", f"Bearer {key_of(home, 'read')}", text="NATO")["id"] == "nato"


def test_what_others_change_is_answered_from_the_next_call_on(home: Path) -> None:
    source = OfHome(home)
    with Table.open(home) as table:
        change = table.alias("nato", "Otanx").change
        assert seen(home, change, wait_s=5)
        assert ask(source, "resolve", text="Otanx")["id"] == "nato"
        assert seen(home, table.merge("nato", ["otan"]).change or 0, wait_s=5)
    assert ask(source, "entity", id="otan")["id"] == "nato"


def test_a_text_whose_call_is_cancelled_is_given_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, ended = OfHome(home), list[str]()

    def take_long(_: Resolver, passage: Passage, pause: Pause) -> None:
        for _step in range(5_000):
            pause()
            time.sleep(0.001)
        ended.append(passage.text)

    monkeypatch.setattr(Resolver, "annotate_with_pauses", take_long)

    async def cancelled() -> bool:
        with anyio.move_on_after(0.1) as scope:
            await source.ask(BY_NAME["annotate"], {"text": "NATO"}, None)
        return scope.cancelled_caught

    assert anyio.run(cancelled)
    assert not ended  # the thread has come to its end when `run` returns


@pytest.mark.parametrize(
    ("name", "given", "error"),
    [
        ("resolve", {"text": ""}, "empty_text"),
        ("resolve", {"text": 5}, "bad_value"),
        ("resolve", {"text": "a\x00b"}, "unreadable_text"),
        ("resolve", {"text": "NATO", "country": ["XX"]}, "unknown_country"),
        ("resolve", {"text": "NATO", "explain": "yes"}, "bad_value"),
        ("annotate", {"text": "NATO", "spans": [[0, 9]]}, "bad_value"),
        ("annotate", {"text": "a" * 200_001}, "text_too_long"),
        ("compare", {"name": "a", "other": "b", "type": "thing"}, "unknown_type"),
        ("compare", {"name": "a", "other": "b", "explain": 1}, "bad_value"),
        ("review", {"text": "NATO", "decision": "maybe"}, "bad_value"),
        ("review", {"text": "NATO", "decision": "match", "id": "nobody-has-it"}, "unknown_entity"),
        ("resolve-or-create", {"record": "NATO"}, "bad_value"),
        ("resolve-or-create", {"record": {"name": "A"}, "add_alias": "yes"}, "bad_value"),
        ("resolve-or-create", {"record": {"type": "person"}}, "bad_value"),
    ],
)
def test_what_is_wrong_is_an_error_of_the_house(
    home: Path, name: str, given: dict[str, Any], error: str
) -> None:
    with pytest.raises(ResolverError) as caught:
        ask(OfHome(home), name, **given)
    assert caught.value.code == error
    assert caught.value.remedy


def test_an_id_that_nobody_has_is_said_to_be_none(home: Path) -> None:
    with pytest.raises(UnknownEntity):
        ask(OfHome(home), "entity", id="nobody-has-it")
