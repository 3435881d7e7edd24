"""The coffee roaster: the contract, its maps, its votes and its words."""

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import choose, click, drag_mouse, handle, open_more, press, swipe, type_number
from nnbook import check
from nnbook.colours import COLOURS
from nnbook.widgets import CoffeeRoaster
from nnbook.widgets.coffee import PRESETS, lines_to_theta, triangle_lines
from nnlib import Dense, Sequential
from roasting import numbers_of, output_of
from widgetry import pixels, state, strokes, synced, tell, text_of

TRIANGLE, VOTES = PRESETS["triangle"]["theta"], (20, -50)
FAINT, SHARP = (lines_to_theta(triangle_lines(), k, VOTES) for k in (5.7, 7))
DEAF = [0] * 6 + [50] * 3 + [20] * 3 + [-50]
R, EDGE = np.sqrt(3), np.log(9)


def touch(page):
    choose(page, "roast")
    press(page, "Temperature", "ArrowRight")


def far_off(page):
    choose(page, "roast")
    type_number(page, "Temperature", 285)
    type_number(page, "Time", 15.5)


def nudge(page):
    choose(page, "unit 1")
    press(page, "Offset", "ArrowRight")


def go_raw(page):
    open_more(page)
    click(page, "standardise inputs", "checkbox")


