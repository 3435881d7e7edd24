// Paper is light, whatever the screen is.
{
  const { dataset } = document.documentElement;
  let shown;
  matchMedia("print").addEventListener("change", ({ matches }) => {
    if (matches) [shown, dataset.theme] = [dataset.theme, "light"];
    else dataset.theme = shown;
  });
}

// What scrolls can be reached without a mouse, also when it comes into sight later: in a fold, say.
{
  const scrolls = (el) =>
    el.scrollWidth > el.clientWidth || (el.localName === "pre" && el.scrollHeight > el.clientHeight);
  const sizes = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (scrolls(target)) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  addEventListener("DOMContentLoaded", () => {
    for (const el of document.querySelectorAll("pre, div.math")) sizes.observe(el);
  });
}
