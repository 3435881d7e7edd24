"""The stepper on a page: forth and back, by mouse and keys, with pauses; and a table where no script runs."""

import re

import pytest

from nnbook import trace
from nnlib import data
from nnlib.perceptron import Perceptron
from widgetry import bare_page, violations

X, OR = data.gates("OR")
FIRES = {"yes": "x @ self.w + self.b > 0", "no": "x @ self.w + self.b <= 0"}
ASK = {
    ("y_pred =", "row == 0"): ("Will it fire on row 0?", FIRES, "A score of 0 is not more than 0."),
    ("self.b =", "row == 1"): ("What will the second weight be?", "self.w[1]"),
}


@pytest.fixture(scope="module")
def seen():
    follow, watch = (Perceptron._epoch,), ("self.w", "self.b")
    return trace(Perceptron().fit, X, OR, epochs=1, follow=follow, watch=watch, ask=ASK)


@pytest.fixture
def page(new_page, tmp_path, seen):
    def opened(**options):
        page = bare_page(new_page, tmp_path, seen._repr_mimebundle_()["text/html"], **options)
        pages.append(page)
        return page

    pages = []
    yield opened
    assert [page.complaints for page in pages] == [[]] * len(pages)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def number(page):
    """Where the page is, from 1."""
    return int(page.get_by_role("slider").input_value())


def code(page):
    """The line that is marked, and the values on show."""
    marked = page.locator(".nn-trace [aria-current=step]:visible").all_text_contents()
    values = page.locator(".nn-values:not(.nn-off) td[data-v]")
    return " ".join(marked), dict(values.evaluate_all("(all) => all.map((td) => [td.dataset.name, td.dataset.v])"))


def test_each_step_shows_its_line_and_the_values_of_its_call(page, seen):
    page, known = page(viewport={"width": 700, "height": 900}), {}
    for i, step in enumerate(seen.steps):
        if i:
            button(page, "Next").click()
        if step.pause:
            button(page, "Show me").click()
        known[step.call] = {**known.get(step.call, {}), **{name: v.data for name, v in step.values.items()}}
        line, values = code(page)
        assert seen.listings[step.listing].text(step.place).split() == line.split()[1:]
        assert {name: v for name, v in values.items() if v != "null"} == {
            name: v for name, v in known[step.call].items() if v != "null"
        }
        fresh = page.locator(".nn-values:not(.nn-off) .nn-fresh td[data-v]")
        assert set(fresh.evaluate_all("(all) => all.map((td) => td.dataset.name)")) == set(step.values)
    button(page, "Again").click()
    assert number(page) == 1
    assert code(page)[1]["self.w"] == "null"


def test_keys_range_and_pauses(page, seen):
    page = page(viewport={"width": 700, "height": 900})
    said = page.get_by_role("status")
    asked = [i for i, step in enumerate(seen.steps, 1) if step.pause]
    button(page, "Next").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    assert number(page) == 2 and said.text_content().startswith("Step 2, line 2: calls batch; X")
    button(page, "Back").click()
    page.keyboard.press("ArrowLeft")
    assert number(page) == 1

    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    assert said.text_content() == "Will it fire on row 0?"
    assert "y_pred =" in code(page)[0] and code(page)[1]["y_pred"] == "null"
    assert page.evaluate("document.activeElement.textContent") == "yes"
    assert violations(page) == []
    page.keyboard.press("Enter")
    assert said.text_content().startswith("You said yes; the answer is no. A score of 0 is not more than 0. Step")
    assert number(page) == asked[0] and code(page)[1]["y_pred"] == "0"
    assert page.evaluate("document.activeElement.textContent") == "Next"

    page.get_by_role("slider").fill(str(len(seen.steps)))
    assert said.text_content() == "What will the second weight be?"
    field = page.get_by_role("textbox")
    for text in ("", "one"):
        field.fill(text)
        button(page, "Answer").click()
        assert field.is_visible()
    field.fill("1,00")
    field.press("Enter")
    assert said.text_content().startswith("Right: 1. Step") and number(page) == asked[1]
    page.get_by_role("slider").fill(str(len(seen.steps)))
    assert number(page) == len(seen.steps)
    page.get_by_role("slider").fill(str(asked[0]))
    assert number(page) == asked[0], "what has been answered is not asked again"


def test_it_fits_keeps_still_and_is_accessible(page, seen):
    page = page(viewport={"width": 700, "height": 900})
    asked = [i for i, step in enumerate(seen.steps, 1) if step.pause]
    for step in asked:
        page.get_by_role("slider").fill(str(step))
        button(page, "Show me").click()
    for width, scheme in ((360, "dark"), (390, "light"), (700, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(scheme) => { document.documentElement.dataset.theme = scheme; }", scheme)
        heights = page.locator(".nn-trace").evaluate(
            """(root) => {
              const range = root.querySelector("[type=range]"), heights = [];
              for (range.value = 1; ; range.value++) {
                range.dispatchEvent(new Event("input"));
                heights.push(root.offsetHeight);
                if (range.value === range.max) return heights;
              }
            }"""
        )
        assert len(heights) == len(seen.steps)
        assert max(heights) - min(heights) <= 26 and max(heights) <= 640
        wide = "[document.documentElement, document.querySelector('.nn-trace')].map((el) => el.scrollWidth)"
        assert max(page.evaluate(wide)) <= width
        assert violations(page) == []


def test_without_scripts_and_on_paper_it_is_a_table(page, seen):
    for options in ({"java_script_enabled": False}, {}):
        bare = page(**options)
        bare.emulate_media(media="print" if not options else "screen")
        table = bare.locator(".nn-steps")
        assert table.is_visible() and bare.locator(".nn-listing:visible").count() == 2
        assert not bare.locator(".nn-trace").is_visible()
        heads = table.locator("th[scope=rowgroup]").all_text_contents()
        assert [int(text.split(":")[0]) for text in heads if re.match(r"\d+:", text)] == [
            *range(1, len(seen.steps) + 1)
        ]
        assert "Will it fire on row 0? no A score of 0 is not more than 0." in heads
