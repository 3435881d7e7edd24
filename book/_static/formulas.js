// Formulas are set a few at a time, so that the page answers meanwhile. One that scrolls can be reached without a mouse.
{
  const FEW = 8;
  const rest = () => new Promise((done) => setTimeout(done));

  window.MathJax.startup = {
    async pageReady() {
      const places = [...document.querySelectorAll(".math, .mathjax_process")];
      while (places.length) {
        await MathJax.typesetPromise(places.splice(0, FEW));
        await rest();
      }
    },
  };

  const sizes = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  addEventListener("DOMContentLoaded", () => {
    for (const place of document.querySelectorAll("div.math")) sizes.observe(place);
  });
}
