"""The drawings of chapter 1: a threshold unit's line over its examples, and sketches of kinds of unit."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import same_color
from matplotlib.contour import ContourSet

from nnbook import figures
from nnlib.activations import ACTIVATIONS
from nnlib.perceptron import heaviside
from nnlib.piecewise import from_hinges

X, OR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])
LOW, HIGH = (-0.5, -0.5), (1.5, 1.5)


@pytest.fixture
def ax():
    _, ax = plt.subplots(figsize=(3, 3), dpi=100)
    yield ax
    plt.close("all")


def drawn(ax, w, b, **options):
    return figures.threshold(ax, w, b, LOW, HIGH, X, OR, "title", **options)


def colours(ax, points):
    """The colours of the picture, 0..255, at places of the map."""
    ax.figure.canvas.draw()
    picture = np.asarray(ax.figure.canvas.buffer_rgba())[::-1]
    columns, rows = ax.transData.transform(points).astype(int).T
    return picture[rows, columns, :3]


PLACES = [(u, v) for u in (-0.3, 0.3, 0.7, 1.3) for v in (-0.3, 0.37, 0.63, 1.3)]


@pytest.mark.parametrize(("w", "b"), [((2, 1), -1.6), ((-1, 0.5), 0.2), ((0, -1), 0.8), ((1, 1), -9)])
def test_each_side_has_the_colour_of_its_answer(ax, w, b):
    drawn(ax, w, b)
    for arrow in list(ax.texts):
        arrow.remove()
    z = PLACES @ np.array(w) + b
    clear = abs(z) > 0.3  # the line itself has another colour
    answers = np.array([figures.OUTPUT(0.0)[:3], figures.OUTPUT(1.0)[:3]]) * 255
    expected = answers[heaviside(z[clear])]
    np.testing.assert_allclose(colours(ax, PLACES)[clear], expected, atol=1.5)


def test_the_line_is_where_z_is_0_and_the_arrow_points_along_w(ax):
    w, b = np.array([2.0, 1.0]), -1.5
    drawn(ax, w, b)
    [line] = [c for c in ax.collections if isinstance(c, ContourSet) and not c.filled]
    ends = line.get_paths()[0].vertices
    assert len(ends) >= 2
    np.testing.assert_allclose(ends @ w + b, 0, atol=1e-12)
    [arrow] = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    start, tip = np.array(arrow.xyann), np.array(arrow.xy)
    np.testing.assert_allclose(start @ w + b, 0, atol=1e-12)
    np.testing.assert_allclose(tip - start, 0.4 * w / np.hypot(*w))


@pytest.mark.parametrize(("w", "b", "everywhere"), [((0, 0), 1, 1), ((0, 0), 0, 0), ((1, 1), 5, 1)])
def test_a_map_without_a_line(ax, w, b, everywhere):
    tint = colours(drawn(ax, w, b), PLACES)
    assert (tint == tint[0]).all()
    answer = np.array(figures.OUTPUT(float(everywhere))[:3]) * 255
    np.testing.assert_allclose(tint[0], answer, atol=1.5)
    assert not [text for text in ax.texts if getattr(text, "arrow_patch", None)]


def test_examples_are_marked_and_rows_ringed(ax):
    drawn(ax, (1, 1), -0.5, ring=[2])
    *_, ones, zeros, ring = [c for c in ax.collections if len(c.get_offsets())]
    assert ones.get_offsets().tolist() == [[0, 1], [1, 0], [1, 1]]
    assert zeros.get_offsets().tolist() == [[0, 0]]
    assert ring.get_offsets().tolist() == [[1, 0]]
    assert len(ring.get_facecolor()) == 0
    assert ring.get_sizes() > ones.get_sizes()


def test_no_ring_unless_asked_for(ax):
    drawn(ax, (1, 1), -0.5)
    assert ax.collections[-1].get_offsets().tolist() == []


def test_a_map_says_what_it_is(ax):
    assert drawn(ax, (1, 1), -0.5) is ax
    assert (ax.get_xlim(), ax.get_ylim()) == ((-0.5, 1.5), (-0.5, 1.5))
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == (
        "title",
        "$x_1$",
        "$x_2$",
    )
    assert ax.get_aspect() == 1


def test_a_sketch_draws_its_signals_and_the_curve_of_its_function(ax):
    edges = {"$x_1$": "$w_1$", "$x_2$": "$w_2$", "1": "$b$"}
    assert figures.sketch(ax, "title", edges, heaviside) is ax
    written = [text.get_text() for text in ax.texts]
    assert {*edges, *edges.values(), "Σ", "$z$", r"$\hat y$"} <= set(written)
    rims = [patch.get_edgecolor() for patch in ax.patches if isinstance(patch, plt.Circle)]
    roles = ("muted", "muted", "parameter", "ink")
    assert all(same_color(c, figures.LIGHT[r]) for c, r in zip(rims, roles, strict=True))
    [curve] = ax.lines
    x, y = curve.get_data()
    np.testing.assert_allclose(y, np.where(x > 3.55, 0.4, -0.4))
    [box] = [patch for patch in ax.patches if isinstance(patch, plt.Rectangle)]
    assert box.get_x() <= x.min() and x.max() <= box.get_x() + box.get_width()
    assert ax.get_title() == "title"


def test_the_ground_is_shaded_where_the_slope_is_small(ax):
    figures.activation(ax, ACTIVATIONS["sigmoid"], -8, 8)
    [shade] = [c for c in ax.collections if c.get_paths()]
    grey = [any(path.contains_point((z, 0.5)) for path in shade.get_paths()) for z in (-6, -4, 0, 4, 6)]
    assert grey == [True, False, False, False, True]
    g, slope = (line.get_ydata() for line in ax.lines[:2])
    np.testing.assert_allclose(slope[1:-1], (g[2:] - g[:-2]) / np.diff(ax.lines[0].get_xdata())[0] / 2, atol=1e-4)


def test_an_output_and_its_targets_have_one_scale():
    targets = np.array([0, 0, 1])
    left, right = figures.output(ACTIVATIONS["sigmoid"], targets, "yes or no").axes
    assert left.get_ylim() == right.get_ylim()
    assert left.get_ylim()[0] < 0 and left.get_ylim()[1] > 1
    assert sum(bar.get_width() for bar in right.patches) == len(targets)
    plt.close("all")


@pytest.mark.parametrize(("name", "said"), [("leaky_relu", "leaky ReLU"), ("elu", "ELU"), ("tanh", "tanh")])
def test_names_as_people_write_them(name, said):
    assert figures.title(name) == said


def test_a_broken_line_bends_at_its_diamonds_and_shows_its_parts(ax):
    net = from_hinges([0, 2, 9], [1, -3, 5], constant=0.5)
    figures.broken_line(ax, net, -1, 4, parts=True)
    *parts, curve, diamonds = ax.lines
    assert diamonds.get_xdata().tolist() == [0, 2]  # the third kink lies outside
    np.testing.assert_array_equal(curve.get_xydata(), [[-1, 0.5], [0, 0.5], [2, 2.5], [4, -1.5]])
    ends = [part.get_ydata()[-1] for part in parts]
    assert ends == [4, -6, 0]


def test_examples_along_a_line_stand_at_their_labels_and_none_hides_another(ax):
    x, y = np.array([1.0, 1.0, 2.0, 2.0, 2.0]), np.array([1, 0, 1, 0, 0])
    figures.along(ax, lambda x: x / 4, x, y, 0, 4)
    ones, zeros = (points.get_offsets() for points in ax.collections)
    assert sorted(ones[:, 0]) == [1, 2] and sorted(zeros[:, 0]) == [1, 2, 2]
    assert (ones[:, 1] > 0.5).all() and (zeros[:, 1] < 0.5).all()
    assert len({tuple(point) for point in [*ones, *zeros]}) == len(x)
    assert np.allclose(ax.lines[0].get_ydata(), ax.lines[0].get_xdata() / 4)
