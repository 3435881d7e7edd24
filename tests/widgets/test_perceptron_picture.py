"""What the perceptron trainer draws is where and what nnlib says it is."""

import numpy as np
import pytest
from test_perceptron_browser import random_points

from nnbook.widgets import PerceptronTrainer
from nnbook.widgets.perceptron import EPOCHS, noisy_points
from nnlib.data.datasets import gates
from nnlib.perceptron import Perceptron, heaviside
from widgetry import settle, tell

LOW, HIGH, FAR = -1, 2, 2
PICTURE = """(svg) => {
  const canvas = svg.parentElement.querySelector("canvas");
  const kinds = (el) => (el.getAttribute("class") ?? "").split(" ");
  const loose = [...svg.querySelectorAll("path")].filter((path) => !path.closest("[data-handle]"));
  return {
    frame: ["left", "top", "width", "height"].map((side) => parseFloat(canvas.style[side])),
    paths: loose.map((path) => [kinds(path), +path.getAttribute("stroke-width"), path.getAttribute("d")]),
    points: [...svg.querySelectorAll("[data-handle]")].map((g) =>
      [[+g.dataset.x, +g.dataset.y], [...g.querySelectorAll("[class]")].flatMap(kinds)]),
    dots: [...svg.querySelectorAll("circle.nn-share")].map((c) => [+c.getAttribute("cx"), +c.getAttribute("cy")]),
    texts: [...svg.querySelectorAll("text")].map((text) => text.textContent),
  };
}"""
COLOURS = """([panel, places]) => {
  const canvas = document.querySelectorAll(".nn-plane canvas")[panel], pen = canvas.getContext("2d");
  return places.map(([u, v]) =>
    [...pen.getImageData(u * canvas.width, (1 - v) * canvas.height, 1, 1).data].slice(0, 3));
}"""


class Picture:
    """One of the widget's plots, with all places in the units of its axes."""

    def __init__(self, page, selector, x, y):
        settle(page)
        svg = page.locator(f"{selector} svg").first
        for key, value in svg.evaluate(PICTURE).items():
            setattr(self, key, value)
        self.x, self.y = x, y

    def place(self, pixel):
        (left, top, width, height), (x, y) = self.frame, pixel
        share = (x - left) / width, (top + height - y) / height
        spans = zip((self.x, self.y), share, strict=True)
        return np.array([low + s * (high - low) for (low, high), s in spans])

    def strokes(self, kind, width):
        """The two ends of each line of this kind and width."""
        return [
            [self.place([float(x) for x in end.split()]) for end in d[1:].split("L")]
            for kinds, thick, d in self.paths
            if kind in kinds and thick == width
        ]


def runs_along(ends, w, b, x, y):
    """Whether a line lies on w . x + b = 0, from edge to edge of the plot."""
    on = [abs(end @ w + b) / np.hypot(*w) < 0.01 for end in ends]
    to_edge = [
        min(abs(np.subtract([*x, *y], np.repeat(end, 2)))) < 0.01 for end in ends
    ]
    return all(on) and all(to_edge) and np.hypot(*(ends[0] - ends[1])) > 0.01


def crosses(w, b, x, y):
    """Whether w . x + b takes both signs on the plot, more than at a corner."""
    corners = [np.dot(w, (u, v)) + b for u in x for v in y]
    return min(corners) < 0 < max(corners)


def unit_after(data, step):
    unit = PerceptronTrainer(data=data, step=step).model()
    return unit.w, unit.b


SQUARE = (LOW, HIGH), (LOW, HIGH)
TABLES = {name: np.column_stack(gates(name)).tolist() for name in ("AND", "XOR")}
TABLES["points"] = np.column_stack(random_points(np.random.default_rng(5), 7)).tolist()


