"""The perceptron trainer: the contract, the rule's trail, its points, its planes."""

import itertools

import numpy as np
import pytest

from contract import Contract, Gesture
from hands import choose, click, drag_mouse, handle, pick, press, type_number
from nnbook.widgets import PerceptronTrainer
from nnbook.widgets.perceptron import LINES, noisy_points
from nnlib.data.datasets import GATES
from nnlib.perceptron import Perceptron, heaviside
from widgetry import pixels, settle, state, strokes, tell, text_of

AND, OR, XOR = (PerceptronTrainer(name).data for name in ("AND", "OR", "XOR"))
COSTS = "ones", "wrong", "squared_hard", "squared_soft", "loss_hard", "loss_soft"
SOFT = {"tab": "soft", "line": [10, 0, 0]}


def best_of_lines(X, y):
    """The most points that a line gets right, of many lines near each pair of points."""
    best, places = max(np.sum(y), np.sum(1 - y)), np.linspace(-0.9, 1.9, 57)
    for one, other in itertools.permutations(X, 2):
        along = other - one
        normals = np.array([-along[1], along[0]]) + np.outer((-1e-5, 0, 1e-5), along)
        score = (X - (one + np.outer(places, along))[:, None]) @ normals.T
        right = [((score > s) == y[:, None]).sum(axis=1).max() for s in (-1e-7, 1e-7)]
        best = max(best, *right)
    return best


def end_of(trainer):
    """After how many rows the rule is seen to end or to go round."""
    m, unit = len(trainer.data), Perceptron().fit(trainer.points, trainer.labels)
    after = {(c.epoch - 1) * m + c.row: (*c.w, c.b) for c in unit.history}
    now, seen = (0, 0, 0), set()
    for step in range(m * len(unit.mistakes)):
        if not unit.converged and (step % m, now) in seen:
            return step
        seen.add((step % m, now))
        now = after.get(step, now)
    return m * len(unit.mistakes)


def row_4(page):
    choose(page, "4")


def to_the_end(page):
    press(page, "Rows read", "End")


