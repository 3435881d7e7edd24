// needs: dom
// Follows the page's theme, Jupyter's or the system's, whichever speaks first; on paper all is light.
function theme(root, signal, onchange) {
  const { documentElement: page, body } = document, media = matchMedia("(prefers-color-scheme: dark)");
  const paper = matchMedia("print");
  const isDark = () => {
    if (paper.matches) return false;
    const said = page.dataset.theme;
    if (said === "dark" || said === "light") return said === "dark";
    return body.dataset.jpThemeLight ? body.dataset.jpThemeLight === "false" : media.matches;
  };
  let dark;
  const apply = () => {
    if (dark === isDark()) return;
    dark = isDark();
    root.style.colorScheme = dark ? "dark" : "light";
    for (const name in COLOURS) root.style.setProperty(`--nn-${name}`, COLOURS[name][+dark]);
    onchange();
  };
  const watcher = new MutationObserver(apply);
  const attributeFilter = ["data-theme", "data-jp-theme-light"];
  for (const node of [page, body]) watcher.observe(node, { attributes: true, attributeFilter });
  for (const query of [media, paper]) query.addEventListener("change", apply, { signal });
  ended(signal, () => watcher.disconnect());
  apply();
  return (name) => COLOURS[name][+dark];
}

// The colour [r, g, b] of `share` of one colour on top of another.
function mix(colour, ground, share) {
  const channel = (hex, i) => parseInt(hex.slice(2 * i + 1, 2 * i + 3), 16);
  return [0, 1, 2].map((i) => share * channel(colour, i) + (1 - share) * channel(ground, i));
}
