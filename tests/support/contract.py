"""What every widget of the book owes its readers, as tests that a widget fills in with what is its own.

A subclass gives the class of the widget and what stands below in capitals. `Remade` adds what holds for widgets that
put goal and score above the picture and reward the first move; those that were made before are not asked for it.
"""

import json
from typing import NamedTuple

import numpy as np
import pytest
import traitlets

from hands import (
    click,
    done,
    drag_mouse,
    drag_touch,
    handle,
    hears,
    open_more,
    shown,
    type_number,
    undo_is_off,
)
from widgetry import (
    bare_page,
    numbers,
    numbers_in,
    own_size,
    pictures,
    settle,
    state,
    synced,
    tell,
    text_of,
    violations,
)

LINE = 26  # pixels, at 16 px a letter
SCREENS = [{"width": 360}, {"scheme": "dark"}, {"size": "200%"}]
GRID = [
    {"width": width, "scheme": scheme, **extra}
    for width in (360, 390, 700, 1280)
    for scheme in ("light", "dark")
    for extra in ({}, {"size": "200%"}, {"forced": True})
]
SCREENS += [pytest.param(screen, marks=pytest.mark.long) for screen in GRID]


class Gesture(NamedTuple):
    """A drag of a handle along its own way, and the controls that say what it did."""

    handle: str
    by: tuple[float, float]
    labels: tuple[str, ...]
    traits: dict = {}  # noqa: RUF012 - never changed
    first: callable = settle
    """What is done first, by keyboard."""
    slack: float = 3
    """Pixels between handle and pointer at the end, as steps and borders make them."""


