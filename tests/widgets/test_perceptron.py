"""The perceptron trainer: the contract, the run under moving points, what the plane shows, the lamp's question."""

import itertools

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import choose, click, done, drag_mouse, drag_touch, open_more, press, type_number, undo_is_off
from nnbook.widgets import PerceptronTrainer
from nnlib.perceptron import Perceptron
from widgetry import numbers, settle, state, strokes, tell, text_of

BELL, LAMP = (PerceptronTrainer(name).data for name in ("bell", "lamp"))
ROUND = {"data": [*BELL, [0.5, 0.5, 0]], "step": 4}
"""A fifth row, of label 0 and in the middle: the rule never learns it."""


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


def stuck(trainer):
    """After how many rows the rule is seen to go round, or has read all of 100 passes; None where it ends."""
    m, unit = len(trainer.data), Perceptron().fit(trainer.points, trainer.labels)
    after = {(c.epoch - 1) * m + c.row: (*c.w, c.b) for c in unit.history}
    now, seen = (0, 0, 0), set()
    for step in range(m * len(unit.mistakes)):
        if (step % m, now) in seen:
            return None if unit.converged else step
        seen.add((step % m, now))
        now = after.get(step, now)
    return None if unit.converged else m * len(unit.mistakes)


def row(number):
    def select(page):
        open_more(page)
        choose(page, str(number))

    return select


def again(page, times):
    for _ in range(times):
        click(page, "Next mistake")


def say(page, answer):
    page.locator(".nn-answer").focus()
    page.keyboard.type(f"{answer}\n")
    settle(page)


class TestPerceptron(Contract, Remade):
    WIDGET = PerceptronTrainer
    STARTS = ("bell", "press", "lamp")
    GESTURES = (Gesture("p3", (60, 30), ("x₁", "x₂"), {"data": LAMP, "step": 7}, row(3), 8),)
    REFUSED = (
        ("data", [], "data: expected 1 to 8 rows [x1, x2, label], got 0"),
        ("data", [[0, 0, 1]] * 9, "data: expected 1 to 8 rows [x1, x2, label], got 9"),
        ("data", [[0, 0, 1], [0, 2.5, 1]], "data, row 1: expected x1 and x2 from -1"),
        *(("data", [row], "data, row 0: expected") for row in ([0, np.nan, 1], [0, 0, 2], [0, 0], 3)),
        *((name, 801, name) for name in ("step", "selected", "answers", "done")),
    )
    test_a_number_that_is_none = None  # Python refuses data that are none (REFUSED)
    ACCIDENTS = (
        ({"data": BELL, "step": 16}, lambda page: drag_mouse(page, "p0", 0, 60), "abcd"),
        ({"data": LAMP}, lambda page: again(page, 9), "abcd"),
        ({"data": [[0, 0, 0], [1, 1, 0]]}, lambda page: press(page, "Rows read", "End"), "abcd"),
        (ROUND | {"step": 40}, lambda page: drag_mouse(page, "p4", 60, 0), "abcd"),
        ({"start": "lamp"}, lambda page: say(page, 4), "b"),
    )
    EARNED = (
        "Pass 4 had none, after 4 mistakes.",
        "3: all but the corner opposite",
        "All 5 points are learned, after",
        "Row 0 met the same w, b in passes",
    )
    HEARD = (
        {},
        lambda page: again(page, 1),
        "Row 0: ŷ = 1, should be 0, so w\u00a0←\u00a0w\u00a0−\u00a0x and b\u00a0←\u00a0b\u00a0−\u00a01. w = (0, 1), b = 0. 3 of 4 right. Next is row 1: z = 1.",
    )

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"data": LAMP, "step": step} for step in (0, 8, 9, 400))
        yield from ({"start": "press", "step": step} for step in (3, 4, 24))
        yield {"start": "lamp", "step": 9, "done": ["b"], "answers": [3]}
        for i in range(50):
            X = rng.uniform(-1, 2, (rng.integers(1, 9), 2)).round(i % 2 * 9)
            y = X @ rng.normal(size=2) > (0.3 if i % 3 else rng.normal(size=len(X)))
            yield {"data": np.column_stack([X, y]).tolist(), "step": int(rng.choice([1, 2, 5, 13, 60, 800]))}

    def expected(self, trainer):
        unit, X, y = trainer.model(), trainer.points, trainer.labels
        found = {"right": np.sum(unit.predict(X) == y), "mistakes": [0, *unit.mistakes][-1]}
        found |= {"w1": unit.w[0], "w2": unit.w[1], "b": unit.b}
        end, best = stuck(trainer), best_of_lines(X, y)
        hidden = trainer.data == LAMP and "b" not in trainer.done
        if end is not None and trainer.step >= end and best < len(y) and not hidden:
            found["most"] = best
        return found

    def printed(self, trainer):
        unit, now = Perceptron().fit(trainer.points, trainer.labels), trainer.model()
        return [*unit.mistakes, unit.converged, *([*now.w, now.b] if now.history else [])]

    def by_keys(self, page):
        again(page, 3)
        yield ""
        again(page, 1)
        yield "a"
        choose(page, "lamp (XOR)")
        say(page, 2)
        yield "a"
        say(page, 3)
        yield "ab"
        choose(page, "bell (OR)")
        open_more(page)
        click(page, "Add a point")
        for label, number in (("x₁", 2), ("x₂", 1.5)):
            type_number(page, label, number)
        yield "ab"
        press(page, "Rows read", "End")
        yield "abc"
        press(page, "Rows read", "Home")
        type_number(page, "x₁", -1)
        type_number(page, "x₂", -1)
        yield "abc"
        press(page, "Rows read", "End")
        yield "abcd"


