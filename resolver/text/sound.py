"""A folded name → a vector; spellings of one name lie together, whatever script they are in.

    encoder = load_encoder()
    a, b = encoder.vectors(["mohammad reza zahedi", "мохаммад реза захеди"])
    float(a @ b)  → 0.9 or so; two strangers have about 0

Reach for this module to compare names that letters cannot bridge. A name is a bag of features, each
a row of one table of small integers, and its vector is the sum of its rows, made as long as 1.
`grams` says what a feature is. What its row is was learned from pairs of spellings
(`resolver.learn`). Sums are of integers, so a vector is the same on every machine. The order of
words does not matter, and whether they are joined matters little.

The table is one file: `HEADER` bytes of JSON filled up with spaces, then `rows` × `dim` bytes, each
a number from -128 to 127 plus 128. The header says

    format, features, fold   versions of this form, of what a feature is, and of the fold whose
                       names it learned from; others are refused
    rows, dim, crc32   the table's size, and the checksum of its bytes
    trained_on, pairs  what it learned from, each source with its licence, and how many pairs
    trained, seed      on which day, and from which random numbers
    figures            its recall on held-out pairs: script → [first, among ten], 0..1
    names, odds        among how many names the odds were fitted, and those: script → [log-odds of
                       a cosine of 0, of each unit more]; `other` for the rest

Source: bags of hashed n-grams after Bojanowski et al., "Enriching word vectors with subword
information" (2017), pooled over the name instead of averaged over a text.
"""

from __future__ import annotations

import functools
import hashlib
import json
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from resolver.atomic import whole_file
from resolver.errors import EncoderDamaged
from resolver.home import Home
from resolver.text.fold import VERSION, latin

Array = npt.NDArray[Any]

FORMAT: Final = 2
"""The version of the file's form."""

FEATURES: Final = 1
"""The version of what a feature is; a table that was learned for others would answer nonsense."""

HEADER: Final = 4096
"""Bytes of the header."""

SHIPPED: Final = Path(__file__).with_name("sound.table")
"""The table that comes with the package."""


class CosineOdds(NamedTuple):
    """The log-odds that two names are of one and the same, as a line over their cosine.

    Args:
        at_zero: The log-odds of a cosine of 0.
        per_unit: What each unit of cosine adds.
    """

    at_zero: float
    per_unit: float


_VERSIONS: Final = {"format": FORMAT, "features": FEATURES, "fold": VERSION}
_REQUIRED: Final = {"rows", "dim", "crc32", "names", "odds"}

_MAX_RUN: Final = 4
"""Letters of the longest feature."""

_COLUMNS: Final = _MAX_RUN + 1
"""Features that begin at one letter at most: the runs, and the pair with one letter between."""

_MAX_LETTERS: Final = 256
"""Letters of a name that are read at most."""

_BORDER: Final = ord(" ")
_MIX: Final = np.uint32(0x9E3779B1)
_SKIPPED: Final = np.uint32(1)
_CAPITALS: Final = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_VOWELS: Final = b"aeiou"
_BLOCK: Final = 128
"""Names summed at once; their rows take some 2 MB, which fits into a processor's cache."""

_MAX_SUMMED: Final = 256
"""Rows that can be summed in 16 bits, because a number is 255 at most."""

_PIECE: Final = _MAX_SUMMED // _COLUMNS
"""Letters of a piece of text: they have at most as many rows as can be summed."""

# Every other byte of eight numbers in one word, so that each has 16 bits to be summed in.
_EVEN_BYTES: Final = np.uint64(0x00FF00FF00FF00FF)
_BYTE: Final = np.uint64(8)


