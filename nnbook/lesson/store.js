// What a reader has answered, kept in this browser; where it keeps nothing, for as long as the page is open.
// Keys are "guess/name/hash of the question" and the like, so that an edited question starts afresh.
const store = (() => {
  const BOOK = "from-perceptron-to-adam", PREFIX = `nn:${BOOK}:`, KINDS = /^(guess|belief|exercise|tick)\/./;
  const kept = new Map(), listeners = new Set();
  let disk = null;

  const tell = () => { for (const callback of [...listeners]) callback(); };
  const isOurs = (name) => name.startsWith(PREFIX) && KINDS.test(name.slice(PREFIX.length));

  function take(name, text) {
    try {
      kept.set(name.slice(PREFIX.length), JSON.parse(text));
    } catch {
      kept.delete(name.slice(PREFIX.length)); // not written by us
    }
  }

  try {
    disk = window.localStorage;
    for (const name of Object.keys(disk).filter(isOurs)) take(name, disk.getItem(name));
  } catch {
    disk = null;
  }

  function write(key, value) {
    kept.set(key, value);
    try {
      disk?.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      disk = null; // full, or forbidden since
    }
  }

  window.addEventListener("storage", ({ key, newValue }) => {
    if (key !== null && !isOurs(key)) return;
    if (key === null) kept.clear();
    else if (newValue === null) kept.delete(key.slice(PREFIX.length));
    else take(key, newValue);
    tell();
  });

  // How many of these keys are answered; an exercise is when its answer was right.
  const answered = (key) => (key.startsWith("exercise/") ? kept.get(key)?.correct === true : kept.has(key));
  const count = (keys) => ({ done: keys.filter(answered).length, total: keys.length });

  return {
    get: (key) => kept.get(key),
    set(key, value) {
      write(key, value);
      tell();
    },
    // `callback` is called after each change, also one in another tab; returns a function that ends this.
    on(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    // Whether answers outlive the page.
    lasts: () => disk !== null,
    export: () => JSON.stringify({ book: BOOK, answers: Object.fromEntries(kept) }, null, 1),
    // Adds what an exported text holds; returns how many answers that were.
    import(text) {
      const { book, answers } = JSON.parse(text);
      if (book !== BOOK) throw new Error("not the answers to this book");
      const found = Object.entries(answers).filter(([key]) => KINDS.test(key));
      for (const [key, value] of found) write(key, value);
      tell();
      return found.length;
    },
    clear() {
      for (const key of [...kept.keys()]) disk?.removeItem(PREFIX + key);
      kept.clear();
      tell();
    },
    // For each chapter, in the book's order: what the build knows of it, and how much of it is done.
    progress: () => (window.nnPages ?? []).map(({ keys, ...page }) => ({
      ...page,
      guesses: count(keys.guess),
      beliefs: count(keys.belief),
      exercises: count(keys.exercise),
    })),
  };
})();
window.nnStore = store;
