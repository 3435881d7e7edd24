// Exercises answered on the page itself. <nn-answer exercise="JSON of public()"> becomes a form that judges as `judge`
// in kinds.py does, step by step and in the same words; numbers.js, which reads what is typed, stands before it in the same
// scope. Without scripts the sentence before it stays.
class Unfinished extends Error {
  constructor(state, message) {
    super(message);
    this.state = state;
  }
}
const notStarted = (message) => { throw new Unfinished("Not started", message); };
const notYet = (message) => { throw new Unfinished("Not yet", message); };

const untouched = (text) => ["", "...", "…"].includes(text.trim());

// ---- judging, in the order of kinds.py ----

function asNumbers(name, text, want) {
  let read;
  try {
    read = readNumbers(name, text, want);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    notYet(error.message);
  }
  const given = measure(read) ?? notYet(`${name} has rows of different lengths`);
  if (!given.entries.every(Number.isFinite)) notYet(`${name} is not finite: it holds nan or inf`);
  return given;
}

const within = (x, want, tolerance) => Math.abs(x - want) <= tolerance * Math.max(1, Math.abs(want));

// Axes of length 1 make no difference.
const every = (got, want, fits) => sameAxes(got, want) && want.entries.every((x, i) => fits(got.entries[i], x));
const close = (got, want, tolerance) => every(got, want, (x, y) => within(x, y, tolerance));

// Whether x is `want`, rounded or cut off, with fewer decimals but two digits that count.
function isShort(x, want, decimals) {
  return [...Array(decimals).keys()].some((d) => {
    const scale = 10 ** d, less = (want - x) * Math.sign(want) * scale;
    const kept = Math.abs(x * scale - Math.round(x * scale)) < 1e-6;
    return kept && Math.abs(want) * scale >= 10 && (Math.abs(less) <= 0.5 + 1e-6 || (less >= 0 && less < 1));
  });
}

