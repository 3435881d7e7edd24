"""The widgets' Python side: their state, what they refuse, and the page they make for readers without a kernel."""

import base64
import html
import json
import re

import numpy as np
import pytest
import traitlets

from nnbook import widgets
from nnbook.colours import COLOURS
from nnbook.widgets import CoffeeRoaster, base
from nnbook.widgets.coffee import (
    GIVEN,
    PRESETS,
    lines_to_theta,
    triangle_lines,
)
from nnlib import Dense, Sequential
from nnlib.data import coffee, coffee_grid, coffee_is_good, coffee_scaler

PROBE = np.array([[200.0, 17.0]])


def test_the_model_is_the_network_on_display():
    roaster = CoffeeRoaster("given")
    output, (hidden, last) = roaster.model().forward(roaster.inputs(PROBE))
    assert hidden.Z.tolist() == [[233, -531, 900]]
    assert hidden.A[0, [0, 2]].tolist() == [1, 1]
    assert hidden.A[0, 1] == pytest.approx(2.4526e-231, rel=1e-4)
    assert last.Z.tolist() == [[5]]
    assert output.tolist() == [[0.9933071490757153]]


def test_model_is_a_copy_in_float64():
    roaster = CoffeeRoaster()
    net = roaster.model()
    assert net.dtype == "float64"
    assert net.parameters.tolist() == roaster.theta
    net.parameters[...] = 0
    assert roaster.theta == PRESETS["own"]["theta"]


@pytest.mark.parametrize("start", PRESETS)
def test_round_trip_through_the_model(start):
    roaster, other = CoffeeRoaster(start), CoffeeRoaster("zeros")
    other.set_model(roaster.model())
    assert other.theta == roaster.theta


def test_set_model_takes_float32():
    net = Sequential([Dense(3, "sigmoid"), Dense(1, "sigmoid")], seed=1)
    net.build((None, 2))
    roaster = CoffeeRoaster()
    roaster.set_model(net)
    assert roaster.theta == net.parameters.tolist()


def built(*layers):
    net = Sequential(list(layers))
    net.build((None, 2))
    return net


@pytest.mark.parametrize(
    "net",
    [
        Sequential([Dense(3, "sigmoid"), Dense(1, "sigmoid")]),
        built(Dense(4, "sigmoid"), Dense(1, "sigmoid")),
        built(Dense(3, "relu"), Dense(1, "sigmoid")),
        built(Dense(3, "sigmoid"), Dense(1, "linear")),
        built(Dense(1, "sigmoid")),
        Sequential(),
        "a network",
    ],
)
def test_set_model_refuses_other_networks(net):
    roaster = CoffeeRoaster()
    with pytest.raises(
        ValueError,
        match=r"^the roaster shows a built 2-3-1 network of sigmoid units, got [^\n]*$",
    ):
        roaster.set_model(net)
    assert roaster.theta == PRESETS["own"]["theta"]


def test_inputs_are_what_the_network_reads():
    X, _ = coffee()
    np.testing.assert_array_equal(
        CoffeeRoaster().inputs(X), coffee_scaler().transform(X)
    )
    np.testing.assert_array_equal(CoffeeRoaster("given").inputs(X), X)


def test_accuracy_is_a_share_of_the_map_and_of_the_beans():
    X, y = coffee()
    grid = coffee_grid()
    roaster = CoffeeRoaster("triangle")
    for got, points, good in zip(
        roaster.accuracy(), (grid, X), (coffee_is_good(grid), y == 1), strict=True
    ):
        right = [
            (a > 0.5) == g
            for a, g in zip(
                roaster.model()(roaster.inputs(points))[:, 0], good, strict=True
            )
        ]
        assert got == np.mean(right)
    assert roaster.accuracy().whole_map == pytest.approx(0.99, abs=5e-4)


@pytest.mark.parametrize(
    ("start", "expected"),
    [("own", 0.7920), ("given", 0.2080), ("triangle", 0.99), ("zeros", 0.7920)],
)
def test_accuracy_of_each_start(start, expected):
    assert CoffeeRoaster(start).accuracy().whole_map == pytest.approx(
        expected, abs=1e-3
    )


@pytest.mark.parametrize(
    ("k", "expected"),
    [(1, 0.791), (3, 0.868), (5, 0.954), (7, 0.976), (10, 0.988), (100, 0.9999)],
)
def test_accuracy_of_the_triangle_grows_with_steepness(k, expected):
    roaster = CoffeeRoaster(theta=lines_to_theta(triangle_lines(), k, (20, -50)))
    assert roaster.accuracy().whole_map == pytest.approx(expected, abs=2.5e-3)


