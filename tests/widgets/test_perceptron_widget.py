"""The perceptron trainer's Python side: what is on display as nnlib's own objects, what it refuses, its page."""

import base64
import html
import json
import re

import numpy as np
import pytest
import traitlets

from nnbook.widgets import PerceptronTrainer
from nnbook.widgets.perceptron import EPOCHS, LINES, noisy_points
from nnlib.activations import sigmoid
from nnlib.data.datasets import GATES, gates
from nnlib.perceptron import Perceptron


@pytest.mark.parametrize("gate", GATES)
def test_starts_from_a_gate_before_the_first_step(gate):
    trainer, (X, y) = PerceptronTrainer(gate), gates(gate)
    np.testing.assert_array_equal(trainer.points, X, strict=True)
    np.testing.assert_array_equal(trainer.labels, y, strict=True)
    unit = trainer.model()
    assert (unit.w.tolist(), unit.b, unit.history, unit.mistakes) == ([0, 0], 0, [], [])
    assert not unit.converged


def by_hand(X, y, steps):
    """The rule, `steps` rows of it: w, b, and the mistakes of each epoch begun."""
    w, b, mistakes = np.zeros(2), 0.0, []
    for step in range(steps):
        row = step % len(y)
        mistakes += [0] if row == 0 else []
        error = y[row] - int(X[row] @ w + b > 0)
        w, b = w + error * X[row], b + error
        mistakes[-1] += abs(error)
    return w, b, mistakes


@pytest.mark.parametrize("gate", GATES)
def test_model_is_the_perceptron_after_so_many_rows(gate):
    X, y = gates(gate)
    end = 4 * len(Perceptron().fit(X, y, EPOCHS).mistakes)
    for step in range(min(end, 40) + 1):
        unit = PerceptronTrainer(gate, step=step).model()
        w, b, mistakes = by_hand(X, y, step)
        assert (unit.w.tolist(), unit.b) == (w.tolist(), b)
        assert unit.mistakes == mistakes
        assert len(unit.history) == sum(mistakes)
        assert unit.converged == (step == end)
    assert (gate == "XOR") == (end == 400)


def test_model_stops_where_the_rule_ends():
    unit = PerceptronTrainer("AND", step=800).model()
    fitted = Perceptron().fit(*gates("AND"))
    assert (unit.w.tolist(), unit.b) == (fitted.w.tolist(), fitted.b) == ([2, 1], -2)
    assert unit.mistakes == fitted.mistakes == [1, 3, 3, 2, 1, 0]
    assert unit.converged
    assert sum(PerceptronTrainer("XOR", step=800).model().mistakes) == sum(
        Perceptron().fit(*gates("XOR"), epochs=100).mistakes
    )


def test_model_is_a_copy():
    trainer = PerceptronTrainer("AND", step=8)
    trainer.model().w[...] = 99
    assert trainer.model().w.tolist() == [2, 1]


def test_set_points_begins_again():
    trainer = PerceptronTrainer("AND", step=8)
    trainer.set_points(np.array([[0, 0.5], [1, -1]]), np.array([1, 0]))
    assert trainer.data == [[0.0, 0.5, 1], [1.0, -1.0, 0]]
    assert trainer.step == 0
    np.testing.assert_array_equal(trainer.points, [[0, 0.5], [1, -1]])


def test_neuron_is_the_soft_unit():
    trainer = PerceptronTrainer(line=[2, -1, 0.5])
    neuron = trainer.neuron()
    assert neuron.parameters.tolist() == [2, -1, 0.5]
    assert neuron.probability([[1, 1]])[0] == sigmoid(1.5)
    neuron.parameters[...] = 0
    assert trainer.line == [2, -1, 0.5]


def test_noisy_labels_are_drawn_from_the_sigmoid():
    X, y = noisy_points(100_000, seed=3)
    assert np.abs(X).max() <= 2
    for low in (-1.5, -0.5, 0.5, 1.5):
        near = np.abs(X[:, 0] - low) < 0.05
        assert y[near].mean() == pytest.approx(sigmoid(2 * low), abs=0.03)
    X, y = noisy_points()
    np.testing.assert_array_equal(
        np.array(PerceptronTrainer().noisy), np.column_stack([X, y])
    )


def test_lines_are_what_their_names_say():
    X, y = noisy_points()
    rule = Perceptron().fit(X, y, epochs=100)
    assert LINES["rule"]["line"] == [*rule.w, rule.b]
    assert not rule.converged
    trainer = PerceptronTrainer(line=LINES["logistic"]["line"])
    assert np.abs(trainer.neuron().gradient(X, y)).max() < 1e-4
    assert LINES["drawn"]["line"] == [2, 0, 0]


