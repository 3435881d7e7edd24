// What every widget of the book shares. Prepended to each widget's module; COLOURS and STYLE come from Python.

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

const clamp = (x, lo, hi) => Math.min(hi, Math.max(lo, x));
const snap = (x, step) => +(Math.round(x / step) * step).toFixed(6);
let serial = 0;
const unique = () => `nn-${Date.now().toString(36)}-${serial++}`;

function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

const fmt = {
  num: (x, digits) => (Math.abs(x) < 0.5 * 10 ** -digits ? 0 : x).toFixed(digits).replace("-", "−"),
  sci: (x, digits = 2) => x.toExponential(digits).replace("e+", "e").replaceAll("-", "−"),
  prob: (p) => (p === 0 ? "0" : p < 0.001 ? fmt.sci(p) : p.toFixed(3)),
  pct: (p) => `${(100 * p).toFixed(1)} %`,
  digits: (x, n) => {
    const size = Math.abs(x);
    const text = size === 0 ? x.toFixed(n - 1) : size < 1e-4 ? x.toExponential(n - 1) : size >= 10 ** n ? x.toFixed(0) : x.toPrecision(n);
    return text.replaceAll("-", "−");
  },
};

// Follows the page's theme, Jupyter's or the system's, whichever speaks first.
function theme(root, onchange) {
  const media = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => {
    const page = document.documentElement.dataset.theme || document.documentElement.getAttribute("theme");
    if (page === "dark" || page === "light") return page === "dark";
    const lab = document.body.dataset.jpThemeLight;
    return lab ? lab === "false" : media.matches;
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
  const attributeFilter = ["data-theme", "theme", "data-jp-theme-light"];
  for (const node of [document.documentElement, document.body]) watcher.observe(node, { attributes: true, attributeFilter });
  media.addEventListener("change", apply);
  apply();
  return {
    get: (name) => COLOURS[name][+dark],
    stop() { watcher.disconnect(); media.removeEventListener("change", apply); },
  };
}

const channels = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
// A table of 256 colours through the given stops, evenly spaced.
function ramp(...stops) {
  const table = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const t = (i / 255) * (stops.length - 1), k = Math.min(Math.floor(t), stops.length - 2);
    for (let c = 0; c < 3; c++) table[3 * i + c] = stops[k][c] + (t - k) * (stops[k + 1][c] - stops[k][c]);
  }
  return table;
}
const tint = (hex, surface, share) => channels(hex).map((c, i) => share * c + (1 - share) * channels(surface)[i]);

