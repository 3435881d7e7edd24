"""The coffee roaster in a browser, without a kernel: its numbers, its handles, its tasks, its manners."""

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
    slider,
    type_number,
    typed,
)
from nnbook.widgets import CoffeeRoaster, PerceptronTrainer
from nnbook.widgets.coffee import PRESETS, lines_to_theta, triangle_lines
from nnlib.data import coffee_grid, coffee_is_good, coffee_scaler
from widgetry import (
    BARE,
    PLACES,
    bare_page,
    numbers,
    on_every_screen,
    settle,
    state,
    tell,
    violations,
)

PROBE = np.array([[200.0, 13.0]])
TRIANGLE = PRESETS["triangle"]["theta"]


def same_traits(
    got, expected, keys=("theta", "probe", "standardise", "units", "selected")
):
    for key in keys:
        if key in ("theta", "probe"):
            np.testing.assert_allclose(
                got[key], expected[key], rtol=1e-12, atol=1e-12, err_msg=key
            )
        else:
            assert got[key] == expected[key], key


# ---- 1: the numbers are nnlib's ----


def expected_numbers(roaster):
    """Everything the roaster prints, from nnlib."""
    net = roaster.model()
    A2, (hidden, output) = net.forward(roaster.inputs(np.array([roaster.probe])))
    Z1, A1, Z2 = hidden.Z[0], hidden.A[0], output.Z[0]
    W1, b1, W2, b2 = net.get_weights()
    found = {"Z2_1": Z2[0], "A2_1": A2[0, 0], "slope2_1": A2[0, 0] * (1 - A2[0, 0])}
    for j in range(3):
        found |= {
            f"Z1_{j + 1}": Z1[j],
            f"A1_{j + 1}": A1[j],
            f"slope1_{j + 1}": A1[j] * (1 - A1[j]),
        }
    if roaster.selected == 3:
        w, b = W2[:, 0], b2[0]
    else:
        w, b = W1[:, roaster.selected], b1[roaster.selected]
        if roaster.standardise and roaster.units == "raw":
            scaler = coffee_scaler()
            w, b = w / scaler.scale_, b - np.sum(w * scaler.mean_ / scaler.scale_)
    found |= {f"w{i + 1}": value for i, value in enumerate(w)} | {"b": b}
    accuracy = roaster.accuracy()
    return found | {
        "map_accuracy": accuracy.whole_map,
        "beans_right": 200 * accuracy.beans,
        "baseline": np.mean(~coffee_is_good(coffee_grid())),
    }


