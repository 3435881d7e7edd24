// <nn-progress>: where the reader stands, and what is kept as a file to take along. Needs chapters.js.
const KINDS_OF = [["guesses", "guesses"], ["beliefs", "beliefs"], ["exercises", "exercises"]];

function download(name, text) {
  const link = html("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

class Progress extends HTMLElement {
  connectedCallback() {
    this.end = store.on(() => this.update());
    if (!this.hasChildNodes()) this.build();
    this.update();
  }

  disconnectedCallback() {
    this.end();
  }

  build() {
    this.said = html("p", { class: "nn-said" });
    this.status = html("p", { role: "status" });
    this.bar = html("progress", { "aria-label": "answered" });
    const file = html("input", { type: "file", accept: ".json,application/json", hidden: "" });
    file.onchange = () => this.load(file);
    this.forget = button("Start afresh", () => this.clear(), { class: "nn-skip" });
    const buttons = [
      button("Save my answers", () => download("my-answers.json", store.export())),
      button("Load answers", () => file.click()),
      this.forget,
    ];
    this.classList.add("nn-lesson");
    this.append(this.said, this.bar, html("div", { class: "nn-buttons" }, ...buttons, file), this.status);
  }

  update() {
    const chapters = store.progress(), all = KINDS_OF.map(([kind, name]) => {
      const done = chapters.reduce((sum, chapter) => sum + chapter[kind].done, 0);
      return { name, done, total: chapters.reduce((sum, chapter) => sum + chapter[kind].total, 0) };
    });
    const parts = all.map(({ name, done, total }) => `${done} of ${total} ${name}`);
    this.said.textContent = `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}.`;
    this.bar.max = all.reduce((sum, { total }) => sum + total, 0) || 1;
    this.bar.value = all.reduce((sum, { done }) => sum + done, 0);
    const lasting = "Your answers stay in this browser.", passing = "This browser keeps nothing: save your answers before you leave.";
    this.status.textContent = store.lasts() ? lasting : passing;
  }

  async load(file) {
    const text = await file.files[0].text();
    file.value = "";
    try {
      const count = store.import(text);
      this.status.textContent = `${count} answers loaded.`;
    } catch {
      this.status.textContent = "This file holds no answers to this book.";
    }
  }

  clear() {
    if (this.forget.dataset.sure === undefined) {
      this.forget.dataset.sure = "";
      this.forget.textContent = "Forget all my answers";
      return;
    }
    delete this.forget.dataset.sure;
    this.forget.textContent = "Start afresh";
    store.clear();
    this.status.textContent = "All answers are forgotten.";
  }
}
customElements.define("nn-progress", Progress);