class Encoder:
    """An encoder: a table, and its header.

    Args:
        table: u1[rows, dim], each number plus 128; `rows` is a power of two, `dim` a multiple of 8.
        header: What the file says beside the table; may be empty for an encoder without odds.
    """

    def __init__(self, table: Array, header: Mapping[str, Any]) -> None:
        self.header = header
        self.rows, self.dim = table.shape
        self.digest = hashlib.blake2b(
            json.dumps(dict(header), sort_keys=True).encode(), digest_size=8
        ).hexdigest()
        """Digest of the header, which has the table's checksum: another table, another digest."""
        self.names: int = header.get("names", 0)
        """Among how many names the odds were fitted."""
        self._odds = {script: CosineOdds(*line) for script, line in header.get("odds", {}).items()}
        self._packed = table.view(np.uint64)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The encoder in a file, memory-mapped.

        Raises:
            EncoderDamaged: The file is missing, not a table, or not what was written.
        """
        try:
            header = _read_header(path)
            shape = header["rows"], header["dim"]
            if path.stat().st_size != HEADER + shape[0] * shape[1]:
                raise EncoderDamaged(f"{path} is cut short or too long")
            table: Array = np.memmap(path, np.uint8, "r", HEADER, shape).view(np.ndarray)
        except OSError as error:
            raise EncoderDamaged(f"{path} cannot be read: {str(error.strerror).lower()}") from None
        if zlib.crc32(table.data.cast("B")) != header["crc32"]:
            raise EncoderDamaged(f"{path} is not what was written")
        return cls(table, header)

    def vectors(self, names: Sequence[str]) -> Array:
        """The vectors of folded names.

        Args:
            names: What `resolver.text.fold.fold` or `resolver.text.keys.form_of` returned.

        Returns:
            f4[n, dim], each of length 1; zeros for a name without a letter or digit.
        """
        found = np.empty((len(names), self.dim), np.float32)
        for at in range(0, len(names), _BLOCK):
            sums = self.sums(names[at : at + _BLOCK])
            length = np.sqrt(np.einsum("ij,ij->i", sums, sums).astype(np.float64))
            found[at : at + _BLOCK] = sums / np.maximum(length, 1)[:, None]
        return found

    def odds(self, script: str, cosine: float) -> float:
        """The log-odds that two names are of one and the same, by their cosine.

        Args:
            script: That of the name that is not Latin, as `main_script` calls it.
            cosine: Of their vectors, -1 to 1.
        """
        at_zero, per_unit = self._odds.get(script) or self._odds["other"]
        return at_zero + per_unit * cosine

    def sums(self, names: Sequence[str]) -> Array:
        """The sums of the rows of each name, i8[n, dim]: its vector before it has length 1."""
        if len(names) == 1:
            return self._sum(names[0])[None]
        texts = [_writings(name) for name in names]
        starts, firsts = _pieces(texts)
        rows, edges = _gathered(texts, starts, self.rows)
        counts = np.diff(edges, append=len(rows))
        packed = self._packed[rows]
        filled = np.flatnonzero(counts)
        sums = np.zeros((len(starts), self.dim), np.int64)
        if len(filled):
            even = np.add.reduceat(packed & _EVEN_BYTES, edges[filled], axis=0)
            odd = np.add.reduceat(packed >> _BYTE & _EVEN_BYTES, edges[filled], axis=0)
            sums[filled, 0::2] = even.view(np.uint16)
            sums[filled, 1::2] = odd.view(np.uint16)
            sums -= 128 * counts[:, None]
        return np.add.reduceat(sums, firsts, axis=0) if len(starts) > len(names) else sums

    def _sum(self, name: str) -> Array:
        """As `sums`, of one name and in fewer steps."""
        rows, used = grams(_writings(name), self.rows)
        packed = self._packed.take(rows[used], axis=0)
        total = np.full(self.dim, -128 * len(packed))
        for at in range(0, len(packed), _MAX_SUMMED):
            piece = packed[at : at + _MAX_SUMMED]
            total[0::2] += np.add.reduce(piece & _EVEN_BYTES).view(np.uint16)
            total[1::2] += np.add.reduce(piece >> _BYTE & _EVEN_BYTES).view(np.uint16)
        return total


def grams(text: str, rows: int) -> tuple[Array, Array]:
    """The rows of the features that begin at each letter of a text, and which of them exist.

    Features are the runs of 1 to 4 letters within a word, its borders counted as letters, and pairs
    of letters with one between them.

    Args:
        text: Words with a space before and after each.
        rows: How many rows the table has: a power of two.

    Returns:
        u4[letters, 5] and bool[letters, 5].
    """
    letters = np.frombuffer((text + " " * _MAX_RUN).encode("utf-32-le"), np.uint32)
    size = len(text)
    inside = letters != _BORDER
    found = np.empty((size, _COLUMNS), np.uint32)
    used = np.empty((size, _COLUMNS), bool)
    run = letters[:size] * _MIX
    found[:, 0], used[:, 0] = run, inside[:size]
    found[:, 4] = (((run ^ _SKIPPED) * _MIX) ^ letters[2 : size + 2]) * _MIX
    used[:, 4] = inside[1 : size + 1]
    for more in range(1, _MAX_RUN):
        run = (run ^ letters[more : size + more]) * _MIX
        found[:, more] = run
    used[:, 1] = inside[:size] | inside[1 : size + 1]
    used[:, 2] = used[:, 4]
    used[:, 3] = used[:, 4] & inside[2 : size + 2]
    return found >> np.uint32(33 - rows.bit_length()), used


def gathered(names: Sequence[str], rows: int) -> tuple[Array, Array]:
    """The rows of all features of folded names, one name after the other, and where each begins.

    Args:
        names: As `Encoder.vectors` takes them.
        rows: How many rows the table has: a power of two.

    Returns:
        u4[features] and i8[n].
    """
    texts = [_writings(name) for name in names]
    starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
    return _gathered(texts, starts.tolist(), rows)


def write_table(path: Path, table: Array, header: Mapping[str, Any]) -> None:
    """Write an encoder into a file, which appears only when it is complete.

    Args:
        path: Where.
        table: u1[rows, dim], each number plus 128; `rows` is a power of two, `dim` a multiple of 8.
        header: What the header says beside the table's form, size and checksum.
    """
    rows, dim = table.shape
    form = {**_VERSIONS, "rows": rows, "dim": dim}
    whole = {**form, "crc32": zlib.crc32(table.tobytes()), **header}
    text = json.dumps(whole, ensure_ascii=False)
    with whole_file(path) as part:
        part.write_bytes(text.encode().ljust(HEADER - 1) + b"\n" + table.tobytes())


@functools.cache
def load_encoder(path: Path = SHIPPED) -> Encoder:
    """The encoder that comes with the package, or another; each is opened once.

    Raises:
        EncoderDamaged: The file is missing, not a table, or not what was written.
    """
    return Encoder.open(path)


def encoder_of(home: Path) -> Encoder:
    """The encoder that a home has for itself, or else the one that comes with the package.

    Raises:
        EncoderDamaged: The file is not a table, or not what was written.
    """
    own = Home(home).encoder
    return Encoder.open(own) if own.exists() else load_encoder()


def _gathered(texts: Sequence[str], starts: list[int], rows: int) -> tuple[Array, Array]:
    """The rows of all features, and the first feature of each letter at which something starts."""
    found, used = grams("".join(texts), rows)
    before = np.zeros(len(used) + 1, np.int64)
    np.cumsum(np.count_nonzero(used, axis=1), out=before[1:])
    return found[used], before[starts]


def _writings(name: str) -> str:
    """The text that features are taken from: the name, then in Latin, then without vowels."""
    if not name or name[0] == "=":
        return "  "
    name = name[:_MAX_LETTERS]
    if name.isascii():
        return f" {name}  {_skeleton(name)} "
    romanised = latin(name) or ""
    if any("가" <= letter <= "힣" for letter in name):
        name = unicodedata.normalize("NFD", name)  # Hangul syllables become their letters
    return f" {name}  {romanised}  {_skeleton(romanised)} "


def _skeleton(ascii_name: str) -> str:
    """The name without vowels, in capitals, so that no other text has its features."""
    return ascii_name.encode().translate(_CAPITALS, _VOWELS).decode()


def _pieces(texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """At which letters the pieces of all texts begin, and which piece is the first of each text."""
    starts: list[int] = []
    firsts, at = [], 0
    for text in texts:
        firsts.append(len(starts))
        starts.extend(range(at, at + len(text), _PIECE))
        at += len(text)
    return starts, firsts


def _read_header(path: Path) -> dict[str, Any]:
    damaged = EncoderDamaged(f"{path} is not the table of an encoder")
    try:
        with path.open("rb") as file:
            header = json.loads(file.read(HEADER))
    except (ValueError, RecursionError):
        raise damaged from None
    if not isinstance(header, dict) or not header.keys() >= _VERSIONS.keys():
        raise damaged
    if any(header[name] != version for name, version in _VERSIONS.items()):
        what = f"{path} was made for another version of the resolver"
        raise EncoderDamaged(what, "train it again: resolver train")
    if not header.keys() >= _REQUIRED or not _is_usable(header):
        raise damaged
    return header


def _is_usable(header: Mapping[str, Any]) -> bool:
    rows, dim, lines = header["rows"], header["dim"], header["odds"]
    return (
        all(type(header[name]) is int for name in _REQUIRED - {"odds"})
        and rows.bit_count() == 1 <= rows
        and dim % 8 == 0 < dim
        and isinstance(lines, dict)
        and "other" in lines
        and all(
            isinstance(line, list) and [type(n) in (int, float) for n in line] == [True, True]
            for line in lines.values()
        )
    )
