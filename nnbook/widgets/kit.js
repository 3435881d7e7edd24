// What every widget of the book shares. Prepended to each widget's module; COLOURS and STYLE come from Python.
// Whatever must end with a widget (listeners, observers, timers) hangs on its AbortSignal, `signal`.

const SVG = "http://www.w3.org/2000/svg";

function put(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) node.removeAttribute(key);
    else if (key.startsWith("on")) node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}
const html = (tag, attributes = {}, ...children) => put(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => put(document.createElementNS(SVG, tag), attributes, children);

const circle = (cx, cy, r, kind) => svg("circle", { cx, cy, r, class: kind });
const curve = (d, kind, width, dash) => svg("path", { d, class: kind, "stroke-width": width, "stroke-dasharray": dash });
const words = (x, y, text, kind, side = "middle") => svg("text", { x, y, class: kind, "text-anchor": side }, text);

const clamp = (x, lo, hi) => Math.min(hi, Math.max(lo, x));
const snap = (x, step) => +(Math.round(x / step) * step).toFixed(6);
const range = (n, f) => Array.from({ length: n }, (_, i) => f(i));
const ended = (signal, callback) => signal.addEventListener("abort", callback);
let serial = 0;
const unique = () => `nn-${Date.now().toString(36)}-${serial++}`;

function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

const minus = (text) => text.replaceAll("-", "−");
const fmt = {
  num: (x, digits) => minus((Math.abs(x) < 0.5 * 10 ** -digits ? 0 : x).toFixed(digits)),
  sci: (x, digits = 2) => minus(x.toExponential(digits).replace("e+", "e")),
  prob: (p) => (p === 0 ? "0" : p < 0.001 ? fmt.sci(p) : p.toFixed(3)),
  pct: (p) => `${(100 * p).toFixed(1)} %`,
  digits(x, n) {
    if (x === 0) return x.toFixed(n - 1);
    if (Math.abs(x) < 1e-4 || Math.abs(x) >= 1e6) return fmt.sci(x, n - 1);
    return minus(Math.abs(x) >= 10 ** n ? x.toFixed(0) : x.toPrecision(n));
  },
};

// Shows the finished widget. JupyterLab's one-key shortcuts must not answer keys meant for its controls.
function show(root, el) {
  for (const control of root.querySelectorAll("input, select, button, summary, [tabindex]")) {
    control.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  el.replaceChildren(root);
}

// Follows the page's theme, Jupyter's or the system's, whichever speaks first.
function theme(root, signal, onchange) {
  const { documentElement: page, body } = document, media = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => {
    const said = page.dataset.theme;
    if (said === "dark" || said === "light") return said === "dark";
    return body.dataset.jpThemeLight ? body.dataset.jpThemeLight === "false" : media.matches;
  };
  let dark;
  const apply = () => {
    if (dark === isDark()) return;
    dark = isDark();
    root.style.colorScheme = dark ? "dark" : "light";
    for (const name in COLOURS) root.style.setProperty(`--nn-${name}`, COLOURS[name][+dark]);
    onchange();
  };
  const watcher = new MutationObserver(apply);
  const attributeFilter = ["data-theme", "data-jp-theme-light"];
  for (const node of [page, body]) watcher.observe(node, { attributes: true, attributeFilter });
  media.addEventListener("change", apply, { signal });
  ended(signal, () => watcher.disconnect());
  apply();
  return (name) => COLOURS[name][+dark];
}

// The colour [r, g, b] of `share` of one colour on top of another.
function mix(colour, ground, share) {
  const channel = (hex, i) => parseInt(hex.slice(2 * i + 1, 2 * i + 3), 16);
  return [0, 1, 2].map((i) => share * channel(colour, i) + (1 - share) * channel(ground, i));
}

// Calls back when the size of an element changes; where that can't be observed, when the window's does.
function watch(el, signal, callback) {
  if (typeof ResizeObserver !== "function") return addEventListener("resize", callback, { signal });
  const observer = new ResizeObserver(callback);
  observer.observe(el);
  ended(signal, () => observer.disconnect());
}

// A canvas for pictures and an SVG for what can be grabbed, in the data's coordinates; y points up.
// `margin` (top, right, bottom, left) is room for axes.
function plot({ x, y, margin = [0, 0, 0, 0], signal, onresize }) {
  const [top, right, bottom, left] = margin;
  const canvas = html("canvas"), drawing = svg("svg"), axes = svg("g", { class: "nn-axes" });
  const el = html("div", { class: "nn-plot", "aria-hidden": "true" }, canvas, drawing);
  drawing.append(axes);
  const p = { el, canvas, svg: drawing, width: 0, height: 0, left, top, low: x[0], high: x[1] };
  const inner = () => [p.width - left - right, p.height - top - bottom];
  p.px = (u, v) => {
    const [w, h] = inner();
    return [left + ((u - x[0]) / (x[1] - x[0])) * w, top + ((y[1] - v) / (y[1] - y[0])) * h];
  };
  p.unit = () => inner()[0] / (x[1] - x[0]);
  p.at = (event) => {
    const box = drawing.getBoundingClientRect(), [w, h] = inner();
    const [px, py] = [event.clientX - box.left - left, event.clientY - box.top - top];
    return [x[0] + (px / w) * (x[1] - x[0]), y[1] - (py / h) * (y[1] - y[0])];
  };
  p.path = (points) => "M" + points.map(([u, v]) => p.px(u, v).map((c) => c.toFixed(1)).join(" ")).join("L");
  p.resize = () => {
    const { clientWidth, clientHeight } = el;
    if (!clientWidth || (clientWidth === p.width && clientHeight === p.height)) return;
    [p.width, p.height] = [clientWidth, clientHeight];
    const [w, h] = inner(), density = Math.min(devicePixelRatio || 1, 2);
    put(drawing, { width: p.width, height: p.height }, []);
    canvas.style.cssText = `left:${left}px;top:${top}px;width:${w}px;height:${h}px`;
    [canvas.width, canvas.height] = [w * density, h * density];
    onresize();
  };
  // Ticks are [position, text]; the y axis stands on the side with the wider margin.
  p.axes = (xticks, yticks, xlabel, ylabel) => {
    const [w, h] = inner(), [tickX, anchor] = right > left ? [left + w + 5, "start"] : [left - 5, "end"];
    axes.replaceChildren(
      svg("rect", { x: left, y: top, width: w, height: h }),
      ...xticks.map(([t, text]) => words(p.px(t, 0)[0], top + h + 15, text)),
      ...yticks.map(([t, text]) => words(tickX, p.px(0, t)[1] + 4, text, "", anchor)),
      words(left + w, top + h + 31, xlabel, "", "end"),
      right > left ? words(p.width, top - 8, ylabel, "", "end") : words(0, top - 8, ylabel, "", "start"),
    );
  };
  watch(el, signal, p.resize);
  return p;
}

// Paints an n x n grid of shares 0..1 (rows from the bottom) over the whole canvas, from colour to colour of
// `stops` ([r, g, b], evenly spaced). Returns the canvas' pen, in CSS pixels.
function heat(p, n, shares, stops) {
  const small = html("canvas", { width: n, height: n }), image = new ImageData(n, n);
  shares.forEach((share, i) => {
    const t = share * (stops.length - 1), k = Math.min(Math.floor(t), stops.length - 2);
    const o = 4 * ((n - 1 - Math.floor(i / n)) * n + (i % n)), low = stops[k], high = stops[k + 1];
    for (let c = 0; c < 3; c++) image.data[o + c] = low[c] + (t - k) * (high[c] - low[c]);
    image.data[o + 3] = 255;
  });
  small.getContext("2d").putImageData(image, 0, 0);
  const pen = p.canvas.getContext("2d"), zoom = p.canvas.width / parseFloat(p.canvas.style.width);
  pen.resetTransform();
  pen.drawImage(small, 0, 0, p.canvas.width, p.canvas.height);
  pen.scale(zoom, zoom);
  return pen;
}

// Marching squares: segments along which an n x n grid of cell midpoints crosses `level`, as shares of the width.
function iso(grid, n, level) {
  const segments = [];
  for (let r = 0; r < n - 1; r++) {
    for (let c = 0; c < n - 1; c++) {
      const o = r * n + c, above = (i) => grid[o + i] > level;
      if (above(0) === above(1) && above(0) === above(n) && above(0) === above(n + 1)) continue;
      const corner = [0, 1, n + 1, n].map((i) => grid[o + i] - level), cuts = [];
      for (let k = 0; k < 4; k++) {
        const a = corner[k], b = corner[(k + 1) % 4];
        if (a > 0 === b > 0) continue;
        const t = k < 2 ? a / (a - b) : b / (b - a);
        cuts.push([(c + 0.5 + [t, 1, t, 0][k]) / n, (r + 0.5 + [0, t, 1, t][k]) / n]);
      }
      for (let k = 0; k + 1 < cuts.length; k += 2) segments.push([cuts[k], cuts[k + 1]]);
    }
  }
  return segments;
}

// Pointer gestures on an SVG. `start` returns false to decline; Escape cancels.
function drag(surface, signal, { start, move, end, cancel }) {
  let pointer = null;
  const finish = (how) => {
    if (pointer !== null) how();
    pointer = null;
  };
  surface.onpointerdown = (event) => {
    if (pointer !== null || event.button > 0 || start(event) === false) return;
    event.preventDefault();
    pointer = event.pointerId;
    surface.setPointerCapture(pointer);
  };
  // A finger on a handle drags it; anywhere else it scrolls the page.
  surface.ontouchstart = (event) => { if (pointer !== null) event.preventDefault(); };
  surface.onpointermove = (event) => { if (event.pointerId === pointer) move(event); };
  surface.onpointerup = (event) => { if (event.pointerId === pointer) finish(end); };
  surface.onpointercancel = (event) => { if (event.pointerId === pointer) finish(cancel); };
  addEventListener("keydown", (event) => event.key === "Escape" && finish(cancel), { signal });
}

const TURNS = { ArrowRight: 1, ArrowUp: 1, PageUp: 10, ArrowLeft: -1, ArrowDown: -1, PageDown: -10 };

// One quantity, two inputs: a range to feel it and a number to state it. `log`: 101 positions at equal ratios.
function paired({ label, min, max, step, log, wrap, digits, unit, spoken, oninput, oncommit, onrefuse }) {
  const place = (v) => (log ? (100 * Math.log(clamp(v, min, max) / min)) / Math.log(max / min) : v);
  const read = (position) => (log ? +(min * (max / min) ** (position / 100)).toPrecision(4) : position);
  const slider = html("input", { type: "range", id: unique(), min: place(min), max: place(max), step: log ? 1 : step });
  const number = html("input", { type: "number", min, max, step, "aria-label": `${label}, typed` });
  const el = html("div", { class: "nn-pair" }, html("label", { for: slider.id }, label), slider, number);
  if (unit) el.append(html("span", {}, unit));
  let value, typing = false;
  const set = (v) => {
    value = v;
    slider.value = place(v);
    if (!typing) number.value = +v.toFixed(digits);
    slider.setAttribute("aria-valuetext", spoken ? spoken(+v.toFixed(digits)) : `${fmt.num(v, digits)} ${unit || ""}`);
  };
  const nudge = (steps) => {
    let v = log ? read(clamp(Math.round(place(value)) + steps, 0, 100)) : snap(value + steps * step, step);
    if (wrap && Math.abs(v) > max) v -= Math.sign(v) * (max - min);
    set(clamp(v, min, max));
    oninput(value);
  };
  slider.oninput = () => oninput(read(+slider.value));
  slider.onkeydown = (event) => {
    const turn = TURNS[event.key];
    if (!turn || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    nudge(event.shiftKey && Math.abs(turn) === 1 ? 10 * turn : turn);
  };
  slider.onchange = slider.onkeyup = slider.onblur = oncommit;
  number.oninput = () => { typing = true; };
  number.onblur = () => { typing = false; set(value); };
  number.onchange = () => {
    const typed = number.valueAsNumber, v = wrap && Math.abs(typed) > max ? typed - 360 * Math.round(typed / 360) : typed;
    typing = false;
    if (Number.isNaN(v)) onrefuse(`${label.toLowerCase()} needs a number; kept ${+value.toFixed(digits)}`);
    else {
      value = clamp(v, min, max);
      oninput(value);
      oncommit();
      if (value !== v) onrefuse(`${label.toLowerCase()} is at ${v > max ? "most" : "least"} ${value}`);
    }
    set(value);
  };
  number.onkeydown = (event) => {
    if (typing && event.key.toLowerCase() === "z") event.stopPropagation();
    if (event.key !== "Escape") return;
    typing = false;
    set(value);
  };
  const nearest = (v) => (log ? read(Math.round(place(v))) : clamp(snap(v, step), min, max));
  const upTo = (most) => { max = slider.max = number.max = most; };
  return { el, set, nearest, upTo, focus: () => slider.focus({ preventScroll: true }) };
}

// A group of radio buttons; `set(null)` leaves none checked.
function choice({ label, options, onchange }) {
  const name = unique();
  const inputs = options.map(([value]) => html("input", { type: "radio", name, value, onchange: () => onchange(value) }));
  const labels = options.map(([, text], i) => html("label", {}, inputs[i], text));
  const title = html("span", { "aria-hidden": "true" }, `${label}:`);
  const el = html("div", { class: "nn-choice", role: "radiogroup", "aria-label": label }, title, ...labels);
  return {
    el,
    set(value) { for (const input of inputs) input.checked = input.value === value; },
    disable(off) { for (const input of inputs) input.disabled = off; },
  };
}

function toggle({ label, onchange }) {
  const input = html("input", { type: "checkbox", onchange: () => onchange(input.checked) });
  return { el: html("label", { class: "nn-toggle" }, input, label), set: (on) => { input.checked = on; } };
}

const button = (label, onclick) => html("button", { type: "button", onclick }, label);

function undoKey(root, undoButton) {
  root.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    undoButton.onclick();
  });
}

// A menu of things to load. It names the last one, so that arrow keys move on from it, until `clear`.
function menu({ label, options, onpick }) {
  const entries = options.map(([value, text]) => html("option", { value }, text));
  const el = html("select", { "aria-label": label }, html("option", { value: "" }, `${label} …`), ...entries);
  el.onchange = () => { if (el.value) onpick(el.value); };
  return {
    el,
    allow(value, on) { entries.find((e) => e.value === value).disabled = !on; },
    clear() { el.value = ""; },
  };
}

// What a screen reader says: one polite region, once things have been quiet for a while.
function live(root, signal, delay = 500) {
  const region = html("p", { class: "nn-quiet", "aria-live": "polite" });
  root.append(region);
  let timer;
  ended(signal, () => clearTimeout(timer));
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => { region.textContent = text; }, delay);
  };
}

