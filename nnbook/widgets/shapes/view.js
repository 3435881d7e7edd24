// needs: frame, readouts, drag, handles
// Shapes: two arrays as blocks of cells whose edges are pulled, their sizes lined up as NumPy does it, and the result as
// a block whose cells have the colours of the cells that they come from.

const GAP = 1.5, ROUND = 4; // pixels around a cell, and of its corners
const FAINT = 0.12, FULL = 0.46; // tints of an array's first and last colour
const TODO = [
  ["a", "Pull one edge so that the sum fits.", "(4, 3) + (4, 3) fits: 12 cells are copies."],
  ["b", "By mistake b is a column: how many rows of a hide it?", "3 rows: no error, right shape, wrong sum."],
  ["c", "With how many rows of a: no error, a wrong shape?", "1 row: the sum is (3, 3), not (1, 3)."],
  ["d", "Make (3, 3) of (3,) and three more numbers.", "(3,) counts as (1, 3); both are stretched."],
  ["e", "For @, make the inner sizes meet.", "3 meets 3, and (2, 3) @ (3, 2) is (2, 2)."],
];
const FORM = "form"; // the gesture that chooses one
const FORMS = { flat: (n) => [n], row: (n) => [1, n], column: (n) => [n, 1] };
const NAMES = ["a", "b"], COUNTS = { across: "columns", down: "rows", along: "length" };

const many = (n, one, more = `${one}s`) => `${n} ${n === 1 ? one : more}`;
const same = (one, other) => String(one) === String(other);
// How many numbers there are to be put into another form: of a matrix those of a row.
const numbersIn = (shape) => (shape.length === 2 && shape[1] === 1 ? shape[0] : shape.at(-1));
const formOf = (shape) => Object.keys(FORMS).find((form) => same(FORMS[form](numbersIn(shape)), shape)) ?? null;

const python = ({ op, a, b }, { error }) => `import numpy as np

a = np.array(${literal("a", a)})
b = np.array(${literal("b", b)})
${error ? `print(a.shape, b.shape)
# a ${op} b raises ValueError: ${error}` : `print(a ${op} b)`}`;

class Shapes extends Widget {
  static label = "Shapes: two arrays, how their sizes line up, and what their sum or product is";
  static kept = ["a", "b", "op"];
  static other = ["cell"];
  static noun = "shape";
  static numbers = { a: (i) => `size ${i} of a`, b: (i) => `size ${i} of b`, cell: (i) => `${["row", "column"][i]} of the cell` };
  static todo = TODO;
  static eases = ["edges"];
  static first = "b-across";
  chosen = "b"; // the array whose sizes have controls now
  held = null; // the edge in hand, and where
  hover = null; // the cell of the result under the mouse
  drawn = {}; // the cells that each block showed last, so that new ones come gliding

  fallback(trait) { return trait === "cell" ? [0, 0] : this.design.presets.clash[trait]; }
  python() { return python(this.state, this.result); }

  // ---- what comes out ----

  get result() { return this.resultOf(this.state); }
  resultOf({ op, a, b }) { return combined(op, a, b); }
  // How many cells of a and b are only copies, or how many products a matrix product takes.
  effort({ op, a, b }, { shape }) {
    return op === "+" ? 2 * product(shape) - product(a) - product(b) : product(shape) * a.at(-1);
  }
  // The cell that is told, within the result.
  get cell() {
    const [rows, columns] = laid(this.result.shape ?? []), [i, j] = this.hover ?? this.state.cell;
    return [clamp(Math.round(i), 0, rows - 1), clamp(Math.round(j), 0, columns - 1)];
  }
  at(key) { return key === "edges" ? NAMES.flatMap((name) => laid(this.state[name])) : this.state[key]; }

