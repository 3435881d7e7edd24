"""The perceptron trainer in a browser, without a kernel: its numbers, its points and line, its tasks, its manners."""

import itertools
import json

import numpy as np
import pytest

from hands import (
    LIVE,
    choose,
    click,
    done,
    drag_mouse,
    drag_touch,
    handle,
    press,
    stop_clock,
    type_number,
    typed,
)
from nnbook.widgets import CoffeeRoaster, PerceptronTrainer
from nnbook.widgets.perceptron import LINES, noisy_points
from nnlib.data.datasets import gates
from nnlib.perceptron import Perceptron, heaviside
from widgetry import (
    BARE,
    bare_page,
    numbers,
    on_every_screen,
    settle,
    state,
    tell,
    violations,
)

AND, OR, XOR = (PerceptronTrainer(name).data for name in ("AND", "OR", "XOR"))


def said(page):
    """What stands beside the plane of the rule."""
    settle(page)
    return page.locator(".nn-say").first.inner_text()


def is_off(page, name):
    return page.get_by_role("button", name=name, exact=True).is_disabled()


def per_unit(page, panel=0):
    """CSS pixels of a unit of the plane's axes."""
    span = (3, 4)[panel]
    return page.locator(".nn-plane canvas").nth(panel).bounding_box()["width"] / span


# ---- the numbers are nnlib's ----


def random_points(rng, m):
    """Points on the widget's grid or anywhere, with labels of a line or of chance."""
    X = rng.uniform(-1, 2, (m, 2))
    X = np.round(8 * X) / 8 if rng.random() < 0.5 else X
    noise = rng.random() < 0.4
    y = rng.integers(0, 2, m) if noise else (X @ rng.normal(size=2) > 0.3).astype(int)
    return X, y


HISTORIES = """async ([all, url]) => {
  const text = await (await fetch(url)).text();
  const run = new Function(text.replace("export default { render };", "return [learn, mostRight, costs];"));
  const [learn, mostRight] = run();
  return all.map((data) => {
    const { read, mistakes, ended, first, again } = learn(data);
    const history = read.filter((r) => r.error).map((r) => [r.epoch, r.row, ...r.unit]);
    const before = read.map((r, i) => [r.row, ...(read[i - 1]?.unit ?? [0, 0, 0])]);
    return { history, mistakes, ended, first, again, before, most: mostRight(data) };
  });
}"""


def learned(page, tables):
    """What the widget's own `learn` and `mostRight` say of tables of points."""
    return page.evaluate(HISTORIES, [tables, page.evaluate("url")])


def test_whole_histories_are_nnlibs_on_random_points(open_trainer):
    rng = np.random.default_rng(0)
    cases = [random_points(rng, int(rng.integers(1, 9))) for _ in range(300)]
    cases += [gates(name) for name in ("AND", "OR", "NAND", "XOR")]
    tables = [np.column_stack(case).tolist() for case in cases]
    found = learned(open_trainer(), tables)
    ends = set()
    for (X, y), mine in zip(cases, found, strict=True):
        unit = Perceptron().fit(X, y, epochs=100)
        history = [[c.epoch, c.row, *c.w.tolist(), c.b] for c in unit.history]
        assert mine["history"] == history
        assert (mine["mistakes"], mine["ended"]) == (unit.mistakes, unit.converged)
        ends.add(unit.converged)
    assert ends == {True, False}


def test_a_circle_is_the_first_return_of_weights_and_row(open_trainer):
    rng = np.random.default_rng(1)
    places, labels = (
        rng.integers(-2, 5, (100, 5, 2)) / 2,
        rng.integers(0, 2, (100, 5, 1)),
    )
    cases = [*np.concatenate([places, labels], axis=2).tolist(), AND, XOR]
    circles = 0
    for mine in learned(open_trainer(), cases):
        seen, expected = {}, (None, None)
        for i, key in enumerate(map(tuple, mine["before"])):
            if key in seen:
                expected = seen[key], i
                break
            seen[key] = i
        if mine["ended"]:  # weights that make no mistake return, but not in a circle
            expected = None, None
        assert (mine.get("first"), mine.get("again")) == expected
        circles += expected != (None, None)
    assert (mine["first"], mine["again"]) == (5, 9)
    assert circles > 10


