"""The coffee roaster's replay: recorded training under a reader's hands, and frames that are taken over."""

import itertools

import numpy as np
import pytest
import traitlets

from contract import Alive, Gesture, Remade
from hands import choose, click, drag_mouse, drag_touch, press, slider, type_number, undo_is_off
from nnbook.studies import Study, roasters
from nnbook.widgets import CoffeeRoaster
from nnlib.data import coffee
from roasting import numbers_of, output_of
from widgetry import state, synced, tell

LAST = len(roasters.FRAMES) - 1


class Replayed(CoffeeRoaster):
    def __init__(self, start=None, **traits):
        super().__init__(start, **{"mode": "replay", **traits})


def taken_over(*lines):
    def act(page):
        click(page, "Take over")
        for unit, angle, offset in lines:
            choose(page, f"unit {unit}")
            type_number(page, "Angle", angle)
            type_number(page, "Offset", offset)

    return act


class TestReplay(Remade, Alive):
    WIDGET = Replayed
    GESTURES = (Gesture("epoch", (60, 0), ("Epoch",)),)
    BROKEN = (("probe", 1, "nan", "probe: time is nan"), ("probe", 0, "inf", "probe: temperature is inf"))
    ACCIDENTS = (
        ({"seed": 6}, lambda page: press(page, "Epoch", "End"), "fgh"),
        ({"hidden": 4, "seed": 7, "frame": LAST}, lambda page: [choose(page, str(i)) for i in range(7)], "fgh"),
        ({"seed": 0, "frame": LAST}, taken_over((1, 0, 0), (1, 0, -1.09)), "fgh"),
        ({"seed": 6, "frame": LAST}, taken_over((3, 0, -1.1), (1, 90, -1.3)), "fgh"),
        ({"seed": 6, "frame": LAST - 1}, taken_over((1, 90, -1.3)), "fgh"),
    )
    EARNED = "Seed 6: 90.8 %. Chance", "Unit 1 moved: from 90.8 % to 98.4 %.", "4 units: 97.1 % or more for each seed."
    HEARD = {}, lambda page: press(page, "Epoch", "End"), "epoch 1,000 of 1,000: loss 0.00896, whole map 97.4 %."

    def states(self):
        for seed, (hidden, standardise) in itertools.product(range(roasters.SEEDS), roasters.KINDS):
            frame = (7 * seed + 11 * hidden) % (LAST + 1)
            yield {"hidden": hidden, "standardise": standardise, "seed": seed, "frame": frame}
        for hidden in (2, 8):
            taken = Replayed(hidden=hidden, frame=LAST)
            yield {"mode": "build", "hidden": hidden, "frame": LAST, "theta": taken.theta, "selected": hidden}

    def expected(self, roaster):
        found, net, (X, y) = numbers_of(roaster), roaster.model(), coffee()
        net.compile(loss="binary_crossentropy")
        found["epoch"] = roasters.FRAMES[roaster.frame]
        return found | {"loss": net.evaluate(roaster.inputs(X), y[:, None])}

    printed = staticmethod(output_of)

    def by_keys(self, page):
        press(page, "Epoch", "End")
        yield ""
        choose(page, "6")
        yield "f"
        taken_over((1, 90, -1))(page)
        yield "f"
        type_number(page, "Offset", -1.3)
        yield "fg"
        choose(page, "4 units")
        for seed in (0, 1, 2, 3, 4, 5, 7):
            yield "fg"
            choose(page, str(seed))
        yield "fgh"

    def test_mouse_finger_and_keys_do_the_same_and_can_be_undone(self, mounted):
        page = mounted(Replayed(frame=8))
        before = state(page)
        drag_mouse(page, "epoch", 25, 0, release=False)
        page.keyboard.press("Escape")
        page.mouse.up()
        assert state(page) == before
        for pull in (drag_mouse, drag_touch):
            pull(page, "epoch", 25, 0)
            by_hand = state(page)
            click(page, "Undo")
            assert state(page) == before
            press(page, "Epoch", "ArrowRight", by_hand["frame"] - 8)
            assert state(page) == by_hand
            while not undo_is_off(page):
                click(page, "Undo")
            assert state(page) == before
        page.locator(".nn-curves svg").first.click(position={"x": 180, "y": 20})
        assert state(page)["theta"] == np.round(Replayed(frame=LAST).theta, 10).tolist()


def test_what_is_taken_over_is_the_readers_until_a_run_is_chosen(mounted):
    page = mounted(Replayed(hidden=8, frame=LAST))
    before = state(page)
    click(page, "Take over")
    assert state(page) == before | {"mode": "build"}
    drag_mouse(page, "u1-offset", 10, 10)
    assert {i for i in range(33) if state(page)["theta"][i] != before["theta"][i]} == {16}
    choose(page, "output")
    type_number(page, "Vote 8", 3)
    assert state(page)["theta"][31] == 3
    choose(page, "7")
    assert state(page) == before | {"seed": 7, "theta": state(page)["theta"]}


def test_it_plays_four_times_as_fast(mounted):
    page = mounted(Replayed())
    page.get_by_role("button", name="Play").press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    assert page.locator(":focus").get_attribute("aria-pressed") == "true"
    slider(page, "Epoch").press(" ")
    page.locator(f"[data-state*='\"frame\":{LAST},']").wait_for(timeout=8000)


def test_a_run_of_ones_own_joins_the_others(mounted):
    roaster = Replayed(seed=3, frame=12)
    page = mounted(roaster)
    roaster.train(hidden=5, seed=11, epochs=20)
    assert (roaster.hidden, roaster.seed, roaster.frame, len(roaster.films)) == (5, 11, 0, 41)
    tell(page, films=roaster.films, **synced(roaster, own=True))
    press(page, "Epoch", "End")
    roaster.frame = 14
    assert state(page)["theta"] == np.round(roaster.theta, 10).tolist()
    choose(page, "4")
    assert (state(page)["hidden"], state(page)["seed"]) == (2, 4)
    with pytest.raises(ValueError, match="only CoffeeRoaster"):
        CoffeeRoaster().train()
    net = roasters.untrained(2, seed=0)
    roaster.set_model(net)
    assert (roaster.mode, roaster.hidden, roaster.theta) == ("build", 2, net.parameters.tolist())


@pytest.mark.parametrize(("name", "value"), [("hidden", 5), ("seed", 8), ("frame", LAST + 1)])
def test_what_was_not_recorded_is_refused_in_one_line(name, value):
    roaster = Replayed()
    with pytest.raises(traitlets.TraitError, match=f"^[^\\n]*{value}[^\\n]*$"):
        setattr(roaster, name, value)
    assert roaster.theta == Study("roasters")["theta 3"][0, 0].tolist()
    assert sum(len(run["data"]) for run in roaster.films) < 200_000
