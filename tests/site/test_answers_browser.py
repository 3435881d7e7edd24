"""Exercises answered on the published page: what a form says is what `check` says in Python."""

import json
import re
from importlib.resources import files
from types import SimpleNamespace

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

import exercises as extension
import forms
import lesson
from nnbook.checking.kinds import Choice, Numbers, Unfinished, Wrong
from nnbook.colours import COLOURS
from nnbook.exercises import CHAPTERS, find, of_chapter
from places import ROOT
from widgetry import bare_page

MATRIX = Numbers(
    number="99.1",
    title="Every kind of part",
    answer={"W": [[1.0, -2.5], [0.0, 3.0], [4.0, 1e3]], "v": [1, 2, 3], "s": 12.125},
    decimals=3,
    wrong=(
        Wrong({"W": [[1.0, 0.0, 4.0], [-2.5, 3.0, 1e3]]}, "W is turned"),
        Wrong({"s": 8, "v": [3, 2, 1]}, 'a hint with <b>marks</b>, "quotes" & </script>'),
        Wrong({"v": 6}, "that is the sum of v"),
    ),
)
LETTER = Choice(
    number="99.2",
    title="A choice",
    name="which",
    options={"a": "less: z < 0", "b": "the same", "c": 'more: "z > 0"'},
    answer="b",
    wrong={"a": "z is not below 0", "c": "z is not above 0"},
)

SCRIPT = f"<style>{lesson.style()}</style><script>{lesson.script()}</script>"

# Fills the form of an exercise, presses Check and gives what it says: (state, text).
HELPERS = """
window.formOf = (number) => [...document.querySelectorAll("nn-answer")].find(
  (el) => JSON.parse(el.getAttribute("exercise")).number === number).querySelector("form");
window.answer = ([number, given]) => {
  const form = formOf(number);
  if (typeof given === "string") for (const radio of form.letter) radio.checked = radio.value === given;
  else for (const name in given) form.elements[name].value = given[name];
  form.querySelector("button").click();
  const status = form.querySelector("[role=status]");
  return [status.dataset.state, status.textContent];
};
"""


EXERCISES = [x for chapter in CHAPTERS for x in of_chapter(chapter)]
ANSWERABLE = [x for x in EXERCISES if hasattr(x, "public")]
NUMBERS = [x for x in ANSWERABLE if isinstance(x, Numbers)]


def opened(new_page, folder, *exercises, **options):
    """A bare page with the forms of these exercises; `answer` and `formOf` are at hand."""
    forms = (f"<div>{extension.form(x, 'the notebook', [])}</div>" for x in exercises)
    page = bare_page(new_page, folder, SCRIPT + "".join(forms), init=HELPERS, **options)
    page.set_default_timeout(30_000)
    return page


@pytest.fixture
def bare(new_page, tmp_path):
    return opened(new_page, tmp_path, MATRIX, LETTER)


def form(page, exercise):
    legend = page.get_by_text(f"Your answer to {exercise.number}", exact=True)
    return page.locator("nn-answer form").filter(has=legend)


def status(page, exercise):
    return form(page, exercise).get_by_role("status").text_content()


def judged(exercise, *parts):
    """What Python says, as the page puts it: [state, text]."""
    try:
        exercise.judge(*parts)
    except Unfinished as reason:
        return [reason.state.lower(), f"{reason.state}: {reason}"]
    return ["correct", f"{exercise.number} correct"]


def typed(exercise, **changed):
    """The right answer as texts, but for some parts."""
    return {name: str(value) for name, value in (exercise.answer | changed).items()}


# ---- the same verdict and the same words as in Python ----


def other_shapes(value):
    """The numbers of a part in other shapes."""
    flat = np.ravel(value)
    shapes = [flat[0], flat, flat[:1], flat[:, None], flat[None], np.append(flat, 7)]
    return [np.asarray(value).T, *shapes]


