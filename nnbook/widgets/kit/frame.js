// needs: dom, theme, state, paired, controls, plot, goal, drawer, tween, invite
// What every widget repeats: its goal line, its state with Undo and Reset, complaints, its one drawer, focus and halo.

const QUIET = ["preset", "reset", "undo", "look"]; // gestures that do no task

// A widget is a subclass. Its static fields say what it is:
//   label, what it is called aloud; kept, the traits that Undo restores; other, those that it leaves alone;
//   design, the traits that only Python changes; noun, what is shown; numbers, for each trait that must be finite, what
//   its i-th number (of all) is called; todo, the tasks as [name, text, longest line below it]; eases, traits (or what
//   `at` says else: arrays of numbers) that the picture takes from `eased`, so that it glides after a button; first,
//   the handle that invites.
// It has the methods build() -> elements, draw(), check(kind, was) -> {task: sentence or false}, told() -> what a
// screen reader hears, python() -> the code, fallback(trait) -> a finite value; and may have score(task) -> see
// `meter`, hint(task), top() -> elements above the goal line, more() -> elements for the drawer, inFront() -> the traits
// that Reset resets, forget(kind) and shown(). `was` are the kept traits as they were before the gesture.
class Widget {
  static design = [];
  static other = [];
  static numbers = {};
  static eases = [];
  status = "";
  broken = {};
  lit = null; // the element with the focus, of those that light a handle
  painted = {}; // what the pictures hold, so that each is painted only when it changes
  plots = [];
  lights = new Map(); // elements, and the handle that wears a halo while they have the focus
  pairs = {};
  way = null; // where the picture is, between two states
  last = null; // what has the focus

  constructor(name, model) {
    const { label, kept, other, design } = this.constructor, life = new AbortController();
    this.close = () => life.abort();
    this.design = Object.fromEntries([...design, "presets", "offered"].map((key) => [key, model.get(key)]));
    this.signal = life.signal;
    for (const key of design) heed(model, key, this.signal, () => {
      this.design[key] = model.get(key);
      this.repaint();
    });
    this.root = html("div", { class: `nn-root nn-${name}`, role: "group", tabindex: "-1", "data-nn": name, "aria-label": label },
      html("style", {}, STYLES.join("")));
    this.say = live(this.root, this.signal);
    this.hub = store(model, {
      keys: [...kept, ...other, "done"], undoable: () => this.undoable, signal: this.signal,
      fallback: (key) => this.fallback(key), accept: (key, news) => this.accept(key, news),
      draw: () => this.paint(), settled: (kind, was) => this.settled(kind, was),
    });
    this.state = this.hub.state;
    this.look = theme(this.root, this.signal, () => this.ready && this.paintAnew());
    onDensity(this.signal, () => this.repaint());
    this.undoButton = button("Undo", () => this.back(this.hub.undo));
    this.resetButton = button("Reset", () => this.back(() => this.hub.reset(this.inFront?.() ?? [...kept, ...other])));
    this.drawer = drawer((text) => this.say(text));
    this.tools = html("div", { class: "nn-tools nn-act" }, this.undoButton, this.resetButton, this.drawer.opener);
    this.startMenu = menu({
      label: "Start from",
      options: Object.entries(this.design.presets).map(([key, preset]) => [key, preset.label]),
      onpick: (key) => this.act(without("label", this.design.presets[key]), "preset"),
    });
    const offers = (name) => this.design.offered.includes(name);
    this.goal = goal(this.todo.filter(([name]) => offers(name)), () => this.hub.redraw(), () => this.tasks.filter(offers));
  }

  // Puts the widget into `el`; returns what undoes all of it. One that cannot be drawn leaves nothing behind.
  mount(el) {
    try {
      const built = this.build();
      this.drawer.fill(...(this.more?.() ?? []));
      this.root.append(...(this.top?.() ?? []), this.goal.el, ...built);
      if (!this.root.contains(this.tools)) this.root.append(this.tools);
      this.root.append(this.drawer.el);
      this.listen();
      show(this.root, el);
      this.paint();
      if (this.first) invite(this.root, this.first, this.signal);
    } catch (error) {
      this.close();
      throw error;
    }
    return this.close;
  }
  listen() {
    ended(this.signal, () => this.way?.stop());
    this.root.addEventListener("focusin", (event) => this.focused(event.target));
    this.root.addEventListener("focusout", (event) => this.focused(event.relatedTarget));
    undoKey(this.root, this.undoButton);
  }