class TestCoffee(Remade, Contract):
    WIDGET = CoffeeRoaster
    ROOM = 56_000  # for two modes
    STARTS = tuple(PRESETS)
    GESTURES = (
        Gesture("u1-offset", (60, -40), ("Offset",)),
        Gesture("u1-angle", (60, 0), ("Angle", "Offset"), slack=6),
        Gesture("u1-steepness", (20, 0), ("Steepness",)),
        Gesture("probe", (30, -20), ("Temperature", "Time"), {"selected": 4}),
        Gesture("vote2", (-20, 0), ("Vote 2",), {"selected": 3}),
    )
    BROKEN = (
        ("theta", 1, "nan", "unit 2: weight is nan"),
        ("theta", 8, "-inf", "unit 3: bias is -inf"),
        ("theta", 10, "inf", "output: weight 2 is inf"),
        ("probe", 1, "nan", "probe: time is nan"),
    )
    REFUSED = (
        ("theta", [1, 2], "theta: expected 5 to 33 numbers, got 2"),
        ("theta", None, "theta: expected 5 to 33 numbers, got None"),
        ("probe", ["hot", 13], "probe: expected 2 numbers, got ['hot', 13]"),
        *((name, 5, name) for name in ("units", "selected", "standardise", "done")),
    )
    ACCIDENTS = (
        ({"theta": TRIANGLE, "probe": [160, 12.5]}, touch, "b"),
        ({"theta": FAINT}, touch, "c"),
        ({"theta": DEAF}, touch, "cd"),
        ({"theta": SHARP}, far_off, "d"),
        ({"start": "triangle"}, nudge, "abcd"),
        ({"start": "zeros"}, go_raw, "e"),
    )
    EARNED = ("Unit 1 now turns on at 176.6 °C.", "Three lines close a triangle", "Sharp and deaf", "One: ")
    HEARD = (
        {"start": "triangle"},
        touch,
        "Whole map 99.0 %, 196 of 200 beans. At 200.5 °C and 13.0 min the units say "
        "1.00, 1.00, 0.99; output 1.000, good.",
    )

    def states(self):
        rng, keys = np.random.default_rng(5), ("theta", "probe", "standardise")
        for i in range(60):
            lines = rng.uniform((-180, -2.5), (180, 2.5), (3, 2))
            k = (0.5, 100, 10 ** rng.uniform(-0.3, 2))[i % 3]
            theta = lines_to_theta(lines, k, rng.uniform((-30, -90), (30, 90)))
            roast = rng.integers((200, 200), (641, 361)) / (2, 20)
            own = dict(zip(keys, (theta, roast, i % 4 != 3), strict=True))
            own |= {"units": ("raw", "standardised")[i // 2 % 2], "selected": i % 5}
            preset = list(PRESETS.values())[i // 5 % 4]
            yield own if i % 5 else own | {key: preset[key] for key in keys}

    def expected(self, roaster):
        return numbers_of(roaster)

    def printed(self, roaster):
        return output_of(roaster)

    def by_keys(self, page):
        press(page, "Offset", "PageUp", 5)
        type_number(page, "Offset", -0.99)
        yield ""
        type_number(page, "Offset", -1.05)
        yield "a"
        for unit, angle, offset in ((2, 90, -1.3), (3, -140, 0.1)):
            choose(page, f"unit {unit}")
            type_number(page, "Angle", angle)
            type_number(page, "Offset", offset)
        yield "a"
        choose(page, "roast")
        type_number(page, "Time", 13)
        type_number(page, "Temperature", 200)
        yield "ab"
        for k, ticked in ((8, "abc"), (100, "abcd")):
            for unit in (1, 2, 3):
                choose(page, f"unit {unit}")
                type_number(page, "Steepness", k)
            yield ticked
        go_raw(page)
        yield "abcde"


def test_maps_and_lines_lie_where_nnlib_says(mounted):
    theta = lines_to_theta([(30, 0.4), (110, -0.5), (-75, 0.2)], 2, (0, -10))
    theta[9] = 20.0  # the output listens to unit 1 alone
    roaster = CoffeeRoaster(theta=theta, show_beans=False)
    page, net = mounted(roaster), roaster.model()
    places = np.random.default_rng(0).uniform(0.05, 0.95, (100, 2))
    output, (hidden, _) = net.forward(2 * R * (places - 0.5))
    tint = {name: np.array([*bytes.fromhex(COLOURS[name][0][1:])]) for name in COLOURS}
    ground, votes = 1.0 * tint["surface"], 2 * output[:, 0] - 1
    share = {"activation": 0.35, "bad": 0.2, "good": 0.3}
    for unit, says in enumerate([*hidden.A.T, votes]):
        plot = f".nn-small >> nth={unit}" if unit < 3 else ".nn-big"
        on, off = (share[name] * (tint[name] - ground) for name in ("activation" if unit < 3 else "good", "bad"))
        wanted = ground + abs(says[:, None]) * np.where(says[:, None] < 0, off, on)
        found = pixels(page, f"{plot} >> canvas", places)
        np.testing.assert_allclose(found, wanted, atol=9)
        if unit < 3:
            for path, level in zip(strokes(page, plot, "nn-stroke"), (0, -EDGE, EDGE), strict=True):
                Z = net.forward(2 * R * (path - 0.5))[1][0].Z[:, unit]
                np.testing.assert_allclose(Z, level, atol=0.1)
    contour = strokes(page, ".nn-big", "nn-iso")[-1]
    assert len(contour) > 100
    np.testing.assert_allclose(net(2 * R * (contour - 0.5)), 0.5, atol=0.02)


def test_in_words_and_what_is_open(mounted):
    page = mounted(CoffeeRoaster())
    open_more(page)
    for start, node, words in (
        ("triangle", 0, "T > 175.0 °C."),
        ("triangle", 0, "w = (0.2566, 0.000), b = −44.91 [raw]"),
        ("triangle", 2, "D < 21.00 − 0.0353·T."),
        ("triangle", 3, "20·a₁ + 20·a₂ + 20·a₃ > 50."),
        ("given", 0, "z runs from 172 to 315: the line is far off the map"),
        ("given", 0, "2.45e−231"),
        ("given", 4, "200 °C, 17.0 min: 0.993, good."),
        ("zeros", 0, "w = 0: no line; unit 1 always says 0.500."),
    ):
        tell(page, **synced(CoffeeRoaster(start, selected=node), own=True))
        assert words in text_of(page)
    triangle, units = page.locator("[value=triangle]"), page.get_by_label("SD", exact=True)
    for done, standardise in ((False, False), (True, True)):
        tell(page, done=["c"] * done, standardise=standardise)
        assert (triangle.is_enabled(), units.is_enabled()) == (done, standardise)
    choose(page, "output")
    for vote, bias in (("two of three", -30), ("all three", -50)):
        choose(page, vote)
        assert state(page)["theta"][9:] == [20, 20, 20, bias]


def test_a_line_is_chosen_by_a_press_and_waits_on_the_border(mounted):
    page = mounted(CoffeeRoaster("triangle"))
    box = page.locator(".nn-big canvas").bounding_box()
    for node, u, v in ((1, 0.75, 0.875), (2, 0.575, 0.6335), (0, 0.185, 0.7)):
        page.mouse.click(box["x"] + u * box["width"], box["y"] + v * box["height"])
        assert state(page)["selected"] == node
    type_number(page, "Offset", 2.2)
    drag_mouse(page, "u1-offset", -100, 0)
    before = state(page)["theta"]
    drag_mouse(page, "u1-offset", 10, 0, release=False)
    tell(page, selected=1)
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    after = state(page)["theta"]
    assert {i for i in range(13) if after[i] != before[i]} == {6}
    page.mouse.up()
    drag_mouse(page, "probe", 3000, 3000)
    assert state(page)["probe"] == [285, 11.5]
    for theta in ([1e300] * 13, [-1e300, 1e-300] * 6 + [1e300], [1e-300] * 13):
        tell(page, theta=theta)


def test_a_network_goes_in_and_comes_out():
    roaster, net = (
        CoffeeRoaster("given"),
        Sequential([Dense(3, "sigmoid"), Dense(1, "sigmoid")]),
    )
    assert roaster.model()(np.array([[200.0, 17]])).tolist() == [[0.9933071490757153]]
    with pytest.raises(ValueError, match=r"^the roaster shows a built 2-H-1 network[^\n]*$"):
        roaster.set_model(net)
    net.build((None, 2))
    roaster.set_model(net)
    assert roaster.theta == net.parameters.tolist()
    triangle = CoffeeRoaster(theta=lines_to_theta(triangle_lines(), 10, VOTES))
    assert triangle.accuracy().whole_map == pytest.approx(0.988, abs=2.5e-3)


def test_the_ring_keeps_its_end_and_a_scrolling_finger_chooses_nothing(mounted):
    page = mounted(CoffeeRoaster(), height=600)
    ring = handle(page, "u1-angle")
    for dy in (140, -280):
        drag_mouse(page, "u1-offset", 4, dy)
        assert handle(page, "u1-angle")[1] == pytest.approx(ring[1], abs=1)
    box = page.locator(".nn-big canvas").bounding_box()
    x, y = box["x"] + 0.75 * box["width"], box["y"] + 0.875 * box["height"]
    swipe(page, x, y, 0, -120, steps=8)
    page.wait_for_function("scrollY > 50")
    assert state(page)["selected"] == 0
    page.touchscreen.tap(x, y - page.evaluate("scrollY"))
    assert state(page)["selected"] == 1


def test_a_small_map_is_a_handle_and_reset_goes_back_to_unit_1(mounted):
    page = mounted(CoffeeRoaster())
    before, box = state(page), page.locator(".nn-small").nth(1).bounding_box()
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 30, steps=4)
    page.mouse.up()
    after = state(page)
    assert (after["selected"], after["theta"][7] < before["theta"][7]) == (1, True)
    choose(page, "output")
    click(page, "Reset")
    assert state(page) == before
    assert page.locator("[data-handle=u1-offset]").count() == 1


@pytest.mark.parametrize("units", ["raw", "standardised"])
def test_exercise_5_6_takes_what_is_copied(mounted, capsys, units):
    theta = lines_to_theta([(180, -1.22), (-90, -1.13), (41.6, 0.14)], 10, (20, -50))
    page, found = mounted(CoffeeRoaster(theta=theta, units=units)), {}
    exec(page.locator(".nn-python pre").text_content(), found)
    check("5.6", found["network"])
    assert "5.6 correct" in capsys.readouterr().out