def random_part(rng, name, want, tolerance, wrong):
    """A right part, one at or near the edge of the tolerance or with fewer digits, a known mistake or another."""
    value = np.asarray(want, float)
    edge = tolerance * np.maximum(1, abs(value))
    mistakes = [np.asarray(parts[name], float) for parts, _ in wrong if name in parts]
    near = [value + rng.choice([-1, 1]) * u * edge for u in (0.5, 0.999, 1, 1.001, 2, 1e4)]
    kinds = [
        [value],
        near + [value.round(d) for d in range(6)],
        mistakes or [value],
        other_shapes(want),
        [
            rng.normal(0, 10, value.shape).round(rng.integers(4)),
            -value,
            value[..., ::-1],
        ]
        if value.ndim
        else [value + 1, -value],
    ]
    several = kinds[rng.choice(len(kinds), p=[0.4, 0.2, 0.2, 0.1, 0.1])]
    return several[rng.integers(len(several))]


def written(rng, part, lines):
    """A text for exactly these numbers, in one of the ways in which people write them."""
    part = np.asarray(part)
    ways = [str(part.tolist()), repr(part.tolist()).replace("-", "−")]
    with np.printoptions(floatmode="unique", precision=17):
        ways += [str(part), repr(part)]
    if part.ndim == 1 and len(part) > 1:
        entries = [repr(float(x)) for x in part]
        ways += [", ".join(entries), " ".join(entries), f"({','.join(entries)})"]
    if part.ndim == 2 and len(part) > 1:
        rows = [" ".join(repr(float(x)) for x in row) for row in part]
        ways += ["; ".join(rows), f"[{';'.join(rows)}]", ";".join(rows) + ";"]
        ways += ["\n".join(rows)] if lines else []
    return ways[rng.integers(len(ways))]


def random_answers(exercise, n):
    """Answers as (parts, texts)."""
    rng = np.random.default_rng(int(float(exercise.number) * 10))
    for _ in range(n):
        parts = [random_part(rng, name, want, exercise.near, exercise.wrong) for name, want in exercise.answer.items()]
        wanted = zip(parts, exercise.answer.values(), strict=True)
        yield parts, [written(rng, part, np.ndim(want) == 2) for part, want in wanted]


def known_answers(exercise):
    """The solution and the known mistakes, as (parts, texts)."""
    for parts, _ in [Wrong({}, ""), *exercise.wrong]:
        answer = exercise.answer | parts
        yield [*answer.values()], [str(value) for value in answer.values()]


def compare(page, exercise, n):
    """The verdicts that n random answers and the known ones get, after they were found to be Python's."""
    answers = [*known_answers(exercise), *random_answers(exercise, n)]
    asked = [[exercise.number, dict(zip(exercise.names, texts, strict=True))] for _, texts in answers]
    said = page.evaluate("(all) => all.map(answer)", asked)
    for (parts, texts), verdict in zip(answers, said, strict=True):
        assert verdict == judged(exercise, *parts), texts
    return [text for _, text in said]


def test_every_answer_gets_pythons_verdict(new_page, tmp_path):
    page = opened(new_page, tmp_path, *ANSWERABLE, MATRIX)
    for exercise in [*NUMBERS, MATRIX]:
        said = compare(page, exercise, 50 if exercise in NUMBERS else 1000)
        hints = {f"Not yet: {hint}" for _, hint in exercise.wrong}
        assert {f"{exercise.number} correct", *hints} <= {*said}
    assert {f"Not yet: {name} is not right yet" for name in MATRIX.names} <= {*said}
    assert any("should be" in text for text in said) and any("right so far" in text for text in said)
    for exercise in (x for x in ANSWERABLE if x not in NUMBERS):
        for letter in exercise.options:
            assert page.evaluate("answer", [exercise.number, letter]) == judged(exercise, letter)
    assert page.complaints == []


def test_right_answers_in_unusual_form(new_page, tmp_path):
    page = opened(new_page, tmp_path, *NUMBERS)
    for name, form in forms.TEXTS.items():
        asked = [[x.number, {part: form(value) for part, value in x.answer.items()}] for x in NUMBERS]
        said = page.evaluate("(all) => all.map(answer)", asked)
        assert [text for _, text in said] == [f"{x.number} correct" for x in NUMBERS], name


# What the reader of numbers reads, and what it refuses, is also tried in Python, by tests/nnbook/test_checking.py.
CASES = json.loads((ROOT / "tests" / "support" / "numbers.json").read_text("utf-8"))
REFUSED = dict(CASES["refused"]) | {
    "nan": "is not finite: it holds nan or inf",
    "[1, -inf]": "is not finite: it holds nan or inf",
    "1e999": "is not finite: it holds nan or inf",
    "1/0": "is not finite: it holds nan or inf",
    "1 2; 3": "has rows of different lengths",
    "[[1, 2], 3]": "has rows of different lengths",
    "1, [2]": "has rows of different lengths",
    "[]": "should be a single number, yours is an array of shape (0,)",
    "1, 5": "should be a single number, yours is an array of shape (2,)",
    "1 2; 3 4": "should be a single number, yours is an array of shape (2, 2)",
    "[" * 4000: "has a bracket without its partner",
}