def best_of_lines(X, y):
    """The most points that a line gets right: from many lines tried near each pair of points."""
    best, m = max(np.sum(y), np.sum(1 - y)), len(y)
    for i, j in itertools.combinations(range(m), 2):
        along = X[j] - X[i]
        if not along.any():
            continue
        for turn in (-1e-5, 0, 1e-5):
            for place in np.linspace(-0.9, 1.9, 57):  # where to turn about
                pivot = X[i] + place * along
                normal = np.array([-along[1], along[0]]) + turn * along
                for shift in (-1e-7, 1e-7):
                    on = (X - pivot) @ normal > shift
                    best = max(best, np.sum(on == y), np.sum(on != y))
    return best


def test_the_best_line_is_the_best(open_trainer):
    rng = np.random.default_rng(2)
    cases = [random_points(rng, int(rng.integers(2, 7))) for _ in range(30)]
    # Points in a row, and points on top of each other.
    cases += [
        (np.array([[0, 0], [0.5, 0.5], [1, 1], [1.5, 1.5]]), np.array(y))
        for y in ([0, 1, 0, 1], [1, 0, 0, 1], [0, 0, 1, 1])
    ]
    cases += [(np.array([[0.0, 0], [0, 0], [1, 1]]), np.array([0, 1, 1]))]
    cases += [(np.zeros((1, 2)), np.array([label])) for label in (0, 1)]
    cases += [(np.zeros((3, 2)), np.array([0, 1, 1])), gates("XOR"), gates("AND")]
    tables = [np.column_stack(case).tolist() for case in cases]
    most = [mine["most"] for mine in learned(open_trainer(), tables)]
    assert most == [best_of_lines(X, y) for X, y in cases]
    assert most[-2:] == [3, 4]


def test_the_display_is_the_model_at_every_step(open_trainer):
    for name in ("AND", "XOR"):
        page = open_trainer(name)
        for step in range(1, 25):
            click(page, "Step")
            unit, found = PerceptronTrainer(name, step=step).model(), numbers(page)
            assert [found[key] for key in ("w1", "w2", "b")] == [*unit.w, unit.b]
            assert found["mistakes"] == len(unit.history)
            X, y = gates(name)
            assert found["right"] == np.sum(unit.predict(X) == y)
            # The best line is named at the end only: the reader may guess first.
            end = 24 if name == "AND" else 9
            assert found.get("most") == (best_of_lines(X, y) if step >= end else None)
            shown = ", ".join(map(str, unit.mistakes[-5:]))
            text = said(page)
            assert f"{shown} ({len(unit.history)} in all)." in text
        assert is_off(page, "Step") == (name == "AND")


COSTS = "ones", "wrong", "squared_hard", "squared_soft", "loss_hard", "loss_soft"


def cost_by_nnlib(trainer, near):
    X, y = noisy_points()
    neuron, k = trainer.neuron(), np.hypot(*trainer.line[:2]) or 1
    kept = np.abs(neuron.score(X)) / k < 0.5 if near else np.full(len(y), True)
    X, y = X[kept], y[kept]
    if not len(y):
        return dict.fromkeys(COSTS, np.nan)
    hard, soft = heaviside(neuron.score(X)), neuron.probability(X)
    wrong = np.mean((hard - y) ** 2)
    squared, hard_loss = np.mean((soft - y) ** 2), np.inf if wrong else 0
    costs = np.mean(y), np.mean(hard != y), wrong, squared, hard_loss, neuron.loss(X, y)
    return dict(zip(COSTS, costs, strict=True))


def test_costs_are_nnlibs_on_random_lines(open_trainer):
    rng = np.random.default_rng(3)
    lines = [
        [*(10 ** rng.uniform(-1, 3) * rng.normal(size=2)), rng.normal()]
        for _ in range(60)
    ]
    lines += [entry["line"] for entry in LINES.values()] + [[0, 0, 1], [0, 0, 0]]
    page, compared = open_trainer(tab="soft"), 0
    for line in lines:
        tell(page, line=[float(x) for x in line])
        trainer, found = PerceptronTrainer(line=line), numbers(page)
        for where in ("near", "all"):
            for name, expected in cost_by_nnlib(trainer, where == "near").items():
                assert found[f"{name}_{where}"] == pytest.approx(
                    expected, rel=1e-10, abs=1e-12, nan_ok=True
                ), (name, where, line)
                compared += 1
    assert compared == 12 * len(lines)
    assert page.complaints == []


# ---- stepping ----


