"""The ReLU builder: the contract, networks and curves of the reader's own."""

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import click, drag_mouse, open_more, press, type_number
from nnbook.studies import Study, trained_relus
from nnbook.widgets import ReLUBuilder
from nnbook.widgets.relu import GRID, TARGETS
from nnlib.layers import Dense
from nnlib.model import Sequential
from nnlib.piecewise import interpolation_bound, kinks, relu_interpolant, slopes_from_weights
from widgetry import settle, state

CURVATURE = {"sine": 4 * np.pi**2, "square": 2}
EIGHT = {"tab": "pieces", "target": "root", "n": 8}
FILM = {"tab": "trained"}
OFF = Study("trained_relus")["error"][0, :, -1]  # seed 0 at the end, for each start
WAY = (  # acts, and after each the last task that is done
    "Weight w: -1 -, Bias b: 2 a, Weight w: -2 a, Bias b: 4 b, Weight w: -1 b, Bias b: 2 b, Output v: 2 c",
    "tab: Four hinges c, f(7) =: 0 c, button: Ramp c, button: Clear c, f(7) =: 4 c, button: Ramp d, radio: hinge 2 d",
    "Weight v: -1 d, radio: hinge 4 d, Weight v: 1 e, radio: hinge 1 e, Weight v: 1.5 e, radio: hinge 2 e",
    "Weight v: -2 e, radio: hinge 3 e",
    "Weight v: -0.5 f, tab: N pieces f, Pieces N: 8 f, Pieces N: 7 g, Pieces N: 4 g, divided by: 4 h, radio: √x h",
    "Pieces N: 8 h, Its x: 0.03 i, radio: |x| i, Pieces N: 4 i, Pieces N: 3 i, Pieces N: 5 j, radio: your own j",
    "button: More j, Its height: 0.15 j, Pieces N: 64 j, Pieces N: 32 k, tab: Trained k, radio: biases 0 k",
    "scrub: End l, button: This start l, radio: x rescaled l, button: This start l, scrub: Home l, scrub: ArrowRight l",
    "button: This start m, scrub: Home m, radio: kinks spread m, scrub: End n",
)


def act(page, step):
    """Does what a step like "Weight w: -1" or "button: Ramp" says, by keyboard."""
    what, value = step.split(": ")
    if what in ("tab", "button", "radio"):
        click(page, value, what)
    elif what in ("f(7) =", "divided by"):
        page.get_by_label(what, exact=True).fill(value)
        page.keyboard.press("Enter")
        settle(page)
    elif what == "scrub":
        press(page, "Step", value, times=20)
    else:
        type_number(page, what, value)


def does(*steps):
    return lambda page: [act(page, step) for step in steps]


def told(net, x):
    return net(np.array(x, float)[:, None])[:, 0]


def worst(widget):
    """The largest error of the third tab on 65 points of every piece, and where it is first met."""
    x = np.linspace(widget.knots[:-1], widget.knots[1:], 65).T.ravel()
    error = abs(widget.f(x) - told(widget.shown("pieces"), x))
    return error.max(), x[np.argmax(error > error.max() - 1e-9)]


def moved(knots):
    return {"tab": "pieces", "target": "root", "n": len(knots) - 1, "spacing": "hand", "knots": knots}


