"""What a user would use instead, on the same names in the same form: folded, in ASCII letters.

Reach for it through `benchmarks.retrieval`. There are rapidfuzz's scans of the table, and two
indexes of trigrams with a space at both ends: tantivy's, ranked by BM25, and a matrix of TF-IDF
cosines by sparse_dot_topn. Each is built when its turn comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import tantivy
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from benchmarks.ways import FORMS, PreparedQuery, Way, entities_of
from resolver.index import Index

Array = npt.NDArray[Any]

_LETTERS: Final = 128
"""Characters of ASCII."""


def of_others(index: Index, max_scans: int) -> Iterator[Way]:
    """The ways of others.

    Args:
        index: Whose names they search.
        max_scans: How many queries the scans are asked: each takes up to a second.
    """
    (segment,) = index.segments
    names = segment.form_latin.many(np.arange(len(segment.form_latin)))

    def entities(_: PreparedQuery, forms: Any) -> Array:
        return entities_of(segment, np.asarray(forms, np.int64))

    yield Way("tantivy, trigrams", tantivy_search(names), entities)
    product = cosine_search(names)
    yield Way("sparse_dot_topn, trigrams", lambda query: product([query])[0], entities)
    yield Way("sparse_dot_topn, all in one call", product, entities, in_one_call=True)
    for name, scorer in (
        ("rapidfuzz Jaro-Winkler", JaroWinkler.similarity),
        ("rapidfuzz token_sort_ratio", fuzz.token_sort_ratio),
        ("rapidfuzz WRatio", fuzz.WRatio),
    ):
        yield Way(name, scan(names, scorer), entities, max_queries=max_scans)


def scan(
    names: Sequence[str], scorer: Callable[..., float]
) -> Callable[[PreparedQuery], list[int]]:
    """`process.extract` with a scorer."""

    def search(query: PreparedQuery) -> list[int]:
        found = process.extract(query.latin, names, scorer=scorer, limit=FORMS)
        return [form for _, _, form in found]

    return search


def tantivy_search(names: Sequence[str]) -> Callable[[PreparedQuery], list[int]]:
    """An index of trigrams in memory, and a query of which any trigram may match."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", tokenizer_name="trigrams", index_option="freq")
    builder.add_unsigned_field("form", fast=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    trigrams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, False)).build()
    index.register_tokenizer("trigrams", trigrams)
    writer = index.writer(200_000_000, num_threads=1)
    for form, name in enumerate(names):
        document = tantivy.Document(name=f" {name} ")
        document.add_unsigned("form", form)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(prepared: PreparedQuery) -> list[int]:
        text = f" {prepared.latin} "
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "name", gram))
                for gram in {text[at : at + 3] for at in range(len(text) - 2)}
            ]
        )
        found = searcher.search(query, FORMS, count=False).hits
        forms = searcher.fast_field_values("form", [address for _, address in found])
        return [int(form) for form in forms if form is not None]

    return search


def cosine_search(names: Sequence[str]) -> Callable[[Sequence[PreparedQuery]], list[Array]]:
    """A matrix of trigrams by names, and the product of the queries' vectors with it."""
    counts = _trigram_counts(names)
    rarity = np.log(len(names) / np.maximum(np.bincount(counts.indices, minlength=_LETTERS**3), 1))
    table = _weighted(counts, rarity).T.tocsr()

    def search(queries: Sequence[PreparedQuery]) -> list[Array]:
        vectors = _weighted(_trigram_counts([query.latin for query in queries]), rarity)
        found = sp_matmul_topn(vectors, table, top_n=FORMS, sort=True)
        return np.split(found.indices, found.indptr[1:-1])

    return search


def _trigram_counts(names: Sequence[str]) -> Any:
    """How often each name has each trigram: a sparse matrix of names by trigrams."""
    bordered = [f" {name} ".encode() for name in names]
    letters = np.frombuffer(b"".join(bordered), np.uint8).astype(np.int32)
    ends = np.cumsum([len(each) for each in bordered])
    inside = np.ones(len(letters), bool)
    for back in (1, 2):
        inside[ends - back] = False
    at = np.flatnonzero(inside)
    grams = (letters[at] * _LETTERS + letters[at + 1]) * _LETTERS + letters[at + 2]
    rows = np.searchsorted(ends, at, "right")
    ones = np.ones(len(at), np.float32)
    return csr_matrix((ones, (rows, grams)), shape=(len(names), _LETTERS**3))


def _weighted(counts: Any, rarity: Array) -> Any:
    """Counts times rarity, each row of length one."""
    weighted = counts.copy()
    weighted.data *= rarity[weighted.indices].astype(np.float32)
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    sizes = np.diff(weighted.indptr)
    weighted.data /= np.maximum(length, 1e-9).repeat(sizes).astype(np.float32)
    return weighted
