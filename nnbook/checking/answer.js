// Exercises answered on the page itself. <nn-answer exercise="JSON of public()"> becomes a form that judges as `judge`
// in kinds.py does, step by step and in the same words. Without scripts the sentence before it stays.
(() => {
  class Unfinished extends Error {
    constructor(state, message) {
      super(message);
      this.state = state;
    }
  }
  const notStarted = (message) => { throw new Unfinished("Not started", message); };
  const notYet = (message) => { throw new Unfinished("Not yet", message); };

  // ---- reading what is typed ----

  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, NOT_FINITE = /^[+-]?(nan|inf)$/i;
  const CAST = /\b(np\.)?(array|float64|float32|int64)(?=\()/g; // as NumPy shows its numbers
  const CLOSING = new Map([["[", "]"], ["(", ")"]]);
  const DECIMAL_COMMA = /^\s*[+−–-]?\d+,\d+\s*$/;
  const LONGEST = 20; // of the words that are shown again
  const COMMA_FOLLOWS = /[^[(,;\n]/; // a number or a closing bracket

  const untouched = (text) => ["", "...", "…"].includes(text.trim());

  const noNumber = (name, word) => `${name} should hold numbers, got “${word}”` +
    (/^[+-]?[\d.]+[*/][\d.]+$/.test(word) ? ": work it out, and write it like 0.5" : "");

  function number(name, word) {
    if (NUMBER.test(word)) return Number(word);
    if (NOT_FINITE.test(word)) return NaN;
    if (/^(true|false)$/i.test(word)) notYet(`${name} holds True and False; numbers are asked for`);
    return notYet(noNumber(name, word.length > LONGEST ? `${word.slice(0, LONGEST - 1)}…` : word));
  }

  // Nested lists, as NumPy has them: "5" is a number, "1, 2" and "[1 2]" are vectors, "1 2; 3 4", two lines
  // and "[[1, 2], [3, 4]]" are matrices. Round brackets around a single thing mean nothing.
  function read(name, text) {
    if (/["'“”‘’]/.test(text)) notYet(`${name} is text; a number is asked for, without quotes`);
    const plain = text.trim().replace(/[−–]/g, "-").replace(CAST, "");
    const tokens = plain.match(/[[\](),;\n]|[^\s[\](),;]+/g);
    if (tokens.some((token, i) => token === "," && !COMMA_FOLLOWS.test(tokens[i - 1] ?? token))) {
      notYet(`${name} has a comma without a number before it`);
    }
    const list = (closing) => {
      const rows = [[]];
      for (let token = tokens.shift(); token !== closing; token = tokens.shift()) {
        const row = rows.at(-1), opened = CLOSING.get(token);
        if ([undefined, "]", ")"].includes(token)) notYet(`${name} has a bracket without its partner`);
        if (opened) row.push(list(opened));
        else if (token === ";" || (token === "\n" && !closing)) rows.push([]);
        else if (token !== "," && token !== "\n") row.push(number(name, token));
      }
      return nested(rows.filter((row) => row.length), closing);
    };
    return list();
  }

  function nested(rows, closing) {
    const single = (row) => row.length === 1;
    if (rows.length > 1) return rows.map((row) => (single(row) && Array.isArray(row[0]) ? row[0] : row));
    const row = rows[0] ?? [];
    return closing !== "]" && single(row) ? row[0] : row;
  }

  // ---- judging, in the order of kinds.py ----

  // The shape and the entries of nested lists; null when rows differ in length.
  function measure(value) {
    if (!Array.isArray(value)) return { shape: [], entries: [value] };
    const rows = value.map(measure);
    if (rows.some((row) => row === null || String(row.shape) !== String(rows[0].shape))) return null;
    return { shape: [value.length, ...(rows[0]?.shape ?? [])], entries: rows.flatMap((row) => row.entries) };
  }

  const sameShape = (got, want) => String(got.shape) === String(want.shape);

  function asNumbers(name, text) {
    const given = measure(read(name, text)) ?? notYet(`${name} has rows of different lengths`);
    if (!given.entries.every(Number.isFinite)) notYet(`${name} is not finite: it holds nan or inf`);
    return given;
  }

  function close(got, want, tolerance) {
    const near = (x, i) => Math.abs(got.entries[i] - x) <= tolerance * Math.max(1, Math.abs(x));
    return sameShape(got, want) && want.entries.every(near);
  }

  function inWords({ shape }) {
    if (!shape.length) return "a single number";
    return `an array of shape (${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  }

  const wrongShape = (name, want, got) => `${name} should be ${inWords(want)}, yours is ${inWords(got)}`;

  function judgeNumbers({ answer, wrong, tolerance }, texts) {
    const names = Object.keys(answer), empty = names.filter((name) => untouched(texts[name]));
    if (empty.length === names.length) notStarted("type your answer first");
    if (empty.length) notYet(`${empty[0]} is still empty`);
    const given = Object.fromEntries(names.map((name) => [name, asNumbers(name, texts[name])]));
    const agrees = ([name, value]) => close(given[name], measure(value), tolerance);
    for (const { parts, hint } of wrong) {
      if (Object.entries(parts).every(agrees)) notYet(hint);
    }
    for (const name of names) {
      const want = measure(answer[name]);
      if (sameShape(given[name], want)) continue;
      if (!want.shape.length && DECIMAL_COMMA.test(texts[name])) notYet(`${name} has a comma: write decimals like 0.5`);
      notYet(wrongShape(name, want, given[name]));
    }
    for (const part of Object.entries(answer)) {
      if (!agrees(part)) notYet(`${part[0]} is not right yet`);
    }
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
  function sentences({ kind, answer, wrong }) {
    if (kind === "choice") return Object.values(wrong);
    const parts = Object.entries(answer), wide = "W".repeat(LONGEST);
    const shapes = parts.map(([name, want]) => wrongShape(name, measure(want), { shape: [10, 10] }));
    return [...wrong.map(({ hint }) => hint), ...shapes, ...parts.map(([name]) => noNumber(name, wide))];
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
})();