// Room for the longest text that `children` may ever show, so that nothing below them moves.
const steady = (longest, ...children) =>
  html("div", { class: "nn-hold", "data-longest": longest }, html("div", {}, ...children));

const legend = (items) => items.map(([mark, text]) =>
  html("span", { class: "nn-key" }, html("i", { "aria-hidden": "true", class: mark }), text));

// An ordered list of things to try: [name, text, longest sentence it may earn]. A tick stays.
function tasks(list) {
  const rows = list.map(([name, text, longest]) => {
    const mark = html("b", {}), said = html("b", {}), all = steady(`✓ ${text} ${longest}`, mark, `${text} `, said);
    return { mark, said, row: html("li", { "data-task": name, "data-done": "0" }, all) };
  });
  const [first, ...others] = rows.map(({ row }) => row);
  const title = html("summary", {}, `${others.length} more to try`);
  const more = html("details", { class: "nn-tasks" }, title, html("ol", { start: 2 }, ...others));
  return {
    els: [html("ol", { class: "nn-tasks" }, first), more],
    tick(name, sentence = "") {
      const { row, mark, said } = rows[list.findIndex((task) => task[0] === name)];
      row.dataset.done = "1";
      mark.textContent = "✓ ";
      if (sentence) said.textContent = sentence;
    },
  };
}

