"""Draw each widget's poster and measure its height: from the real widget, in the state its alt text describes.

Run by `make posters`; needs Chromium. A poster is what readers see in print and where no script runs; the heights
keep a page from jumping while its widgets load.
"""

import io
import json
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from nnbook.widgets import CoffeeRoaster, PerceptronTrainer

FOLDER = Path(str(files("nnbook.widgets") / "posters"))
WIDGETS = [CoffeeRoaster(start="triangle"), PerceptronTrainer("XOR", step=9)]
WIDTHS = [
    320,
    344,
    360,
    376,
    390,
    408,
    440,
    520,
    600,
    624,
    640,
    700,
    760,
    900,
    1100,
    1300,
]
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><style>{style}</style>
<body style="margin: 0; font: 16px sans-serif"><div id="place">{widget}</div></body></html>"""
PICTURED = """#place { width: 680px }
#place .nn-root > :not(.nn-stage, .nn-panels, .nn-legend), #place .nn-act { display: none }"""


def open_widget(browser, folder, widget, style="", **options):
    """A page with the widget mounted on it."""
    page = browser.new_page(**options)
    path = Path(folder) / "widget.html"
    path.write_text(PAGE.format(style=style, widget=widget.static_html()), "utf-8")
    page.goto(path.as_uri())
    page.wait_for_selector("[data-ready]")
    return page


def poster(browser, folder, widget):
    """The widget's picture part, 680 CSS pixels wide at two device pixels each, in 64 colours."""
    size = {"width": 700, "height": 900}
    page = open_widget(
        browser, folder, widget, PICTURED, viewport=size, device_scale_factor=2
    )
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    return (
        Image.open(io.BytesIO(page.locator("[data-nn]").screenshot()))
        .convert("RGB")
        .quantize(64)
    )


def heights(browser, folder, widget):
    """{width: height} of the whole widget, in CSS pixels."""
    page = open_widget(browser, folder, widget)
    measure = "(width) => { place.style.width = `${width}px`; return Math.ceil(place.offsetHeight); }"
    return {width: page.evaluate(measure, width) for width in WIDTHS}


def main():
    """Rewrite the posters and heights in the package."""
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        chromium = shutil.which("chromium")
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for widget in WIDGETS:
            path = FOLDER / f"{widget.name}.png"
            if not path.exists():  # a new widget: its page needs something to show
                path.touch()
                path.with_suffix(".json").write_text('{"0": 0}', "utf-8")
            poster(browser, folder, widget).save(path, optimize=True)
            path.with_suffix(".json").write_text(
                json.dumps(heights(browser, folder, widget)) + "\n", "utf-8"
            )
            print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