READ = """(all) => all.map(([exercise, text]) => {
  const place = document.createElement("div");
  place.innerHTML = "<p></p>";
  const el = document.createElement("nn-answer");
  el.setAttribute("exercise", JSON.stringify(exercise));
  place.append(el);
  document.querySelector("main").append(place);
  const [, said] = answer([exercise.number, { s: text }]);
  place.remove();
  return said;
})"""


def scalar(answer):
    return Numbers(number="99.3", title="", answer={"s": answer})


def read(page, *pairs):
    """What the form says of each text where the value beside it is right."""
    return page.evaluate(READ, [[scalar(value).public(), text] for text, value in pairs])


def test_numbers_are_read_as_in_python(bare):
    reader = (files("nnbook.checking") / "numbers.js").read_text("utf-8")
    texts = [[text, want] for text, _, want in CASES["read"]]
    call = "all.map(([text, want]) => readNumbers('s', text, want))"
    got = bare.evaluate(f"(all) => {{ {reader}; return {call}; }}", texts)
    assert dict(zip(map(str, texts), got, strict=True)) == {str([t, w]): value for t, value, w in CASES["read"]}
    assert read(bare, ("0,5", 0.5), ("2,031", 2031), ("0,5", [0, 5]), ("[[5]]", 5)) == ["99.3 correct"] * 4
    assert bare.complaints == []


def test_what_cannot_be_right_gets_a_sentence_pythons_where_it_knows_too(bare):
    said = read(bare, *((text, 7) for text in REFUSED))
    assert dict(zip(REFUSED, said, strict=True)) == {text: f"Not yet: s {why}" for text, why in REFUSED.items()}
    parts = 5, True, np.nan, 1e999, [[1, 2], [3]], [], [[]], [[1, 2], [3, 4]]
    said = read(bare, *((repr(part), 7) for part in parts))
    assert said == [judged(scalar(7), part)[1] for part in parts]
    assert bare.complaints == []


def test_the_first_part_that_is_empty_or_cannot_be_read_is_named(bare):
    def said(**parts):
        return bare.evaluate("answer", ["99.1", typed(MATRIX, **parts)])

    for text in "", "  ", "...":
        assert said(W=text, v=text, s=text) == ["not started", "Not started: type your answer first"]
    for name in MATRIX.names:
        assert said(**{name: "..."}) == ["not yet", f"Not yet: {name} is still empty"]
    assert "W has rows" in said(W="1 2; 3", v="x", s="y")[1]
    assert "v should hold" in said(W="1", v="x", s="y")[1]
    assert "W is still empty" in said(W="", v="x", s="y")[1]


# ---- manners ----


def test_keyboard_alone(bare):
    bare.keyboard.press("Tab")
    bare.keyboard.press("Meta+Enter")  # as on a Mac
    assert status(bare, MATRIX) == "Not started: type your answer first"
    bare.keyboard.type("1 -2.5")
    bare.keyboard.press("Enter")
    bare.keyboard.type("0 3")
    bare.keyboard.press("Enter")
    bare.keyboard.type("4 1000")
    assert status(bare, MATRIX) == "Not started: type your answer first"
    bare.keyboard.press("Control+Enter")
    assert status(bare, MATRIX) == "Not yet: v is still empty"
    bare.keyboard.press("Tab")
    bare.keyboard.type("1, 2, 3")
    bare.keyboard.press("Enter")
    assert status(bare, MATRIX) == "Not yet: s is still empty"
    bare.keyboard.press("Tab")
    bare.keyboard.type("12.125")
    bare.keyboard.press("Tab")
    bare.keyboard.press("Space")
    assert status(bare, MATRIX) == "99.1 correct"
    bare.keyboard.press("Tab")
    bare.keyboard.press("Space")
    bare.keyboard.press("Enter")
    assert status(bare, LETTER) == "Not yet: z is not below 0"
    bare.keyboard.press("ArrowDown")
    assert status(bare, LETTER) == "Not yet: z is not below 0"
    bare.keyboard.press("Tab")
    bare.keyboard.press("Enter")
    assert status(bare, LETTER) == "99.2 correct"
    assert bare.complaints == []