def test_steps_forward_and_back(open_trainer):
    page = open_trainer("AND")
    assert "No line; the unit says 0 everywhere." in said(page)
    assert is_off(page, "Back")
    click(page, "Next mistake")
    assert state(page)["step"] == 4
    text = said(page)
    assert "Epoch 1, row 4: output 0, target 1.\nw ← w + (1, 1), b ← b + 1." in text
    click(page, "Step")
    click(page, "Step")
    assert state(page)["step"] == 6
    click(page, "Back")
    assert state(page)["step"] == 5
    press(page, "Rows read", "End")
    text = said(page)
    assert "Epoch 6 passed without a mistake" in text
    assert "after 10 mistakes" in text
    assert [is_off(page, name) for name in ("Step", "Next mistake", "Run")] == [
        True
    ] * 3
    press(page, "Rows read", "Home")
    assert state(page)["step"] == 0


def test_next_mistake_stops_at_each_and_then_at_the_end(open_trainer):
    page, seen = open_trainer("AND"), []
    while not is_off(page, "Next mistake"):
        click(page, "Next mistake")
        seen.append(state(page)["step"])
    history = Perceptron().fit(*gates("AND")).history
    assert seen == [4 * (c.epoch - 1) + c.row + 1 for c in history] + [24]


def rows(page):
    """The trail's rows as lists of texts, empty ones left out."""
    settle(page)
    cells = "all => all.map((tr) => [...tr.cells].map((td) => td.textContent))"
    found = page.locator(".nn-trail tr").evaluate_all(cells)
    return [row for row in found if len(row) > 1]


def test_the_trail_holds_the_last_rows_and_asks_the_next(open_trainer):
    page = open_trainer("AND")
    assert rows(page) == [["1", "1", "0", "0", "0", "?", "", "", "", ""]]
    press(page, "Rows read", "ArrowRight", 4)
    assert rows(page)[3:] == [
        ["1", "4", "1", "1", "1", "0", "1", "1", "1", "1"],
        ["2", "1", "0", "0", "0", "?", "", "", "", ""],
    ]
    press(page, "Rows read", "End")
    assert len(rows(page)) == 12
    assert [row[:2] for row in rows(page)[-2:]] == [["6", "3"], ["6", "4"]]
    assert page.locator(".nn-trail .nn-mistake").count() == sum(
        row[6] != "0" for row in rows(page)
    )


def test_xor_meets_its_weights_again_and_says_so(open_trainer):
    page = open_trainer("XOR", step=8)
    sentence = "These weights and this row have been here before, in epoch 2"
    assert sentence not in said(page)
    assert page.locator(".nn-trail .nn-met").count() == 0
    click(page, "Step")
    assert sentence in said(page)
    assert "(the best line: 3)" in said(page)
    assert [row[:2] for row in rows(page) if "↺" in row[1]] == [
        ["2", "↺ 2"],
        ["3", "↺ 2"],
    ]
    before = [row[-3:] for row in rows(page)]
    assert before[4] == before[8] == ["−1", "0", "0"]
    press(page, "Rows read", "End")
    assert state(page)["step"] == 400
    assert sentence in said(page)


# Presses the button at a step of the run, which a slow machine could miss from outside.
PAUSE_AT = """(button, at) => {
  const look = () => {
    if (traits.step !== at) return;
    model.off("change:step", look);
    window.pressed = button.textContent;
    button.click();
  };
  model.on("change:step", look);
}"""


def test_run_goes_on_by_itself_to_the_circle_and_pauses(open_trainer):
    page = open_trainer("XOR", step=3)
    run = page.get_by_role("button", name="Run", exact=True)
    run.evaluate(PAUSE_AT, 5)
    run.click()
    page.wait_for_function("traits.step === 5")
    page.wait_for_timeout(700)
    assert state(page)["step"] == 5
    assert page.evaluate("pressed") == "Pause"
    click(page, "Run")
    page.get_by_role("button", name="Run", exact=True).wait_for()
    assert state(page)["step"] == 9
    click(page, "Undo")
    assert state(page)["step"] == 5
    click(page, "Undo")
    assert state(page)["step"] == 3


def test_any_other_act_ends_the_run(open_trainer):
    page = open_trainer("XOR")
    click(page, "Run")
    page.wait_for_function("traits.step >= 1")
    press(page, "x1", "ArrowRight")
    assert state(page)["step"] == 0
    page.wait_for_timeout(700)
    assert state(page)["step"] == 0
    assert not is_off(page, "Run")


def test_without_motion_run_is_a_step(open_trainer):
    page = open_trainer("XOR", page={"reduced_motion": "reduce"})
    click(page, "Run")
    page.wait_for_timeout(700)
    assert state(page)["step"] == 1


# ---- points ----

TOUCH = {"has_touch": True}


