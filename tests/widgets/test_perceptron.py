"""The perceptron trainer: the contract, a run under moving points, the plane, the lamp's question."""

import itertools

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import choose, click, done, drag_mouse, drag_touch, handle, open_more, press, type_number
from nnbook.widgets import PerceptronTrainer
from nnlib.perceptron import Perceptron
from widgetry import numbers, state, strokes, text_of

BELL, LAMP = (PerceptronTrainer(name).data for name in ("bell", "lamp"))
NEVER = [*BELL, [0.5, 0.5, 0]]


def best_of_lines(X, y):
    """The most rows that a line gets right: cut at each row, in every direction that matters."""
    ways = [np.arctan2(*(q - p)) + turn for p in X for q in X for turn in (-1e-7, 1e-7)]
    z = np.array([X @ [np.cos(way), -np.sin(way)] for way in ways])
    right = ((z[:, None] > z[:, :, None]) == y).sum(axis=-1)
    return max(right.max(), len(y) - right.min())


def stuck(trainer):
    """After how many rows the same w and b meet the same row again, or all passes are over; infinite if it ends."""
    m, unit, now, keys = len(trainer.data), Perceptron().fit(trainer.points, trainer.labels), (0, 0, 0), {}
    after = {(c.epoch - 1) * m + c.row: (*c.w, c.b) for c in unit.history}
    for step in range(m * len(unit.mistakes)):
        if keys.setdefault((step % m, now), step) < step:
            return np.inf if unit.converged else step
        now = after.get(step, now)
    return np.inf if unit.converged else 100 * m


def press_on(page, times=1):
    for _ in range(times):
        click(page, "Next mistake")


def say(page, answer):
    page.locator(".nn-answer").focus()
    page.keyboard.type(f"{answer}\n")


