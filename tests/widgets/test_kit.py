"""The kit's manners, which every widget has from it, tried on a widget made for that."""

import numpy as np
import pytest

from contract import Alive, Gesture, Remade
from hands import (
    choose,
    click,
    done,
    drag_mouse,
    handle,
    hears,
    open_more,
    pick,
    press,
    shown,
    slider,
    swipe,
    type_number,
    typed,
    undo_is_off,
)
from nnbook.widgets import ReLUBuilder
from nnbook.widgets.base import hosted
from nnlib.activations import sigmoid
from specimen import Specimen
from widgetry import BARE, bare_page, mount, pictures, settle, state, synced, tell, text_of


class TestSpecimen(Remade, Alive):
    WIDGET = Specimen
    GESTURES = (Gesture("dot", (60, 0), ("Place",), slack=8),)
    BROKEN = (
        ("unit", 1, "nan", "level is nan"),
        ("unit", 0, "-inf", "x is -inf"),
    )
    HEARD = (
        {},
        lambda page: press(page, "Level", "Home"),
        f"The unit says {sigmoid(-0.5):.3f}.",
    )

    def states(self):
        rng = np.random.default_rng(0)
        return [{"unit": [x, 50 * (x + 2), 45 * x]} for x in rng.uniform(-2, 2, 16)]

    def expected(self, widget):
        x, level, turn = widget.unit
        return {"output": sigmoid(level * (x - turn / 90))}

    def printed(self, widget):
        return list(self.expected(widget).values())

    def by_keys(self, page):
        press(page, "Place", "PageUp")
        yield ""
        press(page, "Place", "End")
        yield "a"
        open_more(page)
        choose(page, "hard")
        yield "ab"


@pytest.fixture
def page(mounted):
    return mounted(Specimen())


def test_keys_of_a_slider(page):
    for label, key, value in (
        ("Place", "ArrowRight", -0.9),
        ("Place", "ArrowDown", -1),
        ("Place", "Shift+ArrowUp", 0),
        ("Place", "PageDown", -1),
        ("Place", "PageUp", 0),
        ("Place", "End", 2),
        ("Place", "ArrowUp", 2),
        ("Turn", "Home", -180),
        ("Turn", "ArrowLeft", 179),
        ("Turn", "ArrowRight", 180),
        ("Turn", "PageUp", -170),
        ("Level", "Home", 0.5),
        ("Level", "PageUp", round(0.5 * 200**0.1, 3)),
        ("Level", "End", 100),
    ):
        press(page, label, key)
        assert shown(page, label) == [value], (label, key)
    assert slider(page, "Level").get_attribute("aria-valuetext") == "level 100 per metre"
    assert slider(page, "Turn").get_attribute("aria-valuetext") == "−170.0 °"


def test_typed_numbers(page):
    type_number(page, "Level", 12.34567)
    assert state(page)["unit"][1] == 12.34567
    type_number(page, "Level", 500)
    assert (shown(page, "Level"), state(page)["unit"][1]) == ([100], 100)
    assert "level is at most 100" in text_of(page)
    hears(page, "level is at most 100")
    type_number(page, "Level", 0.1)
    assert shown(page, "Level") == [0.5]
    assert "level is at least 0.5" in text_of(page)
    type_number(page, "Turn", 190)
    assert shown(page, "Turn") == [-170]
    before = state(page)
    type_number(page, "Place", "e")
    assert "place needs a number; kept -1" in text_of(page)
    typed(page, "Place").press("5")
    page.keyboard.press("Escape")
    assert (shown(page, "Place"), state(page)) == ([-1], before)
    typed(page, "Place").fill("1.5")
    page.keyboard.press("Tab")
    assert state(page)["unit"][0] == 1.5


def test_a_number_retyped_as_it_was_still_follows(page):
    typed(page, "Place").press("End")
    page.keyboard.type("1")
    page.keyboard.press("Backspace")
    press(page, "Place", "ArrowRight")
    assert shown(page, "Place") == [-0.9]


