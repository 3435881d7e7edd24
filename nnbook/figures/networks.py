"""Networks as columns of circles."""

import numpy as np
from matplotlib import pyplot as plt

from nnbook.figures.shapes import LIGHT, circle

MOST = 7


def _places(n, apart=1.0):
    """Heights of the circles of a layer of n units; of a wide layer the first ones, a gap (None), and the last."""
    shown = list(range(n)) if n <= MOST else [*range(MOST - 2), None, n - 1]
    return shown, {
        j: apart * ((len(shown) - 1) / 2 - row) for row, j in enumerate(shown)
    }


def network(model, weights=False, biases=False, inputs=None, caches=None):
    """Draw a built `Sequential`: a column of circles per layer, a line per weight, thicker for a larger one.

    Lines of negative weights are dashed. `weights` writes each weight on its line and each bias below its unit;
    `biases` draws the constant 1 that each bias multiplies; `inputs` names the inputs; `caches`, from `forward`
    on one example, writes each activation below its unit. Layers wider than seven show their first units and the
    last. Returns the figure.
    """
    model.count_params()  # refuses a model that is not built
    widths = [model.layers[0].W.shape[0]] + [layer.units for layer in model.layers]
    names = inputs or [f"$x_{{{j + 1}}}$" for j in range(widths[0])]
    if len(names) != widths[0]:
        raise ValueError(f"inputs: expected {widths[0]} names, got {len(names)}")
    apart = 1.6 if weights or caches else 1.0  # room for what stands below a circle
    tallest = max(len(_places(n)[0]) for n in widths) + biases
    _, ax = plt.subplots(figsize=(1.35 * len(widths), 0.7 * apart * tallest + 0.9))
    for l, layer in enumerate(model.layers, 1):
        _edges(ax, layer, l, widths[l - 1], weights, biases, apart)
    top = apart * (max(len(_places(n)[0]) for n in widths) - 1) / 2 + 0.5
    title = f"input\n{_plural(widths[0], 'value')}"
    _column(ax, 0, names, [""] * widths[0], title, top, apart)
    for l, layer in enumerate(model.layers, 1):
        units = [f"$a_{{{j + 1}}}^{{[{l}]}}$" for j in range(layer.units)]
        below = [f"$b$ = {b:g}" if weights else "" for b in layer.b]
        if caches:
            below = [
                f"{text}\n$a$ = {a:.3g}"
                for text, a in zip(below, caches[l - 1].A[0], strict=True)
            ]
        role = "output" if l == len(model.layers) else "hidden"
        _column(
            ax,
            l,
            units,
            below,
            f"layer {l}\n{role}\n{_plural(layer.units, 'unit')}",
            top,
            apart,
        )
    ax.set_aspect("equal")
    ax.axis("off")
    ax.margins(0.06)
    return ax.figure


def _plural(n, noun):
    return f"{n} {noun}{'s'[: n > 1]}"


def _column(ax, l, inside, below, title, top, apart):
    shown, height = _places(len(inside), apart)
    ax.text(2 * l, top, title, ha="center", va="bottom", size=9, color=LIGHT["ink"])
    for j in shown:
        if j is None:
            ax.text(
                2 * l,
                height[j],
                "⋮",
                ha="center",
                va="center",
                size=16,
                color=LIGHT["ink"],
            )
            continue
        circle(ax, 2 * l, height[j], inside[j], LIGHT["activation" if l else "muted"])
        ax.text(
            2 * l,
            height[j] - 0.33,
            below[j],
            ha="center",
            va="top",
            size=8,
            color=LIGHT["ink"],
        )


def _edges(ax, layer, l, n_prev, weights, biases, apart):
    from_shown, from_height = _places(n_prev, apart)
    to_shown, to_height = _places(layer.units, apart)
    largest = np.abs(layer.W).max() or 1
    if biases:
        bottom = min(from_height.values()) - apart
        circle(ax, 2 * l - 2, bottom, "1", LIGHT["parameter"])
    for j in to_shown:
        if j is None:
            continue
        sources = [(from_height[i], layer.W[i, j]) for i in from_shown if i is not None]
        sources += [(bottom, layer.b[j])] if biases else []
        for start, w in sources:
            x0, y0, x1, y1 = 2 * l - 2, start, 2 * l, to_height[j]
            thick = 0.5 + 2 * min(abs(w) / largest, 1)
            dashes = "-" if w >= 0 else (0, (4, 3))
            ax.plot(
                [x0, x1],
                [y0, y1],
                color=LIGHT["parameter"],
                lw=thick,
                ls=dashes,
                zorder=1,
            )
            if weights:
                share = 0.6 if n_prev < layer.units else 0.4
                ax.text(
                    x0 + share * (x1 - x0),
                    y0 + share * (y1 - y0),
                    f"{w:g}",
                    ha="center",
                    va="center",
                    size=9,
                    color=LIGHT["ink"],
                    zorder=2,
                    bbox={"fc": "white", "ec": "none", "pad": 1},
                )