@pytest.mark.parametrize("pull", [drag_mouse, drag_touch])
def test_a_point_is_dragged_as_it_is_typed(open_trainer, pull):
    page = open_trainer("XOR", step=7, page=TOUCH)
    unit = per_unit(page)
    pull(page, "p4", 0.5 * unit, 0.25 * unit)
    by_hand = state(page)
    assert by_hand["data"][3] == [1.5, 0.75, 0]
    assert (by_hand["step"], by_hand["selected"]) == (0, 3)
    fresh = open_trainer("XOR", step=7)
    choose(fresh, "4")
    type_number(fresh, "x1", 1.5)
    type_number(fresh, "x2", 0.75)
    assert state(fresh) == by_hand


def test_a_point_stays_on_the_plane_and_on_the_grid(open_trainer):
    page = open_trainer()
    drag_mouse(page, "p2", -2000, 13)
    x1, x2, _ = state(page)["data"][1]
    assert x1 == -1
    assert (8 * x2).is_integer()
    type_number(page, "x1", 5)
    assert state(page)["data"][1][0] == 2
    assert page.get_by_text("x1 is at most 2").first.is_visible()
    type_number(page, "x1", 0.3)
    assert state(page)["data"][1][0] == 0.3


def test_a_finger_beside_the_points_scrolls_the_page(open_trainer):
    page = open_trainer(page=TOUCH, height=400)
    (x, y), before = handle(page, "p1"), state(page)
    cdp = page.context.new_cdp_session(page)

    def touch(kind, *points):
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", {"x": x + 60, "y": y - 50})
    for step in range(1, 9):
        touch("touchMove", {"x": x + 60, "y": y - 50 - 15 * step})
    touch("touchEnd")
    page.wait_for_function("scrollY > 50")
    assert state(page) == before


def test_escape_restores(open_trainer):
    page = open_trainer("AND", step=5)
    before = state(page)
    drag_mouse(page, "p1", 60, 30, release=False)
    assert state(page)["data"] != before["data"]
    page.keyboard.press("Escape")
    assert state(page) == before
    page.mouse.up()
    assert state(page) == before
    assert is_off(page, "Undo")


def test_points_come_and_go(open_trainer):
    page = open_trainer("AND", step=5)
    for m in range(5, 9):
        click(page, "Add")
        data = state(page)["data"]
        assert len(data) == m
        assert len({tuple(row[:2]) for row in data}) == m
        assert state(page)["selected"] == m - 1
    assert is_off(page, "Add")
    assert state(page)["step"] == 0
    for m in range(7, 0, -1):
        click(page, "Remove")
        assert len(state(page)["data"]) == m
    assert is_off(page, "Remove")
    assert state(page)["data"] == AND[:1]
    assert page.locator(".nn-rows input").nth(1).is_disabled()
    for _ in range(11):
        click(page, "Undo")
    assert (state(page)["data"], state(page)["step"]) == (AND, 5)
    assert is_off(page, "Undo")


def test_removing_takes_the_chosen_point(open_trainer):
    page = open_trainer("AND")
    choose(page, "2")
    click(page, "Remove")
    assert state(page)["data"] == [AND[0], *AND[2:]]


def test_a_chosen_point_that_is_not_there_is_the_last(open_trainer):
    page = open_trainer("AND", selected=7)
    assert page.get_by_role("radiogroup", name="Row").get_by_label("4").is_checked()
    assert page.complaints == []


def test_a_label_changes_by_control_and_by_double_click(open_trainer):
    page = open_trainer("XOR", step=6)
    page.get_by_role("radiogroup", name="Label").get_by_label("1", exact=True).check()
    assert state(page)["data"] == [[0, 0, 1], *XOR[1:]]
    assert state(page)["step"] == 0
    stop_clock(page)
    page.mouse.dblclick(*handle(page, "p3"), delay=60)
    assert [row[2] for row in state(page)["data"]] == [1, 1, 0, 0]
    x, y = handle(page, "p1")
    page.mouse.dblclick(x + 1.5 * per_unit(page), y + 0.5 * per_unit(page), delay=60)
    assert state(page)["data"][4] == [1.5, -0.5, 1]
    page.mouse.dblclick(*handle(page, "p4"))
    assert [row[2] for row in state(page)["data"]] == [1, 1, 0, 1, 1]
    page.mouse.click(*handle(page, "p1"))
    page.mouse.click(*handle(page, "p2"))
    page.evaluate("clock = 500")
    page.mouse.click(*handle(page, "p2"))
    assert [row[2] for row in state(page)["data"]] == [1, 1, 0, 1, 1]
    page.evaluate("clock = 999")
    page.mouse.click(*handle(page, "p2"))
    assert [row[2] for row in state(page)["data"]] == [1, 0, 0, 1, 1]


