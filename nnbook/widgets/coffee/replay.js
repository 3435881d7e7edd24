// needs: player, scene, numbers
// Recorded training: which run is in front, its curves, and what the reader makes of it. Whatever is done here shows a
// frame of a run; taken over, it is the reader's to move.

const FAILED = 0.92, PASSED = 0.96;
const REPLAYS = [
  ["f", "Find a seed where 3 units fail: below 92 %.", "2 of 8 seen, none failed. Try the last ones."],
  ["g", "Take over a failed run. Move one line: 96 %.", "Unit 3 moved: from 90.8 % to 96.6 %."],
  ["h", "How many units pass 96 % with every seed?", "3 units: 8 of 8 seeds seen; 8 pass."],
];
const PLAYING = "Epoch 1,000 of 1,000 —— loss 0.00853 —— map";
const inputsOf = (standardise) => (standardise ? "" : ", raw inputs");
const kindOf = ({ hidden, standardise }) => hidden + (standardise ? "" : " raw");

class Replay {
  films = new Map(); // what has been decoded
  seen = {}; // the last accuracies that the reader has seen, by kind and seed
  picked = false; // whether the reader has chosen the run in front

  constructor(widget) {
    this.widget = widget;
    this.seeds = html("div", {});
    this.kinds = html("div", {});
    this.plot = picture(widget, { x: [0, 1], y: [0, 1], margin: [8, 18, 20, 26] });
    this.take = put(button("Take over", () => this.takeOver()), { class: "nn-take" }, []);
    this.player = player({
      label: "Epoch", more: [this.take], root: widget.root, signal: widget.signal,
      name: (i) => this.count(i), spoken: (i) => `epoch ${this.count(i)} of ${this.count(this.last)}`,
      onframe: (frame) => this.show({ frame }), onstop: () => widget.hub.commit(),
    });
    widget.lights.set(this.player.scrub, "epoch");
    [this.epoch, this.loss] = ["epoch", "loss"].map((name) => value(name, "b"));
    this.end = html("span", {});
    const mark = (name) => html("i", { "aria-hidden": "true", class: `nn-key-${name}` });
    this.head = steady(PLAYING, html("span", { class: "nn-run" }, "Epoch ", this.epoch.el, " of ", this.end,
      mark("loss"), "loss ", this.loss.el, mark("map"), "map"));
    this.choices = html("div", { class: "nn-runs nn-act" }, this.seeds, this.kinds);
    this.curves = html("div", { class: "nn-curves" }, this.plot.el, this.player.scrub);
    this.grab();
  }

  // ---- the runs ----

  get state() { return this.widget.state; }
  get runs() { return this.widget.design.films; }
  get on() { return this.state.mode === "replay"; }
  find({ hidden, seed, standardise }) {
    return this.runs.find((run) => run.hidden === hidden && run.seed === seed && run.standardise === standardise);
  }
  filmOf(run) {
    if (!run?.data) return null; // it has not arrived yet
    if (!this.films.has(run)) this.films.set(run, filmOf(run));
    return this.films.get(run);
  }
  get film() { return this.filmOf(this.find(this.state)); }
  get last() { return this.film ? this.film.epochs.length - 1 : 0; }
  count(frame) { return (this.film?.epochs[frame] ?? 0).toLocaleString("en"); }
  get same() { return this.runs.filter((run) => kindOf(run) === kindOf(this.state)); }

  // ---- acts ----

