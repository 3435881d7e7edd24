"""Guesses and beliefs with a kernel: what is refused, and what reads without scripts."""

import re

import pytest

from nnbook import belief, beliefs, guess, number, option, seen, sketch
from nnbook.lesson import element, guessing, plot


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """The outputs so far, of a kernel in which nothing has been asked."""
    outputs = []
    monkeypatch.setattr(element, "display", lambda bundle, raw: outputs.append(bundle))
    monkeypatch.setattr(guessing, "_asked", {})
    return outputs


OPTIONS = option("two", 2, "Too few."), option("three", 3, "So it is."), option("more", (4, 9), "Too many.")


def test_a_choice_says_what_was_measured_and_why_each_answer_tempts(shown):
    guess("lamp", "How *many* rows\n   with $x < 1$?", *OPTIONS)
    seen("lamp", 3)
    asked, answered = shown
    assert asked["text/plain"] == "Guess: How *many* rows with $x < 1$?\n- two\n- three\n- more"
    assert r"How <em>many</em> rows with \(x &lt; 1\)?" in asked["text/html"]
    assert answered["text/plain"] == "It was 3.\nthree: So it is.\ntwo: Too few.\nmore: Too many."
    assert "&quot;truth&quot;: 1" in answered["text/html"]
    assert "So it is" not in asked["text/html"], "a page's source would tell"


def test_seen_may_say_its_value_in_words(shown):
    guess("lamp", "How many?", *OPTIONS)
    seen("lamp", 6, told="6 of 24")
    assert shown[1]["text/plain"].startswith("It was 6 of 24.\nmore: Too many.")


@pytest.mark.parametrize(
    ("value", "said"), [(7, "7"), (1234, "1,234"), (0.02345, "0.0234"), (12345.6, "12,346"), (True, "true")]
)
def test_values_as_a_sentence_says_them(value, said):
    assert guessing.in_words(value) == said


@pytest.mark.parametrize(("value", "which"), [(1, "none"), (3.5, "none"), (4, '"more" and "four"')])
def test_exactly_one_option_must_hold_the_value(value, which):
    guess("lamp", "How many?", *OPTIONS, option("four", 4, "?"))
    with pytest.raises(ValueError, match=f"measured {value}; exactly one option must hold it: {which} did"):
        seen("lamp", value)


def test_a_guess_comes_first_and_its_name_is_its_own(shown):
    with pytest.raises(ValueError, match='seen "lamp": there is no guess'):
        seen("lamp", 3)
    guess("lamp", "How many?", *OPTIONS)
    guess("lamp", "How many?", *OPTIONS)  # the cell was run again
    with pytest.raises(ValueError, match="already belongs"):
        guess("lamp", "How many more?", *OPTIONS)
    assert len(shown) == 2


def test_another_statement_has_another_key(shown):
    asked = ["How many?", *OPTIONS], ["How many rows?", *OPTIONS], ["How many?", *OPTIONS[:2]]
    asked += ["How many?", number(0, 9)], ["How many?", number(0, 8)], ["How many?", sketch(("x", 0, 1), ("y", 0, 1))]
    for question in asked:
        guessing._asked.clear()
        guess("lamp", *question)
    keys = [re.search(r"guess/lamp/\w{8}", output["text/html"])[0] for output in shown]
    assert len({*keys}) == len(keys)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([], "two or more options"),
        (OPTIONS[:1], "two or more options"),
        ([number(0, 1), number(0, 1)], "two or more options"),
        ([*OPTIONS, OPTIONS[0]], "two options say the same"),
    ],
)
def test_a_guess_needs_answers(answers, message):
    with pytest.raises(ValueError, match=message):
        guess("lamp", "How many?", *answers)


@pytest.mark.parametrize(
    "make",
    [
        lambda: option("", 1, "x"),
        lambda: option("x", (2, 1), "x"),
        lambda: number(1, 1),
        lambda: number(0, 1, near=-1),
        lambda: sketch(("x", 1, 0), ("y", 0, 1)),
        lambda: beliefs(),
        lambda: belief("x", True, " "),
    ],
)
def test_what_cannot_be_asked_is_refused(make):
    with pytest.raises(ValueError):  # noqa: PT011 - each names its own argument
        make()


def test_a_number(shown):
    guess("share", "What share?", number(0, 1, unit="of the rows", near=0.05))
    seen("share", 0.0234)
    assert [output["text/plain"] for output in shown] == [
        "Guess: What share?\nA number from 0 to 1 of the rows.",
        "It was 0.0234 of the rows.",
    ]
    with pytest.raises(ValueError, match="measured 2, but the guess takes 0 to 1"):
        seen("share", 2)


def test_a_curve_is_drawn_where_its_axes_are(shown):
    guess("curve", "Draw it.", sketch(x=("epoch", 0, 20), y=("mistakes", -1, 9)))
    seen("curve", [0, 10, 20], [9, 4, -1])
    points = re.search(r'nn-truth" points="([^"]+)"', shown[1]["text/html"])[1].split()
    left, middle, right = ([float(c) for c in point.split(",")] for point in points)
    assert 0 < left[0] < middle[0] < right[0] < plot.WIDTH and 0 < left[1] < middle[1] < right[1] < plot.HEIGHT
    assert middle == [pytest.approx((a + b) / 2) for a, b in zip(left, right, strict=True)]
    assert shown[1]["text/plain"] == "It began at 9 and ended at -1."


@pytest.mark.parametrize(
    ("xs", "ys", "message"),
    [
        ([0, 1], [0, 1, 2], "equally many"),
        ([0], [0], "equally many"),
        ([0, 0], [0, 1], "x must grow"),
        ([0, 1], [0, 12], "mistakes was 0 to 12, but the sketch shows 0 to 8"),
        ([0, 1], [0, float("nan")], "mistakes was"),
    ],
)
def test_a_curve_that_cannot_be_shown_is_refused(xs, ys, message):
    guess("curve", "Draw it.", sketch(x=("epoch", 0, 20), y=("mistakes", 0, 8)))
    with pytest.raises(ValueError, match=message):
        seen("curve", xs, ys)


def test_beliefs(shown):
    beliefs(belief("It is `so`.", True, "Yes."), belief("It is not.", False, "No."))
    assert shown[0]["text/plain"] == "True or false?\n- It is `so`.\n  True. Yes.\n- It is not.\n  False. No."
    with pytest.raises(TypeError, match="expected True or False"):
        belief("It is so.", "yes", "Yes.")


def test_what_an_element_brings_along_can_be_left_out(shown):
    beliefs(belief("It is so.", True, "Yes."))
    html = shown[0]["text/html"]
    bare = element.INLINE.sub("", html)
    assert bare.endswith("</nn-beliefs>") and html.startswith(bare)
    assert html.count("<script") == html.count("</script>") == 1, "a script that would end itself"


def test_marks_of_html_stay_text():
    assert element.marked("<b> & `a < b`") == "&lt;b&gt; &amp; <code>a &lt; b</code>"
    assert element.marked("2 * 3 * 4") == "2 * 3 * 4"