  // Only the task on display can be done: none by chance on the way to another.
  check(kind, was) {
    const task = this.goal.task(this.state.done);
    return { [task]: this[`check_${task}`](was, kind) };
  }
  // Has the reader changed one size as such, and nothing else?
  resized(was, kind) {
    const { op, a, b } = this.state, alike = [[a, was.a], [b, was.b]].filter(([now, before]) => same(now, before));
    const [now, before] = same(a, was.a) ? [b, was.b] : [a, was.a];
    return kind !== FORM && op === was.op && alike.length === 1 && now.length === before.length && now.filter((n, i) => n !== before[i]).length === 1;
  }
  mended(was, kind) { return this.resized(was, kind) && this.resultOf(was).error && !this.result.error; }
  // Is b a column where it should be a row, and have a's rows just been changed?
  misplaced(was, kind) {
    const { op, a: [, n], b, a } = this.state;
    return op === "+" && this.resized(was, kind) && a.length === 2 && a[0] !== was.a[0] && n > 1 && same(b, [n, 1]);
  }
  get sum() {
    const { op, a, b } = this.state;
    return `${tuple(a)} ${op} ${tuple(b)}`;
  }
  check_a(was, kind) {
    if (this.state.op !== "+" || !this.mended(was, kind)) return false;
    return `${this.sum} fits: ${many(this.effort(this.state, this.result), "cell is a copy", "cells are copies")}.`;
  }
  check_b(was, kind) {
    const { a: [m, n] } = this.state;
    return this.misplaced(was, kind) && m === n && `${m} rows: no error, right shape, wrong sum.`;
  }
  check_c(was, kind) {
    const { a: [m, n] } = this.state;
    return this.misplaced(was, kind) && m === 1 && `1 row: the sum is ${tuple([n, n])}, not ${tuple([1, n])}.`;
  }
  check_d(was) {
    const { op, a, b } = this.state, shapes = [a, b].map(String).sort(), made = !same(a, was.a) || !same(b, was.b);
    return op === "+" && made && same(shapes, ["3", "3,1"]) && "(3,) counts as (1, 3); both are stretched.";
  }
  check_e(was, kind) {
    const { op, a } = this.state, inner = a.at(-1);
    return op === "@" && this.mended(was, kind) && `${inner} meets ${inner}, and ${this.sum} is ${tuple(this.result.shape)}.`;
  }
  hint(task) {
    const { op, a, b } = this.state, fits = !this.result.error, [m, n] = laid(a);
    if (op !== (task === "e" ? "@" : "+")) return `First choose ${task === "e" ? "@" : "+"} between a and b.`;
    if (fits && (task === "a" || task === "e")) return "It fits. Pull an edge until it clashes.";
    if (task === "b" || task === "c") {
      if (a.length === 1) return `Give a two axes, ${tuple([1, n])}.`;
      if (n === 1) return "Give a more columns.";
      return same(b, [n, 1]) ? `Pull the lower edge of a: ${many(m, "row")} now.` : `Give b the form ${tuple([n, 1])}, one for each column.`;
    }
    return {
      a: "Pull the right edge of b.",
      d: same(a, [3]) || same(b, [3]) ? "Give the other its three numbers in another form." : "First make one of them (3,).",
      e: "Columns of a as many as rows of b.",
    }[task];
  }
  score() {
    const { op } = this.state, { shape, meet } = this.result;
    if (meet) return { text: `${meet[0]} ≠ ${meet[1]}`, label: this.sum };
    const n = this.effort(this.state, this.result);
    const what = op === "+" ? many(n, "copy", "copies") : many(n, "product");
    return { text: tuple(shape), label: what, name: op === "+" ? "copies" : "products", exact: n };
  }
  told() {
    const { shape, error } = this.result;
    return `${this.sum} ${error ? "does not fit" : `is ${tuple(shape)}`}. ${this.words()}`;
  }
  // One cell's arithmetic, or why there is none.
  words() {
    const { op, a, b } = this.state, { shape, meet } = this.result;
    if (meet && op === "+") return `From the right, ${meet[0]} meets ${meet[1]}: not equal, and neither is 1.`;
    if (meet) return `${a.length === 1 ? "Entries" : "Columns"} of a, ${meet[0]}, and ${b.length === 1 ? "entries" : "rows"} of b, ${meet[1]}, must be as many.`;
    const [i, j] = this.cell, { pairs, value: is } = entry(op, a, b, i, j);
    const place = ["The one entry", `Entry ${j}`, `Row ${i}, column ${j}`][shape.length];
    return `${place}: ${pairs.map((pair) => pair.join(op === "+" ? " + " : "·")).join(" + ")} = ${is}`;
  }

  // ---- the page ----

