// <nn-beliefs>: each statement is held true or false, once; then its reason stands in the place of the buttons.
class Beliefs extends Asking {
  build() {
    this.parts = [...this.querySelectorAll("li")].map((item, i) => {
      const reason = item.querySelector(".nn-reason");
      const choose = (text, value) => button(text, () => this.hold(i, value));
      const choices = html("div", { class: "nn-choose", role: "group" }, choose("True", true), choose("False", false));
      choices.setAttribute("aria-label", item.querySelector(".nn-statement").textContent);
      const verdict = html("b", { class: "nn-verdict" }, "Right, it is false."); // the longest, to keep its room
      reason.prepend(verdict, " ");
      reason.tabIndex = -1;
      item.append(html("div", { class: "nn-either" }, choices, reason));
      return { item, reason, verdict };
    });
  }

  hold(i, value) {
    store.set(this.data.keys[i], value);
    this.parts[i].reason.focus({ preventScroll: true });
  }

  update() {
    for (const [i, { item, verdict }] of this.parts.entries()) {
      const held = store.get(this.data.keys[i]), answered = typeof held === "boolean";
      const truth = this.data.truths[i], right = held === truth;
      item.classList.toggle("nn-done", answered);
      item.classList.toggle("nn-right", answered && right);
      if (answered) verdict.textContent = `${right ? "Right" : "No"}, it is ${truth}.`;
    }
  }
}

customElements.define("nn-guess", Guess);
customElements.define("nn-seen", Seen);
customElements.define("nn-beliefs", Beliefs);
customElements.define("nn-end", End);