// A canvas for pictures and an SVG for what can be grabbed, in the data's coordinates; y points up.
function plot({ x, y, margin = [0, 0, 0, 0], onresize }) {
  const [top, right, bottom, left] = margin;
  const canvas = html("canvas", { "aria-hidden": "true" });
  const drawing = svg("svg", { "aria-hidden": "true" });
  const axes = svg("g", { class: "nn-axes" });
  drawing.append(axes);
  const el = html("div", { class: "nn-plot" }, canvas, drawing);
  const p = { el, canvas, svg: drawing, x, y, width: 0, height: 0 };
  const inner = () => [p.width - left - right, p.height - top - bottom];
  p.px = (u, v) => {
    const [w, h] = inner();
    return [left + ((u - p.x[0]) / (p.x[1] - p.x[0])) * w, top + ((p.y[1] - v) / (p.y[1] - p.y[0])) * h];
  };
  p.at = (event) => {
    const box = drawing.getBoundingClientRect(), [w, h] = inner();
    const zoom = box.width / p.width || 1;
    return [
      p.x[0] + (((event.clientX - box.left) / zoom - left) / w) * (p.x[1] - p.x[0]),
      p.y[1] - (((event.clientY - box.top) / zoom - top) / h) * (p.y[1] - p.y[0]),
    ];
  };
  p.resize = () => {
    const { clientWidth: w, clientHeight: h } = el;
    if (!w || (w === p.width && h === p.height)) return;
    [p.width, p.height] = [w, h];
    const [iw, ih] = inner(), density = Math.min(devicePixelRatio || 1, 2);
    put(drawing, { viewBox: `0 0 ${w} ${h}`, width: w, height: h }, []);
    canvas.style.cssText = `left:${left}px;top:${top}px;width:${iw}px;height:${ih}px`;
    [canvas.width, canvas.height] = [iw * density, ih * density];
    onresize();
  };
  // ticks: [[position, text], ...] in data coordinates.
  p.axes = (xticks, yticks, xlabel, ylabel) => {
    const [w, h] = inner();
    axes.replaceChildren(
      svg("rect", { x: left, y: top, width: w, height: h }),
      ...xticks.map(([t, text]) => svg("text", { x: p.px(t, 0)[0], y: top + h + 15, "text-anchor": "middle" }, text)),
      ...yticks.map(([t, text]) => svg("text", { x: left - 5, y: p.px(0, t)[1] + 4, "text-anchor": "end" }, text)),
      svg("text", { x: left + w, y: top + h + 31, "text-anchor": "end" }, xlabel),
      svg("text", { x: 0, y: top - 7 }, ylabel),
    );
  };
  const observer = typeof ResizeObserver === "function" ? new ResizeObserver(p.resize) : null;
  if (observer) observer.observe(el);
  else addEventListener("resize", p.resize);
  p.stop = () => (observer ? observer.disconnect() : removeEventListener("resize", p.resize));
  return p;
}

// Paints an n x n grid of shares 0..1 (rows from the bottom) over the whole canvas; returns its 2d context.
function heat(p, n, share, table) {
  const small = new OffscreenCanvas(n, n), image = new ImageData(n, n), data = image.data;
  for (let row = 0, o = 0; row < n; row++) {
    for (let column = 0; column < n; column++, o += 4) {
      const i = 3 * Math.round(255 * share[(n - 1 - row) * n + column]);
      data[o] = table[i]; data[o + 1] = table[i + 1]; data[o + 2] = table[i + 2]; data[o + 3] = 255;
    }
  }
  small.getContext("2d").putImageData(image, 0, 0);
  const pen = p.canvas.getContext("2d");
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.drawImage(small, 0, 0, p.canvas.width, p.canvas.height);
  return pen;
}

// Marching squares: line segments where an n x n grid of cell midpoints crosses a level, in units of the whole width.
function iso(grid, n, level) {
  const segments = [];
  for (let r = 0; r < n - 1; r++) {
    for (let c = 0; c < n - 1; c++) {
      const o = r * n + c, corner = [grid[o], grid[o + 1], grid[o + n + 1], grid[o + n]].map((v) => v - level);
      const cuts = [];
      for (let k = 0; k < 4; k++) {
        const a = corner[k], b = corner[(k + 1) % 4];
        if (a > 0 === b > 0) continue;
        const t = k < 2 ? a / (a - b) : 1 - a / (a - b);
        cuts.push([(c + 0.5 + [t, 1, t, 0][k]) / n, (r + 0.5 + [0, t, 1, t][k]) / n]);
      }
      for (let k = 0; k + 1 < cuts.length; k += 2) segments.push([cuts[k], cuts[k + 1]]);
    }
  }
  return segments;
}

// Pointer gestures on an SVG. `start` returns false to decline; moves come at most once a frame; Escape cancels.
function drag(surface, { start, move, end, cancel }) {
  let pointer = null, latest = null, frame = 0;
  const flush = () => { frame = 0; if (latest) move(latest); latest = null; };
  const finish = (how) => {
    if (pointer === null) return;
    cancelAnimationFrame(frame);
    if (how === end) flush();
    [pointer, latest, frame] = [null, null, 0];
    how();
  };
  surface.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button > 0 || start(event) === false) return;
    event.preventDefault();
    pointer = event.pointerId;
    surface.setPointerCapture(pointer);
  });
  surface.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    latest = event;
    frame ||= requestAnimationFrame(flush);
  });
  surface.addEventListener("pointerup", (event) => event.pointerId === pointer && finish(end));
  surface.addEventListener("pointercancel", (event) => event.pointerId === pointer && finish(cancel));
  const escape = (event) => event.key === "Escape" && finish(cancel);
  addEventListener("keydown", escape);
  return { stop: () => removeEventListener("keydown", escape) };
}

