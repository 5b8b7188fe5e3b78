"""Whom a name in a text may mean, before the text is asked: those who bear it, or are called alike.

Reach for `Asking.borne`: of a name that the table has all who bear it, of a demonym its country, of
an abbreviation its unit. `Asking.found` and `Asking.like` have whom a search finds for others.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from resolver.annotate.facts import Facts, facts_of, own_name
from resolver.annotate.pausing import Pause, no_pause
from resolver.annotate.table import Table
from resolver.annotate.tokens import is_tight
from resolver.annotate.words import unit_abbreviated
from resolver.index.columns import ALL_TYPES
from resolver.index.segment import type_bit
from resolver.match.pipeline import rank_questions
from resolver.match.retrieve.exact import ExactMatch, bearers
from resolver.match.retrieve.question import Question
from resolver.match.retrieve.ruling import ruling_of
from resolver.match.score import facts
from resolver.match.score.collect import sole_evidence
from resolver.match.score.scoring import Ranking, rank_meant
from resolver.match.score.terms import COMPETITION, Term
from resolver.match.score.weights import values_for
from resolver.model import ALIAS_KINDS, Query
from resolver.model.passage import Passage
from resolver.model.query import USUALLY_KNOWN
from resolver.text.script import other_script

MAX_CANDIDATES: Final = 64
"""Entities that one name in a text may mean, the most prominent of those who bear it."""

_MAX_SEARCHED: Final = 8
"""The same of a name that nobody bears, the likeliest that a search finds."""

_OF_A_SHORT_LIST: Final = 4.0
"""The prominence in nats of an entity in a table that knows no prominence: such a table lists the
prominent, one in fifty."""

_AT_ONCE: Final = 16
"""Texts that are searched at once."""

_LEAST_SCORE: Final = 0.8
"""The score from which on a text that nobody bears is taken to be the name of a candidate."""

_LEAST_PRESCORE: Final = 0.55
"""The prescore of its best candidate from which on evidence is collected for such a text: of 78
matches in news, 7 had less, hardly one of them right, and so had two thirds of the strangers."""

_KNOWN: Final = 0.3
"""The share of such texts that are names of the table: most are of strangers."""

_LETTERS_READ_ONE_BY_ONE: Final = 3
"""Letters of an acronym that is no word: `Nato`, but not the German `Mit` for MIT."""

_LEAST_NAMES: Final = 800
"""Names that a table is taken to have at least: texts are as full of words beside a small one."""

_LEAST_SHARE: Final = 1e-6
"""The share of entities of a type that are more prominent, for the most prominent."""

_ARTICLE: Final = "ل"
"""The Arabic article behind `li`, where its alef goes: `للعراق`."""

_ACRONYM: Final = ALIAS_KINDS.index("acronym")

How = Literal["name", "alias", "short", "demonym", "like", "matched", "short name"]
"""How a name in a text leads to a candidate.

name: it is the entity's own. alias: it is another one of it. short: it abbreviates that of a unit.
demonym: people or things of a country are called so. like: a search found it. matched: so it did,
or somebody decided, and it is a match. short name: a fuller name before it means that.
"""


Asked = tuple[str, str | None]
"""A text that is asked, and the type that is meant, where more is known than of the whole text."""


class Candidate(NamedTuple):
    """An entity that may be meant.

    Args:
        match: The entity, and the alias that brought it.
        terms: What its name says by itself.
        facts: What a text may speak of.
        prominence: Minus the logarithm of the share of its type that is more prominent; 0 where it
            is not known.
        has_prominence: Whether it is.
        how: How the name leads to it.
    """

    match: ExactMatch
    terms: list[Term]
    facts: Facts
    prominence: float
    has_prominence: bool
    how: How

    @property
    def type(self) -> str:
        """The type of the entity."""
        return self.match.segment.type_of(self.match.entity)

    @property
    def full_name(self) -> str:
        """The entity's own name, folded."""
        return own_name(self.match)

    @property
    def words(self) -> set[str]:
        """The words of all its names, folded."""
        segment, entity, _ = self.match
        forms = {segment.form_fold[form] for form in segment.alias_form[segment.aliases_of(entity)]}
        return {word for form in forms for word in form.split()}


