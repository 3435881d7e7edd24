"""Curves: what a unit says over z or over its one input, how steeply, and whether that suits the targets."""

import numpy as np
from matplotlib import pyplot as plt

from nnbook.figures.shapes import LIGHT


def title(name):
    """An activation function's name as people write it."""
    return name.replace("_", " ").replace("relu", "ReLU").replace("elu", "ELU")


def activation(ax, g, low=-6, high=6, flat=0.01):
    """Draw an `Activation` and, dashed, its slope; where the slope is less than `flat`, the ground is shaded."""
    z = np.linspace(low, high, 601)
    a = g.function(z)
    slope = g.derivative(z, a)
    between = ax.get_xaxis_transform()  # z across, the whole height of the picture
    ax.fill_between(
        z,
        0,
        1,
        np.abs(slope) < flat,
        transform=between,
        color=LIGHT["muted"],
        alpha=0.25,
        lw=0,
    )
    ax.plot(z, a, color=LIGHT["activation"], lw=2, label="$g(z)$")
    ax.plot(z, slope, "--", color=LIGHT["gradient"], lw=1.5, label="$g'(z)$")
    ax.axhline(0, color=LIGHT["muted"], lw=0.5, zorder=0)
    ax.set(xlim=(low, high), title=title(g.name))
    return ax


def output(g, targets, name, low=-7, high=7):
    """Draw what an output unit can say, over z, and beside it, on the same scale, the targets it should hit."""
    fig, (left, right) = plt.subplots(
        1,
        2,
        sharey=True,
        figsize=(2.05, 1.9),
        width_ratios=(3, 2),
        layout="constrained",
    )
    z = np.linspace(low, high, 401)
    left.plot(z, g.function(z), color=LIGHT["activation"], lw=2)
    left.set(xlabel="$z$", title=title(g.name))
    bottom, top = np.min(targets), np.max(targets)
    room = 0.15 * (top - bottom)
    bins = np.linspace(bottom, top, 21)
    right.hist(targets, bins, orientation="horizontal", color=LIGHT["ink"], alpha=0.6)
    right.set(xticks=[], title=name, ylim=(bottom - room, top + room))
    for ax in (left, right):
        ax.axhline(0, color=LIGHT["muted"], lw=0.5, zorder=0)
    return fig


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