  build() {
    this.blocks = Object.fromEntries([...NAMES, "c"].map((name) => [name, block(this, name)]));
    this.opChoice = choice({ label: "Operation", options: [["+", "+"], ["@", "@"]], onchange: (op) => this.act({ op }) });
    this.buildControls();
    for (const name of NAMES) pull(this, name);
    point(this);
    this.table = lineup();
    this.note = html("p", {});
    this.says = html("p", {});
    const keys = legend([["nn-of-a", "a"], ["nn-of-b", "b"], ["nn-copy", "copy"]]);
    const { a, b, c } = this.blocks;
    c.el.append(this.error = html("p", { class: "nn-error" }));
    return [html("div", { class: "nn-blocks", "data-poster": true }, a.el, this.opChoice.el, b.el,
      html("span", { class: "nn-equals", "aria-hidden": "true" }, "="),
      html("div", { class: "nn-outcome" }, c.el, html("div", { class: "nn-aligned" }, this.table.el, html("div", { class: "nn-keys" }, ...keys)))),
    this.strip(steady("Row 4, column 4: 5·10 + 3·20 + 1·30 + 6·40 + 4·50 = 550", html("div", { class: "nn-stack" }, this.says, this.note)),
      html("div", { class: "nn-edit nn-act" }, ...NAMES.map((name) => this.forms[name].el), this.sizes))];
  }
  more() {
    return [html("div", { class: "nn-top" }, this.startMenu.el), html("div", { class: "nn-pairs" }, ...this.controls("row", "column"))];
  }
  buildControls() {
    this.forms = Object.fromEntries(NAMES.map((name) => [name, forms(name, (form) => this.reform(name, form))]));
    for (const name of NAMES) {
      this.lights.set(this.forms[name].el, `${name}-across`);
      for (const [way, count] of Object.entries(COUNTS)) {
        this.control({ [`${name}-${way}`]: { label: `${count} of ${name}`, min: 1, max: LARGEST, step: 1, digits: 0, leap: (n, up) => n + (up ? 2 : -2),
          handle: way === "along" ? `${name}-across` : `${name}-${way}`, oninput: (n) => this.resize(name, way, n) } });
      }
    }
    const look = (k) => (n) => {
      this.set({ cell: this.cell.with(k, n) });
      this.say(this.words());
    };
    this.control({
      row: { label: "row of the result", min: 0, max: LARGEST - 1, step: 1, digits: 0, oninput: look(0) },
      column: { label: "column of the result", min: 0, max: LARGEST - 1, step: 1, digits: 0, oninput: look(1) },
    });
    this.lone = html("p", { class: "nn-lone" }, "one axis, no rows");
    const of = (...ways) => html("div", { class: "nn-stack" }, ...this.controls(...ways.flatMap((way) => NAMES.map((name) => `${name}-${way}`))));
    const [across, down] = [of("across", "along"), of("down")];
    down.append(this.lone);
    this.sizes = html("div", { class: "nn-pairs" }, across, down);
  }
  resize(name, way, size) {
    const shape = this.state[name], axis = way === "down" ? 0 : shape.length - 1;
    if (shape[axis] !== size) this.set({ [name]: shape.with(axis, size) });
  }
  reform(name, form) { this.act({ [name]: FORMS[form](numbersIn(this.state[name])) }, FORM); }
  // Puts the controls of an array's sizes in front.
  choose(name) {
    this.chosen = name;
    for (const one of NAMES) {
      const flat = this.state[one].length === 1;
      for (const way in COUNTS) this.pairs[`${one}-${way}`].el.inert = one !== name || (way === "along") !== flat;
    }
    this.lone.inert = this.state[name].length === 2;
  }

  focused(node) {
    super.focused(node);
    const name = this.halo?.[0];
    if (NAMES.includes(name)) this.choose(name);
  }

  // ---- drawing ----

