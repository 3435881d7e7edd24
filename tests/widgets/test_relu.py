"""The ReLU builder: the contract, the law of its errors, and networks of the reader's own."""

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import choose, click, drag_mouse, open_more, type_number
from nnbook.widgets import ReLUBuilder
from nnbook.widgets.relu import GRID, TARGETS
from nnlib.layers import Dense
from nnlib.model import Sequential
from nnlib.piecewise import interpolation_bound, kinks, slopes_from_weights
from widgetry import settle, state

CURVATURE = {"sine": 4 * np.pi**2, "square": 2}
EIGHT = {"tab": "pieces", "target": "root", "n": 8}
types = lambda label, number: lambda page: type_number(page, label, number)  # noqa: E731


def answer(page, label, number):
    page.get_by_label(label).fill(str(number))
    page.keyboard.press("Enter")
    settle(page)


def told(net, x):
    return net(np.array(x, float)[:, None])[:, 0]


def worst(widget):
    """The largest error of the third tab on 65 points of every piece, and where it is first met."""
    x = np.linspace(widget.knots[:-1], widget.knots[1:], 65).T.ravel()
    error = abs(widget.f(x) - told(widget.shown("pieces"), x))
    return error.max(), x[np.argmax(error > error.max() - 1e-9)]


def moved(spacing=(0, 0.03, 0.3, 1)):
    return {"tab": "pieces", "target": "root", "n": len(spacing) - 1, "spacing": "hand", "knots": list(spacing)}