def test_touch(new_page, tmp_path):
    page = opened(new_page, tmp_path, LETTER, has_touch=True)
    page.get_by_role("button", name="Check").tap()
    assert status(page, LETTER) == "Not started: choose an answer first"
    page.get_by_label("b the same").tap()
    page.get_by_role("button", name="Check").tap()
    assert status(page, LETTER) == "99.2 correct"


def test_a_hint_stays_while_correct_goes_with_a_change(bare):
    place = form(bare, MATRIX)
    bare.evaluate("answer", ["99.1", typed(MATRIX, s=8)])
    place.get_by_label("s", exact=True).fill("12.125")
    assert status(bare, MATRIX) == "Not yet: s is not right yet"
    bare.keyboard.press("Enter")
    assert status(bare, MATRIX) == "99.1 correct"
    place.get_by_label("v", exact=True).fill("1")
    assert status(bare, MATRIX) == "Not yet: changed since it was checked"


def test_a_screen_reader_hears_each_verdict(bare):
    heard = bare.evaluate(
        """async () => {
          const region = formOf("99.1").querySelector("[role=status]"), heard = [];
          new MutationObserver(() => heard.push(region.textContent)).observe(region, { childList: true });
          for (let i = 0; i < 2; i++) {
            answer(["99.1", { W: "1", v: "2", s: "x" }]);
            await new Promise((done) => setTimeout(done));
          }
          return [heard, region.isConnected];
        }"""
    )
    assert heard == [["Not yet: s should hold numbers, got “x”"] * 2, True]


def test_fields_say_what_they_take(bare):
    place = form(bare, MATRIX)
    for name, about in (("W", "row"), ("v", "commas"), ("s", "a number")):
        field = place.get_by_label(name, exact=True)
        described = field.get_attribute("aria-describedby")
        assert about in bare.locator(f"[id='{described}']").inner_text()
    group = bare.get_by_role("group", name="Your answer to 99.2")
    assert group.get_by_role("radio").count() == 3


def test_marks_in_a_text_stay_text(bare):
    given = typed(MATRIX, s=8, v=[3, 2, 1])
    assert bare.evaluate("answer", ["99.1", given])[1] == f"Not yet: {MATRIX.wrong[1].hint}"
    assert form(bare, MATRIX).locator("[role=status] > *").count() == 1
    assert 'c more: "z > 0"' in form(bare, LETTER).inner_text()


def test_what_cannot_be_shown_leaves_the_sentence(new_page, tmp_path):
    body = SCRIPT + extension.form(MATRIX, "the notebook", []).replace("numbers", "unheard-of")
    page = bare_page(new_page, tmp_path, body)
    assert page.locator(".nn-elsewhere").is_visible()
    assert page.locator("form").count() == 0
    assert page.complaints.pop().startswith("uncaught")


# ---- on the built pages ----


def tries(exercise):
    """Answers that lead to every kind of sentence."""
    if isinstance(exercise, Choice):
        return list(exercise.options)
    letters = dict.fromkeys(exercise.names, "W" * 60)
    grid = dict.fromkeys(exercise.names, "1 2 3; 4 5 6")
    known = [typed(exercise, **wrong.parts) for wrong in exercise.wrong]
    return [dict.fromkeys(exercise.names, ""), letters, grid, *known, typed(exercise)]


