"""One unit: at work on numbers, or as a sketch of its kind."""

import numpy as np
from matplotlib import pyplot as plt

from nnbook.figures.shapes import LIGHT, arrow, circle


def unit(x, w, b, g):
    """Draw one unit at work: inputs x (n,) times weights w (n,), plus b, then the activation function g.

    Every number in the drawing is computed from the arguments. Returns the figure.
    """
    fig, ax = plt.subplots(figsize=(6, 2.4))
    z = np.dot(x, w) + b
    heights = 0.55 * (len(x) - 1) - 1.1 * np.arange(len(x))
    for i, (value, weight, y) in enumerate(zip(x, w, heights, strict=True), 1):
        circle(ax, 0, y, f"{value:g}", LIGHT["muted"], f"$a_{{{i}}}^{{[l-1]}}$")
        arrow(
            ax,
            (0.32, y),
            (3.15, 0.25 * np.sign(y)),
            f"$w_{{{i}}}$ = {weight:g}",
            LIGHT["parameter"],
        )
    circle(ax, 2.4, -1.5, "1", LIGHT["parameter"])
    arrow(ax, (2.6, -1.25), (3.3, -0.45), f"$b$ = {b:g}", LIGHT["parameter"])
    for left, text, colour in [
        (3.2, f"$z$ = {z:g}", "ink"),
        (5.7, f"$a$ = {g(z):.4g}", "activation"),
    ]:
        ax.add_patch(
            plt.Rectangle(
                (left, -0.42), 1.3, 0.84, fc="white", ec=LIGHT[colour], lw=1.8, zorder=3
            )
        )
        ax.text(
            left + 0.65,
            0,
            text,
            ha="center",
            va="center",
            size=10,
            color=LIGHT["ink"],
            zorder=4,
        )
    ax.text(3.85, 0.56, "pre-activation", ha="center", size=9, color=LIGHT["ink"])
    ax.text(6.35, 0.56, "activation", ha="center", size=9, color=LIGHT["ink"])
    arrow(ax, (4.5, 0), (5.7, 0), f"{g.__name__}", LIGHT["activation"])
    arrow(ax, (7, 0), (7.6, 0), "", LIGHT["activation"])
    ax.set(xlim=(-1, 7.7), ylim=(-1.9, 1.1 + heights[0] - 0.55))
    ax.set_aspect("equal")
    ax.axis("off")
    return fig


def sketch(ax, title, edges, g, beside):
    """Draw a kind of unit: signals over `edges` to a sum, then the curve of g, an elementwise function.

    `edges` is {signal: the text on its line}; the signal "1" is the constant of a bias. `beside` is text.
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
    ax.text(5.2, 0, beside, va="center", linespacing=1.6, color=LIGHT["ink"])
    ax.set(xlim=(-0.4, 9.2), ylim=(-1.4, 1.4), aspect="equal")
    ax.set_title(title, loc="left")
    ax.axis("off")
    return ax
