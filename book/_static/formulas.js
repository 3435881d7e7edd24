// Formulas are set a few at a time, so that the page answers meanwhile.
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
}
