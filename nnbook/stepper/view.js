// needs: dom, theme
// Walks through the steps that a table beside it lists, and stops where a question comes first.

const cellsOf = (row) => [...row.cells].slice(-3);

// The table as steps. Each knows all values of its call: those before it, and what it set itself (`fresh`).
function stepsOf(table) {
  const steps = [], calls = {};
  let pause = null;
  for (const body of table.tBodies) {
    const { asked, listing, call, first, last, calls: called } = body.dataset;
    if (asked) { pause = JSON.parse(asked); continue; }
    const fresh = new Map();
    for (const row of body.rows) {
      const [name, shape, value] = cellsOf(row);
      if (name.textContent) fresh.set(name.textContent, [shape.textContent, value.textContent, value.dataset.v]);
    }
    calls[call] = new Map([...(calls[call] ?? []), ...fresh]);
    steps.push({ call, listing: +listing, first: +first, last: +last, called, fresh, values: calls[call], pause });
    pause = null;
  }
  return steps;
}

const scroller = (kind, label, ...children) =>
  html("div", { class: kind, tabindex: "0", role: "group", "aria-label": label }, ...children);

// A row of the values, and the room, in letters and lines, that its longest text needs.
function rowFor(name) {
  const [shape, value] = [html("td"), html("td")], widths = { name: name.length, shape: 0, value: 0 };
  let height = 0;
  return {
    shape, value, widths, row: html("tr", {}, html("th", { scope: "row" }, name), shape, value),
    reserve(shapeText, text) {
      const lines = text.split("\n");
      widths.shape = Math.max(widths.shape, shapeText.length);
      widths.value = Math.max(widths.value, ...lines.map((line) => line.length));
      height = Math.max(height, lines.length);
      value.style.height = `calc(${height}lh + 2px)`;
    },
  };
}

// A listing whose lines can be marked, and the values of its function, each in a row of its own from the start.
function panel(listing, steps) {
  const code = listing.cloneNode(true), lines = [...code.querySelectorAll(".nn-codeline")], rows = new Map();
  for (const line of lines) line.style.setProperty("--indent", line.dataset.indent);
  const table = html("table", {}, html("thead", {}, html("tr", {},
    ...["name", "shape", "value"].map((text) => html("th", { scope: "col" }, text)))));
  const body = table.createTBody(), name = code.querySelector("code").textContent;
  for (const [key, texts] of steps.flatMap(({ fresh }) => [...fresh])) {
    if (!rows.has(key)) rows.set(key, rowFor(key));
    rows.get(key).reserve(...texts);
  }
  body.append(...[...rows.values()].map(({ row }) => row));
  const panes = [scroller("nn-code", `The code of ${name}`, code), scroller("nn-values", `The values of ${name}`, table)];
  return { panes, lines, rows };
}

// Moves a pane, and only the pane, so that what is in it can be seen.
function reveal(pane, from, to) {
  if (!from) return;
  const outer = pane.getBoundingClientRect(), [a, b] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
  if (a.top < outer.top || b.bottom > outer.bottom) pane.scrollTop += a.top - outer.top - (outer.height - b.bottom + a.top) / 2;
}

class Stepper {
  at = 0;
  asked = null; // the step whose question is open
  verdict = "";

  constructor(host) {
    this.steps = stepsOf(host.querySelector(".nn-steps"));
    this.panels = [...host.querySelectorAll(".nn-listing")].map((listing, i) =>
      panel(listing, this.steps.filter((step) => step.listing === i)));
    this.root = html("div", { class: "nn-trace", role: "group", "aria-label": "Step by step",
      "data-lm-suppress-shortcuts": "true" },
      html("style", {}, STYLES.join("")));
    this.back = html("button", { type: "button", onclick: () => this.go(this.at - 1) }, "Back");
    this.next = html("button", { type: "button", class: "nn-next", onclick: () => this.go(this.ends ? 0 : this.at + 1) });
    this.range = html("input", { type: "range", min: 1, max: this.steps.length, "aria-label": "Step",
      oninput: () => this.go(this.range.value - 1) });
    this.count = html("span", { class: "nn-count" });
    this.moves = html("div", { class: "nn-moves" }, this.back, this.range, this.count, this.next);
    this.answers = html("div", { class: "nn-answers", role: "group" });
    this.said = html("p", { role: "status" });
  }
  get ends() { return this.at === this.steps.length - 1; }

