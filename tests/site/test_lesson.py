"""A chapter as its reader works through it, on a small book: guesses, seals, folds, beliefs, what is kept."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

import chapter as small
import lesson
import measure

PAGE = "book/00_start.html"


@pytest.fixture
def page(small_url, new_page):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(small_url + PAGE)
    return page


def lock(page, i):
    return page.locator("nn-guess").nth(i).get_by_role("button", name="Lock in")


def said(page, i):
    return page.locator("nn-seen").nth(i)


def violations(page):
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def test_a_reader_guesses_and_finds_it_kept(page):
    assert page.locator("nn-seal:visible").count() == 0
    place = page.locator("nn-guess").first
    height = place.bounding_box()["height"]
    lock(page, 0).click()
    assert said(page, 0).is_hidden(), "nothing was chosen"
    place.get_by_label("two").check()
    lock(page, 0).click()
    assert place.bounding_box()["height"] == height
    assert said(page, 0).inner_text().startswith("You said two; it was 3.\n\ntwo: Too few")
    assert page.get_by_text("measured", exact=True).is_visible()
    assert page.locator("nn-seal:visible").count() == 1
    assert place.get_by_label("three").is_disabled()
    page.reload()
    assert place.get_by_label("two").is_checked()
    assert said(page, 0).inner_text().startswith("You said two; it was 3.")
    page.wait_for_selector("nn-seen mjx-container")
    assert page.complaints == []
    assert violations(page) == []


def test_by_keyboard_alone_and_by_show_me(page):
    field = page.get_by_label("Your guess", exact=True)
    field.focus()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    assert said(page, 1).is_hidden(), "5 is no share"
    page.keyboard.press("Control+A")
    page.keyboard.type("3/4")
    page.keyboard.press("Enter")
    assert said(page, 1).inner_text() == "You said 0.75; it was 0.25 of the rows.\n\nThat is 0.5 too high."
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowUp")  # from the middle, 4, to 4.4
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert "epoch 10: mistakes 4.4" in page.get_by_role("slider").get_attribute("aria-valuetext")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "at epoch 10: you drew 4.4, it was 0" in said(page, 2).inner_text()
    assert page.evaluate("document.activeElement.textContent") == "Locked in"
    first = page.locator("nn-guess").first
    first.get_by_role("button", name="Show me").press("Enter")
    assert said(page, 0).inner_text().startswith("It was 3.\n\nthree: Count them.")
    assert page.evaluate("document.activeElement.textContent") == "Shown"
    assert page.complaints == []


def test_a_curve_is_drawn_by_hand(page):
    pad = page.get_by_role("slider")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()

    def stroke(*points, steps):
        for i, (u, v) in enumerate(points):
            page.mouse.move(box["x"] + u * box["width"], box["y"] + v * box["height"], steps=steps)
            if i == 0:
                page.mouse.down()
        page.mouse.up()

    stroke((0.2, 0.7), (0.8, 0.7), steps=30)
    stroke((0.2, 0.2), (0.8, 0.6), steps=1)  # too quick for a move in each column
    lock(page, 2).click()
    curve = page.evaluate("Object.values(JSON.parse(nnStore.export()).answers)[0].guess")
    assert len(curve) == 11
    assert 0 < curve[-1] < curve[5] < curve[0] < 8
    assert all(a >= b for a, b in itertools.pairwise(curve)), "of the first stroke nothing is left"


def test_beliefs_are_answered_one_by_one_and_move_nothing(page):
    place = page.locator("nn-beliefs")
    height = place.bounding_box()["height"]
    for i, (choice, verdict) in enumerate(
        [("True", "Right, it is true."), ("True", "No, it is false."), ("False", "R")]
    ):
        item = place.get_by_role("listitem").nth(i)
        reason = item.locator(".nn-reason")
        assert reason.is_hidden()
        item.get_by_role("button", name=choice).click()
        assert reason.inner_text().startswith(verdict)
        assert page.evaluate("document.activeElement.className") == "nn-reason"
    assert place.bounding_box()["height"] == height
    page.reload()
    assert [item.is_visible() for item in place.locator(".nn-reason").all()] == [True, True, True, False]


def test_links_open_folds_and_seals_and_paper_shows_all(page):
    fold = page.locator("details.nn-fold")
    widget = fold.locator(".nn-root")
    assert fold.get_attribute("open") is None
    assert page.evaluate("document.querySelector('details.nn-fold .nn-root').isConnected")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert fold.get_attribute("open") is not None
    assert page.get_by_text("A place in it.").is_visible()
    assert said(page, 0).get_by_text("It was").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert fold.get_attribute("open") is None
    page.get_by_role("link", name="there").click()
    assert widget.is_visible()
    page.get_by_role("link", name="here", exact=True).click()
    assert page.get_by_text("A place in it.").is_visible()
    page.goto(page.url.partition("#")[0] + "#folded-place")
    page.reload()
    assert page.get_by_text("A place in the fold.").is_visible()
    assert page.complaints == []


def test_without_scripts_all_is_there_to_read(small_url, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(small_url + PAGE)
    for text in ("A place in it.", "A place in the fold.", "It was 3.", "Too many.", "It is, as was seen."):
        assert page.get_by_text(text).first.is_visible(), text


def test_answers_are_counted_saved_and_loaded(small_url, new_page, tmp_path):
    page = new_page()
    page.goto(f"{small_url}book/exercises/00_start.html")
    for name, value in small.EXERCISE.answer.items():
        page.get_by_label(name, exact=True).fill(str(value))
    page.get_by_role("button", name="Check").click()
    page.reload()
    for name, value in small.EXERCISE.answer.items():
        assert page.get_by_label(name, exact=True).input_value() == str(value)
    assert page.locator("nn-answer [role=status]").get_attribute("data-state") == "correct"
    page.get_by_label(f"I have solved {small.CODE.number}").check()

    page.goto(f"{small_url}book/text.html")
    (about,) = page.evaluate("nnStore.progress()")
    assert (about["guesses"], about["beliefs"]) == ({"done": 0, "total": 3}, {"done": 0, "total": 4})
    assert about["exercises"] == {"done": 2, "total": 2}
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    download.value.save_as(tmp_path / "a.json")
    for _ in range(2):
        page.get_by_role("button", name="afresh").or_(page.get_by_role("button", name="Forget")).click()
    assert page.evaluate("nnStore.progress()[0].exercises.done") == 0
    (tmp_path / "b.json").write_text('{"book": "another", "answers": {}}')
    for name, done in (("b.json", 0), ("a.json", 2)):
        page.locator("input[type=file]").set_input_files(tmp_path / name)
        page.wait_for_function("/no answers|loaded/.test(document.querySelector('nn-progress').innerText)")
        assert page.evaluate("nnStore.progress()[0].exercises.done") == done
        assert ("no answers" in page.locator("nn-progress").inner_text()) == (done == 0)
    assert page.complaints == []
    assert violations(page) == []


def test_where_nothing_can_be_kept_it_lasts_as_long_as_the_page(small_site, new_page):
    page = new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } });")
    page.goto((small_site / PAGE).as_uri())
    page.locator("nn-guess").first.get_by_role("button", name="Show me").click()
    assert said(page, 0).get_by_text("It was").is_visible()
    page.reload()
    assert said(page, 0).is_hidden()
    assert page.evaluate("nnStore.lasts()") is False


# ---- what the extension makes of a notebook ----


def test_marks_of_spans_nest():
    cells = [small.cell(*each) for each in small.CELLS]
    depth = 0
    for each in lesson.marked(cells):
        text = each["source"]
        depth += text.startswith("% nn-begin") - text.startswith("% nn-end")
        assert depth >= 0
    assert depth == 0
    assert len(lesson.marked(cells)) == len(cells) + 2 * len(measure.spans(cells))


def code(text, *tags):
    return small.cell(f"={text}", [*tags])


def text(source, *tags):
    return small.cell(source, [*tags])


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ([code('guess("a")')], "1 guess, 0 seen"),
        ([code('seen("a", 1)')], "0 guess, 1 seen"),
        ([code('guess("a")'), code('guess("a")'), code('seen("a", 1)')], "2 guess, 1 seen"),
        ([code('seen("a", 1)'), code('guess("a")')], "later cell"),
        ([code('guess("a")'), text("## A"), code('seen("a", 1)')], "a heading inside the seal"),
        ([text("Why?", "fold"), text("## A", "folded")], "a heading inside the fold"),
        ([text("Why?"), text("Why?", "folded")], "tagged folded"),
        ([text("Why? See [there](here.md).", "fold")], "holds a link"),
        ([code("1", "fold")], "begins with a cell of Markdown"),
        ([code('guess("a")'), code('guess("b")'), code('seen("a", 1)'), code('seen("b", 1)')], "overlap"),
    ],
)
def test_what_is_wrong_with_a_chapter_is_said(cells, problem):
    [said] = measure.problems(cells)
    assert problem in said


def test_a_chapter_is_measured():
    cells = [small.cell(*each) for each in small.CELLS]
    shown = code("x = 1\n\ny = 2")
    shown["outputs"] = [{"data": {"text/markdown": "One two.\n\n```python\nz = 3\n```", "text/plain": "?"}}]
    main, folded, first = measure.measure([*cells, shown])
    assert (main.guesses, main.widgets, main.lines) == (3, 0, 4)  # print, x, y and z
    assert (folded.guesses, folded.widgets, folded.lines, folded.words) == (0, 1, 0, 11)
    assert first < main.words
    assert measure.words("$x + 1$ is [a *link*](somewhere/else.md), `x`; - and\n\n```python\nno\n```") == 6