def moved(page, exercises):
    """The answers whose verdict changes the page's height or does not fit."""
    asked = [[x.number, given] for x in exercises for given in tries(x)]
    return page.evaluate(
        """(all) => {
          const root = document.documentElement, { scrollHeight } = root;
          return all.filter((given) => {
            answer(given);
            const { scrollWidth, clientWidth } = formOf(given[0]);
            return root.scrollHeight !== scrollHeight || scrollWidth > clientWidth || root.scrollWidth > innerWidth;
          });
        }""",
        asked,
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_no_verdict_moves_anything(new_page, tmp_path, width):
    page = opened(new_page, tmp_path, *ANSWERABLE, viewport={"width": width, "height": 900})
    assert moved(page, ANSWERABLE) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_page_has_after_each_check_its_form_and_how_to_answer_elsewhere(site, chapter):
    (notebook,) = (ROOT / "book" / "exercises").glob(f"{chapter:02}_*.ipynb")
    html = (site / "book" / "exercises" / f"{notebook.stem}.html").read_text("utf-8")
    marks = r'<p class="nn-elsewhere">(.*?)</p>|<(nn-answer) key=[^>]* exercise=.\{&quot;|<summary>(Hint 1)<'
    found = [one or two or three for one, two, three in re.findall(marks, html)]
    expected = []
    for x in of_chapter(chapter):
        where = f"Answer exercise {x.number} in the notebook <code>book/exercises/{notebook.name}</code>"
        expected += [where, *["nn-answer"] * (x in ANSWERABLE), "Hint 1"]
    assert [text.partition(", in your copy")[0] for text in found] == expected


def test_a_built_page_is_answered_by_a_person(site_url, new_page):
    page = new_page(viewport={"width": 360, "height": 900}, color_scheme="dark")
    page.add_init_script(HELPERS)
    page.goto(f"{site_url}book/exercises/05_layers.html")
    mine = [x for x in ANSWERABLE if x.number.startswith("5.")]
    roast, choice = find("5.1"), find("5.5")
    assert status(page, roast) == "Not started"
    for name, value in roast.answer.items():
        form(page, roast).get_by_label(name, exact=True).fill(str(value))
    page.keyboard.press("Enter")
    assert status(page, roast) == "5.1 correct"
    for letter, text in choice.options.items():
        form(page, choice).get_by_label(f"{letter} {text}").check()
        form(page, choice).get_by_role("button", name="Check").click()
        assert status(page, choice) == judged(choice, letter)[1]
    assert moved(page, mine) == []
    for i, exercise in enumerate(mine):
        page.evaluate("answer", [exercise.number, tries(exercise)[-1 - i % 2]])
    assert page.complaints == []
    for scheme, shade, rules in (("dark", 1, {}), ("light", 0, {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
        for exercise, role in zip(mine, ("activation", "bad"), strict=False):
            word = form(page, exercise).locator("[role=status] b")
            assert hexadecimal(word, "color") == COLOURS[role][shade]
        assert hexadecimal(form(page, roast), "color") == COLOURS["ink"][shade]
        assert Axe().run(page, context="nn-answer", options=rules).response["violations"] == []
    look(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def look(page):
    """Text is as large as the page's, and the keyboard's focus shows."""
    sizes = page.locator("nn-answer form *").evaluate_all(
        "all => all.map((el) => parseFloat(getComputedStyle(el).fontSize))"
    )
    assert min(sizes) >= 16
    for control in ("input[type=text]", "input[type=radio]", "button"):
        page.locator(f"nn-answer {control}").first.focus()
        page.keyboard.press("Shift")  # from here on focus is that of a keyboard
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def hexadecimal(locator, style):
    rgb = locator.evaluate(f"el => getComputedStyle(el).{style}.match(/\\d+/g).slice(0, 3)")
    return "#" + "".join(f"{int(c):02X}" for c in rgb)


# ---- the extension ----


def document_with(**about):
    document = new_document("", get_default_settings())
    cell = nodes.container(cell_metadata={"nnlib": about}, classes=["cell"])
    document += cell
    return document


def app_of(docname):
    return SimpleNamespace(env=SimpleNamespace(docname=docname))


def test_only_pages_of_exercises_are_touched():
    for docname, children in (("book/05_layers", 1), ("book/exercises/05_layers", 2)):
        document = document_with(exercise="5.2", role="check")
        extension.add_forms(app_of(docname), document)
        assert len(document.children) == children
    document = document_with(exercise="5.2", role="answer")
    extension.add_forms(app_of("book/exercises/05_layers"), document)
    assert len(document.children) == 1


def test_an_exercise_that_does_not_exist_is_a_warning(monkeypatch):
    said = []
    warn = SimpleNamespace(warning=lambda text, *values, **_: said.append(text % values))
    monkeypatch.setattr(extension, "logger", warn)
    document = document_with(exercise="5.99", role="check")
    extension.add_forms(app_of("book/exercises/05_layers"), document)
    assert len(document.children) == 1
    assert said[0].startswith("exercise 5.99: no exercise 5.99")
