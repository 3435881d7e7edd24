// <nn-guess> takes one guess and keeps it; <nn-seen> sets it beside what was measured.
function choiceFields(place) {
  const list = place.querySelector(".nn-choices"), name = `nn-${Math.random()}`;
  const inputs = [...list.children].map((item, i) => {
    const input = html("input", { type: "radio", name, value: i });
    item.replaceChildren(html("label", {}, input, html("span", {}, ...item.childNodes)));
    return input;
  });
  return {
    parts: list,
    read: () => inputs.find((input) => input.checked)?.value,
    missing: "Choose an answer first.",
    parse: Number,
    fix(chosen) {
      for (const [i, input] of inputs.entries()) {
        input.checked = i === chosen;
        input.closest("li").classList.toggle("nn-chosen", input.checked);
        input.disabled = true;
      }
    },
  };
}

// The number of a text, read as the exercises read theirs; NaN where there is none.
function numberIn(text, like) {
  try {
    const value = readNumbers("", text, like);
    return typeof value === "number" ? value : NaN;
  } catch (error) {
    if (error instanceof Unreadable) return NaN;
    throw error;
  }
}

function numberFields(place, { low, high, unit }) {
  const range = place.querySelector(".nn-range"), id = `nn-${Math.random()}`;
  const input = html("input", { type: "text", id, inputmode: "decimal", autocomplete: "off", maxlength: 20 });
  const label = html("label", { for: id }, "Your guess");
  const inside = (text) => {
    const value = numberIn(text, (low + high) / 2);
    return value >= low && value <= high ? value : NaN;
  };
  input.setAttribute("aria-describedby", `${id}-range`);
  range.id = `${id}-range`;
  range.before(html("p", { class: "nn-field" }, label, input, unit));
  return {
    parts: html("div", {}, range.previousElementSibling, range),
    read: () => (Number.isNaN(inside(input.value)) ? undefined : input.value),
    missing: `Type a number from ${told(low)} to ${told(high)} first.`,
    parse: inside,
    fix(value) {
      if (value !== undefined) input.value = told(value);
      input.readOnly = true;
    },
  };
}

function sketchFields(place, data) {
  const picture = place.querySelector("svg"), pad = sketchPad(picture, data);
  return {
    parts: picture,
    read: () => pad.curve() ?? undefined,
    missing: "Draw a line first.",
    parse: (curve) => curve.map((y) => Number(y.toPrecision(4))),
    fix: (curve) => pad.close(curve),
  };
}

const FIELDS = { choice: choiceFields, number: numberFields, sketch: sketchFields };
const GUESS_FIRST = "First your guess, then read on.";

// What is kept of a guess: { guess } or, after "Show me", { shown: true }.
class Guess extends Asking {
  build() {
    const question = this.querySelector(".nn-question");
    this.fields = FIELDS[this.data.kind](this, this.data);
    this.lock = button("Lock in my guess", null, { type: "submit", class: "nn-lock" });
    this.lock.onclick = null;
    this.show = button("Show me", () => this.keep({ shown: true }), { class: "nn-skip" });
    this.status = html("p", { role: "status" }, GUESS_FIRST);
    const legend = html("legend", { class: "nn-question" }, ...question.childNodes);
    const form = html("form", {}, html("fieldset", {}, legend, this.fields.parts));
    form.append(html("div", { class: "nn-commit" }, this.lock, this.status, this.show));
    form.onsubmit = (event) => {
      event.preventDefault();
      this.commit();
    };
    this.replaceChildren(form);
  }

  commit() {
    if (store.get(this.data.key)) return;
    const given = this.fields.read();
    if (given === undefined) this.status.textContent = this.fields.missing;
    else this.keep({ guess: this.fields.parse(given) });
  }

  keep(value) {
    if (store.get(this.data.key)) return;
    if (this.contains(document.activeElement)) this.lock.focus(); // what has the focus may vanish
    store.set(this.data.key, value);
  }

  update() {
    const kept = store.get(this.data.key);
    if (!kept || this.classList.contains("nn-done")) return;
    this.classList.add("nn-done");
    this.fields.fix(kept.guess);
    this.lock.setAttribute("aria-disabled", "true");
    this.lock.textContent = kept.shown ? "Shown" : "Locked in";
    this.status.textContent = "The answer follows.";
  }
}

const SAID = {
  // The option that was chosen, then the true one; the others behind a fold.
  choice(seen, { truth }, { guess }) {
    const items = seen.items, order = [...new Set([guess ?? truth, truth])];
    const rest = items.filter((_, i) => !order.includes(i));
    const said = html("ul", { class: "nn-reasons" }, ...order.map((i) => items[i]));
    if (guess === undefined) said.append(...rest);
    const parts = [said];
    if (guess !== undefined && rest.length) {
      const summary = html("summary", {}, "What of the other answers?");
      parts.push(html("details", { class: "nn-others" }, summary, html("ul", { class: "nn-reasons" }, ...rest)));
    }
    const label = items[guess]?.querySelector("b").cloneNode(true);
    if (label) label.lastChild.textContent = label.lastChild.textContent.replace(/:$/, "");
    return { yours: label, right: guess === truth, parts };
  },
  number(seen, { value, near }, { guess }) {
    if (guess === undefined) return { parts: [] };
    const off = Math.abs(guess - value), side = guess > value ? "high" : "low";
    const close = off === 0 ? "Exactly so." : `Well guessed: within ${told(near)}.`;
    const text = off <= near ? close : `That is ${told(off)} too ${side}.`;
    return { yours: html("b", {}, told(guess)), right: off === 0, parts: [html("p", {}, text)] };
  },
  sketch(seen, data, { guess }) {
    if (guess === undefined) return { parts: [seen.picture] };
    seen.picture.querySelector(".nn-mine")?.remove();
    const text = compareCurves(seen.picture, data, guess);
    return { parts: [seen.picture, html("p", {}, text)] };
  },
};

class Seen extends Asking {
  build() {
    this.measured = this.querySelector(".nn-measured");
    this.items = [...this.querySelectorAll(".nn-reasons > li")];
    this.picture = this.querySelector("svg");
    this.content = html("div", { class: "nn-content" }, ...this.childNodes);
    const show = button("Show me", () => store.set(this.data.key, { shown: true }), { class: "nn-skip" });
    this.waiting = html("p", { class: "nn-waiting" }, "The answer waits here for your guess. ", show);
    this.append(this.waiting, this.content);
  }

  update() {
    const kept = store.get(this.data.key);
    this.classList.toggle("nn-done", Boolean(kept));
    if (!kept) return;
    const { yours, right, parts } = SAID[this.data.kind](this, this.data, kept);
    const lead = yours ? ["You said ", yours, right ? ", and it" : "; it"] : ["It"];
    this.measured.querySelector("span").replaceChildren(...lead);
    this.content.replaceChildren(this.measured, ...parts);
  }
}
