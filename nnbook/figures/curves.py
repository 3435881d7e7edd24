"""What a unit says along a line, with the examples that lie on it."""

import numpy as np

from nnbook.figures.shapes import LIGHT


def along(ax, says, x, y, low, high, size=40):
    """Draw `says`, a function from places (n,) to numbers 0..1, from `low` to `high`, with the examples x (m,) on it.

    Examples with y = 1 are discs at height 1, the others crosses at height 0; those at one place are stacked.
    """
    line = np.linspace(low, high, 301)
    ax.plot(line, says(line), color=LIGHT["activation"], lw=2)
    ax.axhline(0.5, color=LIGHT["muted"], lw=0.8, ls=":")
    for label, role, marker in ((1, "good", "o"), (0, "bad", "x")):
        places, count = np.unique(np.asarray(x)[y == label], return_counts=True)
        height = np.concatenate([np.arange(k) for k in count]) * (0.06, -0.06)[label]
        ax.scatter(
            np.repeat(places, count),
            label + height,
            s=size,
            color=LIGHT[role],
            marker=marker,
            zorder=3,
        )
    ax.set(xlim=(low, high), ylim=(-0.06, 1.06))
    return ax