def test_equal_data_is_named_by_its_gate(open_trainer):
    page = open_trainer("AND")
    menu = page.get_by_label("Start from")
    menu.select_option("OR")
    assert state(page)["data"] == OR
    drag_mouse(page, "p1", 40, 0)
    assert menu.input_value() == ""
    click(page, "Undo")
    assert menu.input_value() == "OR"
    click(page, "Reset")
    assert (menu.input_value(), state(page)["data"]) == ("AND", AND)
    click(page, "Undo")
    assert state(page)["data"] == OR


def test_a_halo_shows_whose_control_has_the_focus(open_trainer):
    page = open_trainer()
    drag_mouse(page, "p3", 3, 3)
    focused = "document.activeElement.closest('.nn-pair').firstChild.textContent"
    assert page.evaluate(focused) == "x1"
    assert page.locator("[data-handle=p3] .nn-halo").count() == 1
    typed(page, "Rows read").focus()
    settle(page)
    assert page.locator(".nn-halo").count() == 0


# ---- the line of the other tab ----


@pytest.mark.parametrize("pull", [drag_mouse, drag_touch])
@pytest.mark.parametrize(
    ("name", "labels", "by"),
    [
        ("offset", ["Offset"], (40, 0)),
        ("angle", ["Angle", "Offset"], (60, 25)),
        ("steepness", ["Steepness"], (-25, 0)),
    ],
)
def test_the_line_is_dragged_as_it_is_typed(open_trainer, pull, name, labels, by):
    page = open_trainer(tab="soft", page=TOUCH)
    pull(page, f"line-{name}", *by)
    by_hand = state(page)["line"]
    assert by_hand != LINES["steep"]["line"]
    shown = [typed(page, label).input_value() for label in labels]
    fresh = open_trainer(tab="soft")
    for label, number in zip(labels, shown, strict=True):
        type_number(fresh, label, number)
    np.testing.assert_allclose(state(fresh)["line"], by_hand, rtol=1e-12, atol=1e-12)


def test_the_disc_moves_the_line_with_the_pointer(open_trainer):
    page = open_trainer(tab="soft")
    drag_mouse(page, "line-offset", per_unit(page, 1), 0)
    assert float(typed(page, "Offset").input_value()) == pytest.approx(1, abs=0.006)


def test_escape_restores_the_line(open_trainer):
    page = open_trainer(tab="soft")
    before = state(page)
    drag_mouse(page, "line-angle", 60, 40, release=False)
    assert state(page) != before
    page.keyboard.press("Escape")
    page.mouse.up()
    assert state(page) == before


SHADE = """([u, v]) => { const c = document.querySelectorAll(".nn-plane canvas")[1];
  return [...c.getContext("2d").getImageData(u * c.width, v * c.height, 1, 1).data].slice(0, 3); }"""


def test_shading_is_what_the_unit_says(open_trainer):
    page = open_trainer(tab="soft", line=[1, 0, 0])
    ends = [page.evaluate(SHADE, [u, 0.5]) for u in (0.02, 0.52, 0.98)]
    assert len({tuple(c) for c in ends}) == 3
    choose(page, "hard says")
    hard = [page.evaluate(SHADE, [u, 0.5]) for u in (0.02, 0.52, 0.98)]
    assert hard[1] == hard[2] != hard[0]


def test_the_soft_curve_says_half_at_the_line_and_the_hard_step_jumps(open_trainer):
    page = open_trainer(tab="soft", line=[2, 0, 0])
    found = page.evaluate(
        """() => [".nn-curve", ".nn-hard"].map((name) => {
          const points = document.querySelector(`path${name}`).getAttribute("d").slice(1).split("L");
          return points.map((point) => point.split(" ").map(Number));
        })"""
    )
    soft, hard = np.array(found[0]), np.array(found[1])
    low, high = hard[:, 1].max(), hard[:, 1].min()
    d = np.linspace(-3, 3, len(soft))
    said = (soft[:, 1] - low) / (high - low)
    np.testing.assert_allclose(said, 1 / (1 + np.exp(-2 * d)), atol=2e-3)
    assert (hard[:, 1] == [low, low, high, high]).all()
    assert hard[1, 0] == hard[2, 0] == soft[120, 0]


# ---- Python ----


def run_snippet(page):
    """What the snippet prints, and the names it leaves."""
    printed, names = [], {}
    names["print"] = lambda *all: printed.extend(all)
    exec(page.locator("pre").text_content(), names)
    return printed, names