class TestReLUBuilder(Remade, Contract):
    WIDGET = ReLUBuilder
    ROOM = 60_000  # for four tabs
    STARTS = ("first", "ramp", "trapezoid", "clear")
    GESTURES = (
        Gesture("kink", (60, 0), ("Bias b",)),
        Gesture("arm", (30, -30), ("Weight w", "Bias b"), slack=5),
        Gesture("flat", (0, -30), ("Constant c",), first=open_more),
        Gesture("kink-3", (40, 0), ("Place k",), {"tab": "four", "selected": 2}),
        Gesture("bend-2", (0, -30), ("Weight v",), {"tab": "four", "selected": 0}),
        Gesture("bend-end", (0, 50), ("Weight v",), {"tab": "four", "selected": 3}, slack=6),
        Gesture("knot-2", (25, 0), ("Its x",), {**moved(), "knot": 2}),
    )
    BROKEN = (
        ("hinge", 0, "nan", "w is nan"),
        ("weights", 1, "inf", "weight 2 is inf"),
        ("knots", 1, "nan", "knot 1 is nan"),
    )
    REFUSED = (
        ("hinge", [1, 2], "hinge: expected 4 numbers, got 2"),
        ("knots", [0, 0, 1], "knots: expected numbers that increase"),
        ("n", 65, "n"),
        ("target", "cosine", "target"),
    )
    ACCIDENTS = (
        ({}, types("Weight w", -1), "abc"),
        ({"hinge": [-1, 2, 1, 0]}, lambda page: drag_mouse(page, "kink", 30, 0), "abc"),
        ({"tab": "four"}, lambda page: click(page, "Ramp"), "def"),
        ({"tab": "four"}, lambda page: answer(page, "f(7) =", 4), "def"),
        ({"tab": "four"}, types("Weight v", 0), "def"),
        ({"tab": "four", "weights": [1, -1, -1, 1]}, lambda page: choose(page, "hinge 2"), "def"),
        ({"tab": "pieces"}, lambda page: [click(page, "Double N"), click(page, "Double N")], "ghijk"),
        ({"tab": "pieces", "target": "drawn"}, types("Pieces N", 64), "ghijk"),
        (EIGHT, lambda page: choose(page, "graded"), "ghijk"),
        ({**EIGHT, "spacing": "graded"}, types("Its x", 0.001), "ghijk"),
    )
    EARNED = (
        "w < 0 opens to the left; −b/w = 2.",
        "Slope −2.00: w, b times 2.00; −b/w still 2.00.",
        "w −2.00 then, −1.00 now: only w·v and −b/w show.",
        "Yes: flat at 4, it does not return to 0.",
        "Up to 1.00; the weights sum to 0: flat at 0.",
        "8 pieces: 0.0156; 7 are too few: 0.0204.",
        "0.0433: closer where √x bends most.",
    )
    HEARD = {}, types("Bias b", 0), "Kink at x = 0.00; slope −0.50 left, 0.00 right."

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"hinge": hinge} for hinge in ([0, 1, 1, 0], [0, 0, 0, 0], [3, 12, 3, 4], [1e-3, 2, -3, -4]))
        yield from (
            {"tab": "four", "kinks": k, "weights": [3, -3, 3, 3]} for k in ([0] * 4, [5, 5, 0, 0], [3, 1, 2, 0])
        )
        for target in TARGETS:
            yield from ({"tab": "pieces", "target": target, "n": n} for n in (1, 2, 5, 33, 64))
        yield from ({**EIGHT, "n": n, "spacing": "graded"} for n in (1, 16, 32))
        yield {**EIGHT, "edited": rng.normal(size=9)}
        for _ in range(12):
            yield {"hinge": rng.uniform(-3, 3, 4), "kinks": rng.uniform(0, 5, 4), "weights": rng.uniform(-3, 3, 4)}
            yield {
                **moved([0, *np.sort(rng.uniform(0.01, 0.99, 6)), 1]),
                "target": "drawn",
                "drawn": rng.uniform(-1, 1, GRID),
            }

    def expected(self, widget):
        w, _, v, _ = widget.hinge
        order = np.argsort(widget.kinks, kind="stable")
        error, at = worst(widget)
        bend = CURVATURE.get(widget.target)
        found = {"kink": kinks(widget.shown("hinge"))[0], "slope_left": min(w, 0) * v, "slope_right": max(w, 0) * v}
        found |= {f"slope_{i}": s for i, s in enumerate(slopes_from_weights(np.take(widget.weights, order)))}
        found |= {"end_value": -np.dot(widget.weights, widget.kinks), "sup_error": error, "sup_at": at}
        found["bound"] = interpolation_bound(np.diff(widget.knots).max(), bend) if bend else np.nan
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
        return told(widget.model(), np.linspace(-4, 4, 9) if widget.tab == "hinge" else np.linspace(-1, 6, 8))

    def by_keys(self, page):
        put = lambda label, number: type_number(page, label, number)  # noqa: E731
        for label, number, ticked in (
            *(("Weight w", -1, ""), ("Bias b", 2, "a"), ("Weight w", -2, "a"), ("Bias b", 4, "ab")),
            *(("Weight w", -1, "ab"), ("Bias b", 2, "ab"), ("Output v", 2, "abc")),
        ):
            put(label, number)
            yield ticked
        click(page, "Four hinges", "tab")
        click(page, "Ramp")
        for guess, ticked in ((0, "abc"), (4, "abcd")):
            answer(page, "f(7) =", guess)
            yield ticked
        for weights, ticked in (([1, -1, -1, 1], "abcde"), ([1.5, -2, -0.5, 1], "abcdef")):
            for i, v in enumerate(weights, 1):
                choose(page, f"hinge {i}")
                put("Weight v", v)
            yield ticked
        click(page, "N pieces", "tab")
        for n, ticked in ((8, "abcdef"), (7, "abcdefg"), (4, "abcdefg")):
            put("Pieces N", n)
            yield ticked
        answer(page, "divided by", 4)
        yield "abcdefgh"
        choose(page, "√x")
        put("Pieces N", 8)
        put("Its x", 0.03)
        yield "abcdefghi"
        choose(page, "|x|")
        for n, ticked in ((4, "abcdefghi"), (3, "abcdefghi"), (5, "abcdefghij")):
            put("Pieces N", n)
            yield ticked
        choose(page, "your own")
        open_more(page)
        put("Its height", 0.5)
        yield "abcdefghij"
        put("Pieces N", 64)
        yield "abcdefghijk"


def network(n):
    """A 1-n-1 ReLU network that kinks to both sides, also where nobody looks."""
    rng = np.random.default_rng(n)
    net = Sequential([Dense(n, activation="relu"), Dense(1)], dtype="float64")
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
        ReLUBuilder.from_model(Sequential([Dense(1)]).build((None, 1)))


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
    box = page.locator(".nn-main svg").bounding_box()
    before, middle = state(page), [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] + 30)
    page.mouse.up()
    changed = np.flatnonzero(np.subtract(state(page)["drawn"], before["drawn"]))
    assert len(changed) > 5
    assert np.diff(changed).max() <= 2
    slopes = np.diff(np.array(state(page)["drawn"])[changed[0] : changed[-1] + 1])
    assert (slopes < 0).all()
    click(page, "Undo")
    assert state(page) == before
