"""Shapes: the contract, NumPy's results and errors over random shapes, and which cells light up together."""

import numpy as np
import pytest

from contract import Contract, Gesture, Remade
from hands import choose, type_number
from nnbook.widgets import Shapes
from widgetry import settle, tell, text_of


def form(page, name, shape=None):
    """Choose a form of an array by keyboard; with none, only bring the controls of its sizes to the front."""
    group = page.get_by_role("radiogroup", name=f"Form of {name}")
    group.get_by_role("radio", name=shape, exact=bool(shape)).first.focus()
    if shape:
        page.keyboard.press("Space")
    settle(page)


def types(label, number):
    return lambda page: [form(page, label[-1]), type_number(page, label, number)]


def error_of(widget):
    try:
        widget.result()
    except ValueError as error:
        return str(error).strip()
    return ""


COLUMN = {"a": [4, 3], "b": [3, 1]}


class TestShapes(Remade, Contract):
    WIDGET = Shapes
    STARTS = tuple(Shapes.starts)
    GESTURES = (
        Gesture("b-across", (36, 0), ("length of b",), slack=6),
        Gesture("a-down", (0, -72), ("rows of a",), slack=6),
        Gesture("a-across", (36, 0), ("columns of a",), slack=6),
        Gesture("b-down", (0, 72), ("rows of b",), {"b": [2, 2], "op": "@"}, slack=6),
    )
    BROKEN = (("a", 1, "nan", "size 1 of a is nan"), ("b", 0, "inf", "size 0 of b is inf"))
    REFUSED = (
        ("a", [4, 3, 2], "a: expected 1 to 2 numbers, got 3"),
        ("a", [], "a: expected 1 to 2 numbers, got 0"),
        ("b", [6], "b: expected sizes from 1 to 5, got 6.0"),
        ("b", [2.5], "b: expected sizes from 1 to 5, got 2.5"),
        ("op", "*", "unknown op '*': known: +, @"),
    )
    ACCIDENTS = (
        ({}, lambda page: form(page, "b", "(2, 1)"), "abcde"),
        ({}, lambda page: form(page, "a", "(1, 3)"), "abcde"),
        ({"b": [3]}, types("rows of a", 2), "abcde"),
        ({"done": ["a"], "b": [3]}, types("rows of a", 3), "bc"),
        ({"done": ["a"], "a": [3, 2], "b": [3, 1]}, types("columns of a", 3), "bc"),
        ({"done": ["a"], "a": [3, 3], "b": [3]}, lambda page: form(page, "b", "(3, 1)"), "bc"),
        ({"done": ["a", "b"], **COLUMN}, types("rows of a", 3), "c"),
        ({"done": ["a", "b"], **COLUMN}, lambda page: form(page, "a", "(1, 3)"), "c"),
        ({"done": ["a", "b", "c"], "a": [3], "b": [3, 1], "op": "@"}, lambda page: choose(page, "+"), "d"),
        ({"done": [*"abcd"], "a": [3], "b": [3]}, lambda page: choose(page, "@"), "e"),
        ({"done": [*"abcd"], "a": [4, 3], "b": [2]}, types("length of b", 3), "e"),
    )
    EARNED = (
        "(4, 3) + (3,) fits: 9 cells are copies.",
        "3 rows: no error, right shape, wrong sum.",
        "1 row: the sum is (3, 3), not (1, 3).",
        "(3,) counts as (1, 3); both are stretched.",
        "3 meets 3, and (1, 3) @ (3, 1) is (1, 1).",
    )
    HEARD = {}, types("length of b", 3), "(4, 3) + (3,) is (4, 3). Row 0, column 0: 1 + 10 = 11"

    def states(self):
        rng = np.random.default_rng(0)
        shape = lambda: rng.integers(1, 6, rng.integers(1, 3)).tolist()  # noqa: E731
        yield from ({"a": [5, 5], "b": [5, 5], "op": op} for op in "+@")
        for _ in range(40):
            yield {"a": shape(), "b": shape(), "op": str(rng.choice([*"+@"])), "cell": rng.integers(0, 5, 2).tolist()}
        for _ in range(20):  # of those that fit
            m, k, n = (int(size) for size in rng.integers(1, 6, 3))
            yield {"a": [[m, k], [k]][m % 2], "b": [[k, n], [k]][n % 2], "op": "@", "cell": [m - 1, n - 1]}
            yield {"a": [[m, k], [m, 1]][n % 2], "b": [[k], [1, k]][m % 2], "op": "+", "cell": [m - 1, k - 1]}

    def expected(self, widget):
        if error_of(widget):
            return {}
        (a, b), result = widget.arrays(), np.asarray(widget.result())
        found = {f"c_{i}_{j}": float(x) for (i, j), x in np.ndenumerate(np.atleast_2d(result))}
        if widget.op == "@":
            return found | {"products": result.size * a.shape[-1]}
        return found | {"copies": 2 * result.size - a.size - b.size}

    def printed(self, widget):
        a, b = widget.arrays()
        return [*a.shape, *b.shape] if error_of(widget) else np.ravel(widget.result())

    def by_keys(self, page):
        type_number(page, "length of b", 3)
        yield "a"
        form(page, "b", "(3, 1)")
        yield "a"
        form(page, "a")
        type_number(page, "rows of a", 3)
        yield "ab"
        type_number(page, "rows of a", 1)
        yield "abc"
        form(page, "a", "(3,)")
        yield "abcd"
        choose(page, "@")
        form(page, "a", "(1, 3)")
        types("columns of a", 2)(page)
        yield "abcd"
        type_number(page, "columns of a", 3)
        yield "abcde"


