"""A calculation as a chain: downwards what is computed, upwards how the last number changes with each."""

from matplotlib import pyplot as plt

from nnbook.figures.shapes import LIGHT, arrow, circle


def chain(names, values, steps, slopes, gradients):
    """Draw quantities `names`, one computed from the one above it, and what comes back from the last.

    `values` are theirs, `steps` say how each but the first is computed; `slopes` and `gradients`, of each but the
    last, are what is multiplied on the way back, and the product so far. Returns the figure.
    """
    fig, ax = plt.subplots(figsize=(3.5, 0.62 * len(names) + 0.3), layout="constrained")
    for i, (name, value) in enumerate(zip(names, values, strict=True)):
        circle(
            ax, 0, -i, f"${name}$", LIGHT["activation" if i else "muted"], f"{value:g}"
        )
    for i, step in enumerate(steps):
        arrow(ax, (0, -i - 0.3), (0, -i - 0.7), "", LIGHT["ink"])
        _text(ax, 0.15, -i - 0.5, step, "left")
    last = len(names) - 1
    _text(ax, 2.8, -last, "1")
    for i, (slope, gradient) in enumerate(zip(slopes, gradients, strict=True)):
        _text(ax, 2.8, -i, f"{gradient:g}")
        back = {"arrowstyle": "-|>", "color": LIGHT["gradient"], "ls": (0, (3, 2))}
        ax.annotate("", (2.8, -i - 0.2), (2.8, -i - 0.8), arrowprops=back)
        _text(ax, 2.95, -i - 0.5, f"times {slope:g}", "left")
    _text(ax, 0, 0.6, "forward")
    _text(ax, 2.8, 0.6, f"back: $d{names[-1]}$ by each")
    ax.set(xlim=(-1.1, 4.1), ylim=(-last - 0.4, 0.8))
    ax.axis("off")
    return fig


def _text(ax, x, y, text, side="center"):
    text = text.replace("-", "−") if "$" not in text else text
    ax.text(x, y, text, ha=side, va="center", size=9, color=LIGHT["ink"])
