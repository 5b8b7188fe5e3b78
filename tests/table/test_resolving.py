"""The ID of a record, or a new one: by the index, and by the journal since."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resolver import Query, Resolver
from resolver.curate.homes import compile_home
from resolver.errors import BadValue, UnknownCountry
from resolver.table import HOW, How, Resolved, Table
from resolver.table.edit_lines import edit_lines, read_line
from resolver.table.reviewing import decided
from tests.conftest import compile_entities

NATO = {
    "id": "nato",
    "type": "organization",
    "name": "NATO",
    "aliases": ["North Atlantic Treaty Organization"],
}
TWINS = [
    {"id": f"rome-{at}", "type": "place", "name": "Rome", "country": at} for at in ("IT", "US")
]


class Opened:
    """A table and an index, which is opened anew when it is told."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.table = Table.open(home, by="ana")
        self.resolver = Resolver.open(home)

    def __call__(self, name: str, how: How = HOW, **given: Any) -> Resolved:
        record = {"type": "person", "name": name, **given}
        return self.table.resolve_or_create(record, self.resolver, how)

    def compile(self) -> None:
        compile_home(self.home, wait_s=10)
        self.resolver = Resolver.open(self.home)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    found = Opened(compile_entities(tmp_path, NATO, *TWINS))
    yield found
    found.table.close()


def test_a_match_has_its_id_and_changes_nothing(opened: Opened) -> None:
    done = opened("NATO", type="organization")
    assert (done.verdict, done.id, done.created, done.change) == ("match", "nato", False, None)
    assert opened.table.through == 0


def test_nobody_is_created_with_a_minted_id_or_the_callers_own(opened: Opened) -> None:
    minted = opened("Zork Blorf", country="FR")
    assert (minted.verdict, minted.created, minted.change) == ("no_match", True, 1)
    assert minted.id is not None
    assert minted.id.startswith("e-")
    assert opened.table.entity(minted.id).entity.country == ("FR",)
    assert opened("Ana Ruiz", id="crm:1").id == "crm:1"
    assert opened("Somebody Else", id="crm:1")[:3] == ("match", "crm:1", False)


def test_what_the_index_does_not_show_yet_is_found(opened: Opened) -> None:
    created = opened("Zork Blorf")
    assert opened("ZORK  blörf")[:3] == ("match", created.id, False)
    assert opened("Z. B.", aliases=["Zork Blorf"]).id == created.id
    assert opened("Zork Blorf", type="organization").created
    opened.table.patch(str(created.id), {"country": ["FR"]})
    assert opened("Zork Blorf", country="DE").created
    assert opened.table.through == 4


def test_the_index_decides_once_it_has_a_change(opened: Opened) -> None:
    created = opened("Zork Blorf")
    opened.compile()
    done = opened("Zork Blorff")
    assert (done.id, done.created) == (created.id, False)
    assert done.candidates[0].score is not None


def test_names_that_it_lacks_are_added_where_that_is_said(opened: Opened) -> None:
    asked: dict[str, Any] = {
        "type": "organization",
        "aliases": ["OTAN", {"text": "NATO HQ", "language": "en"}],
    }
    assert opened("NATO", **asked).change is None
    done = opened("NATO", How(add_alias=True), **asked)
    assert (done.id, done.created, done.change) == ("nato", False, 1)
    aliases = opened.table.entity("nato").entity.aliases
    assert [each.text for each in aliases][1:] == ["OTAN", "NATO HQ"]
    assert opened("NATO", How(add_alias=True), **asked).change is None


def test_an_alias_decides_where_the_name_does_not(opened: Opened) -> None:
    long = "North Atlantic Treaty Organization"
    assert opened("Qwx Vbn", type="organization", aliases=[long]).id == "nato"
    other: dict[str, Any] = {"type": "organization", "aliases": ["Qwx Vbn"]}
    created = opened("Qwx Vbn", type="organization")
    opened.compile()
    assert opened("NATO", **other).verdict == "ambiguous"
    assert opened("Rome", type="place", aliases=[{"text": "Roma", "kind": "weak"}]).id is None
    assert created.id in {each.id for each in opened("NATO", **other).candidates}


def test_who_may_be_several_is_created_only_where_that_is_said(opened: Opened) -> None:
    done = opened("Rome", type="place")
    assert (done.verdict, done.id, done.created) == ("ambiguous", None, False)
    assert {each.id for each in done.candidates} == {"rome-IT", "rome-US"}
    assert opened.table.through == 0
    assert opened("Rome", type="place", country="IT").id == "rome-IT"
    created = opened("Rome", How("create"), type="place")
    assert created.created
    assert opened("Rome", How("create"), type="place")[:3] == ("match", created.id, False)
    assert opened("Rome", type="place").verdict == "ambiguous"