  // Shows a frame, and remembers an end that was seen.
  show(patch) {
    const { widget } = this, run = this.find({ ...this.state, ...patch }), film = this.filmOf(run);
    if (!film) return;
    const last = film.epochs.length - 1;
    const frame = Math.min(patch.frame ?? this.state.frame, last), theta = film.theta[frame];
    widget.set({ ...patch, mode: "replay", frame, theta, selected: 0 });
    if (frame === last) (this.seen[kindOf(run)] ??= {})[run.seed] = widget.accuracy();
  }
  // Another run, at the same frame; of a kind without this seed, its first.
  pick(choice) {
    const wanted = { ...this.state, ...choice }, run = this.find(wanted) ?? this.runs.find((each) => (
      choice.seed === undefined ? kindOf(each) === kindOf(wanted) : each.seed === choice.seed));
    this.widget.glide(() => {
      this.picked = true;
      this.show(without("data", run));
      this.widget.hub.commit("pick");
    });
  }
  takeOver() {
    if (this.on && this.film) this.widget.act({ mode: "build", selected: 0 });
  }
  forget(kind) { if (QUIET.includes(kind)) this.picked = false; }

  // ---- tasks ----

  check(was) {
    const { state, widget } = this, now = widget.accuracy(), ends = this.on && state.frame === this.last;
    const three = state.hidden === 3 && state.standardise, all = this.ends();
    const before = widget.accuracy(network(was, widget.design)), run = this.taken;
    return {
      f: ends && three && this.picked && now < FAILED && `Seed ${state.seed}: ${fmt.pct(now)}. Chance decides.`,
      g: run?.failed && run.moved.length === 1 && now >= PASSED && before < PASSED &&
        `Unit ${run.moved[0] + 1} moved: from ${fmt.pct(run.accuracy)} to ${fmt.pct(now)}.`,
      h: ends && all.seen === all.of && all.passed === all.of && `${state.hidden} units: ${fmt.pct(all.least)} or more for each seed.`,
    };
  }
  // How the runs of this kind, as far as they were seen, ended.
  ends() {
    const found = this.same.map(({ seed }) => this.seen[kindOf(this.state)]?.[seed]).filter((x) => x !== undefined);
    return { of: this.same.length, seen: found.length, passed: found.filter((x) => x >= PASSED).length,
      failed: found.filter((x) => x < FAILED).length, least: Math.min(...found) };
  }
  // The frame that was taken over, and what has become of it.
  get taken() {
    const { state, film, last } = this;
    if (this.on || !film) return null;
    const frame = Math.min(state.frame, last), accuracy = film.accuracy[frame];
    return { accuracy, failed: frame === last && accuracy < FAILED, moved: movedUnits(film.theta[frame], state.theta, state.hidden) };
  }
  hint(task) {
    const { hidden, standardise, frame } = this.state, { of, seen, passed, failed } = this.ends(), run = this.taken;
    const who = `${hidden} units${inputsOf(standardise)}`;
    return {
      f: () => (!frame ? "Choose a seed, and play it to the end." : frame < this.last
        ? `Epoch ${this.count(frame)} of ${this.count(this.last)}. The end decides.` : failed ? `${who}: ${seen} of ${of} seen to the end; ${failed} failed.`
          : `${seen} of ${of} seen, none failed. Try the last ones.`),
      g: () => (!run ? "At the end of a run that failed, take over." : !run.failed ? "This is no failed run at its end."
        : run.moved.length > 1 ? `${run.moved.length} lines have moved; only one may.` : "One side has no line: move the idle one there."),
      h: () => `${who}: ${seen} of ${of} seeds seen; ${passed} pass.`,
    }[task]();
  }
  told() {
    const { hidden, seed, standardise, frame } = this.state;
    return `Seed ${seed}, ${hidden} units${inputsOf(standardise)}, epoch ${this.count(frame)} of ${this.count(this.last)}: ` +
      `loss ${this.shortLoss()}, whole map ${fmt.pct(this.widget.accuracy())}.`;
  }

  shortLoss() {
    const { net, design } = this.widget, loss = lossOf(net, design.beans);
    return loss < 0.1 ? fmt.digits(loss, 3) : fmt.num(loss, 3);
  }

  // ---- drawing ----

