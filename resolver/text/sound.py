"""A folded name → a vector; spellings of one name lie together, whatever script they are in.

    sound = load_sound()
    a, b = sound.vectors(["mohammad reza zahedi", "мохаммад реза захеди"])
    float(a @ b)  → 0.9 or so; two strangers have about 0

A name is a bag of features, each a row of one table of small integers; its vector is the sum of
its rows, made as long as 1. What a feature is, `grams` says; what its row is was learned from pairs
of spellings (`resolver.learn`). Sums are of integers, so a vector is the same on every machine; the
order of words does not matter, and whether they are joined matters little.

The table is one file: `HEADER` bytes of JSON filled up with spaces, then `rows` × `dim` bytes, each
a number from -128 to 127 plus 128. The header says

    format, features, fold   versions of this form, of what a feature is, and of the fold whose
                       names it was taught; others are refused
    rows, dim, crc32   the table's size, and the checksum of its bytes
    trained_on, pairs  what it learned from, each source with its licence, and how many pairs
    trained, seed      on which day, and from which random numbers
    figures            what it reached on pairs kept aside: script → [first, among ten], 0..1
    names, odds        among how many names those were asked, and the log-odds that cosines say
                       there: script → [of a cosine of 0, of each unit more]; `other` for the rest

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
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from resolver.errors import EncoderDamaged
from resolver.home import Home
from resolver.text.fold import VERSION, latin

Array = npt.NDArray[Any]

FORMAT: Final = 2
FEATURES: Final = 1
"""Changes with what a feature is: a table learned for others would answer nonsense."""

HEADER: Final = 4096
SHIPPED: Final = Path(__file__).with_name("sound.table")

Odds = dict[str, tuple[float, float]]
"""Script → what a cosine of 0 says, and each unit more; `other` has those of all scripts."""

_VERSIONS: Final = {"format": FORMAT, "features": FEATURES, "fold": VERSION}
_SAID: Final = {"rows", "dim", "crc32", "names", "odds"}

_LONGEST: Final = 4
_COLUMNS: Final = _LONGEST + 1
_LOOKED_AT: Final = 256
"""Letters of a name that are looked at."""

_BORDER: Final = ord(" ")
_MIX: Final = np.uint32(0x9E3779B1)
_SKIPPED: Final = np.uint32(1)
_CAPITALS: Final = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyz", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_VOWELS: Final = b"aeiou"
_BLOCK: Final = 128
"""Names worked at once; their rows take some 2 MB, what a processor keeps near."""

_MOST: Final = 256
"""Rows that can be summed in 16 bits, a number being 255 at most."""

_PIECE: Final = _MOST // _COLUMNS
"""Letters that have no more rows than that."""

_LOW: Final = np.uint64(0x00FF00FF00FF00FF)
_BYTE: Final = np.uint64(8)


class Sound:
    """An encoder: a table, and what its header says of it.

    Args:
        table: u1[rows, dim], each number plus 128; `rows` is a power of two, `dim` a multiple of 8.
        about: The header.
    """

    def __init__(self, table: Array, about: Mapping[str, Any]) -> None:
        self.about = about
        self.rows, self.dim = table.shape
        self.digest = hashlib.blake2b(
            json.dumps(dict(about), sort_keys=True).encode(), digest_size=8
        ).hexdigest()
        """Names the encoder: another table, another digest."""
        self.names: int = about.get("names", 0)
        """Among how many names its odds hold."""
        self._odds: Odds = about.get("odds", {})
        self._packed = table.view(np.uint64)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The encoder in a file, memory-mapped.

        Raises:
            EncoderDamaged: The file is missing, not a table, or not what was written.
        """
        about = _read_header(path)
        rows, dim = about["rows"], about["dim"]
        if path.stat().st_size != HEADER + rows * dim:
            raise EncoderDamaged(f"{path} is cut short or too long")
        table: Array = np.memmap(path, np.uint8, "r", HEADER, (rows, dim)).view(np.ndarray)
        if zlib.crc32(table.data.cast("B")) != about["crc32"]:
            raise EncoderDamaged(f"{path} is not what was written")
        return cls(table, about)

    def vectors(self, names: Sequence[str]) -> Array:
        """The vectors of folded names.

        Args:
            names: What `resolver.text.fold.fold` or `resolver.index.exact.form_of` returned.

        Returns:
            f4[n, dim], each of length 1; zeros for a name that nothing is known of.
        """
        found = np.empty((len(names), self.dim), np.float32)
        for at in range(0, len(names), _BLOCK):
            sums = self.sums(names[at : at + _BLOCK])
            length = np.sqrt(np.einsum("ij,ij->i", sums, sums).astype(np.float64))
            found[at : at + _BLOCK] = sums / np.maximum(length, 1)[:, None]
        return found

    def odds(self, script: str, cosine: float) -> float:
        """The log-odds that two names are the same, one of them in that script, by their cosine."""
        least, each = self._odds.get(script) or self._odds["other"]
        return least + each * cosine

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
            even = np.add.reduceat(packed & _LOW, edges[filled], axis=0)
            odd = np.add.reduceat(packed >> _BYTE & _LOW, edges[filled], axis=0)
            sums[filled, 0::2] = even.view(np.uint16)
            sums[filled, 1::2] = odd.view(np.uint16)
            sums -= 128 * counts[:, None]
        return np.add.reduceat(sums, firsts, axis=0) if len(starts) > len(names) else sums

    def _sum(self, name: str) -> Array:
        """As `sums`, of one name, with fewer steps."""
        rows, used = grams(_writings(name), self.rows)
        packed = self._packed.take(rows[used], axis=0)
        total = np.full(self.dim, -128 * len(packed))
        for at in range(0, len(packed), _MOST):
            piece = packed[at : at + _MOST]
            total[0::2] += np.add.reduce(piece & _LOW).view(np.uint16)
            total[1::2] += np.add.reduce(piece >> _BYTE & _LOW).view(np.uint16)
        return total