class Asking:
    """What is asked of a table about the names of one text.

    Args:
        table: The table.
        passage: The text, and the options that hold of each name.
        pause: Called every few milliseconds while something is looked up.
    """

    def __init__(self, table: Table, passage: Passage, pause: Pause = no_pause) -> None:
        self.pause = pause
        self.index, self.weights = table.index, table.weights
        self.words, self.text_words = table.words, table.text_words
        self._lists_the_prominent = table.lists_the_prominent
        self._of_a_country = table.of_a_country
        self.size = math.log(max(table.index.names, _LEAST_NAMES))
        """The logarithm of how many names the table has."""
        self.passage = passage
        self._types = _bits(passage.types)
        self._type = passage.types[0] if passage.types and len(passage.types) == 1 else None
        self._borne_by: dict[Asked, list[Candidate]] = {}
        self._found: dict[Asked, list[Candidate]] = {}

    def borne(self, text: str, entity_type: str | None = None) -> list[Candidate]:
        """The entities that bear a text as a name, or are the unit or country that it stands for.

        Args:
            text: The text.
            entity_type: The type that is meant, where more is known than of the whole text.
        """
        key = text, entity_type
        if key not in self._borne_by:
            self.pause()
            self._borne_by[key] = self._borne(text, entity_type)
        return self._borne_by[key]

    def found(self, names: Iterable[Asked]) -> list[list[Candidate]]:
        """The entities that a search finds for each of some texts, each with its type or None."""
        asked = list(names)
        new = [name for name in dict.fromkeys(asked) if name not in self._found]
        for begin in range(0, len(new), _AT_ONCE):
            self.pause()
            some = new[begin : begin + _AT_ONCE]
            questions = [self.question(*name, _MAX_SEARCHED) for name in some]
            rankings = rank_questions(questions, self.index, self.weights, self.words)
            for name, question, ranking in zip(some, questions, rankings, strict=True):
                self._found[name] = self._of_ranking(ranking, question.types, "like")
        return [self._found[name] for name in asked]

    def like(self, texts: Iterable[str]) -> set[str]:
        """Those of some texts for which a search finds a match, which it remembers."""
        asked = sorted(texts)
        matches = set()
        for begin in range(0, len(asked), _AT_ONCE):
            self.pause()
            some = asked[begin : begin + _AT_ONCE]
            questions = [self.question(text, None, _MAX_SEARCHED, _KNOWN) for text in some]
            rankings = rank_questions(
                questions, self.index, self.weights, self.words, _LEAST_PRESCORE
            )
            for text, ranking in zip(some, rankings, strict=True):
                if ranking.verdict == "match" and ranking.scores[0] >= _LEAST_SCORE:
                    candidates = self._of_ranking(ranking, self._types, "matched")
                    if candidates and candidates[0].match.number == ranking.entities[0]:
                        self._borne_by[text, None] = candidates
                        matches.add(text)
        return matches

    def query(
        self,
        text: str,
        entity_type: str | None,
        limit: int | None = None,
        known: float = USUALLY_KNOWN,
    ) -> Query:
        """The query about one name, if the text around it said nothing."""
        asked, passage = entity_type or self._type, self.passage
        return Query(text, asked, as_of=passage.as_of, limit=limit or passage.limit, known=known)

    def _of_ranking(self, ranking: Ranking, types: int, how: How) -> list[Candidate]:
        candidates = []
        for entity, alias, terms in zip(
            ranking.entities, ranking.aliases, ranking.terms, strict=True
        ):
            segment, row = self.index.of_entity(entity)
            if terms and segment.is_eligible(row, types):
                match = ExactMatch(segment, row, alias - segment.first_alias)
                said = [term for term in terms if term.name != COMPETITION]
                candidates.append(self._candidate(match, said, how))
        return candidates

    def _borne(self, text: str, entity_type: str | None) -> list[Candidate]:
        question = self.question(text, entity_type)
        ruling = ruling_of(question, self.index)
        if ruling is not None:
            if ruling.nobody:
                return []
            if ruling.means is not None:
                ranking = rank_meant(question, ruling.means, self.index)
                return self._of_ranking(ranking, question.types, "matched")
            question.excluded = ruling.excluded
        is_cut = not text.isupper() and unit_abbreviated(text, self.text_words) is not None
        is_no_acronym = is_cut or (len(text) <= _LETTERS_READ_ONE_BY_ONE and text.istitle())
        candidates = [
            self._candidate(match, self._terms(question, match), _how(match))
            for match in bearers(question, self.index, MAX_CANDIDATES)
            if not _is_spelled_out(question, match) and not (is_no_acronym and _is_acronym(match))
        ]
        there = {each.match.number for each in candidates}
        for match, how in self._stands_for(text):
            if match.number not in there and match.number not in question.excluded:
                called = self.question(match.segment.alias_text[match.alias], entity_type)
                candidates.insert(0, self._candidate(match, self._terms(called, match), how))
        if not candidates and text.startswith(_ARTICLE):
            return self._borne(f"ا{text}", entity_type)
        return candidates

    def _stands_for(self, text: str) -> list[tuple[ExactMatch, How]]:
        """The unit that a text abbreviates, and the countries of which it is a demonym."""
        found: list[tuple[ExactMatch, How]] = []
        unit = unit_abbreviated(text, self.text_words)
        if unit is not None:
            for match in self._called(unit.name):
                known = facts_of(match, self.words)
                if known.level == "unit" and known.countries == (unit.country,):
                    found.append((match, "short"))
        for country in self.text_words.demonyms.get(text, ()):
            its = self._country(country)
            if its is not None:
                found.append((its, "demonym"))
        return found

    def _country(self, code: str) -> ExactMatch | None:
        """The country that has a code, if the table has it."""
        for name in self._names_of_countries.get(code, ()):
            for match in self._called(name):
                known = facts_of(match, self.words)
                if known.level == "country" and known.countries == (code,):
                    return match
        return None

    @functools.cached_property
    def _names_of_countries(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for first, phrases in self.words.countries.items():
            for rest, code in phrases:
                found.setdefault(code, []).append(" ".join([first, *rest]))
        return found

    def _called(self, name: str) -> list[ExactMatch]:
        return bearers(self.question(name, None), self.index, MAX_CANDIDATES)

    def question(
        self,
        text: str,
        entity_type: str | None,
        limit: int | None = None,
        known: float = USUALLY_KNOWN,
    ) -> Question:
        """A text as a question of its type, or of the types that may be meant."""
        question = Question.of(self.query(text, entity_type, limit, known), self.words)
        if entity_type is None:
            question.types = self._types
        return question

    def _terms(self, question: Question, match: ExactMatch) -> list[Term]:
        terms = sole_evidence(question, match, self.index, self.weights, self.words)
        as_of = self.passage.as_of
        if as_of is not None:
            segment, entity, alias = match
            values = values_for(self.weights.resolve, segment.type_of(entity))
            terms += facts.validity_terms(segment.alias(alias), as_of, values)
        return terms

    def _candidate(self, match: ExactMatch, terms: list[Term], how: How) -> Candidate:
        known = facts_of(match, self.words)
        prominence = self._prominence(match, known)
        is_known = prominence is not None
        return Candidate(match, terms, known, prominence or 0.0, has_prominence=is_known, how=how)

    def _prominence(self, match: ExactMatch, known: Facts) -> float | None:
        """How prominent an entity is, in nats; None where that is not known."""
        rank_in_type: float = match.segment.entity_rank.item(match.entity)
        if not math.isnan(rank_in_type):
            return -math.log(max(1 - rank_in_type, _LEAST_SHARE))
        if self._lists_the_prominent:
            return _OF_A_SHORT_LIST
        return self._of_a_country if known.level == "country" else None


def _how(match: ExactMatch) -> How:
    """`name` where the alias is the entity's name, or one in another script than that."""
    segment, entity, alias = match
    own = segment.alias_form.item(segment.aliases_of(entity)[0])
    form = segment.alias_form.item(alias)
    is_name = form == own or other_script(segment.form_fold[form], segment.form_fold[own])
    return "name" if is_name else "alias"


def _is_spelled_out(question: Question, match: ExactMatch) -> bool:
    """Whether words are a name only as its letters are read one by one: `a man` is 阿曼, Oman.

    In a list somebody may write a name so; in a text they are words.
    """
    segment, entity, alias = match
    form, folds = segment.alias_form.item(alias), segment.form_fold
    if " " not in question.form or not is_tight(folds[form]) or is_tight(question.form):
        return False
    return all(
        folds[each] != question.form for each in segment.alias_form[segment.aliases_of(entity)]
    )


def _is_acronym(match: ExactMatch) -> bool:
    """Whether the alias is one: `Pa.` is Pennsylvania or nobody, `PA` may be an organization."""
    return bool(match.segment.alias_kind.item(match.alias) == _ACRONYM)


def _bits(types: Sequence[str] | None) -> int:
    """The bits of some types, or of all."""
    if types is None:
        return ALL_TYPES
    return int(np.bitwise_or.reduce([type_bit(each) for each in types]))