class TestPerceptron(Contract):
    WIDGET = PerceptronTrainer
    STARTS = tuple(GATES)
    GESTURES = (
        Gesture("p4", (60, 30), ("x1", "x2"), {"data": XOR, "step": 7}, row_4, 8),
        Gesture("line-offset", (40, 0), ("Offset",), SOFT),
        Gesture("line-angle", (60, 0), ("Angle", "Offset"), SOFT, slack=6),
        Gesture("line-steepness", (-25, 0), ("Steepness",), SOFT),
    )
    BROKEN = (
        ("line", 0, "nan", "weight 1 is nan"),
        ("line", 1, "inf", "weight 2 is inf"),
        ("line", 2, "-inf", "bias is -inf"),
    )
    REFUSED = (
        ("data", [], "data: expected 1 to 8 rows [x1, x2, label], got 0"),
        ("data", [[0, 0, 1]] * 9, "data: expected 1 to 8 rows [x1, x2, label], got 9"),
        ("data", [[0, 0, 1], [0, 2.5, 1]], "data, row 2: expected x1 and x2 from -1"),
        *(("data", [row], "data, row 1: expected") for row in ([0, np.nan, 1], [0, 0, 2], [0, 0], 3)),
        ("line", [1, 2], "line: expected 3 numbers, got 2"),
        *((name, 801, name) for name in ("step", "selected", "tab", "shade", "done")),
    )
    ACCIDENTS = (
        ({"data": [[0, 0, 1], *XOR[1:]]}, to_the_end, "abcd"),
        ({"data": [XOR[0], [0.5, 2, 1], [1, 2, 1], XOR[3]]}, to_the_end, "d"),
        (SOFT, lambda page: type_number(page, "Steepness", 3), "e"),
    )
    EARNED = (
        "Ended after 10 mistakes in 6 epochs: w = (2, 1), b = −2.",
        "OR took 4 mistakes, AND 10.",
        "Row 2 met w = (−1, 0), b = 0 in epochs 2 and 3",
        "Row 3 at (1, 2): they end after",
        "Steepness 2.00: log-loss",
    )
    HEARD = (
        {},
        lambda page: press(page, "Rows read", "ArrowRight", 4),
        "Epoch 1, row 4: output 0, target 1.\nw ← w + (1, 1), b ← b + 1. w = (1, 1), b = 1. 1 of 4 right.",
    )

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"data": XOR, "step": step} for step in (0, 8, 9, 400))
        yield from ({"start": "AND", "step": step} for step in (3, 4, 24))
        lines = [*(entry["line"] for entry in LINES.values()), [0, 0, 1]]
        for i in range(45):
            X = rng.uniform(-1, 2, (rng.integers(1, 9), 2)).round(i % 2 * 9)
            y = X @ rng.normal(size=2) > (0.3 if i % 3 else rng.normal(size=len(X)))
            line = [*(10 ** rng.uniform(-1, 3) * rng.normal(size=2)), rng.normal()]
            line = lines[i] if i < len(lines) else line
            tab, shade = ("rule", "soft")[i % 5 == 0], ("hard", "soft")[i % 2]
            data = np.column_stack([X, y]).tolist()
            step = int(rng.choice([1, 2, 5, 13, 60, 800]))
            yield {"data": data, "step": step, "line": line, "tab": tab, "shade": shade}

    def expected(self, trainer):
        unit, X, y = trainer.model(), trainer.points, trainer.labels
        right = np.sum(unit.predict(X) == y)
        found = {"mistakes": len(unit.history), "right": right}
        if trainer.step:
            found |= {"w1": unit.w[0], "w2": unit.w[1], "b": unit.b}
        if trainer.step >= end_of(trainer):  # the reader may guess first
            found["most"] = best_of_lines(X, y)
        neuron, (X, y) = trainer.neuron(), noisy_points()
        near = np.abs(neuron.score(X)) / (np.hypot(*trainer.line[:2]) or 1) < 0.5
        for where, rows in (("near", near), ("all", near | True)):
            costs = [np.nan] * 6
            if rows.any():
                hard, p = heaviside(neuron.score(X[rows])), neuron.probability(X[rows])
                wrong, squared = np.mean(hard != y[rows]), np.mean((p - y[rows]) ** 2)
                loss = np.inf if wrong else 0, neuron.loss(X[rows], y[rows])
                costs = [np.mean(y[rows]), wrong, wrong, squared, *loss]
            found |= {f"{COSTS[i]}_{where}": cost for i, cost in enumerate(costs)}
        return found

    def printed(self, trainer):
        if trainer.tab == "soft":
            found = self.expected(trainer)
            return [found[f"{COSTS[i]}_all"] for i in (2, 3, 5)]
        unit, now = Perceptron().fit(trainer.points, trainer.labels), trainer.model()
        shown = [*now.w, now.b] if now.history else []
        return [*unit.mistakes, unit.converged, *shown]

    def by_keys(self, page):
        press(page, "Rows read", "ArrowRight", 23)
        yield ""
        press(page, "Rows read", "ArrowRight")
        yield "a"
        pick(page, "OR")
        to_the_end(page)
        yield "ab"
        pick(page, "XOR")
        press(page, "Rows read", "ArrowRight", 8)
        yield "ab"
        press(page, "Rows read", "ArrowRight")
        yield "abc"
        choose(page, "3")
        for x2, ticked in ((-0.5, "abc"), (2, "abcd")):
            type_number(page, "x2", x2)
            to_the_end(page)
            yield ticked
        choose(page, "hard or soft")
        type_number(page, "Steepness", 2)
        yield "abcde"


def rows(page):
    """The trail's rows as lists of texts."""
    settle(page)
    cells = "all => all.map((tr) => [...tr.cells].map((td) => td.textContent))"
    found = page.locator(".nn-trail tr").evaluate_all(cells)
    return [row for row in found if len(row) > 1]


