"""What all figures share: the book's colours on white, and circles and arrows in them."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from nnbook.colours import COLOURS

LIGHT = {name: light for name, (light, _) in COLOURS.items()}


def ramp(*stops):
    """A colour map through colours at 45 % over the surface, or the bare surface (None), as in the widgets."""

    def rgb(colour):
        return np.array(to_rgb(colour))

    surface = rgb(LIGHT["surface"])
    tint = [
        surface if s is None else 0.45 * rgb(LIGHT[s]) + 0.55 * surface for s in stops
    ]
    return LinearSegmentedColormap.from_list("nnlib", tint)


UNIT, OUTPUT = ramp(None, "activation"), ramp("bad", None, "good")


def circle(ax, x, y, text, colour, name=""):
    ax.add_patch(plt.Circle((x, y), 0.29, fc="white", ec=colour, lw=1.8, zorder=3))
    ax.text(x, y, text, ha="center", va="center", size=9, color=LIGHT["ink"], zorder=4)
    ax.text(x - 0.4, y, name, ha="right", va="center", size=9, color=LIGHT["ink"])


def arrow(ax, start, end, text, colour):
    arrow = {
        "arrowstyle": "-|>",
        "color": colour,
        "lw": 1.6,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    ax.annotate("", end, start, arrowprops=arrow)
    x, y = (0.5 * (s + e) for s, e in zip(start, end, strict=True))
    ax.text(
        x,
        y + 0.06,
        text,
        ha="center",
        va="bottom",
        size=9,
        color=LIGHT["ink"],
        bbox={"fc": "white", "ec": "none", "pad": 0.5, "alpha": 0.8},
    )
