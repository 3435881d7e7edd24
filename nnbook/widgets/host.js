// Mounts a widget on a page without a kernel: the least of a Jupyter model that the widgets' modules need.
(() => {
  const place = document.currentScript.parentElement;
  const state = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
  const poster = [...place.childNodes];
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
  // Until the widget stands, its room is kept free: the height measured at the next smaller width.
  const heights = Object.entries(JSON.parse(place.dataset.heights));
  const [, height] = heights.findLast(([width]) => width <= place.clientWidth) || heights[0];
  place.style.minHeight = `${height}px`;
  // The module may stand further up the page, carried by an earlier copy of the same widget.
  const carrier = document.querySelector(`script[data-hash="${place.dataset.module}"]`);
  document.head.append(carrier); // where mounting this widget does not remove it
  const url = URL.createObjectURL(new Blob([carrier.textContent], { type: "text/javascript" }));
  import(url)
    .then((module) => module.default.render({ model, el: place }))
    .catch((error) => {
      place.replaceChildren(...poster);
      console.error(error);
    })
    .finally(() => { place.style.minHeight = ""; });
})();