@pytest.mark.parametrize("pull", [drag_mouse, drag_touch])
def test_the_run_is_redone_under_a_moving_point_and_comes_back(mounted, pull):
    page = mounted(PerceptronTrainer("bell", step=9))
    before = state(page), numbers(page), strokes(page, ".nn-plane", "nn-stroke")
    pull(page, "p1", 40, -50)
    moved = PerceptronTrainer(data=state(page)["data"], step=9)
    assert numbers(page)["w1"] == moved.model().w[0] != 1
    pull(page, "p1", -40, 50)
    after = state(page) | {"selected": 0}, numbers(page), strokes(page, ".nn-plane", "nn-stroke")
    assert str(after) == str(before)


def test_points_are_drawn_in_and_a_tap_turns_a_label(mounted):
    page = mounted(PerceptronTrainer("lamp"))
    drag_mouse(page, "new0", -60, 120, release=False)
    assert len(state(page)["data"]) == 5
    page.keyboard.press("Escape")
    page.mouse.up()
    assert state(page)["data"] == LAMP
    drag_touch(page, "new0", -60, 120)
    assert state(page)["data"][4][2] == 0
    drag_mouse(page, "p1", 0, 0)
    assert [row[2] for row in state(page)["data"]] == [0, 0, 1, 0, 0]


def test_the_plane_shows_unit_points_and_correction(mounted):
    for data, step in itertools.product((BELL, LAMP, ROUND["data"]), (0, 2, 4, 5, 9, 14)):
        trainer = PerceptronTrainer(data=data, step=step)
        page = mounted(trainer)
        unit, line = trainer.model(), strokes(page, ".nn-plane", "nn-stroke")
        assert bool(line) == bool(unit.history)
        for ends in line[:1]:
            np.testing.assert_allclose(unit.score(4 * ends - 1.5), 0, atol=0.03)
        marks = page.locator("[data-handle^=p]").evaluate_all(
            "all => all.map((g) => ['one', 'ring', 'corrected'].map((kind) => !!g.querySelector(`.nn-${kind}`)))"
        )
        fixed = unit.history[-1].row if unit.history and not unit.converged else -1
        rows = np.arange(len(data))
        wanted = trainer.labels == 1, unit.predict(trainer.points) != trainer.labels, rows == fixed
        assert marks == np.transpose(wanted).tolist()


def test_the_lamp_refutes_and_tells_after_two_tries(mounted):
    page = mounted(PerceptronTrainer("lamp", step=9))
    assert "No line gets more" not in text_of(page)
    say(page, "many")
    assert "whole number" in text_of(page)
    say(page, 4)
    assert "row 3 is 1 too" in text_of(page)
    assert done(page) == ""
    say(page, 2)
    assert (done(page), numbers(page)["most"]) == ("b", 3)


def test_run_stops_at_the_circle_and_with_any_other_act(mounted):
    page = mounted(PerceptronTrainer("lamp"))
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Pause").wait_for()
    page.get_by_role("button", name="Run").wait_for()
    assert state(page)["step"] == 9
    page.get_by_role("button", name="Run").click()
    click(page, "Undo")
    assert page.get_by_role("button", name="Run").is_visible()
    assert not undo_is_off(page)
    tell(page, data=BELL)
    page.evaluate("cleanups[0]()")
    assert page.evaluate("alive - baseline") == 0


def test_points_from_python_begin_again():
    trainer = PerceptronTrainer("press", step=8)
    trainer.set_points(np.array([[0, 0.5], [1, -1]]), np.array([1, 0]))
    assert (trainer.data, trainer.step) == ([[0.0, 0.5, 1], [1.0, -1.0, 0]], 0)
    for X, y in (([[0, 0]], [0, 1]), ([0, 1], [0, 1])):
        with pytest.raises(ValueError, match="^X: expected[^\n]*$"):
            trainer.set_points(X, y)
