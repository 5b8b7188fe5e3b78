"""Whatever people do in whatever order: journal and table agree, and undone it was never done."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from resolver.curate.export import export
from resolver.errors import InvalidInput, UnknownEntity
from resolver.journal.checking import disagreements
from resolver.model import Additions, Alias, Entity, Record, Redirect, SameAs, Source
from resolver.store import Store, open_store, prepared
from resolver.table import Table

IDS = st.sampled_from("abcdefg")
TEXTS = st.sampled_from(["A", "B", "X", "Y"])
LANGUAGES = st.sampled_from([None, "fa"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "description": st.sampled_from([None, "d1", "d2"]),
        "name": TEXTS,
        "country": st.sampled_from([None, ["IQ"]]),
        "properties": st.sampled_from([None, {"p": ["1"]}, {"p": None, "q": ["2"]}]),
        "aliases": st.lists(TEXTS, max_size=2),
    },
)


def entity(entity_id: str, name: str, *aliases: Alias | str, **more: Any) -> Entity:
    named = tuple([Alias(each) if isinstance(each, str) else each for each in aliases])
    return Entity(entity_id, "person", name, named, **more)


SOURCES: dict[str, tuple[list[Record], ...]] = {
    "one": (
        [entity("a", "A", "X", Alias("X", "fa", "acronym")), entity("b", "B", description="b")],
        [entity("a", "A", "Y"), entity("c", "C", country=("IR",)), Redirect("b", "c")],
        [],
    ),
    "two": (
        [
            entity("d", "D", properties={"p": "0"}),
            SameAs("a", ("d",)),
            Additions("b", (Alias("Y"),)),
        ],
        [entity("d", "D", "X"), entity("e", "E"), SameAs("e", ("f",)), SameAs("f", ("b",))],
        [],
    ),
}
"""Sources, in several versions each."""


class Sequences(RuleBasedStateMachine):
    """A table that is edited and imported into; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())

    def teardown(self) -> None:
        try:
            self.undo_all()
        finally:
            self.table.close()
            shutil.rmtree(self.home)

    @initialize()
    def open(self) -> None:
        open_store(self.home).close()
        self.table = Table.open(self.home, by="ana")
        for name in SOURCES:
            replace(self.table.store, name, 0)

    def records(self) -> dict[str, Any]:
        return {each.entity.id: each.record() for each in self.table.store.entities()}

    def version(self, name: str) -> int:
        return next(int(each.digest) for each in self.table.store.sources() if each.name == name)

    @rule(name=st.sampled_from(sorted(SOURCES)), version=st.integers(0, 2))
    def import_again(self, name: str, version: int) -> None:
        replace(self.table.store, name, version)

    @rule(name=st.sampled_from(sorted(SOURCES)), version=st.integers(0, 2))
    def import_and_back(self, name: str, version: int) -> None:
        now = self.version(name)
        before = self.records()
        replace(self.table.store, name, version)
        replace(self.table.store, name, now)
        assert self.records() == before

    def tried(self, verb: str, *args: Any, **more: Any) -> Any:
        """Do it; what becomes another entity is among those that the change touches."""
        before, through = self.records(), self.table.through
        try:
            done = getattr(self.table, verb)(*args, **more)
        except (InvalidInput, UnknownEntity):
            assert (self.table.through, self.records()) == (through, before)
            return None
        after = self.records()
        changed = {
            each for each in before.keys() | after.keys() if before.get(each) != after.get(each)
        }
        with self.table.store.journal.reading() as reading:
            assert changed <= reading.touched(through, done.change)
        assert done.change == through + 1
        return done

    @rule(entity_id=IDS, name=TEXTS, fields=FIELDS)
    def create(self, entity_id: str, name: str, fields: dict[str, Any]) -> None:
        done = self.tried("create", {"type": "person", "id": entity_id, **fields, "name": name})
        assert done is None or done.entity.entity.id == entity_id

    @rule(entity_id=IDS, name=TEXTS, fields=FIELDS)
    def put(self, entity_id: str, name: str, fields: dict[str, Any]) -> None:
        given = {key: each for key, each in fields.items() if key != "properties"}
        wanted = entity(entity_id, "N").to_dict() | given | {"name": name}
        wire = Entity.from_dict(wanted).to_dict()
        del wire["id"]
        done = self.tried("put", entity_id, wire)
        if done is not None:
            assert as_set(done.entity.entity.to_dict()) == as_set({**wire, "id": done.id})

    @rule(entity_id=IDS, fields=FIELDS)
    def patch(self, entity_id: str, fields: dict[str, Any]) -> None:
        self.tried("patch", entity_id, fields)

    @rule(entity_id=IDS, text=TEXTS, language=LANGUAGES)
    def alias(self, entity_id: str, text: str, language: str | None) -> None:
        done = self.tried("alias", entity_id, {"text": text, "language": language})
        assert done is None or Alias(text, language) in done.entity.entity.aliases

    @rule(entity_id=IDS, text=TEXTS, language=LANGUAGES)
    def unalias(self, entity_id: str, text: str, language: str | None) -> None:
        done = self.tried("unalias", entity_id, text, language)
        if done is not None:
            left = [each for each in done.entity.entity.aliases if each.text == text]
            assert not any(language in (None, each.language) for each in left)

    @rule(entity_id=IDS)
    def retire(self, entity_id: str) -> None:
        done = self.tried("retire", entity_id)
        assert done is None or done.id not in self.records()

    @rule(into=IDS, other=IDS)
    def merge(self, into: str, other: str) -> None:
        before = self.records()
        done = self.tried("merge", into, [other])
        if done is None:
            return
        after = self.records()
        assert set(before) - set(after) == {*done.merged}
        names = {alias["text"] for alias in after[done.id].get("aliases", ())} | {
            after[done.id]["name"]
        }
        for each in (*done.merged, done.id):
            assert before[each]["name"] in names
            assert {alias["text"] for alias in before[each].get("aliases", ())} <= names
        assert self.table.entity(other).entity.id == self.table.entity(into).entity.id == done.id

    @rule(into=IDS, other=IDS)
    def merge_and_split(self, into: str, other: str) -> None:
        before = self.records()
        done = self.tried("merge", into, [other])
        if done is not None:
            for each in done.merged:
                self.tried("split", each)
            assert self.records() == before

    @rule(entity_id=IDS)
    def split(self, entity_id: str) -> None:
        done = self.tried("split", entity_id)
        assert done is None or done.entity is not None

    @rule(entity_id=IDS, text=TEXTS)
    def split_alias(self, entity_id: str, text: str) -> None:
        self.tried("split", entity_id, aliases=[{"text": text}], new={"id": "g"})

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        assume(self.table.through)
        self.tried("undo", data.draw(st.integers(1, self.table.through)))

    @invariant()
    def what_is_counted_is_there(self) -> None:
        if hasattr(self, "table"):
            assert self.table.store.count() == len(self.records())

    @invariant()
    def an_entity_alone_is_as_among_all(self) -> None:
        if hasattr(self, "table"):
            records = self.records()
            for entity_id in "abcdefg":
                try:
                    found = self.table.entity(entity_id)
                except UnknownEntity:
                    assert entity_id not in records
                else:
                    assert records[found.entity.id] == found.record()
            joined = self.table.store.joined()
            assert records.keys().isdisjoint(joined.survivors)

    @invariant()
    def the_journal_agrees_with_itself(self) -> None:
        if hasattr(self, "table"):
            with self.table.store.journal.reading() as reading:
                assert disagreements(reading) == []

    def undo_all(self) -> None:
        """Undone in any order that is let through, all edits leave what sources say."""
        with self.table.store.journal.reading() as reading:
            left = [
                each for each in range(1, reading.through + 1) if reading.undone_by(each) is None
            ]
            left = [each for each in left if reading.change(each).undoes is None]
        while left:
            done = [each for each in left if self.tried("undo", each)]
            assert done, "no undo is let through"
            left = [each for each in left if each not in done]
        with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as plain:
            for name in SOURCES:
                replace(plain, name, 0)
                replace(plain, name, self.version(name))
            assert exported(self.home) == exported(Path(folder))


def replace(store: Store, name: str, version: int) -> None:
    store.replace(Source(name, f"{version}"), map(prepared, SOURCES[name][version]))


def exported(home: Path) -> bytes:
    into = io.BytesIO()
    export(home, into, wait_s=1)
    return into.getvalue()


def as_set(wire: dict[str, Any]) -> dict[str, Any]:
    aliases = sorted(json.dumps(each, sort_keys=True) for each in wire.get("aliases", ()))
    return {**wire, "aliases": aliases}


TestSequences = Sequences.TestCase
TestSequences.settings = settings(max_examples=5, stateful_step_count=10, deadline=None)