// One quantity, two inputs: a range to feel it and a number to state it.
function paired({ label, min, max, step, log, wrap, digits, unit = "", valuetext, oninput, oncommit, onrefuse }) {
  const positions = 100, place = (v) => (log ? (positions * Math.log(v / min)) / Math.log(max / min) : v);
  const read = (pos) => (log ? +(min * (max / min) ** (pos / positions)).toPrecision(4) : pos);
  const grain = log ? 1 : step;
  let value = min;
  const range = html("input", { type: "range", id: unique(), min: log ? 0 : min, max: log ? positions : max, step: grain });
  const number = html("input", { type: "number", min, max, step, "aria-label": `${label}, typed` });
  const name = html("label", { for: range.id }, label);
  const el = html("div", { class: "nn-pair" }, name, html("span", { class: "nn-typed" }, number, unit && html("span", {}, unit)), range);
  const set = (v) => {
    value = v;
    range.value = place(v);
    if (document.activeElement !== number) number.value = +v.toFixed(digits);
    range.setAttribute("aria-valuetext", valuetext ? valuetext(v) : `${label} ${fmt.num(v, digits)} ${unit}`);
  };
  const nudge = (steps) => {
    let v = log ? read(clamp(Math.round(place(value)) + steps, 0, positions)) : snap(value + steps * step, step);
    if (wrap && (v > max || v < min)) v -= Math.sign(v) * (max - min);
    oninput(clamp(v, min, max));
    oncommit();
  };
  range.addEventListener("input", () => oninput(read(+range.value)));
  range.addEventListener("change", () => oncommit());
  range.addEventListener("keydown", (event) => {
    const turn = { ArrowRight: 1, ArrowUp: 1, PageUp: 10, ArrowLeft: -1, ArrowDown: -1, PageDown: -10 }[event.key];
    if (!turn) return;
    event.preventDefault();
    nudge(event.shiftKey && Math.abs(turn) === 1 ? 10 * turn : turn);
  });
  number.addEventListener("change", () => {
    let v = number.value.trim() === "" ? NaN : +number.value;
    if (!Number.isFinite(v)) onrefuse(`${label} is a number; kept ${+value.toFixed(digits)}`);
    else {
      if (wrap) while (Math.abs(v) > max) v -= Math.sign(v) * (max - min);
      if (v > max) onrefuse(`${label.toLowerCase()} is at most ${max}`);
      if (v < min) onrefuse(`${label.toLowerCase()} is at least ${min}`);
      value = clamp(v, min, max);
      oninput(value);
      oncommit();
    }
    number.value = +value.toFixed(12);
  });
  number.addEventListener("blur", () => set(value));
  const disable = (off) => { range.disabled = number.disabled = off; el.classList.toggle("nn-off", off); };
  return { el, set, disable, focus: () => range.focus({ preventScroll: true }) };
}

// A group of radio buttons; `set(null)` leaves none checked.
function choice({ label, options, onchange }) {
  const name = unique();
  const inputs = options.map(([value, text]) => {
    const input = html("input", { type: "radio", name, value, onchange: () => onchange(value) });
    return [value, input, html("label", {}, input, text)];
  });
  const el = html("fieldset", { class: "nn-choice" }, html("legend", {}, `${label}:`), ...inputs.map((i) => i[2]));
  return {
    el,
    set(value) { for (const [v, input] of inputs) input.checked = v === value; },
    disable(off) { el.disabled = off; },
  };
}

