"""Questions that an index asks itself: names of its own entities as somebody else might write them.

One of its names that is left out and asked; a letter wrong, a part dropped, the parts in another
order, initials, light words left out, another romanisation; facts that are right, wrong or missing.
For some the entity is hidden, so that nobody is right. The same table makes the same questions.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from resolver.index import Index
from resolver.match.retrieve.question import Hidden, Question
from resolver.model import ALIAS_KINDS, TYPES, Query, checks
from resolver.text.fold import fold, latin
from resolver.text.names import written_parts
from resolver.text.words import Words

HIDDEN_SHARE: Final = 0.22
"""Of the other questions: those whose entity is hidden. With `OTHER_WORD_SHARE`, three in ten are
about nobody, as the default of `known` has it."""

_LEFT_OUT_SHARE: Final = 0.6
"""Of the questions about an entity of several names: those that ask one which is left out."""

_REWRITTEN_SHARE: Final = 0.25
"""Of the names that are left out: those that are written otherwise beside."""

_ROMANISED_SHARE: Final = 0.3
"""Of the names in other letters than Latin ones: those that are asked in Latin ones."""

OTHER_WORD_SHARE: Final = 0.1
"""The share of questions with another word in place of one: the name of nobody in the table."""

_TYPED_SHARE: Final = 0.8
"""The share of questions that say the type."""

_WITH_FACTS_SHARE: Final = 0.4
"""Of the questions about an entity with facts: those that say some."""

_FACT_SHARE: Final = 0.6
"""Of the facts of an entity: those that such a question says."""

_WRONG_FACT_SHARE: Final = 0.12
"""Of the facts that are said: those that are another entity's."""

_MISTYPED_FACT_SHARE: Final = 0.08
"""Of the facts that are said: those with a letter wrong."""

_SLIP_BESIDE_SHARE: Final = 0.15
"""Of the names that are written otherwise: those with a letter wrong beside."""

_MAX_TRIES: Final = 8
"""Ways of writing a name otherwise that are tried; not all can be taken with every name."""

_MIN_MISSPELT: Final = 3
"""Letters from which on a word is misspelt."""

_WEAK: Final = ALIAS_KINDS.index("weak")
_LIGHT: Final = ("legal", "stop", "honorific")

_SOUNDS: Final = tuple(
    pair.split("=")
    for pair in (
        "ou=u oo=u ee=i y=i q=k kh=h ck=k w=v c=k ph=f sh=s dj=j tz=z e=a o=u i=e s=z"
    ).split()
)
"""Letters that romanisations of one sound differ in."""


class OwnQuestion(NamedTuple):
    """A question about an entity of the table.

    Args:
        question: What is asked, and what is hidden.
        entity: The number of the entity that is meant; None where it is hidden, or another name.
    """

    question: Question
    entity: int | None


def own_questions(
    index: Index, count: int, words: Words, *, seed: int = 1
) -> Iterator[OwnQuestion]:
    """Questions about entities that are drawn by chance: by the hashes of their IDs, so that a
    table of which little has changed is asked the same.

    Args:
        index: A whole index, of one segment.
        count: How many questions.
        words: What is known of words.
        seed: Of all chance.
    """
    return (own_question(index, number, words, seed=seed) for number in range(count))


def own_question(index: Index, number: int, words: Words, *, seed: int = 1) -> OwnQuestion:
    """One of these, by its number from 0."""
    (segment,) = index.segments
    entity = segment.id_entity.item(number % index.entities)
    turn = f"{seed} {number // index.entities} {segment.entity_id[entity]}"
    chance = random.Random(turn)  # noqa: S311 - the same questions every time
    return _question(index, entity, words, chance)


def _question(index: Index, entity: int, words: Words, chance: random.Random) -> OwnQuestion:
    (segment,) = index.segments
    first, last = segment.alias_entity.searchsorted([entity, entity + 1]).tolist()
    kinds = segment.alias_kind[first:last]
    asked = chance.choice([row for row in range(last - first) if kinds[row] != _WEAK] or [0])
    forms = segment.alias_form[first:last]
    same = (forms == forms[asked]).nonzero()[0]
    others = len(same) < last - first
    hidden: frozenset[int] = frozenset()
    left_out = others and chance.random() < _LEFT_OUT_SHARE
    if chance.random() < HIDDEN_SHARE:
        hidden = frozenset(range(first, last))
    elif left_out:
        hidden = frozenset((first + same).tolist())
    entity_type, text = segment.type_of(entity), segment.alias_text[first + asked]
    other = None
    if chance.random() < OTHER_WORD_SHARE:
        other = with_another_word(text, chance)
    if other is not None:
        text, hidden = other, frozenset()
    elif not left_out or chance.random() < _REWRITTEN_SHARE:
        text = rewritten(text, entity_type, words, chance)
    query = Query(
        text[: checks.TEXT_LIMIT],
        type=entity_type if entity_type in TYPES and chance.random() < _TYPED_SHARE else None,
        **_facts(index, entity, chance),
    )
    question = Question.of(query, words)
    question.hidden = Hidden(entity, hidden) if hidden else None
    nobody = other is not None or len(hidden) == last - first
    return OwnQuestion(question, None if nobody else entity)


def rewritten(text: str, entity_type: str, words: Words, chance: random.Random) -> str:
    """A name as somebody else might write it; the same where nothing of it can be changed."""
    folded = fold(text)
    if folded is None:
        return text
    if not folded.isascii() and chance.random() < _ROMANISED_SHARE:
        return latin(folded) or text
    name = written_parts(folded, text, entity_type, words)
    for change in chance.choices(_CHANGES, _SHARES, k=_MAX_TRIES):
        changed = change([*name.words], [*name.roles], chance)
        if changed:
            if chance.random() < _SLIP_BESIDE_SHARE:
                changed = _slip(changed, [], chance) or changed
            return " ".join(changed)
    return text


