// needs: frame, readouts
// A widget with tabs: each a part with a picture, controls, tasks and an Undo of its own, all in one frame on one state.

// What a tab is made of. Its static fields: title; kept, other, todo, first as a widget has them. Its methods: build() ->
// { picture, head, controls, more }, lists of elements; draw(); and check, told, python, hint, score, forget as a
// widget has them, about this tab.
class Part {
  static other = [];
  constructor(widget) { this.widget = widget; }
  get state() { return this.widget.state; }
  get design() { return this.widget.design; }
  get task() { return this.widget.goal.task(this.state.done, this.constructor.todo.map(([name]) => name)); }
  forget() {}
}

// A widget with the static field parts, { name: class of a tab }, and the traits `tab`, the one in front, and `tabs`,
// those that there are.
class Tabbed extends Widget {
  static design = ["tabs"];
  static get all() { return Object.values(this.parts); }
  static get kept() { return this.all.flatMap((part) => part.kept); }
  static get other() { return [...new Set(["tab", ...this.all.flatMap((part) => part.other)])]; }
  get names() { return this.design.tabs.filter((name) => name in this.constructor.parts); }
  get front() { return this.names.includes(this.state.tab) ? this.state.tab : this.names[0]; }
  get part() { return this.parts[this.front]; }

  // ---- of the tab in front ----

  get todo() { return this.names.flatMap((name) => this.constructor.parts[name].todo); }
  get tasks() { return this.constructor.parts[this.front].todo.map(([name]) => name); }
  get undoable() { return this.constructor.parts[this.front].kept; }
  get first() { return this.part.constructor.first; }
  inFront() { return [...this.part.constructor.kept, ...this.part.constructor.other]; }
  check(kind, was) { return this.part.check(kind, was); }
  told() { return this.part.told(); }
  python() { return this.part.python(); }
  hint(task) { return this.part.hint(task); }
  score(task) { return this.part.score(task); }
  forget(kind) { this.part.forget(kind); }

  // ---- the page ----

  top() { return this.names.length > 1 ? [this.tabs] : []; }
  build() {
    const { names } = this;
    this.parts = Object.fromEntries(names.map((name) => [name, new this.constructor.parts[name](this)]));
    const built = names.map((name) => this.parts[name].build());
    const layer = (what) => names.map((name, i) => html("div", { class: "nn-panel", "data-of": name }, ...(built[i][what] ?? [])));
    const [pictures, controls] = [layer("picture"), layer("controls")], stack = (all) => html("div", { class: "nn-stack" }, ...all);
    this.heads = layer("head");
    this.extra = layer("more");
    this.layers = [...pictures, ...this.heads, ...controls];
    this.note = html("p", {});
    this.invited = new Set([this.front]);
    this.buildTabs();
    const picture = html("div", { class: "nn-stack nn-picture", "data-poster": true }, ...pictures);
    return [picture, this.strip(stack([...this.heads, this.note]), stack(controls))];
  }
  more() { return this.extra; }
  buildTabs() {
    const { names } = this;
    this.tabs = html("div", { class: "nn-tabs", role: "tablist", "aria-label": "What to build" },
      ...names.map((name, i) => html("button", { type: "button", role: "tab", onclick: () => this.turn(name), onkeydown: (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!by) return;
        event.preventDefault();
        this.turn(names.at((i + by) % names.length));
        this.tabs.children[(i + by + names.length) % names.length].focus();
      } }, this.constructor.parts[name].title)));
  }
  turn(name) {
    this.hub.commit();
    this.set({ tab: name });
    this.goal.turn();
    if (this.first && !this.invited.has(name)) invite(this.root, this.first, this.signal);
    this.invited.add(name);
    this.say(this.told());
  }

  // ---- drawing ----

  // Tabs that are not in front keep their numbers true; they are drawn when their state changes.
  draw() {
    const { front, names, state } = this, complaint = this.complaint();
    names.forEach((name, i) => {
      put(this.tabs.children[i], { "aria-selected": String(name === front), tabindex: name === front ? "0" : "-1" }, []);
      this.extra[i].hidden = name !== front;
    });
    for (const el of this.layers) el.inert = el.dataset.of !== front || Boolean(complaint && this.heads.includes(el));
    this.note.textContent = complaint;
    for (const name of names.filter((other) => other !== front)) {
      this.once(name, this.constructor.parts[name].kept.map((key) => state[key]), () => this.parts[name].draw());
    }
    this.part.draw();
    delete this.painted[front];
  }
}