def test_shapes_and_errors_are_numpys(mounted):
    page, clashes = mounted(Shapes()), 0
    for traits in TestShapes().states():
        widget = Shapes(**traits)
        tell(page, **{name: getattr(widget, name) for name in ("a", "b", "op")})
        error, said = error_of(widget), page.locator(".nn-error").text_content()
        assert said == (f"ValueError: {error}" if error else "")
        heads = page.locator(".nn-caption span").all_text_contents()
        shapes = [str(array.shape) for array in widget.arrays()]
        assert heads == [*shapes, "no result" if error else str(np.shape(widget.result()))]
        clashes += bool(error)
        assert ("≠" in page.locator(".nn-score").text_content()) == bool(error)
    assert 10 < clashes < 40


def test_the_table_says_which_sizes_meet(mounted):
    page = mounted(Shapes())
    for a, op, b, rows in (
        ([4, 3], "+", [3], "a 4 3 b 1 → 4 3 a + b 4 3"),
        ([3], "+", [3, 1], "a 1 → 3 3 b 3 1 → 3 a + b 3 3"),
        ([4, 3], "+", [3, 1], "a 4 3 b 3 1 a + b ✕"),
        ([4, 3], "@", [3], "a 4 3 b 3 a @ b 4 summed"),
        ([4, 3], "@", [2, 5], "a 4 3 b 2 5 a @ b ✕"),
    ):
        tell(page, a=a, b=b, op=op)
        cells = page.locator(".nn-lineup :is(th, td)").all_text_contents()
        assert " ".join(filter(None, cells)) == rows


@pytest.mark.parametrize(
    ("traits", "cell", "lit", "told"),
    [
        ({"b": [3]}, (2, 1), ["6", "20", "20", "26"], "Row 2, column 1: 6 + 20 = 26"),
        ({"b": [3, 2], "op": "@"}, (1, 1), ["2", "4", "6", "20", "30", "40", "400"], "2·20 + 4·30 + 6·40 = 400"),
        ({"b": [3], "op": "@"}, (0, 2), ["3", "6", "2", "10", "20", "30", "210"], "Entry 2: 3·10 + 6·20 + 2·30 = 210"),
    ],
)
def test_a_cell_under_the_mouse_lights_those_that_it_comes_from(mounted, traits, cell, lit, told):
    page = mounted(Shapes(**traits))
    box = page.locator(f"[data-name=c_{cell[0]}_{cell[1]}]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settle(page)
    assert page.locator(".nn-lit text").all_text_contents() == lit
    assert told in text_of(page)
    page.mouse.move(2, 2)
    settle(page)
    assert told not in text_of(page)
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    page.mouse.move(2, 2)
    assert told in text_of(page)


def test_the_three_forms_hold_the_same_numbers():
    arrays = [Shapes(b=shape).arrays()[1] for shape in ([4], [1, 4], [4, 1])]
    assert {tuple(array.ravel().tolist()) for array in arrays} == {(10, 20, 30, 40)}
    assert [array.shape for array in arrays] == [(4,), (1, 4), (4, 1)]
