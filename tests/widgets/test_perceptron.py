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


class TestPerceptron(Contract):
    WIDGET = PerceptronTrainer
    STARTS = tuple(GATES)
    GESTURES = (
        Gesture(
            "p4",
            (60, 30),
            ("x1", "x2"),
            {"data": XOR, "step": 7},
            lambda page: choose(page, "4"),
            8,
        ),
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
        *(
            ("data", [row], "data, row 1: expected")
            for row in ([0, np.nan, 1], [0, 0, 2], [0, 0], 3)
        ),
        ("line", [1, 2], "line: expected 3 numbers, got 2"),
        *((name, 801, name) for name in ("step", "selected", "tab", "shade", "done")),
    )
    ACCIDENTS = (
        (
            {"data": [[0, 0, 1], *XOR[1:]]},
            lambda page: press(page, "Rows read", "End"),
            "abcd",
        ),
        (
            {"data": [[0, 0, 0], [0.5, 2, 1], [1, 2, 1], [1, 1, 0]]},
            lambda page: press(page, "Rows read", "End"),
            "d",
        ),
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
        for i in range(45):
            m = int(rng.integers(1, 9))
            X = rng.uniform(-1, 2, (m, 2)).round(i % 2 * 9)
            y = (
                rng.integers(0, 2, m)
                if i % 3
                else (X @ rng.normal(size=2) > 0.3).astype(int)
            )
            line = [*(10 ** rng.uniform(-1, 3) * rng.normal(size=2)), rng.normal()]
            line = [*(entry["line"] for entry in LINES.values()), [0, 0, 1], line][
                min(i, 5)
            ]
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
                hard, soft = (
                    heaviside(neuron.score(X[rows])),
                    neuron.probability(X[rows]),
                )
                wrong, loss = np.mean(hard != y[rows]), neuron.loss(X[rows], y[rows])
                squared = np.mean((soft - y[rows]) ** 2)
                costs = [
                    np.mean(y[rows]),
                    wrong,
                    wrong,
                    squared,
                    np.inf if wrong else 0,
                    loss,
                ]
            names = (
                "ones",
                "wrong",
                "squared_hard",
                "squared_soft",
                "loss_hard",
                "loss_soft",
            )
            found |= {
                f"{name}_{where}": cost for name, cost in zip(names, costs, strict=True)
            }
        return found

    def printed(self, trainer):
        if trainer.tab == "soft":
            found = self.expected(trainer)
            return [
                found[f"{name}_all"]
                for name in ("squared_hard", "squared_soft", "loss_soft")
            ]
        unit, now = Perceptron().fit(trainer.points, trainer.labels), trainer.model()
        return [
            *unit.mistakes,
            unit.converged,
            *([*now.w, now.b] if now.history else []),
        ]

    def by_keys(self, page):
        press(page, "Rows read", "ArrowRight", 23)
        yield ""
        press(page, "Rows read", "ArrowRight")
        yield "a"
        pick(page, "OR")
        press(page, "Rows read", "End")
        yield "ab"
        pick(page, "XOR")
        press(page, "Rows read", "ArrowRight", 8)
        yield "ab"
        press(page, "Rows read", "ArrowRight")
        yield "abc"
        choose(page, "3")
        for x2, ticked in ((-0.5, "abc"), (2, "abcd")):
            type_number(page, "x2", x2)
            press(page, "Rows read", "End")
            yield ticked
        choose(page, "hard or soft")
        type_number(page, "Steepness", 2)
        yield "abcde"


def rows(page):
    """The trail's rows as lists of texts."""
    settle(page)
    cells = "all => all.map((tr) => [...tr.cells].map((td) => td.textContent))"
    return [
        row for row in page.locator(".nn-trail tr").evaluate_all(cells) if len(row) > 1
    ]


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
    assert (
        "have been here before, in epoch 2: the mistakes go round for ever"
        in text_of(page)
    )
    assert [row[:2] for row in rows(page) if "↺" in row[1]] == [
        ["2", "↺ 2"],
        ["3", "↺ 2"],
    ]
    tell(page, data=AND, step=24)
    assert (
        "Epoch 6 passed without a mistake: the rule has ended, after 10 mistakes."
        in text_of(page)
    )
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
    assert (data[:4], len({(x, y) for x, y, _ in data}), state(page)["step"]) == (
        XOR,
        5,
        0,
    )
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


@pytest.mark.parametrize(
    "data", [AND, XOR, [[0.25, -0.5, 1], [1.5, 1, 0], [-0.75, 1.75, 0]]]
)
def test_the_plane_shows_unit_points_and_next_row(mounted, data):
    page, places = (
        mounted(PerceptronTrainer(data=data)),
        np.random.default_rng(6).random((40, 2)),
    )
    for step in (1, 4, 5, 9, 24):
        tell(page, step=step)
        unit, old = (
            PerceptronTrainer(data=data, step=n).model() for n in (step, step - 1)
        )
        changed = (*unit.w, unit.b) != (*old.w, old.b)
        for kind, one, there in (("nn-stroke", unit, True), ("nn-old", old, changed)):
            scores = np.array(
                [one.score(np.array([[u, v]])) for u in (-1, 2) for v in (-1, 2)]
            )
            paths = strokes(page, ".nn-plane", kind)
            assert bool(paths) == (there and scores.min() < 0 < scores.max())
            if paths:
                np.testing.assert_allclose(one.score(3 * paths[0] - 1), 0, atol=0.03)
                assert np.all(np.min(abs(paths[0] * (1 - paths[0])), axis=1) < 0.01)
            if paths and kind == "nn-stroke":
                start, tip = 3 * paths[1] - 1
                assert unit.score(start[None]) == pytest.approx(0, abs=0.03)
                assert (tip - start) @ unit.w == pytest.approx(
                    np.hypot(*(tip - start)) * np.hypot(*unit.w), rel=1e-2
                )
        X, y = np.array(data)[:, :2], np.array(data)[:, 2]
        ended, wrong = unit.converged, unit.predict(X) != y
        marks = page.locator("[data-handle^=p]").evaluate_all(
            "all => all.map((g) => ['one', 'ring', 'box'].map((kind) => !!g.querySelector(`.nn-${kind}`)))"
        )
        following = np.arange(len(data)) == (-1 if ended else step % len(data))
        assert marks == np.column_stack([y == 1, wrong, following]).tolist()
        score = unit.score(3 * places - 1)
        red, _, blue = pixels(page, ".nn-plane canvas", places).T
        clear = abs(score) > 0.05 * np.hypot(*unit.w)
        assert np.all((blue > red) == (score > 0), where=clear)


@pytest.mark.parametrize("line", [[10, 0, 0], [2, -1, 0.5], [-0.7, 3, -1], [1, 1, 9]])
def test_the_field_shows_the_line_and_what_happened_beside_it(mounted, line):
    page, neuron = (
        mounted(PerceptronTrainer(tab="soft", line=line)),
        PerceptronTrainer(line=line).neuron(),
    )
    k, (X, _) = np.hypot(*line[:2]), noisy_points()
    field = ".nn-plane:has([data-handle^=line])"
    levels = [
        2 * neuron.score(4 * ends - 2) / k
        for ends in strokes(page, field, "nn-stroke")[:3]
    ]
    wanted = [] if line[2] == 9 else [[-1, -1], [1, 1], [0, 0]]
    np.testing.assert_allclose(levels, wanted, atol=0.05)
    bins = np.floor(neuron.score(X) / k / 0.5)
    dots = page.locator("circle.nn-share")
    assert dots.count() == len({i for i in bins if -6 <= i < 6})
    (curve,), (hard,) = (
        strokes(page, ".nn-say:has(.nn-curve)", kind)
        for kind in ("nn-curve", "nn-hard")
    )
    distance, output = 6 * curve[:, 0] - 3, 1.2 * curve[:, 1] - 0.1
    np.testing.assert_allclose(
        output, 1 / (1 + np.exp(-k * distance)), atol=0.04 if k > 5 else 0.01
    )
    np.testing.assert_allclose(1.2 * hard[:, 1] - 0.1, [0, 0, 1, 1], atol=0.01)


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