function inWords({ shape }) {
  if (!shape.length) return "a single number";
  return `an array of shape (${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

const tooShort = (name, decimals) => `${name} is right so far: give ${decimals} decimals`;
const wrongShape = (name, want, got) => `${name} should be ${inWords(want)}, yours is ${inWords(got)}`;

function judgeNumbers({ answer, wrong, tolerance, decimals }, texts) {
  const names = Object.keys(answer), empty = names.filter((name) => untouched(texts[name]));
  if (empty.length === names.length) notStarted("type your answer first");
  if (empty.length) notYet(`${empty[0]} is still empty`);
  const given = Object.fromEntries(names.map((name) => [name, asNumbers(name, texts[name], answer[name])]));
  const agrees = ([name, value]) => close(given[name], measure(value), tolerance);
  const off = names.findIndex((name) => !agrees([name, answer[name]]));
  if (off < 0) return;
  const known = names.slice(0, off + 1);
  for (const { parts, hint } of wrong) {
    if (known.some((name) => name in parts) && Object.entries(parts).every(agrees)) notYet(hint);
  }
  for (const name of names) {
    const want = measure(answer[name]);
    if (!sameAxes(given[name], want)) notYet(wrongShape(name, want, given[name]));
  }
  const name = names[off], enough = (x, want) => within(x, want, tolerance) || isShort(x, want, decimals);
  if (every(given[name], measure(answer[name]), enough)) notYet(tooShort(name, decimals));
  notYet(`${name} is not right yet`);
}

function judgeChoice({ answer, wrong }, letter) {
  if (!letter) notStarted("choose an answer first");
  if (letter !== answer) notYet(wrong[letter]);
}

// ---- the form ----

function html(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const FORMAT = [
  "a number: 0.5 or −2",
  "numbers, commas between: 0.5, 1, −2",
  "a line for each row, or ; between rows",
];
const PLAIN = { autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "4000" };

// One text for each part; what the page says about format depends on how many axes the part has.
function numbersFields({ number, answer }) {
  const parts = html("div", { class: "nn-parts" }), inputs = {};
  for (const [name, want] of Object.entries(answer)) {
    const axes = Math.min(measure(want).shape.length, 2), id = `nn-${number}-${name}`, format = `${id}-format`;
    const kind = axes < 2 ? ["input", { type: "text" }] : ["textarea", { rows: "3" }];
    inputs[name] = html(kind[0], { ...PLAIN, ...kind[1], id, name, "aria-describedby": format });
    const label = html("label", { for: id }, html("code", {}, name));
    parts.append(label, inputs[name], html("small", { id: format }, FORMAT[axes]));
  }
  const texts = () => Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value]));
  return [parts, texts];
}

function choiceFields({ options }) {
  const inputs = Object.keys(options).map((value) => html("input", { type: "radio", name: "letter", value }));
  const text = ({ value }) => html("span", {}, html("b", {}, value), ` ${options[value]}`);
  const labels = inputs.map((input) => html("label", {}, input, text(input)));
  return [html("div", { class: "nn-options" }, ...labels), () => inputs.find((input) => input.checked)?.value];
}

// The longest sentences that may appear: room for them is kept, so that nothing below moves.
function sentences({ kind, answer, wrong, decimals }) {
  if (kind === "choice") return Object.values(wrong);
  const parts = Object.entries(answer), wide = "W".repeat(LONGEST);
  const shapes = parts.map(([name, want]) => wrongShape(name, measure(want), { shape: [10, 10] }));
  const others = parts.flatMap(([name]) => [notNumbers(name, wide), tooShort(name, decimals)]);
  return [...wrong.map(({ hint }) => hint), ...shapes, ...others];
}

// Where the verdict stands; `tell(state, verdict, message)` says it.
function verdict(exercise) {
  const status = html("p", { role: "status" }), hidden = { "aria-hidden": "true" };
  const room = sentences(exercise).map((text) => html("i", { ...hidden, "data-text": text }));
  const tell = (state, word, message = "") => {
    status.dataset.state = state;
    status.replaceChildren(html("b", {}, word), message);
  };
  tell("not started", "Not started");
  return { el: html("div", { class: "nn-verdict" }, status, ...room), status, tell };
}

const KINDS = {
  numbers: { fields: numbersFields, judge: judgeNumbers },
  choice: { fields: choiceFields, judge: judgeChoice },
};

function answerForm(exercise) {
  const { fields, judge } = KINDS[exercise.kind], [parts, given] = fields(exercise);
  const { el, status, tell } = verdict(exercise);
  const answer = html("fieldset", {}, html("legend", {}, `Your answer to ${exercise.number}`), parts);
  const button = html("button", { type: "submit" }, "Check");
  const form = html("form", {}, answer, html("div", { class: "nn-check" }, button, el));
  form.onsubmit = (event) => {
    event.preventDefault();
    try {
      judge(exercise, given());
      tell("correct", `${exercise.number} correct`);
    } catch (unfinished) {
      if (!(unfinished instanceof Unfinished)) throw unfinished;
      tell(unfinished.state.toLowerCase(), unfinished.state, `: ${unfinished.message}`);
    }
  };
  // A hint stays while one works on it; "correct" was said of another answer.
  form.oninput = () => {
    if (status.dataset.state === "correct") tell("not yet", "Not yet", ": changed since it was checked");
  };
  // In a text of several lines Enter begins the next.
  form.onkeydown = ({ key, ctrlKey, metaKey, target }) => {
    if (key === "Enter" && (ctrlKey || metaKey) && target.type === "textarea") form.requestSubmit();
  };
  return form;
}

class Answer extends HTMLElement {
  connectedCallback() {
    if (this.hasChildNodes()) return;
    this.append(answerForm(JSON.parse(this.getAttribute("exercise"))));
    this.previousElementSibling.remove();
  }
}
customElements.define("nn-answer", Answer);