@pytest.mark.parametrize("step", [0, 3, 4, 9, 24])
@pytest.mark.parametrize("start", ["AND", "XOR"])
def test_rule_snippet_is_the_perceptron_on_display(open_trainer, start, step):
    page, unit = open_trainer(start, step=step), PerceptronTrainer(start, step=step)
    printed, names = run_snippet(page)
    fitted = Perceptron().fit(*gates(start))
    assert printed[:2] == [fitted.mistakes, fitted.converged]
    shown = printed[2:] or [names["perceptron"].w, names["perceptron"].b]
    assert (shown[0].tolist(), shown[1]) == (unit.model().w.tolist(), unit.model().b)


def test_rule_snippet_has_the_points_to_the_last_digit(open_trainer):
    data = [[0.1, 1 / 3, 1], [-0.7, 0.2, 0]]
    _, names = run_snippet(open_trainer(data=data))
    assert np.column_stack([names["X"], names["y"]]).tolist() == data


@pytest.mark.parametrize("line", [entry["line"] for entry in LINES.values()])
def test_soft_snippet_is_the_unit_on_display(open_trainer, line):
    page = open_trainer(tab="soft", line=line)
    printed, found = run_snippet(page)[0], numbers(page)
    names = ("squared_hard_all", "squared_soft_all", "loss_soft_all")
    np.testing.assert_allclose(printed, [found[name] for name in names], rtol=1e-12)


# ---- tasks ----


def pick(page, name):
    """Choose from the menu with keys only."""
    page.get_by_label("Start from").focus()
    page.keyboard.type(name)
    settle(page)


def told(page, task):
    return page.locator(f"[data-task={task}]").text_content()