class TestPerceptron(Contract, Remade):
    WIDGET = PerceptronTrainer
    STARTS = ("bell", "press", "lamp")
    GESTURES = (Gesture("p0", (60, 30), ("x₁", "x₂"), {"data": LAMP, "step": 7}, slack=8),)
    REFUSED = (
        ("data", [], "data: expected 1 to 8 rows [x1, x2, label], got 0"),
        ("data", [[0, 0, 1], [0, 2.75, 1]], "data, row 1: expected x1 and x2 from -1"),
        *(("data", [row], "data, row 0: expected") for row in ([0, np.nan, 1], [0, 0, 2], [0, 0], 3)),
        *((name, 801, name) for name in ("step", "selected", "answers", "done")),
    )
    LAST = ".nn-press"
    test_a_number_that_is_none = None  # Python refuses such data, see above
    ACCIDENTS = (
        ({"data": BELL, "step": 16}, lambda page: drag_mouse(page, "p0", 0, 60), "abcd"),
        *(({"data": data}, lambda page: press_on(page, 12), "abcd") for data in (BELL[:1], LAMP, [*LAMP, [2, 2, 0]])),
        ({"data": NEVER, "step": 40}, lambda page: drag_mouse(page, "p4", 60, 0), "abcd"),
    )
    EARNED = "Pass 4 had none, after 4", "All 5 are learned", "same w, b in passes", "3: all but"
    HEARD = {}, press_on, "w = (0, 1), b = 0. 3 of 4 right. Next is row 1: z = 1."

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"data": LAMP, "step": step} for step in (0, 8, 9, 400))
        yield {"start": "lamp", "step": 9, "done": ["d"], "answers": [3]}
        for i in range(50):
            X = rng.uniform(-1, 2, (rng.integers(1, 9), 2)).round(i % 2 * 9)
            y = X @ rng.normal(size=2) > (0.3 if i % 3 else rng.normal(size=len(X)))
            yield {"data": np.column_stack([X, y]).tolist(), "step": int(rng.choice([1, 5, 13, 60])) if i % 3 else 800}

    def expected(self, trainer):
        unit, y = trainer.model(), trainer.labels
        found = {"right": np.sum(unit.predict(trainer.points) == y), "w1": unit.w[0], "w2": unit.w[1], "b": unit.b}
        now = min(trainer.step // len(y) + (not unit.converged), 100)
        found["mistakes"] = sum(c.epoch == now for c in unit.history)
        asked, best = trainer.data == LAMP and not trainer.done, best_of_lines(trainer.points, y)
        return found | ({"most": best} if trainer.step >= stuck(trainer) and best < len(y) and not asked else {})

    def printed(self, trainer):
        unit, now = Perceptron().fit(trainer.points, trainer.labels), trainer.model()
        return [*unit.mistakes, unit.converged, *([*now.w, now.b] if now.history else [])]

    def by_keys(self, page):
        press_on(page, 3)
        yield ""
        press_on(page)
        yield "a"
        open_more(page)
        click(page, "Add a point")
        for place, ticked in (((-1, -1), "ab"), ((2, 1.5), "abc")):
            press(page, "Rows read", "Home")
            for label, number in zip(("x₁", "x₂"), place, strict=True):
                type_number(page, label, number)
            yield ticked[:-1]
            press(page, "Rows read", "End")
            yield ticked
        choose(page, "lamp (XOR)")
        for answer, ticked in ((2, "abc"), (3, "abcd")):
            say(page, answer)
            yield ticked


@pytest.mark.parametrize("pull", [drag_mouse, drag_touch])
def test_the_run_follows_a_point_away_and_back_and_new_ones(mounted, pull):
    page = mounted(PerceptronTrainer("bell", step=9))
    before = state(page)["data"], numbers(page)
    pull(page, "p1", 40, -50)
    assert before[1] != numbers(page)
    pull(page, "p1", -40, 50)
    assert (state(page)["data"], numbers(page)) == before
    pull(page, "new0", -30, 50)
    x, y, _ = state(page)["data"][4]
    assert x < 2.2 and 1.5 < y < 2.3, "where it is let go, and no farther"
    drag_mouse(page, "p4", 120, -200)
    assert state(page)["data"][4][:2] == [2.5, 2.5]
    click(page, "Undo")
    page.mouse.click(*handle(page, "p1"))  # a tap turns the label
    assert [row[2] for row in state(page)["data"]] == [0, 0, 1, 1, 0]


def test_the_plane_shows_unit_points_and_correction(mounted):
    for data, step in itertools.product((LAMP, NEVER), (0, 2, 4, 5, 9, 14)):
        trainer = PerceptronTrainer(data=data, step=step)
        page, unit = mounted(trainer), trainer.model()
        line, wrong = strokes(page, ".nn-plane", "nn-stroke"), unit.predict(trainer.points) != trainer.labels
        assert bool(line) == bool(unit.history)
        np.testing.assert_allclose([unit.score(4 * ends - 1.5) for ends in line[:1]], 0, atol=0.03)
        look = "g => ['one', 'ring', 'corrected'].map((kind) => !!g.querySelector(`.nn-${kind}`))"
        marks = page.locator("[data-handle^=p]").evaluate_all(f"all => all.map({look})")
        fixed = np.arange(len(data)) == (unit.history[-1].row if unit.history else -1)
        assert marks == np.transpose([trainer.labels == 1, wrong, fixed]).tolist()


def test_the_lamp_refutes_and_tells_after_two_tries(mounted):
    page = mounted(PerceptronTrainer("lamp", step=9))
    for answer, reply, ticked in (("many", "whole number", ""), (4, "row 3 is 1 too", ""), (2, "It is 3.", "d")):
        assert "most" not in numbers(page)
        say(page, answer)
        assert reply in text_of(page) and done(page) == ticked


def test_run_stops_at_the_circle_and_with_any_other_act(mounted):
    page = mounted(PerceptronTrainer("lamp"))
    run, pause = (page.get_by_role("button", name=name, exact=True) for name in ("Run", "Pause"))
    for act in (lambda: click(page, "Undo"), run.wait_for):
        run.click()
        pause.wait_for()
        act()
        assert run.is_visible()
    assert state(page)["step"] == 9


def test_on_a_phone_the_button_and_what_it_did_are_seen_together(mounted):
    page = mounted(PerceptronTrainer(), width=390)
    click(page, "Next mistake")
    top, last = (page.locator(name).bounding_box() for name in (".nn-goal", ".nn-now"))
    assert last["y"] + last["height"] - top["y"] <= 660


def test_the_score_is_whole_and_says_which_mistakes(mounted):
    page = mounted(PerceptronTrainer())
    assert "0 mistakes in this pass" in text_of(page)
    for data in (BELL, NEVER):
        page = mounted(PerceptronTrainer(data=data, step=800))
        for task in page.locator(".nn-dots input").all():
            task.check(force=True)
            assert page.locator(".nn-score").evaluate("el => el.scrollWidth <= el.clientWidth")
