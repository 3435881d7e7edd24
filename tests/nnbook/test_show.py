"""What chapters show: the installed source, figures with alt text, diagrams drawn from the network itself."""

import io

import numpy as np
import PIL.Image
import pytest
from matplotlib import pyplot as plt

from nnbook import figure, figures, say, shapes, show, source
from nnlib import Dense, Sequential
from nnlib.activations import relu, sigmoid


@pytest.fixture
def shown(monkeypatch):
    """What has been displayed so far."""
    displayed = []
    monkeypatch.setattr(show, "display", displayed.append)
    return displayed


@pytest.fixture
def net():
    model = Sequential([Dense(3, "sigmoid"), Dense(1)], dtype="float64")
    model.build((None, 2))
    model.set_weights([[[1, -3, 5], [2, 4, -6]], [-1, 1, 2], [[-7], [8], [9]], [3]])
    yield model
    plt.close("all")


def test_source_is_a_python_listing_of_the_installed_code(shown):
    source(relu, Dense.forward)
    function, method = shown
    assert function.data.startswith("`nnlib.activations.relu`\n\n```python\ndef relu(z):\n")
    assert "    return np.maximum(z, 0)\n```" in function.data
    assert "\ndef forward(self, A_prev):\n" in method.data and "    A = self.g(Z)\n" in method.data


def test_source_leaves_out_the_doors_also_inside_a_class(shown):
    source(Dense)
    assert "\n    def forward(self, A_prev):\n" in shown[0].data
    assert "@property\n" in shown[0].data and "@checked" not in shown[0].data


def test_say_is_markdown_without_the_indent_of_the_cell(shown):
    say("one\n    two")
    assert shown[0].data == "one\ntwo"


def test_shapes(capsys):
    shapes(X=np.ones((2, 3)), z=1.0)
    assert capsys.readouterr().out == "X  (2, 3)\nz  ()\n"


def test_figure_shows_one_picture_with_its_alt_text_and_closes_it(shown):
    fig, ax = plt.subplots(figsize=(2, 1))
    ax.plot([0, 1])
    figure(fig, "a line,\n    rising")
    [image] = shown
    assert image.alt == "a line, rising"
    assert image.width == pytest.approx(PIL.Image.open(io.BytesIO(image.data)).width * 96 / show.DPI, abs=1)
    assert not plt.fignum_exists(fig.number)


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_figure_without_alt_text_is_refused(alt):
    fig = plt.figure()
    with pytest.raises(ValueError, match="alt is empty"):
        figure(fig, alt)
    plt.close(fig)


def texts(fig):
    return [text.get_text() for text in fig.axes[0].texts]


def test_network_writes_the_weights_biases_and_activations_of_the_model(net):
    _, caches = net.forward([[200, 17]])
    drawn = texts(figures.network(net, weights=True, inputs=["T", "D"], caches=caches))
    for weight in ("1", "-3", "5", "2", "4", "-6", "-7", "8", "9"):
        assert weight in drawn
    assert {"T", "D", "$b$ = 1\n$a$ = 2.45e-231", "$b$ = 3\n$a$ = 5"} <= set(drawn)


def test_network_draws_one_line_per_weight_dashed_where_negative(net):
    lines = figures.network(net).axes[0].lines
    assert len(lines) == 9
    assert sum(line.get_linestyle() == "--" for line in lines) == 3
    assert len(figures.network(net, biases=True).axes[0].lines) == 13


def test_network_leaves_out_the_middle_of_wide_layers():
    wide = Sequential([Dense(25)], seed=0)
    wide.build((None, 64))
    drawn = texts(figures.network(wide))
    assert drawn.count("⋮") == 2
    assert "$x_{64}$" in drawn and "$a_{25}^{[1]}$" in drawn and "$x_{6}$" not in drawn
    plt.close("all")


def test_network_refuses_what_it_cannot_draw(net):
    with pytest.raises(ValueError, match="no parameters yet"):
        figures.network(Sequential([Dense(1)]))
    with pytest.raises(ValueError, match="inputs: expected 2 names, got 1"):
        figures.network(net, inputs=["T"])


def test_unit_computes_what_it_draws():
    drawn = texts(figures.unit([2.0, 1.0], [0.5, -1.0], 0.25, sigmoid))
    assert "$z$ = 0.25" in drawn and "$a$ = 0.562" in drawn
    plt.close("all")


def test_regions_shade_by_the_function_and_mark_each_example():
    X, y = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 0.0]]), np.array([0, 1, 1])
    _, ax = plt.subplots()
    figures.regions(ax, lambda X: X[:, 0], (0, 0), (1, 1), X, y, "title", n=5)
    image = ax.images[0].get_array()
    np.testing.assert_array_equal(image[0], [0, 0.25, 0.5, 0.75, 1])
    assert (image == image[0]).all()
    offsets = [collection.get_offsets().tolist() for collection in ax.collections[-2:]]
    assert offsets == [[[1, 1], [1, 0]], [[0, 0]]]
    plt.close("all")
