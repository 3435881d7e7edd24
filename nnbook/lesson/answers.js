// Exercises on their page: what is typed and what was right are kept. The forms are answer.js's.
class Tick extends HTMLElement {
  connectedCallback() {
    const key = this.getAttribute("key"), box = html("input", { type: "checkbox" });
    box.checked = store.get(key)?.correct === true;
    box.onchange = () => store.set(key, { correct: box.checked });
    this.replaceChildren(html("label", {}, box, ` ${this.getAttribute("label")}`));
  }
}

function given(form) {
  const named = [...form.elements].filter(({ name, type }) => name && (type !== "radio"));
  const letter = form.elements.letter?.value;
  return letter === undefined ? Object.fromEntries(named.map(({ name, value }) => [name, value])) : { letter };
}

function keepAnswer({ target }) {
  const place = target.closest?.("nn-answer[key]"), form = target.closest?.("form");
  if (!place) return;
  const correct = form.querySelector("[role=status]").dataset.state === "correct";
  store.set(place.getAttribute("key"), { given: given(form), correct });
}

function restoreAnswer(place) {
  const form = place.querySelector("form"), kept = store.get(place.getAttribute("key"));
  if (!form || !kept) return;
  for (const [name, value] of Object.entries(kept.given ?? {})) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
  if (kept.correct) form.requestSubmit();
}

for (const event of ["input", "submit"]) addEventListener(event, keepAnswer);
addEventListener("DOMContentLoaded", () => document.querySelectorAll("nn-answer[key]").forEach(restoreAnswer));
customElements.define("nn-tick", Tick);
