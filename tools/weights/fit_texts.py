"""Fits the weights by which names are found in texts and told apart there.

    python -m tools.weights.fit_texts HOME DOCUMENTS.jsonl.gz

HOME holds the compiled table, DOCUMENTS the annotated texts: `text`, `source`, and `mentions`
with `start`, `end`, `gold` (right ids, none where the table lacks it), `eligible`, and `skip` where
it is neither right nor wrong to find it. The half of the texts that a digest of their source
chooses is fitted on. Writes resolver/annotate/weights.toml, where the profile `other` stays as it
is.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from resolver.annotate import annotating
from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.cues import DECIDED
from resolver.annotate.evidence import COLUMNS
from resolver.annotate.finding import SURE_ENOUGH, Looked, look
from resolver.annotate.linking import Name, regard, settle
from resolver.annotate.reading import read
from resolver.annotate.stretches import Stretch
from resolver.annotate.weights import TextWeights, load_text_weights
from resolver.engine import Resolver
from resolver.model import Passage, Span
from resolver.text.keys import form_of

Array = npt.NDArray[Any]
Document = dict[str, Any]

OUT: Final = Path(__file__).parents[2] / "resolver" / "annotate" / "weights.toml"
FINDING_L2: Final = 1.0
LINKING_L2: Final = 0.5
ROUNDS: Final = 4
"""How often the linking is fitted anew, on chances of the fit before."""

LEAST_SEEN: Final = 10
"""Stretches that have a cue, from which on it gets a weight."""


class Linked(NamedTuple):
    """A document to fit linking on: its names, and of each the right candidates and its weight."""

    names: list[Name]
    right: list[tuple[Array, float]]


def main() -> None:
    """Fit both, and write the file."""
    home, documents = map(Path, sys.argv[1:])
    weights = load_text_weights()
    with Resolver.open(home) as resolver, gzip.open(documents, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
        fitted = [each for each in read if is_fitted(each.get("source") or each["text"])]
        finding = fit_finding([*cues_in(fitted, resolver)])
        weights = weights._replace(finding={**weights.finding, "place": finding})
        linked = [linked_of(each, resolver, weights) for each in fitted]
    place = fit_linking(linked, weights.linking["place"])
    write(weights._replace(linking={**weights.linking, "place": place}))


def is_fitted(text: str) -> bool:
    """Whether weights may be fitted on a document, by its source or its text."""
    return hashlib.blake2b(text.encode(), digest_size=1).digest()[0] % 2 == 1


class Cued(NamedTuple):
    """A document to fit finding on: its stretches with their cues, and the ids that bear each."""

    document: Document
    looked: Looked
    bearers: list[set[str]]


def cues_in(documents: Sequence[Document], resolver: Resolver) -> Iterator[Cued]:
    """The stretches of each document."""
    for document in documents:
        asking = Asking(resolver._table, Passage(document["text"], types=("place",)))
        text = read(document["text"], asking)
        looked = look(text, asking)
        yield Cued(
            document, looked, [{*map(id_of, asking.borne(run.text))} for run in looked.stretches]
        )


def fit_finding(cued: Sequence[Cued]) -> dict[str, float]:
    """The weights of cues: logistic regression on whether a stretch is annotated."""
    seen = Counter(name for each in cued for cues in each.looked.cues for name in cues)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    column = {name: number for number, name in enumerate(names)}
    rows, right, counts = [], [], []
    for document, looked, bearers in cued:
        for stretch, cues, ids in zip(looked.stretches, looked.cues, bearers, strict=True):
            said = label(stretch, ids, document, looked)
            if said is None:
                continue
            row = np.zeros(len(names))
            for name, number in cues.items():
                if name in column:
                    row[column[name]] = number
            rows.append(row)
            right.append(said[0])
            counts.append(said[1])
    x, y, count = np.array(rows), np.array(right), np.array(counts)

    def loss(values: Array) -> tuple[float, Array]:
        z = x @ values
        lost = (count * (np.logaddexp(0, z) - y * z)).sum() + FINDING_L2 * values @ values / 2
        return lost, x.T @ (count * (1 / (1 + np.exp(-z)) - y)) + FINDING_L2 * values

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {
        **{name: load_text_weights().finding["place"][name] for name in (SURE_ENOUGH, DECIDED)},
        **{name: round(float(value), 3) for name, value in zip(names, fitted, strict=True)},
    }


def label(
    stretch: Stretch, ids: set[str], document: Document, looked: Looked
) -> tuple[float, float] | None:
    """Whether a stretch is right, and how much that counts; None where it is neither.

    Within or around an annotated one it is, if that is no stretch itself and means one of those who
    bear this one; it is neither, if the table lacks whom that means.
    """
    start, end = stretch.start, stretch.end
    inside = [each for each in document["mentions"] if each["start"] < end and start < each["end"]]
    if any(each.get("skip") for each in inside):
        return None
    for mention in inside:
        if is_same(start, end, mention):
            return 1.0, 1.0
    if not inside:
        return 0.0, 1.0
    better = any(
        is_same(run.start, run.end, mention) for mention in inside for run in looked.stretches
    )
    if better:
        return 0.0, 1.0
    gold = set().union(*[mention["gold"] for mention in inside])
    return (float(not ids.isdisjoint(gold)), 0.5) if gold else None


def is_same(start: int, end: int, mention: dict[str, Any]) -> bool:
    """Whether a stretch is an annotated one, a point at the end aside."""
    return bool(start == mention["start"] and abs(end - mention["end"]) <= 1)


def linked_of(document: Document, resolver: Resolver, weights: TextWeights) -> Linked:
    """The names of a document, those that are annotated and what is found beside them."""
    mentions = [each for each in document["mentions"] if not each.get("skip")]
    spans = tuple([Span(each["start"], each["end"]) for each in mentions])
    asking = Asking(resolver._table, Passage(document["text"], spans, ("place",)))
    text = read(document["text"], asking)
    there = annotating.places(text, asking, weights)
    named = annotating.names_of(text, there, asking)
    gold: dict[str, list[set[str]]] = {}
    for each in mentions:
        if each["eligible"]:
            written = document["text"][each["start"] : each["end"]]
            gold.setdefault(form_of(written), []).append(set(each["gold"]))
    right = [right_of(name, gold.get(one.form, [])) for one, name in named.items()]
    return Linked([*named.values()], right)


def id_of(candidate: Candidate) -> str:
    """The ID of who may be meant."""
    segment, entity, _ = candidate.match
    return segment.entity_id[entity]


def right_of(name: Name, gold: Sequence[set[str]]) -> tuple[Array, float]:
    """Which candidates are right, and how much the name counts: the root of how often it stands."""
    ids = [id_of(each) for each in name.candidates]
    right = np.zeros(len(ids))
    known = 0
    for each in gold:
        hit = np.array([one in each for one in ids], float)
        known += bool(hit.any())
        right = np.maximum(right, hit)
    if 2 * known < len(gold):
        right[:] = 0.0
    return right, math.sqrt(len(gold)) if ids else 0.0


def fit_linking(linked: Sequence[Linked], start: Array) -> Array:
    """The weights of columns: which candidate is right, or none, each name a choice."""
    values = start
    for _ in range(ROUNDS):
        for each in linked:
            settle(each.names, (), {"place": values, "other": values})
            regard(each.names, ())
        values = fit_choices(linked, values)
    return values


def fit_choices(linked: Sequence[Linked], start: Array) -> Array:
    """One fit, with the chances of the other names as they are."""
    chosen = [
        (name, right, count)
        for each in linked
        for name, (right, count) in zip(each.names, each.right, strict=True)
        if count
    ]
    x = np.concatenate([name.rows for name, _, _ in chosen])
    base = np.concatenate([name.base for name, _, _ in chosen])
    y = np.concatenate([right for _, right, _ in chosen])
    counts = np.array([count for _, _, count in chosen])
    sizes = [len(right) for _, right, _ in chosen]
    begins = np.cumsum([0, *sizes[:-1]])
    of = np.repeat(np.arange(len(sizes)), sizes)
    known = np.add.reduceat(y, begins) > 0

    def loss(values: Array) -> tuple[float, Array]:
        scores = base + x @ values
        highest = np.maximum(np.maximum.reduceat(scores, begins), 0.0)
        odds, nobody = np.exp(scores - highest[of]), np.exp(-highest)
        whole = np.add.reduceat(odds, begins) + nobody
        right = np.where(known, np.add.reduceat(odds * (y > 0), begins), nobody)
        lost = -(counts * (np.log(right + 1e-300) - np.log(whole))).sum()
        wanted = np.where(y > 0, odds / np.maximum(right, 1e-300)[of], 0.0)
        slope = x.T @ ((odds / whole[of] - wanted) * counts[of])
        return lost + LINKING_L2 * values @ values / 2, slope + LINKING_L2 * values

    fitted: Array = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return fitted


def write(weights: TextWeights) -> None:
    """Write the file."""
    lines = [
        "# What cues of names in texts say, and what a text says of whom a name means: nats.",
        "#",
        "# The profile `place` is fitted by tools/weights/fit_texts.py on one half of annotated",
        "# news; `other` is set by hand.",
    ]
    for profile, cues in weights.finding.items():
        lines += ["", f"[finding.{profile}]"]
        lines += [f"{json.dumps(name)} = {value}" for name, value in cues.items()]
    for profile, values in weights.linking.items():
        lines += ["", f"[linking.{profile}]"]
        lines += [
            f"{json.dumps(column)} = {round(float(value), 3)}"
            for column, value in zip(COLUMNS, values, strict=True)
        ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