  draw() {
    const { state, result, blocks } = this, complaint = this.complaint();
    this.choose(this.chosen);
    for (const name of NAMES) {
      const [rows, columns] = laid(state[name]);
      const sizes = { across: columns, down: rows, along: columns };
      for (const way in COUNTS) this.pairs[`${name}-${way}`].set(sizes[way]);
      this.forms[name].set(state[name]);
      blocks[name].caption(state[name], name === this.chosen);
    }
    this.opChoice.set(state.op);
    this.drawCell(result.shape ?? []);
    blocks.c.caption(result.shape, false, `a ${state.op} b`);
    this.error.textContent = result.error ? `ValueError: ${result.error}` : "";
    this.table.set(state, result);
    this.says.textContent = this.words();
    this.says.inert = Boolean(complaint);
    this.note.textContent = complaint;
    this.drawBlocks(result);
  }
  drawCell(shape) {
    const { cell, pairs } = this, [rows, columns] = laid(shape);
    [["row", rows], ["column", columns]].forEach(([name, n], k) => {
      pairs[name].span(0, Math.max(n - 1, 1));
      pairs[name].set(cell[k]);
      pairs[name].off(n === 1);
    });
  }
  drawBlocks(result) {
    const { state: { op, a, b }, cell, held, halo } = this, edges = this.eased("edges");
    const lit = result.error ? {} : { ...entry(op, a, b, ...cell).from, c: [cell] };
    NAMES.forEach((name, k) => {
      const { plot: p } = this.blocks[name], edge = edges.slice(2 * k, 2 * k + 2);
      const key = [op, a, b, edge, lit, held, halo];
      if (p.width) this.once(`block ${name}`, key, () => this.paintArray(name, edge, result, lit));
    });
    const { plot: p } = this.blocks.c;
    if (p.width) this.once("block c", [op, a, b, lit], () => this.paintResult(result, lit));
  }
  // The cells of an array, its copies, its frame, and the edges to pull.
  paintArray(name, edge, { shape, axes }, lit) {
    const { op, [name]: mine } = this.state, { plot: p } = this.blocks[name], [rows, columns] = laid(mine);
    const [tall, wide] = op === "+" && shape ? laid(shape) : [rows, columns];
    const isLit = (i, j) => (lit[name] ?? []).some(([r, c]) => r === i && c === j), [at] = lit.c ?? [[]];
    const cells = grid(tall, wide).map(([i, j]) => {
      const from = [Math.min(i, rows - 1), Math.min(j, columns - 1)], copy = !same(from, [i, j]);
      const bright = copy ? same(at, [i, j]) : isLit(i, j);
      return tile(p, [i, j], { kind: `nn-of-${name} ${copy ? "nn-copy" : "nn-own"}`, tint: [[name, tint(op, name, mine, from)]],
        text: ENTRY[name](...from), from: copy && from, lit: bright, fresh: this.isNew(name, [copy, i, j]) });
    });
    this.drawn[name] = new Set(cells.map(({ dataset }) => dataset.at));
    const clash = (axes?.[name] ?? []).map((k) => side(p, k, [rows, columns]));
    cells.sort((one, other) => other.classList.contains("nn-copy") - one.classList.contains("nn-copy")); // those come from below
    p.svg.replaceChildren(...frame(p, edge, mine.length), ...cells, ...clash, ...this.edges(name, p, edge));
  }
  paintResult({ shape, error }, lit) {
    const { op, a, b } = this.state, { plot: p } = this.blocks.c;
    if (error) {
      delete this.drawn.c;
      return p.svg.replaceChildren(cross(p));
    }
    const [rows, columns] = laid(shape);
    const cells = grid(rows, columns).map(([i, j]) => {
      const { from, value: is } = entry(op, a, b, i, j), tints = NAMES.map((name) => [name, tint(op, name, this.state[name], from[name][0])]);
      const made = tile(p, [i, j], { kind: "nn-own", tint: tints, text: is, lit: same(lit.c[0], [i, j]), fresh: this.isNew("c", [op, is, i, j]) });
      put(made.lastChild, { "data-name": `c_${i}_${j}`, "data-v": is }, []);
      return made;
    });
    this.drawn.c = new Set(cells.map(({ dataset }) => dataset.at));
    p.svg.replaceChildren(...frame(p, [rows, columns], shape.length), ...cells);
  }
  // Was the cell, told by `key`, not there before?
  isNew(name, key) {
    return { at: String(key), is: Boolean(this.drawn[name] && !this.drawn[name].has(String(key))) };
  }
  edges(name, p, [rows, columns]) {
    const { held, halo } = this, is = (way) => halo === `${name}-${way}`;
    const spot = (way, size) => (held?.name === `${name}-${way}` ? held.at : size), [right, low] = [spot("across", columns), spot("down", rows)];
    const edge = (way, at) => grip(p, `${name}-${way}`, at, knob(p.px(...at), way === "down", is(way)), false);
    const made = [edge("across", [right, rows / 2])];
    if (this.state[name].length === 2) made.unshift(edge("down", [columns / 2, low]));
    return made;
  }
}

// How strongly an array's colour tints one of its cells: in a sum from its first to its last, in a product by row of a and
// by column of b, so that what belongs together has one tint.
function tint(op, name, shape, [i, j]) {
  const [rows, columns] = laid(shape);
  const [k, n] = op === "+" ? [i * columns + j, rows * columns] : name === "a" ? [i, rows] : [shape.length === 1 ? 0 : j, shape.length === 1 ? 1 : columns];
  return FAINT + ((FULL - FAINT) * (k + 1)) / (n + 1);
}
const grid = (rows, columns) => range(rows * columns, (k) => [Math.floor(k / columns), k % columns]);