class Alive:
    """A widget under a reader's hands: its numbers, gestures, tasks, screens, frames and failures.

    Subclasses define `states()`, traits in all corners; `expected(widget)`, every number on show by nnlib as
    {name: value}; `printed(widget)`, the numbers that the snippet prints; and `by_keys(page)`, which does all tasks by
    keyboard and yields after each act those done by then.
    """

    WIDGET: type
    STARTS: tuple = ()
    GESTURES: tuple = ()
    BROKEN: tuple = ()
    """(trait, place in it, value that is no number, message)."""
    ACCIDENTS: tuple = ()
    """(traits, act(page), tasks that it must not tick)."""
    EARNED: tuple = ()
    """What tasks say to who does them in the way of `by_keys`."""
    HEARD: tuple
    """(traits, act(page), what a screen reader then hears)."""

    def some(self, n):
        """Widgets in `n` of the states (in all, where there are fewer)."""
        states = list(self.states())
        return [self.WIDGET(**traits) for traits in states[:: -(-len(states) // n)]]

    # ---- 1: numbers ----

    def test_numbers_are_nnlibs(self, mounted):
        page, widgets = mounted(self.WIDGET()), self.some(60)
        found = numbers_in(page, [synced(widget, own=True) for widget in widgets])
        for widget, mine in zip(widgets, found, strict=True):
            wanted = self.expected(widget)
            assert mine.keys() == wanted.keys()
            assert mine == pytest.approx(wanted, rel=1e-10, abs=1e-12, nan_ok=True)

    def test_the_snippet_is_what_is_on_display(self, mounted):
        page = mounted(self.WIDGET())
        for widget in self.some(8):
            printed = []
            tell(page, **synced(widget, own=True))
            text = page.locator(".nn-python pre").text_content()
            exec(text, {"print": lambda *all, to=printed: to.extend(all)})
            found = np.concatenate([np.ravel(x) for x in printed])
            np.testing.assert_allclose(found, self.printed(widget), rtol=1e-12)

    # ---- 2: mouse, finger, keys ----

    def test_mouse_finger_and_keys_do_the_same_and_can_be_undone(self, mounted):
        page = mounted(self.WIDGET())

        def now():
            return state(page) | {"done": []}

        for gesture in self.GESTURES:
            tell(page, **gesture.traits)
            gesture.first(page)
            before = now()
            drag_mouse(page, gesture.handle, *gesture.by, release=False)
            assert now() != before, gesture
            page.keyboard.press("Escape")
            page.mouse.move(5, 5)
            page.mouse.up()
            assert now() == before, gesture
            for pull in (drag_mouse, drag_touch):
                goal = np.add(handle(page, gesture.handle), gesture.by)
                pull(page, gesture.handle, *gesture.by)
                away = np.hypot(*(handle(page, gesture.handle) - goal))
                assert away <= gesture.slack, gesture
                by_hand, said = now(), shown(page, *gesture.labels)
                assert by_hand != before, gesture
                click(page, "Undo")
                assert now() == before, gesture
                for label, number in zip(gesture.labels, said, strict=True):
                    type_number(page, label, number)
                assert now() == by_hand, gesture
                for _ in gesture.labels:
                    if now() != before:
                        click(page, "Undo")
                assert now() == before, gesture
            assert undo_is_off(page)

    # ---- 3: tasks ----

    def test_tasks_by_keyboard_without_a_picture(self, mounted):
        page = mounted(self.WIDGET())
        page.evaluate("for (const el of document.querySelectorAll('canvas, svg')) el.remove()")
        ticked, said = "", ""
        for ticked in self.by_keys(page):
            assert done(page) == ticked
            said += text_of(page)
        assert sorted(ticked) == sorted(state(page)["done"])
        assert len(ticked) == page.locator("[data-task]").count()
        for sentence in self.EARNED:
            assert sentence in said
        page.get_by_role("button", name="Reset").click()
        assert done(page) == ticked

    def test_no_task_is_done_by_a_start_a_menu_or_chance(self, mounted):
        page = mounted(self.WIDGET())
        for start in self.STARTS:
            tell(page, **synced(self.WIDGET(start), own=True))
            assert done(page) == ""
        page.evaluate(
            """async () => {
              for (const menu of document.querySelectorAll("[data-nn] select")) {
                for (const { value } of menu.options) {
                  menu.value = value;
                  menu.dispatchEvent(new Event("change"));
                  await frame();
                }
              }
            }"""
        )
        assert done(page) == ""
        for traits, act, tasks in self.ACCIDENTS:
            page = mounted(self.WIDGET(**traits))
            act(page)
            assert not set(tasks) & set(done(page)), traits

    def test_what_a_screen_reader_hears(self, mounted):
        traits, act, sentence = self.HEARD
        page = mounted(self.WIDGET(**traits))
        assert page.locator("[aria-live]").text_content() == ""
        act(page)
        hears(page, sentence)

    # ---- 5: screens ----

    @pytest.mark.parametrize("screen", SCREENS, ids=str)
    def test_it_fits_keeps_still_and_is_accessible(self, mounted, screen):
        page = mounted(self.WIDGET(), **screen)
        look = """async (states) => {
          const root = document.querySelector("[data-nn]"), page = document.documentElement, seen = [];
          for (const state of states) {
            await tell(state);
            const parts = [root, root.querySelector(".nn-drawer")];
            const [all, drawer] = parts.map((el) => el.getBoundingClientRect().height);
            seen.push([Math.round(all - drawer), page.scrollWidth > innerWidth]);
          }
          return seen;
        }"""
        seen = page.evaluate(look, [{}])
        for _ in self.by_keys(page) if screen == SCREENS[0] else ():
            seen += page.evaluate(look, [{}])
        states = [synced(widget, own=True) for widget in self.some(12)]
        states += [self.broken(states[0], *broken[:3]) for broken in self.BROKEN[:2]]
        seen += page.evaluate(look, states)
        heights = [height for height, _ in seen]
        assert max(heights) - min(heights) <= (2 * LINE if "size" in screen else LINE), seen
        assert not any(wide for _, wide in seen)
        open_more(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        size = "all => all.map((el) => parseFloat(getComputedStyle(el).fontSize))"
        assert min(page.locator("svg text, td, th").evaluate_all(size)) >= 12
        assert violations(page) == []

    # ---- 6: frames, views, failures ----

    def test_a_drag_draws_once_a_frame_and_leaves_nothing_behind(self, mounted):
        gesture = self.GESTURES[0]
        page = mounted(self.WIDGET(**gesture.traits))
        drag_mouse(page, gesture.handle, 1, 0, release=False)
        draws, saves, left, kept = page.evaluate(
            """async (name) => {
              await frame();
              let draws = 0;
              const seen = new MutationObserver((all) => { draws += all.length; });
              const root = document.querySelector("[data-nn]");
              seen.observe(root, { attributes: true, attributeFilter: ["data-state"] });
              const svg = root.querySelector(`[data-handle=${name}]`).ownerSVGElement;
              const { left, top } = svg.getBoundingClientRect();
              const move = (x) => svg.dispatchEvent(
                new PointerEvent("pointermove", { pointerId: 1, clientX: left + x, clientY: top + 150 + 0.2 * x }));
              saves = 0;
              for (let i = 0; i < 60; i++) move(100 + 2 * i);
              await frame();
              const counted = [draws, saves], shown = JSON.parse(root.dataset.state);
              seen.disconnect();
              move(90);
              cleanups[0]();
              const keys = Object.keys(traits).filter((key) => key in shown);
              const kept = keys.some((key) => JSON.stringify(traits[key]) !== JSON.stringify(shown[key]));
              return [...counted, alive - baseline, kept];
            }""",
            gesture.handle,
        )
        assert draws == 1
        assert saves <= 1
        assert (left, kept) == (0, True)

    def test_two_views_agree_and_one_closes_alone(self, mounted):
        page = mounted(self.WIDGET(), views=2, height=2200)
        start = page.locator("[data-nn]").first.get_attribute("data-state")
        first = page.locator("[data-nn]").first.get_by_role("slider").first
        first.press("PageUp")
        page.wait_for_function(
            """(start) => {
              const [one, two] = [...document.querySelectorAll("[data-nn]")].map((el) => el.dataset.state);
              return one === two && one !== start;
            }""",
            arg=start,
        )
        assert numbers(page, 0) == numbers(page, 1)
        page.evaluate("cleanups[1]()")
        first.press("PageUp")
        assert state(page, 0) != state(page, 1)
        page.evaluate("cleanups[0]()")
        assert page.evaluate("alive - baseline") == 0

    def broken(self, traits, name, place, value):
        """The trait of that name with a number that is none."""
        return {name: [*traits[name][:place], value, *traits[name][place + 1 :]]}

    def test_a_number_that_is_none(self, mounted):
        page = mounted(self.WIDGET())
        good = synced(self.WIDGET(), own=True)
        for name, place, value, message in self.BROKEN:
            before, seen = state(page), pictures(page)
            tell(page, **self.broken(good, name, place, value))
            assert f"{message}; showing the last finite" in text_of(page)
            assert (state(page), pictures(page)) == (before, seen)
            tell(page, **{name: good[name]})
            assert "showing" not in text_of(page)
        name, place, value, message = self.BROKEN[0]
        bad = self.WIDGET(**self.broken(good, name, place, float(value)))
        json.dumps(synced(bad), allow_nan=False)
        again = self.WIDGET()
        again.set_state(synced(bad, own=True))
        assert synced(again) == synced(bad)
        page = mounted(bad)
        assert f"{message}; showing the starting" in text_of(page)
        tell(page, **good)
        assert state(page) == state(mounted(self.WIDGET()))


class Contract(Alive):
    """A widget of the book: also its size, its page without a kernel, and its side in Python."""

    ROOM = 40_000
    """Bytes of its own scripts and style."""
    REFUSED: tuple = ()
    """(trait, value that does not fit, what Python says)."""

    def test_its_own_script_is_small(self):
        assert own_size(self.WIDGET.name) <= self.ROOM

    @pytest.mark.parametrize("width", [360, 390, 700, 1280])
    def test_nothing_jumps_when_it_is_mounted(self, new_page, tmp_path, width):
        first = """addEventListener("DOMContentLoaded", () => {
          window.before = document.querySelector(".nn-host").offsetHeight;
        });"""
        size = {"viewport": {"width": width, "height": 900}}
        html = self.WIDGET().static_html()
        page = bare_page(new_page, tmp_path, html, init=first, **size)
        page.locator("[data-ready]").wait_for()
        settle(page)
        host = page.locator(".nn-host")
        after = host.evaluate("el => el.offsetHeight")
        assert abs(after - page.evaluate("before")) <= LINE

    def test_two_live_on_a_page_without_a_kernel(self, new_page, tmp_path):
        html = self.WIDGET().static_html()
        assert html == self.WIDGET().static_html()
        page = bare_page(new_page, tmp_path, 2 * html)
        page.locator("[data-ready]").nth(1).wait_for()
        page.locator("[data-nn]").first.get_by_role("slider").first.press("PageUp")
        assert state(page, 0) != state(page, 1)
        assert page.complaints == []

    def test_paper_shows_the_poster_in_light_colours(self, new_page, tmp_path):
        page = bare_page(new_page, tmp_path, self.WIDGET().static_html(), color_scheme="dark")
        page.wait_for_function("document.querySelector('.nn-poster').naturalWidth > 1")  # while it is hidden
        page.emulate_media(media="print")
        poster = page.locator(".nn-poster")
        assert (poster.is_visible(), page.locator("[data-nn]").is_visible()) == (True, False)
        assert poster.evaluate("el => getComputedStyle(el).backgroundColor") == "rgb(255, 255, 255)"

    def test_the_poster_stands_where_it_cannot_live(self, new_page, tmp_path):
        html, size = self.WIDGET().static_html(), {"width": 360, "height": 800}
        broken = "Object.defineProperty(HTMLCanvasElement.prototype, 'width', { set() { throw Error('no canvas'); } });"
        still = bare_page(new_page, tmp_path, html, viewport=size, java_script_enabled=False)
        failed = bare_page(new_page, tmp_path, html, viewport=size, init=broken)
        failed.wait_for_event("console", lambda m: "no canvas" in m.text) if not failed.complaints else None
        assert "no canvas" in failed.complaints[0]
        for page in (still, failed):
            poster = page.get_by_alt_text(self.WIDGET.alt, exact=True)
            poster.wait_for()
            assert 0 < poster.bounding_box()["width"] <= 360
            assert page.locator("[data-nn]").count() == 0

    def test_python_refuses_in_one_line_and_loses_nothing(self):
        widget = self.WIDGET()
        before = synced(widget)
        for name, value, message in self.REFUSED:
            with pytest.raises(traitlets.TraitError) as caught:
                setattr(widget, name, value)
            assert message in str(caught.value)
            assert "\n" not in str(caught.value)
            with pytest.raises(traitlets.TraitError):
                self.WIDGET(**{name: value})
        for name, trait in widget.traits(sync=True).items():
            if trait.read_only:
                with pytest.raises(traitlets.TraitError, match=name):
                    setattr(widget, name, getattr(widget, name))
        assert synced(widget) == before
        with pytest.raises(ValueError, match=str(self.STARTS[-1])):
            self.WIDGET("no such start")
        with pytest.raises(ValueError, match="did you mean 'done'"):
            self.WIDGET(don=[])

    def test_jupyter_shows_it_live_and_others_the_page(self):
        data, _ = self.WIDGET()._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in data
        assert data["text/html"] == self.WIDGET().static_html()
        assert data["text/plain"] == f"{self.WIDGET.__name__}()"


class Remade:
    """For widgets in the new form: goal on top, the first move rewarded, one screen, few stops."""

    LAST = ".nn-strip > :nth-child(2)"
    """What must be on a phone's first screen, below the picture."""

    def test_the_first_move_changes_the_score(self, mounted):
        page = mounted(self.WIDGET())
        score, moves = page.locator(".nn-goal"), page.locator("[data-handle]")
        before = score.text_content()
        if moves.count():
            svg = moves.first.evaluate(
                "g => { const b = g.ownerSVGElement.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; }"
            )
            name = page.locator("[data-handle]").first.get_attribute("data-handle")
            inwards = np.add(svg[:2], np.divide(svg[2:], 2)) - handle(page, name)
            drag_mouse(page, name, *(40 * inwards / np.hypot(*inwards)))
            assert score.text_content() != before
        for button in page.locator(".nn-primary:visible").all():
            before = score.text_content()
            button.click()
            settle(page)
            assert score.text_content() != before

    @pytest.mark.parametrize("width", [390, 700])
    def test_goal_picture_and_controls_fit_on_one_screen(self, mounted, width):
        page = mounted(self.WIDGET(), width=width)
        box = lambda name: page.locator(name).first.bounding_box()  # noqa: E731
        root, goal = box("[data-nn]"), box(".nn-goal")
        controls = box(self.LAST)
        last = root if width == 700 else controls
        assert last["y"] + last["height"] - root["y"] <= 640
        canvases = page.locator(".nn-square canvas:visible").all()
        for size in (canvas.bounding_box() for canvas in canvases):
            assert size["width"] == pytest.approx(size["height"], abs=1)
            assert goal["y"] + goal["height"] <= size["y"]
            above = size["y"] + size["height"] <= controls["y"]
            assert above or size["x"] + size["width"] <= controls["x"]
        assert page.locator("[data-task]:visible").count() == 1

    def test_few_stops_before_more(self, mounted):
        page = mounted(self.WIDGET())
        page.evaluate("document.querySelector('[data-nn]').focus()")
        stops = []
        while "nn-opener" not in stops[-1:]:
            page.keyboard.press("Tab")
            stops += [
                page.evaluate(
                    """() => {
                      const at = document.activeElement, all = [...document.querySelectorAll(".nn-pair")];
                      return at.className || String(all.findIndex((pair) => pair.contains(at))) + at.type;
                    }"""
                )
            ]
            assert len(stops) < 20
        assert sum("nn-field" not in stop for stop in stops) <= 8

    def test_nothing_moves_by_itself_for_who_wants_it_still(self, mounted):
        running = "document.getAnimations().length"
        page = mounted(self.WIDGET(), motion=False)
        settle(page)
        assert page.evaluate(running) == 0
        page = mounted(self.WIDGET())
        page.locator("[data-handle]").first.wait_for(state="attached")
        assert page.evaluate(running) > 0
        page.get_by_role("slider").first.press("ArrowRight")
        page.wait_for_function(f"{running} === 0")
