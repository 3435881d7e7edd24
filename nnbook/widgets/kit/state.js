// needs: dom
// The state: changed here at once, sent to the model within 100 ms, remembered for Undo gesture by gesture.
// `accept(key, value)` may refuse what arrives, and at the start `fallback(key)` stands in;
// `draw` runs once a frame; `settled(kind, was)` ends each gesture; `was` is what Undo would bring back.
// `undoable()` says which keys Undo is about now; for other keys it remembers other gestures.
function store(model, { keys, undoable, fallback, signal, accept, draw, settled }) {
  const arrived = (key) => (accept(key, model.get(key)) ? model.get(key) : fallback(key));
  const state = Object.fromEntries(keys.map((key) => [key, arrived(key)])), pasts = {};
  const snapshot = () => JSON.stringify(Object.fromEntries(undoable().map((key) => [key, state[key]])));
  const past = () => (pasts[undoable()] ??= []);
  const start = { ...state, done: undefined };
  let before = null, pending = {}, frame = 0, timer = 0;
  const redraw = () => { frame ||= requestAnimationFrame(() => { frame = 0; draw(); }); };
  const flush = () => {
    clearTimeout(timer);
    const news = Object.entries(pending);
    [timer, pending] = [0, {}];
    for (const [key, v] of news) model.set(key, v);
    if (news.length) model.save_changes();
  };
  const set = (patch) => {
    if (undoable().some((key) => key in patch)) before ??= snapshot();
    Object.assign(state, patch);
    Object.assign(pending, patch);
    timer ||= setTimeout(flush, 100);
    redraw();
  };
  const commit = (kind) => {
    const changed = before !== null && before !== snapshot();
    if (changed) past().push(before);
    if (past().length > 50) past().shift();
    before = null;
    if (changed) settled(kind, JSON.parse(past().at(-1)));
    flush();
    redraw();
  };
  const restore = (snapshot) => {
    if (snapshot) set(JSON.parse(snapshot));
    before = null;
    flush();
  };
  for (const key of keys) {
    const receive = () => {
      const news = model.get(key);
      if (!accept(key, news) || JSON.stringify(news) === JSON.stringify(state[key])) return;
      state[key] = news;
      redraw();
    };
    heed(model, key, signal, receive);
  }
  ended(signal, () => { flush(); cancelAnimationFrame(frame); });
  return {
    state, set, commit, redraw,
    act(patch, kind) { set(patch); commit(kind); },
    cancel: () => restore(before),
    undo() {
      if (before !== null || !past().length) return;
      const was = JSON.parse(snapshot());
      restore(past().pop());
      settled("undo", was);
    },
    // Traits go back to where they were at the start; only those that Undo knows can be brought back.
    reset(keys) { set(Object.fromEntries(keys.map((key) => [key, start[key]]))); commit("reset"); },
    get untouched() { return past().length === 0; },
    get held() { return before !== null; },
  };
}

// Calls back when the model gets another value of `key`.
function heed(model, key, signal, callback) {
  model.on(`change:${key}`, callback);
  ended(signal, () => model.off(`change:${key}`, callback));
}