function toggle({ label, onchange }) {
  const input = html("input", { type: "checkbox", onchange: () => onchange(input.checked) });
  return { el: html("label", { class: "nn-toggle" }, input, label), set: (on) => { input.checked = on; } };
}

const button = (label, onclick) => html("button", { type: "button", onclick }, label);

// A menu that does something each time; it always shows its own name.
function menu({ label, options, onpick }) {
  const entries = options.map(([value, text]) => html("option", { value }, text));
  const el = html("select", { "aria-label": label }, html("option", { value: "" }, `${label} …`), ...entries);
  el.onchange = () => { const value = el.value; el.value = ""; if (value) onpick(value); };
  return { el, allow(value, on) { entries.find((e) => e.value === value).disabled = !on; } };
}

// What a screen reader says: one polite region, once things have been quiet for a while.
function live(root, delay = 500) {
  const region = html("p", { class: "nn-quiet", "aria-live": "polite" });
  root.append(region);
  let timer;
  const say = (text, first = "") => {
    clearTimeout(timer);
    timer = setTimeout(() => { region.textContent = `${first} ${text}`.trim(); }, delay);
  };
  return { say, stop: () => clearTimeout(timer) };
}

const legend = (items) => html("ul", { class: "nn-legend" }, ...items.map(([mark, text]) =>
  html("li", {}, html("span", { "aria-hidden": "true", class: mark }), text)));

// An ordered list of things to try. A tick stays; `longest` reserves the room for its sentence.
function tasks(list) {
  const rows = list.map(([name, text, longest]) => {
    const said = html("span", {});
    const row = html("li", { "data-task": name, "data-done": "0" },
      html("span", { class: "nn-mark", "aria-hidden": "true" }), text, html("div", { class: "nn-hold", "data-longest": longest }, said));
    return [name, row, said];
  });
  const rest = html("details", {}, html("summary", {}, `${list.length - 1} more to try`),
    html("ol", { start: 2 }, ...rows.slice(1).map((r) => r[1])));
  const el = html("section", { class: "nn-tasks", "aria-label": "Things to try" }, html("h4", {}, "Try"), html("ol", {}, rows[0][1]), rest);
  return {
    el,
    tick(name, sentence) {
      const [, row, said] = rows.find((r) => r[0] === name);
      row.dataset.done = "1";
      if (sentence) said.textContent = sentence;
      row.querySelector(".nn-mark").textContent = "✓";
    },
  };
}

function history(limit = 50) {
  const past = [];
  return {
    commit(before) { past.push(before); if (past.length > limit) past.shift(); },
    undo: () => past.pop(),
    get empty() { return past.length === 0; },
  };
}

// Sends changes to the model at most every 100 ms; `flush` sends now.
function sync(model) {
  let pending = {}, timer = 0;
  const flush = () => {
    clearTimeout(timer);
    timer = 0;
    const keys = Object.keys(pending);
    for (const key of keys) model.set(key, pending[key]);
    pending = {};
    if (keys.length) model.save_changes();
  };
  return {
    send(patch) { Object.assign(pending, patch); timer ||= setTimeout(flush, 100); },
    flush,
  };
}

// A number on the page that a test can read in full: data-name, data-v.
function value(name, tag = "span") {
  const el = html(tag, { "data-name": name, class: "nn-value" });
  return { el, set(v, text) { el.dataset.v = String(v); el.textContent = text; } };
}

// The read-only "Continue in Python" drawer.
function drawer(say) {
  const code = html("pre", { tabindex: "0", "aria-label": "Python code" });
  const copy = button("Copy", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      say("Copied.");
    } catch {
      getSelection().selectAllChildren(code);
      say("Press Ctrl+C to copy the selected text.");
    }
  });
  return { el: html("details", { class: "nn-python" }, html("summary", {}, "Continue in Python"), copy, code), set: (text) => { code.textContent = text; } };
}
