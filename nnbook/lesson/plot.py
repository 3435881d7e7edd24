"""The axes on which a curve is sketched, as SVG; plot.js draws on them."""

import html
from typing import NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

WIDTH, HEIGHT = 340, 220
LEFT, RIGHT, TOP, BOTTOM = 46, 328, 12, 172


class Plot(NamedTuple):
    """Two axes, each (name, low, high)."""

    x: tuple
    y: tuple

    def data(self):
        """What plot.js needs: the axes, and where they lie in the picture."""
        return {"x": self.x, "y": self.y, "box": [LEFT, RIGHT, TOP, BOTTOM]}

    def place(self, x, y):
        """Where in the picture a point lies."""
        _, x_low, x_high = self.x
        _, y_low, y_high = self.y
        return (
            LEFT + (RIGHT - LEFT) * (x - x_low) / (x_high - x_low),
            BOTTOM - (BOTTOM - TOP) * (y - y_low) / (y_high - y_low),
        )

    def svg(self, curve=None):
        """The axes, and a measured curve (xs, ys) where there is one."""
        parts = [self._x_axis(), self._y_axis()]
        if curve is not None:
            points = " ".join(
                f"{u:.1f},{v:.1f}" for u, v in np.transpose(self.place(*curve))
            )
            parts.append(f'<polyline class="nn-truth" points="{points}"/>')
        label = html.escape(f"{self.y[0]} against {self.x[0]}")
        inner = "\n".join(parts)
        size = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
        return f'<svg class="nn-sketch" {size} role="img" aria-label="{label}">\n{inner}\n</svg>'

    def _x_axis(self):
        ticks = [
            f'<text x="{self.place(t, 0)[0]:.1f}" y="{BOTTOM + 17}" text-anchor="middle">{t:g}</text>'
            for t in _ticks(self.x)
        ]
        name = f'<text x="{(LEFT + RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{html.escape(self.x[0])}</text>'
        return "".join([*ticks, name])

    def _y_axis(self):
        lines = []
        for t in _ticks(self.y):
            v = self.place(0, t)[1]
            lines.append(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{v:.1f}" y2="{v:.1f}"/>')
            lines.append(
                f'<text x="{LEFT - 6}" y="{v + 4:.1f}" text-anchor="end">{t:g}</text>'
            )
        middle = (TOP + BOTTOM) / 2
        lines.append(
            f'<text transform="translate(12 {middle}) rotate(-90)" text-anchor="middle">{html.escape(self.y[0])}</text>'
        )
        return "".join(lines)


def _ticks(axis):
    _, low, high = axis
    return [t for t in MaxNLocator(5).tick_values(low, high) if low <= t <= high]
