"""Hard or soft: the contract, the fewest mistakes of any line, the labels and their plane."""

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import drag_mouse, open_more, type_number
from nnbook.widgets import HardOrSoft
from nnbook.widgets.hardsoft import noisy_points
from nnlib.activations import sigmoid
from nnlib.perceptron import heaviside
from widgetry import pixels, tell, text_of

X, Y = noisy_points()
UPRIGHT = {"line": [10, 0, 0]}


def fewest_mistakes():
    """Of all lines, by those close to the line through each two points: turned about their middle, or beside both."""
    one, other = (X[i] for i in np.triu_indices(len(X), 1))
    along, fewest = other - one, len(X)
    for turn in (-1e-7, 1e-7):
        w = along @ [[0, 1], [-1, 0]] + turn * along
        score = w @ X.T - np.sum(w * (one + other) / 2, axis=1)[:, None]
        for aside in (-1e-6, 0, 1e-6):
            wrong = np.sum((score > aside) != (Y == 1), axis=1)
            fewest = min(fewest, wrong.min(), (len(X) - wrong).min())
    return fewest


BEST = fewest_mistakes() / len(X)
types = lambda label, number: lambda page: type_number(page, label, number)  # noqa: E731


class TestHardOrSoft(Remade, Contract):
    WIDGET = HardOrSoft
    STARTS = ("rule",)
    GESTURES = (
        Gesture("line-offset", (40, 0), ("Offset",), UPRIGHT),
        Gesture("line-angle", (60, 0), ("Angle", "Offset"), UPRIGHT, slack=6),
        Gesture("line-steepness", (-25, 0), ("Steepness",), UPRIGHT),
        Gesture("probe", (30, -20), ("Point x₁", "Point x₂"), first=open_more),
    )
    BROKEN = (("line", 0, "nan", "weight 1 is nan"), ("probe", 1, "-inf", "x₂ of the point is -inf"))
    REFUSED = (("line", [1, 2], "line: expected 3 numbers, got 2"), ("probe", 3, "probe"))
    ACCIDENTS = (
        ({"line": [2, 0, 0]}, lambda page: drag_mouse(page, "probe", 20, 20), "abc"),
        ({"line": [2.1, 0, 0]}, types("Angle", 5), "ac"),
        ({}, types("Angle", 0), "abc"),
        ({}, types("Steepness", 0.7), "bc"),
        ({"line": [100, 0, 0]}, types("Steepness", 3), "c"),
        ({"line": [100, 0, 0]}, types("Steepness", 1.9), "c"),
    )
    EARNED = (
        "At 1.00: soft 0.233, hard 0.415.",
        "Soft 0.134 beats 0.140, 28 wrong.",
        "At 2.00: 0.1209. Labels: drawn with 2.",
    )
    HEARD = UPRIGHT, types("Steepness", 2), "hard 0.175, soft 0.121. At ⊕ hard says 1"

    def states(self):
        rng = np.random.default_rng(0)
        yield from ({"line": line} for line in ([0, 0, 0], [0, 0, 1], [2, 0, 0], [1e3, 0, 0], [0, 1, 9]))
        for _ in range(40):
            yield {"line": 10 ** rng.uniform(-1, 3) * rng.normal(size=3), "probe": rng.uniform(-2, 2, 2)}

    def expected(self, widget):
        unit, point = widget.model(), [widget.probe]
        hard, soft = (np.mean((answer - Y) ** 2) for answer in (heaviside(unit.score(X)), unit.probability(X)))
        bars = {"squared_hard": hard, "squared_soft": soft, "lower": 1 - soft / hard, "best_hard": BEST}
        says = {"hard_says": heaviside(unit.score(point))[0], "soft_says": unit.probability(point)[0]}
        return {**bars, **says, "drawn": sigmoid(2 * widget.probe[0])}

    def printed(self, widget):
        found = self.expected(widget)
        return [found[name] for name in ("squared_hard", "squared_soft", "soft_says")]

    def by_keys(self, page):
        for what, number, ticked in (("S", 10, ""), ("S", 1, "a"), ("A", 0, "ab"), ("S", 2, "abc")):
            type_number(page, {"S": "Steepness", "A": "Angle"}[what], number)
            yield ticked


@pytest.mark.parametrize("line", [[1, 0, 0], [2, -1, 0.5], [100, 40, 30]])
def test_the_plane_is_shaded_by_what_the_soft_unit_says(mounted, line):
    page, places = mounted(HardOrSoft()), np.random.default_rng(6).uniform(-2, 2, (80, 2))
    clear = places[np.hypot(*(places[:, None] - X).T).min(axis=0) > 0.15]
    tell(page, line=line)
    red, _, blue = pixels(page, "canvas", (clear + 2) / 4).T
    says = HardOrSoft(line=line).model().probability(clear)
    assert np.corrcoef(blue - red, says)[0, 1] > 0.97


def test_the_second_task_says_how_far_it_is_and_where_it_ends(mounted):
    page, gone = mounted(HardOrSoft(done=["a"])), []
    for angle in (150, 60, 30, 10):
        type_number(page, "Angle", angle)
        gone.append(float(page.locator(".nn-score b").text_content()))
    assert gone == sorted(gone, reverse=True) and len({*gone}) == 4
    assert "now its steepness" in text_of(page)
    type_number(page, "Angle", 60)
    for steep in (2, 0.5):
        type_number(page, "Steepness", steep)
        assert "At no steepness on this line" in text_of(page)


def test_labels_are_drawn_by_the_formula():
    points, labels = noisy_points(100_000, seed=3)
    assert labels[abs(points[:, 0] - 0.5) < 0.05].mean() == pytest.approx(sigmoid(1), abs=0.03)


def test_the_alternative_text_has_nnlibs_numbers():
    found = TestHardOrSoft().expected(HardOrSoft(**HardOrSoft.posed))
    assert all(f"{found[bar]:.3f}" in HardOrSoft.alt for bar in ("squared_hard", "squared_soft", "best_hard"))
