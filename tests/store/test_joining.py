"""IDs that are declared one are one, and the source that came first has the survivor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.journal.edits import Edits, by_target
from resolver.model.edit import Effect, Operation
from resolver.store.joining import Declared, Joined, connected, joined

IDS = st.sampled_from("abcdefg")
PAIRS = st.lists(st.tuples(IDS, IDS), max_size=8)
DECLARED = st.lists(st.builds(Declared, st.integers(0, 2), IDS, IDS), max_size=8)
REDIRECTS = st.dictionaries(IDS, IDS)
BEARERS = st.dictionaries(IDS, st.integers(1, 7))


def of(*pairs: str) -> list[Declared]:
    """Of "0ab" that the source at place 0 declares a and b the same."""
    return [Declared(int(each[0]), each[1], each[2]) for each in pairs]


@pytest.mark.parametrize(
    ("pairs", "redirects", "places", "survivors"),
    [
        (["ab"], {}, {"a": 0, "b": 1}, {"b": "a"}),
        (["ab"], {}, {"a": 1, "b": 0}, {"a": "b"}),  # of the source that came first
        (["ba"], {}, {"a": 0, "b": 0}, {"b": "a"}),  # of one source the first by code points
        (["ab", "cb", "cd"], {}, {"d": 0}, {"a": "d", "b": "d", "c": "d"}),  # over several steps
        (["ab"], {}, {}, {}),  # of nobody
        (["ab"], {}, {"c": 0}, {}),
        ([], {"a": "b", "b": "c", "z": "b"}, {"c": 0}, {"a": "c", "b": "c", "z": "c"}),
        ([], {"a": "b", "b": "c"}, {"b": 0, "c": 0}, {"a": "b"}),  # an entity's ID stays
        ([], {"a": "b", "b": "a", "c": "a", "d": "e"}, {"e": 0}, {"d": "e"}),  # back to itself
        ([], {"a": "b", "c": "a"}, {}, {}),  # to nobody
        (["ab"], {"b": "c"}, {"a": 1, "c": 0}, {"a": "c", "b": "c"}),  # what became another is it
        (["ab"], {"b": "c"}, {"a": 1, "b": 2, "c": 0}, {"b": "a"}),
    ],
)
def test_ids_lead_to_the_survivor(
    pairs: list[str], redirects: dict[str, str], places: dict[str, int], survivors: dict[str, str]
) -> None:
    bearers = {each: 1 << place for each, place in places.items()}
    done = joined(of(*(f"0{each}" for each in pairs)), redirects, bearers)
    assert done.left_aside == ()
    assert done.survivors == survivors
    assert {survivor: set(ids) for survivor, ids in done.members.items() if ids} == {
        survivor: {each for each in survivors if survivors[each] == survivor}
        for survivor in survivors.values()
    }
    assert done.absorbed == len(survivors.keys() & places.keys())


@pytest.mark.parametrize(
    ("declared", "bearers", "survivors", "left_aside"),
    [
        (of("0aq", "0bq"), {"a": 1, "b": 1}, {"q": "a"}, "bq"),  # over an ID of nobody
        (of("1aq", "0bq"), {"a": 1, "b": 1}, {"q": "b"}, "aq"),  # the earlier source says so
        (of("0aq", "1bq"), {"a": 1, "b": 1, "q": 2}, {"q": "a"}, "bq"),  # over another's entity
        (of("0aq", "1bq", "2ab"), {"a": 1, "b": 1}, {"b": "a", "q": "a"}, ""),  # somebody says it
        (of("0aq", "0bq"), {"a": 1, "b": 2}, {"b": "a", "q": "a"}, ""),  # of two sources
        (of("0aq", "1bq"), {"a": 3, "b": 2}, {"q": "a"}, "bq"),  # of one source and another
        (of("0ap", "0bq", "0pq"), {"a": 1, "b": 1}, {"p": "a", "q": "b"}, "pq"),
    ],
)
def test_a_chain_makes_no_two_entities_of_one_source_one(
    declared: list[Declared], bearers: dict[str, int], survivors: dict[str, str], left_aside: str
) -> None:
    done = joined(declared, {}, bearers)
    assert done.survivors == survivors
    assert ["".join(pair) for pair in done.left_aside] == [*filter(None, [left_aside])]


def test_over_a_redirect_neither() -> None:
    done = joined(of("0ao"), {"o": "b"}, {"a": 1, "b": 1})
    assert (done.survivors, done.left_aside) == ({"o": "b"}, (("a", "o"),))


@given(DECLARED, REDIRECTS, BEARERS)
def test_the_order_in_which_things_are_declared_does_not_matter(
    declared: list[Declared], redirects: dict[str, str], bearers: dict[str, int]
) -> None:
    turned = [Declared(place, other, one) for place, one, other in reversed(declared)]
    again = dict(reversed(redirects.items()))
    assert joined(declared, redirects, bearers) == joined(turned, again, bearers)


@given(DECLARED, REDIRECTS, BEARERS)
def test_two_entities_of_one_source_are_one_only_where_pairs_name_two_such(
    declared: list[Declared], redirects: dict[str, str], bearers: dict[str, int]
) -> None:
    said = {
        (one, other) for _, one, other in declared if bearers.get(one, 0) & bearers.get(other, 0)
    }
    done = joined(declared, redirects, bearers)
    for survivor, members in done.members.items():
        group = {survivor, *members}
        for one in group:
            for other in group - {one}:
                if bearers.get(one, 0) & bearers.get(other, 0):
                    assert other in connected(said, [one])


@given(DECLARED, REDIRECTS, BEARERS)
def test_groups_elsewhere_change_nothing(
    declared: list[Declared], redirects: dict[str, str], bearers: dict[str, int]
) -> None:
    pairs = [(one, other) for _, one, other in declared]
    near = connected([*pairs, *redirects.items()], ["a"])

    def only(done: Joined) -> tuple[object, ...]:
        return (
            {key: value for key, value in done.survivors.items() if key in near},
            {key: value for key, value in done.members.items() if key in near},
        )

    alone = joined(
        [each for each in declared if each.one in near],
        {key: value for key, value in redirects.items() if key in near},
        bearers,
    )
    assert only(joined(declared, redirects, bearers)) == only(alone)


@given(REDIRECTS, BEARERS)
def test_redirects_alone_make_no_two_entities_one(
    redirects: dict[str, str], bearers: dict[str, int]
) -> None:
    assert joined([], redirects, bearers).absorbed == 0


@given(PAIRS, st.sets(IDS))
def test_what_is_connected_is_reached_step_by_step(
    pairs: list[tuple[str, str]], ids: set[str]
) -> None:
    reached, before = set(ids), set[str]()
    while reached != before:
        before = set(reached)
        for pair in pairs:
            if reached & {*pair}:
                reached |= {*pair}
    assert connected(pairs, ids) == reached


def decided(*said: str) -> Edits:
    """Of "m ab" that a was merged into b; s: the same, d: different, x: split, X: wholly."""
    values = {"m": ("merge", "into"), "s": ("same", "as"), "d": ("different", "from")}
    effects = []
    for number, each in enumerate(said, 1):
        action, key = values.get(each[0], ("split", "from"))
        value = {key: each[3]} | ({"apart": True} if each[0] == "X" else {})
        effects.append(Effect(number, Operation(each[2], action, value)))  # type: ignore[arg-type] # of the table above
    return by_target(effects, len(effects))


@pytest.mark.parametrize(
    ("said", "declared", "survivors"),
    [
        (["m ab"], [], {"a": "b"}),
        (["m ab", "m bc"], [], {"a": "c", "b": "c"}),
        (["m ab", "x ab"], [], {}),
        (["m ab", "x ab"], of("0ab"), {}),  # no source joins them again
        (["m ab", "x ab"], of("0aq", "0bq"), {"q": "a"}),  # over no number of steps
        (["m ab"], of("0cb"), {"a": "b", "c": "b"}),  # with all that is one with either
        (["m ab", "m cd"], of("0bd"), {"a": "d", "b": "d", "c": "d"}),  # the last one says who
        (["m ab"], of("0ad"), {"a": "b", "d": "b"}),
        (["m ab", "x ab"], of("0ad"), {"d": "a"}),  # as before it was merged
        (["X ab"], of("0ab", "0ac", "0bc"), {"c": "b"}),  # taken out of what sources say
        (["s ab"], [], {"b": "a"}),
        (["s ab", "d ab"], of("0ab"), {}),
        (["d ab", "s ab"], [], {"b": "a"}),
        (["s ab", "X bc"], [], {}),
        (["m ap"], [], {"a": "p"}),  # of which no source says anything any more
        (["m pq"], [], {}),
    ],
)
def test_what_people_decided_goes_before_what_sources_say(
    said: list[str], declared: list[Declared], survivors: dict[str, str]
) -> None:
    bearers = {"a": 1, "b": 2, "c": 4, "d": 8}
    assert joined(declared, {}, bearers, decided(*said)).survivors == survivors


def test_what_would_be_one_without_merges_has_one_root() -> None:
    done = joined(of("0ad"), {}, {"a": 1, "b": 2, "c": 4, "d": 8}, decided("m ab"))
    assert done.members == {"b": ("a", "d")}
    assert done.roots["a"] == done.roots["d"] != done.roots["b"]
    assert joined(of("0ad"), {}, {"a": 1, "d": 8}, decided()).roots == {}
