// needs: dom, theme, state, paired, controls, plot, tasks, drawer
// What every widget repeats: its state with Undo and Reset, its start menu, complaints, tasks, drawer and halo.

const QUIET = ["preset", "reset", "undo", "look"]; // gestures that do no task

// A widget is a subclass. Its static fields say what it is:
//   label, what it is called aloud; kept, the traits that Undo restores; other, those that it leaves alone;
//   design, the traits that never change; noun, what is shown; numbers, for each trait that must be finite, what
//   its i-th number is called; todo, the tasks as [name, text, longest sentence it may earn].
// It has the methods build() -> elements, draw(), check(kind) -> {task: sentence or false}, told() -> what a screen
// reader hears, python() -> the code, fallback(trait) -> a finite value; and may have forget(kind) and shown().
class Widget {
  static design = [];
  static other = [];
  static numbers = {};
  status = "";
  broken = {};
  halo = undefined;
  painted = {}; // what the pictures hold, so that each is painted only when it changes
  plots = [];
  lights = new Map(); // elements, and the handle that wears a halo while they have the focus
  pairs = {};

  constructor(name, model) {
    const { label, kept, other, design, todo } = this.constructor, life = new AbortController();
    this.signal = life.signal;
    this.close = () => life.abort();
    this.design = Object.fromEntries([...design, "presets"].map((key) => [key, model.get(key)]));
    this.root = html("div", { class: `nn-root nn-${name}`, role: "group", "data-nn": name, "aria-label": label },
      html("style", {}, STYLES.join("")));
    this.say = live(this.root, this.signal);
    this.hub = store(model, {
      keys: [...kept, ...other, "done"], undoable: kept, signal: this.signal,
      fallback: (key) => this.fallback(key), accept: (key, news) => this.accept(key, news),
      draw: () => this.paint(), settled: (kind) => this.settled(kind),
    });
    this.state = this.hub.state;
    this.look = theme(this.root, this.signal, () => this.repaint());
    this.undoButton = button("Undo", () => this.back(this.hub.undo));
    this.resetButton = button("Reset", () => this.back(this.hub.reset));
    this.startMenu = menu({
      label: "Start from",
      options: Object.entries(this.design.presets).map(([key, preset]) => [key, preset.label]),
      onpick: (key) => this.act(without("label", this.design.presets[key]), "preset"),
    });
    this.tasks = tasks(todo);
    this.drawer = drawer((text) => this.tell(text));
  }

  // Puts the widget into `el`; returns what undoes all of it. One that cannot be drawn leaves nothing behind.
  mount(el) {
    try {
      this.root.append(...this.build(), html("div", { class: "nn-more" }, ...this.tasks.els, this.drawer.el));
      this.listen();
      show(this.root, el);
      this.paint();
    } catch (error) {
      this.close();
      throw error;
    }
    return this.close;
  }
  listen() {
    this.root.addEventListener("focusin", (event) => this.focused(event.target));
    this.root.addEventListener("focusout", (event) => this.focused(event.relatedTarget));
    undoKey(this.root, this.undoButton);
  }

  // ---- for build() ----

  plot(options) {
    const made = plot({ ...options, signal: this.signal, onresize: () => this.repaint() });
    this.plots.push(made);
    return made;
  }
  // A paired control for each quantity, by its name, which is also its handle's unless `handle` says another.
  control(quantities) {
    for (const [name, { handle = name, ...options }] of Object.entries(quantities)) {
      this.pairs[name] = paired({ ...options, oncommit: () => this.hub.commit(), onrefuse: (text) => this.tell(text) });
      this.lights.set(this.pairs[name].el, handle);
    }
  }
  controls(...names) { return names.map((name) => this.pairs[name].el); }

  // ---- state ----

  set(patch) {
    this.status = "";
    this.hub.set(patch);
  }
  act(patch, kind) {
    this.set(patch);
    this.hub.commit(kind);
  }
  back(how) {
    this.status = "";
    how();
  }
  settled(kind) {
    this.forget?.(kind);
    this.say([...(QUIET.includes(kind) ? [] : this.tick(this.check(kind))), this.told()].join(" "));
  }
  // Ticks what is newly done, never taken back; returns what to say about it.
  tick(news) {
    const found = Object.keys(news).filter((name) => news[name]);
    const fresh = found.filter((name) => !this.state.done.includes(name));
    for (const name of found) this.tasks.tick(name, news[name]);
    if (fresh.length) this.hub.set({ done: [...this.state.done, ...fresh] });
    return fresh.map((name) => `Done: ${news[name]}`);
  }

  // ---- complaints ----

  accept(key, news) {
    const { numbers, noun } = this.constructor;
    if (!numbers[key]) return true;
    const i = news.findIndex((x) => !Number.isFinite(x)), before = this.broken[key];
    const which = this.ready ? "last finite" : "starting";
    this.broken[key] = i < 0 ? "" : `${numbers[key](i)} is ${news[i]}; showing the ${which} ${noun}`;
    if (before || i >= 0) this.tell("");
    return i < 0;
  }
  complaint() { return this.status || Object.values(this.broken).find(Boolean) || ""; }
  tell(text) {
    this.status = text;
    if (!this.ready) return;
    this.say(this.complaint());
    this.hub.redraw();
  }

  // ---- drawing ----

  repaint() {
    this.painted = {};
    this.hub.redraw();
  }
  shown() { return this.state; }
  paint() {
    for (const p of this.plots) p.resize();
    this.draw();
    this.undoButton.disabled = this.hub.untouched;
    for (const name of this.state.done) this.tasks.tick(name);
    this.drawer.set(this.python());
    this.root.dataset.state = JSON.stringify(this.shown());
    this.root.dataset.ready = this.ready = "1";
  }
  // Does `paint` only if `key` says that the picture `name` shows something else.
  once(name, key, paint) {
    const text = JSON.stringify(key);
    if (this.painted[name] === text) return;
    this.painted[name] = text;
    paint();
  }
  focused(node) {
    this.halo = [...this.lights].find(([el]) => el.contains(node))?.[1];
    this.hub.redraw();
  }
}

const without = (key, { [key]: _, ...rest }) => rest;

// Shows the finished widget. JupyterLab's one-key shortcuts must not answer keys meant for its controls.
function show(root, el) {
  for (const control of root.querySelectorAll("input, select, button, summary, [tabindex]")) {
    control.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  el.replaceChildren(root);
}

function undoKey(root, undoButton) {
  root.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    undoButton.onclick();
  });
}

// What a screen reader says: one polite region, once things have been quiet for a while.
function live(root, signal, delay = 500) {
  const region = html("p", { class: "nn-quiet", "aria-live": "polite" });
  root.append(region);
  let timer;
  ended(signal, () => clearTimeout(timer));
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => { region.textContent = text; }, delay);
  };
}