class TestReLUBuilder(Remade, Contract):
    WIDGET = ReLUBuilder
    ROOM = 60_500  # for four tabs
    STARTS = ("first", "ramp", "trapezoid", "clear")
    GESTURES = (
        Gesture("kink", (60, 0), ("Bias b",)),
        Gesture("arm", (30, -30), ("Weight w", "Bias b"), slack=5),
        Gesture("flat", (0, -30), ("Constant c",), first=open_more),
        Gesture("kink-3", (40, 0), ("Place k",), {"tab": "four", "selected": 2}),
        Gesture("bend-2", (0, -30), ("Weight v",), {"tab": "four", "selected": 0}),
        Gesture("bend-end", (0, 50), ("Weight v",), {"tab": "four", "selected": 3}, slack=6),
        Gesture("pieces", (28, 36), ("Pieces N",), {"tab": "pieces", "n": 2, "knots": [-1, 0, 1]}, slack=10),
        Gesture("knot-2", (25, 0), ("Its x",), {**moved([0, 0.03, 0.3, 1]), "knot": 2}),
    )
    BROKEN = (("hinge", 0, "nan", "w is nan"), ("knots", 1, "inf", "knot 1 is inf"))
    REFUSED = (
        *(("hinge", [1, 2], "hinge: expected 4 numbers, got 2"), ("knots", [0, 0, 1], "increase"), ("n", 0, "n")),
        *(("run", ["biases 0", 5], "run"), ("run", ["biases 1", 0], "run"), ("frame", 21, "frame")),
    )
    ACCIDENTS = (
        ({}, does("Weight w: -1"), "abc"),
        ({"hinge": [-1, 2, 1, 0]}, lambda page: drag_mouse(page, "kink", 30, 0), "abc"),
        ({"tab": "four"}, does("button: Ramp"), "def"),
        ({"tab": "four"}, does("f(7) =: 4", "Weight v: 0"), "def"),
        ({"tab": "four", "weights": [1, -1, -1, 1]}, does("radio: hinge 2"), "def"),
        ({"tab": "pieces"}, does("button: Double N", "button: Double N"), "ghijk"),
        ({"tab": "pieces", "target": "drawn"}, does("Pieces N: 32"), "ghijk"),
        (EIGHT, does("radio: graded"), "ghijk"),
        ({**EIGHT, "spacing": "graded"}, does("Its x: 0.001"), "ghijk"),
        (FILM | {"run": ["biases 0", 1]}, does("scrub: End"), "lmn"),
        (FILM | {"frame": 14}, does("radio: biases 0"), "lmn"),
        (FILM | {"run": ["biases 0", 1], "done": ["l"]}, does("scrub: ArrowRight", "button: This start"), "mn"),
        (FILM | {"done": ["l"]}, does("scrub: ArrowRight", "button: This start"), "mn"),
        (FILM | {"frame": 18, "done": ["l", "m"]}, does("radio: x rescaled"), "n"),
    )
    EARNED = (
        "w < 0 opens to the left; −b/w = 2.",
        "Slope −2.00: w, b times 2.00; −b/w still 2.00.",
        "Yes: flat at 4, it does not return to 0.",
        "8 pieces: 0.0156; 7 are too few: 0.0204.",
        "0.0433: closer where √x bends most.",
        f"biases 0, seed 0: {OFF[0]:.3f} off at the end.",
        "x rescaled: from one place to 13 inside.",
        f"kinks spread, seed 0: {OFF[2]:.4f}; by hand 0.0188.",
    )
    HEARD = {}, does("Bias b: 0"), "Kink at x = 0.00; slope −0.50 left, 0.00 right."

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"hinge": hinge} for hinge in ([0, 1, 1, 0], [0, 0, 0, 0], [3, 12, 3, 4], [1e-3, 2, -3, -4]))
        yield from ({"tab": "four", "kinks": k, "weights": [3, -3, 3, 3]} for k in ([0] * 4, [5, 5, 0, 0]))
        for target in TARGETS:
            yield from ({"tab": "pieces", "target": target, "n": n} for n in (1, 2, 5, 33, 64))
        yield from ({**EIGHT, "n": n, "spacing": "graded"} for n in (1, 16, 32))
        yield {**EIGHT, "edited": rng.normal(size=9)}
        yield from (
            FILM | {"run": (start, seed), "frame": 5 * seed} for start in trained_relus.STARTS for seed in range(5)
        )
        for _ in range(8):
            yield {"hinge": rng.uniform(-3, 3, 4), "kinks": rng.uniform(0, 5, 4), "weights": rng.uniform(-3, 3, 4)}
            knots = [0, *np.sort(rng.uniform(0.01, 0.99, 6)), 1]
            yield moved(knots) | {"target": "drawn", "drawn": rng.uniform(-1, 1, GRID)}

    def expected(self, widget):
        w, _, v, _ = widget.hinge
        order = np.argsort(widget.kinks, kind="stable")
        error, at = worst(widget)
        bend = CURVATURE.get(widget.target)
        found = {"kink": kinks(widget.shown("hinge"))[0], "slope_left": min(w, 0) * v, "slope_right": max(w, 0) * v}
        found |= {f"slope_{i}": s for i, s in enumerate(slopes_from_weights(np.take(widget.weights, order)))}
        found |= {"end_value": -np.dot(widget.weights, widget.kinks), "sup_error": error, "sup_at": at}
        found["bound"] = interpolation_bound(np.diff(widget.knots).max(), bend) if bend else np.nan
        film, places = widget.shown("trained"), np.linspace(0, 1, 17)
        found |= {"trained": trained_relus.error(film), "kinks_inside": trained_relus.inside(film)}
        found["constructed"] = trained_relus.error(relu_interpolant(trained_relus.sine, places))
        goals = {"hinge": ReLUBuilder(hinge=[-1, 2, 1, 0]), "four": ReLUBuilder("ramp")}
        if widget.tab in goals:
            low, high = {"hinge": (-4, 4), "four": (-1, 6)}[widget.tab]
            nets = [each.shown(widget.tab) for each in (widget, goals[widget.tab])]
            corners = np.concatenate([[low, high], *map(kinks, nets)])
            corners = corners[(corners >= low) & (corners <= high)]
            found["off"] = abs(told(nets[0], corners) - told(nets[1], corners)).max()
        return found

    def printed(self, widget):
        if widget.tab == "pieces":
            return [worst(widget)[0]]
        if widget.tab == "trained":
            return [trained_relus.error(widget.model())]
        return told(widget.model(), np.linspace(-4, 4, 9) if widget.tab == "hinge" else np.linspace(-1, 6, 8))

    def by_keys(self, page):
        for part in ", ".join(WAY).split(", "):
            step, last = part.rsplit(" ", 1)
            act(page, step)
            yield ReLUBuilder.tasks[: ReLUBuilder.tasks.find(last) + 1]


