"""A bare page for widgets: what they show, their model kept in `window`, and a count of what must be cleaned up."""

import json

import numpy as np
from anywidget import AnyWidget
from axe_playwright_python.sync_playwright import Axe

from nnbook.widgets import base

PAGE = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>A widget</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
<style>body {{ margin: 0; font: 1em sans-serif }} [data-theme=dark] body {{ background: #121417; color: white }}</style>
</head><body><main><h1>A widget</h1>{body}</main></body></html>"""

# Counts listeners on what outlives a widget, observers, timers and frames: `window.alive`.
WATCH = """
window.alive = 0;
const outlives = (target) => [window, document, document.documentElement, document.body].includes(target)
  || target instanceof MediaQueryList;
const { addEventListener, removeEventListener } = EventTarget.prototype;
EventTarget.prototype.addEventListener = function (type, callback, options) {
  if (outlives(this ?? window)) {
    alive++;
    if (options?.signal) addEventListener.call(options.signal, "abort", () => { alive--; });
  }
  return addEventListener.call(this ?? window, type, callback, options);
};
EventTarget.prototype.removeEventListener = function (...all) {
  if (outlives(this ?? window)) alive--;
  return removeEventListener.call(this ?? window, ...all);
};
for (const name of ["ResizeObserver", "MutationObserver"]) {
  window[name] = class extends window[name] {
    observe(...all) { if (!this.on) alive++; this.on = true; super.observe(...all); }
    disconnect() { if (this.on) alive--; this.on = false; super.disconnect(); }
  };
}
for (const [start, stop] of [["setTimeout", "clearTimeout"], ["requestAnimationFrame", "cancelAnimationFrame"]]) {
  const [begin, end, waiting] = [window[start], window[stop], new Set()];
  window[start] = (callback, ...all) => {
    const id = begin((...given) => { if (waiting.delete(id)) alive--; callback(...given); }, ...all);
    waiting.add(id);
    alive++;
    return id;
  };
  window[stop] = (id) => { if (waiting.delete(id)) alive--; end(id); };
}
"""

# A browser that lacks what a widget can do without.
BARE = """
delete window.ResizeObserver;
Object.defineProperty(navigator, "clipboard", { value: undefined });
Object.defineProperty(window, "localStorage", { get() { throw new Error("no storage"); } });
"""

# Draws views of one model, whose traits are `window.traits`; `window.cleanups` take the views away again.
HOST = """({ traits, module, views, scheme, size }) => {
  document.documentElement.dataset.theme = scheme;
  document.documentElement.style.fontSize = size;
  const main = document.querySelector("main"), heard = {};
  for (let i = 0; i < views; i++) main.append(Object.assign(document.createElement("div"), { className: "view" }));
  const model = {
    get: (key) => traits[key],
    set(key, value) { traits[key] = value; for (const f of heard[`change:${key}`] ?? []) f(); },
    on(event, f) { (heard[event] ??= new Set()).add(f); alive++; },
    off(event, f) { if (heard[event].delete(f)) alive--; },
    save_changes() { saves++; },
  };
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const tell = (news) => { for (const key in news) model.set(key, news[key]); return frame(); };
  Object.assign(window, { traits, model, frame, tell, saves: 0 });
  return import(URL.createObjectURL(new Blob([module], { type: "text/javascript" }))).then(({ default: widget }) => {
    window.baseline = alive;
    window.cleanups = [...document.querySelectorAll(".view")].map((el) => widget.render({ model, el }));
    return frame();
  });
}"""


def module_of(widget):
    """The text of a widget's ES module; `script` is that of a widget that only the tests have."""
    if hasattr(widget, "script"):
        return "\n".join([*base.parts(widget.script), base._EXPORT])
    return base.module(widget.name)


def own_size(name):
    """Bytes of the script and style that a widget has for itself."""
    return len(base._own(name).encode())


def synced(widget, own=False):
    """The state of a widget as it travels to the page: all of it, or (`own`) what can be set."""
    traits = widget.traits(sync=True)
    jupyters = AnyWidget.class_trait_names(sync=True)
    names = [name for name in traits if name[0] != "_" and name not in jupyters]
    return widget.get_state([name for name in names if not (own and traits[name].read_only)])


def bare_page(new_page, folder, body, init="", **options):
    """Open a page with `body` in its main part, from a file in `folder`."""
    page = new_page(**options)
    page.add_init_script(WATCH + init)
    path = folder / f"{len(list(folder.iterdir()))}.html"
    path.write_text(PAGE.format(body=body), "utf-8")
    page.goto(path.as_uri())
    return page


def mount(page, widget, views=1, scheme="light", size=""):
    """Draw `views` views of one model on a bare page."""
    # Lets Playwright place its own listeners before we count.
    page.locator("main").evaluate("() => {}")
    made = {"traits": synced(widget), "module": module_of(widget), "views": views}
    page.evaluate(HOST, {**made, "scheme": scheme, "size": size})


class Bench:
    """One page on which widget after widget is tried, each in a world of its own."""

    def __init__(self, new_page, folder):
        self.page = bare_page(new_page, folder, "", has_touch=True)

    def open(
        self,
        widget,
        width=700,
        height=1000,
        scheme="light",
        motion=True,
        forced=False,
        **options,
    ):
        """The page, with nothing on it but views of `widget`."""
        page = self.page
        page.mouse.up()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            color_scheme=scheme,
            forced_colors="active" if forced else "none",
            reduced_motion="no-preference" if motion else "reduce",
        )
        page.reload()
        mount(page, widget, scheme=scheme, **options)
        return page


def settle(page):
    """Wait until the widget has drawn what it was last told, and nothing is on its way any more."""
    page.evaluate(
        """async () => {
          const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          do await frame(); while (document.querySelector("[data-moving]"));
        }"""
    )


def state(page, view=0):
    """All traits as the view shows them, to ten decimals."""
    settle(page)
    text = page.locator("[data-nn]").nth(view).get_attribute("data-state")
    return json.loads(text, parse_float=lambda x: round(float(x), 10))


NUMBERS = """(root) => Object.fromEntries(
  [...root.querySelectorAll("[data-v]")].map((el) => [el.dataset.name, +el.dataset.v]))"""


def numbers(page, view=0):
    """Every number of the view in full: {name: value}."""
    settle(page)
    return page.locator("[data-nn]").nth(view).evaluate(NUMBERS)


def numbers_in(page, states):
    """The numbers of the first view in each of these states of the model."""
    script = f"""async (states) => {{
      const all = [], root = document.querySelector("[data-nn]");
      for (const state of states) {{ await tell(state); all.push(({NUMBERS})(root)); }}
      return all;
    }}"""
    return page.evaluate(script, states)


def text_of(page):
    """What stands in the first view, in one line; not what is only read aloud."""
    settle(page)
    text = page.locator("[data-nn]").first.evaluate(
        """(root) => {
          const aloud = root.querySelector("[aria-live]");
          aloud.hidden = true;
          const text = root.innerText;
          aloud.hidden = false;
          return text;
        }"""
    )
    return " ".join(text.split())


def pictures(page):
    """All canvases, to be compared."""
    settle(page)
    return page.evaluate("[...document.querySelectorAll('canvas')].map((c) => c.toDataURL())")


def tell(page, **traits):
    """Set traits on the model, as Python would."""
    page.evaluate("(traits) => tell(traits)", traits)


def violations(page):
    """What axe finds, as lines to read."""
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]


