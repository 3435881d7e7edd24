"""Pictures of networks and of what they say, in the book's colours."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from nnlib.classroom.colours import COLOURS

LIGHT = {name: light for name, (light, _) in COLOURS.items()}
MOST = 7


def _ramp(*stops):
    """A colour map through colours at 45 % over the surface, or the bare surface (None), as in the widgets."""

    def rgb(colour):
        return np.array(to_rgb(colour))

    surface = rgb(LIGHT["surface"])
    tint = [
        surface if s is None else 0.45 * rgb(LIGHT[s]) + 0.55 * surface for s in stops
    ]
    return LinearSegmentedColormap.from_list("nnlib", tint)


UNIT, OUTPUT = _ramp(None, "activation"), _ramp("bad", None, "good")


def _places(n):
    """Heights of the circles of a layer of n units; of a wide layer the first ones, a gap (None), and the last."""
    shown = list(range(n)) if n <= MOST else [*range(MOST - 2), None, n - 1]
    return shown, {j: (len(shown) - 1) / 2 - row for row, j in enumerate(shown)}


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
    tallest = max(len(_places(n)[0]) for n in widths) + biases
    _, ax = plt.subplots(figsize=(2.3 * len(widths), max(2.0, 0.62 * tallest + 0.9)))
    for l, layer in enumerate(model.layers, 1):
        _edges(ax, layer, l, widths[l - 1], weights, biases)
    top = (max(len(_places(n)[0]) for n in widths) - 1) / 2 + 0.5
    _column(
        ax, 0, names, [""] * widths[0], f"input\n{_plural(widths[0], 'value')}", top
    )
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
        )
    ax.set_aspect("equal")
    ax.axis("off")
    ax.margins(0.06)
    return ax.figure


def _plural(n, noun):
    return f"{n} {noun}{'s'[: n > 1]}"


def _column(ax, l, inside, below, title, top):
    shown, height = _places(len(inside))
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
        _circle(ax, 2 * l, height[j], inside[j], LIGHT["activation" if l else "muted"])
        ax.text(
            2 * l,
            height[j] - 0.33,
            below[j],
            ha="center",
            va="top",
            size=7,
            color=LIGHT["ink"],
        )


def _edges(ax, layer, l, n_prev, weights, biases):
    from_shown, from_height = _places(n_prev)
    to_shown, to_height = _places(layer.units)
    largest = np.abs(layer.W).max() or 1
    if biases:
        bottom = min(from_height.values()) - 1
        _circle(ax, 2 * l - 2, bottom, "1", LIGHT["parameter"])
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
                share = 0.66 if n_prev < layer.units else 0.34
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


def _circle(ax, x, y, text, colour, name=""):
    ax.add_patch(plt.Circle((x, y), 0.29, fc="white", ec=colour, lw=1.8, zorder=3))
    ax.text(x, y, text, ha="center", va="center", size=9, color=LIGHT["ink"], zorder=4)
    ax.text(x - 0.4, y, name, ha="right", va="center", size=9, color=LIGHT["ink"])


def unit(x, w, b, g):
    """Draw one unit at work: inputs x (n,) times weights w (n,), plus b, then the activation function g.

    Every number in the drawing is computed from the arguments. Returns the figure.
    """
    fig, ax = plt.subplots(figsize=(6, 2.4))
    z = np.dot(x, w) + b
    heights = 0.55 * (len(x) - 1) - 1.1 * np.arange(len(x))
    for i, (value, weight, y) in enumerate(zip(x, w, heights, strict=True), 1):
        _circle(ax, 0, y, f"{value:g}", LIGHT["muted"], f"$a_{{{i}}}^{{[l-1]}}$")
        _arrow(
            ax,
            (0.32, y),
            (3.15, 0.25 * np.sign(y)),
            f"$w_{{{i}}}$ = {weight:g}",
            LIGHT["parameter"],
        )
    _circle(ax, 2.4, -1.5, "1", LIGHT["parameter"])
    _arrow(ax, (2.6, -1.25), (3.3, -0.45), f"$b$ = {b:g}", LIGHT["parameter"])
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
    _arrow(ax, (4.5, 0), (5.7, 0), f"{g.__name__}", LIGHT["activation"])
    _arrow(ax, (7, 0), (7.6, 0), "", LIGHT["activation"])
    ax.set(xlim=(-1, 7.7), ylim=(-1.9, 1.1 + heights[0] - 0.55))
    ax.set_aspect("equal")
    ax.axis("off")
    return fig


def _arrow(ax, start, end, text, colour):
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


def regions(ax, says, low, high, X, y, title, ramp=OUTPUT, n=120, size=12):
    """Shade a map by `says`, a function from rows (T, D) to numbers 0..1, and mark the examples on it.

    `low` and `high` are the map's corners (2,). Good examples (y = 1) are discs, bad ones crosses; the line is
    where the function says 0.5.
    """
    T, D = (np.linspace(a, b, n) for a, b in zip(low, high, strict=True))
    values = says(np.column_stack([np.tile(T, n), np.repeat(D, n)])).reshape(n, n)
    extent = (low[0], high[0], low[1], high[1])
    ax.imshow(
        values, origin="lower", extent=extent, aspect="auto", cmap=ramp, vmin=0, vmax=1
    )
    if values.min() < 0.5 < values.max():
        ax.contour(
            T,
            D,
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
        xlabel="temperature, °C",
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
        _arrow(ax, start, start + step, "", LIGHT["parameter"])


def sketch(ax, title, edges, g, beside):
    """Draw a kind of unit: signals over `edges` to a sum, then the curve of g, an elementwise function.

    `edges` is {signal: the text on its line}; the signal "1" is the constant of a bias. `beside` is text.
    """
    for i, (name, text) in enumerate(edges.items()):
        y = (len(edges) - 1) / 2 - i
        role = "parameter" if name == "1" else "muted"
        _circle(ax, 0, y, name, LIGHT[role])
        _arrow(ax, (0.3, y), (1.55, 0.22 * y), text, LIGHT["parameter"])
    _circle(ax, 1.9, 0, "Σ", LIGHT["ink"])
    _arrow(ax, (2.2, 0), (2.75, 0), "$z$", LIGHT["ink"])
    ax.add_patch(
        plt.Rectangle((2.75, -0.6), 1.6, 1.2, fc="white", ec=LIGHT["activation"])
    )
    z = np.linspace(-4, 4, 201)
    ax.plot(3.55 + z / 5.5, 0.8 * g(z) - 0.4, color=LIGHT["activation"], lw=2)
    _arrow(ax, (4.35, 0), (4.9, 0), r"$\hat y$", LIGHT["activation"])
    ax.text(5.2, 0, beside, va="center", linespacing=1.6, color=LIGHT["ink"])
    ax.set(xlim=(-0.4, 9.2), ylim=(-1.4, 1.4), aspect="equal")
    ax.set_title(title, loc="left")
    ax.axis("off")
    return ax
