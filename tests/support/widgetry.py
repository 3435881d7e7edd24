"""A bare page for widgets: the module of a widget, a model kept in `window`, and a count of what must be cleaned up."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from nnbook.widgets.base import module

PAGE = """<!doctype html><html lang="en" data-theme="{scheme}"><head><meta charset="utf-8"><title>A widget</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
<style>body {{ margin: 0; font: 1em sans-serif; background: {ground}; color: {ink} }} {style}</style></head>
<body><main><h1>A widget</h1>{body}</main></body></html>"""

on_every_screen = pytest.mark.parametrize(
    ("width", "scheme", "extra"),
    [
        (360, "light", {}),
        (390, "dark", {}),
        (700, "light", {}),
        (700, "dark", {}),
        (1280, "dark", {}),
        (360, "light", {"style": "html { font-size: 200% }"}),
        (700, "light", {"style": "html { font-size: 200% }"}),
        (700, "light", {"forced_colors": "active"}),
        (360, "dark", {"reduced_motion": "reduce"}),
    ],
)
"""Runs a test on phones and wide screens, in both themes, with large text, forced colours and no motion."""

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

# Keeps where what follows a widget stands, frame by frame: `window.places`.
PLACES = """
window.places = [];
requestAnimationFrame(function look() {
  const next = document.querySelector("[data-parts] + p");
  if (next) places.push(next.offsetTop);
  requestAnimationFrame(look);
});
"""

HOST = """
window.traits = {state};
window.heard = {{}};
window.saves = 0;
window.model = {{
  get: (key) => traits[key],
  set(key, value) {{ traits[key] = value; for (const f of heard[`change:${{key}}`] ?? []) f(); }},
  on(event, f) {{ (heard[event] ??= new Set()).add(f); alive++; }},
  off(event, f) {{ if (heard[event].delete(f)) alive--; }},
  save_changes() {{ saves++; }},
}};
window.frames2 = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
window.url = URL.createObjectURL(new Blob([{module}], {{ type: "text/javascript" }}));
window.mounted = import(url).then(({{ default: widget }}) => {{
  window.baseline = alive;
  window.cleanups = [...document.querySelectorAll(".view")].map((el) => widget.render({{ model, el }}));
}});
"""


def bare_page(new_page, folder, body, scheme="light", style="", init=None, **options):
    """Open a page with `body` in its main part, from a file in `folder`."""
    page = new_page(color_scheme=scheme, **options)
    page.add_init_script(WATCH + (init or ""))
    path = folder / f"{len(list(folder.iterdir()))}.html"
    ground, ink = {"light": ("white", "black"), "dark": ("#121417", "white")}[scheme]
    path.write_text(
        PAGE.format(body=body, scheme=scheme, style=style, ground=ground, ink=ink),
        "utf-8",
    )
    page.goto(path.as_uri())
    return page


def mount(new_page, folder, widget, views=1, **options):
    """Open a page with `views` views of one model, which the page keeps as `window.model`."""
    state = {key: value for key, value in widget.get_state().items() if not key.startswith("_")}
    state = {key: value for key, value in state.items() if key not in ("layout", "tabbable", "tooltip", "comm")}
    page = bare_page(new_page, folder, '<div class="view"></div>' * views, **options)
    page.locator("body").evaluate("() => {}")  # lets Playwright place its own listeners before we count
    text = json.dumps(module(widget.name))
    page.evaluate(HOST.format(state=json.dumps(state), module=text) + "; mounted")
    settle(page)
    return page


def settle(page):
    """Wait until the widget has drawn what it was last told."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def opener(widget):
    """A fixture: `open_it(...)` opens a page with a `widget(...)` in it."""

    @pytest.fixture
    def fixture(new_page, tmp_path):
        def open_it(*start, views=1, width=700, height=1000, page=None, **traits):
            options = {"viewport": {"width": width, "height": height}, **(page or {})}
            made = widget(*start, **traits)
            opened = mount(new_page, tmp_path, made, views=views, **options)
            opened.set_default_timeout(30_000)
            return opened

        return open_it

    return fixture


def state(page, view=0):
    """All traits as the view shows them."""
    settle(page)
    return json.loads(page.locator("[data-nn]").nth(view).get_attribute("data-state"))


def numbers(page, view=0):
    """Every number of the view in full: {name: value}."""
    settle(page)
    found = (
        page.locator("[data-nn]")
        .nth(view)
        .locator("[data-v]")
        .evaluate_all("all => all.map((el) => [el.dataset.name, el.dataset.v])")
    )
    return {name: float(v) for name, v in found}


def tell(page, **traits):
    """Set traits on the model, as Python would."""
    page.evaluate("(traits) => { for (const key in traits) model.set(key, traits[key]); }", traits)
    settle(page)


def violations(page):
    """What axe finds, as lines to read."""
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
