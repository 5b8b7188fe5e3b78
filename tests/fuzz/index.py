"""An index with a damaged file → refused, or answers as the undamaged one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from resolver import Decision, Query, Resolver
from resolver.curate.compile import MIN_BASE_ENTITIES
from resolver.curate.homes import compile_home, import_sources
from resolver.errors import ResolverError
from tests.conftest import write_jsonl
from tests.fuzz.target import Target, within

LIMIT_S: Final = 2.0
"""Seconds of a processor to open it and ask."""

ASKED: Final = tuple(
    Query(text) for text in ("Person 7", "Persona 7", "Babil", "Babylon", "Вавилон", "$")
)


class Damage(NamedTuple):
    """What happens to a file.

    Args:
        file: Its path below the home.
        at: Where, from 0; beyond its end it begins anew.
        cut: How many bytes go.
        put: What comes in their place.
        rest: Whether what is behind stays.
    """

    file: str
    at: int
    cut: int
    put: bytes
    rest: bool = True

    def of(self, whole: bytes) -> bytes:
        """The file's content with it."""
        at = self.at % max(1, len(whole))
        return whole[:at] + self.put + (whole[at + self.cut :] if self.rest else b"")


class Answers(NamedTuple):
    """What an index says: to queries, and of two entities."""

    decisions: tuple[Decision, ...]
    records: tuple[dict[str, Any], ...]


def answers(resolver: Resolver) -> Answers:
    """What is compared."""
    return Answers(
        tuple(resolver.resolve(query) for query in ASKED),
        tuple(resolver.entity(each) for each in ("p7", "babil")),
    )


def _home_with_overlays(folder: Path) -> tuple[Path, dict[str, Answers]]:
    """A base with an overlay that answers and the one before it, and what each of them says."""
    home, people, said = folder / "home", folder / "people.jsonl", {}
    numbered = ({"id": f"p{n}", "type": "person", "name": f"Person {n}"} for n in range(1, 10_001))
    assert MIN_BASE_ENTITIES <= 10_000
    write_jsonl(people, numbered)
    for name in ("Babil", "Babylon", "Vavilon"):
        place = {"id": "babil", "type": "place", "name": name, "country": ["IQ"]}
        place_source = write_jsonl(folder / "some-places.jsonl", [place])
        import_sources(home, [people, place_source], wait_s=10)
        compile_home(home, wait_s=10)
        with Resolver.open(home) as resolver:
            said[resolver.fingerprint] = answers(resolver)
    return home, said


def _damages(home: Path) -> st.SearchStrategy[Damage]:
    """Bytes flipped, put in, taken out, taken from another file; files cut short."""
    files = sorted(path for path in (home / "index").rglob("*") if path.is_file())
    pieces = st.builds(
        lambda path, at, length: path.read_bytes()[at : at + length],
        st.sampled_from(files),
        st.integers(0, 300),
        st.integers(1, 64),
    )
    names = st.sampled_from([str(path.relative_to(home)) for path in files])
    places = st.integers(0, 300) | st.integers(0, 1 << 20)
    return st.one_of(
        st.builds(Damage, names, places, st.just(1), st.binary(min_size=1, max_size=1)),
        st.builds(Damage, names, places, st.integers(0, 64), st.binary(max_size=8) | pieces),
        st.builds(Damage, names, places, st.just(0), st.binary(max_size=8), st.just(False)),
    )


@contextmanager
def index_target(folder: Path) -> Iterator[Target]:
    """The target."""
    home, said = _home_with_overlays(folder)

    def check_index(damage: Damage) -> None:
        path = home / damage.file
        whole = path.read_bytes()
        path.unlink()  # another file, for what was opened before still maps this one
        path.write_bytes(damage.of(whole))
        try:
            with within(LIMIT_S), Resolver.open(home) as resolver:
                found = resolver.fingerprint, answers(resolver)
        except ResolverError:
            return
        finally:
            path.unlink()
            path.write_bytes(whole)
        assert found[1] == said.get(found[0]), "another index than was written answers"

    yield Target(check_index, _damages(home))