  draw(net) {
    const { widget, film, state } = this;
    this.drawChoices();
    this.player.set(Math.min(state.frame, this.last), this.last + 1);
    allow(this.take, this.on && film);
    this.epoch.set(film?.epochs[state.frame] ?? 0, this.count(state.frame));
    this.loss.set(lossOf(net, widget.design.beans), this.shortLoss());
    this.end.textContent = this.count(this.last);
    if (film && this.plot.width) this.drawCurves(film);
  }
  // Radio buttons of all seeds and kinds that there are; a seed that was seen to its end says how that was.
  drawChoices() {
    const distinct = (all) => [...new Map(all.map((each) => [each[0], each])).values()], { state, runs } = this;
    this.widget.once("choices", runs.map((run) => [kindOf(run), run.seed]), () => {
      const kinds = distinct(runs.map((run) => [kindOf(run), kindOf(run), { hidden: run.hidden, standardise: run.standardise }]));
      const seeds = distinct(runs.map(({ seed }) => [String(seed), String(seed)])).sort((a, b) => a[0] - b[0]);
      this.seed = choice({ label: "Seed", options: seeds, onchange: (name) => this.pick({ seed: +name }) });
      this.kind = choice({ label: "Units", options: kinds, onchange: (name) => this.pick(kinds.find((kind) => kind[0] === name)[2]) });
      for (const input of this.kind.el.querySelectorAll("input")) {
        put(input, { "aria-label": input.value.replace(/^\d+/, "$& units") }, []);
      }
      this.seeds.replaceChildren(this.seed.el);
      this.kinds.replaceChildren(this.kind.el);
    });
    this.seed.set(String(state.seed));
    this.kind.set(kindOf(state));
    for (const input of this.seed.el.querySelectorAll("input")) {
      const end = this.seen[kindOf(state)]?.[input.value], how = end >= PASSED ? "passed" : end < FAILED ? "failed" : "between";
      put(input.parentElement, { "data-end": end !== undefined && how }, []);
      put(input, { "aria-label": end !== undefined && `${input.value}, ${fmt.pct(end)} at the end` }, []);
    }
  }
  drawCurves({ epochs, accuracy, loss }) {
    const { plot, state, widget } = this, last = epochs.length - 1, frame = Math.min(state.frame, last);
    zoom(plot, [0, last], [0, 1]);
    const place = (epoch) => {
      const i = epochs.findLastIndex((e) => e <= epoch);
      return i + (epoch - epochs[i]) / ((epochs[i + 1] ?? Infinity) - epochs[i]);
    };
    const ticks = [1, 10, 100, 1000].filter((e) => e <= epochs[last]).map((e) => [place(e), String(e)]);
    const line = (ys, from, to, kind) => curve(plot.path(ys.slice(from, to + 1).map((y, i) => [from + i, y])), kind, 2.5);
    const lines = [[loss, "nn-loss"], [accuracy, "nn-map"]].flatMap(([ys, kind]) => [
      line(ys, frame, last, `${kind} nn-later`), line(ys, 0, frame, kind)]);
    const [x, top] = plot.px(frame, 1), [, bottom] = plot.px(frame, 0), at = [frame, accuracy[frame]];
    scene(plot, ticks, [[0, "0"], [0.5, "0.5"], [1, "1"]], [...lines, curve(`M${x} ${top}V${bottom}`, "nn-cursor", 1.5)],
      [grip(plot, "epoch", at, bead(plot.px(...at)), widget.halo === "epoch")]);
  }
  // The cursor follows a mouse from anywhere on the curves, a finger from its bead.
  grab() {
    const { plot, widget } = this;
    let off = 0;
    const to = (event) => clamp(Math.round(plot.at(event)[0] - off), 0, this.last);
    drag(plot.svg, widget.signal, {
      start: (event) => {
        const held = nearest(plot, event);
        if (!this.film || (!held && event.pointerType === "touch")) return false;
        off = held ? plot.at(event)[0] - this.state.frame : 0;
        this.player.scrub.querySelector("input").focus({ preventScroll: true });
        if (!held) this.show({ frame: to(event) });
        return true;
      },
      move: (event) => this.show({ frame: to(event) }),
      end: () => widget.hub.commit(),
      cancel: () => widget.hub.cancel(),
    });
  }
}