  // ---- what a widget with tabs says of the tab in front ----

  get todo() { return this.constructor.todo; }
  get tasks() { return this.todo.map(([name]) => name); }
  get undoable() { return this.constructor.kept; }
  get first() { return this.constructor.first; }

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
  // The one strip below the picture: what is said of the selected part, the tools, and the part's controls.
  strip(head, ...controls) { return html("div", { class: "nn-strip" }, head, html("div", {}, ...controls), this.tools); }

  // ---- state ----

  set(patch) {
    this.status = "";
    this.goal.hush();
    this.hub.set(patch);
  }
  act(patch, kind) {
    this.glide(() => {
      this.set(patch);
      this.hub.commit(kind);
    });
  }
  back(how) {
    this.status = "";
    this.glide(how);
  }
  settled(kind, was) {
    this.forget?.(kind);
    this.say([...(QUIET.includes(kind) ? [] : this.tick(this.check(kind, was))), this.told()].join(" "));
  }
  // Ticks what is newly done, never taken back; returns what to say about it.
  tick(news) {
    const { offered } = this.design, { done } = this.state;
    const fresh = Object.keys(news).filter((name) => news[name] && offered.includes(name) && !done.includes(name));
    for (const name of fresh) this.goal.tick(name, news[name]);
    if (fresh.length) this.hub.set({ done: [...done, ...fresh] });
    return fresh.map((name) => `Done: ${news[name]}`);
  }

  // ---- the picture's way to a new state ----

  glide(change) {
    const { eases } = this.constructor, from = eases.map((key) => this.eased(key));
    change();
    this.way?.stop();
    this.way = null;
    const to = eases.map((key) => this.at(key));
    if (JSON.stringify(from) === JSON.stringify(to)) return delete this.root.dataset.moving;
    this.root.dataset.moving = "";
    const way = this.way = { from, to, gone: 0, stop() {} };
    way.stop = tween([0], [1], ([gone]) => {
      way.gone = gone;
      if (gone === 1) delete this.root.dataset.moving;
      this.hub.redraw();
    });
  }
  at(key) { return this.state[key]; }
  eased(key) {
    const { way } = this, to = this.at(key), i = this.constructor.eases.indexOf(key);
    if (!way || way.gone === 1 || way.to[i] !== to || way.from[i].length !== to.length) return to;
    return to.map((x, n) => x - (1 - way.gone) * (x - way.from[i][n]));
  }

  // ---- complaints ----

  accept(key, news) {
    const { numbers, noun } = this.constructor;
    if (!numbers[key]) return true;
    const i = news.findIndex((x) => !Number.isFinite(x)), before = this.broken[key];
    const which = this.ready ? "last finite" : "starting";
    this.broken[key] = i < 0 ? "" : `${numbers[key](i, news)} is ${news[i]}; showing the ${which} ${noun}`;
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
  paintAnew() { // at once: a page that goes to paper does not wait for the next frame
    this.painted = {};
    this.paint();
  }
  shown() { return this.state; }
  paint() {
    const { done } = this.state, task = this.goal.task(done);
    for (const p of this.plots) p.resize();
    this.draw();
    allow(this.undoButton, !this.hub.untouched);
    this.goal.set(done, this.hint?.(task) ?? "", this.score?.(task));
    this.drawer.set(this.python());
    this.root.dataset.state = JSON.stringify(this.shown());
    this.root.dataset.ready = this.ready = "1";
    if (this.last && !isOpen(this.last)) this.root.focus({ preventScroll: true });
  }
  // Does `paint` only if `key` says that the picture `name` shows something else.
  once(name, key, paint) {
    const text = JSON.stringify(key);
    if (this.painted[name] === text) return;
    this.painted[name] = text;
    paint();
  }
  get halo() { return this.lights.get(this.lit); }
  // What has the focus, or had it when it was closed: there the focus would fall to the page.
  focused(node) {
    if (node || !this.last || isOpen(this.last)) this.last = this.root.contains(node) ? node : null;
    this.lit = [...this.lights.keys()].find((el) => el.contains(node));
    this.hub.redraw();
  }
}

const without = (key, { [key]: _, ...rest }) => rest;
const isOpen = (node) => node.isConnected && !node.disabled && !node.closest("[inert], [hidden]");

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

// Calls back when the page comes onto a screen with more or fewer pixels.
function onDensity(signal, callback) {
  const again = () => {
    if (signal.aborted) return;
    callback();
    onDensity(signal, callback);
  };
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", again, { signal, once: true });
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
