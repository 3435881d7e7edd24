"""Draw each widget's poster: a small screenshot of the real widget in the state its alt text describes.

Run by `make posters`; needs Chromium. A poster is what readers see in print and where no script runs.
"""

import io
import tempfile
from importlib.resources import files
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from nnlib.classroom.widgets import CoffeeRoaster

CHROMIUM = "/usr/bin/chromium"
WIDGETS = [CoffeeRoaster(start="triangle")]
PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><body style="font: 16px sans-serif">{}</body></html>'
PICTURED = "#poster { width: 680px } #poster .nn-root > :not(.nn-stage, .nn-legend) { display: none }"


def poster(browser, widget):
    """The widget's picture part, 680 CSS pixels wide at two device pixels each, in 64 colours."""
    page = browser.new_page(viewport={"width": 700, "height": 900}, device_scale_factor=2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "widget.html"
        path.write_text(PAGE.format(f"<style>{PICTURED}</style><div id=poster>{widget.static_html()}</div>"), "utf-8")
        page.goto(path.as_uri())
        page.wait_for_selector("[data-ready]")
        shot = Image.open(io.BytesIO(page.locator("[data-nn]").screenshot()))
    return shot.convert("RGB").quantize(64)


def main():
    """Rewrite the posters in the package."""
    folder = Path(str(files("nnlib.classroom.widgets") / "posters"))
    folder.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for widget in WIDGETS:
            path = folder / f"{widget.name}.png"
            poster(browser, widget).save(path, optimize=True)
            print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