def random_states(n):
    rng = np.random.default_rng(5)
    for i in range(n):
        lines = zip(rng.uniform(-180, 180, 3), rng.uniform(-2.5, 2.5, 3), strict=True)
        k = (0.5, 100, 10 ** rng.uniform(-0.3, 2))[i % 3]
        theta = lines_to_theta(
            list(lines), k, (rng.uniform(-30, 30), rng.uniform(-90, 90))
        )
        probe = [
            round(rng.uniform(100, 320) * 2) / 2,
            round(rng.uniform(10, 18) * 20) / 20,
        ]
        units = ("raw", "standardised")[i // 2 % 2]
        yield {
            "theta": theta,
            "probe": probe,
            "standardise": i % 4 != 3,
            "units": units,
            "selected": i % 4,
        }


def test_numbers_are_nnlibs_in_200_random_states(open_roaster):
    states = [
        *random_states(197),
        *(
            {
                "theta": PRESETS[p]["theta"],
                "probe": PRESETS[p]["probe"],
                "standardise": PRESETS[p]["standardise"],
                "units": "raw",
                "selected": 1,
            }
            for p in ("given", "zeros", "triangle")
        ),
    ]
    page = open_roaster()
    shown = page.evaluate(
        """async (states) => {
          const all = [];
          for (const state of states) {
            for (const key in state) model.set(key, state[key]);
            await new Promise(requestAnimationFrame);
            await new Promise((done) => setTimeout(done));
            const shown = [...document.querySelectorAll("[data-v]")];
            all.push(Object.fromEntries(shown.map((el) => [el.dataset.name, +el.dataset.v])));
          }
          return all;
        }""",
        states,
    )
    roaster = CoffeeRoaster()
    for traits, found in zip(states, shown, strict=True):
        for key, value in traits.items():
            setattr(roaster, key, value)
        expected = expected_numbers(roaster)
        assert found.keys() == expected.keys()
        for name in found:
            assert found[name] == pytest.approx(expected[name], rel=1e-10, abs=1e-12), (
                name,
                traits,
            )
    assert page.complaints == []


def test_given_weights_on_raw_inputs(open_roaster):
    page = open_roaster("given")
    found = numbers(page)
    assert [found[f"Z1_{j}"] for j in (1, 2, 3)] == [233, -531, 900]
    assert [found["A1_1"], found["A1_3"]] == [1, 1]
    assert found["A1_2"] == pytest.approx(2.4526e-231, rel=1e-4)
    assert found["Z2_1"] == 5
    assert found["A2_1"] == pytest.approx(0.9933071490757153, rel=1e-15)
    text = page.locator("[data-nn]").inner_text()
    assert "2.45e−231" in text
    assert "Output 0.993: good." in text
    assert "(17 min, outside the map)" in page.locator(".nn-big").inner_text()
    assert "z runs from 172 to 315: the line is far off the map" in text
    assert page.locator("[data-handle]").evaluate_all(
        "all => all.map((g) => g.dataset.handle)"
    ) == ["probe"]


def test_sigmoid_is_right_in_its_last_tail(open_roaster):
    roaster = CoffeeRoaster(theta=[0.0] * 6 + [-740.0, 0, 740] + [0] * 4)
    found = numbers(open_roaster(theta=roaster.theta))
    A1 = roaster.model().forward(PROBE)[1][0].A[0]
    assert 0 < found["A1_1"] == A1[0]
    assert found["A1_3"] == 1


def test_all_zeros_say_a_half_everywhere(open_roaster):
    page = open_roaster("zeros")
    found = numbers(page)
    assert {found[f"A1_{j}"] for j in (1, 2, 3)} | {found["A2_1"]} == {0.5}
    assert found["map_accuracy"] == found["baseline"] == pytest.approx(0.792, abs=5e-4)
    assert (
        "w = 0: no line; unit 1 always says 0.500."
        in page.locator("[data-nn]").inner_text()
    )
    press(page, "Angle", "ArrowRight")
    np.testing.assert_allclose(np.hypot(*np.array(state(page)["theta"])[[0, 3]]), 0.5)


# ---- 2: two units, one network ----


@pytest.mark.parametrize(
    ("theta", "unit", "words", "weights"),
    [
        (
            TRIANGLE,
            0,
            "Unit 1 is on where T > 175.0 °C.",
            "w = (0.2566, 0.000), b = −44.91 [raw]",
        ),
        (
            TRIANGLE,
            1,
            "Unit 2 is on where D > 12.00 min.",
            "w = (0.000, 8.660), b = −103.9 [raw]",
        ),
        (
            TRIANGLE,
            2,
            "Unit 3 is on where D < 21.00 − 0.0353·T.",
            "w = (−0.1965, −5.568), b = 116.9 [raw]",
        ),
        (
            TRIANGLE,
            3,
            "Good where 20·a1 + 20·a2 + 20·a3 > 50.",
            "w = (20.0, 20.0, 20.0), b = −50.0",
        ),
    ],
)
def test_lines_in_words(open_roaster, theta, unit, words, weights):
    page = open_roaster(theta=theta, selected=unit)
    text = " ".join(page.locator("[data-nn]").inner_text().split())
    assert words in text
    assert weights in text


def test_line_to_weights_and_back(open_roaster):
    page = open_roaster()
    rng = np.random.default_rng(1)
    for angle, offset, k in zip(
        rng.integers(-179, 180, 8),
        rng.integers(-250, 250, 8) / 100,
        10 ** rng.uniform(-0.3, 2, 8),
        strict=True,
    ):
        for label, number in (("Angle", angle), ("Offset", offset), ("Steepness", k)):
            type_number(page, label, number)
        theta = state(page)["theta"]
        w1, w2, b = theta[0], theta[3], theta[6]
        found = np.degrees(np.arctan2(w2, w1)), -b / np.hypot(w1, w2), np.hypot(w1, w2)
        np.testing.assert_allclose(found, (angle, offset, k), rtol=1e-10, atol=1e-10)
    assert theta[1:3] + theta[4:6] + theta[7:] == [
        x for i, x in enumerate(PRESETS["own"]["theta"]) if i not in (0, 3, 6)
    ]


CANVASES = "() => [...document.querySelectorAll('canvas')].map((c) => c.toDataURL())"


def test_units_change_no_pixel_and_no_answer(open_roaster):
    page = open_roaster("triangle")
    before, code = page.evaluate(CANVASES), page.locator("pre").text_content()
    page.get_by_text("SD", exact=True).first.click()
    settle(page)
    assert state(page)["units"] == "standardised"
    assert page.evaluate(CANVASES) == before
    other = page.locator("pre").text_content()
    assert ("X_std" in other, "X_std" in code) == (True, False)
    answers = [run_snippet(text) for text in (code, other)]
    expected = CoffeeRoaster("triangle")
    for answer in answers:
        np.testing.assert_allclose(
            answer,
            expected.model()(expected.inputs(np.array([expected.probe]))),
            rtol=1e-12,
        )


def run_snippet(text):
    """What the snippet prints, as the array it prints."""
    answers = []
    exec(text, {"print": answers.append})
    (answer,) = answers
    return answer


@pytest.mark.parametrize(
    "traits", [{}, {"units": "standardised"}, {"start": "given"}, {"start": "zeros"}]
)
def test_snippet_is_the_network_on_display(open_roaster, traits):
    page, roaster = open_roaster(**traits), CoffeeRoaster(**traits)
    expected = roaster.model()(roaster.inputs(np.array([roaster.probe])))
    np.testing.assert_allclose(
        run_snippet(page.locator("pre").text_content()), expected, rtol=1e-12
    )


# ---- 3: mouse, touch and keyboard ----

TOUCH = {"has_touch": True}


@pytest.mark.parametrize("pull", [drag_mouse, drag_touch])
def test_disc_is_the_offset(open_roaster, pull):
    page = open_roaster(page=TOUCH)
    pull(page, "u1-offset", 40, 0)
    by_hand, shown = state(page), typed(page, "Offset").input_value()
    per_pixel = 2 * np.sqrt(3) / page.locator(".nn-big canvas").bounding_box()["width"]
    assert float(shown) == pytest.approx(
        -0.8 + 40 * per_pixel * np.cos(np.radians(20)), abs=0.006
    )
    fresh = open_roaster()
    type_number(fresh, "Offset", shown)
    same_traits(by_hand, state(fresh))


@pytest.mark.parametrize("pull", [drag_mouse, drag_touch])
def test_ring_is_angle_and_offset_about_the_disc(open_roaster, pull):
    page = open_roaster(page=TOUCH)
    disc = handle(page, "u1-offset")
    pull(page, "u1-angle", 60, 30)
    by_hand, shown = (
        state(page),
        [typed(page, label).input_value() for label in ("Angle", "Offset")],
    )
    assert float(shown[0]) < 10
    assert float(shown[0]).is_integer()
    np.testing.assert_allclose(handle(page, "u1-offset"), disc, atol=1.5)
    fresh = open_roaster()
    for label, number in zip(("Angle", "Offset"), shown, strict=True):
        type_number(fresh, label, number)
    same_traits(by_hand, state(fresh))


@pytest.mark.parametrize("pull", [drag_mouse, drag_touch])
def test_tip_is_the_steepness_alone(open_roaster, pull):
    page = open_roaster(page=TOUCH)
    pull(page, "u1-steepness", 20, -8)
    by_hand, shown = state(page), typed(page, "Steepness").input_value()
    assert float(shown) > 20
    assert float(typed(page, "Angle").input_value()) == 20
    assert float(typed(page, "Offset").input_value()) == -0.8
    fresh = open_roaster()
    type_number(fresh, "Steepness", shown)
    same_traits(by_hand, state(fresh))


@pytest.mark.parametrize("pull", [drag_mouse, drag_touch])
def test_probe_is_temperature_and_time(open_roaster, pull):
    page = open_roaster(page=TOUCH)
    pull(page, "probe", 30, -20)
    by_hand, (T, D) = (
        state(page),
        [typed(page, label).input_value() for label in ("Temperature", "Time")],
    )
    assert float(T) > 205
    assert float(D) > 13.1
    fresh = open_roaster()
    type_number(fresh, "Temperature", T)
    type_number(fresh, "Time", D)
    same_traits(by_hand, state(fresh))


def test_probe_outside_the_map_comes_in(open_roaster):
    page = open_roaster("given")
    drag_mouse(page, "probe", 20, 60)
    T, D = state(page)["probe"]
    assert 150 <= T <= 285
    assert 11.5 <= D <= 15.5


def test_handle_stays_under_the_pointer_and_clamps(open_roaster):
    page = open_roaster()
    x, y = handle(page, "u1-offset")
    drag_mouse(page, "u1-offset", 40, 15)
    line = np.radians(20)
    normal = np.array([np.cos(line), -np.sin(line)])
    moved = np.array(handle(page, "u1-offset")) - (x, y)
    assert moved @ normal == pytest.approx(np.array([40, 15]) @ normal, abs=1.5)
    drag_mouse(page, "u1-offset", 2000, 0)
    assert float(typed(page, "Offset").input_value()) == 2.5
    drag_mouse(page, "probe", 3000, 3000)
    assert state(page)["probe"] == [285, 11.5]


def test_grabbing_focuses_the_control_and_the_control_lights_the_handle(open_roaster):
    page = open_roaster()
    for name, label in (
        ("u1-offset", "Offset"),
        ("u1-angle", "Angle"),
        ("u1-steepness", "Steepness"),
        ("probe", "Temperature"),
    ):
        drag_mouse(page, name, 3, 3)
        assert slider(page, label).evaluate("el => el === document.activeElement")
        settle(page)
        assert page.locator(".nn-halo").count() == 1
        assert page.locator(f"[data-handle={name}] .nn-halo").count() == 1
    typed(page, "Offset").focus()
    settle(page)
    assert page.locator("[data-handle=u1-offset] .nn-halo").count() == 1
    page.get_by_role("button", name="Reset").focus()
    settle(page)
    assert page.locator(".nn-halo").count() == 0


@pytest.mark.parametrize("name", ["u1-offset", "u1-angle", "u1-steepness", "probe"])
def test_escape_restores(open_roaster, name):
    page = open_roaster()
    before = state(page)
    drag_mouse(page, name, 35, 20, release=False)
    assert state(page) != before
    page.keyboard.press("Escape")
    assert state(page) == before
    page.mouse.move(10, 10)
    page.mouse.up()
    assert state(page) == before
    assert page.get_by_role("button", name="Undo").is_disabled()


def test_one_gesture_is_one_undo(open_roaster):
    page = open_roaster()
    seen = [state(page)]
    drag_mouse(page, "u1-offset", 40, 10)
    seen.append(state(page))
    press(page, "Angle", "Shift+ArrowRight")
    seen.append(state(page))
    type_number(page, "Steepness", 12)
    seen.append(state(page))
    page.get_by_label("the true rule").check()
    seen.append(state(page))
    click(page, "Reset")
    assert state(page) == seen[0]
    for expected in reversed(seen):
        click(page, "Undo")
        assert state(page) == expected
    assert page.get_by_role("button", name="Undo").is_disabled()


def test_a_held_key_is_one_gesture(open_roaster):
    page = open_roaster()
    before = state(page)
    slider(page, "Offset").focus()
    for _ in range(5):
        page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    settle(page)
    assert float(typed(page, "Offset").input_value()) == -0.75
    page.keyboard.press("Control+z")
    assert state(page) == before


def test_keys_of_a_slider(open_roaster):
    page = open_roaster()
    for key, angle in (
        ("ArrowRight", 21),
        ("ArrowDown", 20),
        ("Shift+ArrowUp", 30),
        ("PageDown", 20),
        ("Home", 180),
        ("ArrowRight", -179),
        ("End", 180),
    ):
        press(page, "Angle", key)
        assert float(typed(page, "Angle").input_value()) == angle, key
    press(page, "Steepness", "Home")
    press(page, "Steepness", "PageUp")
    assert float(typed(page, "Steepness").input_value()) == pytest.approx(
        0.5 * 200**0.1, abs=1e-3
    )
    assert (
        slider(page, "Steepness").get_attribute("aria-valuetext")
        == "steepness 0.849 per standard deviation"
    )
    press(page, "Steepness", "End")
    assert float(typed(page, "Steepness").input_value()) == 100


def test_typed_numbers(open_roaster):
    page = open_roaster()
    type_number(page, "Steepness", 12.34567)
    assert np.hypot(*np.array(state(page)["theta"])[[0, 3]]) == pytest.approx(
        12.34567, rel=1e-12
    )
    type_number(page, "Steepness", 500)
    assert float(typed(page, "Steepness").input_value()) == 100
    assert page.get_by_text("steepness is at most 100").is_visible()
    type_number(page, "Angle", 190)
    assert float(typed(page, "Angle").input_value()) == -170
    before = state(page)
    type_number(page, "Offset", "e")
    page.keyboard.press("Tab")
    assert state(page) == before
    assert float(typed(page, "Offset").input_value()) == -0.8


def test_a_number_retyped_as_it_was_still_follows(open_roaster):
    page = open_roaster()
    typed(page, "Offset").focus()
    page.keyboard.press("End")
    page.keyboard.type("1")
    page.keyboard.press("Backspace")
    press(page, "Offset", "ArrowRight")
    settle(page)
    assert float(typed(page, "Offset").input_value()) == -0.79


def test_undo_key_leaves_typing_alone(open_roaster):
    page = open_roaster()
    press(page, "Angle", "ArrowRight")
    moved = state(page)
    typed(page, "Offset").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("1")
    page.keyboard.press("Control+z")
    assert state(page) == moved
    page.keyboard.press("Escape")
    slider(page, "Angle").focus()
    page.keyboard.press("Control+z")


def test_pressing_a_line_selects_it(open_roaster):
    page = open_roaster("triangle")
    box = page.locator(".nn-big canvas").bounding_box()
    for node, (u, v) in ((1, (0.75, 0.125)), (2, (0.575, 0.3665)), (0, (0.185, 0.3))):
        page.mouse.click(
            box["x"] + u * box["width"], box["y"] + (1 - v) * box["height"]
        )
        assert state(page)["selected"] == node
    assert page.get_by_role("button", name="Undo").is_disabled()


def test_a_line_off_the_map_waits_on_the_border(open_roaster):
    page = open_roaster("triangle")
    type_number(page, "Offset", 2.2)
    assert "the line is off the map" in page.locator("[data-nn]").inner_text()
    assert page.locator("[data-handle^=u1]").count() == 1
    drag_mouse(page, "u1-offset", -100, 0)
    assert page.locator("[data-handle^=u1]").count() == 3


def test_votes(open_roaster):
    page = open_roaster()
    choose(page, "output")
    assert page.get_by_label("all three").is_checked()
    choose(page, "two of three")
    assert state(page)["theta"][9:] == [20, 20, 20, -30]
    type_number(page, "Weight 2", -3)
    assert state(page)["theta"][9:] == [20, -3, 20, -30]
    assert page.locator("[role=radiogroup][aria-label=Vote] input:checked").count() == 0
    type_number(page, "Bias", 90)
    assert state(page)["theta"][12] == 90


def test_every_control_is_reached_by_tab_in_reading_order(open_roaster):
    page = open_roaster(theta=TRIANGLE)
    page.get_by_label("Start from").focus()
    reached = []
    for _ in range(30):
        reached.append(
            page.evaluate(
                "document.activeElement.closest('.nn-pair')?.firstChild.textContent ?? document.activeElement.tagName"
            )
        )
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    wanted = [
        "SELECT",
        "Angle",
        "Angle",
        "Offset",
        "Offset",
        "Steepness",
        "Steepness",
        "Temperature",
        "Temperature",
        "Time",
        "Time",
        "SUMMARY",
        "SUMMARY",
    ]
    assert [name for name in reached if name in wanted] == wanted


# ---- 4: tasks ----


def line_by_keys(page, unit, angle, offset, k):
    choose(page, f"unit {unit}")
    for label, number in (("Angle", angle), ("Offset", offset), ("Steepness", k)):
        type_number(page, label, number)


def test_tasks_by_keyboard_alone(open_roaster):
    page = open_roaster()
    assert done(page) == []
    press(page, "Angle", "ArrowLeft", 20)
    type_number(page, "Offset", -0.99)
    assert done(page) == []
    type_number(page, "Offset", -1.05)
    assert done(page) == ["a"]
    assert (
        "Unit 1 now turns on at 176.6 °C." in page.locator("[data-task=a]").inner_text()
    )
    assert page.locator("option[value=triangle]").is_disabled()
    line_by_keys(page, 2, 90, -1.3, 5)
    line_by_keys(page, 3, -140, 0.1, 5)
    assert "c" not in done(page)
    for unit in (1, 2, 3):
        choose(page, f"unit {unit}")
        type_number(page, "Steepness", 8)
    assert set(done(page)) == {"a", "b", "c"}
    assert (
        "Three lines close a triangle; each alone is only a half-plane."
        in page.locator("[data-task=c]").text_content()
    )
    assert not page.locator("option[value=triangle]").is_disabled()
    for unit in (1, 2, 3):
        choose(page, f"unit {unit}")
        press(page, "Steepness", "End")
    assert set(done(page)) == {"a", "b", "c", "d"}
    page.get_by_label("standardise inputs").focus()
    page.keyboard.press("Space")
    assert set(done(page)) == set("abcde")
    assert "for every bean." in page.locator("[data-task=e]").text_content()
    assert state(page)["done"] == sorted(state(page)["done"])
    sentences = page.locator("[data-task]").all_text_contents()
    page.keyboard.press("Space")
    press(page, "Angle", "Home")
    click(page, "Reset")
    assert set(done(page)) == set("abcde")
    assert page.locator("[data-task]").all_text_contents() == sentences


@pytest.mark.parametrize("start", PRESETS)
def test_no_task_is_done_at_the_start_nor_by_a_preset(open_roaster, start):
    page = open_roaster(start)
    assert done(page) == []
    page = open_roaster()
    page.locator(f"option[value={start}]").evaluate("el => { el.disabled = false; }")
    page.get_by_label("Start from").select_option(start)
    same_traits(
        state(page), CoffeeRoaster(start).get_state(), ("theta", "probe", "standardise")
    )
    page.get_by_label("beans").uncheck()
    assert done(page) == []


def test_task_b_wants_all_three_units(open_roaster):
    page = open_roaster(theta=TRIANGLE, probe=[160, 12.5])
    press(page, "Temperature", "PageUp")
    assert "b" not in done(page)
    type_number(page, "Temperature", 200)
    assert "b" in done(page)
    assert "The output says 1.000." in page.locator("[data-task=b]").text_content()


def test_exact_triangle_at_steepness_5_does_not_pass(open_roaster):
    page = open_roaster(theta=lines_to_theta(triangle_lines(), 5, (20, -50)))
    press(page, "Temperature", "ArrowRight")
    assert numbers(page)["map_accuracy"] < 0.97
    assert "c" not in done(page)


# ---- 5: it fits, keeps still, and is accessible ----


@on_every_screen
def test_fits_and_keeps_still_and_is_accessible(open_roaster, width, scheme, extra):
    page = open_roaster(width=width, page={"scheme": scheme, **extra})
    assert violations(page) == []
    page.evaluate(
        "for (const d of document.querySelectorAll('.nn-tasks')) d.open = true"
    )
    roaster, sizes = page.locator("[data-nn]"), set()

    def look():
        settle(page)
        sizes.add(roaster.bounding_box()["height"])
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    look()
    for traits in random_states(12):
        tell(page, **traits)
        look()
    for preset in PRESETS.values():
        for node in range(4):
            tell(
                page,
                selected=node,
                **{key: preset[key] for key in ("theta", "standardise", "probe")},
            )
            look()
    tell(page, theta=[-29.9] * 12 + [-89.9], standardise=True)
    look()
    tell(page, selected=0, theta=["nan"] + [0] * 12)
    look()
    tell(page, theta=TRIANGLE, probe=[200, 13], done=list("abcd"))
    type_number(page, "Steepness", 1000)
    look()
    page.get_by_label("standardise inputs").uncheck()
    look()
    assert len(sizes) == 1, sizes
    assert violations(page) == []
    assert page.complaints == []


def test_height_of_the_layouts(open_roaster):  # in wide letters such as DejaVu's
    assert open_roaster(width=700).locator("[data-nn]").bounding_box()["height"] <= 950
    assert open_roaster(width=360).locator("[data-nn]").bounding_box()["height"] <= 1500


def test_theme_is_followed_at_run_time(open_roaster):
    page = open_roaster()
    light = page.evaluate(CANVASES)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    settle(page)
    assert (
        page.locator("[data-nn]").evaluate("el => getComputedStyle(el).backgroundColor")
        == "rgb(18, 20, 23)"
    )
    dark = page.evaluate(CANVASES)
    assert all(a != b for a, b in zip(light, dark, strict=True))
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    settle(page)
    assert page.evaluate(CANVASES) == light


# ---- 6: frames, views, failures ----


def test_a_drag_draws_once_a_frame_and_saves_seldom(open_roaster):
    page = open_roaster()
    drag_mouse(page, "u1-offset", 1, 0, release=False)
    draws = page.evaluate(
        """async () => {
          await frames2();
          let draws = 0;
          const seen = new MutationObserver((all) => { draws += all.length; });
          seen.observe(document.querySelector("[data-nn]"), { attributes: true, attributeFilter: ["data-state"] });
          const svg = document.querySelector(".nn-big svg"), box = svg.getBoundingClientRect();
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
        json.loads(page.evaluate("JSON.stringify(traits.theta)"))
        == state(page)["theta"]
    )


def test_two_views_agree_and_leave_nothing_behind(open_roaster):
    page = open_roaster(views=2, height=2200)
    page.locator(".view").first.locator(".nn-pair").first.locator(
        "input[type=number]"
    ).fill("77")
    page.keyboard.press("Enter")
    page.wait_for_function("traits.theta[0] < 2")
    assert state(page, 0) == state(page, 1)
    assert numbers(page, 0) == numbers(page, 1)
    page.evaluate("cleanups[1]()")
    drag_mouse(page, "u1-offset", 20, 0)
    assert state(page, 0) != state(page, 1)
    page.evaluate("cleanups[0]()")
    assert page.evaluate("alive - baseline") == 0
    tell(page, standardise=False)
    assert state(page, 0)["standardise"]
    assert page.complaints == []


def test_clean_up_in_the_middle_of_a_gesture_leaves_nothing_behind(open_roaster):
    page = open_roaster()
    drag_mouse(page, "u1-offset", 20, 0, release=False)
    settle(page)
    left, before, after = page.evaluate(
        """() => {
          const before = traits.theta[6], svg = document.querySelector(".nn-big svg");
          const { left, top } = svg.getBoundingClientRect();
          svg.dispatchEvent(new PointerEvent("pointermove", { pointerId: 1, clientX: left + 250, clientY: top + 99 }));
          cleanups[0]();
          return [alive - baseline, before, traits.theta[6]];
        }"""
    )
    assert left == 0
    assert after < before - 5
    assert page.complaints == []


@pytest.mark.parametrize(
    ("trait", "place", "value", "message"),
    [
        ("theta", 1, "nan", "unit 2: weight is nan"),
        ("theta", 3, "inf", "unit 1: weight is inf"),
        ("theta", 8, "-inf", "unit 3: bias is -inf"),
        ("theta", 10, "nan", "output: weight 2 is nan"),
        ("theta", 12, "nan", "output: bias is nan"),
        ("probe", 1, "nan", "probe: time is nan"),
    ],
)
def test_a_number_that_is_none(open_roaster, trait, place, value, message):
    page = open_roaster()
    before, pictures = state(page), page.evaluate(CANVASES)
    news = list(before[trait])
    news[place] = value
    tell(page, **{trait: news})
    assert page.get_by_text(
        f"{message}; showing the last finite state"
    ).first.is_visible()
    assert state(page) == before
    assert page.evaluate(CANVASES) == pictures
    tell(page, **{trait: before[trait]})
    assert "showing" not in page.locator(".nn-read").inner_text()
    tell(page, theta=TRIANGLE)
    assert state(page)["theta"] == TRIANGLE
    assert page.complaints == []


def test_starting_from_a_number_that_is_none(open_roaster):
    page = open_roaster(theta=[float("nan")] * 13)
    assert page.get_by_text(
        "unit 1: weight is nan; showing the starting state"
    ).first.is_visible()
    assert state(page)["theta"] == PRESETS["own"]["theta"]
    click(page, "Reset")
    assert state(page)["theta"] == PRESETS["own"]["theta"]


@pytest.mark.parametrize(
    "theta", [[1e300] * 13, [-1e300, 1e-300] * 6 + [1e300], [1e-300] * 13]
)
def test_huge_and_tiny_weights_break_nothing(open_roaster, theta):
    page = open_roaster(theta=theta)
    for node in range(4):
        tell(page, selected=node)
    assert page.complaints == []


def test_changing_one_unit_keeps_the_others_to_the_bit(open_roaster):
    theta = [float(x) for x in np.random.default_rng(2).normal(size=13)]
    page = open_roaster(theta=theta)
    choose(page, "unit 2")
    for label in ("Angle", "Offset", "Steepness"):
        press(page, label, "ArrowRight")
    drag_mouse(page, "u2-angle", 5, 9)
    for i, x in enumerate(state(page)["theta"]):
        assert (x != theta[i]) == (i in (1, 4, 7))


def test_what_a_screen_reader_hears(open_roaster):
    page = open_roaster("triangle")
    assert page.evaluate(LIVE) == ""
    type_number(page, "Temperature", 201)
    page.wait_for_function(f"({LIVE})() !== ''")
    summary = (
        "At 201 °C and 13.0 min the units say 1.00, 1.00, 0.99; output 1.000, good."
    )
    assert page.evaluate(LIVE).endswith(summary)
    assert "Whole map 99.0 %, 196 of 200 beans." in page.evaluate(LIVE)
    type_number(page, "Temperature", 1000)
    page.wait_for_function(f"({LIVE})() === 'temperature is at most 320'")


def test_mounts_without_clipboard_observer_or_storage(open_roaster):
    page = open_roaster(page={"init": BARE})
    page.set_viewport_size({"width": 400, "height": 900})
    settle(page)
    assert page.locator(".nn-big canvas").evaluate("el => el.width") > 200
    page.get_by_text("Continue in Python").click()
    click(page, "Copy")
    page.get_by_text("Press Ctrl+C").first.wait_for()
    assert page.evaluate("getSelection().toString()").startswith("import numpy as np")
    page.evaluate("cleanups[0]()")
    assert page.evaluate("alive - baseline") == 0
    assert page.complaints == []


def test_copy(open_roaster):
    page = open_roaster(page={"permissions": ["clipboard-read", "clipboard-write"]})
    page.get_by_text("Continue in Python").click()
    click(page, "Copy")
    page.get_by_text("Copied.").first.wait_for()
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == page.locator("pre").text_content()
    )


# ---- the static host ----


def static_page(new_page, folder, *widgets, **options):
    return bare_page(
        new_page, folder, "".join(widget.static_html() for widget in widgets), **options
    )


def test_static_host_mounts_without_a_kernel(new_page, tmp_path):
    page = static_page(new_page, tmp_path, CoffeeRoaster(), CoffeeRoaster("given"))
    page.wait_for_function("document.querySelectorAll('[data-ready]').length === 2")
    assert not page.locator("img").first.is_visible()
    first = page.locator(".nn-host").first
    slider(first, "Angle").press("Home")
    settle(page)
    assert float(typed(first, "Angle").input_value()) == 180
    assert state(page, 1)["theta"] == PRESETS["given"]["theta"]
    assert page.complaints == []


NARROW = "* { letter-spacing: -0.05em }"


@pytest.mark.parametrize("style", ["", NARROW])
@pytest.mark.parametrize("kind", [CoffeeRoaster, PerceptronTrainer])
def test_nothing_jumps_at_mounting(new_page, tmp_path, kind, style):
    for width in (360, 390, 700, 1280):
        page = bare_page(
            new_page,
            tmp_path,
            kind().static_html() + "<p>What follows.</p>",
            viewport={"width": width, "height": 900},
            style=style,
            init=PLACES,
        )
        page.wait_for_selector("[data-ready]")
        settle(page)
        assert len(set(page.evaluate("places"))) == 1, width


def test_poster_stays_when_the_widget_fails(new_page, tmp_path):
    broken = (
        CoffeeRoaster()
        .static_html()
        .replace("drawMap(net, z) {\n", "drawMap(net, z) { null.x;\n")
    )
    page = bare_page(new_page, tmp_path, broken)
    settle(page)
    (complaint,) = page.complaints
    assert "null" in complaint
    assert page.locator("img.nn-poster").is_visible()
    assert page.locator("[data-nn]").count() == 0


def test_poster_in_print(new_page, tmp_path):
    page = static_page(new_page, tmp_path, CoffeeRoaster())
    page.wait_for_selector("[data-ready]")
    page.emulate_media(media="print")
    assert page.locator("img.nn-poster").is_visible()
    assert not page.locator("[data-nn]").is_visible()


def test_poster_without_scripts(new_page, tmp_path):
    page = static_page(
        new_page,
        tmp_path,
        CoffeeRoaster(),
        java_script_enabled=False,
        viewport={"width": 360, "height": 800},
    )
    assert page.locator("img.nn-poster").is_visible()
    assert page.locator("img.nn-poster").bounding_box()["width"] <= 360


def test_on_the_built_page(site_url, new_page):
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site_url}book/05_layers.html")
    roaster = page.locator("[data-nn=coffee]").first
    roaster.scroll_into_view_if_needed()
    page.wait_for_selector("[data-ready]")
    before = state(page)
    drag_mouse(page, "u1-offset", 25, 0)
    assert state(page)["theta"] != before["theta"]
    assert page.complaints == []
