"""One unit: at work on numbers, or as a sketch of its kind."""

import numpy as np
from matplotlib import pyplot as plt

from nnbook.figures.shapes import LIGHT, arrow, circle


def unit(x, w, b, g, names=None, words=("score", "activation"), says="a"):
    """Draw one unit at work: inputs x (n,) times weights w (n,), plus b, then the activation function g.

    `names` are those of the inputs, `words` what the sum and the answer are called, `says` the letter of the answer.
    Every number in the drawing is computed from the arguments. Returns the figure.
    """
    fig, ax = plt.subplots(figsize=(3.7, 1.8), layout="constrained")
    z = np.dot(x, w) + b
    names = names or [f"$a_{{{i}}}^{{[l-1]}}$" for i in range(1, len(x) + 1)]
    weights = [f"$w_{{{i}}}$ = {weight:g}" for i, weight in enumerate(w, 1)]
    edges = [*zip(x, names, weights, strict=True), (1, "", f"$b$ = {b:g}")]
    for i, (value, name, text) in enumerate(edges):
        y, colour = len(x) / 2 - i, LIGHT["muted" if name else "parameter"]
        circle(ax, 0, y, f"{value:g}", colour, name)
        arrow(ax, (0.32, y), (2.55, 0.25 * y), text, LIGHT["parameter"])
    _box(ax, 2.6, f"$z$ = {z:g}", words[0], "ink")
    arrow(ax, (4.2, 0), (5.4, 0), g.__name__, LIGHT["activation"])
    _box(ax, 5.4, f"${says}$ = {g(z):.3g}", words[1], "activation")
    ax.set(
        xlim=(-1.5, 7.05), ylim=(-len(x) / 2 - 0.4, len(x) / 2 + 0.4), aspect="equal"
    )
    ax.axis("off")
    return fig


def _box(ax, left, text, word, colour):
    edge, ink = LIGHT[colour], LIGHT["ink"]
    ax.add_patch(
        plt.Rectangle((left, -0.42), 1.6, 0.84, fc="white", ec=edge, lw=1.8, zorder=3)
    )
    ax.text(left + 0.8, 0, text, ha="center", va="center", size=9, color=ink, zorder=4)
    ax.text(left + 0.8, 0.56, word, ha="center", size=9, color=ink)


def sketch(ax, title, edges, g):
    """Draw a kind of unit: signals over `edges` to a sum, then the curve of g, an elementwise function.

    `edges` is {signal: the text on its line}; the signal "1" is the constant of a bias.
    """
    for i, (name, text) in enumerate(edges.items()):
        y = (len(edges) - 1) / 2 - i
        role = "parameter" if name == "1" else "muted"
        circle(ax, 0, y, name, LIGHT[role])
        arrow(ax, (0.3, y), (1.55, 0.22 * y), text, LIGHT["parameter"])
    circle(ax, 1.9, 0, "Σ", LIGHT["ink"])
    arrow(ax, (2.2, 0), (2.75, 0), "$z$", LIGHT["ink"])
    ax.add_patch(
        plt.Rectangle((2.75, -0.6), 1.6, 1.2, fc="white", ec=LIGHT["activation"])
    )
    z = np.linspace(-4, 4, 201)
    ax.plot(3.55 + z / 5.5, 0.8 * g(z) - 0.4, color=LIGHT["activation"], lw=2)
    arrow(ax, (4.35, 0), (4.9, 0), r"$\hat y$", LIGHT["activation"])
    ax.set(xlim=(-0.4, 5), ylim=(-1.4, 1.4), aspect="equal", title=title)
    ax.axis("off")
    return ax