def grams(text: str, rows: int) -> tuple[Array, Array]:
    """The rows of the features that begin at each letter of a text, and which of them there are.

    Features are the runs of 1 to 4 letters within a word, its borders counted as letters, and pairs
    of letters with one between them.

    Args:
        text: Words with a space before and after each.
        rows: How many rows there are: a power of two.

    Returns:
        u4[letters, 5] and bool[letters, 5].
    """
    letters = np.frombuffer((text + " " * _LONGEST).encode("utf-32-le"), np.uint32)
    size = len(text)
    inside = letters != _BORDER
    found = np.empty((size, _COLUMNS), np.uint32)
    used = np.empty((size, _COLUMNS), bool)
    run = letters[:size] * _MIX
    found[:, 0], used[:, 0] = run, inside[:size]
    found[:, 4] = (((run ^ _SKIPPED) * _MIX) ^ letters[2 : size + 2]) * _MIX
    used[:, 4] = inside[1 : size + 1]
    for more in range(1, _LONGEST):
        run = (run ^ letters[more : size + more]) * _MIX
        found[:, more] = run
    used[:, 1] = inside[:size] | inside[1 : size + 1]
    used[:, 2] = used[:, 4]
    used[:, 3] = used[:, 4] & inside[2 : size + 2]
    return found >> np.uint32(33 - rows.bit_length()), used


def gathered(names: Sequence[str], rows: int) -> tuple[Array, Array]:
    """The rows of all features of folded names, one name after the other, and where each begins.

    Args:
        names: As `Sound.vectors` takes them.
        rows: How many rows the table has: a power of two.

    Returns:
        u4[features] and i8[n].
    """
    texts = [_writings(name) for name in names]
    starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
    return _gathered(texts, starts.tolist(), rows)


def write_table(path: Path, table: Array, about: Mapping[str, Any]) -> None:
    """Write an encoder into a file, which appears when it is whole.

    Args:
        path: Where.
        table: u1[rows, dim], each number plus 128; `rows` is a power of two, `dim` a multiple of 8.
        about: What the header says beside the table's form, size and checksum.
    """
    rows, dim = table.shape
    form = {**_VERSIONS, "rows": rows, "dim": dim}
    header = json.dumps({**form, "crc32": zlib.crc32(table.tobytes()), **about}, ensure_ascii=False)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(header.encode().ljust(HEADER - 1) + b"\n" + table.tobytes())
    part.replace(path)


@functools.cache
def load_sound(path: Path = SHIPPED) -> Sound:
    """The encoder that comes with the package, or another; each is opened once.

    Raises:
        EncoderDamaged: The file is missing, not a table, or not what was written.
    """
    return Sound.open(path)


def sound_of(home: Path) -> Sound:
    """The encoder that a home has for itself, `sound.table`, or else the one that comes with it."""
    own = Home(home).sound
    return Sound.open(own) if own.exists() else load_sound()


def _gathered(texts: Sequence[str], starts: list[int], rows: int) -> tuple[Array, Array]:
    """The rows of all features, and the first feature of each letter at which something starts."""
    found, used = grams("".join(texts), rows)
    before = np.zeros(len(used) + 1, np.int64)
    np.cumsum(np.count_nonzero(used, axis=1), out=before[1:])
    return found[used], before[starts]


def _writings(name: str) -> str:
    """What the features are taken from: a name's own letters, in Latin, and without vowels."""
    if not name or name[0] == "=":
        return "  "
    name = name[:_LOOKED_AT]
    if name.isascii():
        return f" {name}  {_skeleton(name)} "
    romanised = latin(name) or ""
    if any("가" <= letter <= "힣" for letter in name):
        name = unicodedata.normalize("NFD", name)  # syllables to their letters
    return f" {name}  {romanised}  {_skeleton(romanised)} "


def _skeleton(ascii_name: str) -> str:
    """What scripts without vowels would write, in capitals, so that its features are its own."""
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
    try:
        with path.open("rb") as file:
            about = json.loads(file.read(HEADER))
    except OSError as error:
        raise EncoderDamaged(f"{path} cannot be read: {(error.strerror or '').lower()}") from None
    except ValueError:
        raise EncoderDamaged(f"{path} is not the table of an encoder") from None
    if not isinstance(about, dict) or not _VERSIONS.keys() <= {*about}:
        raise EncoderDamaged(f"{path} is not the table of an encoder")
    if any(about[name] != version for name, version in _VERSIONS.items()):
        raise EncoderDamaged(f"{path} was made for another version of the resolver")
    if not {*about} >= _SAID:
        raise EncoderDamaged(f"{path} is not the table of an encoder")
    return about