@pytest.mark.parametrize(
    ("traits", "message"),
    [
        ({"data": []}, "data: expected 1 to 8 rows [x1, x2, label], got 0"),
        (
            {"data": [[0, 0, 1]] * 9},
            "data: expected 1 to 8 rows [x1, x2, label], got 9",
        ),
        ({"data": [[0, 0, 1], [0, 2.5, 1]]}, "data, row 2: expected x1 and x2 from -1"),
        ({"data": [[0, float("nan"), 1]]}, "data, row 1: expected"),
        ({"data": [[0, 0, 2]]}, "data, row 1: expected"),
        ({"data": [[0, 0]]}, "data, row 1: expected"),
        ({"data": [["a", 0, 1]]}, "data, row 1: expected"),
        ({"data": [3]}, "data, row 1: expected"),
        ({"data": [[10**400, 0, 1]]}, "data, row 1: expected"),
        ({"data": "AND"}, "data"),
        ({"step": -1}, "step"),
        ({"step": 801}, "step"),
        ({"selected": 8}, "selected"),
        ({"line": [1, 2]}, "line: expected 3 numbers, got 2"),
        ({"tab": "hard"}, "tab"),
        ({"shade": "grey"}, "shade"),
        ({"done": ["z"]}, "done"),
    ],
)
def test_one_line_for_what_does_not_fit_and_nothing_changes(traits, message):
    trainer = PerceptronTrainer("OR", step=3)
    before = trainer.get_state()
    ((name, value),) = traits.items()
    with pytest.raises(traitlets.TraitError) as caught:
        setattr(trainer, name, value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert trainer.get_state() == before
    with pytest.raises(traitlets.TraitError):
        PerceptronTrainer(**traits)


@pytest.mark.parametrize(
    ("X", "y", "error"),
    [
        ([[0, 0]], [0, 1], ValueError),
        ([0, 1], [0, 1], ValueError),
        ([[0, 0, 0]], [1], ValueError),
        ([[0, 3]], [1], traitlets.TraitError),
        ([[0, 0]], [2], traitlets.TraitError),
        ([[0, 0]] * 9, [1] * 9, traitlets.TraitError),
    ],
)
def test_set_points_refuses_and_loses_nothing(X, y, error):
    trainer = PerceptronTrainer("OR", step=3)
    before = trainer.get_state()
    with pytest.raises(error, match="^(X|data)[^\n]*expected[^\n]*$"):
        trainer.set_points(X, y)
    assert trainer.get_state() == before


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="NAND"):
        PerceptronTrainer("NOR")
    with pytest.raises(ValueError, match="did you mean 'shade'"):
        PerceptronTrainer(shad="hard")


@pytest.mark.parametrize("name", ["presets", "lines", "noisy"])
def test_the_design_cannot_be_changed(name):
    with pytest.raises(traitlets.TraitError, match=name):
        setattr(PerceptronTrainer(), name, getattr(PerceptronTrainer(), name))


def test_state_from_the_page_reaches_the_model():
    trainer, heard = PerceptronTrainer("AND"), []
    trainer.observe(lambda change: heard.append(change["name"]), ["data", "step"])
    trainer.set_state({"data": [[0, 0, 1], [1, 1, 0]], "step": 2, "line": [1, 2, 3]})
    assert sorted(heard) == ["data", "step"]
    assert (trainer.model().b, trainer.model().w.tolist()) == (0, [-1, -1])
    assert trainer.neuron().parameters.tolist() == [1, 2, 3]


def test_two_trainers_share_nothing():
    one, two = PerceptronTrainer(), PerceptronTrainer()
    one.set_points([[0, 0]], [1])
    one.done = ["a"]
    assert (two.data, two.done) == (PerceptronTrainer("AND").data, [])


# ---- the page ----


def test_static_page_is_the_same_every_time_and_complete():
    trainer = PerceptronTrainer("XOR", step=9)
    text = trainer.static_html()
    assert text == PerceptronTrainer("XOR", step=9).static_html()
    (state,) = re.findall(r'<script type="application/json">(.*?)</script>', text)
    sent = json.loads(state)
    assert (sent["data"], sent["step"]) == (trainer.data, 9)
    assert not re.search(r'(src|href)="(?!data:)', text)


def test_poster_is_a_picture_that_says_what_it_shows():
    (alt,), (data,) = (
        re.findall(pattern, PerceptronTrainer().poster())
        for pattern in (r'alt="([^"]*)"', r'base64,([^"]*)"')
    )
    assert html.unescape(alt).startswith("The four points of XOR, and a line")
    assert base64.b64decode(data).startswith(b"\x89PNG")
    assert len(data) < 120_000


def test_what_the_poster_says_is_so():
    X, y = gates("XOR")
    five, nine = (PerceptronTrainer("XOR", step=n).model() for n in (5, 9))
    for unit in (five, nine):
        assert (unit.w.tolist(), unit.b) == ([-1, 0], 0)
    assert (5 // 4, 9 // 4, 5 % 4, 9 % 4) == (1, 2, 1, 1)  # epochs 2 and 3, row 2
    assert (nine.predict(X) == y).sum() == 2