def test_undo_takes_back_gesture_by_gesture(mounted):
    page = mounted(Specimen(done=["b"]))
    seen = [state(page)]

    def after(act, *arguments):
        act(*arguments)
        seen.append(state(page))
        assert seen[-1] != seen[-2]

    after(drag_mouse, page, "dot", 40, 0)
    after(press, page, "Turn", "Shift+ArrowRight")
    after(type_number, page, "Level", 1)
    open_more(page)
    after(click, page, "hard", "radio")
    after(pick, page, "low")
    after(click, page, "Reset")
    assert seen[-1] == seen[0]
    for expected in reversed(seen[:-1]):
        slider(page, "Turn").press("Control+z")
        assert state(page) == expected
    assert undo_is_off(page)


def test_what_is_taken_back_does_no_task(mounted):
    page = mounted(Specimen(unit=[2, 2, 0]))
    for name in ("Undo", "Reset"):
        press(page, "Place", "Home")
        click(page, name)
        assert (shown(page, "Place"), done(page)) == ([2], "")


def test_a_held_key_is_one_gesture_and_typing_keeps_its_own_undo(page):
    before = state(page)
    slider(page, "Place").focus()
    for _ in range(5):
        page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    assert shown(page, "Place") == [-0.5]
    page.keyboard.press("Control+z")
    assert state(page) == before
    press(page, "Place", "ArrowRight")
    moved = state(page)
    typed(page, "Level").focus()
    page.keyboard.type("1")
    page.keyboard.press("Control+z")
    assert state(page) == moved
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    assert state(page) == before


def test_a_handle_shares_its_focus_with_its_control(page):
    drag_mouse(page, "dot", 3, 0)
    assert slider(page, "Place").evaluate("el => el === document.activeElement")
    for control, halos in ((typed(page, "Place"), 1), (slider(page, "Level"), 0)):
        control.focus()
        settle(page)
        assert page.locator("[data-handle=dot] .nn-halo").count() == halos
        assert page.locator(".nn-halo").count() == halos


def test_the_nearest_handle_is_taken_and_none_from_afar(page):
    type_number(page, "Place", 0.2)
    before = state(page)
    drag_mouse(page, "pebble", 60, 0)
    assert state(page) == before
    x, y = handle(page, "dot")
    for dx, moves in ((-9, True), (-26, False)):
        page.mouse.move(x + dx, y)
        page.mouse.down()
        page.mouse.move(x + dx - 60, y)
        page.mouse.up()
        assert (state(page) != before) == moves
        click(page, "Undo")


def test_only_the_first_pointer_and_the_left_button_drag(page):
    before = state(page)
    x, y = handle(page, "dot")
    page.mouse.move(x, y)
    page.mouse.down(button="right")
    page.mouse.move(x + 60, y)
    page.mouse.up(button="right")
    assert state(page) == before


def test_a_finger_beside_a_handle_scrolls_the_page(mounted):
    page = mounted(Specimen(), height=250)
    (x, y), before = handle(page, "dot"), state(page)
    swipe(page, x + 60, y - 20, 0, -120, steps=8)
    page.wait_for_function("scrollY > 50")
    assert state(page) == before


def test_the_theme_is_followed_whoever_sets_it(page):
    light = pictures(page)
    ground = "(colour) => getComputedStyle(document.querySelector('[data-nn]')).backgroundColor === colour"
    colours = {True: "rgb(18, 20, 23)", False: "rgb(255, 255, 255)"}

    def check(dark):
        page.wait_for_function(ground, arg=colours[dark])
        assert (pictures(page) != light) == dark

    for theme, dark in (("dark", True), ("light", False), ("auto", False)):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        check(dark)
    page.emulate_media(color_scheme="dark")
    check(True)
    for said, dark in (("true", False), ("false", True)):
        page.evaluate("(said) => { document.body.dataset.jpThemeLight = said; }", said)
        check(dark)


def test_menu_moves_on_with_arrows_and_forgets_when_something_moves(page):
    open_more(page)
    menu = page.get_by_label("Start from")
    assert menu.locator("option[value=high]").is_disabled()
    tell(page, done=["a"])
    menu.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert (menu.input_value(), shown(page, "Place")) == ("high", [-0.5])
    press(page, "Place", "ArrowRight")
    assert menu.input_value() == ""


def test_one_voice_and_only_when_things_are_quiet(page):
    page.evaluate(
        """() => {
          const region = document.querySelector("[aria-live]");
          window.said = [];
          new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true });
        }"""
    )
    press(page, "Turn", "ArrowRight", 8)
    page.wait_for_function("said.length")
    assert page.evaluate("said") == [f"The unit says {sigmoid(2 * (-1 - 8 / 90)):.3f}."]