def test_the_trail_asks_the_next_row_and_shows_the_circle(mounted):
    page = mounted(PerceptronTrainer("AND"))
    assert rows(page) == [["1", "1", "0", "0", "0", "?", "", "", "", ""]]
    for step in (4, 5):
        click(page, "Next mistake")
        assert state(page)["step"] == step
    click(page, "Back")
    assert rows(page)[3:] == [
        ["1", "4", "1", "1", "1", "0", "1", "1", "1", "1"],
        ["2", "1", "0", "0", "0", "?", "", "", "", ""],
    ]
    tell(page, data=XOR, step=8)
    assert "been here before" not in text_of(page)
    click(page, "Step")
    assert "been here before, in epoch 2: the mistakes go round" in text_of(page)
    met = [row[:2] for row in rows(page) if "↺" in row[1]]
    assert met == [["2", "↺ 2"], ["3", "↺ 2"]]
    tell(page, data=AND, step=24)
    assert "Epoch 6 passed without a mistake: the rule has ended" in text_of(page)
    assert page.get_by_role("button", name="Step").is_disabled()


def test_run_pauses_at_the_circle_and_ends_with_any_other_act(mounted):
    page = mounted(PerceptronTrainer("XOR", step=6))
    click(page, "Run")
    page.get_by_role("button", name="Pause").wait_for()
    page.get_by_role("button", name="Run").wait_for()
    assert state(page)["step"] == 9
    click(page, "Undo")
    assert state(page)["step"] == 6
    click(page, "Run")
    press(page, "x1", "ArrowRight")
    assert page.get_by_role("button", name="Run").is_enabled()
    page.evaluate("cleanups[0]()")
    assert page.evaluate("alive - baseline") == 0
    page = mounted(PerceptronTrainer("XOR"), motion=False)
    click(page, "Run")
    assert page.get_by_role("button", name="Run").is_visible()
    assert state(page)["step"] == 1


def test_points_come_go_and_change_their_label(mounted):
    page = mounted(PerceptronTrainer("XOR", step=6))
    click(page, "Add")
    data = state(page)["data"]
    assert (data[:4], state(page)["step"]) == (XOR, 0)
    assert len({(x, y) for x, y, _ in data}) == 5
    choose(page, "2")
    click(page, "Remove")
    assert state(page)["data"] == [XOR[0], *data[2:]]
    for _ in range(2):
        click(page, "Undo")
    assert (state(page)["data"], state(page)["step"]) == (XOR, 6)
    page.evaluate(  # time stands still, however slow the machine
        "window.clock = 0; Object.defineProperty(Event.prototype, 'timeStamp', { get: () => clock })"
    )
    page.mouse.dblclick(*handle(page, "p3"), delay=60)
    assert [row[2] for row in state(page)["data"]] == [0, 1, 0, 0]
    (x, y), (x4, _) = handle(page, "p1"), handle(page, "p3")
    page.mouse.dblclick(x + 1.5 * (x4 - x), y + 0.5 * (x4 - x), delay=60)
    assert state(page)["data"][4] == [1.5, -0.5, 1]
    drag_mouse(page, "p2", -2000, 13)
    x1, x2, _ = state(page)["data"][1]
    assert (x1, (8 * x2).is_integer()) == (-1, True)


def crosses(unit):
    """Whether the unit's line runs through the plane."""
    z = unit.score(np.array([*itertools.product((-1, 2), repeat=2)]))
    return z.min() < 0 < z.max()


