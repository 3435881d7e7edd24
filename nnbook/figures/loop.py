"""A calculation that goes round: boxes one below the other, and an arrow back."""

from matplotlib import pyplot as plt

from nnbook.figures.shapes import LIGHT, arrow


def loop(boxes, to=0):
    """Draw a box for each (text, name of a colour), arrows downwards, and one from the last back to box `to`."""
    fig, ax = plt.subplots(figsize=(3.6, 0.72 * len(boxes) + 0.1), layout="constrained")
    for i, (text, colour) in enumerate(boxes):
        edge = LIGHT[colour]
        ax.add_patch(
            plt.Rectangle((-1.5, -i - 0.28), 3, 0.56, fc="white", ec=edge, lw=1.8)
        )
        ax.text(0, -i, text, ha="center", va="center", size=9, color=LIGHT["ink"])
        if i:
            arrow(ax, (0, -i + 0.7), (0, -i + 0.3), "", LIGHT["ink"])
    last = 1 - len(boxes)
    ax.plot([1.5, 1.85, 1.85, 1.55], [last, last, -to, -to], color=LIGHT["ink"], lw=1.6)
    arrow(ax, (1.6, -to), (1.5, -to), "", LIGHT["ink"])
    ax.set(xlim=(-1.6, 2), ylim=(last - 0.35, 0.35))
    ax.axis("off")
    return fig