  mount(el) {
    const panes = html("div", { class: "nn-panes" }, ...this.panels.flatMap(({ panes }) => panes));
    for (const column of ["name", "shape", "value"]) {
      const widths = this.panels.flatMap(({ rows }) => [...rows.values()].map((row) => row.widths[column]));
      panes.style.setProperty(`--${column}`, Math.max(5, ...widths));
    }
    this.root.append(panes, this.said, html("div", { class: "nn-below" }, this.moves, this.answers));
    this.root.addEventListener("keydown", (event) => this.key(event));
    el.append(this.root);
    const life = new AbortController();
    theme(this.root, life.signal, () => {});
    this.draw();
    this.root.dataset.ready = "1";
    return () => life.abort();
  }

  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.target.matches("input") || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.go(this.at + by);
  }

  // To a step, or to the first on the way whose question has not been answered.
  go(to) {
    const focused = this.root.contains(document.activeElement) && this.below(document.activeElement);
    const goal = Math.max(0, Math.min(to, this.steps.length - 1));
    const stop = this.steps.findIndex((step, i) => step.pause && i <= goal);
    this.asked = stop < 0 ? null : stop;
    this.at = stop < 0 ? goal : Math.max(0, stop - 1);
    this.verdict = "";
    this.draw();
    if (focused && this.asked !== null) this.answers.querySelector("button, input").focus();
  }
  below(node) { return this.moves.contains(node) || this.answers.contains(node); }

  answer(said, right) {
    const { pause } = this.steps[this.asked], at = this.asked;
    this.steps[at].pause = this.asked = null;
    [this.at, this.verdict] = [at, ""];
    const told = said === null ? `The answer is ${pause.text}.` : right ? `Right: ${pause.text}.` : `You said ${said}; the answer is ${pause.text}.`;
    this.verdict = `${[told, pause.why].filter(Boolean).join(" ")} `;
    this.draw();
    this.next.focus();
  }

  // What can be answered: buttons, or a field for a number.
  choices({ question, options, answer }) {
    this.answers.setAttribute("aria-label", question);
    const skip = html("button", { type: "button", class: "nn-showme", onclick: () => this.answer(null) }, "Show me");
    if (options.length) {
      return [...options.map((text, i) =>
        html("button", { type: "button", onclick: () => this.answer(text, i === answer) }, text)), skip];
    }
    const field = html("input", { type: "text", inputmode: "decimal", size: 8, "aria-label": question });
    const judge = (event) => {
      event.preventDefault();
      const text = field.value.trim(), x = Number(text.replace(",", ".").replace("−", "-"));
      if (text && !Number.isNaN(x)) this.answer(text, Math.abs(x - answer) <= 0.005 * Math.max(Math.abs(answer), 0.01));
      else field.focus();
    };
    return [html("form", { onsubmit: judge }, field, html("button", {}, "Answer")), skip];
  }

  draw() {
    const shown = this.steps[this.at], ahead = this.steps[this.asked ?? this.at];
    for (const [i, panel] of this.panels.entries()) {
      for (const pane of panel.panes) pane.classList.toggle("nn-off", i !== ahead.listing);
    }
    const { panes: [code, values], lines, rows } = this.panels[ahead.listing];
    for (const [i, line] of lines.entries()) {
      const on = i + 1 >= ahead.first && i + 1 <= ahead.last;
      if (on) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
    }
    reveal(code, lines[ahead.first - 1], lines[ahead.last - 1]);
    this.fill(rows, shown.call === ahead.call ? shown : { values: new Map(), fresh: new Map() });
    const fresh = values.querySelectorAll(".nn-fresh");
    reveal(values, fresh[0], fresh[fresh.length - 1]);
    this.controls();
    this.said.textContent = this.asked === null ? this.verdict + this.told(shown) : ahead.pause.question;
  }
  fill(rows, { values, fresh }) {
    for (const [name, { row, shape, value }] of rows) {
      const [s, text, v] = values.get(name) ?? ["", "·", "null"];
      shape.textContent = s;
      value.textContent = text;
      Object.assign(value.dataset, { name, v });
      row.classList.toggle("nn-fresh", fresh.has(name));
    }
  }
  controls() {
    const asking = this.asked !== null, n = this.steps.length;
    this.moves.classList.toggle("nn-off", asking);
    this.answers.classList.toggle("nn-off", !asking);
    this.answers.replaceChildren(...(asking ? this.choices(this.steps[this.asked].pause) : []));
    this.range.value = this.at + 1;
    this.count.textContent = `${this.at + 1} of ${n}`;
    this.next.textContent = this.ends ? "Again" : "Next";
    this.back.setAttribute("aria-disabled", this.at === 0);
    this.root.dataset.state = JSON.stringify({ step: this.at + 1, asked: asking });
  }

  // A step in words, of which two lines hold the most.
  told({ first, last, fresh, called }) {
    const some = [...fresh].slice(0, 3), others = fresh.size - some.length;
    const set = some.map(([name, [shape, text]]) =>
      text.includes("\n") ? `${name}, shape ${shape}` : `${name} = ${(text || shape).trim().replace(/\s+/g, " ")}`);
    if (others) set.push(`and ${others} more`);
    const lines = first === last ? `line ${first}` : `lines ${first} to ${last}`;
    const what = [called && `calls ${called}`, ...set].filter(Boolean).join("; ");
    return `Step ${this.at + 1}, ${lines}${what ? `: ${what}` : ""}.`;
  }
}

const render = ({ el }) => new Stepper(el.parentElement).mount(el);
