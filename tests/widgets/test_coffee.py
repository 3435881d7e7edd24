"""The coffee roaster: the contract, its maps, its votes and its words."""

import numpy as np
import pytest

from contract import Contract, Gesture
from hands import choose, click, drag_mouse, handle, press, shown, type_number, typed
from nnbook.colours import COLOURS
from nnbook.widgets import CoffeeRoaster
from nnbook.widgets.coffee import GIVEN, PRESETS, lines_to_theta, triangle_lines
from nnlib import Dense, Sequential
from nnlib.data import coffee, coffee_grid, coffee_is_good, coffee_scaler
from widgetry import numbers, pixels, state, strokes, tell, text_of

TRIANGLE = PRESETS["triangle"]["theta"]
FAINT = lines_to_theta(triangle_lines(), 5.7, (20, -50))
DEAF = [0.0] * 6 + [50.0, 50, 50] + [20.0] * 3 + [-50.0]


class TestCoffee(Contract):
    WIDGET = CoffeeRoaster
    STARTS = tuple(PRESETS)
    GESTURES = (
        Gesture("u1-offset", (38, -14), ("Offset",)),
        Gesture("u1-angle", (60, 0), ("Angle", "Offset"), slack=6),
        Gesture("u1-steepness", (20, -7.3), ("Steepness",)),
        Gesture("probe", (30, -20), ("Temperature", "Time")),
    )
    BROKEN = (
        ("theta", 1, "nan", "unit 2: weight is nan"),
        ("theta", 3, "inf", "unit 1: weight is inf"),
        ("theta", 8, "-inf", "unit 3: bias is -inf"),
        ("theta", 10, "nan", "output: weight 2 is nan"),
        ("theta", 12, "nan", "output: bias is nan"),
        ("probe", 1, "nan", "probe: time is nan"),
    )
    REFUSED = (
        ("theta", [1, 2], "theta: expected 13 numbers, got 2"),
        ("theta", ["a"] * 13, "theta: expected 13 numbers, got ['a', "),
        ("theta", None, "theta: expected 13 numbers, got None"),
        ("theta", np.zeros((3, 13)), "theta: expected 13 numbers, got "),
        ("probe", ["hot", 13], "probe: expected 2 numbers, got ['hot', 13]"),
        *((name, 4, name) for name in ("units", "selected", "standardise", "done")),
    )
    EARNED = {
        "a": "Unit 1 now turns on at 176.6 °C.",
        "c": "Three lines close a triangle; each alone is only a half-plane.",
        "e": "for every bean.",
    }
    HEARD = (
        (
            {"start": "triangle"},
            lambda page: type_number(page, "Temperature", 201),
            "Whole map 99.0 %, 196 of 200 beans. At 201 °C and 13.0 min the units say 1.00, 1.00, 0.99; "
            "output 1.000, good.",
        ),
    )

    def states(self):
        rng, states = np.random.default_rng(5), []
        for i in range(60):
            lines = np.column_stack(
                [rng.uniform(-180, 180, 3), rng.uniform(-2.5, 2.5, 3)]
            )
            k = (0.5, 100, 10 ** rng.uniform(-0.3, 2))[i % 3]
            theta = lines_to_theta(
                lines, k, (rng.uniform(-30, 30), rng.uniform(-90, 90))
            )
            probe = [rng.integers(200, 641) / 2, rng.integers(200, 361) / 20]
            units = ("raw", "standardised")[i // 2 % 2]
            own = {"theta": theta, "probe": probe, "standardise": i % 4 != 3}
            preset = list(PRESETS.values())[i // 5 % 4] if i % 5 == 0 else own
            shown = {"units": units, "selected": i % 4}
            states.append({key: preset[key] for key in own} | shown)
        return states

    def expected(self, roaster):
        net = roaster.model()
        hidden, output = net.forward(roaster.inputs(np.array([roaster.probe])))[1]
        W1, b1, W2, b2 = net.get_weights()
        Z, A = (np.append(getattr(hidden, x), getattr(output, x)) for x in "ZA")
        names = [f"1_{j + 1}" for j in range(3)] + ["2_1"]
        found = {}
        for what, values in (("Z", Z), ("A", A), ("slope", A * (1 - A))):
            found |= {what + name: v for name, v in zip(names, values, strict=True)}
        if roaster.selected == 3:
            w, b = W2[:, 0], b2[0]
        else:
            w, b = W1[:, roaster.selected], b1[roaster.selected]
            if roaster.standardise and roaster.units == "raw":
                scaler = coffee_scaler()
                w, b = w / scaler.scale_, b - np.sum(w * scaler.mean_ / scaler.scale_)
        found |= {f"w{i + 1}": x for i, x in enumerate(w)} | {"b": b}
        whole_map, beans = roaster.accuracy()
        baseline = np.mean(~coffee_is_good(coffee_grid()))
        return found | {
            "map_accuracy": whole_map,
            "beans_right": 200 * beans,
            "baseline": baseline,
        }

    def printed(self, roaster):
        return roaster.model()(roaster.inputs(np.array([roaster.probe]))).ravel()

    def by_keys(self, page):
        triangle = page.locator("option[value=triangle]")
        press(page, "Angle", "ArrowLeft", 20)
        type_number(page, "Offset", -0.99)
        yield ""
        type_number(page, "Offset", -1.05)
        assert triangle.is_disabled()
        yield "a"
        for unit, angle, offset in ((2, 90, -1.3), (3, -140, 0.1)):
            choose(page, f"unit {unit}")
            for label, number in (("Angle", angle), ("Offset", offset)):
                type_number(page, label, number)
        yield "ab"
        for k, ticked in ((8, "abc"), (100, "abcd")):
            for unit in (1, 2, 3):
                choose(page, f"unit {unit}")
                type_number(page, "Steepness", k)
            yield ticked
        assert triangle.is_enabled()
        click(page, "standardise inputs", "checkbox")
        yield "abcde"

    def accidents(self, mounted):
        for theta, probe, tasks in (
            (TRIANGLE, [160, 12.5], "b"),
            (FAINT, [200, 13], "c"),
            (DEAF, [200, 13], "cd"),
        ):
            page = mounted(CoffeeRoaster(theta=theta, probe=probe))
            press(page, "Temperature", "ArrowRight")
            yield page, tasks


def colours(*names):
    light = [
        [int(COLOURS[name][0][i : i + 2], 16) for i in (1, 3, 5)] for name in names
    ]
    return 0.45 * np.array(light) + 0.55 * np.array([0xF3, 0xF4, 0xF6])


def place(roasts):
    return (np.array(roasts) - (150, 11.5)) / (135, 4)


def test_maps_are_shaded_where_their_unit_is_on(mounted):
    page = mounted(CoffeeRoaster("triangle", show_beans=False))
    good, bad = (
        [(200, 13), (240, 12.2), (181, 13.8)],
        [(240, 14.8), (160, 13), (200, 11.6)],
    )
    found = pixels(page, ".nn-big canvas", place(good + bad))
    np.testing.assert_allclose(found, colours(*["good"] * 3, *["bad"] * 3), atol=4)
    for unit, roasts in enumerate(
        ([(250, 12), (160, 12)], [(200, 15), (200, 11.6)], [(160, 12), (280, 15)])
    ):
        found = pixels(page, f".nn-small >> nth={unit} >> canvas", place(roasts))
        np.testing.assert_allclose(found, colours("activation", "surface"), atol=4)


def test_a_ring_marks_the_wrong_answers_only(mounted):
    page = mounted(CoffeeRoaster())  # says bad everywhere: wrong about the good beans
    width = page.locator(".nn-big canvas").bounding_box()["width"]
    X, y = coffee()
    far = np.linalg.norm(place(X)[:, None] - place(X), axis=2) + np.eye(len(X))
    inside = np.all(abs(place(X) - 0.5) < 0.4, axis=1)
    for label, ringed in ((1, True), (0, False)):
        alone = np.argmax(np.where((y == label) & inside, far.min(axis=1), -1))
        edge = place(X[alone]) + [6.5 / width, 0]
        (found,) = pixels(page, ".nn-big canvas", edge)
        assert (found.max() < 90) == ringed


def test_lines_and_contours_lie_where_nnlib_says(mounted):
    theta = np.array(lines_to_theta([(30, 0.4), (110, -0.5), (-75, 0.2)], 5, (0, -10)))
    theta[9] = 20  # the output listens to unit 1 alone
    roaster = CoffeeRoaster(theta=theta, show_beans=False)
    page, net = mounted(roaster), roaster.model()
    for plot, unit in ((".nn-small >> nth=0", 0), (".nn-small >> nth=2", 2)):
        (line, *soft) = strokes(page, plot, "nn-stroke")
        for path, level in ((line, 0), (soft[0], -np.log(9)), (soft[1], np.log(9))):
            inputs = 2 * np.sqrt(3) * (path - 0.5)
            np.testing.assert_allclose(
                net.forward(inputs)[1][0].Z[:, unit], level, atol=0.2
            )
    contour = 2 * np.sqrt(3) * (strokes(page, ".nn-big", "nn-iso")[0] - 0.5)
    assert len(contour) > 100
    np.testing.assert_allclose(net(contour), 0.5, atol=0.05)
    disc, tip = (
        np.array(handle(page, f"u1-{what}")) for what in ("offset", "steepness")
    )
    way = (tip - disc) / np.hypot(*(tip - disc))
    np.testing.assert_allclose(way, [np.cos(np.pi / 6), -0.5], atol=1e-6)


@pytest.mark.parametrize(
    ("start", "unit", "words"),
    [
        (
            "triangle",
            0,
            "Unit 1 is on where T > 175.0 °C. w = (0.2566, 0.000), b = −44.91 [raw]",
        ),
        (
            "triangle",
            1,
            "Unit 2 is on where D > 12.00 min. w = (0.000, 8.660), b = −103.9 [raw]",
        ),
        (
            "triangle",
            2,
            "on where D < 21.00 − 0.0353·T. w = (−0.1965, −5.568), b = 116.9 [raw]",
        ),
        (
            "triangle",
            3,
            "20·a1 + 20·a2 + 20·a3 > 50. w = (20.0, 20.0, 20.0), b = −50.0",
        ),
        ("given", 0, "z runs from 172 to 315: the line is far off the map"),
        ("given", 0, "2.45e−231"),
        ("given", 0, "Output 0.993: good."),
        ("zeros", 0, "w = 0: no line; unit 1 always says 0.500."),
    ],
)
def test_in_words(mounted, start, unit, words):
    assert words in text_of(mounted(CoffeeRoaster(start, selected=unit)))


def test_votes_and_edges(mounted):
    page = mounted(CoffeeRoaster("given", selected=3))
    assert page.locator(".nn-vote").all_text_contents() == ["−7.0", "+8.0", "+9.0"]
    page = mounted(CoffeeRoaster())
    choose(page, "output")
    assert page.get_by_label("all three").is_checked()
    choose(page, "two of three")
    assert state(page)["theta"][9:] == [20, 20, 20, -30]
    type_number(page, "Weight 2", -3)
    type_number(page, "Bias", 90)
    assert state(page)["theta"][9:] == [20, -3, 20, 90]


def test_a_line_is_chosen_by_a_press_and_waits_on_the_border(mounted):
    page = mounted(CoffeeRoaster("triangle"))
    box = page.locator(".nn-big canvas").bounding_box()
    for node, (u, v) in ((1, (0.75, 0.125)), (2, (0.575, 0.3665)), (0, (0.185, 0.3))):
        page.mouse.click(
            box["x"] + u * box["width"], box["y"] + (1 - v) * box["height"]
        )
        assert state(page)["selected"] == node
    type_number(page, "Offset", 2.2)
    assert page.locator("[data-handle^=u1]").count() == 1
    drag_mouse(page, "u1-offset", -100, 0)
    assert page.locator("[data-handle^=u1]").count() == 3
    drag_mouse(page, "u1-offset", 10, 0, release=False)
    before = state(page)["theta"]
    tell(page, selected=1)
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    after = state(page)["theta"]
    assert {i for i in range(13) if after[i] != before[i]} == {6}


def test_extremes(mounted):
    page = mounted(CoffeeRoaster())
    drag_mouse(page, "u1-offset", 2000, 0)
    drag_mouse(page, "probe", 3000, 3000)
    assert (shown(page, "Offset"), state(page)["probe"]) == ([2.5], [285, 11.5])
    roaster = CoffeeRoaster(theta=[0.0] * 6 + [-740.0, 0, 740] + [0] * 4)
    tell(page, theta=roaster.theta)
    assert (
        numbers(page)["A1_1"]
        == roaster.model().forward(np.ones((1, 2)))[1][0].A[0, 0]
        > 0
    )
    for theta in ([1e300] * 13, [-1e300, 1e-300] * 6 + [1e300], [1e-300] * 13):
        for node in range(4):
            tell(page, theta=theta, selected=node)
    page = mounted(CoffeeRoaster("given"))
    drag_mouse(page, "probe", 20, 60)
    assert 11.5 <= state(page)["probe"][1] <= 15.5


# ---- Python ----


def test_a_network_goes_in_and_comes_out():
    roaster, net = (
        CoffeeRoaster("given"),
        Sequential([Dense(3, "sigmoid"), Dense(1, "sigmoid")]),
    )
    assert roaster.model()(np.array([[200.0, 17]])).tolist() == [[0.9933071490757153]]
    with pytest.raises(
        ValueError, match=r"^the roaster shows a built 2-3-1 network[^\n]*$"
    ):
        roaster.set_model(net)
    assert roaster.theta == GIVEN
    net.build((None, 2))
    roaster.set_model(net)
    assert roaster.theta == net.parameters.tolist()
    for layers in ((Dense(3, "relu"), Dense(1, "sigmoid")), (Dense(1, "sigmoid"),)):
        other = Sequential(list(layers))
        other.build((None, 2))
        with pytest.raises(ValueError, match="^the roaster shows"):
            roaster.set_model(other)


def test_the_triangle_is_the_rule_and_closes_with_steepness():
    np.testing.assert_allclose(
        triangle_lines(), [[0, -1.0906], [90, -1.2990], [-139.986, 0.09826]], atol=1e-3
    )
    for k, accuracy in ((1, 0.791), (5, 0.954), (10, 0.988), (100, 0.9999)):
        roaster = CoffeeRoaster(theta=lines_to_theta(triangle_lines(), k, (20, -50)))
        assert roaster.accuracy().whole_map == pytest.approx(accuracy, abs=2.5e-3)
    X, y = coffee()
    assert roaster.beans == np.column_stack([X, y]).tolist()