// ---- pieces of the picture ----

function block(widget, name) {
  const p = widget.plot({ x: [0, LARGEST], y: [LARGEST, 0], margin: [5, 15, 15, 5] }); // y points down
  const title = html("b", {}, name), shape = html("span", {});
  const el = html("div", { class: `nn-block nn-is-${name}` }, html("div", { class: "nn-caption" }, title, shape), p.el);
  p.el.classList.add("nn-cells");
  return {
    el, plot: p,
    caption(sizes, chosen, text = name) {
      el.classList.toggle("nn-chosen", chosen);
      title.textContent = text;
      shape.textContent = sizes ? tuple(sizes) : "no result";
    },
  };
}

// A cell: one tint, or two that meet along its diagonal, and its number.
function tile(p, [i, j], { kind, tint: tints, text, from, lit, fresh }) {
  const [x, y] = p.px(j, i), s = p.unit(), [left, top, w] = [x + GAP, y + GAP, s - 2 * GAP], [right, low] = [left + w, top + w], r = ROUND;
  const half = [`M${left} ${low}V${top + r}Q${left} ${top} ${left + r} ${top}H${right}Z`, `M${right} ${top}V${low - r}Q${right} ${low} ${right - r} ${low}H${left}Z`];
  const whole = (more) => svg("rect", { x: left, y: top, width: w, height: w, rx: r, ...more });
  const colours = tints.map(([name, much], k) => {
    const style = `--nn-much: ${much}`, is = `nn-tint nn-of-${name}`;
    return tints.length === 1 ? whole({ class: is, style }) : svg("path", { d: half[k], class: is, style });
  });
  const style = from && `--nn-dx: ${(from[1] - j) * s}px; --nn-dy: ${(from[0] - i) * s}px`;
  const size = Math.max(12, Math.min(0.47 * s, p.letter)), number = words(x + s / 2, y + s / 2 + 0.35 * size, text);
  number.style.fontSize = `${size}px`;
  return svg("g", { class: `nn-tile ${kind}${fresh.is ? " nn-new" : ""}${lit ? " nn-lit" : ""}`, style: style || undefined, "data-at": fresh.at },
    whole({ class: "nn-ground" }), ...colours, whole({ class: "nn-rim" }), number);
}
// One axis: a strip with round ends. Two: a box around strips.
function frame(p, [rows, columns], axes) {
  const s = p.unit(), strips = range(Math.ceil(rows), (i) => {
    const [x, y] = p.px(0, i);
    return svg("rect", { x: x - 0.5, y: y + 0.5, width: columns * s + 1, height: (Math.min(rows - i, 1)) * s - 1, rx: ROUND + 2, class: "nn-strap" });
  });
  const [x, y] = p.px(0, 0);
  return axes < 2 ? strips : [svg("rect", { x: x - 3, y: y - 3, width: columns * s + 6, height: rows * s + 6, rx: ROUND + 3, class: "nn-box" }), ...strips];
}
// A bar along the axis (1, the last: across; 2: down) that does not fit.
function side(p, k, [rows, columns]) {
  const [[x, y], [right, low]] = [p.px(0, 0), p.px(columns, rows)];
  return curve(k === 1 ? `M${x} ${y - 3}H${right}` : `M${x - 3} ${y}V${low}`, "nn-clash", 4);
}
function cross(p) {
  const [x, y] = p.px(0.5, 0.5), r = 0.3 * p.unit();
  return curve(`M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`, "nn-clash", 4);
}
function knob([x, y], down, lit) {
  const pill = (more, kind) => svg("rect",
    { x: -4.5 - more, y: -13 - more, width: 9 + 2 * more, height: 26 + 2 * more, rx: 4.5 + more, class: kind });
  return svg("g", { transform: `translate(${x} ${y})${down ? " rotate(90)" : ""}` }, ...(lit ? [pill(3, "nn-halo")] : []), pill(0, "nn-grip"),
    curve("M0 -6v12", "nn-groove", 1.5));
}