def with_another_word(text: str, chance: random.Random) -> str | None:
    """A name with a made-up word in place of one; None where it is one word."""
    words = (fold(text) or "").split()
    places = [place for place, word in enumerate(words) if len(word) >= _MIN_MISSPELT]
    if len(words) < 2 or not places:
        return None
    words[chance.choice(places)] = "".join(
        chance.choice(letters) for letters in ("bdgklmnprstvz", "aeiou") * chance.randint(2, 4)
    )
    return " ".join(words)


def misspelt(word: str, chance: random.Random) -> str:
    """A word of two letters or more with one left out, swapped, put in or replaced."""
    at = chance.randrange(len(word) - 1)
    slip = chance.randrange(4)
    if slip == 0:
        return word[:at] + word[at + 1 :]
    if slip == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = chance.choice("abcdefghijklmnoprstuvyz")
    return word[:at] + letter + word[at + (slip == 2) :]


_Change = Callable[[list[str], list[str], random.Random], list[str] | None]
"""Words and their roles → the words as somebody else might write them; None where they cannot be
changed so."""


def _slip(words: list[str], _roles: list[str], chance: random.Random) -> list[str] | None:
    places = [p for p, word in enumerate(words) if len(word) >= _MIN_MISSPELT and word.isalpha()]
    if not places:
        return None
    place = chance.choice(places)
    return [*words[:place], misspelt(words[place], chance), *words[place + 1 :]]


def _two_slips(words: list[str], roles: list[str], chance: random.Random) -> list[str] | None:
    once = _slip(words, roles, chance)
    return once and _slip(once, roles, chance)


def _dropped(words: list[str], _roles: list[str], chance: random.Random) -> list[str] | None:
    place = chance.randrange(len(words))
    return words[:place] + words[place + 1 :] if len(words) > 2 else None


def _cut(words: list[str], _roles: list[str], chance: random.Random) -> list[str] | None:
    return words[: chance.randrange(2, len(words))] if len(words) > 2 else None


def _last_alone(words: list[str], roles: list[str], _chance: random.Random) -> list[str] | None:
    return words[-1:] if len(words) > 1 and roles[-1] == "word" else None


def _last_first(words: list[str], _roles: list[str], _chance: random.Random) -> list[str] | None:
    return [words[-1], *words[:-1]] if len(words) > 1 else None


def _initials(words: list[str], roles: list[str], chance: random.Random) -> list[str] | None:
    if len(words) < 2 or roles[0] != "word":
        return None
    many = chance.choice((1, len(words) - 1))
    return [*(word[0] for word in words[:many]), *words[many:]]


def _without_light(words: list[str], roles: list[str], _chance: random.Random) -> list[str] | None:
    kept = [word for word, role in zip(words, roles, strict=True) if role not in _LIGHT]
    return kept if 0 < len(kept) < len(words) else None


def _joined(words: list[str], _roles: list[str], chance: random.Random) -> list[str] | None:
    if len(words) < 2:
        return None
    at = chance.randrange(len(words) - 1)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def _romanised(words: list[str], _roles: list[str], chance: random.Random) -> list[str] | None:
    found = []
    for word in words:
        ways = [
            (a, b) for one, other in _SOUNDS for a, b in ((one, other), (other, one)) if a in word
        ]
        found.append(word.replace(*chance.choice(ways), 1) if ways and len(word) > 2 else word)
    return found if found != words else None


def _as_they_are(words: list[str], _roles: list[str], _chance: random.Random) -> list[str]:
    return words


_SHARE_OF: Final[Mapping[_Change, float]] = {
    _slip: 3,
    _two_slips: 1.5,
    _dropped: 1.5,
    _cut: 1,
    _last_alone: 0.5,
    _last_first: 1,
    _initials: 1,
    _without_light: 1.5,
    _joined: 0.5,
    _romanised: 2,
    _as_they_are: 1.5,
}
"""Ways to write a name otherwise, and how often each is tried beside the others."""

_CHANGES: Final = [*_SHARE_OF]
_SHARES: Final = [*_SHARE_OF.values()]


def _facts(index: Index, entity: int, chance: random.Random) -> dict[str, Any]:
    """Some facts of an entity, as fields of a query."""
    facts = _facts_of(index, entity)
    if not facts or chance.random() >= _WITH_FACTS_SHARE:
        return {}
    said: dict[str, tuple[str, ...]] = {}
    for key in sorted(facts):
        if chance.random() >= _FACT_SHARE:
            continue
        luck = chance.random()
        values = facts[key]
        if luck < _WRONG_FACT_SHARE:
            values = _facts_of(index, chance.randrange(index.entities)).get(key, values)
        value = chance.choice(values)
        mistyped = _WRONG_FACT_SHARE < luck < _WRONG_FACT_SHARE + _MISTYPED_FACT_SHARE
        if mistyped and key and len(value) >= _MIN_MISSPELT:
            value = misspelt(value, chance)
        said[key] = (value[: checks.TEXT_LIMIT],)
    return {"country": said.pop("", ()), "properties": dict([*said.items()][:_MAX_FACTS])}


_MAX_FACTS: Final = 20
"""Facts that a question says at most."""


def _facts_of(index: Index, entity: int) -> dict[str, list[str]]:
    """The facts of an entity by key; "" is the country."""
    record = index.record(entity)
    facts = {"": record.get("country", []), **record.get("properties", {})}
    return {key: values for key, values in facts.items() if values}