@pytest.mark.parametrize("name", TABLES)
def test_the_plane_shows_the_unit_its_points_and_the_next_row(open_trainer, name):
    page, data = open_trainer(data=TABLES[name]), TABLES[name]
    X, y = np.array(data)[:, :2], np.array(data)[:, 2]
    read = len(data) * len(Perceptron().fit(X, y.astype(int), EPOCHS).mistakes)
    rng, seen = np.random.default_rng(6), set()
    for step in (*range(1, 16), min(read, 60)):
        tell(page, step=step)
        (w, b), (w_old, b_old) = unit_after(data, step), unit_after(data, step - 1)
        picture = Picture(page, ".nn-plane", *SQUARE)

        (*lines,), (*arrows,) = (picture.strokes("nn-stroke", k) for k in (3, 2.5))
        says = f"no line here: the unit says {heaviside(b)} everywhere"
        assert (says in picture.texts) == (not lines)
        assert bool(lines) == bool(arrows) == crosses(w, b, *SQUARE)
        if lines:
            assert runs_along(lines[0], w, b, *SQUARE)
            (start, tip) = arrows[0]
            assert abs(start @ w + b) / np.hypot(*w) < 0.01
            along = (tip - start) / np.hypot(*(tip - start))
            np.testing.assert_allclose(along, w / np.hypot(*w), atol=0.03)

        old = picture.strokes("nn-old", 1.5)
        changed = (*w, b) != (*w_old, b_old)
        assert bool(old) == (changed and crosses(w_old, b_old, *SQUARE))
        if old:
            assert runs_along(old[0], w_old, b_old, *SQUARE)

        following = step % len(data) if step < read else None
        for i, (pixel, kinds) in enumerate(picture.points):
            np.testing.assert_allclose(picture.place(pixel), X[i], atol=0.01)
            label, wrong = bool(y[i]), heaviside(X[i] @ w + b) != y[i]
            assert ("nn-one" in kinds, "nn-zero" in kinds) == (label, not label)
            assert ("nn-ring" in kinds, "nn-box" in kinds) == (wrong, i == following)
        assert len(picture.points) == len(data)

        places = rng.random((40, 2))
        z = (LOW + (HIGH - LOW) * places) @ w + b
        far = abs(z) > 0.03 * np.hypot(*w)
        colours = page.evaluate(COLOURS, [0, places[far].tolist()])
        sides = {(on, tuple(c)) for on, c in zip(z[far] > 0, colours, strict=True)}
        assert len(sides) == len({on for on, _ in sides}) == len({c for _, c in sides})
        assert all((c[2] > c[0]) == on for on, c in sides)  # blue is "yes"
        seen |= {bool(lines), bool(old), *(on for on, _ in sides)}
    assert seen == {True, False}


LINES = [[10, 0, 0], [2, -1, 0.5], [-0.7, 3, -1], [1, 1, 9]]


@pytest.mark.parametrize("line", LINES)
def test_the_field_shows_the_line_and_what_happened_beside_it(open_trainer, line):
    page = open_trainer(tab="soft", line=line)
    w, b, k = np.array(line[:2]), line[2], np.hypot(*line[:2])
    field = Picture(
        page, ".nn-plane:has([data-handle^=line])", (-FAR, FAR), (-FAR, FAR)
    )
    square = (-FAR, FAR), (-FAR, FAR)
    for width, shifts in ((3, [0]), (1, [-0.5, 0.5])):
        wanted = [b - d * k for d in shifts if crosses(w, b - d * k, *square)]
        kind = "nn-soft" if width == 1 else "nn-stroke"
        found = field.strokes(kind, width)
        assert len(found) == len(wanted)
        for ends, shifted in zip(found, wanted, strict=True):
            assert runs_along(ends, w, shifted, *square)

    profile = Picture(page, ".nn-say:has(.nn-curve)", (-3, 3), (-0.1, 1.1))
    X, y = noisy_points()
    bins = np.floor((X @ w + b) / k / 0.5)
    shares = [
        ((i + 0.5) / 2, y[bins == i].mean()) for i in range(-6, 6) if (bins == i).any()
    ]
    dots = [profile.place(dot) for dot in profile.dots]
    np.testing.assert_allclose(
        np.reshape(dots, (-1, 2)), np.reshape(shares, (-1, 2)), atol=0.01
    )


def test_only_the_controls_of_the_open_tab_and_of_points_that_are_there(open_trainer):
    page = open_trainer("AND")
    rows = page.get_by_role("radiogroup", name="Row").get_by_role("radio")
    assert [one.is_enabled() for one in rows.all()] == [True] * 4
    shown = {"Step": True, "Angle": False}
    for tab in ("rule", "soft"):
        tell(page, tab=tab)
        assert (
            page.get_by_role("button", name="Step", exact=True).count() == shown["Step"]
        )
        assert bool(page.get_by_role("slider", name="Angle").count()) == shown["Angle"]
        shown = {name: not there for name, there in shown.items()}
