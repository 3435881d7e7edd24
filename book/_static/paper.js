// Paper is light, whatever the screen is.
{
  const { dataset } = document.documentElement;
  let shown;
  matchMedia("print").addEventListener("change", ({ matches }) => {
    if (matches) [shown, dataset.theme] = [dataset.theme, "light"];
    else dataset.theme = shown;
  });
}