def test_tasks_by_keyboard_alone(open_trainer):
    page = open_trainer()
    press(page, "Rows read", "ArrowRight", 23)
    assert done(page) == []
    press(page, "Rows read", "ArrowRight")
    assert done(page) == ["a"]
    assert "10 mistakes in 6 epochs: w = (2, 1), b = −2." in told(page, "a")
    pick(page, "OR")
    press(page, "Rows read", "End")
    assert done(page) == ["a", "b"]
    assert "OR took 4 mistakes, AND 10." in told(page, "b")
    pick(page, "XOR")
    press(page, "Rows read", "ArrowRight", 8)
    assert done(page) == ["a", "b"]
    press(page, "Rows read", "ArrowRight")
    assert done(page) == ["a", "b", "c"]
    assert "Row 2 met w = (−1, 0), b = 0 in epochs 2 and 3" in told(page, "c")
    page.get_by_role("radiogroup", name="Row").get_by_label("1", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    type_number(page, "x2", -0.5)
    press(page, "Rows read", "End")
    assert done(page) == ["a", "b", "c"]
    type_number(page, "x2", 2)
    press(page, "Rows read", "End")
    assert done(page) == ["a", "b", "c", "d"]
    data = state(page)["data"]
    unit = Perceptron().fit([row[:2] for row in data], [row[2] for row in data])
    assert unit.converged
    expected = f"Row 3 at (1, 2): they end after {len(unit.history)} mistakes."
    assert expected in told(page, "d")
    page.get_by_label("the rule, row by row").focus()
    page.keyboard.press("ArrowRight")
    assert state(page)["tab"] == "soft"
    type_number(page, "Steepness", 3)
    assert "e" not in done(page)
    type_number(page, "Steepness", 2)
    assert done(page) == list("abcde")
    loss = cost_by_nnlib(PerceptronTrainer(line=[2, 0, 0]), near=False)["loss_soft"]
    assert f"Steepness 2.00: log-loss {loss:.3f}." in told(page, "e")
    assert state(page)["done"] == list("abcde")
    click(page, "Reset")
    assert done(page) == list("abcde")


@pytest.mark.parametrize("start", ["AND", "OR", "NAND", "XOR"])
def test_no_task_is_done_at_the_start_nor_by_a_menu(open_trainer, start):
    page = open_trainer(start)
    assert done(page) == []
    choose(page, "hard or soft")
    for name in LINES:
        page.get_by_label("Line from").select_option(name)
        choose(page, "hard says")
        choose(page, "soft says")
    assert done(page) == []


def test_xor_with_another_label_or_two_moved_points_does_not_count(open_trainer):
    page = open_trainer("XOR")
    stop_clock(page)
    page.mouse.dblclick(*handle(page, "p1"), delay=60)
    press(page, "Rows read", "End")
    assert "rule has ended" in said(page)
    assert done(page) == []
    moved = [[0, 0, 0], [0.5, 2, 1], [1, 2, 1], [1, 1, 0]]
    page = open_trainer(data=moved)
    press(page, "Rows read", "End")
    assert "rule has ended" in said(page)
    assert done(page) == []


# ---- it fits, keeps still, and is accessible ----


@on_every_screen
def test_fits_and_keeps_still_and_is_accessible(open_trainer, width, scheme, extra):
    page = open_trainer(width=width, page={"scheme": scheme, **extra})
    assert violations(page) == []
    page.evaluate(
        "for (const d of document.querySelectorAll('.nn-tasks')) d.open = true"
    )
    trainer, sizes = page.locator("[data-nn]"), set()

    def look():
        settle(page)
        sizes.add(trainer.bounding_box()["height"])
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    rng = np.random.default_rng(4)
    for start, step in itertools.product((AND, OR, XOR), (0, 1, 7, 24, 400)):
        tell(page, data=start, step=step)
        look()
        if "style" not in extra:  # text of twice the size may scroll in its table
            assert hidden_columns(page) == {0}
    for m in (1, 5, 8):
        X, y = random_points(rng, m)
        tell(page, data=np.column_stack([X, y]).tolist(), step=799)
        look()
    assert violations(page) == []
    tell(page, tab="soft")
    for line in [*(entry["line"] for entry in LINES.values()), [0, 0, -1]]:
        tell(page, line=line)
        look()
    tell(page, line=["-inf", 0, 0])
    look()
    tell(page, line=[2, 0, 0], shade="hard")
    type_number(page, "Steepness", 2000)
    look()
    type_number(page, "Steepness", 2)
    assert done(page) == ["e"]
    look()
    tell(page, tab="rule", data=AND, step=0)
    press(page, "Rows read", "End")
    look()
    assert len(sizes) == 1, sizes
    assert violations(page) == []
    assert page.complaints == []


def hidden_columns(page):
    """By how many pixels the tables are wider than what is seen of them."""
    wide = "all => all.map((el) => el.scrollWidth - el.clientWidth)"
    return set(page.locator(".nn-table").evaluate_all(wide))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("tab", ["the rule, row by row", "hard or soft"])
def test_the_tables_are_whole_on_the_built_page(site_url, new_page, width, tab):
    page = new_page(viewport={"width": width, "height": 1000})
    page.goto(f"{site_url}book/01_perceptron.html")
    page.locator("[data-nn=perceptron][data-ready]").wait_for()
    choose(page, tab)
    if "rule" in tab:
        press(page, "Rows read", "End")
    assert hidden_columns(page) == {0}


def test_text_of_the_axes_can_be_read(open_trainer):
    page = open_trainer(width=360)
    sizes = page.locator("svg text").evaluate_all(
        "all => all.map((el) => parseFloat(getComputedStyle(el).fontSize))"
    )
    sizes += page.locator("td, th").evaluate_all(
        "all => all.map((el) => parseFloat(getComputedStyle(el).fontSize))"
    )
    assert min(sizes) >= 12


def test_theme_is_followed_at_run_time(open_trainer):
    page = open_trainer("AND", step=24)
    pixels = (
        "[...document.querySelectorAll('canvas')].slice(0, 2).map((c) => c.toDataURL())"
    )
    light = page.evaluate(pixels)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    settle(page)
    assert all(a != b for a, b in zip(light, page.evaluate(pixels), strict=True))
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    settle(page)
    assert page.evaluate(pixels) == light


# ---- views, failures ----


def test_two_views_agree_and_leave_nothing_behind(open_trainer):
    page = open_trainer("XOR", views=2, height=2200)
    page.locator(".view").first.get_by_role("button", name="Next mistake").click()
    page.wait_for_function("traits.step === 2")
    assert state(page, 0) == state(page, 1)
    assert numbers(page, 0) == numbers(page, 1)
    page.evaluate("cleanups[1]()")
    page.locator(".view").first.get_by_role("button", name="Step").click()
    assert state(page, 0) != state(page, 1)
    page.locator(".view").first.get_by_role("button", name="Run").click()
    settle(page)
    page.evaluate("cleanups[0]()")
    assert page.evaluate("alive - baseline") == 0
    step = page.evaluate("traits.step")
    page.wait_for_timeout(700)
    assert page.evaluate("traits.step") == step
    assert page.complaints == []


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (0, "nan", "weight 1 is nan"),
        (1, "inf", "weight 2 is inf"),
        (2, "-inf", "bias is -inf"),
    ],
)
def test_a_number_that_is_none(open_trainer, place, value, message):
    page = open_trainer(tab="soft")
    before = state(page)
    line = list(before["line"])
    line[place] = value
    tell(page, line=line)
    assert page.get_by_text(
        f"{message}; showing the last finite line"
    ).first.is_visible()
    assert state(page) == before
    tell(page, line=[1, 2, 3])
    assert state(page)["line"] == [1, 2, 3]
    gone = "!document.querySelector('[data-nn]').innerText.includes('showing')"
    page.wait_for_function(gone)  # what is read aloud follows half a second later
    assert page.complaints == []