def test_lines_to_theta_and_back():
    lines = [(0, -1.09), (90, -1.3), (-140, 0.1)]
    theta = np.array(lines_to_theta(lines, 10, (20, -50)))
    W1, b1 = theta[:6].reshape(2, 3), theta[6:9]
    np.testing.assert_allclose(
        np.degrees(np.arctan2(W1[1], W1[0])), [line[0] for line in lines], atol=1e-10
    )
    np.testing.assert_allclose(
        -b1 / np.hypot(*W1), [line[1] for line in lines], rtol=1e-12
    )
    assert theta[9:].tolist() == [20, 20, 20, -50]
    assert W1[1, 0] == W1[0, 1] == 0


def test_triangle_lines_are_the_rule():
    angles, offsets = zip(*triangle_lines(), strict=True)
    np.testing.assert_allclose(angles, (0, 90, -139.986), atol=1e-3)
    np.testing.assert_allclose(offsets, (-1.0906, -1.2990, 0.09826), atol=1e-4)


@pytest.mark.parametrize(
    ("traits", "message"),
    [
        ({"theta": [1, 2]}, "theta: expected 13 numbers, got 2"),
        ({"theta": [1.0] * 14}, "theta: expected 13 numbers, got 14"),
        ({"theta": ["a"] * 13}, "theta: expected 13 numbers, got ['a', "),
        ({"theta": 3}, "theta: expected 13 numbers, got 3"),
        ({"theta": None}, "theta: expected 13 numbers, got None"),
        ({"probe": [200]}, "probe: expected 2 numbers, got 1"),
        ({"probe": ["hot", 13]}, "probe: expected 2 numbers, got ['hot', 13]"),
        ({"units": "kelvin"}, "units"),
        ({"selected": 4}, "selected"),
        ({"selected": -1}, "selected"),
        ({"standardise": "yes"}, "standardise"),
        ({"done": ["z"]}, "done"),
    ],
)
def test_one_line_for_what_does_not_fit_and_nothing_changes(traits, message):
    roaster = CoffeeRoaster()
    before = roaster.get_state()
    ((name, value),) = traits.items()
    with pytest.raises(traitlets.TraitError) as caught:
        setattr(roaster, name, value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert roaster.get_state() == before
    with pytest.raises(traitlets.TraitError):
        CoffeeRoaster(**traits)


@pytest.mark.parametrize(
    "name", ["hidden", "mean", "scale", "rule", "beans", "presets"]
)
def test_the_design_cannot_be_changed(name):
    with pytest.raises(traitlets.TraitError, match=name):
        setattr(CoffeeRoaster(), name, getattr(CoffeeRoaster(), name))


def test_unknown_start_names_the_known_ones():
    with pytest.raises(ValueError, match="triangle"):
        CoffeeRoaster("triangel")


@pytest.mark.parametrize(
    "vector",
    [
        np.arange(13),
        np.arange(13, dtype="float32"),
        range(13),
        [np.float64(i) for i in range(13)],
    ],
)
def test_any_sequence_of_numbers_will_do(vector):
    roaster = CoffeeRoaster(theta=vector)
    assert roaster.theta == [float(i) for i in range(13)]
    assert {type(x) for x in roaster.theta} == {float}
    json.dumps(roaster.get_state()["theta"])


def test_nan_and_infinity_travel_as_text():
    strange = [float("nan"), float("inf"), -float("inf"), 0.5]
    roaster = CoffeeRoaster(theta=strange + [1] * 9)
    sent = roaster.get_state()["theta"]
    assert sent[:4] == ["nan", "inf", "-inf", 0.5]
    json.loads(json.dumps(sent), parse_constant=pytest.fail)
    roaster.set_state({"theta": sent})
    assert np.isnan(roaster.theta[0])
    assert roaster.theta[1:4] == strange[1:]


def test_state_from_the_page_reaches_the_traits():
    roaster, heard = CoffeeRoaster(), []
    roaster.observe(lambda change: heard.append(change["name"]), ["theta", "probe"])
    roaster.set_state({"theta": GIVEN, "probe": [201, 13.5], "done": ["a"]})
    assert roaster.theta == GIVEN
    assert roaster.probe == [201, 13.5]
    assert roaster.done == ["a"]
    assert sorted(heard) == ["probe", "theta"]


def test_two_roasters_share_nothing():
    one, two = CoffeeRoaster(), CoffeeRoaster()
    one.theta = GIVEN
    one.done = ["a"]
    assert two.theta == PRESETS["own"]["theta"]
    assert two.done == []


def test_beans_are_labelled_after_rounding():
    beans = np.array(CoffeeRoaster().beans)
    X, y = coffee()
    np.testing.assert_array_equal(beans, np.column_stack([X, y]))
    np.testing.assert_array_equal(coffee_is_good(beans[:, :2]), beans[:, 2] == 1)


# ---- the page ----


def pieces(text):
    """The <script>s of a static page: (attributes, text)."""
    return re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL)


