"""The plots of `benchmarks.retrieval`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl

mpl.use("agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

_OURS: Final = "#2f6f9f"
_PEERS: Final = "#9aa5b1"
_PEER: Final = ("tantivy", "sparse_dot_topn", "rapidfuzz")
_FIRST: Final = "#d9822b"

mpl.rcParams |= {"font.family": "sans-serif", "font.size": 9, "savefig.dpi": 110}


def ways(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Recall among the first 10 and 200 against time, a way each."""
    figure, axes = plt.subplots(figsize=(8, 5.2), layout="constrained")
    for number, row in enumerate(rows, 1):
        colour = _PEERS if row["way"].startswith(_PEER) else _OURS
        time, low, high = row["p50_ms"], row["top10"], row["top200"]
        axes.plot([time, time], [low, high], color=colour, linewidth=1.5, zorder=1)
        axes.scatter([time], [low], color=colour, s=28, zorder=2)
        axes.scatter([time], [high], color="white", edgecolor=colour, s=28, zorder=2)
        axes.annotate(
            str(number), (time, high), (0, 6), textcoords="offset points", ha="center", fontsize=8
        )
        axes.plot([], [], "o", color=colour, label=f"{number}  {row['way']}")
    axes.set_xscale("log")
    axes.set_xlabel("ms a question, median")
    axes.set_title("found among the first 10 (full) and 200 (open)", loc="left", fontsize=10)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize=8)
    _plain(axes)
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def growth(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Time, memory and building against the number of names."""
    figure, panels = plt.subplots(1, 3, figsize=(10, 3.4), layout="constrained")
    titles = ("ms a question", "MB", "seconds to build")
    lines = (
        (("fuzzy_p50_ms", "not listed, median"), ("fuzzy_p99_ms", "not listed, p99")),
        (("own_mb", "own memory"), ("index_mb", "index"), ("compile_mb", "compiling, peak")),
        (("import_s", "import"), ("compile_s", "compile")),
    )
    for axes, title, several in zip(panels, titles, lines, strict=True):
        for (column, label), colour in zip(several, (_OURS, _FIRST, _PEERS), strict=False):
            sizes = [row["aliases"] for row in rows]
            axes.plot(sizes, [row[column] for row in rows], "o-", color=colour, label=label)
        axes.set_xscale("log")
        if axes is panels[0]:
            axes.set_ylim(bottom=0)
        else:
            axes.set_yscale("log")
        axes.set_xlabel("names")
        axes.set_title(title, loc="left", fontsize=10)
        axes.legend(frameon=False, fontsize=8)
        _plain(axes)
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#e5e8eb", linewidth=0.6)
    axes.set_axisbelow(True)


PLOTS: Final[dict[str, Callable[[Sequence[dict[str, Any]], Path], None]]] = {
    "ways": ways,
    "growth": growth,
}