// The sizes: for a sum lined up from the right; for a product so that those that must meet stand in the middle.
function lineup() {
  const rows = [...NAMES, "c"].map((name) => ({ name, title: html("th", { scope: "row" }, name), cells: range(3, () => html("td", {})) }));
  const el = html("table", { class: "nn-lineup", "aria-label": "Which sizes meet" },
    html("tbody", {}, ...rows.map(({ name, title, cells }) => html("tr", { class: `nn-is-${name}` }, title, ...cells))));
  return {
    el,
    set(state, result) {
      for (const { name, title, cells } of rows) {
        title.textContent = name === "c" ? `a ${state.op} b` : name;
        cells.forEach((cell, column) => {
          const { text, kind } = (name === "c" ? outcome : chip)(column, state, result, name);
          cell.replaceChildren(...(text ? [html("span", { class: kind || false }, text)] : []));
        });
      }
    },
  };
}
// The axis of a shape, counted from the right, that stands in a column of the table.
const axisIn = (column, op, name, shape) => (op === "+" ? 3 : name === "a" ? 2 : shape.length + 1) - column;
// What an array's size has to say there, and what it is stretched to.
function chip(column, { op, ...of }, { shape, axes }, name) {
  const k = axisIn(column, op, name, of[name]), to = op === "+" && shape?.at(-k);
  const size = k > 0 && of[name].at(-k);
  if (size && axes?.[name].includes(k)) return { text: `${size}`, kind: "nn-bad-size" };
  if (size) return to && to !== size ? { text: `${size} → ${to}`, kind: "nn-stretched" } : { text: `${size}` };
  return { text: to && (to > 1 ? `1 → ${to}` : "1"), kind: "nn-stretched nn-missing" };
}
function outcome(column, { op, a, b }, { shape, axes }) {
  if (op === "+") return axes?.a.includes(3 - column) ? { text: "✕", kind: "nn-bad-size" } : { text: `${shape?.at(column - 3) ?? ""}` };
  if (column === 1) return axes ? { text: "✕", kind: "nn-bad-size" } : { text: "summed", kind: "nn-summed" };
  const [from, axis] = column ? [b, 1] : [a, 0];
  return { text: shape && from.length === 2 && `${from[axis]}` };
}

// The forms that an array's numbers can take, each named by its shape.
function forms(name, onpick) {
  const texts = Object.fromEntries(Object.keys(FORMS).map((form) => [form, html("span", {})]));
  const made = choice({ label: name, options: Object.entries(texts), onchange: onpick });
  made.el.classList.add(`nn-is-${name}`);
  put(made.el, { "aria-label": `Form of ${name}` }, []);
  return {
    el: made.el,
    set(shape) {
      for (const form in FORMS) texts[form].textContent = tuple(FORMS[form](numbersIn(shape)));
      made.set(formOf(shape));
    },
  };
}

// ---- gestures ----

function pull(widget, name) {
  const { plot: p } = widget.blocks[name], { pairs, signal } = widget;
  let from = null;
  const letGo = (how) => () => {
    widget.held = null;
    how();
  };
  drag(p.svg, signal, {
    start(event) {
      const handle = nearest(p, event);
      if (!handle) return false;
      const way = handle.split("-")[1], k = way === "across" ? 0 : 1, [rows, columns] = laid(widget.state[name]);
      from = { handle, way, k, size: k ? rows : columns, at: p.at(event)[k] };
      widget.choose(name);
      pairs[way === "across" && widget.state[name].length === 1 ? `${name}-along` : handle].focus();
      return true;
    },
    move(event) {
      const at = clamp(from.size + p.at(event)[from.k] - from.at, 1, LARGEST);
      widget.held = { name: from.handle, at };
      widget.resize(name, from.way, Math.round(at));
      widget.hub.redraw();
    },
    end: letGo(() => widget.hub.commit()),
    cancel: letGo(widget.hub.cancel),
    tap() {
      widget.choose(name);
      widget.hub.redraw();
    },
  });
}
// A cell of the result is told while the mouse is on it; a press keeps it.
function point(widget) {
  const { plot: p } = widget.blocks.c;
  const under = (event) => {
    const [x, y] = p.at(event).map(Math.floor), [rows, columns] = laid(widget.result.shape ?? []);
    return !widget.result.error && x >= 0 && y >= 0 && x < columns && y < rows ? [y, x] : null;
  };
  const hover = (cell) => {
    if (same(widget.hover, cell)) return;
    widget.hover = cell;
    widget.hub.redraw();
  };
  drag(p.svg, widget.signal, {
    start: () => false,
    tap(event) {
      const cell = under(event);
      if (!cell) return;
      widget.act({ cell }, "look");
      widget.say(widget.words());
    },
  });
  p.svg.onpointermove = (event) => { if (event.pointerType === "mouse") hover(under(event)); };
  p.svg.onpointerleave = () => hover(null);
}

const render = ({ model, el }) => new Shapes("shapes", model).mount(el);