@pytest.mark.parametrize("data", [AND, XOR, [[0.25, -0.5, 1], [1.5, 1, 0]]])
def test_the_plane_shows_unit_points_and_next_row(mounted, data):
    page = mounted(PerceptronTrainer(data=data))
    places = np.random.default_rng(6).random((40, 2))
    for step in (1, 4, 5, 9, 24):
        tell(page, step=step)
        trainer = PerceptronTrainer(data=data, step=step)
        unit, old = trainer.model(), PerceptronTrainer(data=data, step=step - 1).model()
        faded, solid = (strokes(page, ".nn-plane", kind) for kind in ("nn-old", "nn-stroke"))
        changed = len(unit.history) > len(old.history)
        assert (bool(faded), bool(solid)) == (changed and crosses(old), crosses(unit))
        for one, (ends, *arrow) in [(old, faded)] * bool(faded) + [(unit, solid)] * bool(solid):
            np.testing.assert_allclose(one.score(3 * ends - 1), 0, atol=0.03)
            assert np.min(abs(ends * (1 - ends)), axis=1).max() < 0.01
            for shaft in arrow[:1]:
                start, tip = unit.score(3 * shaft - 1)
                assert abs(start) < 0.03 < tip
        marks = page.locator("[data-handle^=p]").evaluate_all(
            "all => all.map((g) => ['one', 'ring', 'box'].map((kind) => !!g.querySelector(`.nn-${kind}`)))"
        )
        wrong = unit.predict(trainer.points) != trainer.labels
        following = np.arange(len(data)) == (step % len(data) if not unit.converged else -1)
        assert marks == np.transpose([trainer.labels == 1, wrong, following]).tolist()
        score, (red, _, blue) = (
            unit.score(3 * places - 1),
            pixels(page, ".nn-plane canvas", places).T,
        )
        clear = abs(score) > 0.05 * np.hypot(*unit.w)
        assert np.all((blue > red) == (score > 0), where=clear)


@pytest.mark.parametrize("line", [[10, 0, 0], [2, -1, 0.5], [1, 1, 9]])
def test_the_field_shows_the_line_and_what_happened_beside_it(mounted, line):
    trainer, (X, _) = PerceptronTrainer(tab="soft", line=line), noisy_points()
    page, score, k = mounted(trainer), trainer.neuron().score, np.hypot(*line[:2])
    lines = strokes(page, ".nn-plane:has([data-handle^=line])", "nn-stroke")[:3]
    found = [2 * score(4 * ends - 2) / k for ends in lines]
    wanted = [[-1, -1], [1, 1], [0, 0]] if line[2] < 9 else []
    np.testing.assert_allclose(found, wanted, atol=0.05)
    full = {i for i in np.floor(2 * score(X) / k) if -6 <= i < 6}
    assert page.locator("circle.nn-share").count() == len(full)
    profile = ".nn-say:has(.nn-curve)"
    x, y = strokes(page, profile, "nn-curve")[0].T * [[6], [1.2]] - [[3], [0.1]]
    np.testing.assert_allclose(y, 1 / (1 + np.exp(-k * x)), atol=0.003 * (k + 3))
    hard = strokes(page, profile, "nn-hard")[0][:, 1]
    np.testing.assert_allclose(1.2 * hard - 0.1, [0, 0, 1, 1], atol=0.01)


def test_points_from_python_begin_again():
    trainer = PerceptronTrainer("AND", step=8)
    trainer.set_points(np.array([[0, 0.5], [1, -1]]), np.array([1, 0]))
    assert (trainer.data, trainer.step) == ([[0.0, 0.5, 1], [1.0, -1.0, 0]], 0)
    for X, y in (([[0, 0]], [0, 1]), ([0, 1], [0, 1])):
        with pytest.raises(ValueError, match="^X: expected[^\n]*$"):
            trainer.set_points(X, y)
    X, y = noisy_points(100_000, seed=3)
    assert y[np.abs(X[:, 0] - 0.5) < 0.05].mean() == pytest.approx(0.731, abs=0.03)
    unit = PerceptronTrainer("XOR", step=9).model()
    assert (unit.w.tolist(), unit.b, unit.mistakes) == ([-1, 0], 0, [2, 3, 1])