def test_what_became_of_entities_since_counts(opened: Opened) -> None:
    opened.table.merge("rome-US", ["rome-IT"])
    assert opened("Rome", type="place", country="IT").id == "rome-US"
    retired = opened.table.retire("nato")
    created = opened("NATO", type="organization")
    assert created.created
    opened.table.undo(retired.change)
    done = opened("NATO", type="organization")
    assert {each.id for each in done.candidates} == {"nato", created.id}
    opened.table.merge("nato", [str(created.id)])
    assert opened("NATO", type="organization").id == "nato"


def test_a_spelling_that_was_taken_away_since_is_nobodys(opened: Opened) -> None:
    long = "North Atlantic Treaty Organization"
    opened.table.unalias("nato", long)
    created = opened(long, type="organization")
    assert created.created
    opened.table.undo(1)
    assert opened(long, type="organization").verdict == "ambiguous"


def test_an_entity_that_is_split_off_or_comes_back_is_found(opened: Opened) -> None:
    opened.table.merge("rome-US", ["rome-IT"])
    opened.compile()
    opened.table.split("rome-IT")
    assert opened("Rome", type="place", country="IT").id == "rome-IT"
    created = opened("Zork Blorf")
    opened.table.undo(int(created.change or 0))
    opened.compile()
    opened.table.undo(opened.table.through)
    assert opened("Zork Blorf").id == created.id


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"country": "Atlantis"}, UnknownCountry),
        ({"type": None}, BadValue),
        ({"nickname": "Bob"}, BadValue),
    ],
)
def test_a_record_that_is_wrong_is_refused(
    opened: Opened, given: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        opened("Zork Blorf", **given)
    assert opened.table.through == 0


def test_more_facts_than_a_question_takes_are_left_out_of_it(opened: Opened) -> None:
    many = {"note": [f"{number} {'x' * number}" for number in range(1_100)]}
    assert opened("NATO", type="organization", properties=many).id == "nato"


def test_a_list_makes_one_entity_of_what_is_the_same(opened: Opened) -> None:
    records = [{"type": "person", "name": name} for name in ("Zork Blorf", "NATO", "zork blorf")]
    done = opened.table.resolve_or_create_many(records, opened.resolver)
    assert [each.created for each in done] == [True, True, False]
    assert done[0].id == done[2].id


def test_who_was_decided_to_be_nobody_is_somebody_once_created(opened: Opened) -> None:
    opened.table.review({"text": "Zork Blorf", "decision": "nobody"})
    opened.compile()
    created = opened("ZORK Blorf", country="FR")
    assert (created.created, created.change) == (True, 2)
    assert opened("Zork Blorf").id == created.id
    opened.compile()
    again = opened("Zork Blorf")
    assert (again.verdict, again.id, again.change) == ("match", created.id, None)
    assert opened.resolver.resolve(Query("zork blorf")).reason == "reviewed"
    (line,) = [each for each in edit_lines(opened.table.store.journal) if '"create"' in each]
    assert [each.action for each in read_line(line).operations] == ["create", "review"]
    opened.table.undo(2)
    (held,) = decided(opened.table.store)
    assert (held.number, held.review.nobody) == (1, True)
    opened.compile()
    assert opened.resolver.resolve(Query("zork blorf")).verdict == "no_match"


def test_a_decision_for_another_type_or_country_stays(opened: Opened) -> None:
    opened.table.review({"text": "Zork", "type": "organization", "decision": "nobody"})
    opened.table.review({"text": "Zork", "country": ["DE"], "decision": "nobody"})
    assert opened("Zork", country="FR").change == 3
    assert all(each.review.nobody for each in decided(opened.table.store))


def test_an_id_that_has_no_url_is_refused_before_anything_is_created(opened: Opened) -> None:
    records = [{"type": "person", "name": "Zork Blorf", "id": each} for each in ("z", "z/aliases")]
    with pytest.raises(BadValue, match="z/aliases"):
        opened.table.resolve_or_create_many(records, opened.resolver)
    assert opened.table.through == 0


def test_processes_that_bring_the_same_records_make_one_entity_of_each(tmp_path: Path) -> None:
    home = compile_entities(tmp_path, NATO)
    script = [sys.executable, "-m", "tests.table.creating", str(home), "50"]
    running = [
        subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    found = [json.loads(process.communicate(timeout=60)[0]) for process in running]
    assert [each for each, _ in found[0]] == [each for each, _ in found[1]]
    assert sum(created for each in found for _, created in each) == 50
    with Table.open(home) as table:
        assert table.through == 50
        assert table.store.count() == 51


def test_many_are_taken_some_at_a_time(opened: Opened) -> None:
    records = [{"type": "person", "name": f"Zork{number} Blorf"} for number in range(35)]
    first = opened.table.resolve_or_create_many([*records, *records], opened.resolver)
    assert [each.created for each in first] == [True] * 35 + [False] * 35
    assert [each.id for each in first[:35]] == [each.id for each in first[35:]]