@pytest.mark.parametrize("line", [[1e300] * 3, [1e-300, 0, 1], [0, 0, 0]])
def test_huge_and_tiny_weights_break_nothing(open_trainer, line):
    page = open_trainer(tab="soft", line=line)
    press(page, "Angle", "ArrowRight")
    assert page.complaints == []


def test_a_step_past_the_end_is_the_end(open_trainer):
    page = open_trainer("AND", step=700)
    assert state(page)["step"] == 24
    click(page, "Back")
    assert state(page)["step"] == 23


def test_what_a_screen_reader_hears(open_trainer):
    page = open_trainer("AND")
    press(page, "Rows read", "ArrowRight", 4)
    page.wait_for_function(
        f"({LIVE})().includes('Epoch 1, row 4: output 0, target 1.')"
    )
    assert "w = (1, 1), b = 1. 1 of 4 right." in page.evaluate(LIVE)
    choose(page, "hard or soft")
    page.wait_for_function(f"({LIVE})().includes('Log-loss of soft 0.933')")


def test_mounts_without_clipboard_observer_or_storage(open_trainer):
    page = open_trainer(page={"init": BARE})
    assert page.locator(".nn-plane canvas").first.evaluate("el => el.width") > 200
    page.get_by_text("Continue in Python").click()
    click(page, "Copy")
    page.get_by_text("Press Ctrl+C").first.wait_for()
    page.evaluate("cleanups[0]()")
    assert page.evaluate("alive - baseline") == 0
    assert page.complaints == []


# ---- the static host ----


def static_page(new_page, folder, *widgets, **options):
    body = "".join(widget.static_html() for widget in widgets)
    page = bare_page(new_page, folder, body, **options)
    page.wait_for_function(
        f"document.querySelectorAll('[data-ready]').length === {len(widgets)}"
    )
    return page


LOOKS = """[...document.querySelectorAll("[data-nn=coffee] *:not(style)")].map((el) => {
  const { stroke, strokeWidth, fill, display, width, fontSize, borderTopWidth } = getComputedStyle(el);
  return [el.getAttribute("class"), stroke, strokeWidth, fill, display, width, fontSize, borderTopWidth];
})"""


def test_two_on_a_page_beside_another_widget(new_page, tmp_path):
    size = {"viewport": {"width": 700, "height": 900}}
    alone = static_page(new_page, tmp_path, CoffeeRoaster(), **size)
    page = static_page(
        new_page,
        tmp_path,
        PerceptronTrainer("XOR"),
        CoffeeRoaster(),
        PerceptronTrainer(tab="soft"),
        **size,
    )
    first = page.locator("[data-nn=perceptron]").first
    first.get_by_role("button", name="Step").click()
    assert state(page, 0)["step"] == 1
    assert state(page, 2)["step"] == 0
    heights = [
        p.locator("[data-nn=coffee]").bounding_box()["height"] for p in (alone, page)
    ]
    assert heights[0] == heights[1]
    assert page.evaluate(LOOKS) == alone.evaluate(LOOKS)
    assert page.complaints == []


def test_a_drag_draws_once_a_frame_and_saves_seldom(open_trainer):
    page = open_trainer()
    drag_mouse(page, "p1", 1, 0, release=False)
    draws = page.evaluate(
        """async () => {
          await frames2();
          let draws = 0;
          const seen = new MutationObserver((all) => { draws += all.length; });
          seen.observe(document.querySelector("[data-nn]"), { attributes: true, attributeFilter: ["data-state"] });
          const svg = document.querySelector(".nn-plane svg"), box = svg.getBoundingClientRect();
          saves = 0;
          for (let i = 0; i < 60; i++) {
            const at = { clientX: box.left + 100 + 2 * i, clientY: box.top + 150 };
            svg.dispatchEvent(new PointerEvent("pointermove", { pointerId: 1, ...at }));
          }
          await frames2();
          return [draws, saves];
        }"""
    )
    page.mouse.up()
    assert draws[0] == 1
    assert draws[1] <= 1
    assert (
        json.loads(page.evaluate("JSON.stringify(traits.data)")) == state(page)["data"]
    )