def network(n, g="relu"):
    """A 1-n-1 ReLU network that kinks to both sides, also where nobody looks."""
    rng = np.random.default_rng(n)
    net = Sequential([Dense(n, activation=g), Dense(1)], dtype="float64")
    net.build((None, 1))
    net.set_weights([rng.normal(size=(1, n)), rng.normal(size=n) / 2, rng.normal(size=(n, 1)), [0.3]])
    return net


def test_a_network_of_the_readers_own_is_shown_as_it_is():
    one, many = network(1), network(40)
    assert ReLUBuilder.from_model(one).tab == "hinge"
    np.testing.assert_array_equal(told(ReLUBuilder.from_model(one).model(), [-3, 0, 4]), told(one, [-3, 0, 4]))
    for target, ((low, high), _) in TARGETS.items():
        mine, x = ReLUBuilder.from_model(many, target), np.linspace(low, high, 1001)
        np.testing.assert_allclose(told(mine.model(), x), told(many, x), atol=1e-12)
        assert (mine.target, mine.spacing, mine.n) == (target, "hand", len(mine.edited) - 1)
    with pytest.raises(ValueError, match="1-N-1"):
        ReLUBuilder.from_model(network(2, "sigmoid"))


def test_knots_follow_from_what_is_said_and_what_is_said_from_knots():
    mine = ReLUBuilder(target="root", n=4, spacing="graded")
    assert mine.knots == [0, 1 / 256, 1 / 16, 81 / 256, 1]
    mine.knots = [0, 0.1, 1]
    assert (mine.n, mine.spacing) == (2, "hand")
    mine.edited = [0, 1, 2]
    mine.target = "abs"
    assert (mine.knots, mine.spacing, mine.edited) == ([-1, 0, 1], "even", [])


def test_drawing_over_the_curve_moves_its_points(mounted):
    page = mounted(ReLUBuilder(tab="pieces", target="drawn", n=16))
    box = page.locator(".nn-main > svg").bounding_box()
    before, middle = state(page), [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] + 30)
    page.mouse.up()
    drawn = np.array(state(page)["drawn"])
    changed = np.flatnonzero(drawn != before["drawn"])
    assert len(changed) > 5
    assert (np.diff(drawn[changed[0] : changed[-1] + 1]) < 0).all()
    click(page, "Undo")
    assert state(page) == before


def test_recorded_training_plays_until_something_else_is_used(mounted):
    frame = "JSON.parse(document.querySelector('[data-nn]').dataset.state).frame"
    page = mounted(ReLUBuilder(tab="trained", tabs=["trained"]))
    before, scrubber = state(page), page.get_by_role("slider", name="Step")
    scrubber.press(" ")
    page.wait_for_function(f"{frame} > 1")
    click(page, "3", "radio")
    page.get_by_role("button", name="Play").wait_for()
    assert 1 < state(page)["frame"] < 20
    click(page, "Undo")
    click(page, "Undo")
    assert state(page) == before
    press(page, "Step", "End")
    scrubber.press("ArrowLeft")
    click(page, "Play")
    page.get_by_role("button", name="Play").wait_for()
    assert state(page)["frame"] == 20
    click(page, "Play")
    assert state(page)["frame"] == 0
    page.evaluate("document.querySelector('[data-nn]').style.marginTop = '3000px'")
    page.get_by_text("Play", exact=True).wait_for(state="attached")
    assert state(page)["frame"] < 20
    page = mounted(ReLUBuilder(tab="trained", frame=20), motion=False)
    for seen in (0, 1):
        click(page, "Play")
        assert page.get_by_text("Pause").count() == 0
        assert state(page)["frame"] == seen


def test_recordings_travel_with_the_tab_that_shows_them():
    assert ReLUBuilder(tabs=["hinge", "four", "pieces"]).films == {}
    assert 80_000 < len(ReLUBuilder(tabs=["trained"]).films["theta"]) < 90_000
