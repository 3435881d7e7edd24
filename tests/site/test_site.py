"""The built book: complete, quiet, self-contained and readable, on a phone and on a wide screen, light and dark."""

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

import check_site
from places import ROOT

PAGES = check_site.toc_pages(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
WIDTHS = (360, 768, 1280, 1920)
SCHEMES = ("light", "dark")


def test_site_is_complete_and_self_contained(site):
    assert check_site.problems(site, PAGES) == []


def test_pages_of_a_toc_in_reading_order():
    toc = {
        "root": "intro",
        "parts": [
            {
                "caption": "A",
                "chapters": [{"file": "a", "sections": [{"file": "b"}, {"url": "u"}]}],
            },
            {"chapters": [{"file": "c"}]},
        ],
    }
    assert check_site.toc_pages(toc) == ["intro", "a", "b", "c"]


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<img src="a.png">', "picture without alt text: a.png"),
        (
            '<script src="https://else.where/a.js"></script>',
            "<script> loads https://else.where/a.js",
        ),
        (
            '<link rel="stylesheet" href="//else.where/a.css">',
            "<link> loads //else.where/a.css",
        ),
        (
            '<img alt="x" src="http://else.where/a.png">',
            "<img> loads http://else.where/a.png",
        ),
        (
            '<link rel="Preload" href="https://else.where/a.woff2">',
            "<link> loads https://else.where/a.woff2",
        ),
        (
            '<p style="background: url( HTTPS://else.where/a.png)">',
            "<p> loads HTTPS://else.where/a.png",
        ),
        (
            '<style>@import "https://else.where/a.css";</style>',
            "<style> loads https://else.where/a.css",
        ),
        (
            '<script>import("https://else.where/a.js")</script>',
            "<script> loads https://else.where/a.js",
        ),
        (
            '<img alt="x" srcset="a.png 1x, https://else.where/b.png 2x">',
            "<img> loads  https://else.where/b.png",
        ),
        (
            '<iframe src="https://else.where/"></iframe>',
            "<iframe> loads https://else.where/",
        ),
        (
            '<script type="text/nn-module" data-hash="7">x</script>' * 2,
            "widget module 7 stands 2 times",
        ),
    ],
)
def test_each_problem_of_a_page_is_seen(html, problem):
    assert [
        found for found in check_site.Page(html).problems if found.startswith(problem)
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="" src="a.png">',
        '<a href="https://else.where/">link</a>',
        '<link rel="canonical" href="https://here.org/a.html">',
        '<script type="text/nn-module" data-hash="7">"<img>"</script>',
    ],
)
def test_a_good_page_has_no_problem(html):
    assert check_site.Page(html).problems == []


def test_missing_page_is_a_problem(tmp_path):
    assert check_site.problems(tmp_path, ["a"]) == [
        "a: in _toc.yml, but the site has no such page"
    ]


def test_a_bad_site_fails_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["check_site.py", str(tmp_path)])
    assert check_site.main() == 1
    assert "in _toc.yml, but the site has no such page" in capsys.readouterr().out


# The formulas among the words that reach out of their paragraph: they can be neither seen whole nor scrolled.
CUT_OFF = """() => [...document.querySelectorAll("mjx-container:not([display])")]
  .filter((el) => !el.closest(".pst-scrollable-table-container"))
  .map((el) => [el, el.closest("p, li, dt, dd, td, summary, h1, h2, h3, h4")])
  .filter(([el, block]) => el.getBoundingClientRect().right > block.getBoundingClientRect().right + 1)
  .map(([el, block]) => block.textContent)"""


@pytest.mark.parametrize("page_name", PAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_page_is_quiet_fits_and_is_accessible(site_url, new_page, page_name, scheme):
    page = new_page(color_scheme=scheme, viewport={"width": WIDTHS[0], "height": 900})
    page.goto(f"{site_url}{page_name}.html", wait_until="networkidle")
    page.wait_for_function(
        "!window.MathJax?.startup || MathJax.startup.promise.then(() => true)"
    )
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow == 0, f"{page_name} is {overflow} px too wide at {width} px"
        assert page.evaluate(CUT_OFF) == [], f"{page_name} at {width} px"
    assert page.complaints == []
    assert accessibility_violations(page) == []


def accessibility_violations(page):
    """What axe finds, as lines to read. (It loads the page's style sheets anew: look at complaints before.)"""
    return [
        f"{violation['id']}: {node['target'][0]}: {node['failureSummary']}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]


def test_formulas_are_typeset_without_network(site_url, new_page):
    page = new_page()
    page.goto(f"{site_url}book/05_layers.html")
    page.wait_for_selector("mjx-container")
    assert page.locator("mjx-merror").count() == 0
    assert page.complaints == []


def test_page_reads_from_disk(site, new_page):
    page = new_page()
    page.goto((site / "book" / "05_layers.html").as_uri())
    page.wait_for_selector("mjx-container")
    assert (
        page.locator("h1")
        .first.inner_text()
        .startswith("5 Layers and the forward pass")
    )
    assert not [
        complaint
        for complaint in page.complaints
        if complaint.startswith(("uncaught", "request"))
    ]
