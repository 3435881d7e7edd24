// What a page of the book keeps closed: folds, until they are opened, and seals, until the guess before them is made.
// Both are whole in the page's HTML. A link into them opens them; on paper all is open.
class Seal extends HTMLElement {
  complete() {
    const asked = [...document.querySelectorAll("nn-guess")].find(({ data }) => data?.key.split("/")[1] === this.getAttribute("guess"));
    if (!asked) return;
    this.key = asked.data.key;
    const update = () => { this.hidden = !store.get(this.key); };
    store.on(update);
    update();
  }

  open() {
    if (this.hidden) store.set(this.key, { shown: true });
  }
}

function reveal(target) {
  for (let node = target; node; node = node.parentElement) {
    if (node.localName === "details") node.open = true;
    if (node.localName === "nn-seal") node.open();
  }
}

function targetOf(url) {
  return url.hash.length > 1 ? document.getElementById(decodeURIComponent(url.hash.slice(1))) : null;
}

function revealAddress() {
  const target = targetOf(location);
  if (!target) return;
  reveal(target);
  target.scrollIntoView();
}

addEventListener("DOMContentLoaded", () => {
  if (targetOf(location)?.closest("details, nn-seal")) revealAddress();
});
addEventListener("hashchange", () => {
  if (targetOf(location)?.closest("details, nn-seal")) revealAddress();
});
// A second click on the same link changes no address.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[href*='#']");
  if (link && link.pathname === location.pathname) reveal(targetOf(link));
}, true);

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.nn-fold:not([open])")) {
    fold.open = true;
    fold.dataset.printed = "";
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-printed]")) {
    fold.open = false;
    delete fold.dataset.printed;
  }
});

customElements.define("nn-seal", Seal);
