"""Broken lines: the curve of a 1-N-1 network of ReLUs, the hinges that it is the sum of, and the kinks."""

import numpy as np

from nnbook.figures.shapes import LIGHT
from nnlib.piecewise import kinks


def broken_line(ax, net, low, high, parts=False):
    """Draw what a 1-N-1 ReLU network says from `low` to `high`, with a diamond where each unit switches.

    `parts` adds, dashed, what each hidden unit contributes.
    """
    places = kinks(net)
    places = places[(places >= low) & (places <= high)]
    x = np.union1d([low, high], places)[:, None]
    if parts:
        W, b, v, _ = net.get_weights()
        own = np.maximum(0, x * W + b) * v[:, 0]
        ax.plot(x, own, "--", color=LIGHT["activation"], lw=1.2)
    ax.plot(x, net(x), color=LIGHT["ink"], lw=2.5, solid_joinstyle="round")
    ax.plot(
        places,
        0 * places,
        "D",
        color=LIGHT["parameter"],
        ms=5,
        clip_on=False,
        transform=ax.get_xaxis_transform(),
    )
    ax.set(xlim=(low, high), xlabel="$x$")
    return ax