def pixels(page, canvas, places):
    """The colours of a canvas at places given as shares of its width and height, from the bottom left."""
    settle(page)
    return np.array(
        page.locator(canvas).first.evaluate(
            """(canvas, places) => {
              const { width, height } = canvas, copy = document.createElement("canvas");
              Object.assign(copy, { width, height });
              const pen = copy.getContext("2d", { willReadFrequently: true });
              pen.drawImage(canvas, 0, 0);
              return places.map(([u, v]) => [...pen.getImageData(u * width, (1 - v) * height, 1, 1).data].slice(0, 3));
            }""",
            np.reshape(places, (-1, 2)).tolist(),
        )
    )


def strokes(page, plot, kind):
    """The corners of each line of this class on a plot, as shares like those of `pixels`."""
    settle(page)
    paths = page.locator(f"{plot} >> svg").first.evaluate(
        """(svg, kind) => {
          const [at, to] = [svg, svg.parentElement.querySelector("canvas")].map((el) => el.getBoundingClientRect());
          const share = (x, y) => [(x + at.left - to.left) / to.width, 1 - (y + at.top - to.top) / to.height];
          const paths = [...svg.querySelectorAll(`path.${kind}`)].filter((path) => !path.closest("[data-handle]"));
          const corners = (path) => path.getAttribute("d").slice(1).split(/[LM]/);
          return paths.map((path) => corners(path).map((p) => share(...p.split(" ").map(Number))));
        }""",
        kind,
    )
    return [np.array(path, float) for path in paths]
