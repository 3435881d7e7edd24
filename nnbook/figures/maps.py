"""Maps of what a unit or a network says on a plane, with examples on them."""

import numpy as np

from nnbook.figures.shapes import LIGHT, OUTPUT, UNIT, arrow


def regions(
    ax,
    says,
    low,
    high,
    X,
    y,
    title,
    ramp=OUTPUT,
    axes=("$x_1$", "$x_2$"),
    n=120,
    size=12,
):
    """Shade a map by `says`, a function from rows (x1, x2) to numbers 0..1, and mark the examples on it.

    `low` and `high` are the map's corners (2,), `axes` the names of its axes. Examples with y = 1 are discs, the
    others crosses; the line is where the function says 0.5.
    """
    x1, x2 = (np.linspace(a, b, n) for a, b in zip(low, high, strict=True))
    values = says(np.column_stack([np.tile(x1, n), np.repeat(x2, n)])).reshape(n, n)
    extent = (low[0], high[0], low[1], high[1])
    ax.imshow(
        values, origin="lower", extent=extent, aspect="auto", cmap=ramp, vmin=0, vmax=1
    )
    if values.min() < 0.5 < values.max():
        ax.contour(
            x1,
            x2,
            values,
            [0.5],
            colors=LIGHT["parameter" if ramp is UNIT else "ink"],
            linewidths=2,
        )
    _examples(ax, X, y, size)
    ax.set(
        title=title,
        xlim=(low[0], high[0]),
        ylim=(low[1], high[1]),
        xlabel=axes[0],
        ylabel=axes[1],
    )
    return ax


def _examples(ax, X, y, size):
    """Examples with y = 1 as discs, the others as crosses."""
    good, thick = y == 1, (size / 12) ** 0.5
    ax.scatter(
        *X[good].T, s=size, color=LIGHT["good"], edgecolor="white", linewidth=0.5
    )
    ax.scatter(*X[~good].T, s=size, color=LIGHT["bad"], marker="x", linewidth=thick)


def threshold(ax, w, b, low, high, X, y, title, ring=(), size=50):
    """Shade a map by the answers of a threshold unit, H(w x + b), and mark the examples on it.

    `low` and `high` are the corners (2,) of the map. The arrow is the direction of w (2,), towards the ones; where
    w = 0, or the line misses the map, there is none. Examples with y = 1 are discs, the others crosses; the rows
    `ring` are circled.
    """
    _half_plane(ax, np.asarray(w, float), b, low, high)
    _examples(ax, X, y, size)
    ax.scatter(*X[list(ring)].T, s=6 * size, fc="none", ec=LIGHT["ink"], lw=1.5)
    ax.set(
        title=title,
        xlim=(low[0], high[0]),
        ylim=(low[1], high[1]),
        xlabel="$x_1$",
        ylabel="$x_2$",
        aspect="equal",
        facecolor=OUTPUT(0.0),
    )
    return ax


def _half_plane(ax, w, b, low, high):
    x1, x2 = np.transpose([low, high])
    Z = w[0] * x1 + w[1] * x2[:, None] + b  # at the four corners: z is linear between
    if Z.max() > 0:
        ax.contourf(x1, x2, Z, [0, 2 * Z.max()], colors=[OUTPUT(1.0)])
    if Z.min() < 0 < Z.max():
        line = ax.contour(x1, x2, Z, [0], colors=LIGHT["parameter"], linewidths=2)
        start = line.get_paths()[0].vertices.mean(axis=0)
        step = 0.2 * (high[0] - low[0]) * w / np.hypot(*w)
        arrow(ax, start, start + step, "", LIGHT["parameter"])