const table = (name, heads, body) => html("div", { class: "nn-table", role: "group", tabindex: "0", "aria-label": name },
  html("table", {}, html("thead", {}, html("tr", {}, ...heads.map((text) => html("th", { scope: "col" }, text)))), body));

// A number on the page that a test can read in full: data-name, data-v.
function value(name, tag = "span") {
  const el = html(tag, { "data-name": name });
  return { el, set(v, text) { el.dataset.v = String(v); el.textContent = text; } };
}

// The read-only "Continue in Python" drawer.
function drawer(say) {
  const code = html("pre", { tabindex: "0", role: "group", "aria-label": "Python code" });
  const copy = button("Copy", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      say("Copied.");
    } catch {
      getSelection().selectAllChildren(code);
      say("Selected. Press Ctrl+C.");
    }
  });
  const el = html("details", { class: "nn-python" }, html("summary", {}, "Continue in Python"), copy, code);
  return { el, set(text) { if (code.textContent !== text) code.textContent = text; } };
}

// The state: changed here at once, sent to the model within 100 ms, remembered for Undo gesture by gesture.
// `accept(key, value)` may refuse what arrives; `draw` runs once a frame; `settled(kind)` ends each gesture.
function store(model, { keys, undoable, fallback, signal, accept, draw, settled }) {
  const arrived = (key) => (accept(key, model.get(key)) ? model.get(key) : fallback[key]);
  const state = Object.fromEntries(keys.map((key) => [key, arrived(key)])), past = [];
  const snapshot = () => JSON.stringify(Object.fromEntries(undoable.map((key) => [key, state[key]])));
  const start = snapshot();
  let before = null, pending = {}, frame = 0, timer = 0;
  const redraw = () => { frame ||= requestAnimationFrame(() => { frame = 0; draw(); }); };
  const flush = () => {
    clearTimeout(timer);
    const news = Object.entries(pending);
    [timer, pending] = [0, {}];
    for (const [key, v] of news) model.set(key, v);
    if (news.length) model.save_changes();
  };
  const set = (patch) => {
    if (undoable.some((key) => key in patch)) before ??= snapshot();
    Object.assign(state, patch);
    Object.assign(pending, patch);
    timer ||= setTimeout(flush, 100);
    redraw();
  };
  const commit = (kind) => {
    const changed = before !== null && before !== snapshot();
    if (changed) past.push(before);
    if (past.length > 50) past.shift();
    before = null;
    if (changed) settled(kind);
    flush();
    redraw();
  };
  const restore = (snapshot) => {
    if (snapshot) set(JSON.parse(snapshot));
    before = null;
    flush();
  };
  for (const key of keys) {
    const receive = () => {
      const news = model.get(key);
      if (!accept(key, news) || JSON.stringify(news) === JSON.stringify(state[key])) return;
      state[key] = news;
      redraw();
    };
    model.on(`change:${key}`, receive);
    ended(signal, () => model.off(`change:${key}`, receive));
  }
  ended(signal, () => { flush(); cancelAnimationFrame(frame); });
  return {
    state, set, commit, redraw,
    act(patch, kind) { set(patch); commit(kind); },
    cancel: () => restore(before),
    undo() {
      if (before !== null || !past.length) return;
      restore(past.pop());
      settled("undo");
    },
    reset() { set(JSON.parse(start)); commit("preset"); },
    get untouched() { return past.length === 0; },
  };
}
