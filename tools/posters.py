"""Draw widgets' posters, from the real widget in the state its alt text describes: `python tools/posters.py dial`.

`make posters` draws all of them. Needs Chromium. A poster is what readers see in print and where no script runs.
"""

import io
import shutil
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from nnbook import widgets

FOLDER = Path(str(files("nnbook.widgets")))
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><style>
#place { width: 680px }
#place .nn-root { padding-top: 14px }
#place .nn-root > :not([data-poster]), #place .nn-act { display: none }
</style><body style="margin: 0; font: 16px sans-serif"><div id="place">%s</div></body></html>"""


def poster(browser, folder, widgets):
    """The pictures of widgets, one below the other, 680 CSS pixels wide at two device pixels each, in 256 colours."""
    size = {"width": 700, "height": 900}
    page = browser.new_page(
        viewport=size, device_scale_factor=2, reduced_motion="reduce"
    )
    path = Path(folder) / "widget.html"
    path.write_text(PAGE % "".join(w.static_html() for w in widgets), "utf-8")
    page.goto(path.as_uri())
    for view in page.locator("[data-nn]").all():
        view.and_(page.locator("[data-ready]")).wait_for()
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    picture = Image.open(io.BytesIO(page.locator("#place").screenshot()))
    return picture.convert("RGB").quantize(256)


def main(names):
    """Rewrite the posters of these widgets, or of all, in the package."""
    found = [getattr(widgets, name) for name in widgets.__all__]
    kinds = {kind.name: kind for kind in found}
    if unknown := {*names} - {*kinds}:
        sys.exit(f"no widget {', '.join(unknown)}; there are {', '.join(kinds)}")
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        chromium = shutil.which("chromium")
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for name in names or kinds:
            kind, path = kinds[name], FOLDER / name / "poster.png"
            if not path.exists():  # a new widget: its page needs something to show
                Image.new("1", (1, 1)).save(path)
            poster(browser, folder, kind.poses()).save(path, optimize=True)
            print(f"{name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
