"""The built book: complete, quiet, self-contained and readable, on a phone and on a wide screen, light and dark."""

import gzip
from urllib.parse import urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

import check_site
from places import ROOT

PAGES = check_site.toc_pages(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
WIDTHS = 1280, 700, 390, 360
HEAVY = 600_000  # bytes of HTML, styles and scripts, as they travel

# What of a page does not fit: the page itself; the formulas among the words that reach out of their paragraph (they
# can be neither seen whole nor scrolled).
TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const formulas = [...document.querySelectorAll("mjx-container:not([display])")]
    .filter((el) => !el.closest(".pst-scrollable-table-container"))
    .map((el) => [el, el.closest("p, li, dt, dd, td, summary, h1, h2, h3, h4, label, legend, div")])
    .filter(([el, block]) => el.getBoundingClientRect().right > block.getBoundingClientRect().right + 1)
    .map(([el, block]) => block.textContent);
  return scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px`, ...formulas] : formulas;
}"""
# Most of a page are the boxes of its formulas and the tokens of its listings: for axe, the formulas' text and one token
# of each kind will do.
THINNED = """() => {
  for (const el of document.querySelectorAll("mjx-container:not([display])")) el.textContent = el.textContent;
  const seen = new Set();
  for (const span of document.querySelectorAll("pre span[class], .sig span[class]")) {
    if (seen.has(span.className)) span.replaceWith(...span.childNodes);
    seen.add(span.className);
  }
}"""
# Nothing stays sealed, folded or in a drawer.
OPENED = """() => {
  for (const skip of document.querySelectorAll("nn-guess .nn-skip")) skip.click();
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const opener of document.querySelectorAll(".nn-root [aria-expanded=false]")) opener.click();
}"""
# Without a repository's address every one of these is dead.
BUTTONS = "() => [...document.querySelectorAll('.article-header-buttons a[href^=http]')].map((a) => a.href)"


def violations(page, **options):
    """What axe finds, as lines to read. (It loads the page's style sheets anew: look at complaints before.)"""
    return [
        f"{violation['id']}: {node['target'][0]}: {node['failureSummary']}"
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.screens
@pytest.mark.parametrize("name", PAGES)
def test_page_is_light_quiet_fits_and_is_accessible(site, site_url, new_page, name):
    page = new_page(color_scheme="light", viewport={"width": WIDTHS[0], "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path[1:]))
    page.goto(f"{site_url}{name}.html", wait_until="networkidle")
    page.wait_for_function("!window.MathJax || MathJax.startup?.promise?.then(() => true)")
    assert weight(site, asked) <= HEAVY
    assert not [path for path in asked if "fontawesome" in path]
    assert any("mathjax" in path for path in asked) == (page.locator("mjx-container").count() > 0)
    assert page.locator("mjx-merror").count() == 0
    assert page.evaluate(BUTTONS) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) == [], f"at {width} px"
    page.evaluate(OPENED)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    set_theme(page, "dark")
    assert page.complaints == []
    page.evaluate(THINNED)
    page.add_style_tag(content="* { transition: none !important }")  # or axe meets colours on their way
    assert violations(page) == []
    set_theme(page, "light")  # which differs in its colours alone
    assert violations(page, runOnly=["color-contrast", "link-in-text-block"]) == []


def weight(site, paths):
    """Bytes of the pages, styles and scripts among the files, compressed. Recordings wait until they are needed."""
    texts = {path for path in paths if path.endswith((".html", ".css", ".js")) and "/recording-" not in path}
    return sum(len(gzip.compress((site / path).read_bytes())) for path in texts)


def set_theme(page, name):
    page.emulate_media(color_scheme=name)
    page.wait_for_function(f"document.documentElement.dataset.theme === '{name}'")


def test_page_reads_from_disk(site, new_page):
    page = new_page()
    page.goto((site / "book" / "05_layers.html").as_uri())
    page.wait_for_selector("mjx-container")
    assert page.locator("h1").first.inner_text().startswith("5 Layers and the forward pass")
    assert not [complaint for complaint in page.complaints if complaint.startswith(("uncaught", "request"))]


def test_paper_is_light_though_the_screen_is_dark(site_url, new_page):
    page = new_page(color_scheme="dark")
    page.goto(f"{site_url}book/api.html")
    set_theme(page, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'light'")
    page.emulate_media(media="screen", color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")


# What tools/check_site.py says of a site


def test_site_is_complete_and_self_contained(site):
    assert check_site.problems(site, PAGES) == []


def test_pages_of_a_toc_in_reading_order():
    part = {"caption": "A", "chapters": [{"file": "a", "sections": [{"file": "b"}, {"url": "u"}]}]}
    toc = {"root": "intro", "parts": [part, {"chapters": [{"file": "c"}]}]}
    assert check_site.toc_pages(toc) == ["intro", "a", "b", "c"]


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<img src="a.png">', "picture without alt text: a.png"),
        ('<script src="https://x.org/a.js"></script>', "<script> loads https://x.org/a.js"),
        ('<link rel="stylesheet" href="//x.org/a.css">', "<link> loads //x.org/a.css"),
        ('<img alt="x" src="http://x.org/a.png">', "<img> loads http://x.org/a.png"),
        ('<link rel="Preload" href="https://x.org/a.woff2">', "<link> loads https://x.org/a.woff2"),
        ('<p style="background: url( HTTPS://x.org/a.png)">', "<p> loads HTTPS://x.org/a.png"),
        ('<style>@import "https://x.org/a.css";</style>', "<style> loads https://x.org/a.css"),
        ('<script>import("https://x.org/a.js")</script>', "<script> loads https://x.org/a.js"),
        ('<img alt="x" srcset="a.png 1x, https://x.org/b.png 2x">', "<img> loads  https://x.org/b.png"),
        ('<script type="text/nn-module" data-hash="7">x</script>' * 2, "widget module 7 stands 2 times"),
    ],
)
def test_each_problem_of_a_page_is_seen(html, problem):
    [found] = check_site.Page(html).problems
    assert found.startswith(problem)


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="" src="a.png">',
        '<a href="https://x.org/">link</a>',
        '<link rel="canonical" href="https://x.org/a.html">',
        '<script type="text/nn-module" data-hash="7">"<img>"</script>',
    ],
)
def test_a_good_page_has_no_problem(html):
    assert check_site.Page(html).problems == []


def test_a_bad_site_fails_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["check_site.py", str(tmp_path)])
    assert check_site.main() == 1
    assert "in _toc.yml, but the site has no such page" in capsys.readouterr().out