def test_jupyterlabs_keys_are_kept_off(page):
    controls = "input, select, button, summary, [tabindex]"
    bare = f":is({controls}):not([data-lm-suppress-shortcuts=true])"
    assert page.locator(f"[data-nn] :is({controls})").count() > 9
    assert page.locator(f"[data-nn] {bare}").count() == 0


def test_copy(mounted):
    page = mounted(Specimen())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_more(page)
    click(page, "Copy")
    hears(page, "Copied.")
    assert "Copied." in page.locator(".nn-python").inner_text()
    code = page.locator("pre").text_content()
    assert page.evaluate("navigator.clipboard.readText()") == code


def test_without_clipboard_observer_or_storage(new_page, tmp_path):
    page = bare_page(new_page, tmp_path, "", init=BARE)
    mount(page, Specimen())
    width = "el => el.width"
    before = page.locator("canvas").evaluate(width)
    page.set_viewport_size({"width": 300, "height": 900})
    page.wait_for_function("(w) => document.querySelector('canvas').width < w", arg=before)
    open_more(page)
    click(page, "Copy")
    hears(page, "Press Ctrl+C")
    assert page.evaluate("getSelection().toString()").startswith("from nnlib")
    page.evaluate("cleanups[0]()")
    assert page.evaluate("alive - baseline") == 0
    assert page.complaints == []


def test_state_from_elsewhere_is_drawn_and_only_ones_own_is_sent(page):
    waiting = page.evaluate("alive")
    tell(page, unit=[0.5, 1, 0], done=["a"])
    assert (shown(page, "Place"), done(page)) == ([0.5], "a")
    assert page.evaluate("[alive, saves]") == [waiting, 0]
    assert undo_is_off(page)
    press(page, "Place", "ArrowRight")
    assert page.evaluate("saves") == 1


def test_a_wheel_over_a_number_scrolls_the_page(mounted):
    page = mounted(Specimen(), height=500)
    typed(page, "Place").scroll_into_view_if_needed()
    typed(page, "Place").click()
    before = state(page)
    page.mouse.wheel(0, -200)
    page.wait_for_function("scrollY === 0")
    assert state(page) == before


@pytest.mark.parametrize(("text", "number"), [("−1,5", -1.5), ("3/4", 0.75), (" 1. ", 1)])
def test_numbers_as_people_write_them(page, text, number):
    type_number(page, "Place", text)
    assert (state(page)["unit"][0], shown(page, "Place")) == (number, [number])


def test_the_end_that_the_reader_took_stays(page):
    press(page, "Turn", "Home")
    tell(page, unit=[-1, 2, 180])
    assert (slider(page, "Turn").input_value(), shown(page, "Turn")) == ("-180", [-180])


def test_the_focus_stays_in_the_widget(page):
    focused = "document.querySelector('[data-nn]').contains(document.activeElement)"
    press(page, "Place", "ArrowRight")
    click(page, "Undo")
    assert undo_is_off(page)
    assert page.get_by_role("button", name="Undo").evaluate("el => el === document.activeElement")
    page.keyboard.press("Space")
    slider(page, "Level").focus()
    page.mouse.click(*np.add(handle(page, "dot"), (90, 60)))
    assert slider(page, "Level").evaluate("el => el === document.activeElement")
    slider(page, "Level").evaluate("el => { el.closest('.nn-pairs').inert = true; }")
    tell(page, unit=[1, 2, 0])
    assert page.evaluate(focused)


def test_the_picture_glides_after_a_button_and_only_then(mounted):
    places = """async (act) => {
      const at = () => +document.querySelector("[data-handle=dot]").dataset.x, seen = [at()];
      act();
      for (let i = 0; i < 40; i++) {
        await new Promise(requestAnimationFrame);
        if (at() !== seen.at(-1)) seen.push(at());
      }
      return seen;
    }"""
    for motion, act, many in (
        (True, "document.querySelector('.nn-primary').click()", True),
        (False, "document.querySelector('.nn-primary').click()", False),
        (True, "tell({ unit: [0, 2, 0] })", False),
    ):
        page = mounted(Specimen(), motion=motion)
        seen = page.evaluate(f"({places})(() => {{ {act} }})")
        assert seen == sorted(seen)
        assert (len(seen) > 2) == many
        assert state(page)["unit"] == [0, 2, 0]


