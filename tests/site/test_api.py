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


@pytest.fixture(scope="module")
def page(site):
    return (site / "book" / "api.html").read_text("utf-8")


def text_of(part):
    """The text of a piece of HTML, its spaces single and its quotes straight."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", part))
    return " ".join(plain.translate(str.maketrans("’“”′", "'\"\"'")).split())


def test_modules_in_reading_order():
    modules = re.findall(r"automodule:: nnlib\.([\w.]+)", SOURCE)
    assert modules == list(dict.fromkeys(name for name, _, _ in PUBLIC))


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        pytest.param(f"nnlib.{m}.{key}", thing, id=f"{m}.{key}")
        for m, key, thing in PUBLIC
    ],
)
def test_every_public_thing_is_there_with_its_formula(page, name, thing):
    assert f'id="{name}"' in page
    entry = text_of(page.partition(f'id="{name}"')[2][:6000])
    formula = inspect.cleandoc(thing.__doc__).split("\n\n")[0].replace("`", "")
    shown = " ".join(formula.split()).replace("...", "…").replace("--", "–")
    assert shown.replace(" ", "") in entry.replace(" ", "")


def rendered(text):
    """What docutils makes of a quoted text, as text again."""
    whole = docutils.core.publish_parts(
        plaindocs.quoted(text),
        writer_name="html5",
        settings_overrides={"report_level": 1, "halt_level": 1},
    )
    return text_of(whole["body"])


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
    assert rendered(text) == text


def test_backticks_are_code_even_inside_a_word():
    parts = docutils.core.publish_parts(
        plaindocs.quoted("`X_a`s and `fit(X)`."), writer_name="html5"
    )
    assert (
        re.findall(r">([^<>]+)</span></span>|literal\">([^<]*)<", parts["body"]) != []
    )
    assert text_of(parts["body"]) == "X_as and fit(X)."
