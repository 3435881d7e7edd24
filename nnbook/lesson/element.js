// What the elements of a lesson share.
function html(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function button(text, onclick, attributes = {}) {
  const node = html("button", { type: "button", ...attributes }, text);
  node.onclick = onclick;
  return node;
}

// A number as a sentence says it.
const told = (x) => String(Number(x.toPrecision(3))).replace("-", "−");

// Reads as text without scripts. When its last child is there, `build` is called, once; `update` then and after
// each change of what is kept.
class Asking extends HTMLElement {
  connectedCallback() {
    this.end = store.on(() => this.built && this.update());
    if (this.built) this.update();
  }

  disconnectedCallback() {
    this.end();
  }

  complete() {
    this.data = JSON.parse(this.getAttribute("lesson"));
    this.build();
    this.built = true;
    this.update();
  }
}

// Stands last in an element, which is only then read to its end; a fold closes.
class End extends HTMLElement {
  connectedCallback() {
    const parent = this.parentElement;
    this.remove();
    if (parent.localName === "details") parent.open = false;
    else parent.complete();
  }
}