def test_canvases_follow_the_screen_and_axes_the_text(mounted):
    page = mounted(Specimen())
    size = """() => [document.querySelector("canvas").width,
      parseFloat(getComputedStyle(document.querySelector("svg text")).fontSize)]"""
    wide, text = page.evaluate(size)
    cdp = page.context.new_cdp_session(page)
    metrics = {"width": 700, "height": 1000, "deviceScaleFactor": 2, "mobile": False}
    cdp.send("Emulation.setDeviceMetricsOverride", metrics)
    page.emulate_media(reduced_motion="reduce")  # Chromium then asks all queries anew
    page.wait_for_function(f"({size})()[0] === {2 * wide}")
    cdp.send("Emulation.clearDeviceMetricsOverride")
    assert mounted(Specimen(), size="200%").evaluate(size)[1] == 2 * text


def test_paper_is_light(mounted):
    page = mounted(Specimen(), scheme="dark")
    page.emulate_media(media="print")
    ground = "getComputedStyle(document.querySelector('[data-nn]')).backgroundColor"
    page.wait_for_function(f"{ground} === 'rgb(255, 255, 255)'")
    page.emulate_media(media="screen")


def test_a_task_that_is_done_gives_way_and_can_be_looked_at(page):
    goal = page.locator(".nn-goal")
    press(page, "Place", "End")
    assert all(text in goal.inner_text() for text in ("Make it hard.", "✓ 1: It says 0.982."))
    page.get_by_role("radio", name="Task 2").press("ArrowLeft")
    settle(page)
    assert all(text in goal.inner_text() for text in ("say more than 0.9", "✓ It says 0.982."))


def test_each_tab_has_tasks_and_an_undo_of_its_own(mounted):
    page = mounted(ReLUBuilder())
    start = state(page)
    press(page, "Bias b", "PageUp")
    click(page, "One hinge", "tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Four hinges"
    assert (state(page)["tab"], undo_is_off(page)) == ("four", True)
    assert page.locator("[data-task]:visible").get_attribute("data-task") == "d"
    press(page, "Weight v", "PageUp")
    click(page, "One hinge", "tab")
    click(page, "Undo")
    assert state(page)["hinge"] == start["hinge"]
    assert state(page)["weights"] != start["weights"]
    click(page, "Four hinges", "tab")
    click(page, "Reset")
    assert state(page)["weights"] == start["weights"]


def test_a_widget_with_one_tab_has_no_row_of_tabs(mounted):
    page = mounted(ReLUBuilder(tabs=["four"]))
    assert page.get_by_role("tab").count() == 0
    assert page.locator("[data-task]").count() == 3
    assert state(page)["tab"] == "four"


def test_a_page_can_offer_some_of_the_tasks(mounted):
    page = mounted(Specimen(tasks="a"))
    assert page.locator("[data-task]").count() == 1
    open_more(page)
    choose(page, "hard")
    assert state(page)["done"] == []
    press(page, "Place", "End")
    assert state(page)["done"] == ["a"]
    for tasks in ("", "ax", 3):
        with pytest.raises(ValueError, match="tasks: expected some letters of ab, got"):
            Specimen(tasks=tasks)


def test_a_tick_outlives_the_page_that_keeps_it(new_page, tmp_path):
    store = "window.kept = new Map(); window.nnStore = { get: (k) => kept.get(k), set: (k, v) => { kept.set(k, v); } };"
    html = hosted(Specimen.script, synced(Specimen()), after='<img class="nn-poster" alt="">')
    page = bare_page(new_page, tmp_path, 2 * html, init=store)
    press(page, "Place", "End")
    page.wait_for_function("kept.size === 1")
    kept = page.evaluate("JSON.stringify([...kept])")
    again = bare_page(new_page, tmp_path, 2 * html, init=store.replace("Map()", f"Map({kept})"))
    again.goto(page.url)
    settle(again)
    ticked = "all => all.map((el) => el.querySelectorAll('[data-done=\"1\"]').length)"
    assert again.locator("[data-nn]").evaluate_all(ticked) == [1, 0]
