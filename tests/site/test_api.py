"""The API page: every public thing of nnlib, in reading order, its docstring shown as it was written."""

import html
import inspect
import re

import docutils.core
import pytest

import plaindocs
from architecture import PUBLIC
from places import ROOT

SOURCE = (ROOT / "book" / "api.md").read_text("utf-8")


def text_of(part):
    """The text of a piece of HTML, its spaces single and its quotes straight."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", part))
    return " ".join(plain.translate(str.maketrans("’“”′", "'\"\"'")).split())


def test_modules_in_reading_order():
    modules = re.findall(r"automodule:: nnlib\.([\w.]+)", SOURCE)
    assert modules == list(dict.fromkeys(name for name, _, _ in PUBLIC))


def test_every_public_thing_is_there_with_its_formula(site):
    page = (site / "book" / "api.html").read_text("utf-8")
    for module, key, thing in PUBLIC:
        _, found, entry = page.partition(f'id="nnlib.{module}.{key}"')
        assert found, key
        formula = inspect.cleandoc(thing.__doc__).split("\n\n")[0].replace("`", "")
        shown = "".join(formula.split()).replace("...", "…").replace("--", "–")
        assert shown in text_of(entry[:6000]).replace(" ", ""), key


def rendered(text):
    """What docutils makes of a quoted text."""
    settings = {"report_level": 1, "halt_level": 1}
    return docutils.core.publish_parts(plaindocs.quoted(text), writer_name="html5", settings_overrides=settings)["body"]


@pytest.mark.parametrize(
    "text",
    [
        "e^-|z| of A_prev and mean_ is 2 * 3 * a \\ b, see nnlib_ or |x| **here**",
        "- y ln p begins a line, as does",
        "1. or a) or + what",
        "g'(z) = 1[z > 0] <- theta [1] and [CIT2002]_ :math:x",
    ],
)
def test_plain_text_stays_as_it_is(text):
    assert text_of(rendered(text)) == text


def test_backticks_are_code_even_inside_a_word():
    body = rendered("`X_a`s and `fit(X)`.")
    assert text_of(body) == "X_as and fit(X)."
    assert re.search(r'<span class="docutils literal">.*?X_a.*?</span>s', body)
