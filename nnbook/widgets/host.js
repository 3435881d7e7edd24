// Mounts a widget on a page without a kernel: the least of a Jupyter model that the widgets' modules need.
// All of it happens while the page is being read, so that what follows finds its place at once.
(() => {
  const place = document.currentScript.parentElement, el = document.createElement("div");
  const state = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
  const heard = {};
  const model = {
    get: (key) => state[key],
    set(key, value) {
      state[key] = value;
      for (const callback of heard[`change:${key}`] || []) callback();
    },
    on: (event, callback) => (heard[event] ||= new Set()).add(callback),
    off: (event, callback) => heard[event]?.delete(callback),
    save_changes() {},
  };
  // Recordings stand on the page, or in a file that is fetched when its reader comes near.
  const recordings = [...place.querySelectorAll('script[type="text/nn-recording"]')];
  for (const { dataset: { trait, src }, textContent } of recordings) if (!src) state[trait] = JSON.parse(textContent);
  const fetchRecordings = () => {
    for (const { dataset: { trait, src, hash } } of recordings) {
      if (!src) continue;
      const file = document.createElement("script");
      file.onload = () => model.set(trait, window.nnRecordings[hash]);
      file.src = src;
      document.head.append(file);
    }
  };
  const whenNear = (callback) => {
    if (typeof IntersectionObserver !== "function") return callback();
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      observer.disconnect();
      callback();
    }, { rootMargin: "800px" });
    observer.observe(place);
  };
  // A part may stand further up the page, carried by an earlier widget.
  const part = (hash) => document.querySelector(`script[data-hash="${hash}"]`).textContent;
  const text = place.dataset.parts.split(" ").map(part).join("\n");
  const script = document.createElement("script");
  script.textContent = `(() => { "use strict";\n${text}\ndocument.currentScript.render = render; })();`;
  place.prepend(el, script);
  // What is ticked stays ticked, where the page keeps what its reader has done.
  const keepTicks = (name) => {
    const at = document.querySelectorAll(`[data-nn="${name}"]`).length, page = location.pathname.split("/").at(-1);
    const key = `tick/${page}/${name}/${at}`;
    addEventListener("DOMContentLoaded", () => {
      model.set("done", [...new Set([...state.done, ...(window.nnStore?.get(key) ?? [])])]);
      model.on("change:done", () => window.nnStore?.set(key, state.done));
    }, { once: true });
  };
  try {
    script.render({ model, el });
    if (state.done) keepTicks(el.firstChild.dataset.nn);
    if (recordings.some(({ dataset }) => dataset.src)) whenNear(fetchRecordings);
  } catch (error) {
    el.remove(); // and the poster is seen
    console.error(error);
  }
  script.remove();
  // Paper shows the poster, where there is one, and does not wait for it: it is fetched once the page is there.
  const fetched = () => { for (const poster of place.querySelectorAll(".nn-poster")) poster.loading = "eager"; };
  addEventListener("load", fetched, { once: true });
})();