def test_static_page_is_the_same_every_time_and_complete():
    roaster = CoffeeRoaster()
    text = roaster.static_html()
    assert text == CoffeeRoaster().static_html()
    (kind, state), *modules, (none, host) = pieces(text)
    assert ("application/json" in kind, none) == (True, "")
    assert all("text/nn-module" in module for module, _ in modules)
    assert base.module("coffee").startswith("\n".join(code for _, code in modules))
    assert "currentScript" in host
    sent = json.loads(state)
    assert sent["theta"] == roaster.theta
    traits = {
        "beans",
        "done",
        "hidden",
        "mean",
        "presets",
        "probe",
        "rule",
        "scale",
        "selected",
    }
    assert set(sent) == traits | {
        "show_beans",
        "show_rule",
        "standardise",
        "theta",
        "units",
    }
    assert not re.search(r'(src|href)="(?!data:)', text)


def test_nothing_ends_a_script_early():
    text = base._in_script(json.dumps({"label": "</script><!-- <script>"}))
    assert "<" not in text
    assert json.loads(text) == {"label": "</script><!-- <script>"}
    for own in ("let x = '</script>'", "let x = '<!-- <script>'"):
        with pytest.raises(ValueError, match="would end its own <script> block"):
            base.parts(own)


def test_parts_stand_once_and_after_what_they_need():
    texts = base.parts("// needs: tasks, plot\nlet x;\n")
    assert len(set(texts)) == len(texts)
    starts = [
        next(i for i, text in enumerate(texts) if f"function {name}(" in text)
        for name in ("put", "tasks", "plot")
    ]
    assert starts == sorted(starts)
    assert texts[-1] == "// needs: tasks, plot\nlet x;\n"
    with pytest.raises(ValueError, match="unknown kit module 'plott': did you mean"):
        base.parts("// needs: plott\n")


def test_every_widget_is_found_and_drawn_as_its_poster_says():
    assert {"CoffeeRoaster", "PerceptronTrainer"} <= set(widgets.__all__)
    with pytest.raises(ImportError, match="Roaster"):
        from nnbook.widgets import Roaster  # noqa: F401
    for name in widgets.__all__:
        kind = getattr(widgets, name)
        kind(**kind.posed)


def test_poster_is_a_picture_that_says_what_it_shows():
    picture = CoffeeRoaster().poster()
    (alt,), (data,) = (
        re.findall(r'alt="([^"]*)"', picture),
        re.findall(r'src="data:image/png;base64,([^"]*)"', picture),
    )
    assert html.unescape(alt).startswith(
        "Three small maps, each shaded on one side of a line: hotter than 175 °C"
    )
    assert base64.b64decode(data).startswith(b"\x89PNG")
    assert len(data) < 120_000


def test_shown_live_as_a_widget_and_otherwise_as_a_page():
    data, _ = CoffeeRoaster()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/html"] == CoffeeRoaster().static_html()
    assert data["text/plain"] == "CoffeeRoaster()"


def test_repr_is_stable():
    assert repr(CoffeeRoaster("given")) == repr(CoffeeRoaster()) == "CoffeeRoaster()"


@pytest.mark.parametrize("name", ["coffee", "perceptron"])
def test_code_of_the_page_stays_small_and_readable(name):
    folder = base._HERE / name
    assert len(base._own(name).encode()) <= 40_000
    for file in [*folder.glob("*.js"), *(base._HERE / "kit").glob("*.js")]:
        lines = file.read_text("utf-8").splitlines()
        longest = max(lines, key=len)
        assert len(longest) <= 135, f"{file.name}: {longest}"


def test_every_colour_is_readable_on_every_ground():
    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in channels
        ]
        return np.dot(linear, (0.2126, 0.7152, 0.0722))

    for shade in (0, 1):
        grounds = [
            luminance(COLOURS[name][shade]) for name in ("background", "surface")
        ]
        for name in set(COLOURS) - {"background", "surface"}:
            for ground in grounds:
                dark, light = sorted((luminance(COLOURS[name][shade]), ground))
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, shade)


def test_a_mistyped_trait_is_refused_with_the_nearest_name():
    with pytest.raises(
        ValueError, match="unknown option 'standardize': did you mean 'standardise'"
    ):
        CoffeeRoaster(standardize=False)


@pytest.mark.parametrize(
    "value", [np.zeros((13, 1)), np.zeros((3, 13)), [10**400] * 13]
)
def test_what_is_no_vector_is_refused_in_one_line(value):
    with pytest.raises(
        traitlets.TraitError, match="^theta: expected 13 numbers, got [^\n]{1,300}$"
    ):
        CoffeeRoaster(theta=value)
